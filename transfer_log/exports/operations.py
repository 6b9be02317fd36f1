"""Write an export to a stream in one of the forms, and record that it was made: who, why, how much, which filter."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import IO, TYPE_CHECKING, Final

from transfer_log.accounts.policy import rows_exportable_alone
from transfer_log.errors import NotAllowed, Problem, RuleViolation, Text
from transfer_log.provisions.queries import ledger_count
from transfer_log.tables import write_csv, write_jsonl, write_xlsx
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.exports.registry import ExportKind
    from transfer_log.provisions.queries import LedgerFilter
    from transfer_log.tables import Cell

#: Forms by the ending of a file's name.
FORMS: Final = (".csv", ".xlsx", ".jsonl")
LONGEST_REASON: Final = 400
#: The action of kinds that hold data about people: a person alone exports so many rows of them and no more.
ABOUT_PEOPLE: Final = "export_ledger"

NEEDS_ANOTHER: Final = Text(
    "{alone} 件を超える書き出しには、もう一人の承認が必要です。期間などで絞ってください。",
    "More than {alone} rows need a second person. Choose fewer, for example by period.",
)
_NO_REASON: Final = Text("書き出す理由を書いてください。", "Write why it is exported.")


@dataclass(frozen=True, slots=True)
class Export:
    """Be what is to be exported: the kind, the rows chosen, why, and the filter as codes for the record of the act."""

    kind: ExportKind
    chosen: LedgerFilter
    reason: str
    filters: Mapping[str, str]


def write_rows(
    stream: IO[bytes], form: str, header: Sequence[str], rows: Iterator[tuple[Cell, ...]], encoding: str = "utf-8"
) -> int:
    """Write rows in a form of `FORMS` and return how many they were; the encoding is that of a CSV file.

    :raises UnwritableCharacters: when the encoding lacks a character; the stream is unfinished then.
    """
    if form == ".csv":
        return write_csv(stream, header, rows, encoding=encoding)
    if form == ".xlsx":
        return write_xlsx(stream, header, rows)
    return write_jsonl(stream, (dict(zip(header, row, strict=True)) for row in rows))


def check_alone(kind: ExportKind, chosen: LedgerFilter, *, actor: Actor, at: datetime) -> None:
    """Pass if the actor may export so many rows without a second person.

    :raises NotAllowed: if not; the text says how many there may be.
    """
    alone = rows_exportable_alone(actor)
    if alone is None or kind.action != ABOUT_PEOPLE:
        return
    if kind.is_ledger:
        count = ledger_count(actor.operator_id, chosen)
    else:
        count = sum(1 for _row in islice(kind.rows(actor.operator_id, chosen, at), alone + 1))
    if count > alone:
        raise NotAllowed(NEEDS_ANOTHER.format(alone=f"{alone:,}"))


def export_to(export: Export, stream: IO[bytes], form: str, encoding: str, *, actor: Actor, at: datetime) -> int:
    """Write an export and record it as an act, with the SHA-256 of the file; return the number of rows.

    :raises RuleViolation: when no reason is given, or the form cannot hold what is in the rows.
    :raises NotAllowed: when there are more rows than one person may export.
    """
    if not export.reason.strip():
        raise RuleViolation([Problem("reason", _NO_REASON)])
    check_alone(export.kind, export.chosen, actor=actor, at=at)
    rows = export.kind.rows(actor.operator_id, export.chosen, at)
    count = write_rows(stream, form, export.kind.header, rows, encoding)
    details = {
        "kind": export.kind.code,
        "rows": count,
        "form": form,
        "reason": export.reason.strip(),
        **({"filter": [f"{name}={value}" for name, value in export.filters.items()]} if export.filters else {}),
        "digest": _digest(stream),
    }
    record_act("exported", details, actor=actor, at=at)
    return count


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    digest = sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
