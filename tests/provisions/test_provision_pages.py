"""The page of one provision: facts, judgements, findings, evidence, and what may be added to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from pages import NASTY, TODAY, Company, company, path_of
from sqlalchemy import select

from transfer_log.accounts import access_log
from transfer_log.findings.queries import findings_about
from transfer_log.provisions.models import Provision, ProvisionEvent, ProvisionMark

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from sqlalchemy.orm import scoped_session
    from time_machine import Traveller

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.provisions.drafts import Recorded


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def page(office: Company, recorded: Recorded, actor: Actor | None = None) -> str:
    return office.browser(actor or office.recruiter).get(path_of(recorded)).text


def happen(office: Company, recorded: Recorded, kind: str, actor: Actor | None = None, **sent: Any) -> Any:
    form = {"occurred_on": "2026-11-20", **sent}
    return office.browser(actor or office.recruiter).post(path_of(recorded, "happenings", kind), form)


def events(session: scoped_session) -> list[ProvisionEvent]:
    session.commit()
    return list(session.scalars(select(ProvisionEvent)))


# --- What it shows -----------------------------------------------------------------------------------------------------


def test_the_page_shows_the_facts_in_words(office: Company) -> None:
    html = page(office, office.provision(office.person(), protection="tls", case_ref="J-7"))
    for said in (
        "山田 花子",
        "株式会社見本商事",
        "Introduction to a company with a job",
        "TLS",
        "J-7",
        "Act Art. 27(1)",
    ):
        assert said in html


def test_the_record_is_kept_three_years_from_the_day_after_recording(office: Company) -> None:
    assert "20 Nov 2029" in page(office, office.provision(office.person()))


def test_a_lump_without_its_last_day_has_no_end_yet(office: Company) -> None:
    html = page(office, office.provision(office.person(), mode="lump", evidence={"continuous": True}))
    assert "the last day is missing" in html


def test_the_fingerprint_is_shown_and_the_salt_is_not(office: Company, session: scoped_session) -> None:
    html = page(office, office.provision(office.person()))
    row = session.scalars(select(Provision)).one()
    assert row.leaf_hash.hex() in html
    assert row.salt.hex() not in html


def test_an_assessment_that_would_be_the_same_today_is_not_shown_twice(office: Company) -> None:
    html = page(office, office.provision(office.person()))
    assert "The same by the registers of today." in html
    assert "That day" not in html


def test_the_assessment_of_today_stands_beside_the_frozen_one_when_it_differs(office: Company) -> None:
    hanako = office.person()
    recorded = office.provision(hanako)
    office.consent(hanako, expires_on=date(2025, 12, 31))
    html = page(office, recorded)
    assert "That day" in html
    assert "data-differs" in html


def test_a_name_with_markup_is_shown_as_text(office: Company) -> None:
    recorded = office.provision(office.person("C-1", NASTY), case_ref=NASTY)
    assert NASTY not in page(office, recorded)


def test_a_plan_shows_whether_it_may_be_sent(office: Company) -> None:
    html = page(office, office.provision(office.person(), stage="planned", provided_on=TODAY + timedelta(days=3)))
    assert "May it be sent?" in html
    assert "look first" in html


# --- Who may see it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["recruiter", "colleague", "manager", "auditor"])
def test_who_may_see_the_row_sees_it(role: str, office: Company) -> None:
    recorded = office.provision(office.person())
    assert office.browser(getattr(office, role)).get(path_of(recorded)).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("outsider", 404), ("clerk", 403), ("administrator", 403)])
def test_who_may_not_see_the_row_does_not(role: str, status: int, office: Company) -> None:
    answer = office.browser(getattr(office, role)).get(path_of(office.provision(office.person())))
    assert answer.status_code == status
    assert "山田" not in answer.text


def test_a_row_of_another_operator_answers_as_one_that_is_not_there(office: Company) -> None:
    recorded = office.provision(office.person())
    stranger = office.browser(factories.actor(factories.operator("other"), role="privacy_manager"))
    theirs, nowhere = stranger.get(path_of(recorded)), stranger.get(path_of(recorded).replace("/people/0", "/people/1"))
    assert theirs.status_code == nowhere.status_code == 404
    assert "<h1>" in theirs.text


def test_the_read_is_logged_with_the_person_it_shows(app: Flask, office: Company) -> None:
    recorded = office.provision(office.person())
    page(office, recorded, office.auditor)
    with app.app_context():
        [read] = access_log.reads(access_log.Filter(office.operator.id, subject_id=recorded.subject_id)).rows
    assert (read.user_id, read.action) == (office.auditor.user_id, "read_provisions")


# --- Happenings --------------------------------------------------------------------------------------------------------


def test_a_delivery_is_added_with_its_slip(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    happen(office, recorded, "delivered", slip_number="1234-5678")
    assert [(event.kind, event.details) for event in events(session)] == [("delivered", {"slip_number": "1234-5678"})]
    assert "1234-5678" in page(office, recorded)


def test_what_was_sent_in_error_is_marked_and_becomes_a_finding(office: Company) -> None:
    recorded = office.provision(office.person())
    happen(office, recorded, "sent_in_error", reason="宛先を取り違えた")
    html = page(office, recorded)
    assert "sent in error" in html
    assert "宛先を取り違えた" in html
    assert "Decide" in html or "decide whether" in html


def test_a_reason_is_asked_for_where_one_is_due(office: Company, session: scoped_session) -> None:
    answer = happen(office, office.provision(office.person()), "sent_in_error")
    assert answer.status_code == 422
    assert "Write the reason." in answer.text
    assert events(session) == []


def test_a_viewing_is_counted_and_ended(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person(), act="made_available", method="view")
    happen(office, recorded, "viewed", view_count="3")
    happen(office, recorded, "availability_ended")
    assert [event.kind for event in events(session)] == ["viewed", "availability_ended"]
    assert session.scalars(select(ProvisionMark)).one().last_provided_on == TODAY


def test_a_lump_that_is_closed_has_an_end(office: Company) -> None:
    recorded = office.provision(office.person(), mode="lump", evidence={"continuous": True})
    happen(office, recorded, "lump_closed")
    assert "19 Nov 2029" in page(office, recorded)


def test_only_steps_that_may_follow_are_offered(office: Company) -> None:
    recorded = office.provision(office.person())
    html = page(office, recorded)
    assert path_of(recorded, "happenings", "delivered") in html
    assert path_of(recorded, "happenings", "viewed") not in html


def test_a_step_that_cannot_follow_is_a_conflict(office: Company) -> None:
    assert happen(office, office.provision(office.person()), "viewed").status_code == 409


def test_what_a_colleague_recorded_may_be_added_to(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person(), actor=office.colleague)
    assert happen(office, recorded, "delivered").status_code == 303
    assert len(events(session)) == 1


def test_what_a_colleague_recorded_cannot_be_voided(office: Company) -> None:
    recorded = office.provision(office.person(), actor=office.colleague)
    answer = happen(office, recorded, "voided", reason="二重")
    assert answer.status_code == 403
    assert "23 Nov" in answer.text or "2026-11-24" in answer.text


def test_one_may_void_ones_own_record_to_the_end_of_the_next_business_day(
    office: Company, clock: Traveller, session: scoped_session
) -> None:
    recorded = office.provision(office.person())
    clock.move_to(office.at + timedelta(days=4))
    assert happen(office, recorded, "voided", reason="二重").status_code == 303
    assert len(events(session)) == 1


def test_afterwards_only_the_privacy_manager_may(office: Company, clock: Traveller) -> None:
    recorded = office.provision(office.person())
    clock.move_to(office.at + timedelta(days=5))
    assert happen(office, recorded, "voided", reason="二重").status_code == 403
    assert happen(office, recorded, "voided", office.manager, reason="二重").status_code == 303


@pytest.mark.parametrize("role", ["auditor", "clerk", "administrator"])
def test_who_records_no_provisions_adds_nothing(role: str, office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    assert happen(office, recorded, "delivered", getattr(office, role)).status_code == 403
    assert events(session) == []


def test_a_change_without_the_token_of_the_page_is_refused(office: Company) -> None:
    here = office.browser(office.recruiter)
    path = path_of(office.provision(office.person()), "happenings", "delivered")
    assert here.client.post(path, data={"occurred_on": "2026-11-20"}).status_code == 400


# --- Plans -------------------------------------------------------------------------------------------------------------


def test_a_plan_is_confirmed_with_its_true_time(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person(), stage="planned", provided_on=TODAY + timedelta(days=3))
    sent = {"provided_on": "2026-11-20", "provided_time": "09:30"}
    answer = office.browser(office.recruiter).post(path_of(recorded, "confirm"), sent)
    session.commit()
    done = session.scalars(select(Provision).where(Provision.stage == "done")).one()
    assert answer.location == f"/people/{done.subject_id}/provisions/{done.id}"
    assert (done.replaces_id, done.version_reason, done.provided_at.hour) == (recorded.id, "confirmed", 0)


def test_a_plan_that_is_cancelled_stays_readable(office: Company) -> None:
    recorded = office.provision(office.person(), stage="planned", provided_on=TODAY)
    happen(office, recorded, "plan_cancelled", reason="辞退")
    html = page(office, recorded)
    assert "cancelled" in html
    assert "辞退" in html


# --- Findings ----------------------------------------------------------------------------------------------------------


def settle(office: Company, recorded: Recorded, actor: Actor, **sent: str) -> Any:
    finding = findings_about(recorded.subject_id, [recorded.id])[0].finding
    return office.browser(actor).post(path_of(recorded, "findings", str(finding.id)), sent)


def state_of(recorded: Recorded, session: scoped_session) -> str:
    session.commit()
    return findings_about(recorded.subject_id, [recorded.id])[0].state


def test_a_finding_is_settled_with_how_and_why(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    settle(office, recorded, office.recruiter, how="evidence_added", reason="同意書を確認した")
    assert state_of(recorded, session) == "resolved"


def test_a_finding_is_not_settled_without_saying_how_and_why(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    answer = settle(office, recorded, office.recruiter, how="", reason="")
    assert answer.status_code == 422
    assert state_of(recorded, session) == "open"


def test_nobody_lets_pass_what_he_recorded_himself(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    answer = settle(office, recorded, office.recruiter, how="override", reason="急ぎ")
    assert answer.status_code == 422
    assert state_of(recorded, session) == "open"


def test_a_superior_may_let_a_finding_pass_and_open_it_again(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    settle(office, recorded, office.manager, how="override", reason="後日同意書を受領予定")
    assert state_of(recorded, session) == "overridden"
    settle(office, recorded, office.manager, reason="届かなかった")
    assert state_of(recorded, session) == "open"


def test_an_auditor_settles_nothing(office: Company) -> None:
    recorded = office.provision(office.person())
    assert settle(office, recorded, office.auditor, how="no_issue", reason="x").status_code == 403
