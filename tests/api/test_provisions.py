"""Provisions by the API: one or many, the same again, what differs, what is wrong, what happens later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import fields
from sqlalchemy import func, select

from transfer_log.provisions.models import Provision

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller
    from sqlalchemy.orm import scoped_session

    from transfer_log.organisation.models import Operator

    Body = Callable[..., dict[str, Any]]


def count(session: scoped_session) -> int:
    session.commit()
    found: int = session.scalar(select(func.count()).select_from(Provision))
    return found


# --- One ---------------------------------------------------------------------------------------------------------------


def test_a_provision_is_recorded_and_can_be_read_where_the_answer_says(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", provision(external_id="A-1"))
    read = manager.get(answer.headers["Location"])
    assert (answer.status_code, read.get_json()["external_id"]) == (201, "A-1")


def test_a_provision_keeps_that_it_came_by_the_api(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", provision())
    assert manager.get(answer.headers["Location"]).get_json()["door"] == "api"


def test_the_same_provision_again_is_the_same_row(manager: Caller, provision: Body) -> None:
    first = manager.post("/provisions", provision(external_id="A-1"))
    again = manager.post("/provisions", provision(external_id="A-1"))
    assert (again.status_code, again.get_json()["id"]) == (200, first.get_json()["id"])


def test_another_content_under_one_external_id_is_refused_with_the_differences(
    manager: Caller, provision: Body
) -> None:
    first = manager.post("/provisions", provision(external_id="A-1"))
    answer = manager.post("/provisions", provision(external_id="A-1", provided_on="2026-11-19", data_items=["name"]))
    assert answer.status_code == 409
    assert answer.get_json(force=True)["id"] == first.get_json()["id"]
    assert answer.get_json(force=True)["differences"] == {
        "provided_on": {"stored": "2026-11-20", "sent": "2026-11-19"},
        "data_items": {"stored": ["age", "name"], "sent": ["name"]},
    }


def test_what_a_situation_declares_fills_what_is_left_out(manager: Caller, registers: Operator) -> None:
    body = {
        "subject_ref": "C-1",
        "subject_name": "見本 花子",
        "recipient_ref": "R-1",
        "provided_on": "2026-11-20",
        "situation": "placement",
    }
    read = manager.get(manager.post("/provisions", body).headers["Location"]).get_json()
    assert (read["data_items"], read["method"], read["purpose"]) == (["age", "name"], "email", "P1")
    assert {"data_items", "legal_basis", "method", "purpose"} <= set(read["filled"])


def test_null_and_empty_text_say_that_nothing_is_stated(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", provision(case_ref=None, mode="", country=None, department=""))
    assert answer.status_code == 201


def test_what_is_unlawful_is_recorded_with_its_finding(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", provision(evidence={"within_entrusted_work": False}))
    read = manager.get(answer.headers["Location"]).get_json()
    assert (answer.status_code, [found["severity"] for found in read["finding_list"]]) == (201, ["unlawful"])


def test_every_wrong_field_is_named_in_both_languages(manager: Caller, registers: Operator) -> None:
    answer = manager.post("/provisions", {"recipient_ref": "R-9", "data_items": ["nmae"], "method": "pigeon"})
    assert set(fields(answer)) == {"provided_on", "subject_ref", "recipient_ref", "data_items", "method"}
    errors = answer.get_json(force=True)["errors"]
    assert all(error["message_ja"] and error["message_en"] for error in errors)


def test_a_code_mistyped_is_answered_with_those_allowed(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", provision(method="emial"))
    [error] = answer.get_json(force=True)["errors"]
    assert (error["found"], "email" in error["allowed"]) == ("emial", True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("provided_on", "20261120"),
        ("provided_on", "2026-02-30"),
        ("provided_on", "0001-01-01"),
        ("provided_at", "2026-11-20T14:00:00"),
        ("data_items", "name"),
        ("subject_id", "{01a2009b-0b50-76c4-b670-ba28880942c4}"),
        ("sent_digest", "abc"),
        ("sent_bytes", -1),
        ("sent_bytes", 2**60),
        ("source_row", True),
        ("source_row", 1.5),
        ("evidence", []),
        ("evidence", {"note": "長" * 2001}),
        ("subject_ref", "C" * 81),
        ("subject_name", "見本\t花子"),
        ("subject_ref", 7),
    ],
)
def test_a_value_of_another_form_is_refused_under_its_field(
    manager: Caller, provision: Body, field: str, value: Any
) -> None:
    assert fields(manager.post("/provisions", provision(**{field: value}))) == [field]


def test_an_unknown_fact_among_the_evidence_is_refused(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/provisions", provision(evidence={"consent_was_easy": True}))) == [
        "evidence.consent_was_easy"
    ]


# --- Many --------------------------------------------------------------------------------------------------------------


def test_each_of_a_list_is_answered_by_itself(session: scoped_session, manager: Caller, provision: Body) -> None:
    manager.post("/provisions", provision(external_id="A-1"))
    answer = manager.post(
        "/provisions",
        {
            "items": [
                provision(external_id="A-1"),
                provision(external_id="A-1", method="fax"),
                provision(external_id="A-2"),
                provision(external_id="A-3", recipient_ref="R-9"),
                provision(external_id="A-4", provided_on="today"),
            ]
        },
    )
    said = answer.get_json()
    assert answer.status_code == 207
    assert [item["status"] for item in said["items"]] == [200, 409, 201, 422, 422]
    assert said["counts"] == {"200": 1, "201": 1, "409": 1, "422": 2}
    assert count(session) == 2


def test_a_bare_list_is_read_like_items(manager: Caller, provision: Body) -> None:
    answer = manager.post("/provisions", [provision(), provision(subject_ref="C-2", subject_name="例示 花子")])
    assert answer.get_json()["counts"] == {"201": 2}


def test_a_refused_row_leaves_no_person_behind(manager: Caller, provision: Body) -> None:
    manager.post("/provisions", [provision(subject_ref="C-9", recipient_ref="R-9")])
    assert manager.post("/search/people-by-number", {"subject_refs": ["C-9"]}).get_json()["items"] == [
        {"subject_ref": "C-9", "subject_id": None}
    ]


def test_rows_of_one_batch_ref_can_be_listed_together(manager: Caller, provision: Body) -> None:
    manager.post("/provisions", [provision(batch_ref="E-1"), provision(batch_ref="E-1", recipient_ref="R-2")])
    manager.post("/provisions", provision())
    assert len(manager.get("/provisions?batch_ref=E-1").get_json()["items"]) == 2


def test_a_thousand_and_one_are_too_many(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/provisions", {"items": [{}] * 1001})) == ["items"]


def test_a_list_of_nothing_is_refused(manager: Caller) -> None:
    assert fields(manager.post("/provisions", [])) == ["items"]


def test_a_list_of_something_else_than_objects_is_refused_by_place(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/provisions", [provision(), "C-1"])) == ["items.1"]


def test_nothing_stands_beside_items(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/provisions", {"items": [provision()], "batch_ref": "E-1"})) == ["batch_ref"]


# --- Later -------------------------------------------------------------------------------------------------------------


def address(said: dict[str, Any]) -> str:
    return f"/people/{said['subject_id']}/provisions/{said['id']}"


def test_what_happens_later_is_added(manager: Caller, recorded: Body) -> None:
    place = address(recorded())
    body = {"kind": "delivered", "occurred_on": "2026-11-20", "details": {"slip_number": "1234"}}
    assert manager.post(f"{place}/events", body).status_code == 201
    [event] = manager.get(place).get_json()["events"]
    assert (event["kind"], event["details"]) == ("delivered", {"slip_number": "1234"})


def test_an_event_that_cannot_follow_is_refused(manager: Caller, recorded: Body) -> None:
    body = {"kind": "lump_closed", "occurred_on": "2026-11-20"}
    assert manager.post(f"{address(recorded())}/events", body).status_code == 409


def test_an_event_ahead_of_today_is_refused(manager: Caller, recorded: Body) -> None:
    body = {"kind": "delivered", "occurred_on": "2026-11-21"}
    assert fields(manager.post(f"{address(recorded())}/events", body)) == ["occurred_on"]


def test_a_void_record_leaves_the_ledger_and_stays_readable(manager: Caller, recorded: Body) -> None:
    place = address(recorded())
    body = {"kind": "voided", "occurred_on": "2026-11-20", "reason": "二重に記録していた"}
    assert manager.post(f"{place}/events", body).get_json()["state"] == "voided"
    assert manager.get(place).get_json()["state"] == "voided"


def test_a_correction_is_a_new_version_and_the_old_one_stays(manager: Caller, provision: Body, recorded: Body) -> None:
    place = address(recorded())
    answer = manager.post(
        f"{place}/corrections", {"provision": provision(recipient_ref="R-2"), "reason": "提供先の取り違え"}
    )
    read = manager.get(answer.headers["Location"]).get_json()
    assert (answer.status_code, read["recipient"]["ref"]) == (201, "R-2")
    assert [version["version_reason"] for version in read["versions"]] == [None, "correction"]
    assert manager.get(place).get_json()["state"] == "superseded"


def test_a_correction_keeps_the_department_of_the_record(recruiting: Caller, manager: Caller, provision: Body) -> None:
    place = recruiting.post("/provisions", provision()).headers["Location"]
    answer = manager.post(f"{place}/corrections", {"provision": provision(method="fax"), "reason": "方法の誤り"})
    assert manager.get(answer.headers["Location"]).get_json()["department"] == "placement"


def test_a_correction_without_a_reason_is_refused(manager: Caller, provision: Body, recorded: Body) -> None:
    answer = manager.post(f"{address(recorded())}/corrections", {"provision": provision(method="fax")})
    assert fields(answer) == ["reason"]


def test_a_row_is_corrected_once(manager: Caller, provision: Body, recorded: Body) -> None:
    place = f"{address(recorded())}/corrections"
    body = {"provision": provision(method="fax"), "reason": "方法の誤り"}
    assert [manager.post(place, body).status_code for _ in range(2)] == [201, 409]


def test_a_plan_is_confirmed_with_what_was_given(manager: Caller, provision: Body, recorded: Body) -> None:
    place = address(recorded(stage="planned", provided_on="2026-11-25"))
    answer = manager.post(f"{place}/corrections", {"provision": provision()})
    read = manager.get(answer.headers["Location"]).get_json()
    assert (read["stage"], read["versions"][1]["version_reason"]) == ("done", "confirmed")


def test_a_record_under_the_wrong_person_moves_without_a_trace_to_the_other(
    manager: Caller, provision: Body, recorded: Body
) -> None:
    said = recorded()
    body = {"provision": provision(subject_ref="C-2", subject_name="例示 花子"), "reason": "同姓の別人"}
    answer = manager.post(f"{address(said)}/move", body)
    assert answer.status_code == 201
    assert manager.get(address(said)).get_json()["state"] == "voided"
    assert said["subject_id"] not in manager.get(answer.headers["Location"]).text


# --- Who may -----------------------------------------------------------------------------------------------------------


def test_a_recruiter_corrects_until_the_end_of_the_next_business_day(
    recruiting: Caller, provision: Body, clock: Any
) -> None:
    place = recruiting.post("/provisions", provision()).headers["Location"]
    clock.shift(3 * 24 * 3600)  # Monday, a holiday
    body = {"provision": provision(method="fax"), "reason": "方法の誤り"}
    corrected = recruiting.post(f"{place}/corrections", body)
    clock.shift(2 * 24 * 3600)
    late = recruiting.post(f"{corrected.headers['Location']}/corrections", body)
    assert (corrected.status_code, late.status_code) == (201, 403)


def test_a_recruiter_records_for_no_other_department(registers: Operator, recruiting: Caller, provision: Body) -> None:
    factories.department(registers, "events")
    assert fields(recruiting.post("/provisions", provision(department="events"))) == ["department"]


def test_a_recruiter_reads_and_changes_no_record_of_another_department(
    recruiting: Caller, provision: Body, recorded: Body
) -> None:
    place = address(recorded())
    body = {"provision": provision(method="fax"), "reason": "方法の誤り"}
    event = {"kind": "delivered", "occurred_on": "2026-11-20"}
    answers = [
        recruiting.get(place),
        recruiting.post(f"{place}/corrections", body),
        recruiting.post(f"{place}/move", body),
        recruiting.post(f"{place}/events", event),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4


def test_an_auditor_reads_and_writes_nothing(auditing: Caller, provision: Body, recorded: Body) -> None:
    place = address(recorded())
    assert auditing.get(place).status_code == 200
    assert auditing.post("/provisions", provision()).status_code == 403


def test_a_token_does_no_more_than_its_scopes(
    caller_for: Callable[..., Caller], privacy_manager: Any, provision: Body
) -> None:
    caller = caller_for(privacy_manager, "provisions:read")
    assert (caller.get("/provisions").status_code, caller.post("/provisions", provision()).status_code) == (200, 403)
