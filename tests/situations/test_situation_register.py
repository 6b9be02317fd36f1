"""Check what becomes of situations that are saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.db import transaction
from transfer_log.errors import NotFound, RuleViolation
from transfer_log.items.operations import add_catalogue
from transfer_log.organisation.queries import PurposeBook
from transfer_log.register_saving import accepted
from transfer_log.situations.operations import (
    SituationDraft,
    add_ready_made,
    draft_of,
    end_situation,
    save_situations,
)
from transfer_log.situations.queries import SituationBook, situations_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.register_saving import Saved

TODAY = date(2026, 11, 20)
INTERNSHIP = SituationDraft(
    ref="internship",
    name_ja="インターンシップ",
    name_en="Internship",
    recipient_kinds=("job_provider",),
    usual_items=("name", "email"),
    allowed_items=("name", "email", "prefecture"),
    substitutions={"address": "prefecture"},
    purpose_ref="P1",
    basis="consent",
    method="portal",
)


@pytest.fixture
def save(operator: Operator, privacy_manager: Actor, at: datetime) -> Callable[..., list[Saved]]:
    """Return a function that saves situations and demands that none is refused; items and a purpose are there."""
    factories.purpose(operator, "P1")
    with transaction():
        add_catalogue(actor=privacy_manager, at=at)

    def save_all(*drafts: SituationDraft) -> list[Saved]:
        with transaction():
            return accepted(save_situations(drafts, actor=privacy_manager, at=at))

    return save_all


def problems_of(save: Any, *drafts: SituationDraft) -> list[tuple[str | None, str | None]]:
    with pytest.raises(RuleViolation) as caught:
        save(*drafts)
    return [(problem.field, problem.found) for problem in caught.value.problems]


@pytest.mark.engine
def test_a_situation_is_read_back_as_it_was_saved(save: Any, privacy_manager: Actor) -> None:
    save(INTERNSHIP)
    entry = SituationBook.load(privacy_manager.operator_id).by_ref["internship"]
    purposes = {known.id: known.ref for known in PurposeBook.load(privacy_manager.operator_id)}
    assert draft_of(entry, TODAY, purposes) == INTERNSHIP


@pytest.mark.engine
def test_saving_the_same_situation_again_changes_nothing(save: Any) -> None:
    save(INTERNSHIP)
    [again] = save(INTERNSHIP)
    assert again.effect == "same"


def test_every_wrong_code_is_named_with_what_was_found(save: Any) -> None:
    wrong = replace(
        INTERNSHIP,
        recipient_kinds=("job_providers",),
        usual_items=("nmae",),
        allowed_items=(),
        substitutions={"address": "prefectures"},
        purpose_ref="P9",
        basis="agreement",
        relation="friend",
        information="data",
        act="viewed_only",
        mode="monthly",
        method="telegram",
    )
    assert set(problems_of(save, wrong)) == {
        ("purpose_ref", "P9"),
        ("usual_items", "nmae"),
        ("substitutions", "prefectures"),
        ("recipient_kinds", "job_providers"),
        ("basis", "agreement"),
        ("relation", "friend"),
        ("information", "data"),
        ("act", "viewed_only"),
        ("mode", "monthly"),
        ("method", "telegram"),
    }


def test_a_usual_item_must_be_among_those_allowed(save: Any) -> None:
    assert problems_of(save, replace(INTERNSHIP, usual_items=("name", "phone"))) == [("usual_items", "phone")]


def test_an_item_cannot_be_given_and_replaced_at_once(save: Any) -> None:
    wrong = replace(INTERNSHIP, allowed_items=("name", "email", "address"))
    assert problems_of(save, wrong) == [("allowed_items", "address")]


def test_any_items_may_be_left_open(save: Any, privacy_manager: Actor) -> None:
    save(replace(INTERNSHIP, recipient_kinds=(), usual_items=(), allowed_items=(), substitutions={}))
    version = SituationBook.load(privacy_manager.operator_id).by_ref["internship"].nearest(TODAY)
    assert (version.recipient_kinds, version.allowed_items, version.substitutions) == ([], [], {})


def test_a_situation_changes_by_date(save: Any, privacy_manager: Actor) -> None:
    save(replace(INTERNSHIP, valid_from=date(2024, 4, 1)))
    save(replace(INTERNSHIP, method="email", valid_from=date(2026, 4, 1)))
    entry = SituationBook.load(privacy_manager.operator_id).by_ref["internship"]
    assert [entry.nearest(date(year, 5, 1)).method for year in (2025, 2026)] == ["portal", "email"]


def test_an_ended_situation_is_offered_no_more(save: Any, privacy_manager: Actor, at: datetime) -> None:
    save(replace(INTERNSHIP, valid_from=date(2024, 4, 1)))
    with transaction():
        end_situation("internship", on=TODAY, reason="終了", actor=privacy_manager, at=at)
    assert SituationBook.load(privacy_manager.operator_id).offered(TODAY) == []


def test_a_situation_of_another_operator_cannot_be_ended(save: Any, at: datetime) -> None:
    save(INTERNSHIP)
    stranger = factories.actor(factories.operator("other"))
    with pytest.raises(NotFound), transaction():
        end_situation("internship", on=TODAY, reason="-", actor=stranger, at=at)


def test_ready_made_situations_leave_a_purpose_of_the_same_number_as_it_is(
    save: Any, operator: Operator, privacy_manager: Actor, at: datetime
) -> None:
    factories.purpose(operator, "placement", title="当社の紹介事業")
    with transaction():
        add_ready_made(actor=privacy_manager, at=at)
    purpose = PurposeBook.load(privacy_manager.operator_id).by_ref["placement"]
    assert [version.title for version in purpose.versions] == ["当社の紹介事業"]


def test_a_situation_comes_with_its_purpose_of_the_day(save: Any, operator: Operator, privacy_manager: Actor) -> None:
    save(INTERNSHIP, replace(INTERNSHIP, ref="other", purpose_ref=None))
    named, unnamed = situations_on(privacy_manager.operator_id, TODAY)
    assert named.purpose is not None
    assert (named.purpose_ref, named.purpose.title) == ("P1", "求人企業への職業紹介のため")
    assert (unnamed.purpose_ref, unnamed.purpose) == (None, None)
