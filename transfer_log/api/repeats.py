"""Answer a call that comes again under the same Idempotency-Key as the first time, and do nothing more.

A key belongs to one token. It is taken in the transaction that does the work: what was undone has left no key, and of
two calls that come at once the second waits for the first and then gets its answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import bindparam, delete, select, text, update

from transfer_log.accounts.models import Submission
from transfer_log.db import Digest, Instant, JsonText, db
from transfer_log.errors import Conflict, Text

if TYPE_CHECKING:
    from uuid import UUID

#: So long a key is remembered.
KEPT: Final = timedelta(days=30)
LONGEST_KEY: Final = 200

_OTHER_CONTENT: Final = Text(
    "この Idempotency-Key は、別の内容の要求で使われています。新しいキーを使ってください。",
    "This Idempotency-Key was used for another request. Use a new key.",
)

_CLAIM: Final = text(
    "INSERT INTO submissions (key_hash, body_digest, status, result, created_at)"
    " VALUES (:key_hash, :body_digest, 0, :result, :created_at) ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("key_hash", type_=Digest()),
    bindparam("body_digest", type_=Digest()),
    bindparam("result", type_=JsonText()),
    bindparam("created_at", type_=Instant()),
)


class Kept(NamedTuple):
    """Be what a call was answered."""

    status: int
    result: dict[str, Any]


def key_hash(token_id: UUID, key: str) -> bytes:
    """Return what a key is kept under: nobody finds another token's answers by guessing keys."""
    return sha256(token_id.bytes + key.encode()).digest()


def claim(hashed: bytes, body_digest: bytes, *, at: datetime) -> Kept | None:
    """Take a key for this call and return None, or return what the call was answered before.

    Waits for another call that has just taken it. Runs in the transaction that does the work.

    :raises Conflict: when the key was used for other content.
    """
    values = {"key_hash": hashed, "body_digest": body_digest, "result": {}, "created_at": at}
    connection = db.session.connection()
    if connection.execute(_CLAIM, values).rowcount:
        return None
    columns = (Submission.body_digest, Submission.status, Submission.result, Submission.created_at)
    digest, status, result, created_at = db.session.execute(select(*columns).where(Submission.key_hash == hashed)).one()
    if created_at <= at - KEPT:
        db.session.execute(delete(Submission).where(Submission.key_hash == hashed))
        connection.execute(_CLAIM, values)
        return None
    if digest != body_digest:
        raise Conflict(_OTHER_CONTENT)
    return Kept(status, result)


def keep(hashed: bytes, status: int, result: dict[str, Any]) -> None:
    """Remember what the call that took the key was answered."""
    db.session.execute(
        update(Submission).where(Submission.key_hash == hashed).values(status=status, result=result),
        execution_options={"synchronize_session": False},
    )


def forget_old(*, at: datetime) -> int:
    """Forget the keys that are older than `KEPT` and return how many they were; a duty of the job process."""
    result = db.session.execute(
        delete(Submission).where(Submission.created_at <= at - KEPT),
        execution_options={"synchronize_session": False},
    )
    return int(result.rowcount)  # type: ignore[attr-defined] # a DELETE counts its rows
