"""Say the messages of marshmallow in both languages and flatten its tree of errors into problems by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Where marshmallow says something was found that belongs to no single field.
WHOLE: Final = "_schema"
_PLACES: Final = frozenset({"json", "query", "path", "headers", "form", "files", "json_or_form"})

_JAPANESE: Final = tuple(
    (re.compile(pattern), japanese)
    for pattern, japanese in (
        (r"Missing data for required field\.", "入力が必要です。"),
        (r"Field may not be null\.", "null は使えません。"),
        (r"Field may not be blank\.", "空にできません。"),
        (r"Unknown field\.", "この項目はありません。"),
        (r"Not a valid string\.", "文字列で書いてください。"),
        (r"Not a valid integer\.", "整数で書いてください。"),
        (r"Not a valid number\.", "数で書いてください。"),
        (r"Not a valid boolean\.", "true か false で書いてください。"),
        (r"Not a valid date\.", "日付を YYYY-MM-DD の形で書いてください。"),
        (r"Not a valid datetime\.", "日時を ISO 8601 の形（時差つき）で書いてください。"),
        (r"Not a valid UUID\.", "UUID の形で書いてください。"),
        (r"Not a valid list\.", "配列で書いてください。"),
        (r"Not a valid mapping type\.", "オブジェクトで書いてください。"),
        (r"Not a valid email address\.", "メールアドレスの形で書いてください。"),
        (r"Not a valid URL\.", "URL の形で書いてください。"),
        (r"Not valid UTF-8 text\.", "UTF-8 で書いてください。"),
        (r"Invalid input type\.", "データの形が違います。"),
        (r"Invalid JSON body\.", "JSON として読めません。"),
        (r"Invalid value\.", "使えない値です。"),
        (r"Must be one of: (.+)\.", r"次のどれかを書いてください：\1。"),
        (r"Length must be between (\d+) and (\d+)\.", r"長さを \1 以上 \2 以下にしてください。"),
        (r"Shorter than minimum length (\d+)\.", r"長さを \1 以上にしてください。"),
        (r"Longer than maximum length (\d+)\.", r"長さを \1 以下にしてください。"),
        (
            r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.",
            r"\1 以上 \2 以下で書いてください。",
        ),
        (r"Must be greater than or equal to (\S+)\.", r"\1 以上で書いてください。"),
        (r"Must be less than or equal to (\S+?)\.", r"\1 以下で書いてください。"),
        (r"String does not match expected pattern\.", "決まった形に合っていません。"),
    )
)


def bilingual(message: object) -> Text:
    """Return a message of a schema in both languages; our own `Text` as it is, an unknown English one in English twice."""
    if isinstance(message, Text):
        return message
    english = str(message)
    for pattern, japanese in _JAPANESE:
        found = pattern.fullmatch(english)
        if found is not None:
            return Text(found.expand(japanese), english)
    return Text(english, english)


def problems_of(messages: Mapping[str, object] | list[object] | str) -> tuple[Problem, ...]:
    """Return marshmallow's or webargs' tree of messages as problems; a field inside others reads `items.2.name`."""
    if isinstance(messages, dict) and messages and set(messages) <= _PLACES:
        # webargs puts the place of the argument on top; people look for the field.
        return tuple(problem for place in messages.values() for problem in _flatten(place, ()))
    return tuple(_flatten(messages, ()))


def _flatten(messages: object, path: tuple[str, ...]) -> Iterator[Problem]:
    if isinstance(messages, dict):
        for name, below in messages.items():
            yield from _flatten(below, path if name == WHOLE else (*path, str(name)))
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield from _flatten(message, path)
    else:
        yield Problem(".".join(path) or None, bilingual(messages))
