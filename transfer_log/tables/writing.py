"""Write tables to files that people open in Excel and machines read back: CSV, XLSX, JSON Lines. All of them stream."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Final

import xlsxwriter

from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.tables.guard import RISKY_STARTS, guarded, guarded_in_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Instants must be text already: an Excel cell has no time zone, and a silent shift would falsify a record.
Cell = str | int | float | date | None

CSV_ENCODINGS: Final = {"utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "cp932": "cp932"}
MAX_SHEET_ROWS: Final = 1_048_576
MAX_SHEET_CELL_CHARACTERS: Final = 32_767
#: Excel keeps 15 digits of a number; longer ones are written as text.
_EXACT_BELOW: Final = 10**15
_MOST_NAMED: Final = 20
_WIDEST_COLUMN: Final = 40


class UnwritableCharacters(RuleViolation):
    """Say which characters the chosen encoding cannot hold. The file is unfinished and must be thrown away."""

    def __init__(self, characters: Sequence[str], encoding: str) -> None:
        """Name the characters with their code points, and offer UTF-8."""
        self.characters = tuple(characters)
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters)
        text = Text(
            f"{encoding.upper()} では書けない文字があります：{named}。UTF-8 を選んでください。",
            f"{encoding.upper()} has no place for {named}. Choose UTF-8.",
        )
        super().__init__([Problem(field="encoding", text=text, found=named, allowed=("utf-8",))])


def write_csv(
    stream: IO[bytes],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    encoding: str = "utf-8",
) -> int:
    """Write a CSV that Japanese Excel opens (UTF-8 with BOM, or `cp932`; CRLF) and return the number of rows.

    Cells that a spreadsheet would run get the formula guard. `stream` stays open.

    :raises UnwritableCharacters: naming every such character of all rows (up to 20); the file is unfinished then.
    """
    text = io.TextIOWrapper(stream, encoding=CSV_ENCODINGS[encoding], newline="", errors="strict")
    writer = csv.writer(text, lineterminator="\r\n")
    remaining = iter(rows)
    current: Sequence[Cell] = header
    count = 0
    try:
        writer.writerow(_guarded_row(header))
        for current in remaining:
            writer.writerow(_guarded_row(current))
            count += 1
        text.flush()
    except UnicodeEncodeError:
        raise UnwritableCharacters(_unwritable(chain([current], remaining), encoding), encoding) from None
    finally:
        text.detach()
    return count


def _guarded_row(row: Sequence[Cell]) -> list[str]:
    return [cell if type(cell) is str and cell[:1] not in RISKY_STARTS else _csv_cell(cell) for cell in row]


def _csv_cell(cell: Cell) -> str:
    # A negative number is no formula: guarded, it would be no number any more.
    return guarded(cell) if isinstance(cell, str) else _text(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        raise TypeError("an instant must be given as text, with its time zone said")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _unwritable(rows: Iterable[Sequence[Cell]], encoding: str) -> list[str]:
    """Return the characters of all rows that the encoding lacks, in the order they are met."""
    found: dict[str, None] = {}
    for row in rows:
        for character in "".join(map(_text, row)):
            if character not in found and not _can_hold(character, encoding):
                found[character] = None
                if len(found) == _MOST_NAMED:
                    return list(found)
    return list(found)


def _can_hold(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def write_xlsx(
    stream: IO[bytes],
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet_name: str = "Sheet1",
) -> int:
    """Write an Excel workbook and return the number of rows; `stream` stays open.

    Text is text, never a formula, link or number; days are real days (yyyy-mm-dd), whole numbers numbers. Beyond
    1,048,576 rows it goes on in a further sheet with the same header.

    :raises RuleViolation: when a cell holds more than the 32,767 characters Excel can; the file is unfinished then.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        writer = _SheetWriter(book, header, sheet_name)
        for row in rows:
            writer.add(row)
        writer.finish()
    return writer.count


class _SheetWriter:
    """Write rows into sheet after sheet of one workbook."""

    def __init__(self, book: Any, header: Sequence[str], name: str) -> None:  # noqa: ANN401 XlsxWriter has no types
        self._book = book
        self._header = header
        self._name = name
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet_count = 0
        self.count = 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self._sheet_count += 1
        name = self._name if self._sheet_count == 1 else f"{self._name} ({self._sheet_count})"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._header):
            self._sheet.set_column(column, column, min(_WIDEST_COLUMN, 4 + 2 * len(title)))
            self._sheet.write_string(0, column, guarded_in_sheet(title), self._bold)
        self._row = 0

    def add(self, row: Sequence[Cell]) -> None:
        if self._row + 1 == MAX_SHEET_ROWS:
            self.finish()
            self._begin_sheet()
        self._row += 1
        self.count += 1
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                self._write_text(column, cell)
            elif isinstance(cell, date) and not isinstance(cell, datetime):
                self._sheet.write_datetime(self._row, column, cell, self._day)
            elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _EXACT_BELOW:
                self._sheet.write_number(self._row, column, cell)
            elif cell is not None:
                self._write_text(column, _text(cell))

    def _write_text(self, column: int, cell: str) -> None:
        written = guarded_in_sheet(cell)
        if len(written) > MAX_SHEET_CELL_CHARACTERS:
            raise RuleViolation([_too_long(self._header[column], self.count + 1)])
        if written:
            self._sheet.write_string(self._row, column, written)

    def finish(self) -> None:
        """Let people filter by each column."""
        self._sheet.autofilter(0, 0, self._row, max(len(self._header) - 1, 0))


def _too_long(field: str, row: int) -> Problem:
    return Problem(
        field=field,
        text=Text(
            f"Excel のセルに入るのは {MAX_SHEET_CELL_CHARACTERS:,} 文字までです。CSV を選んでください。",
            f"An Excel cell holds up to {MAX_SHEET_CELL_CHARACTERS:,} characters. Choose CSV.",
        ),
        row=row,
    )


def write_jsonl(stream: IO[bytes], rows: Iterable[Mapping[str, object]]) -> int:
    """Write one JSON object a line (UTF-8, LF) for machines, without any guard, and return the number of lines."""
    count = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_json_text)
        stream.write(line.encode() + b"\n")
        count += 1
    return count


def _json_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def join_list(entries: Iterable[str]) -> str:
    """Return entries as one cell, separated by `;`."""
    return ";".join(entries)
