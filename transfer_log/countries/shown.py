"""Say in words what a version of a country note holds, for what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.countries.facts import Confidence
from transfer_log.countries.rules import CONFIDENCE_LABELS
from transfer_log.errors import Text
from transfer_log.i18n import current_language
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.register_pages import ShownField
from transfer_log.text import japan_day_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

_ORIGINS: Final[Mapping[str, Text]] = {
    "package": Text("製品に付属", "came with the product"),
    "company": Text("自社の確認", "reviewed by the company"),
}


def _day(day: date) -> str:
    return japan_day_text(day, current_language())


def _facts(facts: Any) -> tuple[str, ...]:  # noqa: ANN401 a JSON value
    """Return every fact as one line, `path: value`, so that what came and what went can be told."""
    return tuple(_lines("", facts))


def _lines(path: str, value: Any) -> Iterator[str]:  # noqa: ANN401 a JSON value
    if isinstance(value, dict):
        for name, inner in sorted(value.items()):
            yield from _lines(f"{path}.{name}" if path else name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(path, inner)
    else:
        yield f"{path}: {value}"


SHOWN: Final[Mapping[str, ShownField]] = {
    "origin": ShownField(_l("Where it comes from"), lambda code: _ORIGINS.get(code, code)),
    "confidence": ShownField(_l("How sure"), lambda code: CONFIDENCE_LABELS[Confidence(code)].name),
    "checked_on": ShownField(_l("Checked on"), _day),
    "facts": ShownField(_l("Facts"), _facts),
}
