"""How values read on a page, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from markupsafe import Markup

from transfer_log import filters
from transfer_log.errors import Text
from transfer_log.i18n import using_language

SATURDAY = date(2026, 11, 21)
EVENING_UTC = datetime(2026, 11, 20, 20, 5, tzinfo=UTC)
ITEMS = [Text("氏名", "name"), Text("年齢", "age"), Text("学歴", "education"), Text("住所", "address")]


def test_a_date_reads_with_its_weekday_in_japanese() -> None:
    assert filters.japan_date(SATURDAY) == "2026-11-21 (土)"


def test_a_date_reads_with_its_weekday_in_english() -> None:
    with using_language("en"):
        assert filters.japan_date(SATURDAY) == "21 Nov 2026 (Sat)"


def test_an_instant_reads_as_the_day_it_was_in_japan() -> None:
    assert filters.japan_date(EVENING_UTC) == "2026-11-21 (土)"


def test_the_time_of_an_instant_is_japans() -> None:
    assert filters.japan_time(EVENING_UTC) == "05:05"


def test_an_instant_reads_as_day_and_time() -> None:
    assert filters.japan_instant(EVENING_UTC) == "2026-11-21 (土) 05:05"


def test_an_instant_reads_in_the_japanese_calendar() -> None:
    assert filters.reiwa(EVENING_UTC) == "令和8年11月21日"


@pytest.mark.parametrize("read", [filters.japan_date, filters.japan_time, filters.japan_instant, filters.reiwa])
def test_no_date_reads_as_nothing(read: object) -> None:
    assert read(None) == ""  # type: ignore[operator]


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        filters.japan_date(datetime(2026, 11, 20, 5, 5))  # noqa: DTZ001 the fault under test


def test_a_label_reads_in_the_language_of_the_answer() -> None:
    with using_language("en"):
        assert filters.label(Text("氏名", "name")) == "name"


def test_markup_stays_markup_through_label() -> None:
    assert isinstance(filters.label(Markup("<b>")), Markup)


def test_items_are_listed_with_the_japanese_mark() -> None:
    assert filters.listing(ITEMS) == "氏名・年齢・学歴・住所"


def test_past_the_limit_only_the_number_of_items_is_said() -> None:
    with using_language("en"):
        assert filters.listing(ITEMS, 2) == "name, age +2"


def test_at_the_limit_all_items_are_said() -> None:
    assert filters.listing(ITEMS, 4) == "氏名・年齢・学歴・住所"


def test_an_article_reads_as_japanese_lawyers_write_it() -> None:
    assert filters.article("Act Art. 27(1)") == "法27条1項"


def test_a_country_reads_by_its_short_name() -> None:
    assert filters.country("VN") == "ベトナム"


def test_a_short_id_is_the_end_of_the_id_because_the_start_is_the_time() -> None:
    assert filters.short_id(UUID("01980000-0000-7000-8000-00004c1e77aa")) == "4c1e77aa"


@pytest.mark.parametrize(("value", "text"), [(1204551, "1,204,551"), (0, "0"), ("10,000+", "10,000+")])
def test_a_count_reads_with_separators_and_a_capped_count_as_it_is(value: object, text: str) -> None:
    assert filters.number(value) == text


@pytest.mark.parametrize(("count", "whole", "share"), [(1, 3, "33.33%"), (5, 5, "100%"), (0, 0, "0%")])
def test_a_bar_is_as_long_as_its_share(count: int, whole: int, share: str) -> None:
    assert filters.share_of(count, whole) == share
