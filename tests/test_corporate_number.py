"""Check corporate numbers against the published one of the National Tax Agency."""

from __future__ import annotations

import pytest

from transfer_log.corporate_number import is_corporate_number, plain_number

NATIONAL_TAX_AGENCY = "7000012050002"


def test_the_published_number_of_the_tax_agency_is_right() -> None:
    assert is_corporate_number(NATIONAL_TAX_AGENCY)


@pytest.mark.parametrize("place", range(13))
def test_a_digit_one_too_high_is_noticed(place: int) -> None:
    wrong = str((int(NATIONAL_TAX_AGENCY[place]) + 1) % 10)
    assert not is_corporate_number(NATIONAL_TAX_AGENCY[:place] + wrong + NATIONAL_TAX_AGENCY[place + 1 :])


@pytest.mark.parametrize("text", ["", "700001205000", "70000120500022", "T000012050002", "700001205000２"])
def test_something_other_than_thirteen_digits_is_no_number(text: str) -> None:
    assert not is_corporate_number(text)


@pytest.mark.parametrize("text", ["７００００１２０５０００２", "7-0000-1205-0002", " 7 0000 1205 0002 "])
def test_width_spaces_and_dashes_make_no_difference(text: str) -> None:
    assert plain_number(text) == NATIONAL_TAX_AGENCY
