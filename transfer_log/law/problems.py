"""Say what is wrong with facts, naming the key, the value found and what is allowed, in Japanese and English."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_SHOWN = 80  # characters of a value; longer ones would bury the message


class FactsError(RuleViolation):
    """Say that facts cannot be assessed, with every problem at once; each one's `field` is a dotted key such as `counterpart.type`.

    `text` joins the sentences of all problems, so that one line of an answer can carry it whole.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.text = Text(" ".join(p.text.ja for p in problems), " ".join(p.text.en for p in problems))
        self.args = (self.text.en,)


def as_found(value: object) -> str:
    """Return `value` as it would stand in JSON, cut when long; what JSON does not know reads as Python writes it."""
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = repr(value)
    # Half a surrogate pair is a string in Python and JSON, but no answer could be sent with it.
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def as_key(key: object) -> str:
    """Return a key as messages show it: without quotes, line breaks and other control characters escaped, cut when long."""
    return as_found(key).strip('"')


def value_not_allowed(key: str, value: object, allowed: Sequence[str]) -> Problem:
    """Return the problem of a known key with a value outside its list; `allowed` may hold a description such as `YYYY-MM-DD`."""
    found, choices = as_found(value), ", ".join(allowed)
    text = Text(
        f"{key} の値 {found} は使えません。使える値: {choices}。",
        f"{key}: {found} is not allowed. Allowed: {choices}.",
    )
    return Problem(key, text, found=found, allowed=tuple(allowed))


def not_an_object(key: str, value: object) -> Problem:
    """Return the problem of a value that should hold keys of its own."""
    found = as_found(value)
    text = Text(
        f"{key} の値 {found} は使えません。オブジェクト（{{…}}）で指定してください。",
        f"{key}: {found} is not allowed. Allowed: an object, {{…}}.",
    )
    return Problem(key, text, found=found, allowed=("{…}",))


def key_not_known(key: str, value: object, nearest: str | None, allowed: Sequence[str]) -> Problem:
    """Return the problem of a key that no fact has, with the nearest known one if any comes near."""
    found, choices = as_found(value), ", ".join(allowed)
    hint = Text(f"{nearest} のことですか。", f" Did you mean {nearest}?") if nearest else Text("", "")
    text = Text(
        f"{key}（値 {found}）という項目はありません。{hint.ja}使える項目: {choices}。",
        f"{key} (value {found}) is not a known key.{hint.en} Allowed: {choices}.",
    )
    return Problem(key, text, found=found, allowed=tuple(allowed))
