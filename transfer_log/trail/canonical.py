"""Write rows in canonical form v1: an RFC 8785 object of every frozen column.

Fixed before the first row was written; docs/canonical-v1.md publishes test vectors. Plain Python, no database, no clock.
Rules: NULL is left out; booleans 0/1; ids lower-case UUID text; days YYYY-MM-DD; instants YYYY-MM-DDTHH:MM:SS.ffffffZ;
bytes lower-case hex; a reference to a register version or a set is its digest (the caller puts it in).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import repeat
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Final
from uuid import UUID

from transfer_log.columns import is_shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Value = str | int | bool | bytes | UUID | date | datetime | None

VERSION: Final = 1
# RFC 8785 numbers are IEEE doubles; a larger whole number would silently change.
LARGEST_NUMBER: Final = 2**53 - 1


def canonical(row: Mapping[str, Value]) -> bytes:
    """Return the canonical bytes of one row, keys being column names.

    :raises TypeError: for a value that the form does not know, such as a float.
    """
    return canonical_rows(list(row), [[value] for value in row.values()])[0]


def canonical_rows(names: Sequence[str], columns: Sequence[Sequence[Value]]) -> list[bytes]:
    """Return the canonical bytes of many rows given as columns.

    Column by column, so that a value that a million rows share is written once, and columns in which they do not differ
    at all cost nothing. Keys sort as RFC 8785 wants them, by UTF-16 units: column names are ASCII, where that is plain
    order.
    """
    count = len(columns[0])
    parts: list[Iterable[str]] = []
    alike = ""
    for place in sorted(range(len(names)), key=names.__getitem__):
        name, column = names[place], columns[place]
        if is_shared(column):
            alike += _members(name, column[:1])[0]
        else:
            parts += [repeat(alike, count), _members(name, column)]
            alike = ""
    # Every member brings a comma before it; the first one goes.
    return [f"{{{''.join(row)[1:]}}}".encode() for row in zip(*parts, repeat(alike, count), strict=True)]


def _members(name: str, column: Sequence[Value]) -> list[str]:
    key = f",{encode_basestring(name)}:"
    written: dict[object, str] = {None: ""}
    members = []
    for value in column:
        # True == 1 and both have the same hash, and both are written 1: sharing is right.
        member = written.get(value)
        if member is None:
            member = written[value] = key + literal(value)
        members.append(member)
    return members


def literal(value: Value) -> str:
    """Return one value as canonical JSON text.

    :raises TypeError: for a type that the form does not know.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, UUID):
        return f'"{value}"'
    if isinstance(value, bytes):
        return f'"{value.hex()}"'
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a naive instant has no canonical form")
        return f'"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise TypeError(f"{value} is too large for canonical form v1: store it as text")
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
