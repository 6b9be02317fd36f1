"""Write evidence rows: salt, canonical form, leaf hash, row and queue entry, all in the caller's transaction."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import select

from transfer_log.bulk import Column, WrittenJson, insert_columns
from transfer_log.columns import mapped
from transfer_log.db import NIL_ID, Base, JsonText, db, json_text, new_id, table_of
from transfer_log.trail.canonical import canonical_rows
from transfer_log.trail.leaf import SALT_BYTES, leaf_hash, leaf_prefix
from transfer_log.trail.models import Act, Installation
from transfer_log.trail.queue import queue_leaves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Table
    from sqlalchemy.engine import Engine

    from transfer_log.accounts.actor import Actor

_log_ids: WeakKeyDictionary[Engine, str] = WeakKeyDictionary()
_EMPTY: Final[dict[str, Mapping[Any, bytes]]] = {}


def log_id() -> str:
    """Return the constant that names this installation's log, fixed at `init`.

    :raises RuntimeError: when the database has not been initialised.
    """
    engine = db.engine
    known = _log_ids.get(engine)
    if known is None:
        known = db.session.scalar(select(Installation.value).where(Installation.name == "log_id"))
        if known is None:
            raise RuntimeError("this database has no log_id: run `transfer-log init` first")
        _log_ids[engine] = known
    return known


def add_entries(
    table: Table,
    names: Sequence[str],
    columns: Sequence[Column],
    digests: Mapping[str, Mapping[Any, bytes]] = _EMPTY,
) -> None:
    """Insert evidence rows given as columns, each with its own salt and leaf hash, and queue their leaves.

    `names` holds every frozen column but `salt` and `leaf_hash`. `digests` maps a column that refers to a register
    version to the digest of each id used: the canonical form names the digest, so that the proof binds the content.
    Columns of JSON values are made text here, once, for both the row and its canonical form.
    """
    if not columns or not columns[0]:
        return
    columns = [_as_text(table, name, column) for name, column in zip(names, columns, strict=True)]
    count = len(columns[0])
    referred = [
        mapped(column, digests[name].__getitem__) if name in digests else column
        for name, column in zip(names, columns, strict=True)
    ]
    ids = columns[list(names).index("id")]
    prefix = leaf_prefix(table.name, log_id())
    random = os.urandom(SALT_BYTES * count)
    salts = [random[start : start + SALT_BYTES] for start in range(0, len(random), SALT_BYTES)]
    rows = canonical_rows(names, referred)
    hashes = [leaf_hash(prefix, entry, salt, row) for entry, salt, row in zip(ids, salts, rows, strict=True)]
    insert_columns(table, [*names, "salt", "leaf_hash"], [*columns, salts, hashes])
    subject_id = columns[list(names).index("subject_id")][0] if "subject_id" in names else NIL_ID
    queue_leaves(table.name, subject_id, ids, hashes)


def _as_text(table: Table, name: str, column: Column) -> Column:
    if not isinstance(table.c[name].type, JsonText):
        return column
    return mapped(column, _written)


def _written(value: object) -> WrittenJson:
    return WrittenJson(json_text(value))


def add_entry(
    model: type[Base], values: Mapping[str, Any], digests: Mapping[str, Mapping[Any, bytes]] = _EMPTY
) -> UUID:
    """Insert one evidence row; `values` maps column names, an id is made when none is given. Return its id."""
    row = {"id": new_id(), **values}
    table = table_of(model)
    names = [column.name for column in table.columns if column.name not in ("salt", "leaf_hash")]
    add_entries(table, names, [[row.get(name)] for name in names], digests)
    entry: UUID = row["id"]
    return entry


def record_act(kind: str, details: Mapping[str, object], *, actor: Actor, at: datetime) -> UUID:
    """Record what a user did that is about nobody in particular; `details` holds ids, codes and counts only."""
    return add_entry(
        Act,
        {
            "operator_id": actor.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "kind": kind,
            "details": dict(details),
        },
    )
