"""Write one sheet of an XLSX file to standard output as UTF-8 CSV. Run as a program of its own, never imported.

A spreadsheet of a few kilobytes can name a billion cells or repeat one long text a million times. Whoever reads it here
does so within limits of memory and time that the system itself keeps, so the worst a file can do is end this process.
It stands alone on the standard library and calamine: no other module of the product is loaded.

Usage: sheet_process.py FILE [SHEET]. Exit codes: 0 written; 3 unreadable; 4 no such sheet; 5 error values in cells
(named on standard error); 6 too big. Ended by a signal: a limit of the system was reached.
"""

from __future__ import annotations

import csv
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Final

import python_calamine as calamine

MEMORY_BYTES: Final = 3 << 29
CPU_SECONDS: Final = 300
UNREADABLE: Final = 3
NO_SHEET: Final = 4
ERROR_VALUES: Final = 5
TOO_BIG: Final = 6

#: Excel keeps 15 digits; a longer whole number was already altered and must not look exact.
_EXACT_BELOW: Final = 10**15

_TAG: Final = re.compile(rb"<(?:\w+:)?(sheet|Relationship)\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'(?:\w+:)?(\w+)="([^"]*)"')
_ERROR_CELL: Final = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"')
_MOST_NAMED: Final = 10


def main(arguments: list[str]) -> int:
    """Write the sheet and return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, wanted = arguments[0], arguments[1] if len(arguments) > 1 else None
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            name = _sheet_name(book, wanted)
            if name is None:
                return NO_SHEET
            cells = error_cells(path, name)
            if cells:
                sys.stderr.write(" ".join(cells))
                return ERROR_VALUES
            _write(book.get_sheet_by_name(name))
    except (calamine.CalamineError, zipfile.BadZipFile, OSError, KeyError):
        return UNREADABLE
    except MemoryError:
        return TOO_BIG
    return 0


def _sheet_name(book: calamine.CalamineWorkbook, wanted: str | None) -> str | None:
    """Return the wanted sheet, or the first one that people can see."""
    for sheet in book.sheets_metadata:
        is_seen = sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        if sheet.name == wanted or (wanted is None and is_seen):
            return sheet.name
    return None


def _write(sheet: calamine.CalamineSheet) -> None:
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for row in sheet.iter_rows():
        writer.writerow([cell if type(cell) is str else cell_text(cell) for cell in row])


def cell_text(cell: float | str | bool | date | datetime | time | timedelta) -> str:  # noqa: FBT001 a cell's value
    """Return the text of a cell: ISO dates, whole numbers without a point, true and false.

    Excel knows no plain days: a moment at midnight is one.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_BELOW else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds" if cell.second else "minutes")
    return str(cell)


def error_cells(path: str, sheet_name: str) -> list[str]:
    """Return the places (such as D5) of the first cells of a sheet that show an error such as #N/A.

    Calamine gives such a cell as empty, and an empty cell may mean something.
    """
    with zipfile.ZipFile(path) as archive:
        member = _member_of(archive, sheet_name)
        if member is None:
            return []
        found: list[str] = []
        rest = b""
        with archive.open(member) as file:
            while len(found) < _MOST_NAMED and (chunk := file.read(1 << 20)):
                text = rest + chunk
                complete = text.rfind(b">") + 1
                if b't="e"' in text:
                    found += [place.decode() for place in _ERROR_CELL.findall(text[:complete])]
                rest = text[complete:]
    return found[:_MOST_NAMED]


def _member_of(archive: zipfile.ZipFile, sheet_name: str) -> str | None:
    """Return the name of the file inside the archive that holds a sheet."""
    sheets = _attributes(archive.read("xl/workbook.xml"), b"sheet")
    targets = {
        found.get(b"Id"): found.get(b"Target", b"").decode()
        for found in _attributes(archive.read("xl/_rels/workbook.xml.rels"), b"Relationship")
    }
    for sheet in sheets:
        if _plain(sheet.get(b"name", b"")) == sheet_name:
            target = targets.get(sheet.get(b"id"), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return member if member in archive.namelist() else None
    return None


def _attributes(xml: bytes, tag: bytes) -> list[dict[bytes, bytes]]:
    return [dict(_ATTRIBUTE.findall(body)) for name, body in _TAG.findall(xml) if name == tag]


def _plain(attribute: bytes) -> str:
    text = attribute.decode()
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
