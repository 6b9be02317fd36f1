"""Registers by the API: list, read with history, say anew from a day on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import fields

from transfer_log.config import resource
from transfer_log.countries.operations import sync_profiles
from transfer_log.countries.profiles import load_profiles
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from api.caller import Caller

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

#: path → a body that makes an entry, and a change of it.
KEPT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "/recipients/R-7": ({"name": "株式会社新規", "kind": "job_provider", "country": "JP"}, {"address": "東京都"}),
    "/departments/events": ({"name": "イベント部"}, {"name": "催事部"}),
    "/policies/main": ({"label": "2026-04-01", "title": "個人情報保護方針"}, {"title": "プライバシーポリシー"}),
    "/purposes/P7": ({"title": "催事の案内のため", "policy_version": "2024-04-01"}, {"covers_provision": False}),
    "/situations/event": ({"name_ja": "催事", "name_en": "Event", "usual_items": ["name"]}, {"purpose_ref": "P1"}),
    "/data-items/wished_place": (
        {"name_ja": "希望勤務地", "name_en": "Wished place of work", "item_class": "career"},
        {"is_never_provided": True},
    ),
    "/consent-texts/2026-04": ({"title": "応募時の同意"}, {"body": "応募先に経歴書を提供することに同意します。"}),
}
KEPT_CASES = pytest.mark.parametrize(("path", "made", "change"), [(path, *said) for path, said in KEPT.items()])


@KEPT_CASES
def test_an_entry_is_made_changed_and_read_with_its_history(
    manager: Caller, registers: Operator, path: str, made: dict[str, Any], change: dict[str, Any]
) -> None:
    answers = [manager.put(path, body) for body in (made, made | change, made | change)]
    assert [(answer.status_code, answer.get_json()["effect"]) for answer in answers] == [
        (201, "new"),
        (200, "changed"),
        (200, "same"),
    ]
    read = manager.get(path).get_json()
    assert {name: read[name] for name in change} == change
    assert [step["version_no"] for step in read["history"]] == [2, 1]
    assert set(change) <= set(read["history"][0]["changed"]) | {"policy_version", "purpose_ref"}


@KEPT_CASES
def test_an_entry_of_a_later_day_is_not_in_use_yet(
    manager: Caller, registers: Operator, path: str, made: dict[str, Any], change: dict[str, Any]
) -> None:
    manager.put(path, made | {"valid_from": "2027-01-01"})
    listing, _, ref = path.rpartition("/")
    assert ref not in {entry["ref"] for entry in manager.get(f"{listing}?limit=200").get_json()["items"]}
    later = manager.get(f"{listing}?limit=200&on=2027-01-01").get_json()["items"]
    assert ref in {entry["ref"] for entry in later}


@KEPT_CASES
def test_an_entry_that_is_ended_is_listed_no_more_and_stays_readable(
    manager: Caller, registers: Operator, path: str, made: dict[str, Any], change: dict[str, Any]
) -> None:
    manager.put(path, made)
    manager.put(path, made | {"is_active": False, "reason": "使わなくなった"})
    listing, _, ref = path.rpartition("/")
    assert ref not in {entry["ref"] for entry in manager.get(f"{listing}?limit=200").get_json()["items"]}
    assert manager.get(path).get_json()["is_active"] is False


@KEPT_CASES
def test_a_recruiter_reads_registers_and_keeps_none(
    recruiting: Caller, registers: Operator, path: str, made: dict[str, Any], change: dict[str, Any]
) -> None:
    assert recruiting.get(path.rpartition("/")[0]).status_code == 200
    assert recruiting.put(path, made).status_code == 403


@KEPT_CASES
def test_an_unknown_entry_is_not_found(
    manager: Caller, registers: Operator, path: str, made: dict[str, Any], change: dict[str, Any]
) -> None:
    assert manager.get(path + "x").status_code == 404


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        ("/recipients/R-7", {"kind": "friend"}, "kind"),
        ("/recipients/R-7", {"corporate_number": "1234567890123"}, "corporate_number"),
        ("/recipients/R-7", {"country": "Atlantis"}, "country"),
        ("/recipients/R-7", {"parent_ref": "R-99"}, "parent_ref"),
        ("/recipients/R-7", {"policy_url": "javascript:alert(1)"}, "policy_url"),
        ("/recipients/R-7", {"name": " "}, "name"),
        ("/departments/events", {"manager_id": "01a2009b-0b50-76c4-b670-ba28880942c4"}, "manager_id"),
        ("/policies/main", {"precedence": 5000}, "precedence"),
        ("/purposes/P7", {"recipient_kinds": ["Not A Code"]}, "recipient_kinds"),
        ("/situations/event", {"usual_items": ["nmae"]}, "usual_items"),
        ("/situations/event", {"purpose_ref": "P99"}, "purpose_ref"),
        ("/situations/event", {"basis": "luck"}, "basis"),
        ("/situations/event", {"substitutions": {"address": "nowhere"}}, "substitutions"),
        ("/data-items/wished_place", {"item_class": "odd"}, "item_class"),
        ("/data-items/Wished", {}, "ref"),
        ("/recipients/R-7", {"valid_from": "1600-01-01"}, "valid_from"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_under_its_field(
    manager: Caller, registers: Operator, path: str, change: dict[str, Any], field: str
) -> None:
    made = next(said for known, (said, _) in KEPT.items() if known.split("/")[1] == path.split("/")[1])
    assert fields(manager.put(path, made | change)) == [field]


def test_a_list_has_pages(manager: Caller, registers: Operator) -> None:
    found: list[str] = []
    address: str | None = "/recipients?limit=1"
    while address:
        page = manager.get(address).get_json()
        found += [entry["ref"] for entry in page["items"]]
        address = page["next"]
    assert found == ["R-1", "R-2"]


def test_a_recipient_begun_with_a_name_is_completed_for_all_rows_that_wait(
    manager: Caller, provision: Callable[..., dict[str, Any]]
) -> None:
    manager.post(
        "/provisions", provision(recipient_ref=None, recipient_name="合同会社未登録", provided_on="2026-11-10")
    )
    [hit] = manager.post("/search/recipients", {"q": "未登録"}).get_json()["items"]
    whole = {
        "name": "合同会社未登録",
        "kind": "client",
        "country": "JP",
        "address": "東京都",
        "representative": "例示 三郎",
    }
    assert hit["is_provisional"] is True
    assert fields(manager.put(f"/recipients/{hit['ref']}", {"name": "合同会社未登録"})) != []
    assert manager.put(f"/recipients/{hit['ref']}", whole).status_code == 200
    assert manager.get(f"/recipients/{hit['ref']}").get_json()["is_provisional"] is False


@pytest.mark.parametrize("q", ["新規", "㈱新規", "R-7"])
def test_a_recipient_is_found_by_any_writing_of_its_name(manager: Caller, registers: Operator, q: str) -> None:
    manager.put("/recipients/R-7", KEPT["/recipients/R-7"][0])
    assert manager.post("/search/recipients", {"q": q}).get_json()["items"][0]["ref"] == "R-7"


def test_doubles_are_joined_and_parted_again(manager: Caller, registers: Operator) -> None:
    place = "/recipients/R-2/links"
    joined = manager.post(place, {"other_ref": "R-1", "kind": "joined", "reason": "同じ会社"})
    parted = manager.post(place, {"other_ref": "R-1", "kind": "parted", "reason": "別の会社だった"})
    assert [answer.get_json()["refs"] for answer in (joined, parted)] == [["R-1", "R-2"], ["R-2"]]


def test_a_recipient_of_another_operator_is_not_found(caller_for: Callable[..., Caller], registers: Operator) -> None:
    stranger = caller_for(factories.actor(factories.operator("other")))
    assert stranger.get("/recipients/R-1").status_code == 404
    assert stranger.get("/recipients").get_json()["items"] == []


def test_operators_can_be_read_and_not_written(manager: Caller, registers: Operator) -> None:
    assert manager.get("/operators/mihon").get_json()["desk_name"] == "個人情報お客様相談窓口"
    assert manager.put("/operators/mihon", {"name": "x"}).status_code == 405


def test_countries_are_read_with_how_sure_the_notes_are(manager: Caller, privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        sync_profiles(load_profiles(resource("country_profiles")), actor=privacy_manager, at=at)
    page = manager.get("/countries?limit=2").get_json()
    assert (len(page["items"]), page["next"] is not None) == (2, True)
    read = manager.get("/countries/AE-DIFC").get_json()
    assert (read["id"], read["facts"]["id"], len(read["digest"])) == ("AE/DIFC", "AE/DIFC", 64)
    assert manager.get("/countries/XX").status_code == 404
