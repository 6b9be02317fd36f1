"""Check that registrations of one person are linked and parted with nothing lost, and that the ledger says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from sqlalchemy import select

from transfer_log.db import transaction
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.subjects.links import link_people, links_of, mark_distinct, rebuild_links, unlink_people
from transfer_log.subjects.models import LinkedSubject, SubjectLink
from transfer_log.subjects.people import person
from transfer_log.subjects.queries import ConsentBook, linked_ids, person_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.drafts import ConsentRecorded

pytestmark = pytest.mark.engine


@pytest.fixture
def people(register: Callable[..., UUID]) -> tuple[UUID, UUID, UUID]:
    """Return three registrations, the oldest first."""
    return register("C-1"), register("C-2"), register("C-3")


@pytest.fixture
def link(recruiter: Actor, at: datetime) -> Callable[[UUID, UUID], None]:
    """Return a function that links two ids."""

    def both(one: UUID, other: UUID) -> None:
        with transaction():
            link_people(one, other, matched=["email", "name"], actor=recruiter, at=at)

    return both


@pytest.fixture
def unlink(recruiter: Actor, at: datetime) -> Callable[[UUID, UUID], None]:
    """Return a function that parts two ids."""

    def both(one: UUID, other: UUID) -> None:
        with transaction():
            unlink_people(one, other, reason="別人と分かった", actor=recruiter, at=at + timedelta(minutes=1))

    return both


Trio = tuple["UUID", "UUID", "UUID"]
Pairing = "Callable[[UUID, UUID], None]"


def test_linked_ids_are_one_person(people: Trio, link: Pairing) -> None:
    one, other, alone = people
    link(one, other)
    assert linked_ids(people) == {one: (one, other), other: (one, other)}
    assert person_ids(alone) == (alone,)


def test_links_reach_over_a_third(people: Trio, link: Pairing) -> None:
    one, middle, last = people
    link(one, middle)
    link(middle, last)
    assert person_ids(last) == people


def test_unlinking_puts_everything_back_in_place(people: Trio, link: Pairing, unlink: Pairing) -> None:
    one, middle, last = people
    link(one, middle)
    link(middle, last)
    unlink(one, middle)
    assert (person_ids(one), person_ids(last)) == ((one,), (middle, last))


def test_unlinked_pair_can_be_linked_again(
    people: Trio, link: Pairing, unlink: Pairing, recruiter: Actor, at: datetime
) -> None:
    one, other, _ = people
    link(one, other)
    unlink(one, other)
    with transaction():
        link_people(one, other, matched=["phone"], actor=recruiter, at=at + timedelta(minutes=2))
    assert person_ids(one) == (one, other)


def test_link_stands_under_each_id_with_what_matched_and_no_value(
    people: Trio, link: Pairing, session: scoped_session
) -> None:
    one, other, _ = people
    link(one, other)
    rows = session.execute(select(SubjectLink.subject_id, SubjectLink.other_subject_id, SubjectLink.matched))
    assert {(row[0], row[1], tuple(row[2])) for row in rows} == {
        (one, other, ("email", "name")),
        (other, one, ("email", "name")),
    }


def test_not_the_same_person_is_remembered(people: Trio, recruiter: Actor, at: datetime) -> None:
    one, other, _ = people
    with transaction():
        mark_distinct(one, other, reason="双子の姉妹", actor=recruiter, at=at)
    assert [(known.other_subject_id, known.kind) for known in links_of([other])] == [(one, "distinct")]


def test_marking_as_distinct_ends_a_link(people: Trio, link: Pairing, recruiter: Actor, at: datetime) -> None:
    one, other, _ = people
    link(one, other)
    with transaction():
        mark_distinct(one, other, reason="別人", actor=recruiter, at=at + timedelta(minutes=1))
    assert person_ids(one) == (one,)


def test_person_page_gathers_all_registrations(people: Trio, link: Pairing, recruiter: Actor) -> None:
    one, other, _ = people
    link(one, other)
    gathered = person(recruiter.operator_id, other)
    assert [registration.ref for registration in gathered.registrations] == ["C-2", "C-1"]


def test_consent_given_under_one_registration_counts_for_the_other(
    people: Trio, link: Pairing, consent: Callable[..., ConsentRecorded], recruiter: Actor
) -> None:
    one, other, _ = people
    given = consent(one)
    link(one, other)
    book = ConsentBook.load(recruiter.operator_id, [other])
    assert [known.id for known in book.consents_of(other)] == [given.id]


def test_consent_counts_alone_again_after_unlinking(
    people: Trio, link: Pairing, unlink: Pairing, consent: Callable[..., ConsentRecorded], recruiter: Actor
) -> None:
    one, other, _ = people
    consent(one)
    link(one, other)
    unlink(one, other)
    assert ConsentBook.load(recruiter.operator_id, [other]).consents_of(other) == ()


def test_rebuilt_projection_is_the_same(
    people: Trio, link: Pairing, unlink: Pairing, register: Callable[..., UUID], session: scoped_session
) -> None:
    one, middle, last = people
    extra = register("C-4")
    link(one, middle)
    link(middle, last)
    link(last, extra)
    unlink(one, middle)
    rows = select(LinkedSubject.subject_id, LinkedSubject.person_id).order_by(LinkedSubject.subject_id)
    before = [tuple(row) for row in session.execute(rows)]
    with transaction():
        rebuild_links()
    assert [tuple(row) for row in session.execute(rows)] == before == [(one, middle) for one in (middle, last, extra)]


# --- What cannot be done -----------------------------------------------------------------------------------------


def test_linking_twice_is_a_conflict(people: Trio, link: Pairing) -> None:
    link(people[0], people[1])
    with pytest.raises(Conflict):
        link(people[1], people[0])


def test_parting_what_is_not_linked_is_a_conflict(people: Trio, unlink: Pairing) -> None:
    with pytest.raises(Conflict):
        unlink(people[0], people[1])


def test_one_id_cannot_be_linked_with_itself(people: Trio, link: Pairing) -> None:
    with pytest.raises(RuleViolation):
        link(people[0], people[0])


@pytest.mark.parametrize("matched", [[], ["shoe_size"]], ids=["nothing", "unknown"])
def test_what_matched_must_be_said(people: Trio, matched: list[str], recruiter: Actor, at: datetime) -> None:
    with pytest.raises(RuleViolation) as refused, transaction():
        link_people(people[0], people[1], matched=matched, actor=recruiter, at=at)
    assert [problem.field for problem in refused.value.problems] == ["matched"]


def test_parting_needs_a_reason(people: Trio, link: Pairing, recruiter: Actor, at: datetime) -> None:
    link(people[0], people[1])
    with pytest.raises(RuleViolation) as refused, transaction():
        unlink_people(people[0], people[1], reason=" ", actor=recruiter, at=at)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_people_of_another_operator_cannot_be_linked(
    people: Trio, register: Callable[..., UUID], link: Pairing
) -> None:
    stranger = register("X-1", actor=factories.actor(factories.operator("other")))
    with pytest.raises(NotFound):
        link(people[0], stranger)
