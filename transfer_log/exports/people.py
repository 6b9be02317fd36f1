"""Write people and consents in the columns of their import files, so that they can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log.db import db
from transfer_log.organisation.models import Purpose
from transfer_log.recipients.models import Recipient
from transfer_log.subjects.consent_rows import ConsentTextBook, consent_chains
from transfer_log.subjects.drafts import MAIN_SERVICE
from transfer_log.subjects.models import SubjectRef
from transfer_log.subjects.people import newest_values
from transfer_log.subjects.queries import in_parts, refs_of, scopes_of
from transfer_log.tables import join_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from transfer_log.subjects.consent_rows import ConsentRow
    from transfer_log.subjects.rules import ConsentScope
    from transfer_log.tables import Cell

SUBJECT_HEADER: Final = ("subject_ref", "name", "kana", "email", "phone", "birth_date", "prefecture", "class")
CONSENT_HEADER: Final = (
    "consent_ref",
    "subject_ref",
    "given_on",
    "method",
    "text_version",
    "recipients",
    "recipient_kinds",
    "purposes",
    "data_items",
    "countries",
    "expires_on",
)


def subject_cells(operator_id: UUID, _at: datetime) -> Iterator[tuple[Cell, ...]]:
    """Yield the people of an operator by their main registration, in the order of the numbers."""
    for part in in_parts(_registrations(operator_id)):
        values = newest_values({subject_id for _, subject_id in part})
        for ref, subject_id in part:
            known = values.get(subject_id)
            if known is not None:
                born = known.birth_date.isoformat() if known.birth_date else None
                contact = (known.email, known.phone, born, known.prefecture, known.subject_class)
                yield (ref, known.name, known.kana, *contact)


def consent_cells(operator_id: UUID, _at: datetime) -> Iterator[tuple[Cell, ...]]:
    """Yield the consents of an operator as they stand after corrections; withdrawals are events and not in the file."""
    recipients = _refs(Recipient, operator_id)
    purposes = _refs(Purpose, operator_id)
    texts = {version.id: entry.ref for entry in ConsentTextBook.load(operator_id) for version in entry.versions}
    people = sorted({subject_id for _, subject_id in _registrations(operator_id)})
    for part in in_parts(people):
        chains = [chain for chain in consent_chains(operator_id, part) if not chain.is_void]
        scopes = scopes_of({chain.current.content.scope_digest for chain in chains})
        numbers = refs_of(part, operator_id)
        for chain in chains:
            content = chain.current.content
            text = texts.get(content.consent_text_version_id) if content.consent_text_version_id else None
            expires = content.expires_on.isoformat() if content.expires_on else None
            yield (
                chain.ref,
                _number(chain.current, numbers),
                content.given_on.isoformat(),
                content.method,
                text,
                *_limits(scopes[content.scope_digest], recipients, purposes),
                expires,
            )


def _registrations(operator_id: UUID) -> list[tuple[str, UUID]]:
    query = select(SubjectRef.ref, SubjectRef.subject_id).where(
        SubjectRef.operator_id == operator_id,
        SubjectRef.service == MAIN_SERVICE,
    )
    return [(str(ref), subject_id) for ref, subject_id in db.session.execute(query.order_by(SubjectRef.ref))]


def _refs(head: type[Recipient | Purpose], operator_id: UUID) -> dict[str, str]:
    query = select(head.id, head.ref).where(head.operator_id == operator_id)
    return {str(entry): str(ref) for entry, ref in db.session.execute(query)}


def _number(row: ConsentRow, numbers: dict[UUID, list[str]]) -> str:
    return next(iter(numbers.get(row.subject_id, ())), "")


def _limits(scope: ConsentScope, recipients: dict[str, str], purposes: dict[str, str]) -> tuple[str, ...]:
    return (
        join_list(sorted(recipients[entry] for entry in scope.recipients)),
        join_list(sorted(scope.kinds)),
        join_list(sorted(purposes[entry] for entry in scope.purposes)),
        join_list(sorted(scope.items)),
        join_list(sorted(scope.countries)),
    )
