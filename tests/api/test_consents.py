"""Consents, withdrawals and stops by the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from api.caller import fields

if TYPE_CHECKING:
    from collections.abc import Callable

    import time_machine
    from api.caller import Caller

    from transfer_log.organisation.models import Operator

    Body = Callable[..., dict[str, Any]]


@pytest.fixture
def hanako(registers: Operator, manager: Caller) -> str:
    """Register somebody and return the id."""
    subject_id: str = manager.post("/people", {"subject_ref": "C-1", "name": "見本 花子"}).get_json()["subject_id"]
    return subject_id


@pytest.fixture
def consent(hanako: str) -> Body:
    """Return a function that makes the body of a consent."""

    def make(**changes: Any) -> dict[str, Any]:
        return {"consent_ref": "K-1", "subject_ref": "C-1", "given_on": "2026-11-01", "method": "click"} | changes

    return make


@pytest.fixture
def given(manager: Caller, consent: Body) -> Body:
    """Return a function that records a consent and returns what was answered."""

    def record(**changes: Any) -> dict[str, Any]:
        said: dict[str, Any] = manager.post("/consents", consent(**changes)).get_json()
        return said

    return record


def of(caller: Caller, subject_id: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = caller.get(f"/people/{subject_id}/consents").get_json()["items"]
    return listed


def test_a_consent_is_recorded_and_read_with_its_scope(manager: Caller, consent: Body, hanako: str) -> None:
    scope = {
        "recipients": ["R-1"],
        "recipient_kinds": ["job_provider"],
        "purposes": ["P1"],
        "data_items": ["name"],
        "countries": ["JP"],
    }
    answer = manager.post("/consents", consent(**scope, expires_on="2027-10-31", text_version="2026-04"))
    [read] = of(manager, hanako)
    assert (answer.status_code, read["scope"], read["text_version"]) == (201, scope, "2026-04")
    assert (read["state"], read["expires_on"]) == ("in_force", "2027-10-31")


def test_a_consent_without_a_number_gets_one(given: Body) -> None:
    assert given(consent_ref=None)["consent_ref"].startswith("K-")


def test_the_same_consent_again_is_the_same_row(manager: Caller, consent: Body, given: Body) -> None:
    first = given()
    again = manager.post("/consents", consent())
    assert (again.status_code, again.get_json()["id"]) == (200, first["id"])


def test_another_content_under_one_number_is_refused_with_the_differences(
    manager: Caller, consent: Body, given: Body
) -> None:
    first = given()
    answer = manager.post("/consents", consent(method="paper", recipients=["R-1"]))
    said = answer.get_json(force=True)
    assert (answer.status_code, said["id"]) == (409, first["id"])
    assert said["differences"] == {
        "method": {"stored": "click", "sent": "paper"},
        "recipients": {"stored": [], "sent": ["R-1"]},
    }


def test_each_of_a_list_is_answered_by_itself(manager: Caller, consent: Body) -> None:
    said = manager.post(
        "/consents", [consent(), consent(consent_ref="K-2", purposes=["P9"]), consent(subject_ref="C-9")]
    )
    assert [item["status"] for item in said.get_json()["items"]] == [201, 422, 422]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"given_on": "2026-11-21"}, "given_on"),
        ({"method": "wink"}, "method"),
        ({"recipients": ["R-9"]}, "recipients"),
        ({"recipient_kinds": ["friend"]}, "recipient_kinds"),
        ({"data_items": ["nmae"]}, "data_items"),
        ({"countries": ["Atlantis"]}, "countries"),
        ({"special_items": ["name"]}, "special_items"),
        ({"expires_on": "2026-10-31"}, "expires_on"),
        ({"signer": "guardian"}, "signer_note"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_under_its_field(
    manager: Caller, consent: Body, change: dict[str, Any], field: str
) -> None:
    assert fields(manager.post("/consents", consent(**change))) == [field]


def test_what_is_to_be_looked_at_comes_along_in_both_languages(given: Body) -> None:
    [warning] = given(method="oral")["warnings"]
    assert (warning["field"], "録音" in warning["message_ja"]) == ("evidence_ref", True)


def test_a_withdrawal_ends_the_whole_consent(manager: Caller, given: Body, hanako: str) -> None:
    answer = manager.post(f"/people/{hanako}/consents/{given()['id']}/withdrawals", {"reason": "電話で申出"})
    [read] = of(manager, hanako)
    assert (answer.status_code, read["state"]) == (201, "withdrawn")
    assert read["withdrawals"][0]["effective_on"] == "2026-11-20"


def test_a_withdrawal_in_part_leaves_the_rest(manager: Caller, given: Body, hanako: str) -> None:
    body = {"scope": {"recipients": ["R-1"]}, "effective_on": "2026-11-10"}
    manager.post(f"/people/{hanako}/consents/{given()['id']}/withdrawals", body)
    [read] = of(manager, hanako)
    assert (read["state"], read["withdrawals"][0]["scope"]["recipients"]) == ("partly_withdrawn", ["R-1"])


def test_a_withdrawal_of_nothing_is_refused(manager: Caller, given: Body, hanako: str) -> None:
    place = f"/people/{hanako}/consents/{given()['id']}/withdrawals"
    assert fields(manager.post(place, {"scope": {}})) == ["scope"]


def test_what_was_withdrawn_cannot_be_withdrawn_again(manager: Caller, given: Body, hanako: str) -> None:
    place = f"/people/{hanako}/consents/{given()['id']}/withdrawals"
    assert [manager.post(place, {}).status_code for _ in range(2)] == [201, 409]


def test_a_consent_is_corrected_with_its_reason(manager: Caller, consent: Body, given: Body, hanako: str) -> None:
    place = f"/people/{hanako}/consents/{given()['id']}/corrections"
    assert manager.post(place, {"consent": consent(given_on="2026-11-02"), "reason": "日付の誤り"}).status_code == 201
    [read] = of(manager, hanako)
    assert (read["given_on"], read["version_count"]) == ("2026-11-02", 2)


def test_evidence_can_be_added(manager: Caller, given: Body, hanako: str) -> None:
    manager.post(f"/people/{hanako}/consents/{given()['id']}/evidence", {"evidence_ref": "REC-7"})
    assert of(manager, hanako)[0]["evidence_refs"] == ["REC-7"]


def test_a_consent_recorded_in_error_covers_nothing(manager: Caller, given: Body, hanako: str) -> None:
    manager.post(f"/people/{hanako}/consents/{given()['id']}/void", {"reason": "別人の同意"})
    assert of(manager, hanako)[0]["state"] == "void"


def test_the_consent_of_somebody_else_is_not_found(manager: Caller, given: Body) -> None:
    said = given()
    other = manager.post("/people", {"subject_ref": "C-2", "name": "例示 次郎"}).get_json()["subject_id"]
    assert manager.post(f"/people/{other}/consents/{said['id']}/withdrawals", {}).status_code == 404


# --- Stops -------------------------------------------------------------------------------------------------------------


def test_a_stop_holds_until_it_is_lifted(manager: Caller, hanako: str, clock: time_machine.Traveller) -> None:
    place = f"/people/{hanako}/stops"
    assert manager.post(place, {"recipient_ref": "R-1"}).status_code == 201
    [stop] = manager.get(place).get_json()["items"]
    assert (stop["recipient_ref"], stop["ground"], stop["holds"]) == ("R-1", "asked", True)
    clock.shift(60)
    manager.post(place, {"recipient_ref": "R-1", "kind": "lifted"})
    assert [entry["holds"] for entry in manager.get(place).get_json()["items"]] == [False, False]


def test_a_stop_without_a_recipient_is_for_all(manager: Caller, hanako: str) -> None:
    manager.post(f"/people/{hanako}/stops", {"ground": "opt_out"})
    assert manager.get(f"/people/{hanako}/stops").get_json()["items"][0]["recipient_ref"] is None


def test_a_stop_that_does_not_hold_cannot_be_lifted(manager: Caller, hanako: str) -> None:
    assert manager.post(f"/people/{hanako}/stops", {"kind": "lifted"}).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"), [({"recipient_ref": "R-9"}, "recipient_ref"), ({"ground": "mood"}, "ground")]
)
def test_a_stop_that_names_something_unknown_is_refused(
    manager: Caller, hanako: str, change: dict[str, Any], field: str
) -> None:
    assert fields(manager.post(f"/people/{hanako}/stops", change)) == [field]


def test_an_auditor_records_no_stop(auditing: Caller, hanako: str) -> None:
    assert auditing.post(f"/people/{hanako}/stops", {}).status_code == 403
