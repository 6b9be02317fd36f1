"""Take steps on findings: who owns them, until when, how they ended. One finding or a whole group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.accounts.policy import Limit, limit_of
from transfer_log.db import db
from transfer_log.errors import Conflict, NotAllowed, Problem, RuleViolation, Text
from transfer_log.findings.models import (
    Finding,
    FindingEvent,
    FindingGroup,
    FindingGroupEvent,
    FindingGroupStatus,
    FindingStatus,
)
from transfer_log.findings.queries import findings_about
from transfer_log.findings.wording import HOW_LABELS
from transfer_log.law import japan_date
from transfer_log.trail.operations import add_entry

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

_FOR_SUPERIORS: Final = Text("容認は上長の判断によります。", "Letting it pass is for a superior to decide.")


def assign_group(
    group: FindingGroup,
    owner_id: UUID | None,
    due_on: date | None,
    note: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Give a group an owner and a due day (Japan date); either may be taken away again with None."""
    _group_step(group, "assigned", {"owner_id": owner_id, "due_on": due_on, "reason": note or None}, actor, at)
    status = _status(group)
    status.owner_id, status.due_on = owner_id, due_on
    db.session.flush()  # show the owner to the next query


def resolve_group(group: FindingGroup, how: str, reason: str, *, actor: Actor, at: datetime) -> None:
    """Resolve every finding of a group recorded so far; what the same cause brings later is open again.

    :raises RuleViolation: when it is not said how, or no reason is written.
    """
    _check_words(how, reason)
    _group_step(group, "resolved", {"how": how, "reason": reason.strip()}, actor, at)
    status = _status(group)
    status.resolved_at, status.how = at, how
    db.session.flush()  # show the resolution to the next query


def reopen_group(group: FindingGroup, reason: str, *, actor: Actor, at: datetime) -> None:
    """Open a resolved group again.

    :raises Conflict: when it is not resolved.
    :raises RuleViolation: when no reason is written.
    """
    status = _status(group)
    if status.resolved_at is None:
        raise Conflict(Text("この指摘は解決済みではありません。", "This finding is not resolved."))
    _check_reason(reason)
    _group_step(group, "reopened", {"reason": reason.strip()}, actor, at)
    status.resolved_at = status.how = None
    db.session.flush()  # show the open group to the next query


def resolve_finding(finding: Finding, how: str, reason: str, *, actor: Actor, at: datetime) -> None:
    """Resolve one finding apart from its group.

    :raises RuleViolation: when it is not said how, or no reason is written.
    :raises Conflict: when it is resolved already.
    """
    _check_words(how, reason)
    _finding_step(finding, "resolved", "resolved", how, reason, actor, at)


def override_finding(finding: Finding, reason: str, *, actor: Actor, at: datetime) -> None:
    """Let a doubtful row pass on a superior's decision, with the reason kept and reported.

    Nobody overrides what he recorded himself, and nobody whose right ends at the own department.

    :raises NotAllowed: when the actor wrote the row the finding is about, or is no superior.
    :raises RuleViolation: when no reason is written.
    :raises Conflict: when it is settled already.
    """
    if finding.recorded_by == actor.user_id:
        raise NotAllowed(
            Text(
                "自分が記録したものを自分で容認することはできません。", "Nobody may override what he recorded himself."
            ),
        )
    if not may_override(actor):
        raise NotAllowed(_FOR_SUPERIORS)
    _check_reason(reason)
    _finding_step(finding, "overridden", "overridden", None, reason, actor, at)


def may_override(actor: Actor) -> bool:
    """Tell whether somebody stands above the departments, and so may decide to let a finding pass."""
    return limit_of(actor.role, "resolve_findings") is Limit.ALL


def reopen_finding(finding: Finding, reason: str, *, actor: Actor, at: datetime) -> None:
    """Open a settled finding again.

    :raises Conflict: when it is open.
    :raises RuleViolation: when no reason is written.
    """
    _check_reason(reason)
    _finding_step(finding, "reopened", "open", None, reason, actor, at)


def _finding_step(
    finding: Finding,
    kind: str,
    state: str,
    how: str | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    (row,) = (
        known for known in findings_about(finding.subject_id, [finding.about_id]) if known.finding.id == finding.id
    )
    if (row.state == "open") == (kind == "reopened"):
        raise Conflict(
            Text(
                "この指摘の状態が変わっています。読み直してください。",
                "The state of this finding has changed. Reload the page.",
            ),
        )
    add_entry(
        FindingEvent,
        {
            "subject_id": finding.subject_id,
            "operator_id": finding.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "about_id": finding.id,
            "kind": kind,
            "occurred_on": japan_date(at),
            "reason": reason.strip(),
            "how": how,
        },
    )
    status = db.session.get(FindingStatus, (finding.subject_id, finding.id))
    if status is None:
        status = FindingStatus(subject_id=finding.subject_id, finding_id=finding.id, state=state)
        db.session.add(status)
    status.state = state
    db.session.flush()  # show the new state to the next query


def _group_step(group: FindingGroup, kind: str, values: dict[str, Any], actor: Actor, at: datetime) -> None:
    add_entry(
        FindingGroupEvent,
        {
            "operator_id": group.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "group_digest": group.digest,
            "kind": kind,
            **values,
        },
    )


def _status(group: FindingGroup) -> FindingGroupStatus:
    status = db.session.get(FindingGroupStatus, group.digest)
    if status is None:
        status = FindingGroupStatus(group_digest=group.digest)
        db.session.add(status)
    return status


def _check_words(how: str, reason: str) -> None:
    problems = []
    if how not in HOW_LABELS:
        text = Text("どう解決したかを選んでください。", "Choose how it was resolved.")
        problems.append(Problem("how", text, how or None, tuple(HOW_LABELS)))
    if not reason.strip():
        problems.append(_reason_missing())
    if problems:
        raise RuleViolation(problems)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleViolation([_reason_missing()])


def _reason_missing() -> Problem:
    return Problem("reason", Text("理由を書いてください。", "Write the reason."))
