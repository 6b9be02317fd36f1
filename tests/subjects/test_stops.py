"""Check the list of people who stopped provision: who, to whom, on which ground, since when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.db import new_id, transaction
from transfer_log.errors import NotFound, RuleViolation
from transfer_log.recipients.operations import join_recipients
from transfer_log.recipients.queries import recipient_by_ref
from transfer_log.subjects.drafts import StopDraft
from transfer_log.subjects.links import link_people
from transfer_log.subjects.queries import StopBook
from transfer_log.subjects.rules import StopGround, stop_in_force
from transfer_log.subjects.stops import lift_stop, person_stops, stop_provision, stopped_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

pytestmark = pytest.mark.engine

TODAY = date(2026, 11, 20)


@pytest.fixture
def subject_id(register: Callable[..., UUID]) -> UUID:
    """Return the id of a registered person."""
    return register("C-1")


@pytest.fixture
def stop(subject_id: UUID, registers: Operator, recruiter: Actor, at: datetime) -> Callable[..., UUID]:
    """Return a function that stops provision of the person's data."""

    def one(**stated: Any) -> UUID:
        with transaction():
            return stop_provision(StopDraft(subject_id, **stated), actor=recruiter, at=at)

    return one


@pytest.fixture
def lift(subject_id: UUID, recruiter: Actor, at: datetime) -> Callable[..., UUID]:
    """Return a function that lifts a stop a minute later."""

    def one(**stated: Any) -> UUID:
        with transaction():
            return lift_stop(StopDraft(subject_id, **stated), actor=recruiter, at=at + timedelta(minutes=1))

    return one


def test_stop_is_read_by_the_writer_of_provisions(
    subject_id: UUID, stop: Callable[..., UUID], recruiter: Actor
) -> None:
    stop(ground="opt_out")
    stops = StopBook.load(recruiter.operator_id, [subject_id]).stops_of(subject_id)
    assert stop_in_force(stops, "any recipient", TODAY) is StopGround.OPT_OUT


def test_stop_counts_over_linked_registrations(
    subject_id: UUID, register: Callable[..., UUID], stop: Callable[..., UUID], recruiter: Actor, at: datetime
) -> None:
    other = register("C-2")
    stop()
    with transaction():
        link_people(subject_id, other, matched=["email"], actor=recruiter, at=at)
    assert len(StopBook.load(recruiter.operator_id, [other]).stops_of(other)) == 1


def test_other_operators_stops_do_not_count(subject_id: UUID, stop: Callable[..., UUID]) -> None:
    stop()
    other = factories.operator("other")
    assert StopBook.load(other.id, [subject_id]).stops_of(subject_id) == ()


def test_lifted_stop_stays_readable_and_holds_no_longer(
    subject_id: UUID, stop: Callable[..., UUID], lift: Callable[..., UUID], recruiter: Actor
) -> None:
    stop(recipient_ref="R-1", ground="35_3", reason="法第28条違反の申出")
    lift(recipient_ref="R-1", ground="35_3")
    entries = person_stops(recruiter.operator_id, subject_id, TODAY)
    assert [(entry.kind, entry.holds) for entry in entries] == [("lifted", False), ("stopped", False)]


@pytest.mark.parametrize(
    "lifted",
    [{"recipient_ref": "R-2"}, {"recipient_ref": ""}, {"recipient_ref": "R-1", "ground": "opt_out"}],
    ids=["other recipient", "all recipients", "other ground"],
)
def test_only_the_same_stop_can_be_lifted(
    stop: Callable[..., UUID], lift: Callable[..., UUID], lifted: dict[str, str]
) -> None:
    stop(recipient_ref="R-1")
    with pytest.raises(NotFound):
        lift(**lifted)


def test_stop_that_lies_ahead_cannot_be_lifted_today(stop: Callable[..., UUID], lift: Callable[..., UUID]) -> None:
    stop(effective_on=TODAY + timedelta(days=7))
    with pytest.raises(NotFound):
        lift()


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"recipient_ref": "R-9"}, "recipient_ref"),
        ({"ground": "mood"}, "ground"),
        ({"effective_on": date(1850, 1, 1)}, "effective_on"),
        ({"reason": "x" * 1001}, "reason"),
    ],
)
def test_bad_value_is_a_problem_at_its_field(stop: Callable[..., UUID], stated: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        stop(**stated)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_unknown_person_cannot_stop_anything(registers: Operator, recruiter: Actor, at: datetime) -> None:
    with pytest.raises(NotFound), transaction():
        stop_provision(StopDraft(new_id()), actor=recruiter, at=at)


def test_list_shows_the_newest_first_page_by_page(
    subject_id: UUID, stop: Callable[..., UUID], lift: Callable[..., UUID], recruiter: Actor
) -> None:
    first = stop(recipient_ref="R-1")
    second = stop(recipient_ref="R-2")
    lift(recipient_ref="R-2")
    page = stopped_people(recruiter.operator_id, TODAY, limit=1)
    rest = stopped_people(recruiter.operator_id, TODAY, before=page[-1].id)
    assert [(entry.id, entry.holds) for entry in (*page, *rest)] == [(second, False), (first, True)]
    assert [entry.recipient.ref for entry in (*page, *rest) if entry.recipient] == ["R-2", "R-1"]


def test_stop_for_one_entry_counts_for_its_joined_double(
    subject_id: UUID, stop: Callable[..., UUID], recruiter: Actor, at: datetime
) -> None:
    stop(recipient_ref="R-1")
    with transaction():
        join_recipients("R-2", "R-1", reason="同じ会社", actor=recruiter, at=at)
    double = recipient_by_ref(recruiter.operator_id, "R-2")
    stops = StopBook.load(recruiter.operator_id, [subject_id]).stops_of(subject_id)
    assert stop_in_force(stops, str(double.id), TODAY) is StopGround.ASKED
