"""Settle by themselves the findings that asked for a recipient to be completed, once nothing of it is missing.

Law: Rules Art. 20(1): name, address and representative of the recipient are items of the record; completed once, they serve
every record that waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from transfer_log.book import MOST_VALUES_IN_A_QUERY
from transfer_log.db import db
from transfer_log.errors import Text
from transfer_log.findings.models import Finding, FindingGroup, FindingGroupStatus
from transfer_log.findings.resolving import resolve_group
from transfer_log.recipients.operations import when_complete

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

INCOMPLETE: Final = "recipient_incomplete"
HOW: Final = "register_completed"
_REASON: Final = Text("提供先の登録が補われました。", "The recipient was completed.")


@when_complete
def resolve_completed(recipient_ids: Collection[UUID], *, actor: Actor, at: datetime) -> None:
    """Resolve what was found incomplete about these recipients; what is settled already stays as it is."""
    wanted = sorted(recipient_ids)
    for start in range(0, len(wanted), MOST_VALUES_IN_A_QUERY):
        for group in _open_groups(actor.operator_id, wanted[start : start + MOST_VALUES_IN_A_QUERY]):
            resolve_group(group, HOW, f"{_REASON.ja} {_REASON.en}", actor=actor, at=at)


def _open_groups(operator_id: UUID, recipient_ids: list[UUID]) -> list[FindingGroup]:
    """Return the groups of these recipients that hold a finding recorded since they were last resolved."""
    status = FindingGroupStatus
    last = select(func.max(Finding.recorded_at)).where(Finding.group_digest == FindingGroup.digest).scalar_subquery()
    query = (
        select(FindingGroup)
        .outerjoin(status, status.group_digest == FindingGroup.digest)
        .where(
            FindingGroup.operator_id == operator_id,
            FindingGroup.code == INCOMPLETE,
            FindingGroup.recipient_id.in_(recipient_ids),
            or_(status.resolved_at.is_(None), last > status.resolved_at),
        )
    )
    return list(db.session.scalars(query))
