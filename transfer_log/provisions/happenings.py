"""Record what happens to a provision later: every happening is an event row, other content a replacing row.

Nothing is changed: the state is the fold over the events, kept beside the row as a mark. See `steps` for what may follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.db import db
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.findings.operations import Cause, NewFinding, add_findings
from transfer_log.law import japan_date
from transfer_log.provisions.drafts import ProvisionDraft, Recorded, Rejected
from transfer_log.provisions.models import Provision, ProvisionEvent, ProvisionMark
from transfer_log.provisions.operations import Replacing, write_drafts
from transfer_log.provisions.steps import ORDINARY, SUPERSEDED, check_step
from transfer_log.trail.operations import add_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor


class Happening(NamedTuple):
    """Say what happened, on which Japan date, and what belongs to it (a slip number, how many views …)."""

    kind: str
    occurred_on: date
    occurred_at: datetime | None = None
    reason: str = ""
    details: Mapping[str, object] | None = None


NO_PROVISION: Final = Text("この提供の記録は見つかりません。", "There is no such provision.")
NEEDS_REASON = frozenset({"voided", "sent_in_error", "plan_cancelled", "recipient_told"})


def find_provision(subject_id: UUID, provision_id: UUID, actor: Actor) -> Provision:
    """Return the provision of this operator.

    :raises NotFound: when there is none, or when it is another operator's: both answer the same.
    """
    row = db.session.get(Provision, (subject_id, provision_id))
    if row is None or row.operator_id != actor.operator_id:
        raise NotFound(NO_PROVISION)
    return row


def state_of(row: Provision) -> str:
    """Return the state of a provision: ordinary unless a mark says otherwise."""
    mark = db.session.get(ProvisionMark, (row.subject_id, row.id))
    if mark is None:
        return ORDINARY
    return SUPERSEDED if mark.superseded_by is not None else mark.state or ORDINARY


def record_happening(row: Provision, happening: Happening, *, actor: Actor, at: datetime) -> UUID:
    """Record what happened to a provision and return the id of the event row.

    :raises Conflict: when it cannot follow from the present state.
    :raises RuleViolation: when the day is missing sense (before the act, or not yet come) or a reason is missing.
    """
    step = check_step(happening.kind, state_of(row), row.act, row.mode)
    _check(row, happening, at)
    event_id = add_entry(
        ProvisionEvent,
        {
            "subject_id": row.subject_id,
            "operator_id": row.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "about_id": row.id,
            "kind": happening.kind,
            "occurred_on": happening.occurred_on,
            "occurred_at": happening.occurred_at,
            "reason": happening.reason or None,
            "details": dict(happening.details) if happening.details else None,
        },
    )
    if step.to_state is not None:
        is_end = happening.kind in ("lump_closed", "availability_ended")
        _mark(row, state=step.to_state, last_provided_on=happening.occurred_on if is_end else None)
    if happening.kind == "sent_in_error":
        cause = Cause("sent_in_error", "Act Art. 26(1)", "doubtful", recipient_id=row.recipient_id)
        add_findings([NewFinding(row.subject_id, "provision", row.id, cause)], actor=actor, at=at)
    return event_id


def _check(row: Provision, happening: Happening, at: datetime) -> None:
    problems = []
    day = happening.occurred_on
    if day > japan_date(at):
        text = Text("まだ来ていない日です。", "This day has not come yet.")
        problems.append(Problem("occurred_on", text, day.isoformat()))
    if day < row.provided_on and happening.kind != "plan_cancelled":
        text = Text("提供した日より前です。", "This day lies before the provision.")
        problems.append(Problem("occurred_on", text, day.isoformat(), (f">= {row.provided_on.isoformat()}",)))
    if happening.kind in NEEDS_REASON and not happening.reason.strip():
        problems.append(Problem("reason", Text("理由を書いてください。", "Write the reason.")))
    if problems:
        raise RuleViolation(problems)


def replace_provision(
    row: Provision,
    draft: ProvisionDraft,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    door: str,
) -> Recorded:
    """Write a new version of a provision: a plan confirmed with the true time, or a correction with its reason.

    The person stays the same: see `move_to_person` for a record under the wrong one.

    :raises Conflict: when the row has been replaced, voided or cancelled already.
    :raises RuleViolation: with the problems of the new content, or when a correction gives no reason.
    """
    is_plan = row.stage == "planned"
    check_step("confirmed" if is_plan else "corrected", state_of(row), row.act, row.mode)
    if not is_plan and not reason.strip():
        raise RuleViolation([Problem("reason", Text("訂正の理由を書いてください。", "Write why it is corrected."))])
    kept = draft._replace(subject_id=row.subject_id, stage="done", external_id="", source=row.source)
    if not is_plan:
        # The record was first made when it was; correcting it does not make it late.
        kept = kept._replace(recorded_on=row.recorded_on)
    replacing = Replacing(row.id, "confirmed" if is_plan else "correction", reason.strip() or None)
    recorded = _written(kept, actor=actor, at=at, door=door, batch_id=row.batch_id, replacing=replacing)
    _mark(row, superseded_by=recorded.id)
    return recorded


def move_to_person(
    row: Provision,
    draft: ProvisionDraft,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    door: str,
) -> Recorded:
    """Void a record made under the wrong person and write it under the right one, in the same batch.

    No pointer leads from one person to the other: neither's records may tell of the other.
    """
    record_happening(row, Happening("voided", japan_date(at), reason=reason), actor=actor, at=at)
    kept = draft._replace(stage="done", external_id="", source=row.source, recorded_on=row.recorded_on)
    return _written(kept, actor=actor, at=at, door=door, batch_id=row.batch_id, replacing=None)


def _written(
    draft: ProvisionDraft,
    *,
    actor: Actor,
    at: datetime,
    door: str,
    batch_id: UUID | None,
    replacing: Replacing | None,
) -> Recorded:
    (outcome,) = write_drafts([draft], actor=actor, at=at, door=door, batch_id=batch_id, replacing=replacing)
    if isinstance(outcome, Rejected):
        raise RuleViolation(outcome.problems)
    return outcome


def _mark(
    row: Provision,
    *,
    state: str | None = None,
    superseded_by: UUID | None = None,
    last_provided_on: date | None = None,
) -> None:
    mark = db.session.get(ProvisionMark, (row.subject_id, row.id))
    if mark is None:
        mark = ProvisionMark(subject_id=row.subject_id, provision_id=row.id)
        db.session.add(mark)
    if state is not None:
        mark.state = state or None
    mark.superseded_by = superseded_by or mark.superseded_by
    mark.last_provided_on = last_provided_on or mark.last_provided_on
    db.session.flush()  # let the next query of this transaction see the new state
