"""Say what the API reads and shows of recipients (第三者)."""

from __future__ import annotations

from typing import Any, Final

import marshmallow as ma

from transfer_log.api.fields import LARGEST_NUMBER, Body, Choice, Code, Line, Ref, Several, View, Whole, Words, YesNo
from transfer_log.api.registers import DatedBody, EntryView
from transfer_log.law import EquivalentSystem
from transfer_log.recipients.drafts import MOST_ALIASES
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.recipients.operations import LONGEST_REASON

_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True, "load_default": None}
LONGEST_SEARCH: Final = 100


class RecipientBody(DatedBody):
    """State who a recipient is (Rules Art. 20(1): name, address and representative are record items)."""

    name = Line(200, "legal name", required=True, least=1, example="株式会社見本商事")
    name_en = Line(200, **_OPTIONAL)
    aliases = Several(Line(200), MOST_ALIASES, "other and old names", load_default=list)
    address = Line(400, **_OPTIONAL, example="大阪府大阪市北区見本1-1")
    representative = Line(200, "title and name", **_OPTIONAL, example="代表取締役 例示 次郎")
    corporate_number = Line(40, "法人番号, 13 digits", **_OPTIONAL)
    kind = Code(list(KINDS), "kind of business", **_OPTIONAL, example="job_provider")
    country = Line(80, "code or name of the country, or unknown", **_OPTIONAL, example="JP")
    country_profile = Line(40, "which profile, where the country has several, such as AE-DIFC", **_OPTIONAL)
    legal_nature = Code(list(NATURES), "what it is in law; left out: suggested from kind and name", **_OPTIONAL)
    is_nature_confirmed = YesNo("the keeper has confirmed the nature", load_default=False)
    handles_in_japan = YesNo("a foreign corporation that handles data for business in Japan", **_OPTIONAL)
    same_legal_person = YesNo("our own branch: no third party", **_OPTIONAL)
    equivalent_system = Code(
        [each.value for each in EquivalentSystem], "the one relied on (Rules Art. 16)", **_OPTIONAL
    )
    parent_ref = Line(80, "code of the company it belongs to", **_OPTIONAL)
    policy_url = Line(400, **_OPTIONAL)
    opt_out_url = Line(400, **_OPTIONAL)


class RecipientView(EntryView):
    """A recipient."""

    name = Line(200)
    name_en = Line(200, allow_none=True)
    aliases = Several(Line(200), LARGEST_NUMBER, allow_none=True)
    address = Line(400, allow_none=True)
    representative = Line(200, allow_none=True)
    corporate_number = Line(13, allow_none=True)
    kind = Line(40, allow_none=True)
    country = Line(10, allow_none=True)
    country_profile = Line(40, allow_none=True)
    legal_nature = Line(30, allow_none=True)
    is_nature_confirmed = YesNo()
    handles_in_japan = YesNo(allow_none=True)
    same_legal_person = YesNo(allow_none=True)
    equivalent_system = Line(20, allow_none=True)
    parent_ref = Line(80, allow_none=True)
    policy_url = Line(400, allow_none=True)
    opt_out_url = Line(400, allow_none=True)
    is_provisional = YesNo("began with a name only, to be completed")


class RecipientSearchBody(Body):
    """Say which recipient is looked for."""

    q = Line(LONGEST_SEARCH, "name, old name, code, corporate number", required=True, least=1)
    limit = Whole(1, 50, "how many at most", load_default=20)


class RecipientHitView(View):
    """A recipient that was found."""

    ref = Line(80)
    name = Line(200)
    kind = Line(40, allow_none=True)
    country = Line(10, allow_none=True)
    is_provisional = YesNo()
    matched_name = Line(200, "the name that fits, where it is not the present one", allow_none=True)


class RecipientHitsView(View):
    """Recipients that may be meant, the best match first."""

    items = ma.fields.List(ma.fields.Nested(RecipientHitView))


class RecipientLinkBody(Body):
    """State that two entries are one party, or are different parties."""

    other_ref = Ref("the other entry; when joined, the one that stays in use", required=True)
    kind = Choice(("joined", "parted"), "what is said of the two", required=True)
    reason = Words(LONGEST_REASON, "why", required=True, least=1)


class RecipientLinksView(View):
    """All entries that are the same party."""

    refs = Several(Line(80), LARGEST_NUMBER)
