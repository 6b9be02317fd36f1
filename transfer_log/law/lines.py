"""Assess a file of JSON lines: one object with facts in, one object with the answer out, never stopping at a bad line."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Never

from transfer_log.errors import Problem, Text
from transfer_log.law.assess import assess
from transfer_log.law.facts import Facts
from transfer_log.law.problems import FactsError, as_found, as_key, key_not_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEYS = ("id", "input")
#: What the published worked cases say beside the facts, so that their file can be assessed as it stands.
_ANNOTATIONS = frozenset({"source", "facts", "answer", "certainty", "expect"})
_BYTE_ORDER_MARK = "\ufeff"


def assess_lines(lines: Iterable[str]) -> Iterator[tuple[dict[str, Any], bool]]:
    """Yield an answer and whether it is one, for each line that is not blank.

    `{"id", "input"}` gives `{"id", "output"}` and True; a line that cannot be assessed gives `{"id", "error"}` and False, where `error` is one
    sentence or more in English, then in Japanese, naming the line and everything wrong with it, and `id` is null if the line has none.
    """
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix(_BYTE_ORDER_MARK).strip()
        if not text:
            continue
        identifier: object = None
        try:
            entry = _parse(text)
            identifier = identifier_of(entry)
            yield assess_entry(entry), True
        except (_UnreadableLine, FactsError) as problem:
            error = f"Line {number}: {problem.text.en} / {number} 行目: {problem.text.ja}"
            yield {"id": identifier, "error": error}, False


def assess_entry(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the answer `{"id", "output"}` to `{"id", "input"}` as parsed from JSON.

    :raises FactsError: with everything that is wrong with the entry.
    """
    facts = _facts_of(entry)
    return {"id": identifier_of(entry), "output": assess(facts).to_mapping()}


class _UnreadableLine(Exception):
    """Say that a line is no JSON object that can be read one way only."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def _parse(text: str) -> dict[str, Any]:
    try:
        entry = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant)
    except RecursionError:
        raise _UnreadableLine(Text("JSON の入れ子が深すぎます。", "The JSON is nested too deeply.")) from None
    except ValueError as error:  # JSONDecodeError, and numbers longer than Python reads
        raise _UnreadableLine(Text(f"JSON として読めません（{error}）。", f"This is not JSON ({error}).")) from error
    if not isinstance(entry, dict):
        found = as_found(entry)
        japanese = f"JSON のオブジェクトではありません（値 {found}）。"
        raise _UnreadableLine(Text(japanese, f"This is not a JSON object (found {found})."))
    return entry


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; a key that stands twice would have two meanings, and JSON readers differ on which one counts."""
    entry = dict(pairs)
    if len(entry) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        doubled = ", ".join(as_found(key) for key, count in counts.items() if count > 1)
        raise _UnreadableLine(
            Text(f"同じ項目が重複しています: {doubled}。", f"A key stands more than once: {doubled}.")
        )
    return entry


def _refuse_constant(name: str) -> Never:
    raise _UnreadableLine(Text(f"{name} は JSON の値ではありません。", f"{name} is not a JSON value."))


def identifier_of(entry: dict[str, Any]) -> object:
    """Return the id if it is a text or a whole number, else None; `_facts_of` says what is wrong with it."""
    identifier = entry.get("id")
    return identifier if _can_be_id(identifier) else None


def _can_be_id(value: object) -> bool:
    """Return whether `value` is a whole number, or a text that can be written out again (half a surrogate pair cannot)."""
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode() == value
    return isinstance(value, int) and not isinstance(value, bool)


def _id_not_allowed(value: object) -> Problem:
    found = as_found(value)
    text = Text(
        f"id には文字列か整数を指定してください（値 {found}）。",
        f"id: {found} is not allowed. Allowed: a text or a whole number.",
    )
    return Problem("id", text, found=found)


def _facts_of(entry: dict[str, Any]) -> Facts:
    problems: list[Problem] = [
        key_not_known(as_key(key), value, None, _KEYS)
        for key, value in entry.items()
        if key not in _KEYS and key not in _ANNOTATIONS
    ]
    if not _can_be_id(entry.get("id")):
        problems.append(_id_not_allowed(entry.get("id")))
    if "input" not in entry:
        problems.append(Problem("input", Text("input がありません。", "There is no input.")))
    try:
        facts = Facts.from_mapping(entry.get("input", {}))
    except FactsError as error:
        raise FactsError([*problems, *error.problems]) from None
    if problems:
        raise FactsError(problems)
    return facts
