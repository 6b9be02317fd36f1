"""Write judged provisions: sets first, then the rows with their leaves, then the marks of those not in the ordinary state."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.bulk import insert_columns
from transfer_log.columns import columns_of, mapped
from transfer_log.db import table_of
from transfer_log.items.sets import ensure_item_sets
from transfer_log.provisions.drafts import MAIN_SOURCE
from transfer_log.provisions.models import AssessmentSet, Provision, ProvisionMark
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.bulk import Column
    from transfer_log.provisions.assessing import Judged, Verdict
    from transfer_log.provisions.resolve import Resolved
    from transfer_log.subjects.rules import ConsentFacts

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
    """Insert these provisions, sorted by person so that neighbouring rows share database pages.

    `verdicts` are the distinct answers of the law that the rows rest on. A row of the table is put together from columns:
    what many rows have in common is then worked on once.
    """
    if not rows:
        return
    ordered = sorted(rows, key=lambda row: row.resolved.subject_id.int)
    found = columns_of(ordered)
    ensure_item_sets({row.items.digest: row.items.codes for row in found["resolved"]})
    add_assessments(verdicts)
    versions = _versions(found["resolved"], found["judged"])
    columns: dict[str, Column] = {
        "operator_id": [actor.operator_id] * len(ordered),
        "recorded_at": [at] * len(ordered),
        "recorded_by": [actor.user_id] * len(ordered),
        "door": [door] * len(ordered),
        **{name: found[name] for name in ("id", "replaces_id", "version_reason", "reason", "batch_id")},
        **_stated(found["resolved"]),
        **_matched(found["resolved"], found["judged"]),
        **_judged(found["judged"], verdicts),
        **{name: mapped(column, attrgetter("id")) for name, column in versions.items()},
    }
    digests = {name: {one.id: one.digest for one in column if one is not None} for name, column in versions.items()}
    add_entries(_TABLE, COLUMNS, [columns[name] for name in COLUMNS], digests)
    _add_marks(ordered)


_VALUES: Final = (
    *("stage", "provided_at", "last_provided_on", "sent_digest", "sent_bytes"),
    *("staged_after_id", "wished_on", "leans_on_id", "source_row"),
)
_TEXTS: Final = ("batch_ref", "external_id", "method", "case_ref", "override_reason", "source_ledger")


def _stated(resolved: Sequence[Resolved]) -> dict[str, Column]:
    """Return what the drafts say of themselves; empty text, and evidence without any, is nothing."""
    said = columns_of([row.draft for row in resolved])
    return {
        **{name: said[name] for name in _VALUES},
        **{name: [value or None for value in said[name]] for name in _TEXTS},
        "basis": [value or None for value in said["legal_basis"]],
        "basis_evidence": [value or None for value in said["evidence"]],
        "transit": [value or None for value in said["protection"]],
        "source": [value or MAIN_SOURCE for value in said["source"]],
        "draft_digest": [row.digest for row in resolved],
    }


def _matched(resolved: Sequence[Resolved], judged: Sequence[Judged]) -> dict[str, Column]:
    """Return what the registers gave."""
    found = columns_of(resolved)
    consents = [one.fit.consent for one in judged]
    taken = ("subject_id", "provided_on", "recorded_on", "country", "department_id", "decided_by")
    return {
        **{name: found[name] for name in taken},
        "recipient_id": [entry.id for entry in found["recipient"]],
        "item_set_digest": [items.digest for items in found["items"]],
        "consent_subject_id": mapped(consents, attrgetter("subject_id")),
        "consent_id": mapped(consents, attrgetter("id")),
        "filled": [_filled(row, consent) for row, consent in zip(resolved, consents, strict=True)],
    }


def _filled(row: Resolved, consent: ConsentFacts | None) -> list[str] | None:
    """Return the fields that were filled in: by the situation, or with a consent that was found and not named."""
    if consent is None or row.draft.consent_ref:
        return list(row.filled) or None
    return [*row.filled, "consent_ref"]


def _judged(judged: Sequence[Judged], verdicts: Sequence[Verdict]) -> dict[str, Column]:
    """Return what the law made of it."""
    by_digest = {verdict.digest: _frozen(verdict) for verdict in verdicts}
    frozen = columns_of([by_digest[one.verdict.digest] for one in judged])
    return {**frozen, "days_to_record": [one.days_to_record for one in judged]}


class _Frozen(NamedTuple):
    """Be what a row keeps of a verdict."""

    act: str
    relation: str
    information: str
    mode: str
    route: str
    assessment_digest: bytes
    is_provision: bool
    permitted: bool | None
    record_required: bool
    disclosable: bool
    retention_class: str | None


def _frozen(verdict: Verdict) -> _Frozen:
    facts, assessment = verdict.facts, verdict.assessment
    return _Frozen(
        facts["act"],
        facts["relation"],
        facts["information"],
        facts["record"]["mode"],
        assessment.regime.value,
        verdict.digest,
        assessment.is_provision,
        assessment.permitted,
        assessment.record_required,
        assessment.disclosable,
        verdict.retention_class,
    )


def _versions(resolved: Sequence[Resolved], judged: Sequence[Judged]) -> dict[str, Column]:
    """Return the register versions that were in force on the day, by the column that refers to them."""
    return {
        "recipient_version_id": [row.recipient_version for row in resolved],
        "situation_version_id": [row.situation.version if row.situation else None for row in resolved],
        "purpose_version_id": [row.purpose_version for row in resolved],
        "country_profile_version_id": [one.profile for one in judged],
        "policy_version_id": [one.policy for one in judged],
    }


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
