"""Check which items stand out in a situation, and what lifts the doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.items.catalogue import CATALOGUE
from transfer_log.situations.rules import DOUBT_TEXTS, ItemDoubt, item_doubts

BARRED = frozenset(code for code, item in CATALOGUE.items() if item.is_never_provided)


@dataclass
class Situation:
    usual_items: tuple[str, ...] = ("age", "prefecture")
    allowed_items: tuple[str, ...] = ("age", "prefecture", "education")
    substitutions: dict[str, str] = field(default_factory=lambda: {"address": "prefecture", "birth_date": "age"})


def doubts(*items: str, situation: Situation | None = None, **lifted: bool) -> list[ItemDoubt]:
    return list(item_doubts(situation or Situation(), items, BARRED, **lifted))


def test_usual_items_raise_no_doubt() -> None:
    assert doubts("age", "prefecture") == []


def test_an_item_not_given_here_is_doubted() -> None:
    assert doubts("phone") == [ItemDoubt("item_not_allowed", "phone", "Act Art. 18(1)")]


def test_the_coarser_item_is_offered() -> None:
    assert doubts("address")[0].substitute == "prefecture"


def test_a_replaced_item_is_doubted_even_where_any_item_is_allowed() -> None:
    assert [doubt.code for doubt in doubts("address", situation=Situation(allowed_items=()))] == ["item_not_allowed"]


def test_more_than_usual_is_doubted() -> None:
    assert doubts("education") == [ItemDoubt("item_not_usual", "education", "Act Art. 18(1)")]


def test_a_written_reason_lets_more_than_usual_pass() -> None:
    assert doubts("education", has_reason=True) == []


def test_a_written_reason_does_not_open_what_is_not_given_here() -> None:
    assert [doubt.code for doubt in doubts("phone", has_reason=True)] == ["item_not_allowed"]


def test_the_wish_of_the_person_opens_what_was_masked() -> None:
    assert doubts("address", "phone", "name", has_wish=True) == []


@pytest.mark.parametrize("item", sorted(BARRED))
def test_what_is_never_given_is_doubted_whatever_was_wished(item: str) -> None:
    assert [doubt.code for doubt in doubts(item, has_wish=True, has_reason=True)] == ["item_barred"]


def test_my_number_is_judged_by_its_own_law() -> None:
    assert doubts("my_number")[0].article == "My Number Act Art. 19"


def test_what_is_never_given_is_doubted_without_any_situation() -> None:
    assert [doubt.code for doubt in item_doubts(None, ["password"], BARRED)] == ["item_barred"]


def test_a_situation_that_names_a_barred_item_lifts_the_bar() -> None:
    statutory = Situation(usual_items=("name", "my_number"), allowed_items=("name", "my_number"))
    assert doubts("name", "my_number", situation=statutory) == []


def test_without_a_situation_only_barred_items_are_doubted() -> None:
    assert list(item_doubts(None, ["name", "health"], BARRED)) == []


def test_a_situation_that_declares_no_items_doubts_none() -> None:
    assert doubts("name", "phone", situation=Situation((), (), {})) == []


@given(items=st.sets(st.sampled_from(sorted(CATALOGUE))), has_wish=st.booleans(), has_reason=st.booleans())
def test_each_item_is_doubted_at_most_once_and_in_known_words(
    items: set[str], *, has_wish: bool, has_reason: bool
) -> None:
    found = doubts(*items, has_wish=has_wish, has_reason=has_reason)
    assert len(found) == len({doubt.item for doubt in found})
    assert {doubt.code for doubt in found} <= DOUBT_TEXTS.keys()
