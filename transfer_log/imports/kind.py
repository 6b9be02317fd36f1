"""Say what a kind of import file is: its columns, and what is done with a chunk of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.errors import Problem, Text
    from transfer_log.tables import Columns

#: A row as the reader gives it: its number in the sheet, and its cells in the order of `Columns.known`.
NumberedRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Run:
    """Be one import of one file. `present` are the columns that the file has; `digest` is the SHA-256 of its bytes.

    In a dry run everything is done and taken back chunk by chunk: what a chunk wrote must not be remembered.
    """

    actor: Actor
    at: datetime
    source: str
    digest: bytes
    present: frozenset[str]
    is_dry_run: bool


@dataclass(slots=True)
class ChunkOutcome:
    """Count what became of the rows of a chunk; every row is in exactly one count. Each problem names its row."""

    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    refused_count: int = 0
    problems: list[Problem] = field(default_factory=list)


class ChunkWriter(Protocol):
    """Write one chunk of rows inside the caller's transaction."""

    def __call__(self, rows: Sequence[NumberedRow]) -> ChunkOutcome:
        """Return what became of the rows; a row that cannot be taken is refused with problems, the others are written."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Be a kind of file: the code people type, its name, its columns, and what begins a run.

    `begin` is called once for a file; the writer it returns may keep what it has read between chunks.
    """

    code: str
    name: Text
    columns: Columns
    begin: Callable[[Run], ChunkWriter]
