"""Check that no cell is run as a formula and that nothing is lost by that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.tables.guard import RISKY_STARTS, guarded, guarded_in_sheet, unguarded

CELLS = st.text(alphabet="'=+-@\t\r\n＝＋－＠a山 ", max_size=6) | st.text()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_would_run_gets_one_apostrophe(start: str) -> None:
    assert guarded(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_exactly_one_apostrophe_before_such_a_character_is_taken_away(start: str) -> None:
    assert unguarded(f"'{start}1") == f"{start}1"


@pytest.mark.parametrize("cell", ["O'Brien", "'quoted'", "", "'", "a=b", "山田"])
def test_an_ordinary_cell_is_left_alone(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@given(CELLS)
def test_the_guard_of_csv_comes_off_exactly(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(CELLS)
def test_the_guard_of_sheets_comes_off_exactly(cell: str) -> None:
    assert unguarded(guarded_in_sheet(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_begins_like_a_formula(cell: str) -> None:
    assert guarded(cell)[:1] not in RISKY_STARTS - {"'"}


@given(CELLS.filter(lambda cell: cell[:1] not in RISKY_STARTS))
def test_a_cell_without_a_risky_start_needs_no_look(cell: str) -> None:
    assert guarded(cell) == guarded_in_sheet(cell) == unguarded(cell) == cell
