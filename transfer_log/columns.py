"""Work on the values of many rows a column at a time: what all rows share is worked on once."""

from __future__ import annotations

from itertools import repeat
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def is_shared(column: Sequence[object]) -> bool:
    """Tell whether all rows hold the very same object, such as None, an instant, or the id of the operator.

    Equal values that are other objects do not count: looking at identities only costs next to nothing.
    """
    return all(map(is_, column, repeat(column[0])))


def mapped(column: Sequence[Any], change: Callable[[Any], Any]) -> Sequence[Any]:
    """Return the column with `change` done to every value but None."""
    if not column:
        return column
    if is_shared(column):
        return [None if column[0] is None else change(column[0])] * len(column)
    return [None if value is None else change(value) for value in column]


def columns_of(rows: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """Return the columns of rows that are named tuples of one kind, at least one, by field name."""
    return dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))
