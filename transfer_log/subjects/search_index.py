"""Keep the search index of people: FTS5 over grams on SQLite, an inverted index over arrays on PostgreSQL.

The index is a working copy of registrations and values: `index_people` writes it anew for given people, `forget_people`
takes them out, `rebuild_index` makes all of it again, which a change of `grams` asks for. On SQLite the full text holds
no copy of the grams: they are made again from the stored keys when a row is taken out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import ARRAY, BigInteger, Column, MetaData, Table, Text, func, select

from transfer_log.bulk import insert_columns
from transfer_log.db import Uid, db
from transfer_log.subjects.grams import grams_of, keys_of, marks_of
from transfer_log.subjects.models import Subject, SubjectRef
from transfer_log.subjects.people import all_values
from transfer_log.subjects.queries import in_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from transfer_log.subjects.people import PersonValues

# Made by the first migration in the words of each engine; not part of the models, whose tables are the same everywhere.
_elsewhere = MetaData()
ARRAYS: Final = Table(
    "subject_search",
    _elsewhere,
    Column("subject_id", Uid),
    Column("operator_id", Uid),
    Column("found_by", Text),
    Column("grams", ARRAY(Text)),
)
FULL_TEXT: Final = Table("subject_search", MetaData(), Column("rowid", BigInteger), Column("grams", Text))
FULL_TEXT_ROWS: Final = Table(
    "subject_search_rows",
    _elsewhere,
    Column("row_id", BigInteger),
    Column("subject_id", Uid),
    Column("operator_id", Uid),
    Column("found_by", Text),
)

_PEOPLE_AT_ONCE: Final = 5_000


def is_full_text() -> bool:
    """Tell whether this engine keeps the index as full text (SQLite) and not as arrays (PostgreSQL)."""
    return db.session.connection().dialect.name == "sqlite"


def add_rows(rows: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Add `(subject_id, operator_id, keys)`; none of them may be in the index yet."""
    if not rows:
        return
    subject_ids = [row[0] for row in rows]
    operator_ids = [row[1] for row in rows]
    keys = [row[2] for row in rows]
    if not is_full_text():
        grams = [list(one) for one in _grams(operator_ids, keys)]
        insert_columns(
            ARRAYS, ("subject_id", "operator_id", "found_by", "grams"), (subject_ids, operator_ids, keys, grams)
        )
        return
    # One writer at a time on this engine: the next number is ours.
    first = 1 + (db.session.scalar(select(func.max(FULL_TEXT_ROWS.c.row_id))) or 0)
    numbers = list(range(first, first + len(rows)))
    insert_columns(
        FULL_TEXT_ROWS, ("row_id", "subject_id", "operator_id", "found_by"), (numbers, subject_ids, operator_ids, keys)
    )
    insert_columns(FULL_TEXT, ("rowid", "grams"), (numbers, _as_text(operator_ids, keys)))


def forget_people(subject_ids: Iterable[UUID]) -> None:
    """Take people out of the index."""
    for part in in_parts(set(subject_ids)):
        if not is_full_text():
            db.session.execute(ARRAYS.delete().where(ARRAYS.c.subject_id.in_(part)))
            continue
        chosen = FULL_TEXT_ROWS.c.subject_id.in_(part)
        columns = select(FULL_TEXT_ROWS.c.row_id, FULL_TEXT_ROWS.c.operator_id, FULL_TEXT_ROWS.c.found_by)
        rows = list(db.session.execute(columns.where(chosen)))
        grams = _as_text([row[1] for row in rows], [row[2] for row in rows])
        if rows:
            db.session.connection().exec_driver_sql(
                "INSERT INTO subject_search (subject_search, rowid, grams) VALUES ('delete', ?, ?)",
                [(row[0], text) for row, text in zip(rows, grams, strict=True)],
            )
            db.session.execute(FULL_TEXT_ROWS.delete().where(chosen))


def index_people(subject_ids: Collection[UUID]) -> None:
    """Write the index of these people anew from what is stored about them."""
    forget_people(subject_ids)
    add_rows(_rows_of(subject_ids))


def rebuild_index() -> None:
    """Make the index of all people again."""
    if is_full_text():
        db.session.connection().exec_driver_sql("INSERT INTO subject_search (subject_search) VALUES ('delete-all')")
        db.session.execute(FULL_TEXT_ROWS.delete())
    else:
        db.session.execute(ARRAYS.delete())
    people = select(Subject.subject_id).where(Subject.kind == "person").order_by(Subject.subject_id)
    part = list(db.session.scalars(people.limit(_PEOPLE_AT_ONCE)))
    while part:
        add_rows(_rows_of(part))
        part = list(db.session.scalars(people.where(Subject.subject_id > part[-1]).limit(_PEOPLE_AT_ONCE)))


def _grams(operator_ids: Sequence[UUID], keys: Sequence[str]) -> list[set[str]]:
    marks = {operator_id: marks_of(operator_id) for operator_id in set(operator_ids)}
    return [grams_of(one, marks[operator_id]) for operator_id, one in zip(operator_ids, keys, strict=True)]


def _as_text(operator_ids: Sequence[UUID], keys: Sequence[str]) -> list[str]:
    return [" ".join(one) for one in _grams(operator_ids, keys)]


def _rows_of(subject_ids: Collection[UUID]) -> list[tuple[UUID, UUID, str]]:
    refs: defaultdict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for part in in_parts(subject_ids):
        query = select(SubjectRef.subject_id, SubjectRef.operator_id, SubjectRef.ref)
        for subject_id, operator_id, ref in db.session.execute(query.where(SubjectRef.subject_id.in_(part))):
            refs[subject_id, operator_id].append(ref)
    values = all_values(subject_ids)
    rows = []
    for (subject_id, operator_id), numbers in sorted(refs.items(), key=lambda pair: pair[0][0].int):
        versions = values.get(subject_id)
        if versions:
            newest = versions[0]
            keys = keys_of(names_ever(versions), (*numbers, newest.email), newest.phone, newest.birth_date)
            rows.append((subject_id, operator_id, keys))
    return rows


def names_ever(versions: Iterable[PersonValues]) -> list[str]:
    """Return every name and reading ever recorded, the newest first.

    People who changed their name are looked for under the old one long after.
    """
    return [name for known in versions for name in (known.name, known.kana, *known.former_names) if name]
