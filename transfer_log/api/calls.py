"""Carry out one call: let its view answer, in one transaction where it writes, and put the answer into words.

A call that writes begins anew when another writer was quicker with the same number, reference or version: what it then
finds is the other one's row. Under an Idempotency-Key it is carried out once, and a repeat gets the first answer.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import marshmallow as ma
from flask import Response, g, request
from sqlalchemy.exc import DBAPIError, IntegrityError

from transfer_log.accounts.guard import current_actor
from transfer_log.api import repeats
from transfer_log.api.reading import JSON_TYPE, InvalidCall
from transfer_log.db import json_text, transaction, utc_now
from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

KEY: Final = "Idempotency-Key"
KEY_PATTERN: Final = rf"^[!-~]{{1,{repeats.LONGEST_KEY}}}$"
#: Says on an answer that it was given before and that nothing was done this time.
REPLAYED: Final = "Idempotency-Replayed"
#: How often a call begins before it gives up against quicker writers.
_ATTEMPTS: Final = 3
#: Serialization failure and deadlock, as PostgreSQL calls them: the transaction may be tried again.
_TRY_AGAIN: Final = frozenset({"40001", "40P01"})
_FITS: Final = re.compile(KEY_PATTERN).match

_BAD_KEY: Final = Text(
    f"{repeats.LONGEST_KEY} 文字以内の ASCII 文字で、空白を入れずに書いてください。",
    f"Write up to {repeats.LONGEST_KEY} ASCII characters without blanks.",
)

#: What is answered with a status: a schema that picks what is shown, or the JSON schema of what is shown as it is.
Shape = ma.Schema | dict[str, Any]


class Reply(NamedTuple):
    """Be what a view answers: what its status shows, and where what was made can be read.

    `type` is the content type; with another one than JSON's, `body` is shown as it is.
    """

    body: Any
    status: int = 200
    location: str | None = None
    type: str = JSON_TYPE


def answered(view: Callable[..., Reply], arguments: Mapping[str, Any], answers: Mapping[int, Shape]) -> Response:
    """Carry out a call that writes nothing."""
    return _response(_shown(view(**arguments, actor=current_actor(), at=utc_now()), answers))


def written(
    view: Callable[..., Reply], arguments: Mapping[str, Any], sent: object, answers: Mapping[int, Shape]
) -> Response:
    """Carry out a call that writes, whole or not at all; `sent` is its body.

    :raises InvalidCall: when its Idempotency-Key is no such key.
    """
    at = utc_now()
    key = request.headers.get(KEY)
    if key is not None and not _FITS(key):
        raise InvalidCall({KEY: [_BAD_KEY]})
    for _ in range(_ATTEMPTS - 1):
        try:
            return _in_transaction(view, arguments, sent, answers, key, at)
        except DBAPIError as error:
            if not _was_overtaken(error):
                raise
    return _in_transaction(view, arguments, sent, answers, key, at)


def _in_transaction(
    view: Callable[..., Reply],
    arguments: Mapping[str, Any],
    sent: object,
    answers: Mapping[int, Shape],
    key: str | None,
    at: datetime,
) -> Response:
    with transaction():
        if key is None:
            return _response(_shown(view(**arguments, actor=current_actor(), at=at), answers))
        hashed = repeats.key_hash(g.token_id, key)
        kept = repeats.claim(hashed, _content_digest(sent), at=at)
        if kept is not None:
            return _again(kept)
        response = _response(_shown(view(**arguments, actor=current_actor(), at=at), answers))
        said = {"text": response.get_data(as_text=True), "type": response.content_type, "location": response.location}
        repeats.keep(hashed, response.status_code, said)
        return response


def _again(kept: repeats.Kept) -> Response:
    """Return the answer that was given before, to the letter."""
    response = Response(kept.result["text"], kept.status, content_type=kept.result["type"])
    response.headers[REPLAYED] = "true"
    if kept.result["location"] is not None:
        response.headers["Location"] = kept.result["location"]
    return response


def _was_overtaken(error: DBAPIError) -> bool:
    """Tell whether another writer was quicker, so that beginning anew will do."""
    if isinstance(error, IntegrityError):
        # PostgreSQL says 23505, SQLite says it in words; a reference that leads nowhere would fail again.
        return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE" in str(error.orig)
    return getattr(error.orig, "sqlstate", None) in _TRY_AGAIN


def _content_digest(sent: object) -> bytes:
    """Return the digest of what a call asks for: address and body, whatever the order of its keys."""
    return sha256(json_text([request.method, request.full_path, sent]).encode()).digest()


def _shown(reply: Reply, answers: Mapping[int, Shape]) -> Reply:
    """Return the reply with the body as its schema shows it; a refusal is shown as it is."""
    shape = answers.get(reply.status)
    return reply._replace(body=shape.dump(reply.body)) if isinstance(shape, ma.Schema) else reply


def _response(shown: Reply) -> Response:
    body, status, location, content_type = shown
    response = Response(json.dumps(body, ensure_ascii=False), status, content_type=content_type)
    if location is not None:
        response.headers["Location"] = location
    return response
