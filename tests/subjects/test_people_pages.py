"""Find, register and update people: what is typed about them goes by POST, contact is shown as the role may see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest
from pages import NASTY, Company, company

from transfer_log.accounts import access_log
from transfer_log.subjects.contact import masked_email, masked_phone
from transfer_log.subjects.people import newest_values

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.people import PersonValues


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def found(office: Company, q: str, actor: Actor | None = None) -> Any:
    return office.browser(actor or office.recruiter).post("/people/search", {"q": q})


def values(subject_id: UUID, session: scoped_session) -> PersonValues:
    session.commit()
    return newest_values([subject_id])[subject_id]


# --- Search ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("q", ["山田", "ヤマダ", "やまだ", "ﾔﾏﾀﾞ", "佐々木", "hanako@"])
def test_a_person_is_found_by_what_is_known_of_her(q: str, office: Company) -> None:
    office.person(kana="ヤマダ ハナコ", former_names=("佐々木 花子",), email="hanako@example.jp")
    assert "山田 花子" in found(office, q).text


def test_namesakes_are_told_apart(office: Company) -> None:
    office.person("C-1", birth_date=date(1991, 4, 1), prefecture="東京都")
    office.person("C-2", birth_date=date(1980, 4, 1), prefecture="大阪府")
    html = found(office, "山田").text
    for said in ("1991", "東京都", "C-1", "1980", "大阪府", "C-2"):
        assert said in html


def test_a_whole_number_leads_to_its_person(office: Company) -> None:
    hanako = office.person("C-1")
    assert found(office, "C-1").location == f"/people/{hanako}"


def test_the_old_name_that_was_searched_for_is_shown(office: Company) -> None:
    office.person(former_names=("佐々木 花子",))
    assert "formerly 佐々木 花子" in found(office, "佐々木").text


def test_nobody_found_says_what_to_try(office: Company) -> None:
    assert "Nobody found" in found(office, "だれも").text


def test_what_is_typed_comes_back_as_text(office: Company) -> None:
    assert NASTY not in found(office, NASTY).text


def test_a_search_by_address_is_not_possible(office: Company) -> None:
    office.person()
    assert "山田 花子" not in office.browser(office.recruiter).get("/people/?q=山田").text
    assert office.browser(office.recruiter).get("/people/search?q=山田").status_code in (404, 405)


@pytest.mark.parametrize(
    ("role", "is_masked"), [("recruiter", True), ("auditor", True), ("manager", False), ("clerk", False)]
)
def test_contact_is_shown_as_the_role_may_see_it(role: str, is_masked: bool, office: Company) -> None:  # noqa: FBT001
    office.person(email="hanako@example.jp", phone="090-1234-1207")
    html = found(office, "山田", getattr(office, role)).text
    assert ("hanako@example.jp" not in html) is is_masked
    assert ("090-1234-1207" not in html) is is_masked


def test_an_administrator_finds_nobody(office: Company) -> None:
    office.person()
    answer = found(office, "山田", office.administrator)
    assert answer.status_code == 403
    assert "山田 花子" not in answer.text


def test_people_of_another_operator_are_not_found(office: Company) -> None:
    office.person()
    stranger = factories.actor(factories.operator("other"), role="privacy_manager")
    assert "山田 花子" not in found(office, "山田", stranger).text


def test_a_search_is_logged_with_how_many_it_showed(app: Flask, office: Company) -> None:
    office.person("C-1")
    office.person("C-2")
    found(office, "山田")
    with app.app_context():
        [read] = access_log.reads(access_log.Filter(office.operator.id)).rows
    assert (read.action, read.people_count) == ("search_subjects", 2)


def test_contact_is_masked_to_its_ends() -> None:
    assert masked_email("hanako@example.jp") == "h••••@example.jp"
    assert masked_phone("090-1234-1207") == "•••-••••-1207"


def test_a_short_phone_number_shows_nothing() -> None:
    assert "119" not in masked_phone("119")


# --- Registering -------------------------------------------------------------------------------------------------------


def test_a_person_is_registered_and_found(office: Company, session: scoped_session) -> None:
    here = office.browser(office.recruiter)
    answer = here.post("/people/new", {"name": "佐藤 健", "kana": "サトウ ケン", "ref": "C-7", "status": "registered"})
    assert answer.status_code == 303
    assert here.post("/people/search", {"q": "C-7"}).location == answer.location


def test_a_person_without_a_number_gets_one(office: Company) -> None:
    here = office.browser(office.recruiter)
    answer = here.post("/people/new", {"name": "佐藤 健", "status": "registered"})
    assert "P-" in here.get(answer.location).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param({"name": ""}, "name", id="no name"),
        pytest.param({"ref": "C-1"}, "Somebody else has this number.", id="a number that is taken"),
        pytest.param({"birth_date": "2027-01-01"}, "has not come yet", id="not born yet"),
        pytest.param({"email": "nowhere"}, "nowhere", id="no address"),
    ],
)
def test_a_person_who_cannot_be_registered_so_is_refused(sent: dict[str, str], said: str, office: Company) -> None:
    office.person("C-1")
    form = {"name": "佐藤 健", "status": "registered"} | sent
    answer = office.browser(office.recruiter).post("/people/new", form)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert said in answer.text


def test_what_changed_is_stored_as_a_new_version(office: Company, session: scoped_session) -> None:
    hanako = office.person(email="hanako@example.jp")
    form = {"name": "高橋 花子", "former_names": "山田 花子", "email": "hanako@example.jp", "status": "registered"}
    office.browser(office.manager).post(f"/people/{hanako}/edit", form)
    assert (values(hanako, session).name, values(hanako, session).former_names) == ("高橋 花子", ("山田 花子",))


def test_contact_that_somebody_may_not_see_stays_when_left_empty(office: Company, session: scoped_session) -> None:
    hanako = office.person(email="hanako@example.jp")
    here = office.browser(office.recruiter)
    assert "hanako@example.jp" not in here.get(f"/people/{hanako}/edit").text
    here.post(f"/people/{hanako}/edit", {"name": "高橋 花子", "status": "registered"})
    assert values(hanako, session).email == "hanako@example.jp"


def test_one_more_number_leads_to_the_same_person(office: Company) -> None:
    hanako = office.person()
    office.browser(office.recruiter).post(f"/people/{hanako}/registrations", {"service": "events", "ref": "E-9"})
    assert found(office, "E-9").location == f"/people/{hanako}"


def test_an_auditor_registers_nobody(office: Company) -> None:
    assert office.browser(office.auditor).get("/people/new").status_code == 403


@pytest.mark.parametrize("page", ["", "/edit", "/consents/new", "/stops/new", "/same-person", "/record-list"])
def test_a_person_of_another_operator_answers_as_one_who_is_not_there(page: str, office: Company) -> None:
    hanako = office.person()
    stranger = office.browser(factories.actor(factories.operator("other"), role="privacy_manager"))
    answer = stranger.get(f"/people/{hanako}{page}")
    assert answer.status_code == 404
    assert "山田" not in answer.text
