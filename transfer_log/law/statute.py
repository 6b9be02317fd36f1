"""Read the dated law from `statute.yaml` once, and hand out the rules in force on a day.

Codes are plain strings here; `vocabulary` gives them types. Nothing is asked of a clock: every reader names the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

import yaml

from transfer_log.errors import Problem, Text
from transfer_log.law.problems import FactsError, as_found

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Period:
    """Span the Japan dates, both included, in which no rule changes; `valid_to` None = still running."""

    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Basis:
    """Hold one ground for giving data: its article, what it needs (`conditions`: codes of violations) and its words."""

    code: str
    kind: str
    article: str
    label: Text
    explanation: Text
    conditions: tuple[str, ...]
    for_pseudonymised: bool
    for_my_number: bool
    article_abroad: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Hold one code with its article and label."""

    code: str
    article: str
    label: Text


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Hold what one kind of record must contain, how it may be made, and the articles its faults break."""

    code: str
    article: str
    items: tuple[str, ...]
    modes: tuple[str, ...]
    items_fault: str
    lump_fault: str
    lump_items: tuple[str, ...] = ()

    def items_in_lump(self) -> tuple[str, ...]:
        """Return the items of one lawful record for a series; most sets ask for the same ones as each time."""
        return self.lump_items or self.items


@dataclass(frozen=True, slots=True)
class Mode:
    """Hold one way of making a record and the retention class it leads to."""

    code: str
    article: str
    label: Text
    retention: str


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """Hold how many calendar years a record is kept, and from which day of the record they run."""

    code: str
    article: str
    label: Text
    years: int
    runs_from: str


@dataclass(frozen=True, slots=True)
class ViolationRule:
    """Hold one thing that can be wrong; `article` None = the case decides which one is broken."""

    code: str
    message: Text
    article: str | None = None
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold everything in force during one period, by code; dictionaries keep the order of the file."""

    period: Period
    bases: Mapping[str, Basis]
    designated_countries: frozenset[str]
    articles: Mapping[str, str]
    record_items: Mapping[str, Named]
    record_sets: Mapping[str, RecordSet]
    modes: Mapping[str, Mode]
    retention: Mapping[str, RetentionRule]
    violations: Mapping[str, ViolationRule]


_SECTIONS = (
    "bases",
    "designated_countries",
    "articles",
    "record_items",
    "record_sets",
    "modes",
    "retention",
    "violations",
)


class Statute:
    """Keep the dated entries and answer which of them hold on a day."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        """Take the parsed file.

        :raises ValueError: if two entries of one code hold on the same day.
        """
        self.version: date = data["version"]
        self.first_day: date = data["first_day"]
        self._entries: dict[str, tuple[Entry, ...]] = {section: tuple(data[section]) for section in _SECTIONS}
        for section, entries in self._entries.items():
            _refuse_overlap(section, entries)
        self.periods = self._cut_periods()
        self._newest_first = self.periods[::-1]
        self._rules = {period: self._rules_in(period) for period in self.periods}

    def period_of(self, day: date) -> Period:
        """Return the period `day` lies in.

        :raises FactsError: if `day` lies before the first dated rule; names the earliest day known.
        """
        for period in self._newest_first:
            if day >= period.valid_from:
                return period
        raise FactsError([before_first_day(day, self.first_day)])

    def rules_on(self, day: date) -> Rules:
        """Return the rules in force on `day`.

        :raises FactsError: if `day` lies before the first dated rule.
        """
        return self._rules[self.period_of(day)]

    def latest_rules(self) -> Rules:
        """Return the rules of the last period known."""
        return self._rules[self.periods[-1]]

    def _cut_periods(self) -> tuple[Period, ...]:
        starts = {self.first_day}
        for entry in (entry for entries in self._entries.values() for entry in entries):
            starts.add(entry["valid_from"])
            if entry.get("valid_to"):
                starts.add(entry["valid_to"] + timedelta(days=1))
        days = sorted(start for start in starts if start >= self.first_day)
        closed = [Period(start, following - timedelta(days=1)) for start, following in pairwise(days)]
        return (*closed, Period(days[-1], None))

    def _rules_in(self, period: Period) -> Rules:
        live = {
            section: [e for e in entries if _holds_on(e, period.valid_from)]
            for section, entries in self._entries.items()
        }
        return Rules(
            period=period,
            bases={e["code"]: Basis(**_content(e)) for e in live["bases"]},
            designated_countries=frozenset(code for e in live["designated_countries"] for code in e["codes"]),
            articles={e["code"]: e["article"] for e in live["articles"]},
            record_items={e["code"]: Named(**_content(e)) for e in live["record_items"]},
            record_sets={e["code"]: RecordSet(**_content(e)) for e in live["record_sets"]},
            modes={e["code"]: Mode(**_content(e)) for e in live["modes"]},
            retention={e["code"]: RetentionRule(**_content(e)) for e in live["retention"]},
            violations={e["code"]: ViolationRule(**_content(e)) for e in live["violations"]},
        )


def before_first_day(day: date, first_day: date) -> Problem:
    """Return the problem of a day whose law is not known here, with the earliest one that is."""
    text = Text(
        f"on の値 {as_found(day.isoformat())} の時点の法令は収録していません。最も早い日は {first_day} です。",
        f"on: the law of {as_found(day.isoformat())} is not known here. The earliest day known is {first_day}.",
    )
    return Problem("on", text, found=as_found(day.isoformat()), allowed=(f">= {first_day}",))


@cache
def statute() -> Statute:
    """Return the law that ships with the package, read on first use."""
    return Statute(load_data("statute.yaml"))


def load_data(name: str) -> Mapping[str, Any]:
    """Return one of the YAML files beside this module; the C loader is taken where PyYAML has it, being ten times faster."""
    text = resources.files("transfer_log.law").joinpath(name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe one
    return data


def _content(entry: Entry) -> dict[str, Any]:
    """Return the entry without its dates, lists as tuples and {ja, en} as Text; an unknown key fails in the dataclass."""
    return {key: _frozen(value) for key, value in entry.items() if key not in {"valid_from", "valid_to"}}


def _frozen(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return Text(**value)
    return value


def _holds_on(entry: Entry, day: date) -> bool:
    valid_to: date | None = entry.get("valid_to")
    return bool(entry["valid_from"] <= day) and (valid_to is None or day <= valid_to)


def _refuse_overlap(section: str, entries: tuple[Entry, ...]) -> None:
    by_code: dict[str, list[Entry]] = {}
    for entry in entries:
        for code in entry.get("codes") or [entry["code"]]:
            by_code.setdefault(code, []).append(entry)
    for code, dated in by_code.items():
        for earlier, later in pairwise(sorted(dated, key=lambda e: e["valid_from"])):
            if earlier.get("valid_to") is None or earlier["valid_to"] >= later["valid_from"]:
                raise ValueError(f"{section}: two entries of {code} hold on {later['valid_from']}")
