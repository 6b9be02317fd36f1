"""Link registrations of one person, part them again, remember who is not the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pages import Company, company

from transfer_log.subjects.queries import person_ids

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


@pytest.fixture
def pair(office: Company) -> tuple[UUID, UUID]:
    """Return two registrations with the same name and day of birth."""
    born = date(1991, 4, 1)
    return office.person("C-1", birth_date=born), office.person("C-2", birth_date=born)


def send(office: Company, one: UUID, step: str, other: UUID, **sent: Any) -> Any:
    return office.browser(office.clerk).post(f"/people/{one}/same-person/{step}", {"other": str(other), **sent})


def test_a_likely_double_is_suggested_with_what_matched(office: Company, pair: tuple[UUID, UUID]) -> None:
    html = office.browser(office.clerk).get(f"/people/{pair[0]}/same-person").text
    assert "Perhaps the same person" in html
    assert f'value="birth_date" id="m-{pair[1]}-birth_date" checked' in html


def test_linked_registrations_are_one_person(office: Company, pair: tuple[UUID, UUID], session: scoped_session) -> None:
    send(office, pair[0], "link", pair[1], matched=["name", "birth_date"])
    session.commit()
    assert set(person_ids(pair[0])) == set(pair)


def test_a_consent_of_one_registration_counts_for_the_other(office: Company, pair: tuple[UUID, UUID]) -> None:
    send(office, pair[0], "link", pair[1], matched=["name"])
    ref = office.consent(pair[1]).ref
    form = {"people": [str(pair[0])], "recipients": ["R-1"], "situation": "placement", "provided_on": "2026-11-20"}
    assert ref in office.browser(office.recruiter).post("/provisions/assessment", form).text


def test_it_has_to_be_said_what_matched(office: Company, pair: tuple[UUID, UUID], session: scoped_session) -> None:
    answer = send(office, pair[0], "link", pair[1])
    assert answer.status_code == 422
    assert "Choose what matched." in answer.text
    session.commit()
    assert person_ids(pair[0]) == (pair[0],)


def test_a_link_that_is_undone_puts_everything_back(
    office: Company, pair: tuple[UUID, UUID], session: scoped_session
) -> None:
    send(office, pair[0], "link", pair[1], matched=["name"])
    send(office, pair[0], "part", pair[1], reason="別人だった")
    session.commit()
    assert person_ids(pair[0]) == (pair[0],)


def test_who_is_not_the_same_is_suggested_no_more(office: Company, pair: tuple[UUID, UUID]) -> None:
    send(office, pair[0], "distinct", pair[1], reason="双子")
    assert "Perhaps the same person" not in office.browser(office.clerk).get(f"/people/{pair[0]}/same-person").text


def test_linking_twice_says_that_it_is_done(office: Company, pair: tuple[UUID, UUID]) -> None:
    send(office, pair[0], "link", pair[1], matched=["name"])
    assert send(office, pair[0], "link", pair[1], matched=["name"]).status_code == 409


def test_another_registration_is_looked_for_by_post(office: Company, pair: tuple[UUID, UUID]) -> None:
    ken = office.person("C-3", "佐藤 健")
    html = office.browser(office.clerk).post(f"/people/{pair[0]}/same-person/find", {"q": "佐藤"}).text
    assert f'value="{ken}"' in html


def test_a_registration_that_is_none_is_not_found(office: Company, pair: tuple[UUID, UUID]) -> None:
    path = f"/people/{pair[0]}/same-person/link"
    assert office.browser(office.clerk).post(path, {"other": "nobody", "matched": ["name"]}).status_code == 404


@pytest.mark.parametrize("role", ["recruiter", "auditor", "administrator"])
def test_who_may_not_link_is_refused(role: str, office: Company, pair: tuple[UUID, UUID]) -> None:
    assert office.browser(getattr(office, role)).get(f"/people/{pair[0]}/same-person").status_code == 403
