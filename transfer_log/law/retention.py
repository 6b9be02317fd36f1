"""Count how long a record must be kept.

The first day of a period is not counted when it begins at an event of that day (Civil Code Art. 140); 起算して in Rules Art. 21, 25, 29 counts the
last day of provision itself. Years run by the calendar: where the last month has no such day, the period ends on that month's last day (Art. 143(2)).
"""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING

from transfer_log.law.statute import statute
from transfer_log.law.vocabulary import RecordMode, RetentionClass

if TYPE_CHECKING:
    from transfer_log.law.statute import RetentionRule


def keep_until(
    retention_class: RetentionClass,
    recorded_on: date | None,
    last_on: date | None,
    *,
    mode: RecordMode = RecordMode.EACH_TIME,
    on: date | None = None,
) -> date | None:
    """Return the last Japan date on which the record must still be kept, None while the day it runs from is not known.

    R3: 3 years from `recorded_on`, that day not counted. RL, RC: 3 years, 1 year from `last_on` (last day of provision or receipt), that day
    counted. A lump that the law does not allow (`mode` lump in class R3) runs from the later of the two known days.
    `on` is the day whose law applies; None takes the latest rules known.

    Law: Act Art. 29(2), 30(4), 31(3); Rules Art. 21, 25, 29.
    :raises FactsError: if `on` lies before the first dated rule.
    """
    rules = statute().latest_rules() if on is None else statute().rules_on(on)
    rule = rules.retention[retention_class]
    if rule.runs_from == "last_provided_on":
        return None if last_on is None else _last_day(rule, first_day=last_on)
    start = (
        max((day for day in (recorded_on, last_on) if day), default=None) if mode == RecordMode.LUMP else recorded_on
    )
    if start is None:
        return None
    return date.max if start == date.max else _last_day(rule, first_day=start + timedelta(days=1))


def _last_day(rule: RetentionRule, *, first_day: date) -> date:
    """Return the day before the one that corresponds to `first_day` after the rule's years."""
    year = first_day.year + rule.years
    if year > MAXYEAR:
        return date.max  # the calendar of this language ends there; nothing due later can be written down
    try:
        return first_day.replace(year=year) - timedelta(days=1)
    except ValueError:  # 29 February, and that year has none
        return date(year, 2, 28)
