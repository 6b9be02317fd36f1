"""Say what the API reads and shows of people (本人). Names of fields are those of the import files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import marshmallow as ma

from transfer_log.api.fields import (
    LARGEST_NUMBER,
    Body,
    Choice,
    Code,
    Day,
    Id,
    Instant,
    Line,
    Ref,
    Several,
    View,
    Whole,
    Words,
    YesNo,
)
from transfer_log.subjects.drafts import PersonDraft
from transfer_log.subjects.person_checks import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_PREFECTURE,
    LONGEST_SERVICE,
    MOST_FORMER_NAMES,
)
from transfer_log.subjects.search import LONGEST_SEARCH
from transfer_log.subjects.vocabulary import CLASSES, MATCHED_FIELDS, SOURCES, STATUSES

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_REFS: Final = 1000
LONGEST_REASON: Final = 1000
_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True}
#: Field of a draft → its name in files and in the API, where they differ.
PERSON_NAMES: Final = {"ref": "subject_ref", "subject_class": "class"}


class PersonBody(Body):
    """State who is registered under a number. It is the whole of what is known: what is left out is not known any more."""

    ref = Ref("number of the person", required=True, data_key="subject_ref", example="C-1001")
    name = Line(LONGEST_NAME, "name as it is written", required=True, least=1, example="見本 花子")
    kana = Line(LONGEST_NAME, "reading of the name", **_OPTIONAL, example="ミホン ハナコ")
    former_names = Several(Line(LONGEST_NAME), MOST_FORMER_NAMES, "old names", **_OPTIONAL)
    email = Line(LONGEST_EMAIL, "e-mail address", **_OPTIONAL, example="hanako@example.jp")
    phone = Line(LONGEST_PHONE, "phone number", **_OPTIONAL, example="090-0000-0000")
    birth_date = Day("day of birth", **_OPTIONAL, example="1990-04-01")
    prefecture = Line(LONGEST_PREFECTURE, "prefecture", **_OPTIONAL, example="東京都")
    subject_class = Code(list(CLASSES), "class of people", **_OPTIONAL, data_key="class", example="candidate")
    status = Code(list(STATUSES), "whether the registration goes on", **_OPTIONAL)
    sources = Several(Code(list(SOURCES)), len(SOURCES), "how the data was acquired", **_OPTIONAL)
    service = Line(LONGEST_SERVICE, "service that gave the number; left out: the main one", **_OPTIONAL)


def person_of_body(body: Mapping[str, Any]) -> PersonDraft:
    """Return the draft that a body states."""
    stated: dict[str, Any] = {name: value for name, value in body.items() if value is not None}
    for name in ("former_names", "sources"):
        stated[name] = tuple(stated.get(name, ()))
    return PersonDraft(**stated)


class SearchBody(Body):
    """Say whom is looked for."""

    q = Line(LONGEST_SEARCH, "name, reading, number, part of an e-mail address, phone", required=True, least=1)
    limit = Whole(1, 50, "how many at most", load_default=20)


class LookupBody(Body):
    """Name people by their numbers."""

    subject_refs = Several(Line(80, least=1), MOST_REFS, "numbers", required=True, least=1)


class RegistrationBody(Body):
    """State one more number of a known person."""

    subject_ref = Ref("the number", required=True)
    service = Line(LONGEST_SERVICE, "service that gave it; left out: the main one", load_default="")


class LinkBody(Body):
    """State that two registrations are the same person, no longer are, or are known to be different people."""

    other_subject_id = Id("the other registration", required=True)
    kind = Choice(("linked", "unlinked", "distinct"), "what is said of the two", required=True)
    matched = Several(
        Code(list(MATCHED_FIELDS)), len(MATCHED_FIELDS), "what matched; needed to link", load_default=list
    )
    reason = Words(LONGEST_REASON, "why; needed to unlink and to tell apart", load_default="")


class SavedPersonView(View):
    """The person is registered."""

    subject_id = Id()
    ref = Line(80, data_key="subject_ref")
    effect = Line(10, "new, changed or same")


class RegistrationView(View):
    """A number by which a service knows a person."""

    subject_id = Id()
    ref = Line(80, data_key="subject_ref")
    service = Line(LONGEST_SERVICE, "empty: the main one")
    status = Line(20)
    created_at = Instant()


class PersonValuesView(View):
    """What is known about a person; empty text: not known. E-mail and phone in part only, by role."""

    subject_id = Id("under which of the linked ids it is on record")
    version_no = Whole(1, LARGEST_NUMBER)
    recorded_at = Instant()
    recorded_by = Id("user")
    name = Line(LONGEST_NAME)
    kana = Line(LONGEST_NAME)
    former_names = Several(Line(LONGEST_NAME), LARGEST_NUMBER)
    email = Line(LONGEST_EMAIL)
    phone = Line(LONGEST_PHONE)
    birth_date = Day(allow_none=True)
    prefecture = Line(LONGEST_PREFECTURE)
    subject_class = Line(40, data_key="class")
    status = Line(20)
    sources = Several(Line(40), LARGEST_NUMBER)


class PersonView(View):
    """A person over all linked registrations."""

    subject_id = Id()
    linked_ids = Several(Id(), LARGEST_NUMBER, "all ids of the person, this one among them")
    values = ma.fields.Nested(PersonValuesView, allow_none=True, metadata={"description": "null: erased"})
    others = ma.fields.List(ma.fields.Nested(PersonValuesView), metadata={"description": "under the linked ids"})
    registrations = ma.fields.List(ma.fields.Nested(RegistrationView))
    has_left = YesNo("every registration has ended")


class PersonHistoryView(View):
    """Every version of what was known about a person, the last recorded first."""

    items = ma.fields.List(ma.fields.Nested(PersonValuesView))


class HitView(View):
    """Somebody who was found."""

    subject_id = Id()
    name = Line(LONGEST_NAME)
    kana = Line(LONGEST_NAME)
    birth_year = Whole(1800, 2300, allow_none=True)
    prefecture = Line(LONGEST_PREFECTURE)
    refs = Several(Line(80), LARGEST_NUMBER, data_key="subject_refs")
    has_left = YesNo()
    other_name = Line(LONGEST_NAME, "the old name that was searched for, where the present one does not explain it")


class HitsView(View):
    """People who may be meant, the best match first."""

    items = ma.fields.List(ma.fields.Nested(HitView))


class LookupEntryView(View):
    """Whom a number means."""

    subject_ref = Line(80)
    subject_id = Id(allow_none=True)


class LookupView(View):
    """Whom the numbers mean, in the order sent; null: nobody."""

    items = ma.fields.List(ma.fields.Nested(LookupEntryView))


class LinkView(View):
    """What was last said about two registrations."""

    subject_id = Id()
    other_subject_id = Id()
    kind = Line(10)
    matched = Several(Line(40), LARGEST_NUMBER)
    reason = Words(LONGEST_REASON)
    recorded_at = Instant()
    recorded_by = Id("user")


class LinksView(View):
    """All ids of a person, and what was said about each pair."""

    linked_ids = Several(Id(), LARGEST_NUMBER)
    items = ma.fields.List(ma.fields.Nested(LinkView))
