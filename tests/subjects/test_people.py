"""Check how people are registered: new numbers, new values, several services, bad input."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.db import new_id, transaction
from transfer_log.errors import Conflict, NotFound
from transfer_log.register_saving import Rejected
from transfer_log.subjects.drafts import PersonDraft
from transfer_log.subjects.operations import add_registration, ensure_people, save_people
from transfer_log.subjects.people import newest_values, person, value_history
from transfer_log.subjects.queries import known_subjects, refs_of, resolve_refs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

pytestmark = pytest.mark.engine


@pytest.fixture
def save(recruiter: Actor, at: datetime) -> Callable[..., list[Any]]:
    """Return a function that saves drafts and gives back the outcomes."""

    def all_of(*drafts: PersonDraft) -> list[Any]:
        with transaction():
            return save_people(drafts, actor=recruiter, at=at)

    return all_of


# --- Saving ------------------------------------------------------------------------------------------------------


def test_new_number_makes_a_person_with_every_value(recruiter: Actor, save: Callable[..., list[Any]]) -> None:
    draft = PersonDraft(
        "C-1",
        "山田 花子",
        "ヤマダ ハナコ",
        former_names=("佐藤 花子",),
        email="hanako@example.jp",
        phone="090-1234-5678",
        birth_date=date(1990, 4, 1),
        prefecture="東京都",
        subject_class="candidate",
        sources=("application", "referral"),
    )
    [saved] = save(draft)
    values = person(recruiter.operator_id, saved.subject_id).values
    stated = {name: getattr(values, name) for name in PersonDraft._fields if hasattr(values, name)}
    assert stated == {name: value for name, value in draft._asdict().items() if name in stated}


def test_same_values_again_change_nothing(save: Callable[..., list[Any]]) -> None:
    save(PersonDraft("C-1", "山田 花子"))
    [again] = save(PersonDraft("C-1", "山田 花子"))
    assert again.effect == "same"


def test_other_values_become_a_new_version_and_the_old_stays_readable(
    recruiter: Actor, register: Callable[..., UUID], at: datetime
) -> None:
    register("C-1", "山田 花子")
    subject_id = register("C-1", "佐藤 花子", on=at + timedelta(days=1))
    names = [values.name for values in value_history(recruiter.operator_id, [subject_id])]
    assert names == ["佐藤 花子", "山田 花子"]


def test_newest_values_win(register: Callable[..., UUID]) -> None:
    subject_id = register("C-1", "山田 花子")
    register("C-1", "佐藤 花子")
    assert newest_values([subject_id])[subject_id].name == "佐藤 花子"


def test_later_draft_of_a_batch_goes_on_from_the_earlier(save: Callable[..., list[Any]]) -> None:
    outcomes = save(PersonDraft("C-1", "山田"), PersonDraft("C-1", "佐藤"), PersonDraft("C-1", "佐藤"))
    assert [outcome.effect for outcome in outcomes] == ["new", "changed", "same"]


def test_refused_draft_does_not_stop_the_others(save: Callable[..., list[Any]]) -> None:
    refused, taken = save(PersonDraft("C-1", ""), PersonDraft("C-2", "山田"))
    assert isinstance(refused, Rejected)
    assert taken.effect == "new"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PersonDraft("", "山田"), "ref"),
        (PersonDraft("a b", "山田"), "ref"),
        (PersonDraft("C-1", " "), "name"),
        (PersonDraft("C-1", "山" * 201), "name"),
        (PersonDraft("C-1", "山\x00田"), "name"),
        (PersonDraft("C-1", "山田", email="hanako"), "email"),
        (PersonDraft("C-1", "山田", phone="なし"), "phone"),
        (PersonDraft("C-1", "山田", birth_date=date(2026, 11, 21)), "birth_date"),
        (PersonDraft("C-1", "山田", birth_date=date(1800, 1, 1)), "birth_date"),
        (PersonDraft("C-1", "山田", subject_class="candidat"), "subject_class"),
        (PersonDraft("C-1", "山田", status="gone"), "status"),
        (PersonDraft("C-1", "山田", sources=("rumour",)), "sources"),
        (PersonDraft("C-1", "山田", former_names=("佐藤",) * 21), "former_names"),
    ],
)
def test_bad_value_is_a_problem_at_its_field(save: Callable[..., list[Any]], draft: PersonDraft, field: str) -> None:
    [refused] = save(draft)
    assert [problem.field for problem in refused.problems] == [field]


def test_short_name_of_a_prefecture_is_completed(register: Callable[..., UUID]) -> None:
    subject_id = register("C-1", prefecture="東京")
    assert newest_values([subject_id])[subject_id].prefecture == "東京都"


def test_person_who_left_keeps_everything(recruiter: Actor, register: Callable[..., UUID]) -> None:
    subject_id = register("C-1", email="hanako@example.jp")
    register("C-1", email="hanako@example.jp", status="left")
    gone = person(recruiter.operator_id, subject_id)
    assert (gone.has_left, gone.values and gone.values.email) == (True, "hanako@example.jp")


# --- Numbers and services ----------------------------------------------------------------------------------------


def test_one_number_of_two_services_may_mean_two_people(register: Callable[..., UUID]) -> None:
    assert register("100") != register("100", "佐藤 一郎", service="scout")


def test_number_of_the_main_service_goes_first(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("100", "佐藤 一郎", service="scout")
    main = register("100")
    assert resolve_refs(recruiter.operator_id, ["100"]) == {"100": main}


def test_number_of_another_service_counts_where_it_means_one_person(
    recruiter: Actor, register: Callable[..., UUID]
) -> None:
    scouted = register("100", service="scout")
    assert resolve_refs(recruiter.operator_id, ["100"]) == {"100": scouted}


def test_number_that_means_two_people_elsewhere_means_nobody(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("100", service="scout")
    register("100", "佐藤 一郎", service="events")
    assert resolve_refs(recruiter.operator_id, ["100"]) == {}


def test_person_can_have_numbers_of_several_services(
    recruiter: Actor, register: Callable[..., UUID], at: datetime
) -> None:
    subject_id = register("C-1")
    with transaction():
        add_registration(subject_id, "S-9", "scout", actor=recruiter, at=at)
    assert refs_of([subject_id], recruiter.operator_id) == {subject_id: ["C-1", "S-9"]}


def test_number_of_somebody_else_cannot_be_added(recruiter: Actor, register: Callable[..., UUID], at: datetime) -> None:
    register("S-9", service="scout")
    subject_id = register("C-1")
    with pytest.raises(Conflict), transaction():
        add_registration(subject_id, "S-9", "scout", actor=recruiter, at=at)


def test_number_cannot_be_given_to_an_unknown_person(recruiter: Actor, at: datetime) -> None:
    with pytest.raises(NotFound), transaction():
        add_registration(new_id(), "S-9", "scout", actor=recruiter, at=at)


def test_another_operator_knows_neither_number_nor_person(register: Callable[..., UUID]) -> None:
    subject_id = register("C-1")
    other = factories.operator("other")
    assert resolve_refs(other.id, ["C-1"]) == {}
    assert known_subjects(other.id, [subject_id]) == frozenset()
    with pytest.raises(NotFound):
        person(other.id, subject_id)


# --- Newcomers of an import --------------------------------------------------------------------------------------


def test_newcomers_are_made_once_and_known_numbers_are_kept(
    recruiter: Actor, register: Callable[..., UUID], at: datetime
) -> None:
    known = register("C-1")
    newcomers = [PersonDraft("C-1", "別名"), PersonDraft("C-2", "新人"), PersonDraft("C-2", "新人その二")]
    with transaction():
        made = ensure_people(newcomers, actor=recruiter, at=at)
    assert made["C-1"] == known
    assert newest_values(made.values())[made["C-2"]].name == "新人"


def test_two_imports_of_one_number_make_one_person(recruiter: Actor, at: datetime) -> None:
    with transaction():
        first = ensure_people([PersonDraft("C-1", "山田")], actor=recruiter, at=at)
    with transaction():
        second = ensure_people([PersonDraft("C-1", "山田")], actor=recruiter, at=at)
    assert first == second


def test_more_numbers_than_one_statement_can_hold_are_resolved(recruiter: Actor, at: datetime) -> None:
    with transaction():
        made = ensure_people([PersonDraft(f"C-{n}", "山田") for n in range(1201)], actor=recruiter, at=at)
    assert resolve_refs(recruiter.operator_id, made) == made
    assert known_subjects(recruiter.operator_id, made.values()) == set(made.values())
