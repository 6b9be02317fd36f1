"""Check what a request to stop does to each ground (Act Art. 27(2), 35(3)-(6))."""

from __future__ import annotations

from typing import Any

import pytest

ASKED = [{"stop_requested": True}, {"art_35_stop": "requested"}]
NO_GROUND: list[str | None] = [None]
ITEMS = ["law", "life_body_property", "public_health_children", "academic_publication"]
SHARED = ["entrustment", "succession", "joint_use"]


@pytest.mark.parametrize("stop", ASKED)
def test_a_request_ends_opt_out(stop: dict[str, Any], differences: Any) -> None:
    expected = {"permitted": False, "violations": ["Act Art. 27(2)"], "record_required": True}
    assert differences({"basis": "opt_out", "basis_facts": stop}, expected) == {}


@pytest.mark.parametrize("stop", ASKED)
def test_a_request_leaves_consent_open(stop: dict[str, Any], differences: Any) -> None:
    expected = {
        "permitted": None,
        "violations": [],
        "record_items": ["consent", "data_items", "principal", "third_party"],
    }
    assert differences({"basis": "consent", "basis_facts": stop}, expected) == {}


@pytest.mark.parametrize("stop", ASKED)
def test_a_request_leaves_consent_abroad_open(stop: dict[str, Any], differences: Any) -> None:
    facts = {"basis": "consent", "basis_facts": stop, "counterpart": {"country": "VN"}}
    assert differences(facts, {"permitted": None, "violations": []}) == {}


@pytest.mark.parametrize("stop", ASKED)
def test_a_request_does_not_excuse_missing_consent(stop: dict[str, Any], differences: Any) -> None:
    facts = {"basis": "consent", "basis_facts": {**stop, "consent_obtained": False}}
    assert differences(facts, {"permitted": False, "violations": ["Act Art. 27(1)"]}) == {}


@pytest.mark.parametrize("basis", [*ITEMS, *SHARED])
@pytest.mark.parametrize("stop", ASKED)
def test_a_request_changes_neither_items_nor_27_5(basis: str, stop: dict[str, Any], differences: Any) -> None:
    assert differences({"basis": basis, "basis_facts": stop}, {"permitted": True, "violations": []}) == {}


@pytest.mark.parametrize("basis", ["consent", "opt_out"])
@pytest.mark.parametrize(
    ("stop", "article"), [("well_founded_35_3", "Act Art. 35(4)"), ("well_founded_35_5", "Act Art. 35(6)")]
)
def test_a_well_founded_request_binds(basis: str, stop: str, article: str, differences: Any) -> None:
    facts = {"basis": basis, "basis_facts": {"art_35_stop": stop}}
    assert differences(facts, {"permitted": False, "violations": [article], "record_required": True}) == {}


@pytest.mark.parametrize("basis", ["consent", "opt_out", *NO_GROUND])
@pytest.mark.parametrize("stop", ["well_founded_35_3", "well_founded_35_5"])
def test_substitute_measures_leave_it_open(basis: str | None, stop: str, differences: Any) -> None:
    facts = {"basis": basis, "basis_facts": {"art_35_stop": stop, "art_35_substitute": True}}
    assert differences(facts, {"permitted": None, "violations": []}) == {}


@pytest.mark.parametrize("basis", ITEMS)
@pytest.mark.parametrize("stop", ["well_founded_35_3", "well_founded_35_5"])
def test_an_item_that_holds_stands_above_any_request(basis: str, stop: str, differences: Any) -> None:
    assert (
        differences({"basis": basis, "basis_facts": {"art_35_stop": stop}}, {"permitted": True, "violations": []}) == {}
    )


def test_an_item_that_fails_does_not(differences: Any) -> None:
    facts = {"basis": "law", "basis_facts": {"foreign_law_only": True, "art_35_stop": "well_founded_35_3"}}
    assert differences(facts, {"permitted": False, "violations": ["Act Art. 27(1)", "Act Art. 35(4)"]}) == {}


@pytest.mark.parametrize("basis", SHARED)
@pytest.mark.parametrize(
    ("stop", "expected"), [("well_founded_35_3", {"permitted": True}), ("well_founded_35_5", {"permitted": None})]
)
def test_27_5_yields_only_to_35_5_and_then_is_open(
    basis: str, stop: str, expected: dict[str, Any], differences: Any
) -> None:
    facts = {"basis": basis, "basis_facts": {"art_35_stop": stop}}
    assert differences(facts, {**expected, "violations": [], "is_third_party": False}) == {}


def test_entrustment_that_fails_is_bound_like_any_provision(differences: Any) -> None:
    facts = {
        "basis": "entrustment",
        "basis_facts": {"within_entrusted_work": False, "art_35_stop": "well_founded_35_3"},
    }
    assert differences(facts, {"permitted": False, "violations": ["Act Art. 27(1)", "Act Art. 35(4)"]}) == {}


def test_a_well_founded_request_binds_where_no_ground_is_stated(differences: Any) -> None:
    facts = {"basis_facts": {"art_35_stop": "well_founded_35_5"}}
    assert differences(facts, {"permitted": False, "violations": ["Act Art. 35(6)"]}) == {}


def test_art_35_does_not_reach_pseudonymised_data(differences: Any) -> None:
    facts = {
        "information": "pseudonymised_personal_data",
        "basis": "entrustment",
        "basis_facts": {"art_35_stop": "well_founded_35_5"},
    }
    assert differences(facts, {"permitted": True, "violations": []}) == {}


@pytest.mark.parametrize("information", ["personal_related", "personal_information", "anonymised", "statistical"])
def test_art_35_does_not_reach_what_is_no_personal_data(information: str, differences: Any) -> None:
    facts = {"information": information, "basis_facts": {"art_35_stop": "well_founded_35_3", "stop_requested": True}}
    assert differences(facts, {"permitted": True, "violations": []}) == {}


def test_a_stop_does_not_reach_the_person_s_own_agent(differences: Any) -> None:
    facts = {"relation": "one_with_principal", "basis": "consent", "basis_facts": {"art_35_stop": "well_founded_35_3"}}
    assert differences(facts, {"permitted": True, "violations": []}) == {}
