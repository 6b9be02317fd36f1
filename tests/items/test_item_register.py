"""Check what becomes of data items that are saved, and how sets of them are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from transfer_log.db import db, transaction
from transfer_log.errors import RuleViolation
from transfer_log.items import operations
from transfer_log.items.catalogue import CATALOGUE
from transfer_log.items.models import ItemSet
from transfer_log.items.operations import ItemDraft, add_catalogue, save_items
from transfer_log.items.queries import ItemBook, item_set_digest, items_of_sets
from transfer_log.items.sets import ensure_item_sets
from transfer_log.register_saving import accepted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.register_saving import Saved

TODAY = date(2026, 11, 20)
OWN = ItemDraft(ref="hobby", name_ja="趣味", name_en="hobby", item_class="identity")


@pytest.fixture
def save(privacy_manager: Actor, at: datetime) -> Callable[..., list[Saved]]:
    """Return a function that saves items beside the catalogue and demands that none is refused."""
    with transaction():
        add_catalogue(actor=privacy_manager, at=at)

    def save_all(*drafts: ItemDraft) -> list[Saved]:
        with transaction():
            return accepted(save_items(drafts, actor=privacy_manager, at=at))

    return save_all


def problems_of(save: Any, *drafts: ItemDraft) -> list[tuple[str | None, str | None]]:
    with pytest.raises(RuleViolation) as caught:
        save(*drafts)
    return [(problem.field, problem.found) for problem in caught.value.problems]


def shipped(code: str) -> ItemDraft:
    item = CATALOGUE[code]
    return ItemDraft(
        ref=code,
        name_ja=item.name.ja,
        name_en=item.name.en,
        item_class=item.item_class,
        is_special_care=item.is_special_care,
        is_never_provided=item.is_never_provided,
    )


@pytest.mark.engine
def test_the_catalogue_is_added_once(privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        first = add_catalogue(actor=privacy_manager, at=at)
        again = add_catalogue(actor=privacy_manager, at=at)
    assert (len(first), again) == (len(CATALOGUE), [])


def test_the_catalogue_holds_for_days_long_past(save: Any) -> None:
    assert ItemBook.load(["name"]).by_ref["name"].is_offered(date(2010, 1, 1))


@pytest.mark.engine
def test_a_company_can_add_an_item_of_its_own(save: Any) -> None:
    save(OWN)
    assert ItemBook.load().by_ref["hobby"].nearest(TODAY).name_ja == "趣味"


def test_every_wrong_field_of_an_item_is_named(save: Any) -> None:
    wrong = replace(OWN, ref="趣味", name_ja="", item_class="identities", substitute="ages")
    assert set(problems_of(save, wrong)) == {
        ("ref", "趣味"),
        ("name_ja", None),
        ("item_class", "identities"),
        ("substitute", "ages"),
    }


def test_an_item_cannot_stand_in_for_itself(save: Any) -> None:
    assert problems_of(save, replace(OWN, substitute="hobby")) == [("substitute", "hobby")]


def test_what_is_classed_special_care_is_special_care(save: Any) -> None:
    save(replace(OWN, item_class="special_care"))
    assert ItemBook.load().by_ref["hobby"].nearest(TODAY).is_special_care


def test_special_care_by_law_cannot_be_lifted(save: Any) -> None:
    lifted = replace(shipped("health"), item_class="identity", is_special_care=False)
    assert problems_of(save, lifted) == [("is_special_care", "health")]


def test_my_number_cannot_be_given_free(save: Any) -> None:
    freed = replace(shipped("my_number"), item_class="identifiers", is_never_provided=False)
    assert problems_of(save, freed) == [("is_never_provided", "my_number")]


def test_a_company_may_free_what_only_its_own_rule_bars(save: Any) -> None:
    save(replace(shipped("legal_domicile"), item_class="identity", is_never_provided=False))
    assert not ItemBook.load().by_ref["legal_domicile"].nearest(TODAY).is_never_provided


def test_a_company_may_bar_an_item(save: Any) -> None:
    save(replace(shipped("photo"), is_never_provided=True))
    assert ItemBook.load().by_ref["photo"].nearest(TODAY).is_never_provided


def test_adding_the_catalogue_again_leaves_what_a_keeper_changed(
    save: Any, privacy_manager: Actor, at: datetime
) -> None:
    save(replace(shipped("photo"), is_never_provided=True))
    with transaction():
        operations.end_item("fax", on=TODAY, reason="使わない", actor=privacy_manager, at=at)
        assert add_catalogue(actor=privacy_manager, at=at) == []


# --- Sets --------------------------------------------------------------------------------------------------------------


def test_the_order_of_items_makes_no_other_set() -> None:
    assert item_set_digest(["name", "age", "name"]) == item_set_digest(["age", "name"])


def test_a_set_has_the_published_digest() -> None:
    # SHA-256 of ["age","name"], worked out apart from the product.
    assert item_set_digest(["name", "age"]).hex() == (
        "e104cc02f1967c18c3d424e660679e6460df87d50da5a87cdc1c9f341afa46c0"
    )


@pytest.mark.engine
def test_a_set_is_kept_once_and_read_back(session: Any) -> None:
    digest = item_set_digest(["name", "age"])
    with transaction():
        ensure_item_sets({digest: ["name", "age"]})
        ensure_item_sets({digest: ["age", "name"]})
    assert items_of_sets([digest]) == {digest: frozenset({"age", "name"})}
    assert db.session.scalar(select(func.count()).select_from(ItemSet)) == 1
