"""Check Japan dates and business days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from transfer_log.law import add_business_days, business_days_between, is_business_day, japan_date

YEAR_END = ((12, 29), (12, 30), (12, 31), (1, 2), (1, 3))


def test_the_japan_date_turns_at_three_in_the_afternoon_utc() -> None:
    assert japan_date(datetime(2026, 3, 31, 14, 59, 59, tzinfo=UTC)) == date(2026, 3, 31)
    assert japan_date(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == date(2026, 4, 1)


def test_the_japan_date_of_another_zone_is_the_same_instant() -> None:
    assert japan_date(datetime(2026, 3, 31, 23, 0, tzinfo=timezone(timedelta(hours=-5)))) == date(2026, 4, 1)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        japan_date(datetime(2026, 3, 31))  # noqa: DTZ001 - this is what is refused


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 5, 6), "substitute holiday"),
        (date(2026, 9, 22), "day between two holidays"),
        (date(2027, 3, 22), "substitute holiday"),
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 11, 23), "Labour Thanksgiving Day"),
        (date(2027, 1, 1), "New Year's Day"),
    ],
)
def test_public_holidays_and_weekends_are_no_business_days(day: date, reason: str) -> None:
    assert not is_business_day(day), reason


def test_the_year_end_closure_is_the_companys_own() -> None:
    assert is_business_day(date(2026, 12, 29))
    assert not is_business_day(date(2026, 12, 29), YEAR_END)
    assert not is_business_day(date(2026, 12, 29), [date(2026, 12, 29)])


def test_fourteen_business_days_over_the_year_end() -> None:
    assert add_business_days(date(2026, 12, 21), 14) == date(2027, 1, 12)
    assert add_business_days(date(2026, 12, 21), 14, YEAR_END) == date(2027, 1, 15)


def test_no_business_day_later_is_the_same_day() -> None:
    assert add_business_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        add_business_days(date(2026, 11, 20), -1)


def test_a_company_that_never_opens_has_no_next_business_day() -> None:
    every_day = [(date(2024, 1, 1) + timedelta(days=n)) for n in range(366)]
    with pytest.raises(ValueError, match="no business day"):
        add_business_days(date(2026, 11, 20), 1, [(day.month, day.day) for day in every_day])


@pytest.mark.parametrize(
    ("start", "end", "count", "reason"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0, "recorded on the day"),
        (date(2026, 11, 20), date(2026, 11, 23), 0, "Friday to a Monday that is a holiday"),
        (date(2026, 11, 20), date(2026, 11, 24), 1, "the next business day"),
        (date(2026, 11, 21), date(2026, 11, 24), 1, "from a Saturday"),
        (date(2026, 11, 20), date(2026, 11, 28), 4, "up to a Saturday"),
        (date(2026, 11, 20), date(2026, 11, 1), 0, "recorded before the act"),
        (date(2026, 12, 25), date(2027, 1, 4), 2, "over the year end: 4 January and 28 December"),
    ],
)
def test_business_days_from_act_to_record(start: date, end: date, count: int, reason: str) -> None:
    assert business_days_between(start, end, YEAR_END) == count, reason


def test_counting_agrees_with_adding_over_three_years() -> None:
    start = date(2024, 2, 29)
    assert [
        business_days_between(start, add_business_days(start, n, YEAR_END), YEAR_END) for n in range(0, 750, 25)
    ] == list(range(0, 750, 25))
