"""The page button of the record list: PDF, CSV and JSON for internal use, with who made it and why."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from pages import Company, company
from pypdf import PdfReader
from sqlalchemy import select

from transfer_log.accounts import access_log
from transfer_log.answers import render, views
from transfer_log.trail.models import Act

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


def make(office: Company, subject_id: UUID, actor: Actor | None = None, **sent: str) -> Any:
    form = {"file_format": "pdf", "language": "ja", "reason": "監査の準備"} | sent
    return office.browser(actor or office.clerk).post(f"/people/{subject_id}/record-list", form)


def acts(session: scoped_session) -> list[Act]:
    session.commit()
    return list(session.scalars(select(Act).where(Act.kind == "record_list_made")))


def test_the_pdf_is_marked_for_internal_use_on_each_page(office: Company) -> None:
    provision = office.provision(office.person())
    answer = make(office, provision.subject_id)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]
    assert answer.mimetype == "application/pdf"
    assert all("社内" in text for text in pages)


def test_the_json_holds_the_records_of_the_person(office: Company) -> None:
    provision = office.provision(office.person())
    answer = json.loads(make(office, provision.subject_id, file_format="json").data)
    assert "株式会社見本商事" in json.dumps(answer["content"], ensure_ascii=False)


def test_the_csv_opens_in_japanese_excel(office: Company) -> None:
    provision = office.provision(office.person())
    assert make(office, provision.subject_id, file_format="csv").data.startswith(b"\xef\xbb\xbf")
    assert "山田 花子" in make(office, provision.subject_id, file_format="csv-cp932").data.decode("cp932")


def test_the_name_of_the_file_names_nobody(office: Company) -> None:
    name = make(office, office.person(), file_format="json").headers["Content-Disposition"]
    assert name.startswith('attachment; filename="TL-20261120-')
    assert name.isascii()


def test_a_list_is_an_act_with_its_reason(office: Company, session: scoped_session) -> None:
    make(office, office.person(), file_format="json")
    [act] = acts(session)
    assert (act.recorded_by, act.details["reason"]) == (office.clerk.user_id, "監査の準備")


def test_the_read_is_logged_with_its_reason(app: Flask, office: Company) -> None:
    hanako = office.person()
    make(office, hanako, file_format="json")
    with app.app_context():
        rows = access_log.reads(access_log.Filter(office.operator.id, subject_id=hanako)).rows
    assert [(row.action, row.reason) for row in rows] == [("print_records", "監査の準備")]


def test_a_list_is_not_made_without_a_reason(office: Company, session: scoped_session) -> None:
    answer = make(office, office.person(), reason="")
    assert answer.status_code == 422
    assert acts(session) == []


def test_a_character_the_encoding_lacks_is_named_and_nothing_is_recorded(
    office: Company, session: scoped_session
) -> None:
    provision = office.provision(office.person("C-1", "𠮷田 花子"))
    answer = make(office, provision.subject_id, file_format="csv-cp932")
    assert answer.status_code == 422
    assert "𠮷" in answer.text
    assert acts(session) == []


def test_a_character_the_fonts_lack_is_named_and_nothing_is_recorded(office: Company, session: scoped_session) -> None:
    provision = office.provision(office.person("C-1", "山田 𓀀"))
    answer = make(office, provision.subject_id)
    assert answer.status_code == 422
    assert "𓀀" in answer.text
    assert acts(session) == []


def test_too_many_records_for_paper_lead_to_csv(
    office: Company, session: scoped_session, monkeypatch: pytest.MonkeyPatch
) -> None:
    provision = office.provision(office.person())
    monkeypatch.setattr(render, "PDF_RECORD_LIMIT", 0)
    answer = make(office, provision.subject_id)
    assert answer.status_code == 422
    assert "take CSV or JSON" in answer.text
    assert acts(session) == []


@pytest.mark.parametrize("role", ["recruiter", "auditor", "administrator"])
def test_who_may_not_print_records_is_refused(role: str, office: Company, session: scoped_session) -> None:
    assert make(office, office.person(), getattr(office, role)).status_code == 403
    assert acts(session) == []


def test_every_format_that_is_offered_is_made() -> None:
    assert set(views.FORMATS) == {"pdf", "csv", "csv-cp932", "json"}
