"""Corrections, the right person, the next stage of a disclosure: the old stays readable, the new says why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pages import Company, company, path_of
from sqlalchemy import select

from transfer_log.provisions.models import Provision, ProvisionEvent

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


def filled(**changes: Any) -> dict[str, Any]:
    """Return the form as it is prefilled from a provision in the situation `placement`."""
    form = {
        "recipient_name": "株式会社見本商事",
        "recipient_ref": "R-1",
        "situation": "placement",
        "filled_for": "=placement",
        "provided_on": "2026-11-20",
        "data_items": ["name", "age"],
        "legal_basis": "consent",
        "method": "email",
        "purpose": "P1",
        "reason": "送信票と違っていたため",
    }
    return form | changes


def send(office: Company, recorded: Recorded, page: str, actor: Actor | None = None, **changes: Any) -> Any:
    return office.browser(actor or office.recruiter).post(path_of(recorded, page), filled(**changes))


def newest(session: scoped_session) -> Provision:
    session.commit()
    return session.scalars(select(Provision).order_by(Provision.id.desc())).all()[0]


# --- Correction --------------------------------------------------------------------------------------------------------


def test_the_form_starts_with_what_is_on_record(office: Company) -> None:
    recorded = office.provision(office.person(), method="fax", case_ref="J-7")
    html = office.browser(office.recruiter).get(path_of(recorded, "correct")).text
    for said in ('value="株式会社見本商事"', '<option selected value="fax">', 'value="J-7"', 'value="name" checked'):
        assert said in html


def test_a_correction_is_a_new_version_with_its_reason(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    answer = send(office, recorded, "correct", data_items=["name", "education"])
    row = newest(session)
    assert answer.location == f"/people/{row.subject_id}/provisions/{row.id}"
    assert (row.replaces_id, row.reason) == (recorded.id, "送信票と違っていたため")


def test_the_page_says_what_a_correction_changed(office: Company) -> None:
    recorded = office.provision(office.person())
    answer = send(office, recorded, "correct", data_items=["name", "education"], method="fax")
    html = office.browser(office.recruiter).get(answer.location).text
    assert "chip--added" in html
    assert "chip--removed" in html
    assert "<del>e-mail</del> → fax" in html


def test_the_old_version_leads_to_the_present_one(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    send(office, recorded, "correct", method="fax")
    html = office.browser(office.recruiter).get(path_of(recorded)).text
    assert "This version has been replaced." in html
    assert f"/provisions/{newest(session).id}" in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({"reason": " "}, "Write why it is corrected.", id="no reason"),
        pytest.param({"data_items": []}, "Choose the items that were given.", id="no items"),
        pytest.param({"provided_on": "2026-12-01"}, "This day has not come yet", id="a day ahead"),
        pytest.param({"recipient_name": "", "recipient_ref": ""}, "Choose a recipient", id="no recipient"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(
    changes: dict[str, Any], said: str, office: Company, session: scoped_session
) -> None:
    recorded = office.provision(office.person())
    answer = send(office, recorded, "correct", **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert newest(session).id == recorded.id


def test_what_a_colleague_recorded_is_not_ones_to_correct(office: Company) -> None:
    recorded = office.provision(office.person(), actor=office.colleague)
    answer = office.browser(office.recruiter).get(path_of(recorded, "correct"))
    assert answer.status_code == 403
    assert "privacy manager" in answer.text


def test_after_the_next_business_day_the_page_says_who_may_correct(office: Company, clock: Traveller) -> None:
    recorded = office.provision(office.person())
    clock.move_to(office.at + timedelta(days=5))
    html = office.browser(office.recruiter).get(path_of(recorded)).text
    assert path_of(recorded, "correct") not in html
    assert "Only who recorded it, until 24 Nov 2026 (Tue)" in html


def test_the_privacy_manager_corrects_at_any_time(office: Company, clock: Traveller, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    clock.move_to(office.at + timedelta(days=60))
    assert send(office, recorded, "correct", office.manager, method="fax").status_code == 303
    assert newest(session).replaces_id == recorded.id


def test_correcting_an_old_record_does_not_make_it_late(
    office: Company, clock: Traveller, session: scoped_session
) -> None:
    recorded = office.provision(office.person())
    clock.move_to(office.at + timedelta(days=60))
    send(office, recorded, "correct", office.manager, method="fax")
    assert newest(session).days_to_record == 0


def test_a_version_that_was_replaced_cannot_be_corrected_again(office: Company) -> None:
    recorded = office.provision(office.person())
    send(office, recorded, "correct", method="fax")
    assert send(office, recorded, "correct", method="letter").status_code == 409


def test_the_panel_of_a_correction_writes_nothing(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person())
    html = send(office, recorded, "correct/assessment", method="fax").text
    assert "to be checked" in html
    assert newest(session).id == recorded.id


# --- The right person --------------------------------------------------------------------------------------------------


def test_a_record_under_the_wrong_person_moves_and_leaves_no_pointer(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person("C-1"))
    ken = office.person("C-2", "佐藤 健")
    answer = send(office, recorded, "move", person="C-2", reason="同姓の別人")
    assert newest(session).subject_id == ken
    assert session.scalars(select(ProvisionEvent.kind)).all() == ["voided"]
    assert "山田 花子" not in office.browser(office.recruiter).get(answer.location).text


@pytest.mark.parametrize(
    ("person", "said"),
    [("だれか", "does not mean one person"), ("C-1", "This is the same person."), ("", "does not mean one person")],
)
def test_the_right_person_has_to_be_one_other(person: str, said: str, office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person("C-1"))
    answer = send(office, recorded, "move", person=person)
    assert answer.status_code == 422
    assert said in answer.text
    assert newest(session).id == recorded.id


# --- The next stage ----------------------------------------------------------------------------------------------------


def test_the_wider_disclosure_is_linked_with_the_narrower_one(office: Company, session: scoped_session) -> None:
    recorded = office.provision(office.person(), data_items=("age",))
    answer = send(office, recorded, "next-stage", wished_on="2026-11-19", data_items=["name", "age", "education"])
    assert newest(session).staged_after_id == recorded.id
    here = office.browser(office.recruiter)
    assert path_of(recorded) in here.get(answer.location).text
    assert answer.location in here.get(path_of(recorded)).text


@pytest.mark.parametrize(
    ("wished_on", "said"),
    [("", "Enter the day of the person’s wish."), ("2026-11-21", "The wish has to lie on or before the day")],
)
def test_the_wish_comes_before_the_wider_disclosure(
    wished_on: str, said: str, office: Company, session: scoped_session
) -> None:
    recorded = office.provision(office.person(), data_items=("age",))
    answer = send(office, recorded, "next-stage", wished_on=wished_on)
    assert answer.status_code == 422
    assert said in answer.text
    assert newest(session).id == recorded.id


# --- Rights ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["correct", "move", "next-stage"])
@pytest.mark.parametrize(("role", "status"), [("outsider", 404), ("auditor", 403), ("administrator", 403)])
def test_who_may_not_change_a_record_is_refused(role: str, status: int, page: str, office: Company) -> None:
    recorded = office.provision(office.person())
    assert office.browser(getattr(office, role)).get(path_of(recorded, page)).status_code == status
