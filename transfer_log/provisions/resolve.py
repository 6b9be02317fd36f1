"""Match a draft with the registers: fill what its situation declares, name every problem, leave nothing half-known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.accounts.policy import Limit, limit_of
from transfer_log.countries.names import is_country
from transfer_log.errors import Problem, Text
from transfer_log.field_checks import BAD_DAY, EARLIEST_YEAR, LATEST_YEAR
from transfer_log.items.queries import item_set_digest
from transfer_log.law.calendar import japan_date
from transfer_log.provisions import vocabulary
from transfer_log.provisions.evidence import evidence_problems
from transfer_log.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.queries import PurposeBook, PurposeEntry, PurposeSnapshot
    from transfer_log.provisions.books import Books
    from transfer_log.provisions.drafts import ProvisionDraft
    from transfer_log.recipients.queries import RecipientEntry, RecipientSnapshot
    from transfer_log.situations.queries import SituationEntry, SituationSnapshot

MY_NUMBER: Final = "my_number"
HOME: Final = "JP"
RECORD: Final = "record_provision"
_OTHER_DEPARTMENT: Final = Text(
    "ほかの部署の提供は記録できません。自部署を選ぶか、空けてください。",
    "You may record for your own department only: name that one, or none.",
)


class Items(NamedTuple):
    """Hold the items of a draft with what the law asks about them."""

    digest: bytes
    codes: frozenset[str]
    special: frozenset[str]
    barred: frozenset[str]
    has_my_number: bool


class Situated(NamedTuple):
    """Hold the situation of a draft as of its day."""

    entry: SituationEntry
    version: SituationSnapshot


class Resolved(NamedTuple):
    """Hold a draft matched with the registers as of its day; `draft` has its situation's values filled in."""

    draft: ProvisionDraft
    digest: bytes
    subject_id: UUID
    recipient: RecipientEntry
    recipient_version: RecipientSnapshot
    country: str | None
    items: Items
    situation: Situated | None
    purpose: PurposeEntry | None
    purpose_version: PurposeSnapshot | None
    department_id: UUID | None
    decided_by: UUID | None
    provided_on: date
    recorded_on: date
    filled: tuple[str, ...]


@dataclass(slots=True)
class Resolver:
    """Match drafts with the registers. `people` maps (number) to person, `known_ids` holds ids that belong here."""

    books: Books
    people: Mapping[str, UUID]
    known_ids: frozenset[UUID]
    recipients_by_name: Mapping[tuple[str, str], RecipientEntry]
    actor: Actor
    at: datetime
    today: date = field(init=False)
    _items: dict[tuple[str, ...], Items | list[Problem]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fix the Japan date of this act."""
        self.today = japan_date(self.at)

    def resolve(self, draft: ProvisionDraft, digest: bytes) -> Resolved | list[Problem]:
        """Return the draft matched with the registers, or every problem that keeps it from being written."""
        problems: list[Problem] = []
        provided_on, recorded_on = self._days(draft, problems)
        situation = self._situation(draft, provided_on, problems)
        draft, filled = self._fill(draft, situation)
        subject_id = self._subject(draft, problems)
        recipient = self._recipient(draft, problems)
        items = self._items_of(draft.data_items, problems)
        purpose = self._purpose(draft, problems)
        department_id = self._department(draft, problems)
        decided_by = self._user(draft, problems)
        problems += vocabulary.code_problems(draft)
        problems += vocabulary.text_problems(draft)
        self._check_country(draft, problems)
        if draft.evidence:
            problems += evidence_problems(draft.evidence)
        if problems or subject_id is None or recipient is None or items is None:
            return problems
        recipient_version = recipient.nearest(provided_on)
        return Resolved(
            draft,
            digest,
            subject_id,
            recipient,
            recipient_version,
            draft.country or recipient_version.country,
            items,
            situation,
            purpose,
            purpose.nearest(provided_on) if purpose else None,
            department_id,
            decided_by,
            provided_on,
            recorded_on,
            filled,
        )

    def _days(self, draft: ProvisionDraft, problems: list[Problem]) -> tuple[date, date]:
        provided_on = draft.provided_on
        if provided_on is None and draft.provided_at is not None:
            provided_on = japan_date(draft.provided_at)
        recorded_on = draft.recorded_on or self.today
        if provided_on is None:
            problems.append(
                Problem("provided_on", Text("提供した日を入れてください。", "Enter the day of the provision."))
            )
            return self.today, recorded_on
        if draft.provided_at is not None and japan_date(draft.provided_at) != provided_on:
            text = Text("時刻の日付が提供日と違います。", "The time of day lies on another day than the provision.")
            problems.append(Problem("provided_at", text, draft.provided_at.isoformat(), (provided_on.isoformat(),)))
        if not EARLIEST_YEAR <= provided_on.year <= LATEST_YEAR:
            problems.append(Problem("provided_on", BAD_DAY, provided_on.isoformat()))
            return self.today, recorded_on
        if draft.stage == "done":
            self._check_not_ahead("provided_on", provided_on, problems)
            if draft.provided_at is not None and draft.provided_at > self.at:
                text = Text("まだ来ていない時刻です。", "This time has not come yet.")
                problems.append(Problem("provided_at", text, draft.provided_at.isoformat()))
        if draft.recorded_on is not None:
            self._check_not_ahead("recorded_on", draft.recorded_on, problems)
        last = draft.last_provided_on
        if last is not None and last < provided_on:
            text = Text("最後の提供日が最初の日より前です。", "The last day lies before the first one.")
            problems.append(Problem("last_provided_on", text, last.isoformat(), (f">= {provided_on.isoformat()}",)))
        if last is not None and draft.stage == "done":
            self._check_not_ahead("last_provided_on", last, problems)
        return provided_on, recorded_on

    def _check_not_ahead(self, name: str, day: date, problems: list[Problem]) -> None:
        if day > self.today:
            text = Text(
                "まだ来ていない日です。今日までの日を入れてください。",
                "This day has not come yet: enter one up to today.",
            )
            problems.append(Problem(name, text, day.isoformat(), (f"<= {self.today.isoformat()}",)))

    def _situation(self, draft: ProvisionDraft, on: date, problems: list[Problem]) -> Situated | None:
        if not draft.situation:
            return None
        entry = self.books.small.situations.by_ref.get(draft.situation)
        if entry is None:
            problems.append(_unknown("situation", draft.situation, self.books.small.situations.by_ref))
            return None
        return Situated(entry, entry.nearest(on))

    def _fill(self, draft: ProvisionDraft, situated: Situated | None) -> tuple[ProvisionDraft, tuple[str, ...]]:
        if situated is None:
            return draft, ()
        declared = declared_by(situated.version, self.books.small.purposes)
        filling = {name: value for name, value in declared.items() if value and not getattr(draft, name)}
        return draft._replace(**filling), tuple(sorted(filling))

    def _subject(self, draft: ProvisionDraft, problems: list[Problem]) -> UUID | None:
        if draft.subject_id is not None:
            if draft.subject_id in self.known_ids:
                return draft.subject_id
            problems.append(Problem("subject_id", Text("この人は登録されていません。", "There is no such person.")))
            return None
        if not draft.subject_ref:
            text = Text("本人を選ぶか、本人の番号を入れてください。", "Choose a person or enter the person's number.")
            problems.append(Problem("subject_ref", text))
            return None
        subject_id = self.people.get(draft.subject_ref)
        if subject_id is None:
            text = Text(
                "この番号の人は登録されていません。氏名も入れると新しく登録します。",
                "Nobody has this number. Give a name as well to register a new person.",
            )
            problems.append(Problem("subject_ref", text, draft.subject_ref))
        return subject_id

    def _recipient(self, draft: ProvisionDraft, problems: list[Problem]) -> RecipientEntry | None:
        entry = self.books.recipients.by_ref.get(draft.recipient_ref) if draft.recipient_ref else None
        if entry is None and draft.recipient_name:
            entry = self.recipients_by_name.get((draft.recipient_ref, draft.recipient_name))
        if entry is None:
            text = (
                Text("この提供先コードは登録されていません。", "There is no recipient of this code.")
                if draft.recipient_ref
                else Text("提供先を選ぶか、名称を入れてください。", "Choose a recipient or enter its name.")
            )
            problems.append(Problem("recipient_ref", text, draft.recipient_ref or None))
        return entry

    def _items_of(self, codes: tuple[str, ...], problems: list[Problem]) -> Items | None:
        found = self._items.get(codes)
        if found is None:
            found = self._items[codes] = self._read_items(codes)
        if isinstance(found, Items):
            return found
        problems += found
        return None

    def _read_items(self, codes: tuple[str, ...]) -> Items | list[Problem]:
        catalogue = self.books.small.items.by_ref
        if not codes:
            return [Problem("data_items", Text("提供した項目を選んでください。", "Choose the items that were given."))]
        unknown = [code for code in codes if code not in catalogue]
        if unknown:
            return [_unknown("data_items", code, catalogue) for code in unknown]
        special = frozenset(code for code in codes if catalogue[code].versions[-1].is_special_care)
        barred = frozenset(code for code in codes if catalogue[code].versions[-1].is_never_provided)
        return Items(item_set_digest(codes), frozenset(codes), special, barred, MY_NUMBER in codes)

    def _check_country(self, draft: ProvisionDraft, problems: list[Problem]) -> None:
        if draft.country and draft.country != "unknown" and not is_country(draft.country):
            text = Text(
                "国のコード（JP、VN など）か unknown を入れてください。",
                "Enter a country code such as JP or VN, or unknown.",
            )
            problems.append(Problem("country", text, draft.country))

    def _purpose(self, draft: ProvisionDraft, problems: list[Problem]) -> PurposeEntry | None:
        return _known("purpose", draft.purpose, self.books.small.purposes.by_ref, problems)

    def _department(self, draft: ProvisionDraft, problems: list[Problem]) -> UUID | None:
        if not draft.department:
            return self.actor.department_id
        entry = _known("department", draft.department, self.books.small.departments.by_ref, problems)
        if entry is None:
            return None
        if entry.id != self.actor.department_id and limit_of(self.actor.role, RECORD) is Limit.OWN_DEPARTMENT:
            problems.append(Problem("department", _OTHER_DEPARTMENT, draft.department))
        department_id: UUID = entry.id
        return department_id

    def _user(self, draft: ProvisionDraft, problems: list[Problem]) -> UUID | None:
        return _known("decided_by", draft.decided_by.lower(), self.books.users, problems)


def declared_by(version: SituationSnapshot, purposes: PurposeBook) -> dict[str, Any]:
    """Return what a situation declares, by the fields of a draft; what is left empty in a draft is filled from it."""
    purpose = purposes.by_id.get(version.purpose_id) if version.purpose_id else None
    return {
        "legal_basis": version.basis or "",
        "data_items": tuple(version.usual_items),
        "method": version.method or "",
        "purpose": purpose.ref if purpose else "",
        "mode": version.mode,
        "act": version.act,
        "information": version.information,
        "relation": version.relation,
    }


def _known(name: str, value: str, known: Mapping[str, Any], problems: list[Problem]) -> Any | None:  # noqa: ANN401 an entry of any register
    if not value:
        return None
    entry = known.get(value)
    if entry is None:
        problems.append(_unknown(name, value, known))
    return entry


_UNKNOWN: Final[dict[str, Text]] = {
    "situation": Text("この場面は登録されていません。", "There is no such situation."),
    "data_items": Text("この項目は目録にありません。", "There is no such data item."),
    "purpose": Text("この利用目的は登録されていません。", "There is no such purpose."),
    "department": Text("この部署は登録されていません。", "There is no such department."),
    "decided_by": Text("この利用者は登録されていません。", "There is no such user."),
}


def _unknown(name: str, value: str, known: Mapping[str, Any]) -> Problem:
    close = nearest(value, known)
    return Problem(name, _UNKNOWN[name], value, (close,) if close else tuple(sorted(known))[:20])
