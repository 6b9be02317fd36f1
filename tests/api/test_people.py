"""People by the API: register, find, read, link; contact in part only, by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller

    from transfer_log.accounts.actor import Actor

HANAKO = {
    "subject_ref": "C-1",
    "name": "髙橋 花子",
    "kana": "タカハシ ハナコ",
    "email": "hanako@example.jp",
    "phone": "090-1234-5678",
    "birth_date": "1990-04-01",
    "prefecture": "東京",
    "class": "candidate",
    "former_names": ["見本 花子"],
    "sources": ["application"],
}


@pytest.fixture
def hanako(manager: Caller) -> str:
    """Register somebody and return the id."""
    subject_id: str = manager.post("/people", HANAKO).get_json()["subject_id"]
    return subject_id


def test_a_new_number_makes_a_person(manager: Caller) -> None:
    answer = manager.post("/people", HANAKO)
    values = manager.get(answer.headers["Location"]).get_json()["values"]
    assert (answer.status_code, answer.get_json()["effect"]) == (201, "new")
    assert (values["name"], values["prefecture"], values["class"]) == ("髙橋 花子", "東京都", "candidate")


def test_the_same_values_again_change_nothing(manager: Caller, hanako: str) -> None:
    answer = manager.post("/people", HANAKO)
    assert (answer.status_code, answer.get_json()["effect"]) == (200, "same")


def test_other_values_are_a_new_version_and_the_old_one_stays_readable(manager: Caller, hanako: str) -> None:
    manager.post("/people", {**HANAKO, "name": "例示 花子"})
    history = manager.get(f"/people/{hanako}/history").get_json()["items"]
    assert [version["name"] for version in history] == ["例示 花子", "髙橋 花子"]


def test_each_of_a_list_is_registered_or_refused_by_itself(manager: Caller) -> None:
    said = manager.post("/people", [HANAKO, {"subject_ref": "C 2", "name": ""}, {**HANAKO, "class": "alien"}])
    assert [item["status"] for item in said.get_json()["items"]] == [201, 422, 422]
    assert said.get_json()["items"][2]["errors"][0]["field"] == "class"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"subject_ref": "C;1"}, "subject_ref"),
        ({"email": "nobody"}, "email"),
        ({"birth_date": "2027-01-01"}, "birth_date"),
        ({"class": "candidte"}, "class"),
        ({"sources": ["rumour"]}, "sources"),
        ({"status": "gone"}, "status"),
        ({"phone": "none"}, "phone"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_under_its_field(
    manager: Caller, change: dict[str, Any], field: str
) -> None:
    assert fields(manager.post("/people", {**HANAKO, **change})) == [field]


@pytest.mark.parametrize("q", ["高橋", "たかはし", "C-1", "hanako@", "見本", "090-1234-5678"])
def test_somebody_is_found_however_the_name_was_typed(manager: Caller, hanako: str, q: str) -> None:
    [hit] = manager.post("/search/people", {"q": q}).get_json()["items"]
    assert (hit["subject_id"], hit["birth_year"]) == (hanako, 1990)


def test_nothing_about_people_goes_by_get(manager: Caller) -> None:
    assert manager.get("/search/people?q=高橋").status_code == 405


def test_numbers_are_looked_up_in_the_order_sent(manager: Caller, hanako: str) -> None:
    said = manager.post("/search/people-by-number", {"subject_refs": ["C-9", "C-1"]}).get_json()
    assert [item["subject_id"] for item in said["items"]] == [None, hanako]


def test_a_second_number_leads_to_the_same_person(manager: Caller, hanako: str) -> None:
    answer = manager.post(f"/people/{hanako}/registrations", {"subject_ref": "E-7", "service": "events"})
    assert (answer.status_code, answer.get_json()["service"]) == (201, "events")
    said = manager.post("/search/people-by-number", {"subject_refs": ["E-7"]}).get_json()
    assert said["items"][0]["subject_id"] == hanako


def test_the_number_of_somebody_else_is_refused(manager: Caller, hanako: str) -> None:
    manager.post("/people", {"subject_ref": "C-2", "name": "例示 次郎"})
    assert manager.post(f"/people/{hanako}/registrations", {"subject_ref": "C-2"}).status_code == 409


# --- Links -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(manager: Caller) -> str:
    """Register the same person under another number and return the id."""
    subject_id: str = manager.post("/people", {**HANAKO, "subject_ref": "C-2"}).get_json()["subject_id"]
    return subject_id


def test_linked_registrations_are_read_as_one_person(manager: Caller, hanako: str, other: str) -> None:
    body = {"other_subject_id": other, "kind": "linked", "matched": ["email", "birth_date"]}
    assert manager.post(f"/people/{hanako}/links", body).status_code == 201
    assert set(manager.get(f"/people/{other}").get_json()["linked_ids"]) == {hanako, other}


def test_a_link_is_undone_with_its_reason(manager: Caller, hanako: str, other: str) -> None:
    manager.post(f"/people/{hanako}/links", {"other_subject_id": other, "kind": "linked", "matched": ["name"]})
    manager.post(f"/people/{hanako}/links", {"other_subject_id": other, "kind": "unlinked", "reason": "別人"})
    assert manager.get(f"/people/{hanako}").get_json()["linked_ids"] == [hanako]
    [link] = manager.get(f"/people/{hanako}/links").get_json()["items"]
    assert (link["kind"], link["reason"]) == ("unlinked", "別人")


def test_a_link_says_what_matched(manager: Caller, hanako: str, other: str) -> None:
    assert fields(manager.post(f"/people/{hanako}/links", {"other_subject_id": other, "kind": "linked"})) == ["matched"]


def test_somebody_is_not_linked_with_themselves(manager: Caller, hanako: str) -> None:
    body = {"other_subject_id": hanako, "kind": "distinct", "reason": "x"}
    assert fields(manager.post(f"/people/{hanako}/links", body)) == ["other_subject_id"]


# --- Who sees what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("caller", ["recruiting", "auditing"])
def test_contact_is_shown_in_part_only_to_who_finds_people_without_it(
    request: pytest.FixtureRequest, hanako: str, caller: str
) -> None:
    said = request.getfixturevalue(caller).get(f"/people/{hanako}").get_json()
    assert (said["values"]["email"], said["values"]["phone"]) == ("h••••@example.jp", "•••-••••-5678")


def test_who_sees_contact_in_part_keeps_what_they_leave_out(manager: Caller, recruiting: Caller, hanako: str) -> None:
    recruiting.post("/people", {"subject_ref": "C-1", "name": "例示 花子"})
    values = manager.get(f"/people/{hanako}").get_json()["values"]
    assert (values["name"], values["email"], values["phone"]) == ("例示 花子", "hanako@example.jp", "090-1234-5678")


def test_an_auditor_registers_nobody(auditing: Caller) -> None:
    assert auditing.post("/people", HANAKO).status_code == 403


def test_a_recruiter_links_nobody(recruiting: Caller, hanako: str, other: str) -> None:
    body = {"other_subject_id": other, "kind": "linked", "matched": ["name"]}
    assert recruiting.post(f"/people/{hanako}/links", body).status_code == 403


def test_an_administrator_sees_nobody(caller_for: Callable[..., Caller], administrator: Actor, hanako: str) -> None:
    assert caller_for(administrator).get(f"/people/{hanako}").status_code == 403


@pytest.mark.parametrize("suffix", ["", "/history", "/links", "/consents", "/stops", "/provisions"])
def test_a_person_of_another_operator_is_nobody(caller_for: Callable[..., Caller], hanako: str, suffix: str) -> None:
    stranger = caller_for(factories.actor(factories.operator("other")))
    theirs = stranger.get(f"/people/{hanako}{suffix}")
    absent = stranger.get(f"/people/01a2009b-0b50-76c4-b670-ba28880942c4{suffix}")
    assert (theirs.status_code, theirs.text) == (404, absent.text)
