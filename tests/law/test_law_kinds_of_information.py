"""Check information other than plain personal data: personal-related, pseudonymised, anonymised, with My Number."""

from __future__ import annotations

from typing import Any

import pytest

RELATED = {"information": "personal_related"}
VN = {"country": "VN"}
SYSTEM = {"country": "VN", "equivalent_system": "contract"}
NO_RECORD = {"record_required": False, "record_items": [], "modes": [], "disclosable": False}
FINE: dict[str, Any] = {"permitted": True, "violations": []}
WITH_MY_NUMBER = {"my_number": True}

PERSONAL_RELATED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "a notice on a page is no consent",
        {"personal_related": {"consent_by_action": False}},
        {"permitted": False, "violations": ["Act Art. 31(1)"]},
    ),
    (
        "a consent that was not confirmed is not recorded as confirmed",
        {"personal_related": {"consent_confirmed": False}},
        {
            "permitted": False,
            "violations": ["Act Art. 31(1)"],
            "record_required": True,
            "record_items": ["data_items", "date", "third_party"],
            "duties": ["confirm_31_1"],
        },
    ),
    (
        "consent as a basis has no effect",
        {"basis": "consent", "personal_related": {"consent_confirmed": False}},
        {"permitted": False},
    ),
    (
        "opt-out as a basis has no effect",
        {"basis": "opt_out"},
        {**FINE, "modes": ["contract", "each_time", "lump"], "duties": ["confirm_31_1"]},
    ),
    ("an item holds: no confirmation, no record", {"basis": "life_body_property"}, {**FINE, "duties": [], **NO_RECORD}),
    (
        "a failed item leaves the confirmation",
        {"basis": "law", "basis_facts": {"foreign_law_only": True}, "personal_related": {"consent_confirmed": False}},
        {"permitted": False, "violations": ["Act Art. 31(1)"], "record_required": True},
    ),
    (
        "with an equivalent system the foreign information is not due, the yearly check is",
        {"counterpart": SYSTEM, "personal_related": {"foreign_information_confirmed": False}},
        {
            **FINE,
            "regime": "personal_related",
            "record_items": ["consent_confirmed", "data_items", "date", "third_party"],
            "duties": ["annual_check_28_3", "confirm_31_1"],
        },
    ),
    (
        "a lost system",
        {"counterpart": SYSTEM, "basis_facts": {"measures_kept": False}},
        {"regime": "personal_related", "permitted": False, "violations": ["Act Art. 31(2)"]},
    ),
    (
        "the reasons of Rules 17(3), (4) do not cure missing foreign information",
        {"counterpart": {"country": "unknown"}, "personal_related": {"foreign_information_confirmed": False}},
        {"permitted": False, "violations": ["Act Art. 31(1)"]},
    ),
    (
        "the reasons of Rules 17(3), (4) are not asked for",
        {"counterpart": VN, "basis_facts": {"measures_reason_given": False}},
        FINE,
    ),
    (
        "a corporation doing this business in Japan is not abroad",
        {
            "counterpart": {"country": "US", "handles_in_japan": True},
            "personal_related": {"foreign_information_confirmed": False},
        },
        FINE,
    ),
    (
        "a recipient that will not take it as personal data asks for nothing, abroad neither",
        {"counterpart": VN, "personal_related": {"expected_as_personal_data": False, "consent_confirmed": False}},
        {**FINE, "regime": "personal_related", "duties": [], **NO_RECORD},
    ),
    (
        "a public body: the record falls away, the confirmation does not",
        {"counterpart": {"type": "public_body"}, "personal_related": {"consent_confirmed": False}},
        {"permitted": False, "duties": ["confirm_31_1"], **NO_RECORD},
    ),
    (
        "a foreign public body is recorded",
        {"counterpart": {"type": "foreign_public_body", **VN}},
        {"record_required": True, "record_article": "Act Art. 31(3)"},
    ),
    ("the provider's record is not disclosable", {}, {"record_required": True, "disclosable": False}),
    (
        "data bars and stops are about personal data",
        {"basis_facts": {"stop_requested": True}, "data": {"special_care": True}},
        FINE,
    ),
    (
        "the guideline on Art. 29, 30 does not lift Art. 31",
        {"relation": "on_behalf_of_principal"},
        {"record_required": True, "duties": ["confirm_31_1"]},
    ),
    ("vague items", {"record": {"items_concrete": False}}, {"permitted": True, "violations": ["Rules Art. 28(1)"]}),
    (
        "a lump without repetition",
        {"record": {"mode": "lump", "continuous": False}},
        {
            "permitted": True,
            "violations": ["Rules Art. 27(2)"],
            "record_items": ["consent_confirmed", "data_items", "date", "third_party"],
        },
    ),
    (
        "a contract keeps the date",
        {"record": {"mode": "contract"}},
        {"record_items": ["consent_confirmed", "data_items", "date", "third_party"], "violations": []},
    ),
    ("a contract needs the tie", {"record": {"connected_with_service": False}}, {"modes": ["each_time", "lump"]}),
]

PSEUDONYMISED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no ground", {}, {"permitted": None, "violations": []}),
    ("a law", {"basis": "law"}, {**FINE, **NO_RECORD}),
    ("consent is not open", {"basis": "consent"}, {"permitted": False, "violations": ["ban"]}),
    ("opt-out is not open", {"basis": "opt_out"}, {"permitted": False, "violations": ["ban"]}),
    ("the other items are not open", {"basis": "life_body_property"}, {"permitted": False, "violations": ["ban"]}),
    (
        "a foreign law",
        {"basis": "law", "basis_facts": {"foreign_law_only": True}},
        {"permitted": False, "violations": ["ban"]},
    ),
    (
        "beyond the entrusted work",
        {"basis": "entrustment", "basis_facts": {"within_entrusted_work": False}},
        {"permitted": False, "is_third_party": True, "violations": ["ban"]},
    ),
    (
        "due diligence without a safety contract",
        {"basis": "succession", "basis_facts": {"before_contract": True, "safety_contract": False}},
        {"permitted": False, "violations": ["ban"]},
    ),
    (
        "joint use that was published",
        {"basis": "joint_use"},
        {**FINE, "is_third_party": False, "duties": ["joint_use_notice"], **NO_RECORD},
    ),
    (
        "joint use that was only notified",
        {"basis": "joint_use", "basis_facts": {"published_instead_of_notified": False}},
        {"permitted": False, "is_third_party": True, "violations": ["ban"]},
    ),
    (
        "a lost system abroad has no meaning here",
        {"basis": "entrustment", "counterpart": SYSTEM, "basis_facts": {"measures_kept": False}},
        {**FINE, "regime": "none"},
    ),
]

ANONYMISED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "made by us, not published",
        {"published_beforehand": False},
        {"permitted": False, "violations": ["Act Art. 43(4)"]},
    ),
    (
        "received, not published",
        {"made_by_self": False, "published_beforehand": False},
        {"permitted": False, "violations": ["Act Art. 44"]},
    ),
    ("published and stated", {}, {**FINE, "duties": ["publish_anonymised", "state_anonymised"]}),
    (
        "received, published and stated",
        {"made_by_self": False},
        {**FINE, "duties": ["publish_anonymised", "state_anonymised"]},
    ),
]

MY_NUMBER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    *(
        (
            f"{basis} is not in the list of Art. 19",
            {"basis": basis},
            {"permitted": False, "violations": ["My Number Act Art. 19"]},
        )
        for basis in (
            "consent",
            "opt_out",
            "joint_use",
            "academic_publication",
            "academic_joint_research",
            "academic_recipient",
        )
    ),
    *(
        (f"{basis} is not decided here", {"basis": basis}, {"permitted": None, "violations": []})
        for basis in (
            None,
            "law",
            "life_body_property",
            "public_health_children",
            "public_body_cooperation",
            "succession",
        )
    ),
    (
        "entrustment keeps the duty to supervise",
        {"basis": "entrustment"},
        {"permitted": None, "violations": [], "is_third_party": False, "duties": ["supervise_25"]},
    ),
    (
        "Art. 28 does not apply abroad",
        {"basis": "entrustment", "counterpart": VN},
        {"permitted": None, "violations": []},
    ),
    (
        "the bars of Art. 27(2) do not apply",
        {"basis": "opt_out", "basis_facts": {"opt_out_filed": False}},
        {"permitted": False, "violations": ["My Number Act Art. 19"]},
    ),
    (
        "the person's agent is no exception of Art. 19",
        {"basis": "consent", "relation": "one_with_principal"},
        {"permitted": False},
    ),
    (
        "it goes before the kind of information",
        {"information": "pseudonymised_personal_data", "basis": "consent"},
        {"permitted": False, "violations": ["My Number Act Art. 19"]},
    ),
    (
        "a receipt is not recorded",
        {"role": "recipient", "basis": "opt_out"},
        {"permitted": None, "violations": [], "duties": []},
    ),
]


@pytest.mark.parametrize(
    ("facts", "expected"), [case[1:] for case in PERSONAL_RELATED], ids=[case[0] for case in PERSONAL_RELATED]
)
def test_personal_related(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    assert differences({**RELATED, **facts}, expected) == {}


@pytest.mark.parametrize(
    ("information", "ban"),
    [("pseudonymised_personal_data", "Act Art. 41(6)"), ("pseudonymised_information", "Act Art. 42(1)")],
)
@pytest.mark.parametrize(
    ("facts", "expected"), [case[1:] for case in PSEUDONYMISED], ids=[case[0] for case in PSEUDONYMISED]
)
def test_pseudonymised(
    information: str, ban: str, facts: dict[str, Any], expected: dict[str, Any], differences: Any
) -> None:
    if expected.get("violations") == ["ban"]:
        expected = {**expected, "violations": [ban]}
    assert differences({"information": information, **facts}, {**expected, "disclosable": False}) == {}


def test_a_forbidden_giving_of_pseudonymised_data_is_recorded_and_never_disclosed(differences: Any) -> None:
    facts = {"information": "pseudonymised_personal_data", "basis": "opt_out"}
    items = ["data_items", "date", "principal", "third_party"]
    assert differences(facts, {"record_required": True, "record_items": items, "disclosable": False}) == {}


def test_pseudonymised_information_that_is_not_personal_is_never_recorded(differences: Any) -> None:
    assert differences({"information": "pseudonymised_information", "basis": "consent"}, NO_RECORD) == {}


def test_pseudonymised_information_has_no_purpose_of_use_to_leave(differences: Any) -> None:
    facts = {
        "information": "pseudonymised_information",
        "basis": "entrustment",
        "data": {"provision_within_purpose": False},
    }
    assert differences(facts, FINE) == {}


@pytest.mark.parametrize(
    ("anonymised", "expected"), [case[1:] for case in ANONYMISED], ids=[case[0] for case in ANONYMISED]
)
def test_anonymised(anonymised: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    facts = {"information": "anonymised", "anonymised": anonymised, "counterpart": VN}
    assert differences(facts, {"regime": "anonymised", **expected, **NO_RECORD}) == {}


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in MY_NUMBER], ids=[case[0] for case in MY_NUMBER])
def test_my_number(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    always = {"regime": "none", "record_article": "My Number Act Art. 30(2)", **NO_RECORD}
    assert differences({**facts, "data": WITH_MY_NUMBER}, {**expected, **always}) == {}
