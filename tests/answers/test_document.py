"""The document says only what was chosen, and its digest is that of what it says."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import rfc8785
from answer_examples import CONSENT_ITEMS, ITEMS, document, mixed_rows, opt_out_row, row, voluntary_row

from transfer_log.answers.document import Choices, Days, Period, Subject
from transfer_log.answers.terms import basis_in_words
from transfer_log.errors import Text


def test_the_day_of_a_provision_by_opt_out_is_a_statutory_item() -> None:
    assert opt_out_row().is_day_statutory


def test_the_day_of_a_provision_by_consent_is_for_reference() -> None:
    assert not row().is_day_statutory


def test_a_record_without_statutory_items_is_voluntary() -> None:
    assert not voluntary_row().is_statutory


def test_without_reference_days_only_the_opt_out_record_keeps_its_day() -> None:
    days = [shown.without_reference_day().days for shown in (row(), opt_out_row())]
    assert days == [None, Days(date(2026, 11, 20), date(2026, 11, 20))]


def test_a_voluntary_record_that_was_not_chosen_is_refused() -> None:
    with pytest.raises(ValueError, match="voluntary"):
        document(voluntary_row(), choices=Choices())


def test_a_reference_day_that_was_not_chosen_is_refused() -> None:
    with pytest.raises(ValueError, match="for reference"):
        document(row(), choices=Choices(reference_days=False))


def test_a_statutory_day_needs_no_choice() -> None:
    assert document(opt_out_row(), choices=Choices(reference_days=False)).rows


def test_each_basis_is_explained_once_in_the_order_of_first_use() -> None:
    consent, opt_out = basis_in_words("consent", "domestic"), basis_in_words("opt_out", "domestic")
    assert document(row(1), opt_out_row(2), row(3)).bases == (consent, opt_out)


def test_a_consent_that_was_never_obtained_is_not_explained_as_obtained() -> None:
    claimed = row(1, record_items=CONSENT_ITEMS - {"consent"}, consent_obtained=False)
    assert document(claimed).bases == ()


def test_consent_to_provision_abroad_names_its_own_article() -> None:
    assert basis_in_words("consent", "foreign_consent").articles == (Text("法28条1項", "Act Art. 28(1)"),)


def test_the_digest_is_sha_256_over_the_canonical_content() -> None:
    shown = document(*mixed_rows())
    assert shown.digest == hashlib.sha256(rfc8785.dumps(shown.content)).hexdigest()
    assert re.fullmatch("[0-9a-f]{64}", shown.digest)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"language": "en"}, id="language"),
        pytest.param({"terms": ()}, id="explanations"),
    ],
)
def test_the_digest_stays_when_only_the_copy_differs(changes: dict[str, object]) -> None:
    assert document(*mixed_rows(), **changes).digest == document(*mixed_rows()).digest


def test_the_digest_stays_when_the_list_is_made_again_later_by_somebody_else() -> None:
    first = document(*mixed_rows())
    again = replace(
        first.making,
        number="A-2026-000124",
        prepared_at=datetime(2027, 1, 5, tzinfo=UTC),
        prepared_by="U-0099",
        reason="監査",
        is_internal=False,
    )
    assert replace(first, making=again).digest == first.digest


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(document(row(1), row(2)), id="a record more"),
        pytest.param(document(row(1, items=ITEMS[:3])), id="an item less"),
        pytest.param(document(row(1, days=Days(date(2026, 11, 20), None))), id="an end left open"),
        pytest.param(document(row(1, consent_obtained=False)), id="another word on consent"),
        pytest.param(document(row(1), subject=Subject(name="山田 太朗", kana="やまだ たろう")), id="another name"),
        pytest.param(document(row(1), period=Period(first_on=date(2026, 1, 1))), id="another period"),
    ],
)
def test_the_digest_changes_with_anything_said_about_the_person(changed: object) -> None:
    assert changed.digest != document(row(1)).digest  # type: ignore[attr-defined]
