"""Answer the question asked before the act: may this be sent? Only here does the product say no.

A clearance asks registers, consents and stops as of now, and leaves a trace in the ledger, whatever the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.db import new_id, table_of
from transfer_log.items.sets import ensure_item_sets
from transfer_log.law import japan_date
from transfer_log.provisions.drafts import ProvisionDraft, Rejected
from transfer_log.provisions.models import Clearance
from transfer_log.provisions.preparing import Prepared, prepare_drafts
from transfer_log.provisions.rows import add_assessments
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.operations import Cause

# What is doubtful and can wait: it has to be mended, but it does not make the act wrong.
_CAN_WAIT: Final = frozenset(
    {"recipient_incomplete", "recorded_late", "no_country_profile", "basis_doubtful", "item_not_usual"}
)


class Cleared(NamedTuple):
    """Be the answer to a clearance: `reasons` say no, `remarks` are to be looked at but do not stand in the way."""

    id: UUID
    prepared: Prepared
    is_allowed: bool
    reasons: tuple[Cause, ...]
    remarks: tuple[Cause, ...]


def clear_provisions(
    drafts: Sequence[ProvisionDraft],
    *,
    actor: Actor,
    at: datetime,
    door: str,
) -> list[Cleared | Rejected]:
    """Return for each draft whether it may be sent now, with the reasons; the question and the answer are recorded.

    The day of the act is today (Japan) whatever the draft says: a clearance is about now. A draft that names somebody
    or something not on record is `Rejected`, and nothing of it is kept.
    """
    today = japan_date(at)
    asked = [draft._replace(provided_on=today, provided_at=None, stage="planned") for draft in drafts]
    answers = [_cleared(found) for found in prepare_drafts(asked, actor=actor, at=at)[0]]
    _write_traces([answer for answer in answers if isinstance(answer, Cleared)], actor=actor, at=at, door=door)
    return answers


def is_blocking(cause: Cause) -> bool:
    """Tell whether a cause stands in the way of an act that has not happened yet."""
    return cause.severity == "unlawful" or cause.code not in _CAN_WAIT


def _cleared(found: Prepared | Rejected) -> Cleared | Rejected:
    if isinstance(found, Rejected):
        return found
    reasons = tuple(cause for cause in found.judged.causes if is_blocking(cause))
    remarks = tuple(cause for cause in found.judged.causes if not is_blocking(cause))
    return Cleared(new_id(), found, not reasons, reasons, remarks)


def _write_traces(answers: Sequence[Cleared], *, actor: Actor, at: datetime, door: str) -> None:
    if not answers:
        return
    rows = [answer.prepared.resolved for answer in answers]
    verdicts = [answer.prepared.judged.verdict for answer in answers]
    ensure_item_sets({row.items.digest: row.items.codes for row in rows})
    add_assessments(list({verdict.digest: verdict for verdict in verdicts}.values()))
    count = len(answers)
    columns: dict[str, list[object]] = {
        "subject_id": [row.subject_id for row in rows],
        "id": [answer.id for answer in answers],
        "operator_id": [actor.operator_id] * count,
        "recorded_at": [at] * count,
        "recorded_by": [actor.user_id] * count,
        "recipient_id": [row.recipient.id for row in rows],
        "recipient_version_id": [row.recipient_version.id for row in rows],
        "asked_on": [row.provided_on for row in rows],
        "basis": [row.draft.legal_basis or None for row in rows],
        "consent_id": [consent.id if (consent := answer.prepared.judged.fit.consent) else None for answer in answers],
        "item_set_digest": [row.items.digest for row in rows],
        "assessment_digest": [verdict.digest for verdict in verdicts],
        "draft_digest": [row.digest for row in rows],
        "door": [door] * count,
        "case_ref": [row.draft.case_ref or None for row in rows],
        "is_allowed": [answer.is_allowed for answer in answers],
        "reasons": [[f"{cause.code} {cause.article}" for cause in answer.reasons] or None for answer in answers],
    }
    digests = {"recipient_version_id": {row.recipient_version.id: row.recipient_version.digest for row in rows}}
    add_entries(table_of(Clearance), list(columns), list(columns.values()), digests)
