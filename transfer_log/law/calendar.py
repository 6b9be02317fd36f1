"""Count Japan dates and business days; the present moment is always an argument.

Business days are Monday to Friday without Japan's public holidays (substitute and bridge days included) and without the company's own closed days,
of which the year-end closure is one: no law knows it, so it is passed in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

#: Days a company is closed besides weekends and public holidays: a date, or (month, day) for every year.
CompanyHolidays = Collection[date | tuple[int, int]]

# Japan has had no summer time since 1951, so a fixed offset needs no time-zone database.
_JAPAN = timezone(timedelta(hours=9), "JST")
_SATURDAY = 5
_LONGEST_CLOSURE = 366  # days without one business day; beyond it the company's calendar is closed for good


def japan_date(at: datetime) -> date:
    """Return the Japan date of an aware instant.

    :raises ValueError: if `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(_JAPAN).date()


def is_business_day(day: date, company_holidays: CompanyHolidays = ()) -> bool:
    """Return whether the company works on `day`."""
    closed = day in company_holidays or (day.month, day.day) in company_holidays
    return day.weekday() < _SATURDAY and not closed and day not in _public_holidays(day.year)


def add_business_days(day: date, business_day_count: int, company_holidays: CompanyHolidays = ()) -> date:
    """Return the `business_day_count`-th business day after `day`; 0 gives `day` itself, whatever day it is.

    :raises ValueError: if the count is negative, or the company is never open.
    """
    if business_day_count < 0:
        raise ValueError("business days are counted forwards")
    found, closed_count = day, 0
    while business_day_count:
        found += timedelta(days=1)
        if is_business_day(found, company_holidays):
            business_day_count, closed_count = business_day_count - 1, 0
        elif (closed_count := closed_count + 1) > _LONGEST_CLOSURE:
            raise ValueError("the company's calendar has no business day")
    return found


def business_days_between(start: date, end: date, company_holidays: CompanyHolidays = ()) -> int:
    """Return how many business days lie after `start`, up to and including `end`; 0 when `end` is not after `start`.

    A record made on the day of the act is 0 days late, one made on the next business day is 1.
    """
    if end <= start:
        return 0
    closed = frozenset(company_holidays)
    whole_years = sum(len(_business_days(year, closed)) for year in range(start.year, end.year))
    return whole_years + _count_through(end, closed) - _count_through(start, closed)


def _count_through(day: date, closed: frozenset[date | tuple[int, int]]) -> int:
    """Return how many business days of its year are over by the end of `day`."""
    return bisect_right(_business_days(day.year, closed), day)


@lru_cache(maxsize=256)
def _business_days(year: int, closed: frozenset[date | tuple[int, int]]) -> tuple[date, ...]:
    first = date(year, 1, 1).toordinal()
    days = (date.fromordinal(first + n) for n in range((date(year, 12, 31).toordinal() - first) + 1))
    return tuple(day for day in days if is_business_day(day, closed))


@lru_cache(maxsize=256)
def _public_holidays(year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - a tenth of a second that commands without a calendar need not wait

    return frozenset(holidays.country_holidays("JP", years=year))
