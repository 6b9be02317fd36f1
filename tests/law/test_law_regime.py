"""Check what counts as a provision, who is a third party and which regime applies; the sentence beside each case is its reason."""

from __future__ import annotations

from typing import Any

import pytest

from transfer_log.law import Act, Facts, Information, assess
from transfer_log.law.statute import statute

VN = {"country": "VN"}
NOTHING = {"record_required": False, "record_items": [], "modes": [], "disclosable": False, "duties": []}

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "use inside one legal person is no provision",
        {"act": "internal"},
        {
            "is_provision": False,
            "is_third_party": False,
            "regime": "none",
            "permitted": True,
            "violations": [],
            **NOTHING,
        },
    ),
    (
        "one's own server abroad is no provision",
        {"act": "own_server", "counterpart": VN},
        {"is_provision": False, "is_third_party": False, "regime": "none", "permitted": True, **NOTHING},
    ),
    (
        "an operator that does not handle the data gets nothing, wherever it stands",
        {"act": "stored_not_handled", "counterpart": VN, "basis": "entrustment"},
        {"is_provision": False, "regime": "none", "permitted": True, "violations": [], **NOTHING},
    ),
    (
        "one's own branch abroad is the same person",
        {"counterpart": {"country": "VN", "same_legal_person": True}},
        {"is_provision": False, "is_third_party": False, "regime": "none", "permitted": True, **NOTHING},
    ),
    (
        "what the person posts abroad is not given by us",
        {"relation": "by_principal", "counterpart": VN},
        {
            "is_provision": False,
            "is_third_party": False,
            "regime": "none",
            "permitted": True,
            "record_article": "Record Guideline 2-2",
            **NOTHING,
        },
    ),
    (
        "the person's agent is no third party, abroad neither",
        {"relation": "one_with_principal", "counterpart": VN, "basis": "opt_out", "data": {"special_care": True}},
        {
            "is_provision": True,
            "is_third_party": False,
            "regime": "none",
            "permitted": True,
            "violations": [],
            "record_article": "Record Guideline 2-2",
            **NOTHING,
        },
    ),
    (
        "giving on behalf of the person abroad keeps its regime and its need for consent; only the record falls away",
        {"relation": "on_behalf_of_principal", "counterpart": VN, "basis": "entrustment"},
        {
            "is_provision": True,
            "is_third_party": True,
            "regime": "foreign_consent",
            "permitted": False,
            "violations": ["Act Art. 28(1)"],
            "record_required": False,
            "record_article": "Record Guideline 2-2",
        },
    ),
    (
        "there is no exception for what is public already",
        {"relation": "public_information", "basis": "opt_out", "data": {"special_care": True}},
        {
            "is_third_party": True,
            "regime": "domestic",
            "permitted": False,
            "violations": ["Act Art. 27(2)"],
            "record_required": False,
            "record_article": "Record Guideline 2-2",
        },
    ),
    (
        "public information received from someone needs no confirmation",
        {"role": "recipient", "relation": "public_information"},
        {"is_third_party": True, "permitted": None, "record_article": "Record Guideline 2-2", **NOTHING},
    ),
    (
        "a recipient one with the person confirms nothing",
        {"role": "recipient", "relation": "one_with_principal"},
        {"is_third_party": False, "regime": "none", "permitted": None, **NOTHING},
    ),
    (
        "who only looked received nothing",
        {"role": "recipient", "act": "viewed_only"},
        {"is_provision": False, "regime": "domestic", "record_article": "Record Guideline 2-2", **NOTHING},
    ),
    (
        "what was sent unasked was not received",
        {"role": "recipient", "act": "unsolicited", "basis": "opt_out"},
        {"is_provision": False, "record_article": "Record Guideline 2-2", **NOTHING},
    ),
    (
        "publishing to unspecified many is a provision to third parties",
        {"act": "published", "counterpart": {"type": "unspecified_public"}, "basis": "consent"},
        {
            "is_provision": True,
            "is_third_party": True,
            "regime": "domestic",
            "permitted": True,
            "record_required": True,
        },
    ),
    (
        "a public body is a third party for Art. 27",
        {"counterpart": {"type": "public_body"}},
        {"is_third_party": True, "permitted": None, "record_article": "Act Art. 29(1) bracket", **NOTHING},
    ),
    (
        "a foreign public body is a third party and no body of Art. 16(2)",
        {"counterpart": {"type": "foreign_public_body", "country": "US"}, "basis": "consent"},
        {"is_third_party": True, "regime": "foreign_consent", "permitted": True, "record_required": True},
    ),
    (
        "a country not identified yet is abroad and not designated",
        {"counterpart": {"country": "unknown"}},
        {"regime": "foreign_consent", "permitted": None, "violations": []},
    ),
    (
        "a foreign corporation doing this business in Japan is domestic",
        {"counterpart": {"country": "US", "handles_in_japan": True}, "basis": "entrustment"},
        {"is_third_party": False, "regime": "domestic", "permitted": True, "duties": ["supervise_25"]},
    ),
    (
        "an unknown country does not matter for a corporation doing this business in Japan",
        {"counterpart": {"country": "unknown", "handles_in_japan": True}, "basis": "consent"},
        {"regime": "domestic", "permitted": True, "duties": []},
    ),
    (
        "a British corporation doing this business in Japan is domestic too",
        {"counterpart": {"country": "GB", "handles_in_japan": True}},
        {"regime": "domestic"},
    ),
    ("an EEA state is designated", {"counterpart": {"country": "NO"}}, {"regime": "foreign_equivalent_country"}),
    ("the United Kingdom is designated", {"counterpart": {"country": "GB"}}, {"regime": "foreign_equivalent_country"}),
    ("Switzerland is not designated", {"counterpart": {"country": "CH"}}, {"regime": "foreign_consent"}),
    (
        "a designated country needs no system, so a lost one changes nothing",
        {
            "counterpart": {"country": "DE", "equivalent_system": "contract"},
            "basis": "entrustment",
            "basis_facts": {"measures_kept": False},
        },
        {"regime": "foreign_equivalent_country", "is_third_party": False, "permitted": True, "violations": []},
    ),
    (
        "an equivalent system opens joint use abroad",
        {"counterpart": {"country": "VN", "equivalent_system": "group_rules"}, "basis": "joint_use"},
        {
            "regime": "foreign_equivalent_system",
            "is_third_party": False,
            "permitted": True,
            "record_required": False,
            "duties": ["annual_check_28_3", "inform_on_request_28_3", "joint_use_notice"],
        },
    ),
    (
        "an equivalent system opens opt-out abroad",
        {"counterpart": {"country": "US", "equivalent_system": "cbpr"}, "basis": "opt_out"},
        {
            "regime": "foreign_equivalent_system",
            "permitted": True,
            "record_items": ["data_items", "date", "principal", "third_party"],
            "modes": ["each_time"],
            "duties": ["annual_check_28_3", "inform_on_request_28_3", "opt_out_filing"],
        },
    ),
    (
        "an equivalent system that is no longer kept is gone: entrustment no longer helps",
        {
            "counterpart": {"country": "VN", "equivalent_system": "contract"},
            "basis": "entrustment",
            "basis_facts": {"measures_kept": False},
        },
        {
            "regime": "foreign_consent",
            "is_third_party": True,
            "permitted": False,
            "violations": ["Act Art. 28(1)", "Act Art. 28(3)"],
            "record_required": True,
        },
    ),
    (
        "measures matter only where a system is relied on",
        {"counterpart": VN, "basis": "consent", "basis_facts": {"measures_kept": False}},
        {"permitted": True, "violations": []},
    ),
    (
        "a receipt follows the giver's country",
        {"role": "recipient", "counterpart": VN},
        {"regime": "foreign_consent", "permitted": None, "record_required": True},
    ),
    (
        "for a recipient the giver's entrustment holds wherever the giver is: Art. 30(1) proviso has no bracket on Art. 28",
        {"role": "recipient", "counterpart": VN, "basis": "entrustment"},
        {"is_third_party": False, "record_required": False, "record_article": "Act Art. 30(1) proviso", "duties": []},
    ),
    (
        "statistics are under no regime, abroad neither",
        {"information": "statistical", "counterpart": VN},
        {"is_provision": True, "regime": "none", "permitted": True, **NOTHING},
    ),
    (
        "a loose card is under no regime, abroad neither",
        {"information": "personal_information", "counterpart": VN},
        {"regime": "none", "permitted": True, **NOTHING},
    ),
    (
        "pseudonymised data abroad is under Art. 41(6) alone: entrustment is open",
        {"information": "pseudonymised_personal_data", "counterpart": VN, "basis": "entrustment"},
        {"regime": "none", "is_third_party": False, "permitted": True, "violations": [], "record_required": False},
    ),
    (
        "personal-related information keeps its regime abroad",
        {"information": "personal_related", "counterpart": VN},
        {"regime": "personal_related", "is_third_party": True},
    ),
    (
        "sharing under Art. 27(5) says nothing on personal-related information",
        {"information": "personal_related", "basis": "joint_use"},
        {"is_third_party": True, "record_required": True, "permitted": True, "duties": ["confirm_31_1"]},
    ),
    (
        "anonymised information has its regime abroad",
        {"information": "anonymised", "counterpart": VN},
        {"regime": "anonymised", "permitted": True},
    ),
    (
        "anonymised information inside one legal person has none",
        {"information": "anonymised", "act": "internal"},
        {"regime": "none", **NOTHING},
    ),
]


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_regime(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    assert differences(facts, expected) == {}


def test_thirty_eea_states_and_the_united_kingdom_are_designated() -> None:
    designated = statute().latest_rules().designated_countries
    assert len(designated) == 31
    assert {"GB", "NO", "IS", "LI", "HR"} <= designated
    assert designated.isdisjoint({"CH", "JP", "US"})


@pytest.mark.parametrize("information", list(Information))
@pytest.mark.parametrize("act", [Act.INTERNAL, Act.OWN_SERVER, Act.STORED_NOT_HANDLED])
def test_nothing_follows_where_nothing_leaves_us(information: Information, act: Act) -> None:
    found = assess(Facts(information=information, act=act))
    assert (found.permitted, found.violations, found.record_required, found.duties) == (True, (), False, ())
