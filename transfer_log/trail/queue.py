"""Collect the leaves of a transaction and hand them to the sequencer in one packed row.

Packed form: for each leaf one byte with the length of the type, the type in ASCII, 16 bytes entry id, 32 bytes leaf hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from transfer_log.bulk import insert_columns
from transfer_log.db import before_commit, db, new_id, table_of
from transfer_log.trail.models import LogQueue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ID_BYTES = 16
_HASH_BYTES = 32


def queue_leaves(entry_type: str, subject_id: UUID, entry_ids: Sequence[UUID], hashes: Sequence[bytes]) -> None:
    """Note leaves for the queue row of this transaction; `subject_id` is of the first one, the nil id for acts."""
    head = bytes([len(entry_type)]) + entry_type.encode("ascii")
    packed = b"".join([head + entry.bytes + leaf for entry, leaf in zip(entry_ids, hashes, strict=True)])
    db.session.info["pending"].append((subject_id, packed))


@before_commit
def write_queue_row() -> None:
    """Write the one queue row of this transaction, if it made any leaf."""
    pending = db.session.info["pending"]
    if not pending:
        return
    leaves = b"".join(packed for _, packed in pending)
    insert_columns(table_of(LogQueue), ("subject_id", "id", "leaves"), ([pending[0][0]], [new_id()], [leaves]))


def unpack(leaves: bytes) -> Iterator[tuple[str, UUID, bytes]]:
    """Yield `(type, entry id, leaf hash)` of a packed queue row."""
    place = 0
    while place < len(leaves):
        start = place + 1 + leaves[place]
        entry = UUID(bytes=leaves[start : start + _ID_BYTES])
        end = start + _ID_BYTES + _HASH_BYTES
        yield leaves[place + 1 : start].decode("ascii"), entry, leaves[start + _ID_BYTES : end]
        place = end
