"""Say in the document which facts the law can be asked with, and what it answers, from the facts themselves."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_type_hints

from transfer_log.api.batches import MOST_ITEMS
from transfer_log.law import Duty, Facts, RecordItem, RecordMode, Regime, RetentionClass


def _shape_of(kind: Any, described: Field[Any] | None = None) -> dict[str, Any]:  # noqa: ANN401 a type
    """Return the JSON schema of a type of facts."""
    if isinstance(kind, UnionType):
        allowed = get_args(kind)
        shape = _shape_of(next(each for each in allowed if each is not NoneType), described)
        return {**shape, **_or_null(shape)}
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        properties = {each.name: _shape_of(hints[each.name], each) for each in fields(kind)}
        return {"type": "object", "properties": properties, "additionalProperties": False}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"type": "string", "enum": [each.value for each in kind]}
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind is bool:
        return {"type": "boolean"}
    unknown = " or unknown" if described is not None and described.metadata.get("may_be_unknown") else ""
    return {"type": "string", "description": f"ISO 3166-1 alpha-2{unknown}"}


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    allowed: dict[str, Any] = {"type": [shape["type"], "null"]}
    return {**allowed, "enum": [*shape["enum"], None]} if "enum" in shape else allowed


_FACTS: Final[dict[str, Any]] = {**_shape_of(Facts), "description": "What is left out keeps its default."}
_ID: Final[dict[str, Any]] = {"type": ["string", "integer"], "description": "given back with the answer"}
#: The worked cases that are published say more beside the facts; their lines can be sent as they stand.
_BESIDE: Final = ("source", "facts", "answer", "certainty", "expect")

QUESTION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {"id": _ID, "input": _FACTS, **{name: {} for name in _BESIDE}},
    "required": ["id", "input"],
    "additionalProperties": False,
}
_QUESTIONS: Final[dict[str, Any]] = {
    "type": "array",
    "minItems": 1,
    "maxItems": MOST_ITEMS,
    "items": {"anyOf": [QUESTION, {"type": "object", "description": "Anything else is answered with its error."}]},
}
BODY: Final[dict[str, Any]] = {
    "description": "The facts of one act, or of up to 1,000.",
    "anyOf": [
        QUESTION,
        _QUESTIONS,
        {"type": "object", "properties": {"items": _QUESTIONS}, "required": ["items"], "additionalProperties": False},
    ],
}


def _codes(kind: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [each.value for each in kind]}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_VIOLATION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("code", "article", "message_ja", "message_en")},
    "required": ["code", "article", "message_ja", "message_en"],
}
_RETENTION: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "class": {**_codes(RetentionClass), "type": ["string", "null"], "enum": [*map(str, RetentionClass), None]},
        "keep_until": {"type": ["string", "null"], "format": "date"},
    },
    "required": ["class", "keep_until"],
}
_OUTPUT_PARTS: Final[dict[str, Any]] = {
    "is_provision": {"type": "boolean"},
    "is_third_party": {"type": "boolean"},
    "regime": _codes(Regime),
    "permitted": {"type": ["boolean", "null"]},
    "violations": _list(_VIOLATION),
    "record_required": {"type": "boolean"},
    "record_article": {"type": "string"},
    "record_items": _list(_codes(RecordItem)),
    "modes": _list(_codes(RecordMode)),
    "retention": _RETENTION,
    "disclosable": {"type": "boolean"},
    "duties": _list(_codes(Duty)),
}
OUTPUT: Final[dict[str, Any]] = {
    "type": "object",
    "properties": _OUTPUT_PARTS,
    "required": list(_OUTPUT_PARTS),
}
ANSWER: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What the law makes of the facts.",
    "properties": {"id": {"type": ["string", "integer"]}, "output": OUTPUT},
    "required": ["id", "output"],
}
_ERROR: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "id": {"type": ["string", "integer", "null"]},
        "error": {"type": "string", "description": "in English, then in Japanese"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
    "required": ["id", "error", "errors"],
}
ANSWERS: Final[dict[str, Any]] = {
    "type": "object",
    "description": "One answer for each, in the order sent.",
    "properties": {"items": _list({"anyOf": [ANSWER, _ERROR]})},
    "required": ["items"],
}
