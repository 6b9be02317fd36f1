"""Give long lists page by page, each with an opaque mark after which the next page begins.

A mark is signed and belongs to one list with one choice of rows: what was not made here, or for another list, is refused.
"""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import current_app, request

from transfer_log.api.fields import Body, Line, Value, View, WholeInAddress
from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transfer_log.accounts.actor import Actor

PAGE_ROWS: Final = 50
MOST_ROWS: Final = 200
_SIGNATURE_BYTES: Final = 12
_NOT_PART_OF_THE_CHOICE: Final = frozenset({"after", "limit"})

_BAD_MARK: Final = Text(
    "続きの位置として使えません。前のページの next をそのまま使ってください。",
    "This is no place to go on from: use `next` of the page before as it is.",
)


class PageQuery(Body):
    """Choose a page: how many rows, and after which mark."""

    limit = WholeInAddress(1, MOST_ROWS, f"how many rows at most; {PAGE_ROWS} if left out", load_default=PAGE_ROWS)
    after = Line(500, "the mark in `next` of the page before; it is opaque", load_default=None)


class PageView(View):
    """Be what every page ends with."""

    next = Value(
        {"type": ["string", "null"], "format": "uri-reference"},
        "address of the next page, null on the last one",
    )


def place_after(query: Mapping[str, Any], actor: Actor) -> list[str] | None:
    """Return the parts of the mark that the call asks to go on from, None for the first page.

    :raises RuleViolation: when it was not made for this list.
    """
    mark = query["after"]
    if mark is None:
        return None
    text, _, signature = mark.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(text, actor).encode()):
        raise RuleViolation([Problem("after", _BAD_MARK)])
    parts: list[str] = json.loads(urlsafe_b64decode(text))
    return parts


def next_page(parts: Sequence[object] | None, actor: Actor) -> str | None:
    """Return the address of the page after the row that `parts` name; None when there is none."""
    if parts is None:
        return None
    text = urlsafe_b64encode(json.dumps([str(part) for part in parts]).encode()).decode()
    chosen = [(name, value) for name, value in request.args.items() if name != "after"]
    return f"{request.path}?{urlencode([*chosen, ('after', f'{text}.{_signature(text, actor)}')])}"


def _signature(text: str, actor: Actor) -> str:
    chosen = sorted((name, value) for name, value in request.args.items() if name not in _NOT_PART_OF_THE_CHOICE)
    said = json.dumps([text, request.path, chosen, str(actor.operator_id)])
    key = str(current_app.secret_key).encode()
    return urlsafe_b64encode(hmac.new(key, said.encode(), sha256).digest()[:_SIGNATURE_BYTES]).decode()
