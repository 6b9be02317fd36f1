"""What happens to a provision later: event rows and replacing rows, one table of legal steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from sqlalchemy import func, select

from transfer_log.db import transaction
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.findings.models import Finding
from transfer_log.provisions.drafts import Recorded
from transfer_log.provisions.happenings import (
    Happening,
    find_provision,
    move_to_person,
    record_happening,
    replace_provision,
    state_of,
)
from transfer_log.provisions.models import Provision, ProvisionEvent, ProvisionMark
from transfer_log.provisions.queries import LedgerFilter, history_of, ledger_page
from transfer_log.provisions.steps import STEPS, check_step
from transfer_log.provisions.stored import draft_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.provisions.drafts import Outcome, ProvisionDraft

    Draft = Callable[..., ProvisionDraft]
    Record = Callable[..., list[Outcome]]
    Happen = Callable[..., None]

TODAY = date(2026, 11, 20)


@pytest.fixture
def happen(recruiter: Actor, at: datetime) -> Happen:
    """Return a function that records what happened to a provision."""

    def write(row: Provision, kind: str, on: date = TODAY, reason: str = "理由") -> None:
        with transaction():
            record_happening(row, Happening(kind, on, reason=reason), actor=recruiter, at=at)

    return write


@pytest.fixture
def row(session: scoped_session, record: Record, draft: Draft) -> Provision:
    """Return a recorded provision."""
    return written(session, record(draft())[0])


def written(session: scoped_session, outcome: Outcome) -> Provision:
    assert isinstance(outcome, Recorded), outcome
    return session.get_one(Provision, (outcome.subject_id, outcome.id))


@pytest.mark.engine
def test_a_delivery_is_an_event_and_changes_no_state(session: scoped_session, row: Provision, happen: Happen) -> None:
    happen(row, "delivered")
    assert session.scalar(select(ProvisionEvent.kind)) == "delivered"
    assert state_of(row) == ""


@pytest.mark.engine
def test_a_voided_row_stays_readable_and_is_marked(session: scoped_session, row: Provision, happen: Happen) -> None:
    happen(row, "voided")
    assert state_of(row) == "voided"
    assert session.scalar(select(func.count()).select_from(Provision)) == 1


def test_what_was_sent_in_error_opens_a_finding(session: scoped_session, row: Provision, happen: Happen) -> None:
    happen(row, "sent_in_error")
    assert session.scalar(select(Finding.code)) == "sent_in_error"


def test_a_void_needs_a_reason(row: Provision, happen: Happen) -> None:
    with pytest.raises(RuleViolation) as refused:
        happen(row, "voided", reason=" ")
    assert [problem.field for problem in refused.value.problems] == ["reason"]


@pytest.mark.parametrize("on", [TODAY + timedelta(1), TODAY - timedelta(1)], ids=["not yet come", "before the act"])
def test_a_happening_lies_between_the_act_and_today(row: Provision, happen: Happen, on: date) -> None:
    with pytest.raises(RuleViolation):
        happen(row, "delivered", on)


def test_a_voided_row_cannot_be_voided_again(row: Provision, happen: Happen) -> None:
    happen(row, "voided")
    with pytest.raises(Conflict, match="void"):
        happen(row, "voided")


def test_a_sent_row_cannot_be_viewed(row: Provision, happen: Happen) -> None:
    with pytest.raises(Conflict):
        happen(row, "viewed")


def test_a_viewing_is_open_until_it_ends(session: scoped_session, record: Record, draft: Draft, happen: Happen) -> None:
    viewing = written(session, record(draft(act="made_available", method="view", provided_on=TODAY - timedelta(5)))[0])
    happen(viewing, "viewed", TODAY - timedelta(3))
    assert state_of(viewing) == "open"
    happen(viewing, "availability_ended", TODAY - timedelta(1))
    mark = session.get_one(ProvisionMark, (viewing.subject_id, viewing.id))
    assert (state_of(viewing), mark.last_provided_on) == ("", TODAY - timedelta(1))


def test_a_lump_is_closed_with_its_last_day(
    session: scoped_session, record: Record, draft: Draft, happen: Happen
) -> None:
    lump = written(session, record(draft(mode="lump", provided_on=TODAY - timedelta(30)))[0])
    happen(lump, "lump_closed", TODAY - timedelta(2))
    assert session.get_one(ProvisionMark, (lump.subject_id, lump.id)).last_provided_on == TODAY - timedelta(2)


@pytest.mark.parametrize("kind", STEPS)
def test_nothing_follows_a_cancelled_plan(kind: str) -> None:
    with pytest.raises(Conflict):
        check_step(kind, "cancelled", "made_available", "lump")


@pytest.mark.engine
def test_a_correction_is_a_new_row_and_the_old_one_stays(
    session: scoped_session, row: Provision, recruiter: Actor, at: datetime
) -> None:
    with transaction():
        new = replace_provision(
            row, draft_of(row)._replace(method="fax"), "送り方の誤り", actor=recruiter, at=at, door="page"
        )
    corrected = session.get_one(Provision, (row.subject_id, new.id))
    assert [version.method for version in history_of(corrected)] == ["email", "fax"]
    assert (corrected.replaces_id, corrected.reason, state_of(row)) == (row.id, "送り方の誤り", "superseded")


def test_a_correction_shows_once_in_the_ledger(
    session: scoped_session, row: Provision, recruiter: Actor, at: datetime
) -> None:
    with transaction():
        new = replace_provision(row, draft_of(row)._replace(method="fax"), "誤り", actor=recruiter, at=at, door="page")
    page = ledger_page(recruiter.operator_id, LedgerFilter())
    assert [shown.provision.id for shown in page.rows] == [new.id]


def test_a_correction_needs_a_reason(row: Provision, recruiter: Actor, at: datetime) -> None:
    with pytest.raises(RuleViolation), transaction():
        replace_provision(row, draft_of(row), "", actor=recruiter, at=at, door="page")


def test_a_row_is_corrected_once_only(row: Provision, recruiter: Actor, at: datetime) -> None:
    with transaction():
        replace_provision(row, draft_of(row)._replace(method="fax"), "誤り", actor=recruiter, at=at, door="page")
    with pytest.raises(Conflict), transaction():
        replace_provision(row, draft_of(row)._replace(method="letter"), "誤り", actor=recruiter, at=at, door="page")


def test_a_correction_that_cannot_be_stored_leaves_the_row_as_it_was(
    row: Provision, recruiter: Actor, at: datetime
) -> None:
    with pytest.raises(RuleViolation), transaction():
        replace_provision(row, draft_of(row)._replace(data_items=()), "誤り", actor=recruiter, at=at, door="page")
    assert state_of(row) == ""


@pytest.mark.engine
def test_a_confirmed_plan_is_assessed_again_with_the_true_day(
    session: scoped_session, record: Record, draft: Draft, recruiter: Actor, at: datetime
) -> None:
    plan = written(session, record(draft(stage="planned", provided_on=TODAY + timedelta(7)))[0])
    with transaction():
        done = replace_provision(
            plan, draft_of(plan)._replace(provided_on=TODAY), "", actor=recruiter, at=at, door="page"
        )
    confirmed = session.get_one(Provision, (plan.subject_id, done.id))
    assert (confirmed.stage, confirmed.version_reason, confirmed.provided_on) == ("done", "confirmed", TODAY)


def test_a_cancelled_plan_is_no_row_of_the_ledger(
    session: scoped_session, record: Record, draft: Draft, happen: Happen, recruiter: Actor
) -> None:
    plan = written(session, record(draft(stage="planned", provided_on=TODAY))[0])
    happen(plan, "plan_cancelled")
    assert ledger_page(recruiter.operator_id, LedgerFilter()).rows == []
    assert [shown.state for shown in ledger_page(recruiter.operator_id, LedgerFilter(state="cancelled")).rows] == [
        "cancelled"
    ]


def test_a_record_under_the_wrong_person_is_voided_and_written_under_the_right_one(
    session: scoped_session, record: Record, draft: Draft, recruiter: Actor, at: datetime
) -> None:
    wrong = written(session, record(draft(batch_ref="EV-1"))[0])
    right = draft_of(wrong)._replace(subject_id=None, subject_ref="C-2", subject_name="見本 次郎")
    with transaction():
        moved = move_to_person(wrong, right, "人違い", actor=recruiter, at=at, door="page")
    new = written(session, moved)
    assert (state_of(wrong), new.batch_id) == ("voided", wrong.batch_id)
    assert (new.subject_id != wrong.subject_id, new.replaces_id) == (True, None)


def test_a_stored_row_reads_back_as_the_draft_it_came_from(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    stated = draft(case_ref="J-1", protection="tls", batch_ref="EV-1")
    again = draft_of(written(session, record(stated)[0]))
    differing = {
        name
        for name in (
            "legal_basis",
            "data_items",
            "method",
            "purpose",
            "case_ref",
            "protection",
            "recipient_ref",
            "evidence",
        )
        if tuple(sorted(getattr(stated, name))) != tuple(sorted(getattr(again, name)))
    }
    assert differing == set()


def test_another_operators_provision_is_not_found(row: Provision, registers: Operator) -> None:
    stranger = factories.actor(factories.operator("other"))
    with pytest.raises(NotFound):
        find_provision(row.subject_id, row.id, stranger)
