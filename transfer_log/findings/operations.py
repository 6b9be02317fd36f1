"""Write findings and what becomes of them, one by one or as a whole group."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from transfer_log.bulk import insert_columns
from transfer_log.db import new_id, table_of
from transfer_log.findings.models import Finding, FindingGroup
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor


class Cause(NamedTuple):
    """Be what findings of one group share. `document` is the code of the missing paper or fact."""

    code: str
    article: str
    severity: str
    field: str | None = None
    recipient_id: UUID | None = None
    situation_id: UUID | None = None
    document: str | None = None


class NewFinding(NamedTuple):
    """Be a finding about one row of one person."""

    subject_id: UUID
    about_kind: str
    about_id: UUID
    cause: Cause


def group_digest(operator_id: UUID, cause: Cause) -> bytes:
    """Return the key of the group: operator, article, recipient, situation and missing document."""
    parts = (operator_id, cause.code, cause.article, cause.recipient_id, cause.situation_id, cause.document)
    return sha256("\n".join(str(part or "") for part in parts).encode()).digest()


def add_findings(findings: Sequence[NewFinding], *, actor: Actor, at: datetime) -> None:
    """Write findings, opening the groups they belong to."""
    if not findings:
        return
    groups = {cause: group_digest(actor.operator_id, cause) for cause in {finding.cause for finding in findings}}
    _add_groups(groups, actor.operator_id)
    count = len(findings)
    add_entries(
        table_of(Finding),
        (
            "subject_id",
            "id",
            "operator_id",
            "recorded_at",
            "recorded_by",
            "about_kind",
            "about_id",
            "code",
            "article",
            "severity",
            "field",
            "group_digest",
        ),
        (
            [finding.subject_id for finding in findings],
            [new_id() for _ in findings],
            [actor.operator_id] * count,
            [at] * count,
            [actor.user_id] * count,
            [finding.about_kind for finding in findings],
            [finding.about_id for finding in findings],
            [finding.cause.code for finding in findings],
            [finding.cause.article for finding in findings],
            [finding.cause.severity for finding in findings],
            [finding.cause.field for finding in findings],
            [groups[finding.cause] for finding in findings],
        ),
    )


def _add_groups(groups: dict[Cause, bytes], operator_id: UUID) -> None:
    causes = {digest: cause for cause, digest in groups.items()}
    insert_columns(
        table_of(FindingGroup),
        ("digest", "operator_id", "code", "article", "severity", "recipient_id", "situation_id", "document"),
        (
            list(causes),
            [operator_id] * len(causes),
            [cause.code for cause in causes.values()],
            [cause.article for cause in causes.values()],
            [cause.severity for cause in causes.values()],
            [cause.recipient_id for cause in causes.values()],
            [cause.situation_id for cause in causes.values()],
            [cause.document for cause in causes.values()],
        ),
        skip_existing=True,
    )
