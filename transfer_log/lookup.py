"""Look up one row by its key outside of any transaction: for what every request asks before its work begins.

The session would begin a transaction, and the work would have to end that and begin its own: three times the cost of the
query itself. Here a connection of the pool answers the one statement as of what is committed now, and goes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy.exc import DBAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Select
    from sqlalchemy.engine import Dialect, Engine


class Lookup:
    """Be a SELECT of at most one row, compiled once an engine; values come back as the types of its columns."""

    def __init__(self, statement: Select[Any]) -> None:
        """Keep the statement; its parameters are named with `bindparam` and are plain text or bytes."""
        self._statement = statement
        self._compiled: WeakKeyDictionary[Engine, _Compiled] = WeakKeyDictionary()

    def one(self, engine: Engine, **parameters: str | bytes) -> tuple[Any, ...] | None:
        """Return the row, None where there is none.

        :raises sqlalchemy.exc.DBAPIError: when the database does not answer.
        """
        compiled = self._compiled.get(engine)
        if compiled is None:
            compiled = self._compiled[engine] = _Compiled(self._statement, engine.dialect)
        try:
            row = _fetch(engine, compiled.text, compiled.arguments(parameters))
        except engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError(compiled.text, None, error, hide_parameters=True) from error
        return None if row is None else compiled.values(row)


def _fetch(engine: Engine, text: str, arguments: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 as the driver wants them
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(text, arguments)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
    except BaseException:
        # Perhaps the server has gone: the next request shall get a fresh connection.
        connection.invalidate()
        raise
    connection.close()  # back into the pool, which rolls back what the driver may have begun
    return row


class _Compiled:
    """Hold the text of a statement for one engine and how to read what comes back."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        """Compile."""
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._order: list[str] | None = compiled.positiontup if compiled.positional else None
        self._readers: list[Callable[[Any], Any] | None] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.selected_columns
        ]

    def arguments(self, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 as the driver wants them
        """Return the parameters as the driver wants them: by position or by name."""
        return parameters if self._order is None else tuple(parameters[name] for name in self._order)

    def values(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the row as Python values."""
        return tuple(
            value if reader is None else reader(value) for reader, value in zip(self._readers, row, strict=True)
        )
