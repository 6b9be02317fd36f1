"""Say what the API reads and shows of operators, departments, policies and purposes."""

from __future__ import annotations

from typing import Any, Final

from transfer_log.api.fields import LARGEST_NUMBER, Day, Id, Line, Several, Whole, Words, YesNo
from transfer_log.api.registers import DatedBody, EntryView
from transfer_log.organisation.operations import LONGEST_NOTE

_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True, "load_default": None}
_HIGHEST_PRECEDENCE: Final = 1000
_MOST_KINDS: Final = 100


class OperatorView(EntryView):
    """An operator (事業者) of the group and its desk."""

    name = Line(200)
    name_en = Line(200, allow_none=True)
    address = Line(400, allow_none=True)
    representative = Line(200, allow_none=True)
    corporate_number = Line(13, allow_none=True)
    desk_name = Line(200, allow_none=True)
    desk_address = Line(400, allow_none=True)
    desk_phone = Line(40, allow_none=True)
    desk_email = Line(200, allow_none=True)
    desk_form_url = Line(400, allow_none=True)
    desk_hours = Line(200, allow_none=True)
    desk_closed_days = Line(200, allow_none=True)
    late_after_days = Whole(0, LARGEST_NUMBER, "business days after which a record is late")
    company_holidays = Several(Line(10), LARGEST_NUMBER, allow_none=True)


class DepartmentBody(DatedBody):
    """State what a department is called, and who is its information manager."""

    name = Line(200, required=True, least=1, example="人材紹介部")
    name_en = Line(200, **_OPTIONAL)
    manager_id = Id("user id of the information manager", **_OPTIONAL)


class DepartmentView(EntryView):
    """A department."""

    name = Line(200)
    name_en = Line(200, allow_none=True)
    manager_id = Id("user", allow_none=True)


class PolicyBody(DatedBody):
    """State one published version of a privacy policy."""

    label = Line(40, "how files name this version", required=True, least=1, example="2026-04-01")
    title = Line(200, required=True, least=1, example="個人情報保護方針")
    published_on = Day("day of publication", **_OPTIONAL)
    representative = Line(200, "who signs it", **_OPTIONAL)
    url = Line(400, "https address", **_OPTIONAL)
    next_review_on = Day("day of the next review", **_OPTIONAL)
    precedence = Whole(-_HIGHEST_PRECEDENCE, _HIGHEST_PRECEDENCE, "the greater one goes first", load_default=0)
    note = Words(LONGEST_NOTE, "unclear wording found in it", **_OPTIONAL)


class PolicyView(EntryView):
    """A privacy policy in the version of a day."""

    label = Line(40)
    title = Line(200)
    published_on = Day(allow_none=True)
    representative = Line(200, allow_none=True)
    url = Line(400, allow_none=True)
    next_review_on = Day(allow_none=True)
    precedence = Whole(-_HIGHEST_PRECEDENCE, _HIGHEST_PRECEDENCE)
    note = Words(LONGEST_NOTE, allow_none=True)


class PurposeBody(DatedBody):
    """State a numbered purpose of use (Act Art. 17)."""

    title = Line(400, required=True, least=1, example="求人企業への職業紹介のため")
    title_en = Line(400, **_OPTIONAL)
    policy_version = Line(40, "label of the policy version in which it stands; a new one is made", **_OPTIONAL)
    covers_provision = YesNo("whether giving to third parties is inside it (Act Art. 18(1))", **_OPTIONAL)
    recipient_kinds = Several(Line(40, least=1), _MOST_KINDS, "kinds it is limited to; empty: any", load_default=list)
    is_special = YesNo("told at collection; overrides the general ones", load_default=False)
    change_evidence = Words(LONGEST_NOTE, "notice or consent for a changed purpose (Act Art. 17(2))", **_OPTIONAL)


class PurposeView(EntryView):
    """A numbered purpose of use."""

    title = Line(400)
    title_en = Line(400, allow_none=True)
    policy_version = Line(40, allow_none=True)
    covers_provision = YesNo(allow_none=True)
    recipient_kinds = Several(Line(40), LARGEST_NUMBER, allow_none=True)
    is_special = YesNo()
    change_evidence = Words(LONGEST_NOTE, allow_none=True)
