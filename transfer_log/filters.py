"""Format values for pages in the language of the answer. Pure but for that language; no template formats by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from transfer_log.countries.names import country_name
from transfer_log.errors import Text
from transfer_log.i18n import current_language
from transfer_log.japanese_dates import JAPAN
from transfer_log.law import article_label
from transfer_log.text import japan_day_text
from transfer_log.text import reiwa as japanese_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from flask import Flask

SHORT_ID_DIGITS = 8


def _japan_day(when: date) -> date:
    """Return the Japan date of a date or of an aware instant.

    :raises ValueError: if an instant is naive: nobody could say which clock it was read from.
    """
    if not isinstance(when, datetime):
        return when
    return _japan_instant(when).date()


def _japan_instant(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return at.astimezone(JAPAN)


def japan_date(when: date | None) -> str:
    """Return a date or an instant as a Japan date: 2026-11-21 (土), 21 Nov 2026 (Sat); nothing for None."""
    return "" if when is None else japan_day_text(_japan_day(when), current_language())


def japan_time(at: datetime | None) -> str:
    """Return an instant as the time on Japan's clocks: 14:05; nothing for None."""
    return "" if at is None else f"{_japan_instant(at):%H:%M}"


def japan_instant(at: datetime | None) -> str:
    """Return an instant as Japan date and time: 2026-11-21 (土) 14:05; nothing for None."""
    return f"{japan_date(at)} {japan_time(at)}".strip()


def reiwa(when: date | None) -> str:
    """Return a date or an instant in the Japanese calendar, as letters need it: 令和8年11月21日; nothing for None."""
    return "" if when is None else japanese_calendar(_japan_day(when))


def label(value: Any) -> Any:  # noqa: ANN401 any value a template may hold
    """Return a bilingual text in the language of the answer; what is no `Text` is returned as it is."""
    return value.in_language(current_language()) if isinstance(value, Text) else value


def listing(values: Iterable[object], limit: int | None = None) -> str:
    """Return labels in one line: 氏名・年齢・学歴 or name, age, education; past `limit` only their number: +2."""
    shown = [str(label(value)) for value in values]
    mark = "・" if current_language() == "ja" else ", "
    if limit is None or len(shown) <= limit:
        return mark.join(shown)
    return f"{mark.join(shown[:limit])} +{len(shown) - limit}"


def article(reference: str) -> str:
    """Return a reference to the law as people write it: `Act Art. 27(1)` is 法27条1項 in Japanese."""
    return str(label(article_label(reference)))


def country(code: str) -> str:
    """Return the short name of a country from its ISO 3166-1 alpha-2 code, or that it is not identified (`unknown`)."""
    return str(label(country_name(code)))


def short_id(value: UUID | str) -> str:
    """Return the last eight digits of an id: enough for people to tell two apart; UUIDv7 begins with the time."""
    return str(value)[-SHORT_ID_DIGITS:]


def number(value: object) -> str:
    """Return a count with separators: 1,204,551; what is no number, such as 10,000+, as it is."""
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def share_of(count: float, whole: float) -> str:
    """Return how long a bar is: the share of `count` in `whole` in per cent, 0% of nothing."""
    return f"{100 * count / whole:.4g}%" if whole else "0%"


def init_filters(app: Flask) -> None:
    """Give the templates of `app` every filter of this module by its name."""
    for use in (
        article,
        country,
        japan_date,
        japan_instant,
        japan_time,
        label,
        listing,
        number,
        reiwa,
        share_of,
        short_id,
    ):
        app.jinja_env.filters[use.__name__] = use
