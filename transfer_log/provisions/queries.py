"""Read the ledger: pages of provisions by filter, one person's provisions, one provision with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Select, and_, exists, func, literal, or_, select, tuple_

from transfer_log.db import db
from transfer_log.findings.models import Finding
from transfer_log.items.queries import items_of_sets
from transfer_log.organisation.models import Purpose, PurposeVersion
from transfer_log.provisions.models import AssessmentSet, Provision, ProvisionEvent, ProvisionMark
from transfer_log.provisions.steps import CANCELLED, PLANNED, SUPERSEDED
from transfer_log.recipients.models import Recipient, RecipientVersion
from transfer_log.situations.models import Situation, SituationVersion
from transfer_log.subjects.names import people_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.subjects.names import PersonName

if TYPE_CHECKING:
    Rows = Select[*tuple[Any, ...]]

PAGE_ROWS: Final = 50
COUNT_CAP: Final = 10_000


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Choose rows of the ledger by codes and Japan dates; an empty field does not choose.

    `department_id` limits a recruiter to the own department; `subject_ids` comes from a search posted, never from a URL.
    `state` empty shows what happened: done, not replaced, not cancelled.
    """

    from_on: date | None = None
    to_on: date | None = None
    basis: str = ""
    kind: str = ""
    country: str = ""
    recipient: str = ""
    situation: str = ""
    method: str = ""
    finding: str = ""
    state: str = ""
    door: str = ""
    batch: str = ""
    batch_id: UUID | None = None
    external_id: str = ""
    late_after_days: int | None = None
    department_id: UUID | None = None
    recorded_by: UUID | None = None
    subject_ids: frozenset[UUID] | None = None


class Place(NamedTuple):
    """Be the last row of a page, after which the next one begins."""

    provided_on: date
    id: UUID


class RecipientName(NamedTuple):
    """Be how a recipient was called and where it was, as of the provision."""

    ref: str
    name: str
    kind: str | None
    country: str | None


class LedgerRow(NamedTuple):
    """Be one row of the ledger as people read it: the stored row, and the words for its ids."""

    provision: Provision
    state: str
    last_provided_on: date | None
    person: PersonName
    recipient: RecipientName
    items: tuple[str, ...]
    situation: tuple[str, str, str] | None
    purpose: tuple[str, str] | None
    finding_codes: tuple[str, ...]


class LedgerPage(NamedTuple):
    """Be a page of the ledger, newest first; `next_place` is None on the last page."""

    rows: list[LedgerRow]
    next_place: Place | None


_MARKED: Final = and_(
    ProvisionMark.subject_id == Provision.subject_id,
    ProvisionMark.provision_id == Provision.id,
)


_row_place: Final = tuple_(Provision.provided_on, Provision.id)


def _place(place: Place) -> Any:  # noqa: ANN401 a SQL expression
    """Return a place to compare with; the types are said, or an id would be sent as text, which no stored one is like."""
    day, row_id = Provision.provided_on.type, Provision.id.type
    return tuple_(literal(place.provided_on, day), literal(place.id, row_id))


def ledger_page(
    operator_id: UUID,
    chosen: LedgerFilter,
    after: Place | None = None,
    limit: int = PAGE_ROWS,
) -> LedgerPage:
    """Return one page of the ledger, newest first: keyset on (provided_on, id), so that page 20,000 costs as page 1."""
    query = _filtered(select(Provision, ProvisionMark).outerjoin(ProvisionMark, _MARKED), operator_id, chosen)
    if after is not None:
        query = query.where(_row_place < _place(after))
    query = query.order_by(Provision.provided_on.desc(), Provision.id.desc()).limit(limit + 1)
    found = [(row[0], row[1]) for row in db.session.execute(query)]
    rows = with_words(found[:limit])
    last = found[limit - 1][0] if len(found) > limit else None
    return LedgerPage(rows, Place(last.provided_on, last.id) if last is not None else None)


def newer_place(operator_id: UUID, chosen: LedgerFilter, first: Place, limit: int = PAGE_ROWS) -> Place | None:
    """Return after which row the page before the one that begins with `first` begins; None where it is the first page."""
    query = _filtered(
        select(Provision.provided_on, Provision.id).outerjoin(ProvisionMark, _MARKED), operator_id, chosen
    ).where(_row_place > _place(first))
    query = query.order_by(Provision.provided_on, Provision.id).offset(limit).limit(1)
    row = db.session.execute(query).one_or_none()
    return None if row is None else Place(*row)


def ledger_count(operator_id: UUID, chosen: LedgerFilter) -> int:
    """Return how many rows the filter chooses, counting no further than 10,001: more reads as "10,000+"."""
    inner = _filtered(select(Provision.id).outerjoin(ProvisionMark, _MARKED), operator_id, chosen).limit(COUNT_CAP + 1)
    return db.session.scalar(select(func.count()).select_from(inner.subquery())) or 0


def ledger_rows(operator_id: UUID, chosen: LedgerFilter, chunk: int = 2000) -> Iterator[LedgerRow]:
    """Yield every row the filter chooses, newest first, a chunk at a time in flat memory."""
    after: Place | None = None
    while True:
        page = ledger_page(operator_id, chosen, after, chunk)
        yield from page.rows
        db.session.expunge_all()
        if page.next_place is None:
            return
        after = page.next_place


def provisions_of(
    operator_id: UUID, subject_ids: Iterable[UUID], chosen: LedgerFilter | None = None
) -> list[LedgerRow]:
    """Return the provisions of one person under all linked ids, newest first."""
    ids = sorted(subject_ids)
    query = _filtered(
        select(Provision, ProvisionMark).outerjoin(ProvisionMark, _MARKED),
        operator_id,
        chosen or LedgerFilter(),
    ).where(Provision.subject_id.in_(ids))
    query = query.order_by(Provision.provided_on.desc(), Provision.id.desc())
    return with_words([(row[0], row[1]) for row in db.session.execute(query)])


def earlier_to(operator_id: UUID, subject_ids: Iterable[UUID], recipient_id: UUID) -> list[LedgerRow]:
    """Return what this recipient already got about this person: "was he already introduced there?"."""
    query = (
        select(Provision, ProvisionMark)
        .outerjoin(ProvisionMark, _MARKED)
        .where(Provision.subject_id.in_(sorted(subject_ids)), Provision.recipient_id == recipient_id)
        .where(Provision.operator_id == operator_id, _is_standing())
        .order_by(Provision.provided_on.desc(), Provision.id.desc())
        .limit(PAGE_ROWS)
    )
    return with_words([(row[0], row[1]) for row in db.session.execute(query)])


def _is_standing() -> Any:  # noqa: ANN401 a SQL condition
    """Choose what happened: done, not replaced by a correction. A row in the ordinary state has no mark at all."""
    gone = or_(ProvisionMark.superseded_by.is_not(None), ProvisionMark.state.in_((PLANNED, CANCELLED)))
    return or_(ProvisionMark.provision_id.is_(None), ~func.coalesce(gone, False))


def _filtered(query: Rows, operator_id: UUID, chosen: LedgerFilter) -> Rows:
    query = query.where(Provision.operator_id == operator_id)
    query = query.where(_is_standing() if not chosen.state else _has_state(chosen.state))
    if chosen.from_on is not None:
        query = query.where(Provision.provided_on >= chosen.from_on)
    if chosen.to_on is not None:
        query = query.where(Provision.provided_on <= chosen.to_on)
    if chosen.late_after_days is not None:
        query = query.where(Provision.days_to_record > chosen.late_after_days)
    if chosen.subject_ids is not None:
        query = query.where(Provision.subject_id.in_(chosen.subject_ids))
    if chosen.basis == "none":
        query = query.where(Provision.basis.is_(None))
    elif chosen.basis:
        query = query.where(Provision.basis == chosen.basis)
    for column, wanted in (
        (Provision.country, chosen.country),
        (Provision.method, chosen.method),
        (Provision.door, chosen.door),
        (Provision.batch_ref, chosen.batch),
        (Provision.batch_id, chosen.batch_id),
        (Provision.external_id, chosen.external_id),
        (Provision.department_id, chosen.department_id),
        (Provision.recorded_by, chosen.recorded_by),
    ):
        if wanted:
            query = query.where(column == wanted)
    return _by_register(query, operator_id, chosen)


def _by_register(query: Rows, operator_id: UUID, chosen: LedgerFilter) -> Rows:
    if chosen.recipient:
        head = select(Recipient.id).where(Recipient.operator_id == operator_id, Recipient.ref == chosen.recipient)
        query = query.where(Provision.recipient_id == head.scalar_subquery())
    if chosen.kind:
        query = query.join(RecipientVersion, RecipientVersion.id == Provision.recipient_version_id)
        query = query.where(RecipientVersion.kind == chosen.kind)
    if chosen.situation:
        versions = (
            select(SituationVersion.id)
            .join(Situation, Situation.id == SituationVersion.head_id)
            .where(Situation.operator_id == operator_id, Situation.ref == chosen.situation)
        )
        query = query.where(Provision.situation_version_id.in_(versions))
    if chosen.finding:
        about = and_(Finding.subject_id == Provision.subject_id, Finding.about_id == Provision.id)
        found = exists().where(about)
        if chosen.finding in ("unlawful", "doubtful"):
            found = found.where(Finding.severity == chosen.finding)
        query = query.where(~found if chosen.finding == "none" else found)
    return query


def _has_state(state: str) -> Any:  # noqa: ANN401 a SQL condition
    if state == "all":
        return Provision.id.is_not(None)
    if state == SUPERSEDED:
        return ProvisionMark.superseded_by.is_not(None)
    return and_(ProvisionMark.state == state, ProvisionMark.superseded_by.is_(None))


def with_words(found: Sequence[tuple[Provision, ProvisionMark | None]]) -> list[LedgerRow]:
    """Put the words to stored rows: names, recipients as they were, items, situation, purpose, findings."""
    rows = [row for row, _ in found]
    people = people_named({row.subject_id for row in rows}, rows[0].operator_id) if rows else {}
    recipients = _recipients({row.recipient_version_id for row in rows})
    items = items_of_sets({row.item_set_digest for row in rows})
    situations = _situations({row.situation_version_id for row in rows if row.situation_version_id})
    purposes = _purposes({row.purpose_version_id for row in rows if row.purpose_version_id})
    findings = _findings(rows)
    return [
        LedgerRow(
            row,
            _state(mark),
            mark.last_provided_on if mark and mark.last_provided_on else row.last_provided_on,
            people[row.subject_id],
            recipients[row.recipient_version_id],
            tuple(sorted(items[row.item_set_digest])),
            situations.get(row.situation_version_id) if row.situation_version_id else None,
            purposes.get(row.purpose_version_id) if row.purpose_version_id else None,
            findings.get(row.id, ()),
        )
        for row, mark in found
    ]


def _state(mark: ProvisionMark | None) -> str:
    if mark is None:
        return ""
    return SUPERSEDED if mark.superseded_by is not None else mark.state or ""


def _recipients(version_ids: set[UUID]) -> dict[UUID, RecipientName]:
    version = RecipientVersion
    query = (
        select(version.id, Recipient.ref, version.name, version.kind, version.country)
        .join(Recipient, Recipient.id == version.head_id)
        .where(version.id.in_(version_ids))
    )
    return {row[0]: RecipientName(*row[1:]) for row in db.session.execute(query)} if version_ids else {}


def _situations(version_ids: set[UUID]) -> dict[UUID, tuple[str, str, str]]:
    version = SituationVersion
    query = (
        select(version.id, Situation.ref, version.name_ja, version.name_en)
        .join(Situation, Situation.id == version.head_id)
        .where(version.id.in_(version_ids))
    )
    return {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(query)} if version_ids else {}


def _purposes(version_ids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    version = PurposeVersion
    query = (
        select(version.id, Purpose.ref, version.title)
        .join(Purpose, Purpose.id == version.head_id)
        .where(version.id.in_(version_ids))
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)} if version_ids else {}


def _findings(rows: Sequence[Provision]) -> dict[UUID, tuple[str, ...]]:
    if not rows:
        return {}
    query = select(Finding.about_id, Finding.severity, Finding.code).where(
        Finding.subject_id.in_({row.subject_id for row in rows}),
        Finding.about_id.in_([row.id for row in rows]),
    )
    found: dict[UUID, list[str]] = {}
    # Unlawful ones first: what a narrow column shows is the gravest.
    for about_id, severity, code in sorted(db.session.execute(query), key=lambda row: row[1] != "unlawful"):
        del severity
        found.setdefault(about_id, []).append(code)
    return {about: tuple(dict.fromkeys(codes)) for about, codes in found.items()}


def history_of(row: Provision) -> list[Provision]:
    """Return the line of versions that a provision belongs to, root first."""
    line = [row]
    while line[0].replaces_id is not None:
        line.insert(0, db.session.get_one(Provision, (row.subject_id, line[0].replaces_id)))
    while (newer := _replacing(line[-1])) is not None:
        line.append(newer)
    return line


def _replacing(row: Provision) -> Provision | None:
    query = select(Provision).where(Provision.subject_id == row.subject_id, Provision.replaces_id == row.id)
    return db.session.scalars(query).one_or_none()


def events_of(rows: Iterable[Provision]) -> list[ProvisionEvent]:
    """Return what happened to these versions of one provision, in the order of recording."""
    versions = list(rows)
    if not versions:
        return []
    query = (
        select(ProvisionEvent)
        .where(
            ProvisionEvent.subject_id == versions[0].subject_id,
            ProvisionEvent.about_id.in_([row.id for row in versions]),
        )
        .order_by(ProvisionEvent.recorded_at, ProvisionEvent.id)
    )
    return list(db.session.scalars(query))


def assessments_of(digests: Iterable[bytes]) -> Mapping[bytes, AssessmentSet]:
    """Return the assessments frozen in rows, by digest."""
    wanted = sorted(set(digests))
    query = select(AssessmentSet).where(AssessmentSet.digest.in_(wanted))
    return {found.digest: found for found in db.session.scalars(query)} if wanted else {}
