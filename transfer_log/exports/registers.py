"""Write registers in the columns of their import files, so that they can be read back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.law import japan_date
from transfer_log.organisation.queries import PolicyBook, PurposeBook
from transfer_log.recipients.queries import RecipientBook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from transfer_log.tables import Cell


@dataclass(frozen=True, slots=True)
class RegisterExport:
    """Be a register that can be written: code, columns, rows as in force on the Japan date of an instant."""

    code: str
    header: tuple[str, ...]
    rows: Callable[[UUID, datetime], Iterator[tuple[Cell, ...]]]


def _recipients(operator_id: UUID, at: datetime) -> Iterator[tuple[Cell, ...]]:
    for entry, version in RecipientBook.load(operator_id).offered(japan_date(at)):
        yield (
            entry.ref,
            version.name,
            version.kind,
            version.country,
            version.address,
            version.representative,
            version.corporate_number,
            version.legal_nature,
            version.valid_from.isoformat(),
        )


def _purposes(operator_id: UUID, at: datetime) -> Iterator[tuple[Cell, ...]]:
    labels = {version.id: version.label for entry in PolicyBook.load(operator_id) for version in entry.versions}
    for entry, version in PurposeBook.load(operator_id).offered(japan_date(at)):
        label = labels.get(version.policy_version_id) if version.policy_version_id else None
        yield entry.ref, version.title, label


REGISTERS: Final = (
    RegisterExport(
        "recipients",
        (
            "recipient_ref",
            "name",
            "kind",
            "country",
            "address",
            "representative",
            "corporate_number",
            "legal_nature",
            "valid_from",
        ),
        _recipients,
    ),
    RegisterExport("purposes", ("purpose_ref", "title", "policy_version"), _purposes),
)
