"""Bring in the people and recipients that drafts name for the first time, but only for drafts that are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from transfer_log.book import BookEntry
from transfer_log.db import new_id
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.operations import ensure_provisional, save_recipients
from transfer_log.recipients.queries import RecipientBook, RecipientSnapshot
from transfer_log.recipients.search import resolve_names
from transfer_log.register_saving import accepted
from transfer_log.subjects.drafts import PersonDraft
from transfer_log.subjects.operations import ensure_people
from transfer_log.subjects.queries import known_subjects, resolve_refs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.books import Books
    from transfer_log.provisions.drafts import ProvisionDraft
    from transfer_log.provisions.resolve import Resolved
    from transfer_log.recipients.queries import RecipientEntry


@dataclass(slots=True)
class Newcomers:
    """Hold who is known and who would be new: `people` maps a number to an id, `recipients` a name to an entry.

    New people and recipients carry an id of their own until `settle` writes them: a row that is refused must leave
    nothing behind.
    """

    people: dict[str, UUID]
    known_ids: frozenset[UUID]
    recipients: dict[tuple[str, str], RecipientEntry]
    _new_people: dict[UUID, PersonDraft] = field(default_factory=dict)
    _new_recipients: dict[UUID, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def among(cls, drafts: Sequence[ProvisionDraft], books: Books, actor: Actor) -> Newcomers:
        """Look up everybody the drafts name, and prepare those who are new."""
        refs = {draft.subject_ref for draft in drafts if draft.subject_ref and draft.subject_id is None}
        people = resolve_refs(actor.operator_id, refs)
        ids = known_subjects(actor.operator_id, {draft.subject_id for draft in drafts if draft.subject_id is not None})
        newcomers = cls(people, ids, {})
        for draft in drafts:
            ref, name = draft.subject_ref, draft.subject_name
            if ref and name and ref not in people:
                people[ref] = new_id()
                newcomers._new_people[people[ref]] = PersonDraft(ref, name)
        newcomers._find_recipients(drafts, books, actor)
        return newcomers

    def _find_recipients(self, drafts: Sequence[ProvisionDraft], books: Books, actor: Actor) -> None:
        named = {
            (draft.recipient_ref, draft.recipient_name)
            for draft in drafts
            if draft.recipient_name and draft.recipient_ref not in books.recipients.by_ref
        }
        if not named:
            return
        known = resolve_names(actor.operator_id, {name for ref, name in named if not ref})
        book = RecipientBook.load(actor.operator_id, set(known.values()))
        for ref, name in named:
            entry = None if ref or name not in known else book.by_ref[known[name]]
            if entry is None:
                entry = _provisional(ref, name)
                self._new_recipients[entry.id] = (ref, name)
            self.recipients[ref, name] = entry

    def settle(self, rows: Sequence[Resolved], *, actor: Actor, at: datetime) -> list[Resolved]:
        """Write the new people and recipients of these rows and return the rows with their true ids."""
        people = {row.subject_id for row in rows} & self._new_people.keys()
        recipients = {row.recipient.id for row in rows} & self._new_recipients.keys()
        if not people and not recipients:
            return list(rows)
        by_ref = ensure_people([self._new_people[known] for known in people], actor=actor, at=at) if people else {}
        ids = {known: by_ref[self._new_people[known].ref] for known in people}
        entries: dict[UUID, RecipientEntry] = {}
        if recipients:
            made = _make_recipients([self._new_recipients[known] for known in recipients], actor=actor, at=at)
            book = RecipientBook.load(actor.operator_id, made.values())
            entries = {known: book.by_ref[made[self._new_recipients[known]]] for known in recipients}
        return [_settled(row, ids, entries) for row in rows]


def _make_recipients(
    named: Sequence[tuple[str, str]],
    *,
    actor: Actor,
    at: datetime,
) -> dict[tuple[str, str], str]:
    """Begin a provisional recipient for each (code, name); one named without a code gets a code of its own."""
    coded = [RecipientDraft(ref=ref, name=name, is_provisional=True) for ref, name in named if ref]
    accepted(save_recipients(coded, actor=actor, at=at))
    begun = ensure_provisional([name for ref, name in named if not ref], actor=actor, at=at)
    return {(ref, name): ref or begun[name] for ref, name in named}


def _settled(row: Resolved, people: dict[UUID, UUID], recipients: dict[UUID, RecipientEntry]) -> Resolved:
    entry = recipients.get(row.recipient.id, row.recipient)
    return row._replace(
        subject_id=people.get(row.subject_id, row.subject_id),
        recipient=entry,
        recipient_version=entry.nearest(row.provided_on),
    )


def _provisional(ref: str, name: str) -> RecipientEntry:
    """Return an entry that stands for a recipient of whom only a name is known, before it is written."""
    nothing = dict.fromkeys(RecipientSnapshot.__dataclass_fields__)
    nothing |= {"id": new_id(), "version_no": 1, "valid_from": date.min, "is_active": True, "digest": b"", "name": name}
    nothing |= {"is_nature_confirmed": False, "is_provisional": True}
    version = RecipientSnapshot(**nothing)  # type: ignore[arg-type]
    return BookEntry(new_id(), ref, (version,), (version.valid_from,))
