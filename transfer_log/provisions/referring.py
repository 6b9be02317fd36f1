"""Check the older records that a draft refers to: the narrower disclosure before it, the record whose content it shares.

Law: Rules Art. 20(2) lets a record leave out what an older one of the same person holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import select

from transfer_log.db import db
from transfer_log.errors import Problem, Text
from transfer_log.provisions.drafts import Rejected
from transfer_log.provisions.models import Provision
from transfer_log.provisions.resolve import Resolved
from transfer_log.subjects.queries import in_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

_NO_RECORD: Final = Text("この本人の記録に、この識別子のものはありません。", "This person has no record of this id.")
_OTHER_RECIPIENT: Final = Text(
    "段階的な提供は、同じ提供先への前の記録を指してください。",
    "A wider disclosure follows a record of the same recipient.",
)


class Older(NamedTuple):
    """Be an older record as far as a reference to it is checked."""

    subject_id: UUID
    recipient_id: UUID


def refuse_unknown_records(rows: Sequence[Resolved | Rejected], actor: Actor) -> list[Resolved | Rejected]:
    """Return the drafts, those refused that refer to a record which the person does not have."""
    ids = {
        record_id
        for row in rows
        if isinstance(row, Resolved)
        for record_id in (row.draft.staged_after_id, row.draft.leans_on_id)
        if record_id is not None
    }
    if not ids:
        return list(rows)
    known: dict[UUID, Older] = {}
    for part in in_parts(ids):
        query = select(Provision.id, Provision.subject_id, Provision.recipient_id).where(
            Provision.id.in_(part), Provision.operator_id == actor.operator_id
        )
        known.update(
            (row_id, Older(subject_id, recipient_id)) for row_id, subject_id, recipient_id in db.session.execute(query)
        )
    return [_checked(row, known) for row in rows]


def _checked(row: Resolved | Rejected, known: Mapping[UUID, Older]) -> Resolved | Rejected:
    problems = tuple(_problems(row, known)) if isinstance(row, Resolved) else ()
    return Rejected(problems) if problems else row


def _problems(row: Resolved, known: Mapping[UUID, Older]) -> Iterator[Problem]:
    for name in ("staged_after_id", "leans_on_id"):
        record_id = getattr(row.draft, name)
        if record_id is None:
            continue
        older = known.get(record_id)
        if older is None or older.subject_id != row.subject_id:
            yield Problem(name, _NO_RECORD, str(record_id))
        elif name == "staged_after_id" and older.recipient_id != row.recipient.id:
            yield Problem(name, _OTHER_RECIPIENT, str(record_id))
