"""The ledger: codes and dates in the address, people by POST, a department's rows for recruiters."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from pages import NASTY, TODAY, Company, company, path_of

from transfer_log.accounts import access_log
from transfer_log.db import transaction
from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.provisions.happenings import Happening, find_provision, record_happening
from transfer_log.provisions.operations import record_provisions
from transfer_log.provisions.queries import PAGE_ROWS

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.provisions.drafts import Recorded


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def shown(office: Company, query: str = "", actor: Actor | None = None) -> str:
    return office.browser(actor or office.manager).get(f"/ledger/{query}").text


def void(office: Company, recorded: Recorded) -> None:
    with transaction():
        row = find_provision(recorded.subject_id, recorded.id, office.manager)
        record_happening(row, Happening("voided", TODAY, reason="二重"), actor=office.manager, at=office.at)


def test_a_row_says_who_recorded_it_and_how_late(office: Company) -> None:
    office.provision(office.person(), provided_on=TODAY - timedelta(days=10))
    html = shown(office)
    assert "after 8 business days" in html
    assert office.recruiter.name in html


def test_a_row_leads_to_its_provision(office: Company) -> None:
    assert f'href="{path_of(office.provision(office.person()))}"' in shown(office)


def test_a_row_shows_its_gravest_open_finding(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako, expires_on=date(2025, 12, 31))
    office.provision(hanako)
    assert "badge--bad" in shown(office)


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        pytest.param("?since=2026-11-20&until=2026-11-20", True, id="its day"),
        pytest.param("?since=2026-11-21", False, id="a later day"),
        pytest.param("?basis=consent", True, id="its basis"),
        pytest.param("?basis=law", False, id="another basis"),
        pytest.param("?kind=job_provider", True, id="its kind of recipient"),
        pytest.param("?kind=court", False, id="another kind of recipient"),
        pytest.param("?recipient=R-1", True, id="its recipient"),
        pytest.param("?recipient=R-2", False, id="another recipient"),
        pytest.param("?situation=placement", True, id="its situation"),
        pytest.param("?method=email", True, id="its method"),
        pytest.param("?method=fax", False, id="another method"),
        pytest.param("?finding=doubtful", True, id="its findings"),
        pytest.param("?finding=none", False, id="no findings"),
        pytest.param("?state=voided", False, id="another state"),
        pytest.param("?late=1", False, id="late ones"),
    ],
)
def test_a_filter_in_the_address_chooses_rows(query: str, is_shown: bool, office: Company) -> None:  # noqa: FBT001
    office.provision(office.person())
    assert ("山田 花子" in shown(office, query)) is is_shown


def test_a_voided_row_is_shown_struck_through_only_where_asked_for(office: Company) -> None:
    void(office, office.provision(office.person()))
    assert "data-void" in shown(office, "?state=voided")


def test_a_code_that_is_none_is_refused_and_nothing_is_filtered(office: Company) -> None:
    office.provision(office.person())
    answer = office.browser(office.manager).get("/ledger/?basis=because")
    assert answer.status_code == 422
    assert "山田 花子" in answer.text


@pytest.mark.parametrize("place", ["x", "2026-11-20", "2026-13-01_0", "2026-11-20_nobody"])
def test_a_place_that_is_none_is_refused(place: str, office: Company) -> None:
    assert office.browser(office.manager).get(f"/ledger/?after={place}").status_code == 400


def test_pages_lead_to_older_and_back_to_newer_rows(office: Company) -> None:
    hanako = office.person()
    drafts = [
        ProvisionDraft(
            subject_id=hanako, recipient_ref="R-1", provided_on=TODAY - timedelta(days=number), situation="placement"
        )
        for number in range(2 * PAGE_ROWS + 1)
    ]
    with transaction():
        record_provisions(drafts, actor=office.recruiter, at=office.at, door="page")
    here = office.browser(office.manager)
    second = here.get(link(here.get("/ledger/").text, "next")).text
    third = here.get(link(second, "next")).text
    assert third.count('class="row-link"') == 1
    assert rows_of(here.get(link(third, "prev")).text) == rows_of(second)
    assert rows_of(here.get(link(second, "prev")).text) == rows_of(here.get("/ledger/").text)


def link(html: str, rel: str) -> str:
    """Return where the pager leads."""
    found = re.search(rf'href="([^"]+)" rel="{rel}"', html)
    assert found is not None
    return found[1].replace("&amp;", "&")


def rows_of(html: str) -> list[str]:
    return re.findall(r'class="row-link" href="([^"]+)"', html)


# --- People ------------------------------------------------------------------------------------------------------------


def test_a_person_is_searched_for_by_post_and_stands_in_no_address(office: Company) -> None:
    office.provision(office.person())
    office.provision(office.person("C-2", "佐藤 健"))
    answer = office.browser(office.manager).post("/ledger/search", {"q": "佐藤"})
    assert "佐藤 健" in answer.text
    assert "山田 花子" not in answer.text
    assert answer.request.query_string == b""


def test_the_filters_stay_when_a_person_is_searched_for(office: Company) -> None:
    office.provision(office.person())
    answer = office.browser(office.manager).post("/ledger/search", {"q": "山田", "basis": "law"})
    assert "No provisions found" in answer.text


def test_a_search_for_nobody_shows_no_rows(office: Company) -> None:
    office.provision(office.person())
    assert "row-link" not in office.browser(office.manager).post("/ledger/search", {"q": "だれも"}).text


def test_a_name_with_markup_is_shown_as_text(office: Company) -> None:
    office.provision(office.person("C-1", NASTY))
    assert NASTY not in shown(office)


# --- Rights ------------------------------------------------------------------------------------------------------------


def test_a_recruiter_sees_the_rows_of_the_own_department(office: Company) -> None:
    office.provision(office.person(), actor=office.colleague)
    assert "山田 花子" in shown(office, actor=office.recruiter)


def test_a_recruiter_sees_no_row_of_another_department(office: Company) -> None:
    office.provision(office.person(), actor=office.outsider)
    assert "山田 花子" not in shown(office, actor=office.recruiter)
    found = office.browser(office.recruiter).post("/ledger/search", {"q": "山田"}).text
    assert "row-link" not in found


def test_an_auditor_sees_all_departments(office: Company) -> None:
    office.provision(office.person(), actor=office.outsider)
    assert "山田 花子" in shown(office, actor=office.auditor)


@pytest.mark.parametrize("role", ["clerk", "administrator"])
def test_who_may_not_see_provisions_is_refused(role: str, office: Company) -> None:
    assert office.browser(getattr(office, role)).get("/ledger/").status_code == 403


def test_rows_of_another_operator_are_not_there(office: Company) -> None:
    office.provision(office.person())
    stranger = factories.actor(factories.operator("other"), role="privacy_manager")
    assert "山田 花子" not in shown(office, actor=stranger)


def test_a_page_of_the_ledger_is_logged_with_how_many_people_it_shows(app: Flask, office: Company) -> None:
    office.provision(office.person())
    office.provision(office.person("C-2", "佐藤 健"))
    shown(office)
    with app.app_context():
        [read] = access_log.reads(access_log.Filter(office.operator.id, user_id=office.manager.user_id)).rows
    assert (read.action, read.people_count) == ("read_provisions", 2)
