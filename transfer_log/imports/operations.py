"""Run an import: read a file chunk by chunk, each chunk one transaction, and collect every problem by row and field."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from transfer_log.db import transaction
from transfer_log.errors import Conflict, Problem, RuleViolation
from transfer_log.imports.kind import ChunkOutcome, Run
from transfer_log.tables import open_table
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from transfer_log.accounts.actor import Actor
    from transfer_log.imports.kind import ChunkWriter, ImportKind, NumberedRow
    from transfer_log.tables import Table

    WriteChunk = Callable[[ChunkWriter, Sequence[NumberedRow]], ChunkOutcome]

#: Large enough that the cost of a transaction does not count, small enough for the memory of a small machine.
CHUNK_ROWS: Final = 50_000
#: A file that is wrong from end to end would fill the memory with problems; all of them go to `on_problem`.
MOST_PROBLEMS_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Watch:
    """Be told how an import goes: rows done and rows there are (None: not known), and each problem as it is found."""

    on_progress: Callable[[int, int | None], None] = lambda _done, _total: None
    on_problem: Callable[[Problem], None] = lambda _problem: None


@dataclass(slots=True)
class ImportResult:
    """Count what became of the rows of a file. `problems` are the first ones, `problem_count` all; each names its row."""

    kind: str
    is_dry_run: bool
    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    refused_count: int = 0
    problem_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    is_cut_short: bool = False

    @property
    def row_count(self) -> int:
        """Return how many rows were read."""
        return self.new_count + self.changed_count + self.same_count + self.refused_count

    @property
    def is_complete(self) -> bool:
        """Tell whether every row of the file was taken."""
        return not self.refused_count and not self.is_cut_short


@dataclass(frozen=True, slots=True)
class Source:
    """Be a file to import; `encoding` and `sheet` are None where they are to be found out."""

    path: Path
    encoding: str | None = None
    sheet: str | None = None

    def open(self, kind: ImportKind) -> Table:
        """Open the file against the columns of a kind.

        :raises RuleViolation: when the file as a whole cannot be used.
        """
        return open_table(self.path, kind.columns, encoding=self.encoding, sheet=self.sheet)


QUIET: Final = Watch()


def import_file(kind: ImportKind, source: Source, *, actor: Actor, at: datetime, watch: Watch = QUIET) -> ImportResult:
    """Write the rows of a file, each chunk in a transaction of its own, and return what became of them.

    Rows that are refused do not stop the others. Taking in the same file again changes nothing. That a file was imported,
    by whom and with how many rows, is recorded as an act.

    :raises RuleViolation: when the file as a whole cannot be used (encoding, unknown or missing column, broken sheet);
        nothing has been written then.
    """
    result = _run(kind, source, ImportResult(kind.code, is_dry_run=False), _write, actor=actor, at=at, watch=watch)
    details = {
        "kind": kind.code,
        "new": result.new_count,
        "changed": result.changed_count,
        "same": result.same_count,
        "refused": result.refused_count,
    }
    with transaction():
        record_act("imported", details, actor=actor, at=at)
    return result


def preview_file(kind: ImportKind, source: Source, *, actor: Actor, at: datetime, watch: Watch = QUIET) -> ImportResult:
    """Do everything that `import_file` does and take it back chunk by chunk: nothing is written.

    A row that needs something from a chunk before its own is refused here and would not be there; chunks are large.

    :raises RuleViolation: when the file as a whole cannot be used.
    """
    return _run(kind, source, ImportResult(kind.code, is_dry_run=True), _try, actor=actor, at=at, watch=watch)


class _TakenBack(Exception):
    """Leave a transaction without keeping what was written in it."""


def _write(write: ChunkWriter, rows: Sequence[NumberedRow]) -> ChunkOutcome:
    with transaction():
        return write(rows)


def _try(write: ChunkWriter, rows: Sequence[NumberedRow]) -> ChunkOutcome:
    outcome = ChunkOutcome()
    with suppress(_TakenBack), transaction():
        outcome = write(rows)
        raise _TakenBack
    return outcome


def _run(
    kind: ImportKind,
    source: Source,
    result: ImportResult,
    write_chunk: WriteChunk,
    *,
    actor: Actor,
    at: datetime,
    watch: Watch,
) -> ImportResult:
    total = row_total(kind, source)
    with source.open(kind) as table:
        run = Run(actor, at, source.path.name, table.file.digest, frozenset(table.names), result.is_dry_run)
        write = kind.begin(run)
        rows = table.positional(kind.columns.known, partial(_refuse, result, watch))
        try:
            while chunk := list(islice(rows, CHUNK_ROWS)):
                _add(result, _outcome(write_chunk, write, chunk), watch)
                watch.on_progress(result.row_count, total)
        except RuleViolation as stopped:
            # The file was found sound as far as that can be told beforehand; what was written stays and is counted.
            if not result.row_count:
                raise
            result.is_cut_short = True
            for problem in stopped.problems:
                _report(result, problem, watch)
    return result


def row_total(kind: ImportKind, source: Source) -> int | None:
    """Return about how many rows a file has, having made sure that it can be read to its end before anything is written.

    Only its end tells whether a sheet is whole. A CSV file has been decoded from end to end when it is opened; a value
    with line breaks in it makes its lines more than its rows.
    """
    with source.open(kind) as table:
        if table.file.sheet is not None:
            return sum(1 for _ in table.positional(kind.columns.known, lambda _problem: None))
        return None if table.file.line_count is None else max(table.file.line_count - 1, 0)


def _outcome(write_chunk: WriteChunk, write: ChunkWriter, rows: Sequence[NumberedRow]) -> ChunkOutcome:
    try:
        return write_chunk(write, rows)
    except Conflict as conflict:
        # Somebody changed the same entries at the same moment: the chunk was taken back whole, importing again mends it.
        first = rows[0][0]
        return ChunkOutcome(refused_count=len(rows), problems=[Problem(None, conflict.text, row=first)])


def _add(result: ImportResult, outcome: ChunkOutcome, watch: Watch) -> None:
    result.new_count += outcome.new_count
    result.changed_count += outcome.changed_count
    result.same_count += outcome.same_count
    result.refused_count += outcome.refused_count
    for problem in outcome.problems:
        _report(result, problem, watch)


def _refuse(result: ImportResult, watch: Watch, problem: Problem) -> None:
    """Count a row that the reader itself cannot read."""
    result.refused_count += 1
    _report(result, problem, watch)


def _report(result: ImportResult, problem: Problem, watch: Watch) -> None:
    result.problem_count += 1
    if len(result.problems) < MOST_PROBLEMS_KEPT:
        result.problems.append(problem)
    watch.on_problem(problem)
