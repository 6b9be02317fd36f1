"""Say which findings somebody may see and settle: that follows from the provisions they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists

from transfer_log.accounts.policy import reach_of
from transfer_log.errors import NotAllowed, NotFound, Text
from transfer_log.findings.models import Finding
from transfer_log.findings.queries import NO_FINDING, find_group, findings_in
from transfer_log.provisions.models import Provision

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.models import FindingGroup

_DIGEST: Final = re.compile("[0-9a-f]{64}")
OTHERS_TOO: Final = Text(
    "ほかの部署の記録にも関わる指摘です。自部署の記録の指摘を 1 件ずつ解決してください。",
    "This touches records of other departments, too. Resolve the findings about your own one by one.",
)


def finding_scope(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """Return what limits the findings of an actor to the own department; None for who sees them all."""
    department_id = reach_of(actor, action).department_id
    if department_id is None:
        return None
    return exists().where(
        Provision.subject_id == Finding.subject_id,
        Provision.id == Finding.about_id,
        Provision.department_id == department_id,
    )


def readable_group(digest: str, actor: Actor, action: str) -> FindingGroup:
    """Return a group, by the hexadecimal digits of its digest, of which the actor may see at least one finding.

    :raises NotFound: for any other.
    """
    if not _DIGEST.fullmatch(digest):
        raise NotFound(NO_FINDING)
    group = find_group(actor.operator_id, bytes.fromhex(digest))
    scope = finding_scope(actor, action)
    if scope is not None and not findings_in(group.digest, is_open_only=False, limit=1, subject_scope=scope):
        raise NotFound(NO_FINDING)
    return group


def touches_others(group: FindingGroup, actor: Actor) -> bool:
    """Tell whether the group has findings that the actor may not resolve."""
    scope = finding_scope(actor, "resolve_findings")
    return scope is not None and bool(findings_in(group.digest, is_open_only=False, limit=1, subject_scope=~scope))


def check_alone(group: FindingGroup, actor: Actor) -> None:
    """Pass if the group has no finding that the actor may not resolve.

    :raises NotAllowed: if it has.
    """
    if touches_others(group, actor):
        raise NotAllowed(OTHERS_TOO)
