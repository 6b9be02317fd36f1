"""Hold the database session, the column types and the schema rules that every table keeps.

One schema runs on SQLite, PostgreSQL and Citus. Ids are UUIDv7 made here, instants are aware UTC, days are Japan dates.
Each table names its kind in `__table_args__["info"]["kind"]`; the kind alone decides its key, its rights and whether a
row is evidence (docs/data-model.md).
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, cast
from uuid import UUID

import uuid_utils.compat
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import LargeBinary, MetaData, String, Text, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask_sqlalchemy.session import Session
    from sqlalchemy import Table
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import Dialect
    from sqlalchemy.orm import scoped_session

Kind = Literal["register", "set", "subject", "ledger", "act", "projection", "working", "log"]

INSTANT_FORMAT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
NIL_ID: Final = UUID(int=0)


class Uid(TypeDecorator[UUID]):
    """Store a UUID in 16 bytes: BLOB on SQLite, uuid on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the native type where the engine has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> object:
        """Give SQLite the bytes."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes

    def process_result_value(self, value: Any | None, dialect: Dialect) -> UUID | None:  # noqa: ANN401 the driver decides
        """Read a UUID back from either engine."""
        if value is None or isinstance(value, UUID):
            return value
        del dialect
        return UUID(bytes=value)


class Instant(TypeDecorator[datetime]):
    """Store an aware instant in UTC: sortable text with microseconds on SQLite, timestamptz on PostgreSQL."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the native type where the engine has one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Refuse a naive time: nobody could say later which zone it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: give an aware UTC instant")
        return value if dialect.name == "postgresql" else instant_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 the driver decides
        """Read an aware UTC instant back."""
        if value is None:
            return None
        del dialect
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)  # ends in Z: aware, UTC


class JsonText(TypeDecorator[Any]):
    """Store a list or mapping as JSON text with sorted keys; never queried, so plain text on every engine."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401 any JSON value
        """Write compact JSON with sorted keys, so that equal content is equal text."""
        del dialect
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any | None:  # noqa: ANN401 any JSON value
        """Read the JSON value."""
        del dialect
        return None if value is None else json.loads(value)


def Digest() -> LargeBinary:  # noqa: N802 reads as the type it returns
    """Return the type of a SHA-256: 32 bytes."""
    return LargeBinary(32)


# Made once: `json.dumps` would make one for every value.
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def json_text(value: object) -> str:
    """Return compact JSON with sorted keys and untouched Japanese."""
    return _written(value)


def instant_text(at: datetime) -> str:
    """Return an aware instant as `YYYY-MM-DDTHH:MM:SS.ffffffZ` in UTC."""
    return at.astimezone(UTC).strftime(INSTANT_FORMAT)


def new_id() -> UUID:
    """Return a fresh UUIDv7: sorted by time, made by the application on every engine."""
    return uuid_utils.compat.uuid7()


def utc_now() -> datetime:
    """Return the present instant. Only doors (page, API, command line, jobs) call this; rules take time as an argument."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Be the base of all tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Uid, datetime: Instant}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


# Models stand on the typed Base; Flask-SQLAlchemy gives the engine and the session only (docs/decisions/0001).
db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True, session_options={"expire_on_commit": False})


def kind(name: Kind) -> dict[str, dict[str, str]]:
    """Return the table argument that names the kind of a table."""
    return {"info": {"kind": name}}


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, typed as what it is."""
    return cast("Table", model.__table__)


def table_kind(table_info: dict[Any, Any]) -> str:
    """Return the kind a table declares, or '' when it declares none."""
    return str(table_info.get("kind", ""))


_commit_hooks: list[Callable[[], None]] = []


def before_commit(hook: Callable[[], None]) -> Callable[[], None]:
    """Register what is to run at the end of every outermost transaction, still inside it."""
    _commit_hooks.append(hook)
    return hook


@contextmanager
def transaction() -> Iterator[scoped_session[Session]]:
    """Run one business act: outermost one write transaction, nested a savepoint; an exception undoes it all.

    SQLite takes the write lock at the start (BEGIN IMMEDIATE): a transaction that reads first and writes later could
    otherwise find that another writer was quicker and would have to fail.
    """
    session = db.session
    if "pending" in session.info:
        kept = len(session.info["pending"])
        try:
            with session.begin_nested():
                yield session
        except BaseException:
            del session.info["pending"][kept:]
            raise
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("unsaved objects outside a transaction: write inside `with transaction():`")
    session.commit()  # end the read snapshot of this request; nothing is pending, loaded objects stay readable
    # What the rows of this transaction leave for its end, such as leaves for the log; a savepoint cuts it back.
    session.info["pending"] = []
    try:
        session.connection(execution_options={"begin_immediate": True})
        yield session
        for hook in _commit_hooks:
            hook()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["pending"]


def configure_engine(engine: Engine) -> None:
    """Set what every SQLite connection needs: WAL, full durability, enforced foreign keys, our own BEGIN.

    WAL lets readers go on while one writes; synchronous=FULL keeps an acknowledged row through a power cut.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 a DB-API connection
        # Python's driver would begin by itself at the first write only; we say when.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("begin_immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
