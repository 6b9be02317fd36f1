"""Read the cells of import files: days, yes and no, numbers, lists. An empty cell says nothing and is not read here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.tables import split_list
from transfer_log.text import UnreadableDay, parse_day, search_key, visible

if TYPE_CHECKING:
    from datetime import date

YES: Final = frozenset(map(search_key, ("yes", "true", "1", "y", "はい", "有", "○", "◯")))
NO: Final = frozenset(map(search_key, ("no", "false", "0", "n", "いいえ", "無", "×")))
_MOST_SHOWN: Final = 100
_LARGEST: Final = 1_000_000

_NOT_YES_OR_NO: Final = Text("yes か no で入力してください。", "Enter yes or no.")
_NOT_A_NUMBER: Final = Text("整数を入力してください。", "Enter a whole number.")
_NOT_PAIRS: Final = Text(
    "address>prefecture のように「元の項目>代わりの項目」を ; で区切って入力してください。",
    "Enter pairs such as address>prefecture, separated by ;.",
)


class UnreadableCell(Exception):
    """Say why a cell cannot be read; `problem` names no field yet."""

    def __init__(self, text: Text, found: str, allowed: tuple[str, ...] = ()) -> None:
        """Keep what was found, hidden characters made visible."""
        super().__init__(text.en)
        self.problem = Problem(None, text, found=visible(found[:_MOST_SHOWN]), allowed=allowed)


def words(cell: str) -> str:
    """Return the cell as it stands; what it may be is checked with the draft."""
    return cell


def day(cell: str) -> date:
    """Return a Japan date.

    :raises UnreadableCell: when it is none.
    """
    try:
        return parse_day(cell)
    except UnreadableDay as error:
        raise UnreadableCell(error.text, cell) from error


def yes_or_no(cell: str) -> bool:
    """Return True for yes, はい, 1 and the like, False for no, いいえ, 0.

    :raises UnreadableCell: for anything else.
    """
    key = search_key(cell)
    if key in YES or key in NO:
        return key in YES
    raise UnreadableCell(_NOT_YES_OR_NO, cell, ("yes", "no"))


def whole_number(cell: str) -> int:
    """Return a whole number.

    :raises UnreadableCell: when it is none, or out of all proportion.
    """
    try:
        number = int(cell)
    except ValueError:
        number = _LARGEST + 1
    if abs(number) > _LARGEST:
        raise UnreadableCell(_NOT_A_NUMBER, cell)
    return number


def listed(cell: str) -> tuple[str, ...]:
    """Return the entries of a list separated by `;`."""
    return split_list(cell)


def pairs(cell: str) -> dict[str, str]:
    """Return pairs such as `address>prefecture;birth_date>age` as a mapping.

    :raises UnreadableCell: when one of them is no pair.
    """
    found = {}
    for entry in split_list(cell):
        first, arrow, second = (part.strip() for part in entry.partition(">"))
        if not (first and arrow and second):
            raise UnreadableCell(_NOT_PAIRS, entry)
        found[first] = second
    return found
