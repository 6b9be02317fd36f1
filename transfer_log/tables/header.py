"""Check the first row of a table against the columns that are known, and say everything that is wrong with it at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_COLUMNS: Final = 256
_LONGEST_NAME_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Columns:
    """Name the columns a kind of file may have, and those of them it must have."""

    known: tuple[str, ...]
    required: tuple[str, ...] = ()


def header_names(cells: Sequence[str]) -> tuple[list[str], int]:
    """Return the column names, spaces around them removed, and how many unnamed columns follow the last one.

    Spreadsheets like to leave empty columns at the right end; they are let pass as long as they stay empty.
    """
    names = [cell.strip() for cell in cells]
    trailing = 0
    while names and not names[-1]:
        names.pop()
        trailing += 1
    return names, trailing


def header_problems(names: Sequence[str], columns: Columns) -> list[Problem]:
    """Return what is wrong with the header: too many, unnamed, unknown, doubled, missing columns."""
    if not names:
        return [Problem(field=None, text=Text("ファイルに何も書かれていません。", "The file is empty."))]
    if len(names) > MAX_COLUMNS:
        return [
            Problem(
                field=None,
                text=Text(f"列は {MAX_COLUMNS} までです。", f"A table may have up to {MAX_COLUMNS} columns."),
                found=str(len(names)),
            ),
        ]
    if len(names) == 1 and (separator := _foreign_separator(names[0], columns)):
        return [separator]
    counts = Counter(names)
    return [
        *_unnamed(names),
        *(_unknown(name, columns) for name in counts if name and name not in columns.known),
        *(_doubled(name) for name, count in counts.items() if name and count > 1),
        *(_missing(name) for name in columns.required if name not in counts),
    ]


def _foreign_separator(name: str, columns: Columns) -> Problem | None:
    for separator, ja, en in (("\t", "タブ", "tabs"), (";", "セミコロン", "semicolons")):
        if any(part.strip() in columns.known for part in name.split(separator)[1:]):
            return Problem(
                field=None,
                text=Text(
                    f"列が{ja}で区切られています。カンマ区切りの CSV で保存してください。",
                    f"The columns are separated by {en}. Save the file as CSV separated by commas.",
                ),
                row=1,
            )
    return None


def _unnamed(names: Sequence[str]) -> Iterator[Problem]:
    for position, name in enumerate(names, start=1):
        if not name:
            yield Problem(
                field=None,
                text=Text(f"{position} 列目に列名がありません。", f"Column {position} has no name."),
                row=1,
            )


def _unknown(name: str, columns: Columns) -> Problem:
    shown = visible(name[:_LONGEST_NAME_SHOWN])
    text = Text(f"「{shown}」という列はありません。", f"There is no column {shown}.")
    if guess := nearest(name, columns.known):
        text = Text(f"{text.ja}「{guess}」のことですか。", f"{text.en} Did you mean {guess}?")
    return Problem(field=shown, text=text, found=shown, allowed=columns.known, row=1)


def _doubled(name: str) -> Problem:
    return Problem(
        field=name,
        text=Text(f"「{name}」の列が 2 つ以上あります。", f"The column {name} stands there more than once."),
        row=1,
    )


def _missing(name: str) -> Problem:
    return Problem(field=name, text=Text(f"「{name}」の列がありません。", f"The column {name} is missing."), row=1)
