"""Keep the list of people who stopped provision: to one recipient or to all, on which ground, since when.

Law: Act Art. 27(2) (opt-out), 35(3) and (5) (requests to stop provision); a mere wish counts as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from transfer_log.db import db
from transfer_log.errors import NotFound, RuleViolation, Text
from transfer_log.field_checks import FieldChecks, unknown_value
from transfer_log.law import japan_date
from transfer_log.recipients.queries import RecipientBook
from transfer_log.subjects.models import Stop
from transfer_log.subjects.queries import known_subjects, linked_ids
from transfer_log.subjects.rules import StopFacts, StopGround, standing_stops
from transfer_log.subjects.vocabulary import STOP_GROUNDS
from transfer_log.trail.operations import add_entry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.subjects.drafts import StopDraft

LONGEST_REASON: Final = 1000

_NO_PERSON: Final = Text("この人は登録されていません。", "There is no such person.")
_NO_RECIPIENT: Final = Text("この提供先コードは登録されていません。", "There is no recipient of this code.")
_NO_STOP: Final = Text(
    "この提供先と根拠の停止は、その日には効力がありません。",
    "No stop for this recipient on this ground is in force on that day.",
)


class StopView(NamedTuple):
    """Be one entry of the list of stops; `recipient` None: all recipients. `holds` tells whether it is in force."""

    subject_id: UUID
    id: UUID
    kind: str
    recipient: RecipientEntry | None
    ground: StopGround
    effective_on: date
    reason: str | None
    recorded_at: datetime
    recorded_by: UUID
    holds: bool


def stop_provision(draft: StopDraft, *, actor: Actor, at: datetime) -> UUID:
    """Record that a person stopped provision from a Japan date on, and return the id of the entry.

    :raises NotFound: when the operator has no such person.
    :raises RuleViolation: when recipient, ground or day cannot be used.
    """
    return _add(draft, "stopped", actor=actor, at=at)


def lift_stop(draft: StopDraft, *, actor: Actor, at: datetime) -> UUID:
    """Record that a stop of the same recipient and ground holds no longer from a Japan date on.

    :raises NotFound: when the operator has no such person, or no such stop is in force on that day.
    :raises RuleViolation: when recipient, ground or day cannot be used.
    """
    day = draft.effective_on or japan_date(at)
    known = [
        entry
        for entry in person_stops(actor.operator_id, draft.subject_id, day)
        if entry.holds
        and entry.ground == draft.ground
        and (entry.recipient.ref if entry.recipient else "") == draft.recipient_ref.strip()
    ]
    if not known:
        raise NotFound(_NO_STOP)
    return _add(draft, "lifted", actor=actor, at=at)


def person_stops(operator_id: UUID, subject_id: UUID, on: date) -> list[StopView]:
    """Return the stops of a person (over linked ids) at an operator, the newest first, `holds` as of a Japan date."""
    linked = linked_ids([subject_id])
    ids = linked.get(subject_id, (subject_id,))
    query = select(*_COLUMNS).where(Stop.operator_id == operator_id, Stop.subject_id.in_(ids)).order_by(Stop.id.desc())
    return _views(operator_id, [tuple(row) for row in db.session.execute(query)], on)


def stopped_people(operator_id: UUID, on: date, *, before: UUID | None = None, limit: int = 100) -> list[StopView]:
    """Return the entries of the operator's list that stop something, the newest first; `before` is the last id of a page."""
    query = select(*_COLUMNS).where(Stop.operator_id == operator_id, Stop.kind == "stopped")
    if before is not None:
        query = query.where(Stop.id < before)
    rows = [tuple(row) for row in db.session.execute(query.order_by(Stop.id.desc()).limit(limit))]
    people = {row[0] for row in rows}
    ids = people.union(*linked_ids(people).values())
    others = select(*_COLUMNS).where(Stop.operator_id == operator_id, Stop.subject_id.in_(ids))
    shown = {row[1] for row in rows}
    views = _views(operator_id, [tuple(row) for row in db.session.execute(others.order_by(Stop.id.desc()))], on)
    return [view for view in views if view.id in shown]


_COLUMNS: Final[tuple[Any, ...]] = (
    Stop.subject_id,
    Stop.id,
    Stop.kind,
    Stop.recipient_id,
    Stop.ground,
    Stop.effective_on,
    Stop.reason,
    Stop.recorded_at,
    Stop.recorded_by,
)


def _views(operator_id: UUID, rows: Iterable[tuple[Any, ...]], on: date) -> list[StopView]:
    rows = list(rows)
    recipients = RecipientBook.load_ids(operator_id, {row[3] for row in rows if row[3] is not None}).by_id
    linked = linked_ids({row[0] for row in rows})
    facts: dict[tuple[UUID, ...], list[tuple[UUID, StopFacts]]] = {}
    # Oldest first: of two entries of one instant the one written later counts.
    for row in reversed(rows):
        person = linked.get(row[0], (row[0],))
        recipient = str(row[3]) if row[3] is not None else None
        facts.setdefault(person, []).append((row[1], StopFacts(row[7], row[2], recipient, StopGround(row[4]), row[5])))
    holding = set()
    for known in facts.values():
        standing = standing_stops([fact for _, fact in known], on)
        holding |= {stop_id for stop_id, fact in known if any(fact is one for one in standing)}
    return [
        StopView(
            subject_id,
            stop_id,
            kind,
            recipients[recipient_id] if recipient_id is not None else None,
            StopGround(ground),
            effective_on,
            reason,
            recorded_at,
            recorded_by,
            stop_id in holding,
        )
        for subject_id, stop_id, kind, recipient_id, ground, effective_on, reason, recorded_at, recorded_by in rows
    ]


def _add(draft: StopDraft, kind: str, *, actor: Actor, at: datetime) -> UUID:
    if draft.subject_id not in known_subjects(actor.operator_id, [draft.subject_id]):
        raise NotFound(_NO_PERSON)
    checks = FieldChecks()
    ground = checks.code("ground", draft.ground or "asked", STOP_GROUNDS)
    day = checks.day("effective_on", draft.effective_on) or japan_date(at)
    reason = checks.words("reason", draft.reason, LONGEST_REASON)
    ref = draft.recipient_ref.strip()
    entry = RecipientBook.load(actor.operator_id, [ref]).by_ref.get(ref) if ref else None
    if ref and entry is None:
        checks.problems.append(unknown_value("recipient_ref", ref, (), _NO_RECIPIENT))
    if checks.problems:
        raise RuleViolation(checks.problems)
    return add_entry(
        Stop,
        {
            "subject_id": draft.subject_id,
            "operator_id": actor.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "kind": kind,
            "recipient_id": entry.id if entry else None,
            "ground": ground,
            "effective_on": day,
            "reason": reason,
        },
    )
