"""Read rows by their keys, one key or fifty thousand, straight from the driver and column by column.

The counterpart of `bulk`: a writer of a million rows looks up as many keys first, and SQLAlchemy's per-value types cost
more than the database itself. A form that looks up one key profits just as much.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from transfer_log.db import db

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

#: What a column holds: `plain` is text, numbers and bytes, the same on every engine; `json` is JSON kept as text.
ColumnKind = Literal["key", "plain", "id", "day", "instant", "json"]

MOST_VALUES_IN_A_QUERY: Final = 500


class KeyedQuery:
    """Be a query whose condition ends in `… IN (:keys)`; other values stand before that as `?`.

    The kinds say how the columns of the result are read. A column of kind `key` holds one of the keys asked for and
    comes back as the object that was asked with.
    """

    __slots__ = ("_kinds", "_sqlite", "_statement")

    def __init__(self, statement: str, *kinds: ColumnKind) -> None:
        """Keep the statement in the words of both engines."""
        before, after = statement.split("IN (:keys)")
        self._sqlite = (f"{before}IN (", f"){after}")
        # An array is one value: one statement for any number of keys, which the driver prepares once.
        self._statement = f"{before}= ANY(?){after}".replace("?", "%s")
        self._kinds = kinds

    def rows(self, keys: Collection[Any], *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 what the columns hold
        """Return the rows for these keys as tuples of UUID, date, aware UTC datetime, bytes, str, int."""
        if not keys:
            return []
        connection = db.session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        found: list[tuple[Any, ...]] = []
        if not is_sqlite:
            for part in _parts(list(keys)):
                result = connection.exec_driver_sql(self._statement, (*values, part))
                found += result.cursor.fetchall()
                result.close()
            return self._decoded(found, {"json": json.loads, "instant": _in_utc})
        by_value = {_encoded(key): key for key in keys}
        fixed = tuple(map(_encoded, values))
        start, end = self._sqlite
        for part in _parts(list(by_value)):
            statement = start + ",".join("?" * len(part)) + end
            result = connection.exec_driver_sql(statement, (*fixed, *part))
            found += result.cursor.fetchall()
            result.close()
        return self._decoded(
            found, {"key": by_value.__getitem__, "id": _id, "day": _day, "instant": _instant, "json": json.loads}
        )

    def _decoded(
        self, rows: list[tuple[Any, ...]], readers: Mapping[ColumnKind, Callable[[Any], Any]]
    ) -> list[tuple[Any, ...]]:
        """Read the values that the engine has no type for; a column at a time."""
        if not rows or readers.keys().isdisjoint(self._kinds):
            return rows
        columns = [
            _column(column, readers[kind]) if kind in readers else column
            for kind, column in zip(self._kinds, zip(*rows, strict=True), strict=True)
        ]
        return list(zip(*columns, strict=True))


def _column(column: tuple[Any, ...], read: Callable[[Any], Any]) -> list[Any]:
    return [None if value is None else read(value) for value in column]


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), MOST_VALUES_IN_A_QUERY):
        yield values[start : start + MOST_VALUES_IN_A_QUERY]


def _encoded(value: Any) -> Any:  # noqa: ANN401 a key of any kind
    return value.bytes if isinstance(value, UUID) else value


def _id(value: bytes) -> UUID:
    return UUID(int=int.from_bytes(value, "big"))


@lru_cache(maxsize=4096)
def _day(value: str) -> date:
    return date.fromisoformat(value)


def _in_utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


@lru_cache(maxsize=4096)
def _instant(value: str) -> datetime:
    return datetime.fromisoformat(value)
