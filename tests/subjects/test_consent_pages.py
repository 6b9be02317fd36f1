"""Consents, withdrawals and stops on their pages, and what they do to the next provision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pages import NASTY, Company, company

from transfer_log.subjects.consent_views import consent_views
from transfer_log.subjects.stops import person_stops

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.consent_views import ConsentView

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def send(office: Company, path: str, actor: Actor | None = None, **sent: Any) -> Any:
    return office.browser(actor or office.recruiter).post(path, sent)


def consents(office: Company, subject_id: UUID, session: scoped_session) -> list[ConsentView]:
    session.commit()
    return consent_views(office.operator.id, subject_id)


def verdict(office: Company, subject_id: UUID) -> str:
    """Return the panel beside the record form for a placement that is about to be sent."""
    form = {
        "when": "before",
        "people": [str(subject_id)],
        "recipients": ["R-1"],
        "situation": "placement",
        "provided_on": "2026-11-20",
    }
    return office.browser(office.recruiter).post("/provisions/assessment", form).text


def test_a_consent_is_recorded_with_its_scope(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    sent = {"given_on": "2026-11-01", "method": "paper", "recipients": ["R-1"], "countries": "ベトナム、DE"}
    assert send(office, f"/people/{hanako}/consents/new", **sent).status_code == 303
    [view] = consents(office, hanako, session)
    assert (view.draft.scope.recipients, view.draft.scope.countries) == (("R-1",), ("DE", "VN"))


def test_a_recorded_consent_lets_the_next_provision_pass(office: Company) -> None:
    hanako = office.person()
    assert "may be sent" not in verdict(office, hanako).replace("May it be sent", "")
    send(office, f"/people/{hanako}/consents/new", given_on="2026-11-01", method="click")
    assert "may be sent" in verdict(office, hanako)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param({"method": ""}, "How", id="no method"),
        pytest.param({"given_on": "2026-12-01"}, "has not come yet", id="a day ahead"),
        pytest.param({"recipients_add": "まだない会社"}, "is not registered as a recipient", id="unknown recipient"),
        pytest.param({"countries": "どこか"}, "No such country", id="unknown country"),
        pytest.param({"signer": "guardian"}, "Enter the relation", id="no relation"),
    ],
)
def test_a_consent_that_cannot_stand_is_refused(
    sent: dict[str, str], said: str, office: Company, session: scoped_session
) -> None:
    hanako = office.person()
    answer = send(office, f"/people/{hanako}/consents/new", **{"given_on": "2026-11-01", "method": "click"} | sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert consents(office, hanako, session) == []


def test_a_whole_withdrawal_forbids_the_next_provision(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    consent = office.consent(hanako)
    path = f"/people/{hanako}/consents/{consent.id}/withdraw"
    assert send(office, path, extent="whole", effective_on="2026-11-20").status_code == 303
    assert consents(office, hanako, session)[0].state_on(TODAY) == "withdrawn"
    assert "must not be sent" in verdict(office, hanako)


def test_a_withdrawal_in_part_leaves_the_rest(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    consent = office.consent(hanako)
    path = f"/people/{hanako}/consents/{consent.id}/withdraw"
    send(office, path, extent="part", effective_on="2026-11-20", recipients=["R-2"])
    assert consents(office, hanako, session)[0].state_on(TODAY) == "partly_withdrawn"
    assert "may be sent" in verdict(office, hanako)


def test_a_withdrawal_in_part_has_to_say_which(office: Company) -> None:
    hanako = office.person()
    path = f"/people/{hanako}/consents/{office.consent(hanako).id}/withdraw"
    assert send(office, path, extent="part", effective_on="2026-11-20").status_code == 422


def test_evidence_is_added_to_a_consent(office: Company) -> None:
    hanako = office.person()
    path = f"/people/{hanako}/consents/{office.consent(hanako).id}"
    send(office, f"{path}/evidence", evidence_ref="REC-2026-7")
    assert "REC-2026-7" in office.browser(office.recruiter).get(path).text


def test_a_consent_recorded_in_error_covers_nothing(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    path = f"/people/{hanako}/consents/{office.consent(hanako).id}/void"
    assert send(office, path, office.recruiter, reason="別人").status_code == 403
    assert send(office, path, office.manager, reason="別人").status_code == 303
    assert consents(office, hanako, session)[0].state_on(TODAY) == "void"


def test_a_correction_of_a_consent_keeps_the_old_version(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    path = f"/people/{hanako}/consents/{office.consent(hanako).id}/correct"
    send(office, path, office.manager, given_on="2025-04-01", method="paper", reason="書面だった")
    [view] = consents(office, hanako, session)
    assert (len(view.chain.rows), view.draft.method) == (2, "paper")


def test_a_consent_is_of_its_person_only(office: Company) -> None:
    hanako, ken = office.person("C-1"), office.person("C-2", "佐藤 健")
    consent = office.consent(hanako)
    assert office.browser(office.manager).get(f"/people/{ken}/consents/{consent.id}").status_code == 404


def test_a_stop_is_shown_and_lifted(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    stop = {
        "recipient_ref": "R-1",
        "recipient_name": "株式会社見本商事",
        "ground": "asked",
        "effective_on": "2026-11-20",
    }
    send(office, f"/people/{hanako}/stops/new", **stop)
    here = office.browser(office.recruiter)
    assert "Do not give to 株式会社見本商事." in here.get(f"/people/{hanako}").text
    send(office, f"/people/{hanako}/stops/lift", **stop)
    session.commit()
    assert [each.kind for each in person_stops(office.operator.id, hanako, TODAY)] == ["lifted", "stopped"]
    assert "Do not give to" not in here.get(f"/people/{hanako}").text


def test_a_stop_without_a_recipient_stops_everything(office: Company) -> None:
    hanako = office.person()
    send(office, f"/people/{hanako}/stops/new", ground="asked", effective_on="2026-11-20")
    assert "Do not give to anybody." in office.browser(office.recruiter).get(f"/people/{hanako}").text


def test_lifting_what_does_not_hold_is_refused(office: Company) -> None:
    hanako = office.person()
    answer = send(office, f"/people/{hanako}/stops/lift", ground="asked", effective_on="2026-11-20")
    assert answer.status_code == 422
    assert "No stop" in answer.text


def test_what_the_person_said_is_shown_as_text(office: Company) -> None:
    hanako = office.person()
    send(office, f"/people/{hanako}/stops/new", ground="asked", effective_on="2026-11-20", reason=NASTY)
    assert NASTY not in office.browser(office.recruiter).get(f"/people/{hanako}").text


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_records_no_consents_is_refused(role: str, office: Company, session: scoped_session) -> None:
    hanako = office.person()
    path = f"/people/{hanako}/consents/new"
    assert send(office, path, getattr(office, role), given_on="2026-11-01", method="click").status_code == 403
    assert consents(office, hanako, session) == []
