"""Write dates and instants in full, as letters do: 令和8年11月21日, 21 November 2026; instants in Japan's time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

JAPAN: Final = timezone(timedelta(hours=9), "JST")

#: Japan's eras (元号) by the first day of each, newest first.
ERAS: Final = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
)

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date, language: str) -> str:
    """Return a Japan date in full: 令和8年11月21日 in Japanese, 21 November 2026 otherwise.

    A day before the first era known here is written in the Western calendar.
    """
    if language != "ja":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    for first_day, era in ERAS:
        if day >= first_day:
            year = day.year - first_day.year + 1
            return f"{era}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月{day.day}日"


def long_instant(at: datetime, language: str) -> str:
    """Return an aware instant as Japan's clocks showed it: 令和8年11月21日 14時05分, 21 November 2026, 14:05 (Japan time).

    :raises ValueError: if `at` is naive: nobody could say which clock it was read from.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    here = at.astimezone(JAPAN)
    day = long_date(here.date(), language)
    return f"{day} {here:%H時%M分}" if language == "ja" else f"{day}, {here:%H:%M} (Japan time)"
