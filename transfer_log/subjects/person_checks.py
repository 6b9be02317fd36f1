"""Clean what people wrote about a person, and name every problem at once. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text
from transfer_log.field_checks import FieldChecks
from transfer_log.register_saving import Rejected
from transfer_log.subjects.drafts import PersonDraft
from transfer_log.subjects.vocabulary import CLASSES, SOURCES, STATUSES, prefecture_name

if TYPE_CHECKING:
    from datetime import date

LONGEST_NAME: Final = 200
LONGEST_SERVICE: Final = 40
LONGEST_EMAIL: Final = 254
LONGEST_PHONE: Final = 40
LONGEST_PREFECTURE: Final = 40
MOST_FORMER_NAMES: Final = 20

_BORN_AHEAD: Final = Text("生年月日がまだ来ていない日です。", "This day of birth has not come yet.")
_NO_DIGIT: Final = Text("電話番号に数字がありません。", "There is no digit in this phone number.")
_TOO_MANY_NAMES: Final = Text(
    f"旧姓・旧名は {MOST_FORMER_NAMES} 個までです。", f"There may be up to {MOST_FORMER_NAMES} former names."
)


def checked_person(draft: PersonDraft, today: date) -> PersonDraft | Rejected:
    """Return the draft cleaned, or every problem that keeps it from being written; `today` is a Japan date."""
    checks = FieldChecks(list(draft.unreadable))
    cleaned = PersonDraft(
        ref=checks.ref("ref", draft.ref),
        name=checks.needed_line("name", draft.name, LONGEST_NAME),
        kana=checks.line("kana", draft.kana, LONGEST_NAME) or "",
        former_names=_former_names(draft, checks),
        email=checks.email("email", draft.email, LONGEST_EMAIL) or "",
        phone=_phone(draft, checks),
        birth_date=_birth_date(draft, today, checks),
        prefecture=prefecture_name(checks.line("prefecture", draft.prefecture, LONGEST_PREFECTURE) or ""),
        subject_class=checks.code("subject_class", draft.subject_class, CLASSES) or "",
        status=checks.code("status", draft.status, STATUSES) or "registered",
        sources=tuple(checks.codes("sources", draft.sources, SOURCES)),
        service=checks.line("service", draft.service, LONGEST_SERVICE) or "",
    )
    if not checks.problems:
        return cleaned
    told = {problem.field for problem in draft.unreadable}
    return Rejected(
        tuple(problem for problem in checks.problems if problem in draft.unreadable or problem.field not in told)
    )


def _former_names(draft: PersonDraft, checks: FieldChecks) -> tuple[str, ...]:
    if len(draft.former_names) > MOST_FORMER_NAMES:
        checks.add("former_names", _TOO_MANY_NAMES, str(len(draft.former_names)))
        return ()
    cleaned = (checks.line("former_names", name, LONGEST_NAME) for name in draft.former_names)
    return tuple(dict.fromkeys(name for name in cleaned if name))


def _phone(draft: PersonDraft, checks: FieldChecks) -> str:
    phone = checks.line("phone", draft.phone, LONGEST_PHONE) or ""
    if phone and not any(letter.isdigit() for letter in phone):
        checks.add("phone", _NO_DIGIT, phone)
    return phone


def _birth_date(draft: PersonDraft, today: date, checks: FieldChecks) -> date | None:
    born = checks.day("birth_date", draft.birth_date)
    if born is not None and born > today:
        checks.add("birth_date", _BORN_AHEAD, born.isoformat(), (f"<= {today.isoformat()}",))
    return born
