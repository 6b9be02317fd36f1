"""Write the filtered ledger to a file: a row for each provision, as people and other systems read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log.db import db, instant_text
from transfer_log.organisation.models import Department
from transfer_log.provisions.queries import ledger_rows
from transfer_log.subjects.models import Consent
from transfer_log.tables import join_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from transfer_log.provisions.queries import LedgerFilter, LedgerRow
    from transfer_log.tables import Cell

#: The import columns first, in their order, so that an export can be read back; then what the ledger adds.
HEADER: Final = (
    "external_id",
    "subject_ref",
    "subject_name",
    "recipient_ref",
    "provided_on",
    "legal_basis",
    "consent_ref",
    "data_items",
    "method",
    "purpose",
    "situation",
    "provided_at",
    "mode",
    "last_provided_on",
    "case_ref",
    "department",
    "recorded_on",
    "batch_ref",
    "protection",
    "recipient_name",
    "source_ledger",
    "source_row",
    "provision_id",
    "state",
    "country",
    "recipient_kind",
    "route",
    "permitted",
    "record_required",
    "disclosable",
    "retention_class",
    "findings",
    "days_to_record",
    "door",
    "recorded_at",
    "leaf_hash",
)


def ledger_cells(operator_id: UUID, chosen: LedgerFilter) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows that the filter chooses, newest first, in the order of `HEADER`; flat in memory."""
    departments = {row[0]: row[1] for row in db.session.execute(select(Department.id, Department.ref))}
    for row in ledger_rows(operator_id, chosen):
        yield _cells(row, departments)


def _cells(row: LedgerRow, departments: dict[UUID, str]) -> tuple[Cell, ...]:
    provision = row.provision
    return (
        provision.external_id,
        row.person.ref,
        row.person.name,
        row.recipient.ref,
        provision.provided_on.isoformat(),
        provision.basis,
        _consent_ref(provision.consent_subject_id, provision.consent_id),
        join_list(row.items),
        provision.method,
        row.purpose[0] if row.purpose else None,
        row.situation[0] if row.situation else None,
        instant_text(provision.provided_at) if provision.provided_at else None,
        provision.mode,
        row.last_provided_on.isoformat() if row.last_provided_on else None,
        provision.case_ref,
        departments.get(provision.department_id) if provision.department_id else None,
        provision.recorded_on.isoformat(),
        provision.batch_ref,
        provision.transit,
        row.recipient.name,
        provision.source_ledger,
        provision.source_row,
        str(provision.id),
        row.state or "recorded",
        provision.country,
        row.recipient.kind,
        provision.route,
        _yes_no(provision.permitted),
        _yes_no(provision.record_required),
        _yes_no(provision.disclosable),
        provision.retention_class,
        join_list(row.finding_codes),
        provision.days_to_record,
        provision.door,
        instant_text(provision.recorded_at),
        provision.leaf_hash.hex(),
    )


def _consent_ref(subject_id: UUID | None, consent_id: UUID | None) -> str | None:
    if subject_id is None or consent_id is None:
        return None
    consent = db.session.get(Consent, (subject_id, consent_id))
    return consent.consent_ref if consent else None


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 a stored answer
    return {True: "yes", False: "no", None: "undecided"}[value]
