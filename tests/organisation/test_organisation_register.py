"""Check what becomes of operators, departments, policies and purposes that are saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.book import revisions
from transfer_log.db import new_id, transaction
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.organisation import operations
from transfer_log.organisation.models import DepartmentVersion, PurposeVersion
from transfer_log.organisation.operations import DepartmentDraft, OperatorDraft, PolicyDraft, PurposeDraft
from transfer_log.organisation.queries import (
    DepartmentBook,
    OperatorBook,
    PolicyBook,
    PurposeBook,
    departments_on,
    operator_id_of,
    operator_on,
    purposes_on,
)
from transfer_log.register_saving import Rejected, accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.register_saving import Draft, Saved

TODAY = date(2026, 11, 20)
PURPOSE = PurposeDraft(ref="P1", title="職業紹介", policy_version="2024-07-10")


@pytest.fixture
def save(privacy_manager: Actor, at: datetime) -> Callable[..., list[Saved]]:
    """Return a function that saves drafts of one register in a transaction and demands that none is refused."""

    def save_all(*drafts: Any, on: datetime = at) -> list[Saved]:
        with transaction():
            return accepted(_register_of(drafts)(drafts, actor=privacy_manager, at=on))

    return save_all


def _register_of(drafts: Sequence[Draft]) -> Any:
    registers = {
        OperatorDraft: operations.save_operators,
        DepartmentDraft: operations.save_departments,
        PolicyDraft: operations.save_policies,
        PurposeDraft: operations.save_purposes,
    }
    return registers[type(drafts[0])]


def problems_of(save: Any, *drafts: Draft) -> list[tuple[str | None, str | None]]:
    with pytest.raises(RuleViolation) as caught:
        save(*drafts)
    return [(problem.field, problem.found) for problem in caught.value.problems]


# --- Operators ---------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_an_operator_is_what_its_version_of_the_day_says(save: Any, operator: Operator) -> None:
    save(OperatorDraft(ref="mihon", name="株式会社新見本", valid_from=date(2026, 10, 1)))
    assert operator_on(operator.id, date(2026, 9, 30)).name == "株式会社見本人材"
    assert operator_on(operator.id, date(2026, 10, 1)).name == "株式会社新見本"


def test_before_its_first_day_an_operator_is_what_was_written_down_first(operator: Operator) -> None:
    assert operator_on(operator.id, date(2001, 1, 1)).name == "株式会社見本人材"


def test_an_unknown_operator_is_not_found(operator: Operator) -> None:
    with pytest.raises(NotFound):
        operator_on(new_id(), TODAY)


def test_the_only_operator_needs_no_code(operator: Operator) -> None:
    assert operator_id_of(None) == operator.id


def test_of_two_operators_one_must_be_named_and_the_error_lists_them(operator: Operator) -> None:
    factories.operator("second")
    with pytest.raises(NotFound, match="mihon, second"):
        operator_id_of(None)


def test_every_wrong_field_of_an_operator_is_named_with_what_was_found(save: Any) -> None:
    draft = OperatorDraft(
        ref="new one",
        name=" ",
        corporate_number="1234567890123",
        desk_email="desk",
        desk_form_url="javascript:alert(1)",
        late_after_days=-1,
        company_holidays=("02-30",),
    )
    assert problems_of(save, draft) == [
        ("late_after_days", "-1"),
        ("company_holidays", "02-30"),
        ("name", None),
        ("corporate_number", "1234567890123"),
        ("desk_email", "desk"),
        ("desk_form_url", "javascript:alert(1)"),
        ("ref", " "),
    ]


def test_a_corporate_number_is_kept_as_thirteen_digits(save: Any) -> None:
    save(OperatorDraft(ref="mihon", name="見本", corporate_number="７-0000-1205-0002"))
    assert OperatorBook.load().by_ref["mihon"].nearest(TODAY).corporate_number == "7000012050002"


# --- Departments -------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_an_ended_department_is_offered_no_more_but_stays_readable(
    save: Any, privacy_manager: Actor, at: datetime
) -> None:
    save(DepartmentDraft(ref="sales", name="営業部", valid_from=date(2026, 4, 1)))
    with transaction():
        operations.end_department("sales", on=date(2026, 11, 1), reason="統合", actor=privacy_manager, at=at)
    operator_id = privacy_manager.operator_id
    assert departments_on(operator_id, TODAY) == []
    assert [entry.ref for entry, _ in departments_on(operator_id, date(2026, 10, 31))] == ["sales"]
    assert DepartmentBook.load(operator_id).by_ref["sales"].nearest(TODAY).name == "営業部"


def test_ending_what_is_not_there_is_not_found(privacy_manager: Actor, at: datetime) -> None:
    with pytest.raises(NotFound, match="nowhere"), transaction():
        operations.end_department("nowhere", on=TODAY, reason="-", actor=privacy_manager, at=at)


def test_ending_before_the_first_day_is_not_found(save: Any, privacy_manager: Actor, at: datetime) -> None:
    save(DepartmentDraft(ref="sales", name="営業部", valid_from=date(2026, 4, 1)))
    with pytest.raises(NotFound, match="2026-03-31"), transaction():
        operations.end_department("sales", on=date(2026, 3, 31), reason="-", actor=privacy_manager, at=at)


def test_the_manager_of_a_department_must_be_a_user_of_the_operator(save: Any, at: datetime) -> None:
    stranger = factories.actor(factories.operator("other"))
    assert problems_of(save, DepartmentDraft(ref="sales", name="営業部", manager_id=stranger.user_id)) == [
        ("manager_id", None)
    ]


def test_the_history_names_the_fields_that_changed(save: Any) -> None:
    [first] = save(DepartmentDraft(ref="sales", name="営業部"))
    save(DepartmentDraft(ref="sales", name="営業本部", reason="改組"))
    newest, oldest = revisions(DepartmentVersion, first.id)
    assert (newest.changed, newest.reason) == (("name",), "改組")
    assert oldest.changed == ("name",)


# --- Policies ----------------------------------------------------------------------------------------------------------


def test_a_policy_version_holds_from_the_day_that_its_label_is(save: Any) -> None:
    [saved] = save(PolicyDraft(ref="main", label="2024-07-10", title="方針"))
    assert saved.valid_from == date(2024, 7, 10)


def test_a_policy_version_holds_from_its_publication_where_the_label_is_no_day(save: Any) -> None:
    [saved] = save(PolicyDraft(ref="main", label="第3版", title="方針", published_on=date(2025, 1, 6)))
    assert saved.valid_from == date(2025, 1, 6)


@pytest.mark.engine
def test_the_policy_of_the_day_is_the_foremost_one(save: Any, privacy_manager: Actor) -> None:
    save(PolicyDraft(ref="main", label="2024-07-10", title="方針"))
    save(PolicyDraft(ref="cookie", label="2025-01-01", title="クッキー", precedence=1))
    book = PolicyBook.load(privacy_manager.operator_id)
    before, after = book.in_force(date(2024, 12, 31)), book.in_force(date(2025, 1, 1))
    assert (before and before.label, after and after.label) == ("2024-07-10", "2025-01-01")


def test_before_its_first_policy_an_operator_has_none(save: Any, privacy_manager: Actor) -> None:
    save(PolicyDraft(ref="main", label="2024-07-10", title="方針"))
    assert PolicyBook.load(privacy_manager.operator_id).in_force(date(2024, 7, 9)) is None


def test_a_label_that_two_policies_share_is_that_of_the_main_one(save: Any, privacy_manager: Actor) -> None:
    save(PolicyDraft(ref="cookie", label="1", title="クッキー"))
    save(PolicyDraft(ref="main", label="1", title="方針"))
    assert PolicyBook.load(privacy_manager.operator_id).by_label()["1"].title == "方針"


# --- Purposes ----------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_purpose_naming_a_new_policy_version_makes_it_under_the_title_of_the_main_policy(
    save: Any, privacy_manager: Actor
) -> None:
    save(PolicyDraft(ref="main", label="2022-04-01", title="個人情報の取扱いについて"))
    save(PURPOSE)
    [standing] = purposes_on(privacy_manager.operator_id, TODAY)
    assert standing.policy is not None
    assert (standing.policy.label, standing.policy.title) == ("2024-07-10", "個人情報の取扱いについて")


def test_a_purpose_without_a_day_holds_since_its_policy_version(save: Any) -> None:
    [saved] = save(PURPOSE)
    assert saved.valid_from == date(2024, 7, 10)


def test_a_policy_version_whose_label_is_no_day_holds_from_the_day_of_the_purpose(
    save: Any, privacy_manager: Actor
) -> None:
    save(replace(PURPOSE, policy_version="v7", valid_from=date(2025, 2, 3)))
    assert PolicyBook.load(privacy_manager.operator_id).by_label()["v7"].valid_from == date(2025, 2, 3)


def test_two_new_policy_versions_without_a_day_can_be_named_at_once(save: Any, privacy_manager: Actor) -> None:
    save(replace(PURPOSE, policy_version="v6"), replace(PURPOSE, ref="P2", policy_version="v7"))
    assert set(PolicyBook.load(privacy_manager.operator_id).by_label()) == {"v6", "v7"}


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"ref": "P 1"}, {"unreadable": (Problem("is_special", Text("", "")),)}]
)
def test_a_refused_purpose_makes_no_policy_version(privacy_manager: Actor, at: datetime, wrong: dict[str, Any]) -> None:
    with transaction():
        [outcome] = operations.save_purposes([replace(PURPOSE, **wrong)], actor=privacy_manager, at=at)
    assert isinstance(outcome, Rejected)
    assert len(PolicyBook.load(privacy_manager.operator_id)) == 0


@pytest.mark.engine
def test_saving_the_same_purpose_again_changes_nothing(save: Any, privacy_manager: Actor) -> None:
    save(PURPOSE)
    [again] = save(PURPOSE)
    assert again.effect == "same"
    assert len(PurposeBook.load(privacy_manager.operator_id).by_ref["P1"].versions) == 1


def test_a_purpose_restated_in_a_newer_policy_version_gets_a_newer_version(save: Any) -> None:
    _, second = save(PURPOSE, replace(PURPOSE, policy_version="2026-01-01"))
    assert (second.effect, second.version_no, second.valid_from) == ("changed", 2, date(2026, 1, 1))


def test_one_purpose_given_twice_for_one_day_with_different_words_is_refused(save: Any) -> None:
    with pytest.raises(RuleViolation) as caught:
        save(PURPOSE, replace(PURPOSE, title="配送"))
    assert [(problem.row, problem.found) for problem in caught.value.problems] == [(2, "P1")]


def test_the_right_drafts_of_a_batch_are_saved_beside_the_wrong_ones(privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        first, _ = operations.save_purposes(
            [replace(PURPOSE, title=""), replace(PURPOSE, ref="P2")], actor=privacy_manager, at=at
        )
    assert isinstance(first, Rejected)
    assert set(PurposeBook.load(privacy_manager.operator_id).by_ref) == {"P2"}


def test_something_that_is_no_code_is_no_kind_of_recipient(save: Any) -> None:
    assert problems_of(save, replace(PURPOSE, recipient_kinds=("求人企業",))) == [("recipient_kinds", "求人企業")]


def test_a_purpose_keeps_the_evidence_for_its_change(save: Any) -> None:
    save(PURPOSE)
    [saved] = save(replace(PURPOSE, title="職業紹介及び採用支援", valid_from=TODAY, change_evidence="2026-11-01 通知"))
    assert revisions(PurposeVersion, saved.id)[0].changed == ("title", "change_evidence")
