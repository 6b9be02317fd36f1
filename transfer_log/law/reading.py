"""Read nested frozen dataclasses from plain mappings, and write them back, guided by their type hints.

Nothing is guessed and nothing is coerced: 1 is no truth value, 20261121 is no day. All problems are gathered before anyone is told.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any

import pycountry

from transfer_log.law.problems import as_key, key_not_known, not_an_object, value_not_allowed

if TYPE_CHECKING:
    from transfer_log.errors import Problem

UNKNOWN_COUNTRY = "unknown"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # date.fromisoformat would take 20261121 and 2026-W47-6 too
_NEARNESS = 0.6  # difflib's own threshold: below it a suggestion misleads


@cache
def country_codes() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes."""
    return frozenset(country.alpha_2 for country in pycountry.countries)


class MappingReader:
    """Read one mapping into one dataclass, and remember every problem with its dotted key."""

    def __init__(self, root: type[Any]) -> None:
        self._root = root
        self.problems: list[Problem] = []

    def read(self, cls: type[Any], mapping: object, prefix: str = "") -> Any:  # noqa: ANN401 - an instance of `cls`
        """Return an instance of `cls`; a key with a problem keeps its default, and the problem is in `problems`."""
        if not isinstance(mapping, Mapping):
            self.problems.append(not_an_object(prefix.rstrip(".") or "input", mapping))
            return cls()
        hints, members = _shape(cls)
        values: dict[str, object] = {}
        for key, value in mapping.items():
            if key in members:
                values[key] = self._value(members[key], hints[key], prefix + key, value)
            else:
                self.problems.append(
                    key_not_known(prefix + as_key(key), value, self._nearest(key, prefix), tuple(members))
                )
        return cls(**values)

    def _value(self, member: Field[Any], hint: object, key: str, value: object) -> object:
        options = typing.get_args(hint)
        if NoneType in options:
            if value is None:
                return None
            hint = next(option for option in options if option is not NoneType)
        if is_dataclass(hint):
            return self.read(typing.cast(type[Any], hint), value, f"{key}.")
        allowed, found = _accept(hint, member, value)
        if allowed is None:
            return found
        self.problems.append(value_not_allowed(key, value, [*allowed, "null"] if NoneType in options else allowed))
        return member.default

    def _nearest(self, key: object, prefix: str) -> str | None:
        """Return the known dotted key that comes nearest: the same name in another section first, then a similar one."""
        known_keys = dotted_keys(self._root)
        elsewhere = [known for known in known_keys if known.rpartition(".")[2] == key]
        similar = get_close_matches(f"{prefix}{key}", known_keys, n=1, cutoff=_NEARNESS)
        return next(iter(elsewhere or similar), None)


def _accept(hint: object, member: Field[Any], value: object) -> tuple[list[str] | None, object]:
    """Return (None, the value as its type) when it fits, else (what is allowed, None)."""
    if hint is bool:
        return (None, value) if isinstance(value, bool) else (["true", "false"], None)
    if hint is date:
        day = _as_day(value)
        return (["YYYY-MM-DD"], None) if day is None else (None, day)
    if hint is str:
        return _accept_country(value, may_be_unknown=member.metadata.get("may_be_unknown", False))
    codes = typing.cast(type[StrEnum], hint)
    if isinstance(value, str) and value in {code.value for code in codes}:
        return None, codes(value)
    return [code.value for code in codes], None


def _accept_country(value: object, *, may_be_unknown: bool) -> tuple[list[str] | None, object]:
    allowed = ["ISO 3166-1 alpha-2 (JP, US, VN, …)"]
    if may_be_unknown:
        allowed.append(UNKNOWN_COUNTRY)
    fits = isinstance(value, str) and (value in country_codes() or (may_be_unknown and value == UNKNOWN_COUNTRY))
    return (None, value) if fits else (allowed, None)


def _as_day(value: object) -> date | None:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:  # 2026-02-30
        return None


_Shape = tuple[dict[str, object], dict[str, Field[Any]]]
_shapes: dict[type[Any], _Shape] = {}  # resolving type hints costs more than reading a mapping


def _shape(cls: type[Any]) -> _Shape:
    """Return the type hints and the fields of a dataclass, by name."""
    if cls not in _shapes:
        _shapes[cls] = typing.get_type_hints(cls), {member.name: member for member in fields(cls)}
    return _shapes[cls]


def dotted_keys(cls: type[Any], prefix: str = "") -> tuple[str, ...]:
    """Return every dotted key under `cls`, sections and their members, in the order of the fields."""
    keys: list[str] = []
    for name, hint in _shape(cls)[0].items():
        keys.append(prefix + name)
        if is_dataclass(hint):
            keys.extend(dotted_keys(typing.cast(type[Any], hint), f"{prefix}{name}."))
    return tuple(keys)


def non_defaults(instance: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the dataclasses read above
    """Return the keys of `instance` that differ from their defaults, as JSON values; the reverse of reading."""
    mapping: dict[str, Any] = {}
    for member in fields(instance):
        value = getattr(instance, member.name)
        if is_dataclass(value):
            inner = non_defaults(value)
            if inner:
                mapping[member.name] = inner
        elif member.default is MISSING or value != member.default:
            mapping[member.name] = _as_json(value)
    return mapping


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
