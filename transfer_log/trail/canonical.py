"""Write a row in canonical form v1: an RFC 8785 object of every frozen column.

Fixed before the first row was written; docs/canonical-v1.md publishes test vectors. Plain Python, no database, no clock.
Rules: NULL is left out; booleans 0/1; ids lower-case UUID text; days YYYY-MM-DD; instants YYYY-MM-DDTHH:MM:SS.ffffffZ;
bytes lower-case hex; a reference to a register version or a set is its digest (the caller puts it in).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Value = str | int | bool | bytes | UUID | date | datetime | None

VERSION = 1


def canonical(row: Mapping[str, Value]) -> bytes:
    """Return the canonical bytes of a row, keys being column names.

    :raises TypeError: for a value that the form does not know, such as a float.
    """
    return writer(sorted(row))([row[key] for key in sorted(row)])


def writer(columns: Sequence[str]) -> Callable[[Sequence[Value]], bytes]:
    """Return a function that writes rows whose values stand in the order of `columns`.

    The keys are escaped and sorted once; a million rows then cost one join each. RFC 8785 sorts keys by UTF-16 units;
    column names are ASCII, where that is plain order.
    """
    order = sorted(range(len(columns)), key=columns.__getitem__)
    pairs = [(place, f"{encode_basestring(columns[place])}:") for place in order]

    def write(values: Sequence[Value]) -> bytes:
        parts = []
        for place, key in pairs:
            value = values[place]
            if value is not None:
                parts.append(key + (encode_basestring(value) if type(value) is str else literal(value)))
        return ("{" + ",".join(parts) + "}").encode()

    return write


def literal(value: Value) -> str:
    """Return one value as canonical JSON text.

    :raises TypeError: for a type that the form does not know.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        # RFC 8785 numbers are IEEE doubles; a larger whole number would silently change.
        if abs(value) > 2**53 - 1:
            raise TypeError(f"{value} is too large for canonical form v1: store it as text")
        return str(value)
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
    raise TypeError(f"{type(value).__name__} has no canonical form")
