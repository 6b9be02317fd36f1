"""Insert one row or a million through the same door, column by column, on either engine.

SQLAlchemy's ORM and its per-value types cost more than the database itself at this size; here a column is encoded in one
pass and handed to the driver. SQLite gets one `executemany`, PostgreSQL an INSERT for a few rows and COPY for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Date, Table
from sqlalchemy.exc import IntegrityError

from transfer_log.columns import mapped
from transfer_log.db import Instant, JsonText, Uid, db, instant_text, json_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection
    from sqlalchemy.types import TypeEngine

# Below this many rows the set-up of COPY costs more than it saves.
COPY_FROM: Final = 100

Column = Sequence[Any]


class WrittenJson(str):
    """Be a JSON value already written as text: the insert takes it as it is."""

    __slots__ = ()


def insert_columns(
    table: Table, names: Sequence[str], columns: Sequence[Column], *, skip_existing: bool = False
) -> None:
    """Insert rows given as columns of Python values (UUID, date, aware datetime, bytes, str, int, bool, None).

    With `skip_existing`, rows whose key is already there are left as they are: for content-addressed sets, where the
    same key is the same content. Runs in the current transaction; nothing is committed.
    """
    count = len(columns[0]) if columns else 0
    if not count:
        return
    connection = db.session.connection()
    dialect = connection.dialect.name
    encoded = [_encode(table.c[name].type, column, dialect) for name, column in zip(names, columns, strict=True)]
    rows = list(zip(*encoded, strict=True))
    if dialect == "postgresql" and count >= COPY_FROM and not skip_existing:
        _copy(connection, table.name, names, rows)
        return
    mark = "%s" if dialect == "postgresql" else "?"
    marks = ",".join([mark] * len(names))
    tail = " ON CONFLICT DO NOTHING" if skip_existing else ""
    statement = f"INSERT INTO {table.name} ({','.join(names)}) VALUES ({marks}){tail}"  # noqa: S608 names of our own tables
    connection.exec_driver_sql(statement, rows[0] if count == 1 else rows)


def _copy(connection: Connection, table: str, names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 a checked-out connection always has one
    statement = f"COPY {table} ({','.join(names)}) FROM STDIN"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.IntegrityError as error:
        # COPY goes past SQLAlchemy: callers see the error that an INSERT would have given them.
        raise IntegrityError(statement, None, error) from error


def _encode(column_type: TypeEngine[Any], column: Column, dialect: str) -> Column:
    encode = _encoder(column_type, dialect)
    return column if encode is None else mapped(column, encode)


def _encoder(column_type: TypeEngine[Any], dialect: str) -> Callable[[Any], Any] | None:
    if isinstance(column_type, JsonText):
        return _json
    if dialect == "postgresql":
        return None
    if isinstance(column_type, Uid):
        return attrgetter("bytes")
    if isinstance(column_type, Instant):
        return _remembered_instant
    if isinstance(column_type, Date):
        return _remembered_day
    return None


def _json(value: Any) -> str:  # noqa: ANN401 any JSON value
    return value if isinstance(value, WrittenJson) else json_text(value)


# A batch shares its instant and a few hundred days.
_remembered_instant = lru_cache(maxsize=256)(instant_text)


@lru_cache(maxsize=4096)
def _remembered_day(value: Any) -> str:  # noqa: ANN401 a date
    return str(value.isoformat())
