"""Read a provision from the words of a file or form: days, times of day, lists. What cannot be read is a problem."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.text import UnreadableDay, parse_day

if TYPE_CHECKING:
    from datetime import date

_JAPAN: Final = timezone(timedelta(hours=9), "JST")
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_DAY_TEXT: Final = Text(
    "日付として読めません。2026-11-20 または 2026/11/20 の形で入れてください。",
    "This cannot be read as a day. Write it as 2026-11-20 or 2026/11/20.",
)
_TIME_TEXT: Final = Text(
    "時刻として読めません。14:05 または 2026-11-20T14:05+09:00 の形で入れてください。",
    "This cannot be read as a time. Write it as 14:05 or 2026-11-20T14:05+09:00.",
)
_NUMBER_TEXT: Final = Text("整数で入れてください。", "Write a whole number.")


@lru_cache(maxsize=8192)
def _day(text: str) -> date | None:
    try:
        return parse_day(text)
    except UnreadableDay:
        return None


def read_day(field: str, text: str, problems: list[Problem]) -> date | None:
    """Return the Japan date that `text` says, None for empty text; a day nobody can read is a problem."""
    if not text:
        return None
    day = _day(text)
    if day is None:
        problems.append(Problem(field, _DAY_TEXT, text))
    return day


def read_instant(field: str, text: str, on: date | None, problems: list[Problem]) -> datetime | None:
    """Return the instant that `text` says: a time of day (Japan) on `on`, or an ISO date and time.

    A date and time without a zone is Japan's.
    """
    if not text:
        return None
    time = _TIME.fullmatch(text)
    if time and on is not None:
        hour, minute, second = (int(part or 0) for part in time.groups())
        return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=_JAPAN).astimezone(UTC)
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=_JAPAN)).astimezone(UTC)
    except (ValueError, OverflowError):
        problems.append(Problem(field, _TIME_TEXT, text))
        return None


def read_number(field: str, text: str, problems: list[Problem]) -> int | None:
    """Return a whole number, None for empty text."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 more rows than any sheet has
        problems.append(Problem(field, _NUMBER_TEXT, text))
        return None
    return int(text)
