"""Log who saw records of which person, before the answer is sent, apart from the ledger and without any personal value.

Each read is committed at once by a connection of its own: it stays although the request fails later. On the embedded
engine the rows lie in a file of their own; else in the same database. Each hour that is over is bound into the ledger's
evidence by an act with the SHA-256 over its rows (`seal_hour`); `check_hour` tells whether the rows are still those.
Law: Act Art. 23; PPC Q&A 10-20 asks that access records be kept from tampering.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

import rfc8785
from sqlalchemy import select
from sqlalchemy.schema import CreateIndex, CreateTable

from transfer_log.accounts.models import AccessRead
from transfer_log.db import db, instant_text, new_id, table_of
from transfer_log.japanese_dates import JAPAN
from transfer_log.trail.models import Act
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.engine import Engine

    from transfer_log.accounts.actor import Actor

#: Name of the own engine of the access log; where there is none, it lies in the main database.
BIND: Final = "access"
SEALED: Final = "access_log_sealed"
HOUR: Final = timedelta(hours=1)
#: An hour is sealed this much after its end: a row of its last moment may still be on its way into the table.
GRACE: Final = timedelta(minutes=2)
PAGE_ROWS: Final = 100

_READS: Final = table_of(AccessRead)
_COLUMNS: Final = tuple(column.name for column in _READS.columns)
_prepared: Final[WeakSet[Engine]] = WeakSet()


@dataclass(frozen=True, slots=True)
class Read:
    """Say what is about to be shown: by which action, at which route or command, of whom or of how many people."""

    action: str
    route: str
    subject_id: UUID | None = None
    people_count: int = 1
    reason: str | None = None


class HourState(StrEnum):
    """Say what is known about the rows of one hour."""

    UNSEALED = "unsealed"
    INTACT = "intact"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Filter:
    """Choose rows of the access log of one operator: of a Japan date, of a user, of a person; older than a row."""

    operator_id: UUID
    on: date | None = None
    user_id: UUID | None = None
    subject_id: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Be a page of the access log, newest first, and where the next one begins."""

    rows: Sequence[Row[Any]] = field(default_factory=tuple)
    older: UUID | None = None


def log_read(read: Read, *, actor: Actor, at: datetime) -> UUID:
    """Write that the actor is about to see records of people, and return the id of the row; it is committed here.

    :raises sqlalchemy.exc.SQLAlchemyError: when it cannot be written; then nothing may be shown.
    """
    row_id = new_id()
    row = {
        "user_id": actor.user_id,
        "id": row_id,
        "operator_id": actor.operator_id,
        "read_at": at,
        "action": read.action,
        "subject_id": read.subject_id,
        "route": read.route,
        "people_count": read.people_count,
        "reason": read.reason,
    }
    with _engine().begin() as connection:
        connection.execute(_READS.insert(), row)
    return row_id


def reads(chosen: Filter) -> Page:
    """Return a page of the log, newest first."""
    query = select(_READS).where(_READS.c.operator_id == chosen.operator_id)
    if chosen.on is not None:
        start = datetime.combine(chosen.on, time(), JAPAN)
        query = query.where(_READS.c.read_at >= start, _READS.c.read_at < start + timedelta(days=1))
    if chosen.user_id is not None:
        query = query.where(_READS.c.user_id == chosen.user_id)
    if chosen.subject_id is not None:
        query = query.where(_READS.c.subject_id == chosen.subject_id)
    if chosen.before is not None:
        query = query.where(_READS.c.id < chosen.before)
    with _engine().connect() as connection:
        rows = connection.execute(query.order_by(_READS.c.id.desc()).limit(PAGE_ROWS + 1)).all()
    older = rows[PAGE_ROWS - 1].id if len(rows) > PAGE_ROWS else None
    return Page(rows[:PAGE_ROWS], older)


def seal_hour(hour: datetime, *, actor: Actor, at: datetime) -> bool:
    """Bind the rows of one hour that is over into an act; return False where there is nothing to bind or it is done.

    `hour` is the aware instant at which it begins. Doing it again writes nothing.

    :raises ValueError: for an hour that is not over since `GRACE`, or that does not begin at a full hour.
    """
    if hour != _start_of_hour(hour) or hour + HOUR + GRACE > at:
        raise ValueError(f"{hour.isoformat()} is not the beginning of an hour that is over")
    rows = _rows_of(hour)
    if not rows or _seal_of(hour) is not None:
        return False
    details = {"hour": instant_text(hour), "read_count": len(rows), "sha256": digest_of(rows).hex()}
    record_act(SEALED, details, actor=actor, at=at)
    return True


def seal_finished_hours(*, actor: Actor, at: datetime, since: datetime | None = None) -> int:
    """Seal every hour that is over and has rows, from `since` on (default: two days back); return how many were sealed."""
    now = _start_of_hour(at - GRACE)
    start = _start_of_hour(since or at - timedelta(days=2))
    with _engine().connect() as connection:
        query = select(_READS.c.read_at).where(_READS.c.read_at >= start, _READS.c.read_at < now).distinct()
        hours = sorted({_start_of_hour(row.read_at) for row in connection.execute(query)})
    return sum(seal_hour(hour, actor=actor, at=at) for hour in hours)


def check_hour(hour: datetime) -> HourState:
    """Tell whether the rows of an hour are those that were sealed."""
    return _state(_rows_of(hour), _seal_of(hour))


def hours_of(day: date) -> list[tuple[datetime, HourState]]:
    """Return the hours of a Japan date that have rows or a seal, and what is known about each."""
    start = datetime.combine(day, time(), JAPAN).astimezone(UTC)
    hours = [start + number * HOUR for number in range(24)]
    seals = _seals_since(start)
    rows = {hour: _rows_of(hour) for hour in hours}
    return [(hour, _state(rows[hour], seals.get(hour))) for hour in hours if rows[hour] or hour in seals]


def _state(rows: Sequence[Row[Any]], seal: Mapping[str, Any] | None) -> HourState:
    if seal is None:
        return HourState.UNSEALED
    is_same = seal["read_count"] == len(rows) and seal["sha256"] == digest_of(rows).hex()
    return HourState.INTACT if is_same else HourState.CHANGED


def digest_of(rows: Iterable[Row[Any]]) -> bytes:
    """Return the SHA-256 over rows in the order of their ids: one RFC 8785 object a line, NULL left out."""
    digest = sha256()
    for row in rows:
        values = {name: _plain(value) for name, value in row._mapping.items() if value is not None}  # noqa: SLF001 public name
        digest.update(rfc8785.dumps(values) + b"\n")
    return digest.digest()


def _plain(value: Any) -> str | int:  # noqa: ANN401 any value of a column
    if isinstance(value, datetime):
        return instant_text(value)
    return value if isinstance(value, int) else str(value)


def _rows_of(hour: datetime) -> Sequence[Row[Any]]:
    query = select(*(_READS.c[name] for name in _COLUMNS)).where(
        _READS.c.read_at >= hour, _READS.c.read_at < hour + HOUR
    )
    with _engine().connect() as connection:
        return connection.execute(query.order_by(_READS.c.id, _READS.c.user_id)).all()


def _seal_of(hour: datetime) -> Mapping[str, Any] | None:
    return _seals_since(hour).get(hour)


def _seals_since(start: datetime) -> dict[datetime, Mapping[str, Any]]:
    """Return the first seal of each hour from `start` on; an hour is sealed after it, so older acts need not be read."""
    query = select(Act.details).where(Act.kind == SEALED, Act.recorded_at >= start).order_by(Act.recorded_at.desc())
    return {datetime.fromisoformat(details["hour"]): details for details in db.session.scalars(query) if details}


def _start_of_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _engine() -> Engine:
    """Return the engine of the access log; a file of its own is given its table once."""
    engine = db.engines.get(BIND)
    if engine is None:
        return db.engine
    if engine not in _prepared:
        with engine.begin() as connection:
            # Two workers may come here at once.
            connection.execute(CreateTable(_READS, if_not_exists=True))
            for index in _READS.indexes:
                connection.execute(CreateIndex(index, if_not_exists=True))
        _prepared.add(engine)
    return engine
