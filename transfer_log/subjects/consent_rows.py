"""Read consents with all that was written down about them: to tell a repeat from a change, and to show them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.db import db
from transfer_log.subjects.models import Consent, ConsentEvent, ConsentText, ConsentTextVersion
from transfer_log.subjects.queries import in_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConsentTextSnapshot(Snapshot):
    """Be a wording by which consent is asked, since a day; without a body only its name came in by a file."""

    title: str | None
    body: str | None
    body_en: str | None


class ConsentTextBook(Book[ConsentTextSnapshot]):
    """Hold the wordings of one operator; `ref` is the text version that files name."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> ConsentTextBook:
        """Read all wordings of the operator, or those of `refs`."""
        return cls(load_entries(ConsentText, ConsentTextVersion, ConsentTextSnapshot, operator_id, refs))


ConsentTextEntry = BookEntry[ConsentTextSnapshot]


class ConsentContent(NamedTuple):
    """Hold what a consent says, as it lies in the row; two consents of equal content say the same."""

    given_on: date
    given_at: datetime | None
    method: str
    consent_text_version_id: UUID | None
    signer_kind: str
    signer_note: str | None
    scope_digest: bytes
    special_items_digest: bytes | None
    expires_on: date | None
    evidence_ref: str | None
    information_given_on: date | None


class ConsentRow(NamedTuple):
    """Be one row of `consents`, the first of a chain or one that replaces another."""

    subject_id: UUID
    id: UUID
    replaces_id: UUID | None
    ref: str | None
    recorded_at: datetime
    recorded_by: UUID
    reason: str | None
    content: ConsentContent


class EventRow(NamedTuple):
    """Be one later happening about a consent."""

    id: UUID
    about_id: UUID
    kind: str
    occurred_on: date
    scope_digest: bytes | None
    reason: str | None
    details: Mapping[str, Any] | None
    recorded_at: datetime
    recorded_by: UUID


@dataclass(frozen=True, slots=True)
class ConsentChain:
    """Be a consent with its corrections, the first row first, and what happened to it, oldest first."""

    rows: tuple[ConsentRow, ...]
    events: tuple[EventRow, ...] = ()

    @property
    def ref(self) -> str:
        """Return the reference by which files name it."""
        return self.rows[0].ref or ""

    @property
    def current(self) -> ConsentRow:
        """Return the row that counts."""
        return self.rows[-1]

    @property
    def is_void(self) -> bool:
        """Tell whether it was recorded in error."""
        return any(event.kind == "voided" for event in self.events)


_COLUMNS: Final[tuple[Any, ...]] = (
    Consent.subject_id,
    Consent.id,
    Consent.replaces_id,
    Consent.consent_ref,
    Consent.recorded_at,
    Consent.recorded_by,
    Consent.reason,
    *(getattr(Consent, name) for name in ConsentContent._fields),
)
_BEFORE_CONTENT: Final = len(_COLUMNS) - len(ConsentContent._fields)


def consent_rows(operator_id: UUID, subject_ids: Collection[UUID]) -> list[ConsentRow]:
    """Return every row of consents recorded under these ids at an operator, oldest first."""
    rows: list[ConsentRow] = []
    for part in in_parts(subject_ids):
        query = select(*_COLUMNS).where(Consent.subject_id.in_(part), Consent.operator_id == operator_id)
        for row in db.session.execute(query.order_by(Consent.id)):
            values = tuple(row)
            rows.append(ConsentRow._make((*values[:_BEFORE_CONTENT], ConsentContent._make(values[_BEFORE_CONTENT:]))))
    return rows


def consent_chains(operator_id: UUID, subject_ids: Collection[UUID]) -> list[ConsentChain]:
    """Return the consents recorded under these ids with corrections and events, the newest recorded first."""
    by_root: dict[UUID, list[ConsentRow]] = {}
    root_of: dict[UUID, UUID] = {}
    for row in consent_rows(operator_id, subject_ids):
        root = root_of[row.id] = row.id if row.replaces_id is None else root_of[row.replaces_id]
        by_root.setdefault(root, []).append(row)
    events: defaultdict[UUID, list[EventRow]] = defaultdict(list)
    for event in _events(operator_id, subject_ids):
        events[root_of[event.about_id]].append(event)
    chains = [ConsentChain(tuple(rows), tuple(events[root])) for root, rows in by_root.items()]
    return sorted(chains, key=lambda chain: chain.rows[0].id.int, reverse=True)


def _events(operator_id: UUID, subject_ids: Collection[UUID]) -> list[EventRow]:
    columns: tuple[Any, ...] = tuple(getattr(ConsentEvent, name) for name in EventRow._fields)
    found: list[EventRow] = []
    for part in in_parts(subject_ids):
        query = select(*columns).where(ConsentEvent.subject_id.in_(part), ConsentEvent.operator_id == operator_id)
        found += [EventRow(*row) for row in db.session.execute(query.order_by(ConsentEvent.id))]
    return found
