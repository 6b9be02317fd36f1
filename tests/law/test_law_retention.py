"""Check the last day on which a record must still be kept (Act Art. 29(2), Rules Art. 21, Civil Code Art. 140, 143)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transfer_log.law import FactsError, RecordMode, RetentionClass, keep_until

EACH_TIME: list[tuple[str, date, date]] = [
    ("the day of recording is not counted", date(2026, 4, 10), date(2029, 4, 10)),
    ("a leap day at the end is counted", date(2025, 2, 28), date(2028, 2, 29)),
    ("no leap day at the end", date(2026, 2, 28), date(2029, 2, 28)),
    ("day one is a leap day, the third year has none", date(2024, 2, 28), date(2027, 2, 28)),
    ("recorded on a leap day", date(2024, 2, 29), date(2027, 2, 28)),
    ("recorded on New Year's Eve", date(2025, 12, 31), date(2028, 12, 31)),
    ("recorded on a 30th", date(2026, 4, 30), date(2029, 4, 30)),
]
LAST_PROVISION: list[tuple[str, RetentionClass, date, date]] = [
    ("the last day is day one", RetentionClass.RL, date(2026, 3, 31), date(2029, 3, 30)),
    ("the last day is a leap day", RetentionClass.RL, date(2024, 2, 29), date(2027, 2, 28)),
    ("the day after a leap day", RetentionClass.RL, date(2024, 3, 1), date(2027, 2, 28)),
    ("the period ends on a leap day", RetentionClass.RL, date(2025, 3, 1), date(2028, 2, 29)),
    ("the last day is New Year's Day", RetentionClass.RL, date(2026, 1, 1), date(2028, 12, 31)),
    ("one year for a contract", RetentionClass.RC, date(2026, 9, 30), date(2027, 9, 29)),
    ("one year from a leap day", RetentionClass.RC, date(2024, 2, 29), date(2025, 2, 28)),
    ("one year to a leap day", RetentionClass.RC, date(2023, 3, 1), date(2024, 2, 29)),
]
RECORDS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    (
        "each time, the last provision does not matter",
        {"basis": "consent"},
        {"recorded_on": "2026-05-11", "last_provided_on": "2026-09-30"},
        {"class": "R3", "keep_until": "2029-05-11"},
    ),
    (
        "each time, not recorded yet",
        {"basis": "consent"},
        {"provided_on": "2026-05-11"},
        {"class": "R3", "keep_until": None},
    ),
    (
        "a lump that still runs",
        {"basis": "consent"},
        {"mode": "lump", "recorded_on": "2026-05-11", "provided_on": "2026-05-01"},
        {"class": "RL", "keep_until": None},
    ),
    (
        "a contract",
        {"basis": "consent"},
        {"mode": "contract", "recorded_on": "2026-05-11", "last_provided_on": "2026-09-30"},
        {"class": "RC", "keep_until": "2027-09-29"},
    ),
    (
        "a contract without consent is an ordinary record",
        {"basis": "consent", "basis_facts": {"consent_obtained": False}},
        {"mode": "contract", "recorded_on": "2026-05-11", "last_provided_on": "2026-09-30"},
        {"class": "R3", "keep_until": "2029-05-11"},
    ),
    (
        "a contract under opt-out is an ordinary record",
        {"basis": "opt_out"},
        {"mode": "contract", "recorded_on": "2026-05-11"},
        {"class": "R3", "keep_until": "2029-05-11"},
    ),
    (
        "a lump under opt-out, last provision later",
        {"basis": "opt_out"},
        {"mode": "lump", "recorded_on": "2026-05-11", "last_provided_on": "2026-09-30"},
        {"class": "R3", "keep_until": "2029-09-30"},
    ),
    (
        "a lump under opt-out, recorded later",
        {"basis": "opt_out"},
        {"mode": "lump", "recorded_on": "2026-10-05", "last_provided_on": "2026-09-30"},
        {"class": "R3", "keep_until": "2029-10-05"},
    ),
    (
        "a lump under opt-out, one day known",
        {"basis": "opt_out"},
        {"mode": "lump", "recorded_on": "2026-10-05"},
        {"class": "R3", "keep_until": "2029-10-05"},
    ),
    (
        "a receipt in a contract",
        {"role": "recipient"},
        {"mode": "contract", "last_provided_on": "2026-09-30"},
        {"class": "RC", "keep_until": "2027-09-29"},
    ),
    (
        "a receipt in a lump",
        {"role": "recipient"},
        {"mode": "lump", "last_provided_on": "2026-09-30"},
        {"class": "RL", "keep_until": "2029-09-29"},
    ),
    (
        "personal-related in a contract",
        {"information": "personal_related"},
        {"mode": "contract", "last_provided_on": "2026-09-30"},
        {"class": "RC", "keep_until": "2027-09-29"},
    ),
    ("no record is due", {"basis": "entrustment"}, {"recorded_on": "2026-10-05"}, {"class": None, "keep_until": None}),
]


@pytest.mark.parametrize(
    ("recorded_on", "last_day"), [case[1:] for case in EACH_TIME], ids=[case[0] for case in EACH_TIME]
)
def test_three_years_from_the_day_after_recording(recorded_on: date, last_day: date) -> None:
    assert keep_until(RetentionClass.R3, recorded_on, None) == last_day


@pytest.mark.parametrize(
    ("retention_class", "last_on", "last_day"),
    [case[1:] for case in LAST_PROVISION],
    ids=[case[0] for case in LAST_PROVISION],
)
def test_years_from_the_last_provision(retention_class: RetentionClass, last_on: date, last_day: date) -> None:
    assert keep_until(retention_class, date(2020, 1, 1), last_on) == last_day


@pytest.mark.parametrize(
    ("facts", "record", "expected"), [case[1:] for case in RECORDS], ids=[case[0] for case in RECORDS]
)
def test_retention_of_a_record(
    facts: dict[str, Any], record: dict[str, Any], expected: dict[str, Any], differences: Any
) -> None:
    assert differences({**facts, "record": record}, {"retention": expected}) == {}


def test_nothing_runs_while_no_day_is_known() -> None:
    assert keep_until(RetentionClass.R3, None, date(2026, 1, 1)) is None
    assert keep_until(RetentionClass.RL, date(2026, 1, 1), None) is None
    assert keep_until(RetentionClass.R3, None, None, mode=RecordMode.LUMP) is None


@pytest.mark.parametrize("day", [date.max, date(9996, 12, 31), date(9998, 2, 28)])
def test_the_end_of_the_calendar_is_the_last_day(day: date) -> None:
    assert keep_until(RetentionClass.R3, day, None) == date.max


def test_a_day_before_the_first_rule_is_refused() -> None:
    with pytest.raises(FactsError, match="2022-04-01"):
        keep_until(RetentionClass.R3, date(2022, 1, 1), None, on=date(2022, 3, 31))
