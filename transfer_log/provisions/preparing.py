"""Match and judge drafts without writing anything: what the writer, the clearance and the panel beside a form share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transfer_log.provisions.assessing import Assessor, Judged
from transfer_log.provisions.books import Books
from transfer_log.provisions.drafts import Rejected, draft_digest
from transfer_log.provisions.newcomers import Newcomers
from transfer_log.provisions.referring import refuse_unknown_records
from transfer_log.provisions.resolve import Resolved, Resolver
from transfer_log.subjects.queries import ConsentBook, StopBook, linked_ids

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.drafts import ProvisionDraft


class Prepared(NamedTuple):
    """Be a draft that could be written: matched with the registers and judged."""

    resolved: Resolved
    judged: Judged


class Preparation(NamedTuple):
    """Hold drafts matched with the registers, in their order, and what is needed to go on."""

    books: Books
    newcomers: Newcomers
    matched: list[Resolved | Rejected]


def match_drafts(drafts: Sequence[ProvisionDraft], *, actor: Actor, at: datetime) -> Preparation:
    """Match drafts with the registers; people and recipients not yet known are prepared but not written."""
    books = Books.load(drafts, actor)
    newcomers = Newcomers.among(drafts, books, actor)
    resolver = Resolver(books, newcomers.people, newcomers.known_ids, newcomers.recipients, actor, at)
    matched: list[Resolved | Rejected] = []
    for draft in drafts:
        found = resolver.resolve(draft, draft_digest(draft))
        matched.append(Rejected(tuple(found)) if isinstance(found, list) else found)
    return Preparation(books, newcomers, matched)


def assessor_for(rows: Sequence[Resolved | Rejected], books: Books, actor: Actor) -> Assessor:
    """Return an assessor that knows the consents and stops of the people in these rows."""
    people = {row.subject_id for row in rows if isinstance(row, Resolved)}
    linked = linked_ids(people)
    consents = ConsentBook.load(actor.operator_id, people, linked)
    stops = StopBook.load(actor.operator_id, people, linked)
    return Assessor(books.small, consents, stops, actor)


def judge_drafts(drafts: Sequence[ProvisionDraft], *, actor: Actor, at: datetime) -> list[Prepared | Rejected]:
    """Return what the law would make of drafts as of `at`, in their order. Nothing is written."""
    books, _, matched = match_drafts(drafts, actor=actor, at=at)
    assessor = assessor_for(matched, books, actor)
    return [_judged(row, assessor) for row in _refuse_unknown(matched, assessor)]


def prepare_drafts(
    drafts: Sequence[ProvisionDraft],
    *,
    actor: Actor,
    at: datetime,
) -> tuple[list[Prepared | Rejected], Assessor]:
    """Match and judge drafts that are about to be written: people and recipients named for the first time come in.

    Only those of drafts that are not refused do; a refused row leaves nothing behind.
    """
    books, newcomers, matched = match_drafts(drafts, actor=actor, at=at)
    assessor = assessor_for(matched, books, actor)
    checked = _refuse_unknown(matched, assessor)
    settled = iter(newcomers.settle([row for row in checked if isinstance(row, Resolved)], actor=actor, at=at))
    return [_judged(next(settled) if isinstance(row, Resolved) else row, assessor) for row in checked], assessor


def _refuse_unknown(matched: Sequence[Resolved | Rejected], assessor: Assessor) -> list[Resolved | Rejected]:
    """Return the drafts, those refused that name a consent or an older record which the person does not have."""
    return refuse_unknown_records([_with_known_consent(row, assessor) for row in matched], assessor.actor)


def _with_known_consent(row: Resolved | Rejected, assessor: Assessor) -> Resolved | Rejected:
    unknown = assessor.unknown_consent(row) if isinstance(row, Resolved) else None
    return Rejected((unknown,)) if unknown else row


def _judged(row: Resolved | Rejected, assessor: Assessor) -> Prepared | Rejected:
    return Prepared(row, assessor.judge(row)) if isinstance(row, Resolved) else row
