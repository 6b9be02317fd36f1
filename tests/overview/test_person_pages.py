"""The page of a person: one timeline of what was recorded, as far as the role may see it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pages import NASTY, TODAY, Company, company, path_of

from transfer_log.accounts import access_log
from transfer_log.overview.timeline import PAGE

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def page(office: Company, subject_id: UUID, actor: Actor | None = None, query: str = "") -> str:
    return office.browser(actor or office.recruiter).get(f"/people/{subject_id}{query}").text


def test_the_timeline_tells_the_newest_first(office: Company) -> None:
    hanako = office.person()
    consent = office.consent(hanako)
    provision = office.provision(hanako)
    html = page(office, hanako)
    assert html.index(path_of(provision)) < html.index(f"/consents/{consent.id}")


@pytest.mark.parametrize(("kind", "is_shown"), [("provisions", True), ("consents", False)])
def test_the_timeline_narrows_down_to_one_kind(kind: str, is_shown: bool, office: Company) -> None:  # noqa: FBT001
    provision = office.provision(office.person())
    assert (path_of(provision) in page(office, provision.subject_id, query=f"?show={kind}")) is is_shown


def test_a_long_timeline_goes_on_where_the_page_ended(office: Company) -> None:
    hanako = office.person()
    rows = [office.provision(hanako, provided_on=TODAY - timedelta(days=number)) for number in range(PAGE + 2)]
    first = page(office, hanako)
    assert path_of(rows[-1]) not in first
    until = (TODAY - timedelta(days=PAGE)).isoformat()
    assert f"until={until}" in first or "until=" in first
    assert path_of(rows[-1]) in page(office, hanako, query=f"?until={until}")


def test_a_day_that_is_none_is_refused(office: Company) -> None:
    answer = office.browser(office.recruiter).get(f"/people/{office.person()}?until=soon")
    assert answer.status_code == 400


def test_a_recruiter_sees_no_provision_of_another_department(office: Company) -> None:
    theirs = office.provision(office.person(), actor=office.outsider)
    assert path_of(theirs) not in page(office, theirs.subject_id)
    assert path_of(theirs) in page(office, theirs.subject_id, office.auditor)


def test_a_clerk_sees_consents_and_no_provisions(office: Company) -> None:
    hanako = office.person()
    consent, provision = office.consent(hanako), office.provision(hanako)
    html = page(office, hanako, office.clerk)
    assert f"/consents/{consent.id}" in html
    assert path_of(provision) not in html


@pytest.mark.parametrize(("role", "is_masked"), [("recruiter", True), ("auditor", True), ("manager", False)])
def test_contact_is_shown_as_the_role_may_see_it(role: str, is_masked: bool, office: Company) -> None:  # noqa: FBT001
    hanako = office.person(email="hanako@example.jp")
    assert ("hanako@example.jp" not in page(office, hanako, getattr(office, role))) is is_masked


def test_a_double_is_suggested_beside_the_timeline(office: Company) -> None:
    hanako, other = office.person("C-1", email="h@example.jp"), office.person("C-2", email="h@example.jp")
    assert f"/people/{other}" in page(office, hanako)


def test_an_administrator_sees_nobody(office: Company) -> None:
    hanako = office.person()
    answer = office.browser(office.administrator).get(f"/people/{hanako}")
    assert answer.status_code == 403
    assert "山田" not in answer.text


def test_a_name_with_markup_is_shown_as_text(office: Company) -> None:
    assert NASTY not in page(office, office.person("C-1", NASTY, kana=NASTY))


def test_the_read_is_logged_under_the_person(app: Flask, office: Company) -> None:
    hanako = office.person()
    page(office, hanako)
    with app.app_context():
        [read] = access_log.reads(access_log.Filter(office.operator.id, subject_id=hanako)).rows
    assert read.action == "read_subject"
