"""List what can be written to a file, by the code people type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.errors import RuleViolation, Text
from transfer_log.exports import ledger, people, registers
from transfer_log.field_checks import unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from transfer_log.provisions.queries import LedgerFilter
    from transfer_log.tables import Cell

    Rows = Callable[[UUID, LedgerFilter, datetime], Iterator[tuple[Cell, ...]]]
    WholeRows = Callable[[UUID, datetime], Iterator[tuple[Cell, ...]]]


@dataclass(frozen=True, slots=True)
class ExportKind:
    """Be a kind of export: its columns, its rows for an operator as of an instant, and the action that allows it."""

    code: str
    header: tuple[str, ...]
    rows: Rows
    action: str
    is_ledger: bool = False


def _ledger(operator_id: UUID, chosen: LedgerFilter, _at: datetime) -> Iterator[tuple[Cell, ...]]:
    return ledger.ledger_cells(operator_id, chosen)


def _whole(code: str, header: tuple[str, ...], whole: WholeRows, action: str) -> ExportKind:
    """Return a kind that is always written whole: filters of the ledger do not apply to it."""

    def rows(operator_id: UUID, _chosen: LedgerFilter, at: datetime) -> Iterator[tuple[Cell, ...]]:
        return whole(operator_id, at)

    return ExportKind(code, header, rows, action)


KINDS: Final[dict[str, ExportKind]] = {
    kind.code: kind
    for kind in (
        ExportKind("provisions", ledger.HEADER, _ledger, "export_ledger", is_ledger=True),
        _whole("subjects", people.SUBJECT_HEADER, people.subject_cells, "export_ledger"),
        _whole("consents", people.CONSENT_HEADER, people.consent_cells, "export_ledger"),
        *(_whole(one.code, one.header, one.rows, "read_registers") for one in registers.REGISTERS),
    )
}

_NO_KIND: Final = Text("この種類は書き出せません。", "There is no such kind of export.")


def export_kind(code: str) -> ExportKind:
    """Return the kind of export that people call `code`.

    :raises RuleViolation: when there is none; the problem lists those there are.
    """
    kind = KINDS.get(code)
    if kind is None:
        raise RuleViolation([unknown_value("kind", code, KINDS, _NO_KIND)])
    return kind
