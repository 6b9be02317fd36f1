"""Read a table file row by row against a known list of columns.

The header is checked before any row is read, and everything wrong with it is said at once. A row that cannot be read is
handed to `refuse` as a problem with its row and field, and the next row follows.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Self, TextIO

from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.tables.guard import unguarded
from transfer_log.tables.header import header_names, header_problems
from transfer_log.tables.records import Block, Fault, Records
from transfer_log.tables.sheets import SheetText, archive_problems
from transfer_log.tables.survey import file_digest, survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from transfer_log.tables.header import Columns

FORMATS: Final = ("csv", "xlsx")
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOUND_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row: its number as the sheet shows it, and its text under every known column ("" where it has none)."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenFile:
    """Hold an open file of decoded CSV text and what is known of it; `digest` is the SHA-256 of the file's bytes.

    `encoding` and `line_count` (for showing progress) are those of a CSV file; a sheet comes from a process of its own.
    """

    stream: TextIO
    digest: bytes
    encoding: str | None = None
    line_count: int | None = None
    sheet: SheetText | None = None

    def check(self) -> None:
        """Make sure that the end of the text is the end of the sheet."""
        if self.sheet is not None:
            self.sheet.check()

    def close(self) -> None:
        """Let go of the file, and of the process that reads a sheet."""
        self.stream.close()
        if self.sheet is not None:
            self.sheet.close()


class Table:
    """Be an open table file whose header is in order. Its rows can be read once; use it in a `with` block."""

    def __init__(self, columns: Columns, file: OpenFile) -> None:
        """Read the header.

        :raises RuleViolation: with every problem of the header.
        """
        self.columns = columns
        self.file = file
        self.names: list[str] = []
        self._faults: list[Fault] = []
        self._blocks = iter(Records(file.stream, self._faults.append))
        header = self._header_block()
        self.names, self._unnamed_count = header_names(header.rows[0])
        # A broken row above the header may have been the header.
        above = [self._problem_of(fault) for fault in self._faults if fault.record_number < header.first_number]
        if problems := [*above, *header_problems(self.names, columns)]:
            raise RuleViolation(problems)
        self._first = Block(header.first_number + 1, header.rows[1:], header.is_risky)

    def _header_block(self) -> Block:
        """Return the first block that holds anything, without the blank rows at its top."""
        for block in self._blocks:
            for place, cells in enumerate(block.rows):
                if any(cells):
                    return Block(block.first_number + place, block.rows[place:], block.is_risky)
        self.file.check()
        return Block(1, [[]], is_risky=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and of the process that reads a sheet."""
        self.file.close()

    def positional(
        self, order: Sequence[str], refuse: Callable[[Problem], None]
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give (row number, cells in the given order) of each row; a column the file lacks gives "".

        The quick way for a million rows: little slower than `csv.reader`. Blank rows are passed over.

        :raises ValueError: when `order` names a column that is not known: a fault of the caller.
        """
        unknown = [name for name in order if name not in self.columns.known]
        if unknown:
            raise ValueError(f"unknown columns: {', '.join(unknown)}")
        return chain.from_iterable(self._batches(order, refuse))

    def _batches(
        self, order: Sequence[str], refuse: Callable[[Problem], None]
    ) -> Iterator[Iterable[tuple[int, tuple[str, ...]]]]:
        """Yield the rows of one block after another; those of an ordinary block pass without Python code per row."""
        width = len(self.names) + self._unnamed_count
        place = {name: position for position, name in enumerate(self.names)}
        # One empty cell is put behind each row: columns that the file lacks point there.
        places = [place.get(name, width) for name in order]
        pick = _picker(places)
        for block in chain([self._first], self._blocks):
            for fault in self._faults:
                refuse(self._problem_of(fault))
            self._faults.clear()
            if block.is_risky or self._unnamed_count or set(map(len, block.rows)) != {width}:
                yield self._sound_rows(block, width, pick, refuse)
                continue
            if width in places:
                deque(map(list.append, block.rows, repeat("")), maxlen=0)
            numbered = zip(count(block.first_number), map(pick, block.rows))
            yield numbered if all(map(any, block.rows)) else (row for row in numbered if any(row[1]))
        self.file.check()

    def _sound_rows(
        self,
        block: Block,
        width: int,
        pick: Callable[[list[str]], tuple[str, ...]],
        refuse: Callable[[Problem], None],
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows of a block that needs a look at each row."""
        for number, cells in enumerate(block.rows, start=block.first_number):
            if not any(cells):
                continue
            problem = self._problem_in(cells, width)
            if problem is not None:
                refuse(problem.at_row(number))
                continue
            cells.append("")
            yield number, pick([unguarded(cell) if cell[:1] == "'" else cell for cell in cells])

    def _problem_in(self, cells: Sequence[str], width: int) -> Problem | None:
        if len(cells) != width:
            return _ragged(len(cells), width)
        for name, cell in zip(self.names, cells, strict=False):
            if "\0" in cell:
                return _nul(name)
        beside = next((cell for cell in cells[len(self.names) :] if cell), None)
        return None if beside is None else _beside_the_table(beside)

    def rows(self, refuse: Callable[[Problem], None]) -> Iterator[Row]:
        """Yield each row with its cells by column name, for files of ordinary size."""
        for number, cells in self.positional(self.columns.known, refuse):
            yield Row(number, dict(zip(self.columns.known, cells, strict=True)))

    def _problem_of(self, fault: Fault) -> Problem:
        name = self.names[fault.column] if fault.column < len(self.names) else None
        return Problem(field=name, text=fault.text, row=fault.record_number)


def open_table(path: Path, columns: Columns, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """Open a CSV or XLSX file, by its ending and its content, which must agree.

    `encoding` (of CSV: utf-8, utf-16, cp932, euc-jp) is found out when not chosen; `sheet` is the first visible one.

    :raises RuleViolation: when the file as a whole cannot be used; each problem says why. No row has been read then.
    """
    file = _open_sheet(path, sheet) if _kind_of(path) == "xlsx" else _open_csv(path, encoding)
    try:
        return Table(columns, file)
    except BaseException:
        file.close()
        raise


def _open_csv(path: Path, encoding: str | None) -> OpenFile:
    known = survey(path, encoding)
    stream = path.open(encoding=known.codec, newline="")
    return OpenFile(stream, file_digest(path), encoding=known.encoding, line_count=known.line_count)


def _open_sheet(path: Path, sheet: str | None) -> OpenFile:
    if problems := archive_problems(path):
        raise RuleViolation(problems)
    process = SheetText(path, sheet)
    return OpenFile(process.stream, file_digest(path), sheet=process)


def read_rows(
    path: Path,
    columns: Columns,
    refuse: Callable[[Problem], None],
    *,
    encoding: str | None = None,
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (row number, cells in the order of `columns.known`) of a file, opening and closing it.

    :raises RuleViolation: at the first row, when the file as a whole cannot be used.
    """
    with open_table(path, columns, encoding=encoding) as table:
        yield from table.positional(columns.known, refuse)


@lru_cache(maxsize=4096)
def split_list(cell: str) -> tuple[str, ...]:
    """Return the entries of a list inside a cell, separated by `;` (or full-width ；), without spaces and empty ones."""
    return tuple(part for raw in cell.replace("；", ";").split(";") if (part := raw.strip()))


def _kind_of(path: Path) -> str:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise RuleViolation(
            [
                Problem(
                    field=None,
                    text=Text(
                        "読めるのは CSV と Excel（.xlsx）のファイルです。",
                        "Only CSV and Excel (.xlsx) files can be read.",
                    ),
                    found=ending,
                    allowed=FORMATS,
                ),
            ],
        )
    with path.open("rb") as file:
        start = file.read(len(_OLD_OFFICE))
    if start == _OLD_OFFICE:
        text = Text(
            "古い形式かパスワード付きの Excel ファイルです。パスワードなしの .xlsx で保存し直してください。",
            "This is an old or password-protected Excel file. Save it as .xlsx without a password.",
        )
        raise RuleViolation([Problem(field=None, text=text)])
    if start.startswith(_ZIP) != (ending == "xlsx"):
        text = Text(
            f"ファイルの中身が「.{ending}」という拡張子と合っていません。",
            f"What is in the file does not agree with its ending .{ending}.",
        )
        raise RuleViolation([Problem(field=None, text=text, found=ending, allowed=FORMATS)])
    return ending


def _picker(places: Sequence[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return what takes these places of a row as a tuple; `itemgetter` gives one only for two places or more."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)


def _ragged(found: int, width: int) -> Problem:
    return Problem(
        field=None,
        text=Text(
            f'この行には {found} 個の値がありますが、列は {width} 個です。カンマや引用符（"）を確かめてください。',
            f"This row has {found} values, but there are {width} columns. Check its commas and quotation marks.",
        ),
        found=str(found),
        allowed=(str(width),),
    )


def _beside_the_table(value: str) -> Problem:
    return Problem(
        field=None,
        text=Text("列名のない列に値があります。", "There is a value in a column without a name."),
        found=value[:_FOUND_SHOWN],
    )


def _nul(field: str) -> Problem:
    return Problem(
        field=field,
        text=Text("読めない文字（NUL）が入っています。", "There is an unreadable character (NUL) in it."),
    )
