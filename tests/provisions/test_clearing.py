"""The clearance, asked before the act: the only place where the product says no."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from transfer_log.db import transaction
from transfer_log.provisions.clearing import Cleared, clear_provisions
from transfer_log.provisions.drafts import Recorded, Rejected
from transfer_log.provisions.models import Clearance
from transfer_log.subjects.consent_events import withdraw_consent
from transfer_log.subjects.consents import record_consent
from transfer_log.subjects.drafts import ConsentDraft, ScopeDraft, StopDraft
from transfer_log.subjects.stops import stop_provision

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.drafts import Outcome, ProvisionDraft
    from transfer_log.subjects.drafts import ConsentRecorded

    Draft = Callable[..., ProvisionDraft]
    Record = Callable[..., list[Outcome]]
    Ask = Callable[..., Cleared]
    Consenting = Callable[..., ConsentRecorded]


@pytest.fixture
def ask(record: Record, draft: Draft, recruiter: Actor, at: datetime) -> Ask:
    """Return a function that asks whether the candidate's data may go to R-1 by consent, and returns the answer."""
    (known,) = record(draft(provided_on=date(2026, 11, 19)))
    assert isinstance(known, Recorded)

    def clear(**changes: Any) -> Any:
        asked = draft(**({"legal_basis": "consent", "evidence": None, "recipient_ref": "R-JOB"} | changes))
        with transaction():
            (answer,) = clear_provisions([asked], actor=recruiter, at=at, door="api")
        return answer

    return clear


@pytest.fixture
def consent(ask: Ask, recruiter: Actor, at: datetime) -> Consenting:
    """Return a function that records a consent of the candidate."""

    def give(**changes: Any) -> ConsentRecorded:
        stated = {"consent_ref": "K-1", "subject_ref": "C-1", "given_on": date(2026, 4, 1), "method": "click"} | changes
        with transaction():
            return record_consent(ConsentDraft(**stated), actor=recruiter, at=at)

    return give


@pytest.fixture(autouse=True)
def _job_provider(registers: Any) -> None:
    import factories  # noqa: PLC0415 the shared factories, needed here alone

    factories.recipient(registers, "R-JOB")
    factories.recipient(registers, "R-OTHER")


def codes(answer: Cleared) -> set[str]:
    return {cause.code for cause in answer.reasons}


def test_without_a_consent_on_record_the_answer_is_no(ask: Ask) -> None:
    answer = ask()
    assert (answer.is_allowed, codes(answer)) == (False, {"evidence_missing"})


@pytest.mark.engine
def test_with_a_consent_that_covers_the_act_the_answer_is_yes(ask: Ask, consent: Consenting) -> None:
    consent()
    answer = ask()
    assert (answer.is_allowed, answer.reasons) == (True, ())


def test_a_withdrawn_consent_makes_the_answer_no_under_the_article(
    ask: Ask, consent: Consenting, recruiter: Actor, at: datetime
) -> None:
    given = consent()
    with transaction():
        withdraw_consent(given.subject_id, given.id, effective_on=date(2026, 11, 1), actor=recruiter, at=at)
    assert {(cause.code, cause.article) for cause in ask().reasons} == {("consent_missing", "Act Art. 27(1)")}


def test_a_withdrawal_for_another_recipient_leaves_this_one_covered(
    ask: Ask, consent: Consenting, recruiter: Actor, at: datetime
) -> None:
    given = consent()
    scope = ScopeDraft(recipients=("R-OTHER",))
    with transaction():
        withdraw_consent(given.subject_id, given.id, scope=scope, actor=recruiter, at=at)
    assert ask().is_allowed


def test_an_item_outside_the_consent_makes_the_answer_no(ask: Ask, consent: Consenting) -> None:
    consent(scope=ScopeDraft(items=("name",)))
    assert not ask(data_items=("name", "education")).is_allowed


def test_a_special_care_item_has_to_be_named_by_the_consent(ask: Ask, consent: Consenting) -> None:
    consent()
    assert not ask(data_items=("name", "health")).is_allowed
    consent(consent_ref="K-2", special_items=("health",))
    assert ask(data_items=("name", "health")).is_allowed


def test_a_consent_of_today_covers_what_is_sent_today(ask: Ask, consent: Consenting) -> None:
    consent(given_on=date(2026, 11, 20))
    assert ask().is_allowed


def test_an_expired_consent_does_not_cover(ask: Ask, consent: Consenting) -> None:
    consent(expires_on=date(2026, 11, 19))
    assert not ask().is_allowed


def test_a_stop_asked_for_makes_the_answer_no(ask: Ask, consent: Consenting, recruiter: Actor, at: datetime) -> None:
    given = consent()
    with transaction():
        stop_provision(StopDraft(given.subject_id), actor=recruiter, at=at)
    assert not ask().is_allowed


def test_a_provision_without_a_basis_is_not_cleared(ask: Ask) -> None:
    assert "basis_missing" in codes(ask(legal_basis=""))


@pytest.mark.engine
def test_the_question_and_the_answer_leave_a_trace(session: scoped_session, ask: Ask) -> None:
    answer = ask(case_ref="J-2026-1")
    trace = session.scalars(select(Clearance)).one()
    assert (trace.id, trace.is_allowed, trace.case_ref) == (answer.id, False, "J-2026-1")
    assert trace.reasons == ["evidence_missing Act Art. 27(1)"]


def test_who_is_not_on_record_cannot_be_asked_about(session: scoped_session, ask: Ask) -> None:
    assert isinstance(ask(subject_ref="C-404", subject_name=""), Rejected)
    assert session.scalars(select(Clearance)).all() == []


def test_a_clearance_is_about_today_whatever_day_it_names(ask: Ask, consent: Consenting) -> None:
    consent(given_on=date(2026, 11, 20))
    answer = ask(provided_on=date(2026, 1, 1))
    assert answer.prepared.resolved.provided_on == date(2026, 11, 20)
