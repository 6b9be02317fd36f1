"""Findings by the API: by cause, who cares for them, how they ended, and who sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

    Body = Callable[..., dict[str, Any]]


@pytest.fixture
def doubtful(recruiting: Caller, manager: Caller, provision: Body) -> list[dict[str, Any]]:
    """Record what rests on a consent nobody has recorded: by a recruiter, and by the manager."""
    body = provision(recipient_ref="R-2", legal_basis="consent", evidence=None)
    return [caller.post("/provisions", body).get_json() for caller in (recruiting, manager)]


def group(caller: Caller) -> dict[str, Any]:
    [found] = caller.get("/finding-groups").get_json()["items"]
    said: dict[str, Any] = found
    return said


def test_findings_of_one_cause_are_one_group_with_its_words(manager: Caller, doubtful: Any) -> None:
    found = group(manager)
    assert (found["code"], found["open_count"], found["recipient_ref"]) == ("evidence_missing", 2, "R-2")
    assert "本人の同意" in found["name"]["ja"]


def test_a_group_shows_its_findings_page_by_page(manager: Caller, doubtful: Any) -> None:
    place = f"/finding-groups/{group(manager)['digest']}"
    first = manager.get(f"{place}?limit=1").get_json()
    second = manager.get(first["next"]).get_json()
    about = {item["about_id"] for page in (first, second) for item in page["items"]}
    assert (about, second["next"]) == ({said["id"] for said in doubtful}, None)


def test_a_group_gets_an_owner_and_a_day(manager: Caller, privacy_manager: Actor, doubtful: Any) -> None:
    place = f"/finding-groups/{group(manager)['digest']}/steps"
    body = {"kind": "assigned", "owner_id": str(privacy_manager.user_id), "due_on": "2026-12-01"}
    assert manager.post(place, body).status_code == 201
    mine = manager.get(f"/finding-groups?owner_id={privacy_manager.user_id}").get_json()["items"]
    assert [found["due_on"] for found in mine] == ["2026-12-01"]


def test_nobody_of_another_operator_becomes_an_owner(manager: Caller, doubtful: Any) -> None:
    stranger = factories.actor(factories.operator("other"))
    body = {"kind": "assigned", "owner_id": str(stranger.user_id)}
    assert fields(manager.post(f"/finding-groups/{group(manager)['digest']}/steps", body)) == ["owner_id"]


def test_a_group_is_resolved_and_opened_again(manager: Caller, doubtful: Any) -> None:
    place = f"/finding-groups/{group(manager)['digest']}"
    manager.post(f"{place}/steps", {"kind": "resolved", "how": "evidence_added", "reason": "同意書を確認"})
    assert manager.get("/finding-groups").get_json()["items"] == []
    assert manager.get(f"{place}?state=all").get_json()["items"][0]["state"] == "resolved"
    manager.post(f"{place}/steps", {"kind": "reopened", "reason": "別の同意書だった"})
    assert [step["kind"] for step in manager.get(place).get_json()["steps"]] == ["resolved", "reopened"]


def test_resolving_says_how_and_why(manager: Caller, doubtful: Any) -> None:
    place = f"/finding-groups/{group(manager)['digest']}/steps"
    assert fields(manager.post(place, {"kind": "resolved"})) == ["how", "reason"]


def finding(caller: Caller, said: dict[str, Any]) -> str:
    page = caller.get(f"/finding-groups/{group(caller)['digest']}").get_json()
    [one] = [item for item in page["items"] if item["about_id"] == said["id"]]
    return f"/people/{one['subject_id']}/findings/{one['id']}/steps"


def test_one_finding_is_resolved_apart_from_its_group(manager: Caller, doubtful: Any) -> None:
    place = finding(manager, doubtful[0])
    answer = manager.post(place, {"kind": "resolved", "how": "no_issue", "reason": "確認した"})
    assert (answer.get_json()["state"], group(manager)["open_count"]) == ("resolved", 1)


def test_a_superior_lets_a_finding_of_others_pass(manager: Caller, doubtful: Any) -> None:
    theirs, own = (finding(manager, said) for said in doubtful)
    body = {"kind": "overridden", "reason": "口頭の同意を確認"}
    assert [manager.post(place, body).status_code for place in (theirs, own)] == [201, 403]


def test_a_recruiter_sees_and_resolves_findings_of_the_own_department(recruiting: Caller, doubtful: Any) -> None:
    assert group(recruiting)["open_count"] == 1
    place = finding(recruiting, doubtful[0])
    assert recruiting.post(place, {"kind": "overridden", "reason": "x"}).status_code == 403
    assert recruiting.post(place, {"kind": "resolved", "how": "no_issue", "reason": "x"}).status_code == 201


def test_a_recruiter_resolves_no_cause_that_touches_other_departments(recruiting: Caller, doubtful: Any) -> None:
    body = {"kind": "resolved", "how": "no_issue", "reason": "x"}
    assert recruiting.post(f"/finding-groups/{group(recruiting)['digest']}/steps", body).status_code == 403


def test_a_recruiter_finds_no_finding_of_another_department(recruiting: Caller, manager: Caller, doubtful: Any) -> None:
    body = {"kind": "resolved", "how": "no_issue", "reason": "x"}
    assert recruiting.post(finding(manager, doubtful[1]), body).status_code == 404


def test_findings_of_another_operator_are_not_there(
    caller_for: Callable[..., Caller], manager: Caller, doubtful: Any
) -> None:
    stranger = caller_for(factories.actor(factories.operator("other")))
    assert stranger.get("/finding-groups").get_json()["items"] == []
    assert stranger.get(f"/finding-groups/{group(manager)['digest']}").status_code == 404


@pytest.mark.parametrize("digest", ["abc", "0" * 64, "A" * 64])
def test_what_names_no_group_is_not_found(manager: Caller, registers: Operator, digest: str) -> None:
    assert manager.get(f"/finding-groups/{digest}").status_code == 404
