"""Hold what is fixed about operators and their policies: the main policy, days of labels, days on which it is closed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from transfer_log.text import UnreadableDay, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The day on which the Act began to bind businesses: since then holds what has no known beginning, such as the
#: catalogue of items. (Act No. 57 of 2003, Supplementary Provisions Art. 1.)
SINCE_THE_ACT: Final = date(2005, 4, 1)

#: The code of the policy that stands for itself where a file names only a version.
MAIN_POLICY: Final = "main"
MAIN_POLICY_TITLE: Final = "個人情報保護方針"

_EVERY_YEAR: Final = re.compile(r"\d\d-\d\d")
_ANY_LEAP_YEAR: Final = "2024-"


def day_of_label(label: str) -> date | None:
    """Return the day that the label of a policy version is (2024-07-10), or None where it is a word or a number."""
    try:
        return parse_day(label)
    except UnreadableDay:
        return None


def is_closed_day(text: str) -> bool:
    """Tell whether `text` is a closed day: MM-DD (every year) or YYYY-MM-DD."""
    day = _ANY_LEAP_YEAR + text if _EVERY_YEAR.fullmatch(text) else text
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def company_holidays(listed: Iterable[str] | None) -> frozenset[date | tuple[int, int]]:
    """Return the closed days as the calendar reads them: `MM-DD` holds every year, `YYYY-MM-DD` once."""
    return frozenset(_closed_day(text) for text in listed or ())


def _closed_day(text: str) -> date | tuple[int, int]:
    if not _EVERY_YEAR.fullmatch(text):
        return date.fromisoformat(text)
    month, _, day = text.partition("-")
    return int(month), int(day)
