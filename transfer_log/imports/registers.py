"""Take in the files of registers: each row says what an entry is from a day on.

A column that the file lacks, and an empty cell, say nothing: what is known stays. So a file of another system that has
names and addresses only does not wipe out what a keeper has entered beside them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from transfer_log.imports.cells import UnreadableCell, day, words, yes_or_no
from transfer_log.imports.kind import ChunkOutcome, ImportKind
from transfer_log.law import japan_date
from transfer_log.register_saving import Rejected
from transfer_log.tables import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from transfer_log.book import BookEntry
    from transfer_log.errors import Problem, Text
    from transfer_log.imports.kind import ChunkWriter, NumberedRow, Run
    from transfer_log.register_saving import Draft, Saved


@dataclass(frozen=True, slots=True)
class Column:
    """Be a column of a register file: its name, the field of the draft it fills, and how a cell is read."""

    name: str
    field: str
    read: Callable[[str], Any] = words
    is_required: bool = False


#: What every register file may have.
DATED = (
    Column("valid_from", "valid_from", day),
    Column("reason", "reason"),
    Column("is_active", "is_active", yes_or_no),
)


class Register(ABC):
    """Be what an import does with one register, for one run."""

    def __init__(self, run: Run) -> None:
        """Remember who imports, and when."""
        self.run = run

    @abstractmethod
    def known(self, refs: Iterable[str]) -> Mapping[str, BookEntry[Any]]:
        """Return the entries of these refs; called once for each chunk."""

    @abstractmethod
    def said(self, entry: Any, on: date) -> Draft:  # noqa: ANN401 an entry of this register
        """Return the draft that says what a known entry holds on a Japan date."""

    @abstractmethod
    def blank(self, ref: str) -> Draft:
        """Return the draft with which a new entry begins."""

    @abstractmethod
    def save(self, drafts: Sequence[Any]) -> list[Saved | Rejected]:
        """Save drafts of this register, one outcome for each."""

    def later(self, before: Any) -> Draft:  # noqa: ANN401 a draft of this register
        """Return the draft with which a row begins whose entry an earlier row of the file has named."""
        draft: Draft = replace(before, valid_from=None, reason=None, unreadable=())
        return draft

    def read(self, column: Column, cell: str) -> Any:  # noqa: ANN401 what the column holds
        """Return what a cell says.

        :raises UnreadableCell: when it cannot be read.
        """
        return column.read(cell)


def register_kind(code: str, name: Text, columns: Sequence[Column], register: type[Register]) -> ImportKind:
    """Return the kind of a register file; the first column holds the ref, and is required."""
    columns = (*columns, *DATED)
    required = (columns[0].name, *(column.name for column in columns[1:] if column.is_required))

    def begin(run: Run) -> ChunkWriter:
        return _RegisterWriter(columns, register(run), japan_date(run.at))

    return ImportKind(code, name, Columns(tuple(column.name for column in columns), required), begin)


class _RegisterWriter:
    """Write chunks of a register file."""

    def __init__(self, columns: Sequence[Column], register: Register, today: date) -> None:
        self._columns = columns
        self._register = register
        self._today = today
        self._names = {column.field: column.name for column in columns}

    def __call__(self, rows: Sequence[NumberedRow]) -> ChunkOutcome:
        known = self._register.known({cells[0].strip() for _, cells in rows})
        begun: dict[str, Draft] = {}
        drafts = []
        for _, cells in rows:
            draft = self._draft(cells, known, begun)
            begun[draft.ref] = draft
            drafts.append(draft)
        outcome = ChunkOutcome()
        for (number, _), result in zip(rows, self._register.save(drafts), strict=True):
            if isinstance(result, Rejected):
                outcome.refused_count += 1
                outcome.problems.extend(self._at(number, problem) for problem in result.problems)
            elif result.effect == "new":
                outcome.new_count += 1
            elif result.effect == "changed":
                outcome.changed_count += 1
            else:
                outcome.same_count += 1
        return outcome

    def _draft(self, cells: Sequence[str], known: Mapping[str, Any], begun: Mapping[str, Draft]) -> Draft:
        said: dict[str, Any] = {}
        unreadable: list[Problem] = []
        for column, cell in zip(self._columns, cells, strict=True):
            if not cell.strip():
                continue
            try:
                said[column.field] = self._register.read(column, cell.strip())
            except UnreadableCell as error:
                unreadable.append(replace(error.problem, field=column.field))
        ref = said.setdefault("ref", "")
        entry = known.get(ref)
        before: Draft
        if ref in begun:
            before = self._register.later(begun[ref])
        elif entry is not None:
            before = self._register.said(entry, said.get("valid_from") or self._today)
        else:
            before = self._register.blank(ref)
        return replace(before, **said, unreadable=tuple(unreadable))

    def _at(self, row: int, problem: Problem) -> Problem:
        return replace(problem, row=row, field=self._names.get(problem.field or "", problem.field))
