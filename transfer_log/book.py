"""Hold a register in memory as frozen data, so that a million rows can look up versions without asking the database.

A `Snapshot` is a plain copy of one version of an entry, a `BookEntry` all versions of one entry in the order in which
they take over, a `Book` the entries by ref and by id. Books are loaded anew for each act: what they hold is what was
known when the act began.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import bindparam, select

from transfer_log.db import db
from transfer_log.register import content_of, history

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import Select

MOST_VALUES_IN_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Be a frozen copy of one version; subclasses add content, each field named like its column."""

    id: UUID
    version_no: int
    valid_from: date
    is_active: bool
    digest: bytes


V = TypeVar("V", bound=Snapshot)


@dataclass(frozen=True, slots=True)
class BookEntry(Generic[V]):
    """Hold one register entry: `versions` stand in the order in which they take over, `days` are their first days."""

    id: UUID
    ref: str
    versions: tuple[V, ...]
    days: tuple[date, ...]

    def in_force(self, on: date) -> V | None:
        """Return the version in force on the Japan date `on`, ended or not; None before the first one."""
        place = bisect_right(self.days, on)
        return self.versions[place - 1] if place else None

    def nearest(self, on: date) -> V:
        """Return the version in force on `on`, or before the first day the earliest version known.

        An act of last year may name an entry that was registered this year: what was first written down about it is
        then the best there is.
        """
        return self.versions[max(bisect_right(self.days, on) - 1, 0)]

    def is_offered(self, on: date) -> bool:
        """Tell whether the entry is in use on that day: known by then, and not ended."""
        version = self.in_force(on)
        return version is not None and version.is_active


class Book(Generic[V]):
    """Hold entries by ref (unique within an operator) and by id."""

    __slots__ = ("by_id", "by_ref")

    def __init__(self, entries: Iterable[BookEntry[V]]) -> None:
        """Index the entries."""
        self.by_ref: Mapping[str, BookEntry[V]] = {entry.ref: entry for entry in entries}
        self.by_id: Mapping[UUID, BookEntry[V]] = {entry.id: entry for entry in self.by_ref.values()}

    def __len__(self) -> int:
        return len(self.by_ref)

    def __iter__(self) -> Iterator[BookEntry[V]]:
        return iter(self.by_ref.values())

    def offered(self, on: date) -> list[tuple[BookEntry[V], V]]:
        """Return `(entry, version in force)` of what is in use on that day, in the order of refs; ended ones are out."""
        pairs = ((entry, entry.in_force(on)) for _, entry in sorted(self.by_ref.items()))
        return [(entry, version) for entry, version in pairs if version is not None and version.is_active]


def load_entries(
    head_model: type[Any],
    version_model: type[Any],
    snapshot: type[V],
    operator_id: UUID,
    refs: Iterable[str] | None = None,
) -> list[BookEntry[V]]:
    """Read the entries of an operator, all of them or those of `refs`, in the order of refs.

    Reads columns, not objects: a hundred thousand entries take about a second. Refs that are not known are left out.
    """
    if refs is None:
        return list(_read(_versions_of(head_model, version_model, snapshot, operator_id), snapshot))
    query = _versions_by_ref(head_model, version_model, snapshot)  # type: ignore[arg-type] # classes are hashable
    return [
        entry
        for part in _portions(refs)
        for entry in _read(query, snapshot, {"operator_id": operator_id, "refs": part})
    ]


def load_entries_by_id(
    head_model: type[Any],
    version_model: type[Any],
    snapshot: type[V],
    operator_id: UUID,
    ids: Iterable[UUID],
) -> list[BookEntry[V]]:
    """Read the entries of an operator that have one of `ids`; those of another operator are left out like unknown ones."""
    query = _versions_of(head_model, version_model, snapshot, operator_id)
    return [entry for part in _portions(ids) for entry in _read(query.where(head_model.id.in_(part)), snapshot)]


def _versions_of(
    head_model: type[Any], version_model: type[Any], snapshot: type[Snapshot], operator_id: UUID
) -> Select[Any]:
    return _versions(head_model, version_model, snapshot).where(head_model.operator_id == operator_id)


@cache
def _versions_by_ref(head_model: type[Any], version_model: type[Any], snapshot: type[Snapshot]) -> Select[Any]:
    """Return the query for some refs of an operator; putting it together costs more than the database does."""
    return _versions(head_model, version_model, snapshot).where(
        head_model.operator_id == bindparam("operator_id"), head_model.ref.in_(bindparam("refs", expanding=True))
    )


def _versions(head_model: type[Any], version_model: type[Any], snapshot: type[Snapshot]) -> Select[Any]:
    columns = [getattr(version_model, field.name) for field in fields(snapshot)]
    return (
        select(head_model.id, head_model.ref, *columns)
        .join(version_model, version_model.head_id == head_model.id)
        .order_by(head_model.ref, version_model.valid_from, version_model.version_no)
    )


def _read(query: Select[Any], snapshot: type[V], named: Mapping[str, Any] | None = None) -> Iterator[BookEntry[V]]:
    # Columns only, so the connection answers: the session would look for objects to make. What it holds goes first.
    db.session.flush()
    rows = db.session.connection().execute(query, named)
    for (head_id, ref), versions in groupby(rows, key=itemgetter(0, 1)):
        known = tuple(snapshot(*version[2:]) for version in versions)
        yield BookEntry(head_id, ref, known, tuple(version.valid_from for version in known))


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values into handfuls: engines limit how many one statement takes."""
    wanted = sorted(set(values))
    for start in range(0, len(wanted), MOST_VALUES_IN_A_QUERY):
        yield wanted[start : start + MOST_VALUES_IN_A_QUERY]


@dataclass(frozen=True, slots=True)
class Revision:
    """Be one step in the history of an entry: who said what, when, why, and which fields differ from the step before."""

    version_id: UUID
    version_no: int
    valid_from: date
    recorded_at: datetime
    recorded_by: UUID
    reason: str | None
    is_active: bool
    content: Mapping[str, Any]
    changed: tuple[str, ...]


def revisions(version_model: type[Any], head_id: UUID) -> list[Revision]:
    """Return the history of one entry, newest first, in the order of recording."""
    steps: list[Revision] = []
    before: Mapping[str, Any] = {}
    for version in reversed(history(version_model, head_id)):
        content = content_of(version)
        changed = tuple(name for name, value in content.items() if value != before.get(name))
        steps.append(
            Revision(
                version.id,
                version.version_no,
                version.valid_from,
                version.recorded_at,
                version.recorded_by,
                version.reason,
                version.is_active,
                content,
                changed,
            ),
        )
        before = content
    return steps[::-1]
