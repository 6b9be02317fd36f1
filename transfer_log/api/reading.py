"""Read what a call sends, strictly: JSON that can be read in one way only, each parameter once, nothing unknown.

What cannot be read at all is 400; what can be read and is not what the document asks for is 422, field by field.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, Never

import marshmallow as ma
from flask import request
from werkzeug.exceptions import BadRequest, NotFound, UnprocessableEntity, UnsupportedMediaType

from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Nothing the API reads lies deeper; what does was made to exhaust whoever reads it.
DEEPEST: Final = 32
JSON_TYPE: Final = "application/json"

# NUL, which PostgreSQL cannot keep, and halves of surrogate pairs, which no answer could be sent with. In the bytes of
# a body they can stand only as escapes: JSON allows no bare control character, UTF-8 no surrogate.
_SUSPECT_ESCAPE: Final = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_NOT_IN_ADDRESS: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_OPENING: Final = re.compile(rb"[\[{]")

_NOT_UTF8: Final = Text("UTF-8 で書いてください。", "Write it in UTF-8.")
_NOT_JSON: Final = Text("JSON として読めません（{where}）。", "This is not JSON ({where}).")
_TOO_DEEP: Final = Text("JSON の入れ子が深すぎます。", "The JSON is nested too deeply.")
_TWICE: Final = Text("同じ項目「{name}」が重複しています。", "The key {name} stands more than once.")
_NO_VALUE: Final = Text("{name} は JSON の値ではありません。", "{name} is not a JSON value.")
_BAD_CHARACTER: Final = Text(
    "保存できない文字（NUL、サロゲートの片方）が含まれています。",
    "It holds a character that cannot be kept: NUL, or half of a surrogate pair.",
)
_GIVEN_TWICE: Final = Text("2 回以上指定されています。", "It is given more than once.")
_UNKNOWN: Final = Text("この項目はありません。", "There is no such parameter.")


class UnreadableCall(BadRequest):
    """Say that a body cannot be read: 400."""

    def __init__(self, text: Text) -> None:
        """Keep the reason for `error_answers`."""
        super().__init__()
        self.data = {"messages": {"_schema": [text]}}


class InvalidCall(UnprocessableEntity):
    """Say that what was read is not what the document asks for: 422, with marshmallow's messages by field."""

    def __init__(self, messages: Mapping[str, Any] | list[Any]) -> None:
        """Keep the messages for `error_answers`."""
        super().__init__()
        self.data = {"messages": messages}


class _Unreadable(ValueError):
    """Say why a text is no JSON that can be read in one way only."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def json_body() -> Any:  # noqa: ANN401 any JSON value
    """Return the JSON value that this call sends.

    :raises UnsupportedMediaType: when it is not said to be JSON.
    :raises UnreadableCall: when it is none, has a key twice, or is nested too deeply.
    :raises InvalidCall: naming every text with a character that cannot be kept.
    """
    if request.mimetype != JSON_TYPE:
        raise UnsupportedMediaType
    raw = request.get_data(cache=False)
    value = _parsed(raw)
    if _SUSPECT_ESCAPE.search(raw):
        found = {path: [_BAD_CHARACTER] for path, text in _texts_in(value) if _UNSTORABLE.search(text)}
        if found:
            raise InvalidCall(found)
    return value


def _parsed(raw: bytes) -> Any:  # noqa: ANN401 any JSON value
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise UnreadableCall(_NOT_UTF8) from error
    except RecursionError:
        raise UnreadableCall(_TOO_DEEP) from None
    except _Unreadable as error:
        raise UnreadableCall(error.text) from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableCall(_NOT_JSON.format(where=where)) from error
    except ValueError as error:  # a number longer than Python reads
        raise UnreadableCall(_NOT_JSON.format(where="number")) from error
    if len(_OPENING.findall(raw)) > DEEPEST and _depth(value) > DEEPEST:
        raise UnreadableCall(_TOO_DEEP)
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; a key that stands twice would have two meanings, and readers differ on which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise _Unreadable(_TWICE.format(name=doubled.encode("ascii", "backslashreplace").decode()))
    return found


def _refuse_constant(name: str) -> Never:
    raise _Unreadable(_NO_VALUE.format(name=name))


def _depth(value: object) -> int:
    """Return how many lists and objects lie in one another, without calling itself."""
    level, inside = 0, [value]
    while True:
        inside = [
            part
            for each in inside
            if isinstance(each, list | dict)
            for part in (each.values() if isinstance(each, dict) else each)
        ]
        if not inside:
            return level + isinstance(value, list | dict)
        level += 1


def _texts_in(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of a JSON value with its place, keys among them."""
    if isinstance(value, str):
        yield path or "_schema", value
    elif isinstance(value, dict):
        for name, below in value.items():
            shown = name.encode("ascii", "backslashreplace").decode().replace("\x00", "\\u0000")
            yield f"{path}.{shown}" if path else shown, name
            yield from _texts_in(below, f"{path}.{shown}" if path else shown)
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from _texts_in(below, f"{path}.{place}" if path else str(place))


def loaded(schema: ma.Schema, value: object) -> dict[str, Any]:
    """Return a JSON object as a schema reads it.

    :raises InvalidCall: with everything that is wrong with it.
    """
    try:
        found: dict[str, Any] = schema.load(value)  # type: ignore[arg-type] # anything may come, the schema refuses it
    except ma.ValidationError as error:
        raise InvalidCall(error.messages) from error
    return found


def query_of(schema: ma.Schema) -> dict[str, Any]:
    """Return the parameters behind the question mark of this call's address.

    :raises InvalidCall: naming what is unknown, given twice or not allowed.
    """
    problems: dict[str, list[Text]] = {}
    for name, values in request.args.lists():
        if _NOT_IN_ADDRESS.search(name + "".join(values)):
            problems[name.encode("ascii", "backslashreplace").decode()] = [_BAD_CHARACTER]
        elif len(values) > 1:
            problems[name] = [_GIVEN_TWICE]
    if problems:
        raise InvalidCall(problems)
    return loaded(schema, request.args.to_dict())


def refuse_query() -> None:
    """Refuse parameters on an address that has none.

    :raises InvalidCall: naming each of them.
    """
    if request.args:
        raise InvalidCall({name.encode("ascii", "backslashreplace").decode(): [_UNKNOWN] for name in request.args})


def check_address(parts: Mapping[str, Any]) -> None:
    """Answer an address with a character that no code can have as one that leads nowhere.

    :raises werkzeug.exceptions.NotFound: for such an address.
    """
    if any(isinstance(part, str) and _NOT_IN_ADDRESS.search(part) for part in parts.values()):
        raise NotFound
