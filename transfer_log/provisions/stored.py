"""Read what is stored back as the draft it came from: to tell a repeat from a change, and to start a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from transfer_log.accounts.models import User
from transfer_log.bulk_reading import KeyedQuery
from transfer_log.db import db
from transfer_log.items.queries import items_of_sets
from transfer_log.organisation.models import Department, Purpose, PurposeVersion
from transfer_log.provisions.drafts import CONTENT_FIELDS, MAIN_SOURCE, ProvisionDraft
from transfer_log.provisions.models import Provision
from transfer_log.recipients.models import Recipient
from transfer_log.situations.models import Situation, SituationVersion
from transfer_log.subjects.consents import consent_chain
from transfer_log.subjects.queries import refs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

_EARLIER: Final = KeyedQuery(
    "SELECT external_id, subject_id, id, draft_digest FROM provisions "
    "WHERE source = ? AND operator_id = ? AND external_id IN (:keys)",
    *("key", "id", "id", "plain"),
)


class Earlier(NamedTuple):
    """Be a row that already stands under an external id."""

    subject_id: UUID
    id: UUID
    draft_digest: bytes


def earlier_rows(drafts: Sequence[ProvisionDraft], operator_id: UUID) -> dict[tuple[str, str], Earlier]:
    """Return the rows that stand under the external ids of these drafts, by (source, external id)."""
    by_source: dict[str, set[str]] = {}
    for draft in drafts:
        if draft.external_id:
            by_source.setdefault(draft.source or MAIN_SOURCE, set()).add(draft.external_id)
    found: dict[tuple[str, str], Earlier] = {}
    for source, ids in by_source.items():
        for external_id, subject_id, row_id, digest in _EARLIER.rows(ids, source, operator_id):
            found[source, external_id] = Earlier(subject_id, row_id, digest)
    return found


def changed_fields(first: ProvisionDraft, second: ProvisionDraft) -> dict[str, tuple[object, object]]:
    """Return the fields in which two drafts differ, as (first, second); a field left empty in `second` counts too."""
    pairs = ((name, getattr(first, name), getattr(second, name)) for name in CONTENT_FIELDS)
    return {name: (before, after) for name, before, after in pairs if (before or None) != (after or None)}


def differences(earlier: Earlier, draft: ProvisionDraft) -> dict[str, tuple[object, object]]:
    """Return in which fields `draft` differs from the row that stands under its external id."""
    row = db.session.get_one(Provision, (earlier.subject_id, earlier.id))
    stored = draft_of(row)
    draft = _with_defaults(draft, stored)
    if draft.recipient_name and not draft.recipient_ref:
        # Named only: the entry it was matched with has a code that the sender does not know.
        stored = stored._replace(recipient_ref="", recipient_name=draft.recipient_name)
    return changed_fields(stored, draft._replace(recipient_name=stored.recipient_name))


def _with_defaults(draft: ProvisionDraft, stored: ProvisionDraft) -> ProvisionDraft:
    """Return the draft with what the writer takes for granted, so that only true differences show."""
    assumed = ("department", "mode", "act", "information", "relation")
    return draft._replace(
        data_items=tuple(sorted(draft.data_items)),
        decided_by=draft.decided_by.lower(),
        **{name: getattr(stored, name) for name in assumed if not getattr(draft, name)},
    )


def draft_of(row: Provision) -> ProvisionDraft:
    """Return the draft from which a stored provision came; what its situation filled in is empty again."""
    return _draft(row, frozenset(row.filled or ()))


def full_draft_of(row: Provision) -> ProvisionDraft:
    """Return everything a stored provision says as a draft, what its situation filled in too: to compare versions."""
    return _draft(row, frozenset())


def _draft(row: Provision, left_out: Collection[str]) -> ProvisionDraft:
    session = db.session
    stated: dict[str, Any] = {
        "legal_basis": row.basis or "",
        "data_items": tuple(sorted(items_of_sets([row.item_set_digest])[row.item_set_digest])),
        "method": row.method or "",
        "purpose": _ref(Purpose, PurposeVersion, row.purpose_version_id),
        "mode": row.mode,
        "act": row.act,
        "information": row.information,
        "relation": row.relation,
    }
    department = session.get(Department, row.department_id) if row.department_id else None
    user = session.get(User, row.decided_by) if row.decided_by else None
    stated["consent_ref"] = _consent_ref(row)
    refs = refs_of([row.subject_id], row.operator_id)
    return ProvisionDraft(
        subject_ref=next(iter(refs.get(row.subject_id, ())), ""),
        subject_id=row.subject_id,
        recipient_ref=session.get_one(Recipient, row.recipient_id).ref,
        provided_on=row.provided_on,
        provided_at=row.provided_at,
        last_provided_on=row.last_provided_on,
        situation=_ref(Situation, SituationVersion, row.situation_version_id),
        protection=row.transit or "",
        case_ref=row.case_ref or "",
        department=department.ref if department else "",
        decided_by=user.email if user else "",
        recorded_on=row.recorded_on,
        batch_ref=row.batch_ref or "",
        external_id=row.external_id or "",
        source=row.source,
        source_ledger=row.source_ledger or "",
        source_row=row.source_row,
        evidence=row.basis_evidence,
        sent_digest=row.sent_digest,
        sent_bytes=row.sent_bytes,
        staged_after_id=row.staged_after_id,
        wished_on=row.wished_on,
        leans_on_id=row.leans_on_id,
        override_reason=row.override_reason or "",
        stage=row.stage,
        **{name: value for name, value in stated.items() if name not in left_out},
    )


def _consent_ref(row: Provision) -> str:
    """Return the reference of the consent a row rests on: it stands on the first row of the consent's history."""
    if row.consent_subject_id is None or row.consent_id is None:
        return ""
    return consent_chain(row.operator_id, row.consent_subject_id, row.consent_id).ref


def _ref(head: type[Any], version: type[Any], version_id: UUID | None) -> str:
    if version_id is None:
        return ""
    query = select(head.ref).join(version, version.head_id == head.id).where(version.id == version_id)
    return str(db.session.scalar(query))
