"""Dates in print: eras in Japanese, the Western calendar in English, Japan's clocks in both."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from transfer_log.japanese_dates import long_date, long_instant


@pytest.mark.parametrize(
    ("day", "text"),
    [
        pytest.param(date(2026, 11, 21), "令和8年11月21日", id="today's era"),
        pytest.param(date(2019, 5, 1), "令和元年5月1日", id="first day of Reiwa"),
        pytest.param(date(2019, 4, 30), "平成31年4月30日", id="last day of Heisei"),
        pytest.param(date(1989, 1, 8), "平成元年1月8日", id="first day of Heisei"),
        pytest.param(date(1989, 1, 7), "昭和64年1月7日", id="last day of Showa"),
        pytest.param(date(1912, 7, 29), "1912年7月29日", id="before the first era known"),
    ],
)
def test_a_japanese_date_names_the_era_of_its_day(day: date, text: str) -> None:
    assert long_date(day, "ja") == text


def test_an_english_date_writes_the_month_out() -> None:
    assert long_date(date(2026, 11, 21), "en") == "21 November 2026"


def test_an_instant_is_told_by_japans_clocks() -> None:
    at = datetime(2026, 12, 31, 15, 5, tzinfo=UTC)
    assert long_instant(at, "ja") == "令和9年1月1日 00時05分"
    assert long_instant(at, "en") == "1 January 2027, 00:05 (Japan time)"


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        long_instant(datetime(2026, 11, 21, 14, 5), "ja")  # noqa: DTZ001 - the fault under test
