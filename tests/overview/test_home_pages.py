"""Home by role: one's own work first, every figure leads to the list behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import Company, company, path_of

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def home(office: Company, actor: Actor) -> str:
    return office.browser(actor).get("/home").text


def test_the_root_leads_home(office: Company) -> None:
    assert office.browser(office.recruiter).get("/").location == "/home"


def test_a_recruiter_sees_own_records_and_findings(office: Company) -> None:
    mine = office.provision(office.person("C-1"))
    theirs = office.provision(office.person("C-2", "佐藤 健"), actor=office.colleague)
    html = home(office, office.recruiter)
    assert path_of(mine) in html
    assert path_of(theirs) not in html
    assert "Evidence missing" in html


def test_a_manager_sees_what_is_due(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako, expires_on=office.at.date().replace(day=30))
    office.provision(hanako, recipient_ref="", recipient_name="まだない株式会社")
    html = home(office, office.manager)
    assert "Provisional recipients" in html
    assert "30 Nov 2026" in html


def test_an_auditor_sees_figures_by_basis(office: Company) -> None:
    office.provision(office.person())
    assert "Consent of the person" in home(office, office.auditor)


def test_a_clerk_sees_the_record_lists_made_last(office: Company) -> None:
    hanako = office.person()
    office.browser(office.manager).post(
        f"/people/{hanako}/record-list", {"file_format": "json", "language": "ja", "reason": "監査の準備"}
    )
    html = home(office, office.clerk)
    assert "山田 花子" in html
    assert office.manager.name in html


def test_an_administrator_sees_no_personal_data(office: Company) -> None:
    office.provision(office.person())
    html = home(office, office.administrator)
    assert "山田" not in html
    assert "that of this version" in html


@pytest.mark.parametrize("role", ["recruiter", "manager", "auditor", "clerk", "administrator"])
def test_home_opens_before_anything_is_recorded(role: str, office: Company) -> None:
    assert office.browser(getattr(office, role)).get("/home").status_code == 200
