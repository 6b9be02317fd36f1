"""Write the filtered ledger to a file: a row for each provision, as people and other systems read it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log.db import db, instant_text
from transfer_log.organisation.models import Department
from transfer_log.provisions.queries import ledger_rows
from transfer_log.subjects.consent_rows import consent_chains
from transfer_log.tables import join_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from transfer_log.provisions.queries import LedgerFilter, LedgerRow
    from transfer_log.tables import Cell

_CHUNK: Final = 2000
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
    rows = ledger_rows(operator_id, chosen)
    while chunk := list(islice(rows, _CHUNK)):
        consents = _consent_refs(operator_id, chunk)
        yield from (_cells(row, departments, consents) for row in chunk)


def _consent_refs(operator_id: UUID, rows: Sequence[LedgerRow]) -> dict[UUID, str]:
    """Return how files call the consents that these rows rest on, by the id of any version of the consent."""
    people = {row.provision.consent_subject_id for row in rows if row.provision.consent_subject_id}
    chains = consent_chains(operator_id, people)
    return {version.id: chain.ref for chain in chains for version in chain.rows}


def _cells(row: LedgerRow, departments: dict[UUID, str], consents: dict[UUID, str]) -> tuple[Cell, ...]:
    provision = row.provision
    return (
        provision.external_id,
        row.person.ref,
        row.person.name,
        row.recipient.ref,
        provision.provided_on.isoformat(),
        provision.basis,
        consents.get(provision.consent_id) if provision.consent_id else None,
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


def _yes_no(value: bool | None) -> str:  # noqa: FBT001 a stored answer
    return {True: "yes", False: "no", None: "undecided"}[value]
