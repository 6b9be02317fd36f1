"""Check what may be given: one case for each condition of each ground, with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from transfer_log.law import BasisFacts, Counterpart, Facts, LegalBasis, Role, assess
from transfer_log.law.facts import Data

VN = {"country": "VN"}
ITEMS = [
    "law",
    "life_body_property",
    "public_health_children",
    "public_body_cooperation",
    "academic_publication",
    "academic_joint_research",
    "academic_recipient",
]
SHARED = ["entrustment", "succession", "joint_use"]
ACADEMIC = {"type": "academic"}


def refused(*articles: str) -> dict[str, Any]:
    """Return the expectation that these articles forbid the giving."""
    return {"permitted": False, "violations": list(articles)}


FINE: dict[str, Any] = {"permitted": True, "violations": []}
OPEN: dict[str, Any] = {"permitted": None, "violations": []}

GROUNDS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no ground stated leaves it open", {}, OPEN),
    ("no ground stated leaves it open abroad", {"counterpart": VN}, OPEN),
    ("a foreign law is no law", {"basis": "law", "basis_facts": {"foreign_law_only": True}}, refused("Act Art. 27(1)")),
    (
        "a foreign law is no law abroad either",
        {"basis": "law", "counterpart": VN, "basis_facts": {"foreign_law_only": True}},
        refused("Act Art. 28(1)"),
    ),
    (
        "(ii) needs that consent is hard",
        {"basis": "life_body_property", "basis_facts": {"consent_was_hard": False}},
        refused("Act Art. 27(1)"),
    ),
    (
        "(iii) needs that consent is hard",
        {"basis": "public_health_children", "basis_facts": {"consent_was_hard": False}},
        refused("Act Art. 27(1)"),
    ),
    (
        "(iv) needs that asking would hinder",
        {"basis": "public_body_cooperation", "basis_facts": {"consent_was_hard": False}},
        refused("Act Art. 27(1)"),
    ),
    (
        "(iv) does not cover a foreign body",
        {"basis": "public_body_cooperation", "counterpart": {"type": "foreign_public_body"}},
        refused("Act Art. 27(1)"),
    ),
    ("(iv) covers who works for a public body", {"basis": "public_body_cooperation"}, FINE),
    (
        "(i) may serve a foreign body under Japanese law",
        {"basis": "law", "counterpart": {"type": "foreign_public_body", **VN}},
        FINE,
    ),
    (
        "(v) is for academic givers",
        {"basis": "academic_publication", "basis_facts": {"own_academic": False}},
        refused("Act Art. 27(1)"),
    ),
    (
        "(vi) is for academic givers",
        {"basis": "academic_joint_research", "basis_facts": {"own_academic": False}},
        refused("Act Art. 27(1)"),
    ),
    ("(vi) takes any partner", {"basis": "academic_joint_research"}, FINE),
    ("(vii) takes an academic recipient", {"basis": "academic_recipient", "counterpart": ACADEMIC}, FINE),
    (
        "(vii) does not ask what the giver is",
        {"basis": "academic_recipient", "counterpart": ACADEMIC, "basis_facts": {"own_academic": False}},
        FINE,
    ),
    (
        "(v) fails with unjust harm",
        {"basis": "academic_publication", "basis_facts": {"rights_unjustly_harmed": True}},
        refused("Act Art. 27(1)"),
    ),
    (
        "(vii) fails with unjust harm",
        {"basis": "academic_recipient", "counterpart": ACADEMIC, "basis_facts": {"rights_unjustly_harmed": True}},
        refused("Act Art. 27(1)"),
    ),
    ("unjust harm touches no other item", {"basis": "law", "basis_facts": {"rights_unjustly_harmed": True}}, FINE),
    ("opt-out as it should be", {"basis": "opt_out"}, {**FINE, "duties": ["opt_out_filing"]}),
    ("opt-out must be filed", {"basis": "opt_out", "basis_facts": {"opt_out_filed": False}}, refused("Act Art. 27(2)")),
    (
        "opt-out must be notified",
        {"basis": "opt_out", "basis_facts": {"opt_out_notified": False}},
        refused("Act Art. 27(2)"),
    ),
    (
        "opt-out names everything at once",
        {
            "basis": "opt_out",
            "data": {"special_care": True, "provision_within_purpose": False},
            "basis_facts": {"opt_out_published": False, "objection_period_left": False},
        },
        refused("Act Art. 18(1)", "Act Art. 27(2)", "Rules Art. 11(1)", "Rules Art. 14"),
    ),
    (
        "opt-out data bars do not touch consent",
        {"basis": "consent", "data": {"special_care": True, "acquired_by_opt_out": True}},
        FINE,
    ),
    (
        "work beyond the entrustment",
        {"basis": "entrustment", "basis_facts": {"within_entrusted_work": False}},
        refused("Act Art. 27(1)"),
    ),
    ("succession without further conditions", {"basis": "succession"}, {**FINE, "is_third_party": False}),
    (
        "a safety contract counts only before the contract",
        {"basis": "succession", "basis_facts": {"safety_contract": False}},
        FINE,
    ),
    (
        "due diligence without a safety contract",
        {"basis": "succession", "basis_facts": {"safety_contract": False, "before_contract": True}},
        {**refused("Act Art. 27(1)"), "is_third_party": True, "record_required": True},
    ),
    (
        "joint use outside its notice",
        {"basis": "joint_use", "basis_facts": {"within_notified_scope": False}},
        refused("Act Art. 27(1)"),
    ),
    (
        "joint use of ordinary data need not be published",
        {"basis": "joint_use", "basis_facts": {"published_instead_of_notified": False}},
        FINE,
    ),
    (
        "joint use in a designated country",
        {"basis": "joint_use", "counterpart": {"country": "DE"}},
        {**FINE, "duties": ["joint_use_notice"]},
    ),
]

ABROAD: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("informed consent abroad", {"basis": "consent", "counterpart": VN}, {**FINE, "duties": ["inform_28_2"]}),
    (
        "no consent abroad",
        {"basis": "consent", "counterpart": VN, "basis_facts": {"consent_obtained": False}},
        refused("Act Art. 28(1)"),
    ),
    ("opt-out is closed abroad", {"basis": "opt_out", "counterpart": VN}, {**refused("Act Art. 28(1)"), "duties": []}),
    ("succession is closed abroad", {"basis": "succession", "counterpart": VN}, refused("Act Art. 28(1)")),
    (
        "the duty to supervise follows the nature of an entrustment abroad",
        {"basis": "entrustment", "counterpart": VN},
        {"duties": ["supervise_25"]},
    ),
    (
        "the country's reason matters only while it is unknown",
        {"basis": "consent", "counterpart": VN, "basis_facts": {"country_reason_given": False}},
        FINE,
    ),
    (
        "the reason and what may help take the place of an unknown country's facts (Rules 17(3))",
        {"basis": "consent", "counterpart": {"country": "unknown"}, "basis_facts": {"information_given": False}},
        FINE,
    ),
    (
        "the reason on measures does not take the place of a known country's facts",
        {"basis": "consent", "counterpart": VN, "basis_facts": {"information_given": False}},
        refused("Act Art. 28(2)"),
    ),
    (
        "an unknown country needs the measures, or the reason, too",
        {"basis": "consent", "counterpart": {"country": "unknown"}, "basis_facts": {"measures_reason_given": False}},
        refused("Act Art. 28(2)"),
    ),
    (
        "Art. 28(2) says nothing in a designated country",
        {"basis": "consent", "counterpart": {"country": "FR"}, "basis_facts": {"information_given": False}},
        {**FINE, "duties": []},
    ),
    (
        "a lost system with informed consent still breaks Art. 28(3)",
        {
            "basis": "consent",
            "counterpart": {"country": "VN", "equivalent_system": "contract"},
            "basis_facts": {"measures_kept": False},
        },
        {"regime": "foreign_consent", "is_third_party": True, "record_required": True, **refused("Act Art. 28(3)")},
    ),
    (
        "a lost system with uninformed consent breaks all three",
        {
            "basis": "consent",
            "counterpart": {"country": "VN", "equivalent_system": "contract"},
            "basis_facts": {"measures_kept": False, "information_given": False},
        },
        refused("Act Art. 28(1)", "Act Art. 28(2)", "Act Art. 28(3)"),
    ),
    (
        "an item needs no system, so a lost one changes nothing",
        {
            "basis": "law",
            "counterpart": {"country": "VN", "equivalent_system": "contract"},
            "basis_facts": {"measures_kept": False},
        },
        {**FINE, "record_required": False, "duties": []},
    ),
]

PURPOSE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no ground", {}, refused("Act Art. 18(1)")),
    (
        "consent that was not given",
        {"basis": "consent", "basis_facts": {"consent_obtained": False}},
        refused("Act Art. 18(1)", "Act Art. 27(1)"),
    ),
    ("consent abroad covers the act", {"basis": "consent", "counterpart": VN}, FINE),
    ("a law stands above the purpose", {"basis": "law"}, FINE),
    ("a failed item does not", {"basis": "law", "basis_facts": {"foreign_law_only": True}}, refused("Act Art. 18(1)")),
    ("entrustment stays within the purpose", {"basis": "entrustment"}, refused("Act Art. 18(1)")),
    ("joint use stays within the purpose", {"basis": "joint_use"}, refused("Act Art. 18(1)")),
    ("a loose card", {"information": "personal_information"}, refused("Act Art. 18(1)")),
    ("a loose card with consent", {"information": "personal_information", "basis": "consent"}, FINE),
    ("a loose card under a law", {"information": "personal_information", "basis": "law"}, FINE),
    (
        "pseudonymised, entrusted",
        {"information": "pseudonymised_personal_data", "basis": "entrustment"},
        refused("Act Art. 41(3)"),
    ),
    ("pseudonymised, under a law", {"information": "pseudonymised_personal_data", "basis": "law"}, FINE),
    (
        "pseudonymised, with consent",
        {"information": "pseudonymised_personal_data", "basis": "consent"},
        refused("Act Art. 41(3)", "Act Art. 41(6)"),
    ),
    ("personal-related information has no stated purpose", {"information": "personal_related"}, FINE),
    ("nothing is given", {"act": "internal"}, FINE),
]


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in GROUNDS], ids=[case[0] for case in GROUNDS])
def test_ground(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    assert differences(facts, expected) == {}


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in ABROAD], ids=[case[0] for case in ABROAD])
def test_ground_abroad(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    assert differences(facts, expected) == {}


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in PURPOSE], ids=[case[0] for case in PURPOSE])
def test_provision_outside_the_purpose(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    outside = {**facts, "data": {"provision_within_purpose": False}}
    assert differences(outside, expected) == {}


@pytest.mark.parametrize("basis", ITEMS)
def test_items_of_27_1_are_open_abroad_without_a_record(basis: str, differences: Any) -> None:
    facts = {"basis": basis, "counterpart": {"country": "VN", "type": "academic"}}
    expected = {
        **FINE,
        "regime": "foreign_consent",
        "record_required": False,
        "record_article": "Act Art. 29(1) proviso",
    }
    assert differences(facts, {**expected, "duties": []}) == {}


@pytest.mark.parametrize("basis", SHARED)
def test_27_5_is_closed_abroad_without_a_system(basis: str, differences: Any) -> None:
    expected = {**refused("Act Art. 28(1)"), "is_third_party": True, "record_required": True}
    assert differences({"basis": basis, "counterpart": VN}, expected) == {}


@pytest.mark.parametrize("basis", [None, *LegalBasis])
def test_a_recipient_is_never_told_whether_it_was_permitted(basis: LegalBasis | None) -> None:
    facts = Facts(
        role=Role.RECIPIENT,
        basis=basis,
        basis_facts=BasisFacts(consent_obtained=False, opt_out_filed=False),
        data=Data(special_care=True, provision_within_purpose=False),
        counterpart=Counterpart(country="VN"),
    )
    found = assess(facts)
    assert found.permitted is None
    assert found.violations == ()


def test_messages_name_what_is_wrong_in_both_languages() -> None:
    found = assess(Facts(basis=LegalBasis.OPT_OUT, data=Data(special_care=True))).to_mapping()["violations"]
    assert found == [
        {
            "code": "opt_out_special_care",
            "article": "Act Art. 27(2)",
            "message_en": "Special-care personal data can never be given by opt-out.",
            "message_ja": "要配慮個人情報は、オプトアウトでは提供できません。",
        }
    ]
