"""Take one thing or up to a thousand in one call: each of them is written whole or not at all, and answered by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from uuid import UUID

import marshmallow as ma

from transfer_log.api.calls import Reply
from transfer_log.api.reading import InvalidCall, loaded
from transfer_log.db import instant_text
from transfer_log.error_answers import PROBLEM_JSON, answer_for, problem_document, problem_entry
from transfer_log.errors import Conflict, Problem, RuleViolation, Text
from transfer_log.schema_messages import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_ITEMS: Final = 1000
SEVERAL: Final = 207

_HOW_MANY: Final = Text(f"1 件以上 {MOST_ITEMS} 件以下で送ってください。", f"Send between 1 and {MOST_ITEMS} of them.")
_NO_LIST: Final = Text("配列で書いてください。", "Write a list.")
_NO_OBJECT: Final = Text("オブジェクト（{…}）で書いてください。", "Write an object, {…}.")
_ONLY_ITEMS: Final = Text("items と一緒には使えません。", "This cannot stand beside items.")


class Done(NamedTuple):
    """Say that a thing is on record: 201 made now, 200 there before. `shown` is what its view picks from."""

    status: int
    shown: Any
    location: str | None = None


class Refused(NamedTuple):
    """Say that a thing was refused, with every problem; nothing of it was written."""

    problems: Sequence[Problem]


class Different(NamedTuple):
    """Say that something else is on record under the same number: field → (stored, sent); nothing was written.

    `shown` names what is on record, in JSON values.
    """

    shown: Mapping[str, Any]
    differences: Mapping[str, tuple[object, object]]
    text: Text


Outcome = Done | Refused | Different


def one_or_several(body: ma.Schema, about: str, *, one: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON schema of a body that is one thing, a list of them, or `{"items": […]}`.

    The things of a list are checked one by one, so that the document lets any object stand there; `one` adds what else
    the document says of a single thing.
    """
    items = {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_ITEMS,
        "items": {"anyOf": [body, {"type": "object", "description": "Anything else is refused alone, with 422."}]},
    }
    single: dict[str, Any] = {"allOf": [body, dict(one)]} if one else {"allOf": [body]}
    several = {"type": "object", "properties": {"items": items}, "required": ["items"], "additionalProperties": False}
    return {"description": about, "anyOf": [single, items, several]}


def several_view(about: str, view: ma.Schema, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the JSON schema of the answer to a list.

    `view` shows a thing that is on record; `known` describes what names the one that differs, where any can differ.
    """
    errors = {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/FieldError"}}
    shapes: list[dict[str, Any]] = [
        {"allOf": [view, _with_status(201, 200)]},
        _with_status(422, errors=errors),
    ]
    if known is not None:
        shapes.append(_with_status(409, **known, differences={"type": "object"}))
    counts = {"type": "object", "description": "status → how many", "additionalProperties": {"type": "integer"}}
    items = {"type": "array", "description": "one for each, in the order sent", "items": {"anyOf": shapes}}
    return {
        "type": "object",
        "description": about,
        "properties": {"items": items, "counts": counts},
        "required": ["items", "counts"],
    }


def _with_status(*statuses: int, **shown: Mapping[str, Any]) -> dict[str, Any]:
    status = {"type": "integer", "enum": list(statuses)}
    return {"type": "object", "properties": {"status": status, **shown}, "required": ["status", *shown]}


def answer_one_or_several(
    sent: object, schema: ma.Schema, view: ma.Schema, act: Callable[[Sequence[dict[str, Any]]], Sequence[Outcome]]
) -> Reply:
    """Answer a body of one thing or of a list; `act` writes what could be read, one outcome for each.

    :raises InvalidCall: when a single thing, or the list as such, cannot be read.
    :raises RuleViolation: when a single thing was refused.
    """
    items = listed(sent)
    if items is None:
        [outcome] = act([loaded(schema, sent)])
        return _single(outcome)
    entries: list[dict[str, Any]] = [{} for _ in items]
    places, bodies = [], []
    for place, item in enumerate(items):
        try:
            bodies.append(schema.load(item))
            places.append(place)
        except ma.ValidationError as error:
            entries[place] = _entry(Refused(problems_of(error.messages)), view)
    for place, outcome in zip(places, act(bodies) if bodies else (), strict=True):
        entries[place] = _entry(outcome, view)
    counts = Counter(str(entry["status"]) for entry in entries)
    return Reply({"items": entries, "counts": dict(sorted(counts.items()))}, SEVERAL)


def listed(sent: object) -> list[dict[str, Any]] | None:
    """Return the things of a list, None where a single one was sent.

    :raises InvalidCall: when the list is empty or too long, or holds something else than objects.
    """
    items = sent
    if isinstance(sent, dict):
        if "items" not in sent:
            return None
        items = sent["items"]
        others = {name: [_ONLY_ITEMS] for name in sent if name != "items"}
        if others:
            raise InvalidCall(others)
    elif not isinstance(sent, list):
        raise InvalidCall({"_schema": [_NO_OBJECT]})
    if not isinstance(items, list):
        raise InvalidCall({"items": [_NO_LIST]})
    if not 1 <= len(items) <= MOST_ITEMS:
        raise InvalidCall({"items": [_HOW_MANY]})
    wrong = {f"items.{place}": [_NO_OBJECT] for place, item in enumerate(items) if not isinstance(item, dict)}
    if wrong:
        raise InvalidCall(wrong)
    return items


def _single(outcome: Outcome) -> Reply:
    if isinstance(outcome, Done):
        return Reply(outcome.shown, outcome.status, outcome.location)
    if isinstance(outcome, Refused):
        raise RuleViolation(outcome.problems)
    said = answer_for(Conflict(outcome.text, in_json(outcome.differences)))
    return Reply({**problem_document(said), **outcome.shown}, said.status, type=PROBLEM_JSON)


def _entry(outcome: Outcome, view: ma.Schema) -> dict[str, Any]:
    if isinstance(outcome, Done):
        return {"status": outcome.status, **view.dump(outcome.shown)}
    if isinstance(outcome, Refused):
        return {"status": 422, "errors": [problem_entry(problem) for problem in outcome.problems]}
    differences = {
        name: {"stored": stored, "sent": sent} for name, (stored, sent) in in_json(outcome.differences).items()
    }
    return {"status": 409, **outcome.shown, "differences": differences}


def renamed(problems: Sequence[Problem], names: Mapping[str, str]) -> list[Problem]:
    """Return problems under the names that the API has for their fields."""
    return [replace(problem, field=names.get(problem.field or "", problem.field)) for problem in problems]


def in_json(differences: Mapping[str, tuple[object, object]]) -> dict[str, tuple[object, object]]:
    """Return differences with values as JSON holds them."""
    return {name: (plain(stored), plain(sent)) for name, (stored, sent) in differences.items()}


def plain(value: object) -> object:
    """Return a value as JSON holds it: days and instants in ISO 8601, ids as text, digests in hexadecimal digits."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Mapping):
        return {str(name): plain(below) for name, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value
