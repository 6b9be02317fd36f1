"""Know which entries of the register are one party, for the many look-ups of a writer.

What a person consented to or stopped for one entry counts for every entry that is held to be the same party.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from transfer_log.db import db
from transfer_log.recipients.queries import staying_ids

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.engine import Engine

    Parties = Mapping[str, frozenset[str]]

_known: WeakKeyDictionary[Engine, dict[UUID, tuple[object, Parties]]] = WeakKeyDictionary()

_STAMP: Final = "SELECT count(*), (SELECT id FROM recipient_links ORDER BY id DESC LIMIT 1) FROM recipient_links"


def same_parties(operator_id: UUID) -> Parties:
    """Return for every entry that is joined with others the ids of all of them, itself included, as UUID text.

    Joinings are rows that are only ever added, so that their number and the last of them tell whether what is known
    still holds: one cheap query instead of reading them all. The number alone would not do, as rows may be taken back
    before they are committed.
    """
    stamp = tuple(db.session.connection().exec_driver_sql(_STAMP).one())
    if not stamp[0]:
        return {}
    known = _known.setdefault(db.engine, {})
    held = known.get(operator_id)
    if held is None or held[0] != stamp:
        held = known[operator_id] = (stamp, _read(operator_id))
    return held[1]


def _read(operator_id: UUID) -> Parties:
    members: dict[UUID, set[str]] = {}
    for double, into in staying_ids(operator_id).items():
        members.setdefault(into, {str(into)}).add(str(double))
    return {one: frozenset(ids) for ids in members.values() for one in ids}
