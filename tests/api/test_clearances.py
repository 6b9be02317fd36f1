"""Ask before sending: allowed or not, why, as of now; the question leaves a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.caller import fields
from sqlalchemy import select

from transfer_log.provisions.models import Clearance, Provision

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller
    from sqlalchemy.orm import scoped_session

    Body = Callable[..., dict[str, Any]]


def test_what_is_lawful_and_shown_may_be_sent(manager: Caller, provision: Body) -> None:
    answer = manager.post("/clearances", provision())
    assert (answer.status_code, answer.get_json()["is_allowed"], answer.get_json()["reasons"]) == (201, True, [])


def test_without_a_consent_it_may_not_be_sent_and_the_reason_has_its_article(manager: Caller, provision: Body) -> None:
    said = manager.post("/clearances", provision(legal_basis="consent", evidence=None)).get_json()
    [reason] = said["reasons"]
    assert (said["is_allowed"], reason["article"], reason["document"]) == (False, "Act Art. 27(1)", "consent")
    assert reason["text"]["ja"]
    assert reason["text"]["en"]


def test_a_consent_on_record_allows_it_and_is_named(manager: Caller, provision: Body, recorded: Body) -> None:
    recorded()
    manager.post("/consents", {"consent_ref": "K-1", "subject_ref": "C-1", "given_on": "2026-11-01", "method": "click"})
    said = manager.post("/clearances", provision(legal_basis="consent", evidence=None)).get_json()
    assert (said["is_allowed"], said["consent_ref"]) == (True, "K-1")


def test_a_consent_taken_back_allows_it_no_more(manager: Caller, provision: Body, recorded: Body) -> None:
    recorded()
    consent = manager.post("/consents", {"subject_ref": "C-1", "given_on": "2026-11-01", "method": "click"}).get_json()
    manager.post(f"/people/{consent['subject_id']}/consents/{consent['id']}/withdrawals", {})
    assert manager.post("/clearances", provision(legal_basis="consent")).get_json()["is_allowed"] is False


def test_a_stop_forbids_it(manager: Caller, provision: Body, recorded: Body) -> None:
    said = recorded()
    manager.post(f"/people/{said['subject_id']}/stops", {"recipient_ref": "R-1", "ground": "35_5"})
    body = provision(legal_basis="opt_out", evidence={"ppc_filing_no": "1", "notice_ref": "N"})
    assert manager.post("/clearances", body).get_json()["is_allowed"] is False


def test_it_is_answered_as_of_today_whatever_day_is_named(manager: Caller, provision: Body) -> None:
    assert manager.post("/clearances", provision(provided_on="2020-01-01")).get_json()["asked_on"] == "2026-11-20"


def test_question_and_answer_are_kept_and_no_provision_is(
    session: scoped_session, manager: Caller, provision: Body
) -> None:
    said = manager.post("/clearances", provision()).get_json()
    session.commit()
    trace = session.scalars(select(Clearance)).one()
    assert (str(trace.id), trace.door, trace.is_allowed) == (said["clearance_id"], "api", True)
    assert session.scalar(select(Provision.id)) is None


def test_an_unknown_recipient_is_an_error_and_no_answer(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/clearances", provision(recipient_ref="R-9"))) == ["recipient_ref"]


def test_each_of_a_list_is_answered_by_itself(manager: Caller, provision: Body) -> None:
    said = manager.post("/clearances", [provision(), provision(recipient_ref="R-9"), provision(legal_basis="consent")])
    items = said.get_json()["items"]
    assert [item["status"] for item in items] == [201, 422, 201]
    assert [item.get("is_allowed") for item in items] == [True, None, False]


def test_a_clerk_may_not_ask(caller_for: Callable[..., Caller], request_clerk: Any, provision: Body) -> None:
    assert caller_for(request_clerk).post("/clearances", provision()).status_code == 403
