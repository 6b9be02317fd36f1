"""Write judged provisions: sets first, then the rows with their leaves, then the marks of those not in the ordinary state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.bulk import insert_columns
from transfer_log.db import table_of
from transfer_log.items.sets import ensure_item_sets
from transfer_log.provisions.drafts import MAIN_SOURCE
from transfer_log.provisions.models import AssessmentSet, Provision, ProvisionMark
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.assessing import Judged, Verdict
    from transfer_log.provisions.resolve import Resolved

_TABLE: Final = table_of(Provision)
COLUMNS: Final = tuple(column.name for column in _TABLE.columns if column.name not in ("salt", "leaf_hash"))


class NewRow(NamedTuple):
    """Be a provision about to be written; the last three are set where it replaces an older row."""

    id: UUID
    resolved: Resolved
    judged: Judged
    batch_id: UUID | None = None
    replaces_id: UUID | None = None
    version_reason: str | None = None
    reason: str | None = None


def write_rows(rows: Sequence[NewRow], verdicts: Sequence[Verdict], *, actor: Actor, at: datetime, door: str) -> None:
    """Insert these provisions, sorted by person so that neighbouring rows share database pages."""
    if not rows:
        return
    ensure_item_sets({row.resolved.items.digest: row.resolved.items.codes for row in rows})
    add_assessments(verdicts)
    ordered = sorted(rows, key=lambda row: row.resolved.subject_id.int)
    shared = (actor.operator_id, at, actor.user_id, door)
    columns = list(zip(*[_values(row, shared) for row in ordered], strict=True))
    add_entries(_TABLE, COLUMNS, columns, _digests(ordered))
    _add_marks(ordered)


def _values(row: NewRow, shared: tuple[UUID, datetime, UUID, str]) -> tuple[Any, ...]:
    """Return the frozen values of a row in the order of `COLUMNS`."""
    operator_id, at, user_id, door = shared
    values = {
        "subject_id": row.resolved.subject_id,
        "id": row.id,
        "operator_id": operator_id,
        "recorded_at": at,
        "recorded_by": user_id,
        "replaces_id": row.replaces_id,
        "version_reason": row.version_reason,
        "reason": row.reason,
        "batch_id": row.batch_id,
        "door": door,
    }
    values |= _stated(row.resolved)
    values |= _matched(row)
    values |= _judged(row.judged)
    return tuple([values[name] for name in COLUMNS])


def _stated(resolved: Resolved) -> dict[str, Any]:
    """Return what the draft says of itself."""
    draft = resolved.draft
    return {
        "batch_ref": draft.batch_ref or None,
        "source": draft.source or MAIN_SOURCE,
        "external_id": draft.external_id or None,
        "draft_digest": resolved.digest,
        "stage": draft.stage,
        "provided_at": draft.provided_at,
        "last_provided_on": draft.last_provided_on,
        "basis": draft.legal_basis or None,
        "basis_evidence": draft.evidence or None,
        "method": draft.method or None,
        "transit": draft.protection or None,
        "case_ref": draft.case_ref or None,
        "sent_digest": draft.sent_digest,
        "sent_bytes": draft.sent_bytes,
        "override_reason": draft.override_reason or None,
        "staged_after_id": draft.staged_after_id,
        "wished_on": draft.wished_on,
        "leans_on_id": draft.leans_on_id,
        "source_ledger": draft.source_ledger or None,
        "source_row": draft.source_row,
    }


def _matched(row: NewRow) -> dict[str, Any]:
    """Return what the registers gave: ids of entries and of the versions in force on the day."""
    resolved, consent = row.resolved, row.judged.fit.consent
    is_found = consent is not None and not resolved.draft.consent_ref
    return {
        "provided_on": resolved.provided_on,
        "recorded_on": resolved.recorded_on,
        "recipient_id": resolved.recipient.id,
        "recipient_version_id": resolved.recipient_version.id,
        "country": resolved.country,
        "situation_version_id": resolved.situation.version.id if resolved.situation else None,
        "purpose_version_id": resolved.purpose_version.id if resolved.purpose_version else None,
        "department_id": resolved.department_id,
        "decided_by": resolved.decided_by,
        "item_set_digest": resolved.items.digest,
        "consent_subject_id": consent.subject_id if consent else None,
        "consent_id": consent.id if consent else None,
        "filled": [*resolved.filled, *(["consent_ref"] if is_found else [])] or None,
    }


def _judged(judged: Judged) -> dict[str, Any]:
    """Return what the law made of it, with the versions it rested on."""
    verdict, assessment = judged.verdict, judged.verdict.assessment
    return {
        "act": verdict.facts["act"],
        "relation": verdict.facts["relation"],
        "information": verdict.facts["information"],
        "mode": verdict.facts["record"]["mode"],
        "days_to_record": judged.days_to_record,
        "country_profile_version_id": judged.profile.id if judged.profile else None,
        "policy_version_id": judged.policy.id if judged.policy else None,
        "route": assessment.regime.value,
        "assessment_digest": verdict.digest,
        "is_provision": assessment.is_provision,
        "permitted": assessment.permitted,
        "record_required": assessment.record_required,
        "disclosable": assessment.disclosable,
        "retention_class": verdict.retention_class,
    }


def _digests(rows: Sequence[NewRow]) -> Mapping[str, Mapping[Any, bytes]]:
    """Map each register version that these rows refer to to its digest, by column."""
    found: dict[str, list[Any]] = {
        "recipient_version_id": [row.resolved.recipient_version for row in rows],
        "situation_version_id": [row.resolved.situation.version for row in rows if row.resolved.situation],
        "purpose_version_id": [row.resolved.purpose_version for row in rows if row.resolved.purpose_version],
        "country_profile_version_id": [row.judged.profile for row in rows if row.judged.profile],
        "policy_version_id": [row.judged.policy for row in rows if row.judged.policy],
    }
    return {name: {version.id: version.digest for version in versions} for name, versions in found.items()}


def add_assessments(verdicts: Sequence[Verdict]) -> None:
    """Write what the law answered, once for each distinct set of circumstances."""
    insert_columns(
        table_of(AssessmentSet),
        ("digest", "facts", "result", "law_version"),
        (
            [verdict.digest for verdict in verdicts],
            [verdict.facts for verdict in verdicts],
            [verdict.result for verdict in verdicts],
            [verdict.law_version for verdict in verdicts],
        ),
        skip_existing=True,
    )


def _add_marks(rows: Sequence[NewRow]) -> None:
    """Mark what is not in the ordinary state: planned, or a lump or viewing still open."""
    marked = [(row, state) for row in rows if (state := _state(row)) is not None]
    insert_columns(
        table_of(ProvisionMark),
        ("subject_id", "provision_id", "state", "last_provided_on"),
        (
            [row.resolved.subject_id for row, _ in marked],
            [row.id for row, _ in marked],
            [state for _, state in marked],
            [row.resolved.draft.last_provided_on for row, _ in marked],
        ),
    )


def _state(row: NewRow) -> str | None:
    draft = row.resolved.draft
    if draft.stage == "planned":
        return "planned"
    facts = row.judged.verdict.facts
    is_long = facts["record"]["mode"] == "lump" or facts["act"] == "made_available"
    return "open" if is_long and draft.last_provided_on is None else None
