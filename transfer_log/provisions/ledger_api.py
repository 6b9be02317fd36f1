"""Give the ledger to programs: page by page, person by person, one provision with all that happened to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from transfer_log.accounts.guard import describe_read
from transfer_log.accounts.policy import reach_of
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.paging import PageQuery, next_page, place_after
from transfer_log.db import db
from transfer_log.errors import NotFound
from transfer_log.findings.queries import findings_about
from transfer_log.findings.wording import wording_of
from transfer_log.organisation.queries import DepartmentBook
from transfer_log.provisions.access import readable_provision
from transfer_log.provisions.models import ProvisionMark
from transfer_log.provisions.queries import (
    LedgerFilter,
    Place,
    assessments_of,
    events_of,
    history_of,
    ledger_page,
    with_words,
)
from transfer_log.provisions.schemas import LedgerQuery, LedgerView, ProvisionDetailView
from transfer_log.subjects.people import NO_PERSON
from transfer_log.subjects.queries import known_subjects, person_ids

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.queries import FindingRow
    from transfer_log.provisions.models import Provision
    from transfer_log.provisions.queries import LedgerRow

blueprint: Final = ApiBlueprint("ledger", "The provisions on record: by page, by person, one by one.")

#: Parameter of the API → field of the filter, where they are not called the same.
_FIELDS: Final = {"legal_basis": "basis", "recipient_kind": "kind", "recipient_ref": "recipient", "batch_ref": "batch"}
#: Columns shown as they are.
_COLUMNS: Final = (
    "subject_id",
    "id",
    "stage",
    "external_id",
    "source",
    "door",
    "batch_ref",
    "country",
    "provided_on",
    "provided_at",
    "recorded_on",
    "recorded_at",
    "recorded_by",
    "days_to_record",
    "method",
    "mode",
    "act",
    "information",
    "relation",
    "case_ref",
    "is_provision",
    "permitted",
    "record_required",
    "disclosable",
    "retention_class",
)
_DETAILS: Final = (
    "consent_id",
    "sent_digest",
    "sent_bytes",
    "source_ledger",
    "source_row",
    "decided_by",
    "override_reason",
    "staged_after_id",
    "wished_on",
    "leans_on_id",
)


@blueprint.door("GET", "/provisions", action="read_provisions", query=LedgerQuery(), answers={200: LedgerView()})
def list_provisions(*, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """List the ledger, newest first, by filter."""
    del at
    named = {_FIELDS.get(name, name): value for name, value in query.items() if name not in ("after", "limit")}
    return _page(LedgerFilter(**named, department_id=reach_of(actor, "read_provisions").department_id), query, actor)


@blueprint.door(
    "GET",
    "/people/<uuid:subject_id>/provisions",
    action="read_provisions",
    query=PageQuery(),
    answers={200: LedgerView()},
)
def list_provisions_of_person(subject_id: UUID, *, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """List what was given of one person, over all linked registrations, newest first."""
    del at
    ids = person_ids(subject_id)
    if not known_subjects(actor.operator_id, ids):
        raise NotFound(NO_PERSON)
    reach = reach_of(actor, "read_provisions")
    chosen = LedgerFilter(subject_ids=frozenset(ids), department_id=reach.department_id)
    return _page(chosen, query, actor)


@blueprint.door(
    "GET",
    "/people/<uuid:subject_id>/provisions/<uuid:provision_id>",
    action="read_provisions",
    answers={200: ProvisionDetailView()},
)
def read_provision(subject_id: UUID, provision_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read one provision with its assessment, findings, later happenings and versions."""
    del at
    row = readable_provision(subject_id, provision_id, actor)
    versions = history_of(row)
    [shown] = with_words([(row, db.session.get(ProvisionMark, (subject_id, provision_id)))])
    assessment = assessments_of([row.assessment_digest])[row.assessment_digest]
    details = {
        **_shown(shown, _departments(actor)),
        **{name: getattr(row, name) for name in _DETAILS},
        "evidence": row.basis_evidence,
        "filled": row.filled or [],
        "assessment": assessment,
        "finding_list": [_finding(each) for each in findings_about(subject_id, [row.id])],
        "events": events_of(versions),
        "versions": versions,
    }
    return Reply(details)


def _page(chosen: LedgerFilter, query: Mapping[str, Any], actor: Actor) -> Reply:
    after = place_after(query, actor)
    place = Place(date.fromisoformat(after[0]), UUID(after[1])) if after is not None else None
    page = ledger_page(actor.operator_id, chosen, place, query["limit"])
    describe_read(len({row.provision.subject_id for row in page.rows}))
    departments = _departments(actor)
    return Reply({"items": [_shown(row, departments) for row in page.rows], "next": next_page(page.next_place, actor)})


def _departments(actor: Actor) -> dict[UUID, str]:
    return {entry.id: entry.ref for entry in DepartmentBook.load(actor.operator_id)}


def _shown(row: LedgerRow, departments: Mapping[UUID, str]) -> dict[str, Any]:
    provision: Provision = row.provision
    return {
        **{name: getattr(provision, name) for name in _COLUMNS},
        "state": row.state,
        "last_provided_on": row.last_provided_on,
        "person": row.person,
        "recipient": row.recipient,
        "situation": row.situation[0] if row.situation else None,
        "purpose": row.purpose[0] if row.purpose else None,
        "department": departments.get(provision.department_id) if provision.department_id else None,
        "data_items": row.items,
        "legal_basis": provision.basis,
        "protection": provision.transit,
        "findings": row.finding_codes,
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    finding = row.finding
    words = wording_of(finding.code, row.document)
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity,
        "article": finding.article,
        "field": finding.field,
        "document": row.document,
        "text": words.name if row.document else words.meaning,
        "remedy": words.remedy,
        "state": row.state,
    }
