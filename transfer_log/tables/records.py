"""Split decoded CSV text into records: at the speed of the `csv` module, in flat memory, past broken rows.

Lines are taken in blocks small enough for the processor's cache. A block whose records all end within it is parsed in one
go, without any Python code per row. Any other block is read record by record: a row whose quotation marks do not match is
reported and left out, and reading goes on with the line after the one where that row began, so that one forgotten
quotation mark does not swallow the rows behind it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TextIO

from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_CELL_CHARACTERS: Final = 1 << 20
MAX_RECORD_CHARACTERS: Final = 16 << 20
_BLOCK_CHARACTERS: Final = 1 << 15
_MAX_BROKEN_ROWS: Final = 1_000

# The limit is one of the whole process; this module is its only reader of CSV.
csv.field_size_limit(MAX_CELL_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Fault:
    """Say which cell of which record could not be read: records count from 1, columns from 0."""

    record_number: int
    column: int
    text: Text


@dataclass(frozen=True, slots=True)
class Block:
    """Hold records that follow one another; a blank line is a record without cells.

    `first_number` is the number of the first one, counted from 1 as a spreadsheet numbers its rows. Unless `is_risky`, no
    cell can hold an apostrophe or a NUL, so that nobody has to look.
    """

    first_number: int
    rows: list[list[str]]
    is_risky: bool


class Records:
    """Give the records of a CSV text, block by block."""

    def __init__(self, stream: TextIO, on_fault: Callable[[Fault], None]) -> None:
        """Read from `stream`, which must leave line breaks as they are (newline="")."""
        self._stream = stream
        self._on_fault = on_fault
        self._number = 1
        self._broken_row_count = 0

    def __iter__(self) -> Iterator[Block]:
        """Yield the blocks of the text.

        :raises RuleViolation: when a record is longer than we read, or too many rows are broken.
        """
        while lines := self._read():
            try:
                rows = list(csv.reader(lines, strict=True))
            except csv.Error:
                yield from self._one_by_one(lines)
            else:
                text = "".join(lines)
                yield Block(self._number, rows, "'" in text or "\0" in text)
                self._number += len(rows)

    def _read(self) -> list[str]:
        return self._stream.readlines(_BLOCK_CHARACTERS)

    def _one_by_one(self, block: list[str]) -> Iterator[Block]:
        """Yield the records of these lines, reading on until a record and a block end together."""
        lines = _Lines(block, self._read)
        reader = csv.reader(lines, strict=True)
        rows: list[list[str]] = []
        while lines.is_open:
            try:
                rows.append(next(reader))
            except csv.Error as error:
                yield Block(self._number, rows, is_risky=True)
                self._number += len(rows) + 1
                rows = []
                self._report(error, lines)
                lines.go_back()
            except _TooLong:
                raise RuleViolation([_too_long_record(self._number + len(rows))]) from None
            else:
                lines.end_record()
        yield Block(self._number, rows, is_risky=True)
        self._number += len(rows)

    def _report(self, error: csv.Error, lines: _Lines) -> None:
        broken = lines.current()
        self._on_fault(Fault(self._number - 1, faulty_column("".join(broken)), _reason(error, len(broken))))
        self._broken_row_count += 1
        if self._broken_row_count > _MAX_BROKEN_ROWS:
            raise RuleViolation([_too_many_broken_rows(self._number - 1)])


class _TooLong(Exception):
    """Say that a record goes on and on."""


class _Lines:
    """Feed a reader with lines, and take it back to the second line of a record that proved broken."""

    def __init__(self, lines: list[str], read: Callable[[], list[str]]) -> None:
        self._lines = lines
        self._read = read
        self._begin = 0
        self._taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._taken == len(self._lines):
            self._load()
        self._taken += 1
        return self._lines[self._taken - 1]

    def _load(self) -> None:
        del self._lines[: self._begin]
        self._taken -= self._begin
        self._begin = 0
        if sum(map(len, self._lines)) > MAX_RECORD_CHARACTERS:
            raise _TooLong
        more = self._read()
        if not more:
            raise StopIteration
        self._lines += more

    @property
    def is_open(self) -> bool:
        """Tell whether lines are left that were read already."""
        return self._begin < len(self._lines)

    def current(self) -> list[str]:
        """Return the lines of the record being read."""
        return self._lines[self._begin : self._taken]

    def end_record(self) -> None:
        """Begin the next record after the lines taken."""
        self._begin = self._taken

    def go_back(self) -> None:
        """Begin the next record with the second line of this one."""
        self._begin += 1
        self._taken = self._begin


def _too_long_record(number: int) -> Problem:
    return Problem(
        field=None,
        text=Text(
            f'{number} 行目が長すぎます。引用符（"）が閉じられているか確かめてください。',
            f"Row {number} is too long. Check that its quotation marks are closed.",
        ),
        row=number,
    )


def _too_many_broken_rows(number: int) -> Problem:
    return Problem(
        field=None,
        text=Text(
            f'引用符（"）の合わない行が {_MAX_BROKEN_ROWS:,} 行を超えました。ファイルを書き出し直してください。',
            f"More than {_MAX_BROKEN_ROWS:,} rows have quotation marks that do not match. Export the file again.",
        ),
        row=number,
    )


def _reason(error: csv.Error, line_count: int) -> Text:
    if "field limit" in str(error):
        return Text(
            f'1 つの欄に {MAX_CELL_CHARACTERS:,} 文字を超える値があります。引用符（"）の閉じ忘れかもしれません。',
            f"A cell holds more than {MAX_CELL_CHARACTERS:,} characters. A quotation mark may not be closed.",
        )
    spread = (
        Text("", "")
        if line_count == 1
        else Text(f"（{line_count} 行にわたります）", f" (it runs over {line_count} lines)")
    )
    return Text(
        f'引用符（"）が正しく閉じられていません{spread.ja}。値の中の引用符は "" と書きます。',
        f'A quotation mark is not closed properly{spread.en}. Inside a value it is written "".',
    )


def faulty_column(row_text: str) -> int:
    """Return the first column (from 0) of a broken row whose quotation mark is wrong or whose value is too long.

    Only broken rows come here, so plain Python is quick enough.
    """
    column = 0
    start = 0
    while True:
        end = _end_of_cell(row_text, start)
        if end is None or end - start > MAX_CELL_CHARACTERS or end >= len(row_text) or row_text[end] != ",":
            return column
        column += 1
        start = end + 1


def _end_of_cell(row_text: str, start: int) -> int | None:
    """Return where the cell that begins at `start` ends, or None where its quotation mark is wrong."""
    if not row_text.startswith('"', start):
        ends = [found for mark in ",\r\n" if (found := row_text.find(mark, start)) >= 0]
        return min(ends, default=len(row_text))
    position = start + 1
    while (position := row_text.find('"', position)) >= 0:
        following = row_text[position + 1 : position + 2]
        if following != '"':
            return position + 1 if following in (",", "\r", "\n", "") else None
        position += 2
    return None
