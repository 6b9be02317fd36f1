"""Record a provision on its page: whom, to whom, in which situation; what the law makes of it, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from pages import NASTY, Company, company, path_of
from sqlalchemy import func, select

from transfer_log.findings.models import Finding
from transfer_log.provisions.models import Provision
from transfer_log.recipients.models import RecipientVersion

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask
    from sqlalchemy.orm import scoped_session
    from werkzeug.test import TestResponse

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator


@pytest.fixture
def office(app: Flask, operator: Operator, recruiter: Actor, at: datetime, clock: object) -> Company:
    return company(app, operator, recruiter, at)


def filled(**changes: Any) -> dict[str, Any]:
    """Return the form as somebody leaves it who has chosen person, recipient and situation."""
    form = {
        "when": "after",
        "people": [],
        "recipients": ["R-1"],
        "situation": "placement",
        "filled_for": "=placement",
        "provided_on": "2026-11-20",
        "data_items": ["name", "age"],
        "legal_basis": "consent",
        "method": "email",
        "purpose": "P1",
        "mode": "each_time",
        "information": "personal_data",
        "relation": "none",
        "form_number": "f00d",
    }
    return form | changes


def record(office: Company, actor: Actor | None = None, **changes: Any) -> TestResponse:
    return office.browser(actor or office.recruiter).post("/provisions/new", filled(**changes))


def assess(office: Company, **changes: Any) -> str:
    return office.browser(office.recruiter).post("/provisions/assessment", filled(**changes)).text


def count(session: scoped_session, model: type[Any] = Provision) -> int:
    session.commit()
    return session.scalar(select(func.count()).select_from(model)) or 0


def only(session: scoped_session) -> Provision:
    session.commit()
    return session.scalars(select(Provision)).one()


# --- Recording ---------------------------------------------------------------------------------------------------------


def test_what_is_recorded_leads_to_its_own_page(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    office.consent(hanako)
    answer = record(office, people=[str(hanako)])
    row = only(session)
    assert answer.status_code == 303
    assert answer.location == f"/people/{hanako}/provisions/{row.id}"


def test_what_the_situation_declares_counts_as_filled_from_it(office: Company, session: scoped_session) -> None:
    record(office, people=[str(office.person())])
    assert set(only(session).filled) >= {"data_items", "legal_basis", "method", "purpose"}


def test_what_differs_from_the_situation_counts_as_stated(office: Company, session: scoped_session) -> None:
    record(office, people=[str(office.person())], method="portal")
    row = only(session)
    assert row.method == "portal"
    assert "method" not in row.filled


def test_choosing_another_situation_fills_the_form_anew(office: Company, session: scoped_session) -> None:
    record(office, people=[str(office.person())], filled_for="=", data_items=["health"], legal_basis="", method="fax")
    row = only(session)
    assert (row.basis, row.method) == ("consent", "email")


def test_an_unlawful_fact_is_stored_and_the_page_says_so(office: Company, session: scoped_session) -> None:
    hanako = office.person()
    consent = office.consent(hanako, expires_on=office.at.date().replace(month=1))
    here = office.browser(office.recruiter)
    answer = here.post("/provisions/new", filled(people=[str(hanako)]))
    assert consent.is_new
    assert "It has findings" in here.get(answer.location).text
    assert count(session, Finding) > 0


def test_the_same_form_sent_twice_is_one_record(office: Company, session: scoped_session) -> None:
    hanako = str(office.person())
    first = record(office, people=[hanako])
    second = record(office, people=[hanako])
    assert second.location == first.location
    assert count(session) == 1


def test_the_same_form_sent_again_with_other_facts_leads_to_correcting(
    office: Company, session: scoped_session
) -> None:
    hanako = str(office.person())
    record(office, people=[hanako])
    answer = record(office, people=[hanako], method="fax")
    assert answer.status_code == 422
    assert "recorded already" in answer.text
    assert count(session) == 1


def test_several_people_and_recipients_are_one_batch(office: Company, session: scoped_session) -> None:
    people = [str(office.person("C-1")), str(office.person("C-2", "佐藤 健"))]
    answer = record(office, people=people, recipients=["R-1", "R-2"])
    rows = session.scalars(select(Provision)).all()
    assert len(rows) == 4
    assert len({row.batch_id for row in rows}) == 1
    assert answer.location == f"/ledger/?batch={rows[0].batch_id}"


def test_the_ledger_of_a_batch_shows_its_rows_and_no_others(office: Company) -> None:
    office.provision(office.person("C-9", "別の 人"))
    here = office.browser(office.recruiter)
    people = [str(office.person("C-1")), str(office.person("C-2", "佐藤 健"))]
    shown = here.get(here.post("/provisions/new", filled(people=people)).location).text
    assert "山田 花子" in shown
    assert "別の 人" not in shown


def test_people_may_be_named_by_number_without_javascript(office: Company, session: scoped_session) -> None:
    hanako = office.person("C-1")
    record(office, people_add=["C-1", ""])
    assert only(session).subject_id == hanako


def test_a_pasted_column_names_one_person_a_line(office: Company, session: scoped_session) -> None:
    office.person("C-1")
    office.person("C-2", "佐藤 健")
    record(office, people_add=["", "C-1\r\n佐藤 健\r\n"])
    assert count(session) == 2


def test_a_recipient_nobody_knows_yet_is_begun_provisionally(office: Company, session: scoped_session) -> None:
    record(office, people=[str(office.person())], recipients=[], recipients_add="まだない株式会社")
    version = session.get_one(RecipientVersion, only(session).recipient_version_id)
    assert (version.name, version.is_provisional) == ("まだない株式会社", True)


def test_what_is_about_to_be_sent_is_kept_as_a_plan(office: Company, session: scoped_session) -> None:
    here = office.browser(office.recruiter)
    answer = here.post(
        "/provisions/new", filled(people=[str(office.person())], when="before", provided_on="2026-11-25")
    )
    assert only(session).stage == "planned"
    assert "Planned: nothing has been given yet" in here.get(answer.location).text


def test_a_paper_named_for_the_basis_is_kept(office: Company, session: scoped_session) -> None:
    changes = {"legal_basis": "law", "evidence-legal_article": "刑事訴訟法197条2項", "evidence-is_voluntary": "no"}
    record(office, people=[str(office.person())], **changes)
    assert only(session).basis_evidence == {"legal_article": "刑事訴訟法197条2項", "is_voluntary": False}


# --- What is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "Choose the person.", id="nobody"),
        pytest.param({"people_add": ["山"]}, "It is not clear who “山” is", id="somebody unclear"),
        pytest.param({"recipients": []}, "Choose the recipient", id="no recipient"),
        pytest.param({"data_items": []}, "Choose the items that were given.", id="no items"),
        pytest.param({"provided_on": "2026-11-21"}, "This day has not come yet", id="a day ahead"),
        pytest.param({"provided_on": "20 Nov"}, "Not a valid date value.", id="no date"),
        pytest.param({"sent_digest": "beef"}, "Enter 64 hexadecimal digits.", id="no digest"),
    ],
)
def test_a_field_that_cannot_be_used_is_named_and_nothing_is_stored(
    changes: dict[str, Any], said: str, office: Company, session: scoped_session
) -> None:
    hanako = office.person()
    answer = record(office, **({"people": [str(hanako)]} if changes and "people_add" not in changes else {}), **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert count(session) == 0


def test_what_was_typed_stands_in_the_form_again(office: Company) -> None:
    answer = record(office, people_add=["だれか"], case_ref="J-2026-7", evidence_note="電話で確認")
    assert 'value="だれか"' in answer.text
    assert 'value="J-2026-7"' in answer.text


def test_a_name_that_fits_several_offers_them(office: Company) -> None:
    office.person("C-1", "山田 花子")
    second = office.person("C-2", "山田 太郎")
    answer = record(office, people_add=["山田"], mend="look_up")
    assert answer.status_code == 200
    assert f'value="person:{second}"' in answer.text


def test_a_suggestion_that_is_pressed_becomes_a_chosen_person(office: Company) -> None:
    hanako = office.person()
    answer = record(office, people_add=["山田"], mend=f"person:{hanako}")
    assert f'name="people" value="{hanako}" checked' in answer.text


def test_a_name_with_markup_is_shown_as_text(office: Company) -> None:
    answer = record(
        office, people=[str(office.person("C-1", NASTY))], recipients=[], recipients_add=NASTY, mend="look_up"
    )
    assert NASTY not in answer.text
    assert "&lt;script&gt;" in answer.text


# --- The panel ---------------------------------------------------------------------------------------------------------


def test_the_panel_names_the_consent_that_covers_the_act(office: Company) -> None:
    hanako = office.person()
    consent = office.consent(hanako)
    shown = assess(office, people=[str(hanako)])
    assert "in order" in shown
    assert consent.ref in shown


def test_the_panel_says_why_another_consent_does_not_serve(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako, expires_on=office.at.date().replace(month=1))
    assert "the consent had expired" in assess(office, people=[str(hanako)])


def test_before_the_act_the_panel_says_no(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako, expires_on=office.at.date().replace(month=1))
    assert "must not be sent" in assess(office, people=[str(hanako)], when="before")


def test_the_panel_offers_the_substitute_of_a_barred_item(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako)
    shown = assess(office, people=[str(hanako)], data_items=["name", "age", "address"])
    assert 'value="swap:address&gt;prefecture"' in shown


def test_the_substitute_takes_the_place_of_the_item(office: Company) -> None:
    answer = record(
        office, people=[str(office.person())], data_items=["name", "address"], mend="swap:address>prefecture"
    )
    assert 'id="data_items-prefecture" value="prefecture" checked' in answer.text
    assert 'id="data_items-address" value="address" checked' not in answer.text


def test_somebody_who_may_not_be_sent_can_be_taken_out(office: Company) -> None:
    hanako, ken = office.person("C-1"), office.person("C-2", "佐藤 健")
    answer = record(office, people=[str(hanako), str(ken)], mend=f"remove:{ken}")
    assert f'value="{hanako}" checked' in answer.text
    assert f'value="{ken}" checked' not in answer.text


def test_the_panel_gives_the_country_note_in_one_line(office: Company) -> None:
    shown = assess(office, people=[str(office.person())], recipients=["R-9"])
    assert "Vietnam" in shown


def test_the_panel_tells_that_the_recipient_had_the_data_before(office: Company) -> None:
    hanako = office.person()
    earlier = office.provision(hanako)
    assert path_of(earlier) in assess(office, people=[str(hanako)])


def test_the_panel_does_not_tell_of_another_department(office: Company) -> None:
    hanako = office.person()
    earlier = office.provision(hanako, actor=office.outsider)
    assert path_of(earlier) not in assess(office, people=[str(hanako)])


def test_the_panel_writes_nothing(office: Company, session: scoped_session) -> None:
    assess(office, people=[str(office.person())], recipients=[], recipients_add="まだない株式会社")
    assert count(session) == 0
    assert session.scalar(select(func.count()).where(RecipientVersion.name == "まだない株式会社")) == 0


def test_the_panel_brings_the_fields_of_another_situation(office: Company) -> None:
    hanako = str(office.person())
    assert 'data-replaces="facts"' in assess(office, people=[hanako], filled_for="=")
    assert 'data-replaces="facts"' not in assess(office, people=[hanako])


def test_the_law_in_detail_is_folded_away(office: Company) -> None:
    hanako = office.person()
    office.consent(hanako)
    shown = assess(office, people=[str(hanako)])
    assert "The law in detail" in shown
    assert "Act Art. 29(1)" in shown


# --- Starting from something -------------------------------------------------------------------------------------------


def test_the_form_starts_with_the_person_it_is_opened_for(office: Company) -> None:
    hanako = office.person()
    shown = office.browser(office.recruiter).get(f"/provisions/new?person={hanako}").text
    assert f'name="people" value="{hanako}" checked' in shown


def test_the_last_record_can_be_copied_without_its_person(office: Company) -> None:
    hanako = office.person()
    office.provision(hanako, recipient_ref="R-2", method="fax", case_ref="J-7")
    shown = office.browser(office.recruiter).get("/provisions/new?like=last").text
    assert 'name="recipients" value="R-2" checked' in shown
    assert '<option selected value="fax">' in shown
    assert str(hanako) not in shown


def test_a_record_of_another_department_cannot_be_copied(office: Company) -> None:
    theirs = office.provision(office.person(), actor=office.outsider)
    path = f"/provisions/new?like={theirs.id}&of={theirs.subject_id}"
    assert office.browser(office.recruiter).get(path).status_code == 404


# --- Type-ahead --------------------------------------------------------------------------------------------------------


def test_type_ahead_tells_namesakes_apart(office: Company) -> None:
    hanako = office.person(kana="ヤマダ ハナコ", prefecture="東京都")
    [option] = office.browser(office.recruiter).post("/people/suggest", {"q": "山田"}).json["options"]
    assert option["value"] == str(hanako)
    assert option["note"] == "ヤマダ ハナコ · 東京都 · C-1"


def test_a_pasted_list_answers_who_is_meant_and_what_is_unclear(office: Company) -> None:
    hanako = office.person("C-1")
    answer = office.browser(office.recruiter).post("/people/resolve", {"lines": "C-1\nだれか"}).json
    assert [option["value"] for option in answer["options"]] == [str(hanako)]
    assert answer["unclear"] == ["だれか"]


def test_type_ahead_finds_recipients_whatever_their_legal_form(office: Company) -> None:
    options = office.browser(office.recruiter).post("/provisions/recipients", {"q": "㈱見本商事"}).json["options"]
    assert [option["value"] for option in options] == ["R-1"]


# --- Rights ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["auditor", "clerk", "administrator"])
def test_who_records_no_provisions_is_refused(role: str, office: Company, session: scoped_session) -> None:
    hanako = office.person()
    assert record(office, getattr(office, role), people=[str(hanako)]).status_code == 403
    assert count(session) == 0


def test_a_recruiter_records_for_the_own_department_whatever_the_form_says(
    office: Company, session: scoped_session
) -> None:
    record(office, people=[str(office.person())], department="sales")
    assert only(session).department_id == office.recruiter.department_id


def test_the_privacy_manager_may_record_for_a_department(office: Company, session: scoped_session) -> None:
    record(office, office.manager, people=[str(office.person())], department="sales")
    assert only(session).department_id == office.outsider.department_id


def test_somebody_of_another_operator_cannot_be_chosen(office: Company, session: scoped_session) -> None:
    stranger: UUID = office.person()
    other = factories.operator("other")
    theirs = factories.actor(other, role="privacy_manager")
    answer = office.browser(theirs).post("/provisions/new", filled(people=[str(stranger)], situation=""))
    assert answer.status_code == 422
    assert "山田" not in answer.text
    assert count(session) == 0
