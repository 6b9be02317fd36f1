"""Check whether a record is due, what it holds, how it may be made, how long it is kept and whether the person may see it."""

from __future__ import annotations

from typing import Any

import pytest

VN = {"country": "VN"}
PLAIN = ["data_items", "principal", "third_party"]
CONSENT = ["consent", *PLAIN]
OPT_OUT = ["data_items", "date", "principal", "third_party"]
RECEIVED = ["acquisition_history", *PLAIN]
ALL_MODES = ["contract", "each_time", "lump"]
NO_RECORD = {"record_required": False, "record_items": [], "modes": [], "disclosable": False}

PROVIDER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    (
        "no ground stated",
        {},
        {
            "record_items": PLAIN,
            "modes": ["each_time", "lump"],
            "disclosable": True,
            "record_article": "Act Art. 29(1)",
        },
    ),
    (
        "consent that was not given",
        {"basis": "consent", "basis_facts": {"consent_obtained": False}},
        {"record_items": PLAIN, "modes": ["each_time", "lump"]},
    ),
    (
        "consent without the foreign information",
        {"basis": "consent", "counterpart": VN, "basis_facts": {"information_given": False}},
        {"record_items": CONSENT, "modes": ALL_MODES},
    ),
    (
        "an opt-out that is not in order",
        {"basis": "opt_out", "basis_facts": {"opt_out_filed": False}},
        {"record_items": OPT_OUT, "modes": ["each_time"]},
    ),
    (
        "an opt-out with an equivalent system",
        {"basis": "opt_out", "counterpart": {"country": "US", "equivalent_system": "cbpr"}},
        {"record_items": OPT_OUT},
    ),
    (
        "a failed item",
        {"basis": "law", "basis_facts": {"foreign_law_only": True}},
        {"record_items": PLAIN, "modes": ["each_time", "lump"]},
    ),
    (
        "a failed entrustment",
        {"basis": "entrustment", "basis_facts": {"matched_across_entrusters": True}},
        {"record_items": PLAIN, "modes": ["each_time", "lump"]},
    ),
    (
        "joint use abroad",
        {"basis": "joint_use", "counterpart": VN},
        {"record_items": PLAIN, "modes": ["each_time", "lump"]},
    ),
    (
        "what is no personal data for the recipient is so for us",
        {"basis": "consent", "counterpart": {"identifies_principal": False}},
        {"record_items": CONSENT},
    ),
    (
        "whether the recipient is a business operator does not matter",
        {"basis": "consent", "counterpart": {"is_business_operator": False}},
        {"record_items": CONSENT},
    ),
    (
        "a single provision takes no lump",
        {"basis": "consent", "record": {"continuous": False}},
        {"modes": ["contract", "each_time"]},
    ),
    (
        "a contract needs a tie to the person",
        {"basis": "consent", "record": {"connected_with_service": False}},
        {"modes": ["each_time", "lump"]},
    ),
    (
        "a contract without a tie is no fault",
        {"basis": "consent", "record": {"mode": "contract", "connected_with_service": False}},
        {"violations": [], "permitted": True},
    ),
    (
        "a contract under opt-out is no fault",
        {"basis": "opt_out", "record": {"mode": "contract"}},
        {"violations": [], "modes": ["each_time"]},
    ),
    (
        "a lump does not change the items of consent",
        {"basis": "consent", "record": {"mode": "lump"}},
        {"record_items": CONSENT, "violations": []},
    ),
    (
        "a lump under opt-out abroad",
        {"basis": "opt_out", "counterpart": VN, "record": {"mode": "lump"}},
        {"violations": ["Act Art. 28(1)", "Rules Art. 19(2)"]},
    ),
    (
        "vague items leave the giving lawful",
        {"basis": "consent", "record": {"items_concrete": False}},
        {"violations": ["Rules Art. 20(1)"], "permitted": True},
    ),
    (
        "an excluded record is due and not disclosable",
        {"basis": "consent", "excluded_by_order_11": "i"},
        {"record_items": CONSENT, "disclosable": False},
    ),
]

RECIPIENT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("no ground known", {}, {"record_items": RECEIVED, "modes": ALL_MODES, "record_article": "Act Art. 30(3)"}),
    (
        "a consent that the giver does not have",
        {"basis": "consent", "basis_facts": {"consent_obtained": False}},
        {"record_items": RECEIVED},
    ),
    (
        "a failed item is confirmed and recorded",
        {"basis": "law", "basis_facts": {"foreign_law_only": True}},
        {"record_items": RECEIVED},
    ),
    (
        "a failed entrustment is confirmed and recorded",
        {"basis": "entrustment", "basis_facts": {"within_entrusted_work": False}},
        {"record_items": RECEIVED},
    ),
    (
        "an opt-out takes no contract",
        {"basis": "opt_out", "record": {"mode": "contract"}},
        {"modes": ["each_time"], "violations": []},
    ),
    (
        "a private person has no opt-out to publish",
        {"basis": "opt_out", "counterpart": {"type": "individual", "is_business_operator": False}},
        {"record_items": RECEIVED, "modes": ALL_MODES},
    ),
    (
        "a contract needs the tie",
        {"basis": "consent", "record": {"connected_with_service": False}},
        {"modes": ["each_time", "lump"]},
    ),
    ("vague items", {"record": {"items_concrete": False}}, {"violations": ["Rules Art. 24(1)"], "permitted": None}),
    ("a vague principal", {"record": {"principal_concrete": False}}, {"violations": ["Rules Art. 24(1)"]}),
    (
        "a lump without repetition",
        {"basis": "consent", "record": {"mode": "lump", "continuous": False}},
        {"violations": ["Rules Art. 23(2)"]},
    ),
    (
        "personal-related information taken as personal data",
        {"information": "personal_related"},
        {"record_items": CONSENT, "disclosable": True},
    ),
    (
        "personal-related: the giver's basis has no effect",
        {"information": "personal_related", "basis": "opt_out"},
        {"record_items": CONSENT, "modes": ALL_MODES},
    ),
    (
        "personal-related: a consent by notice only is not recorded",
        {"information": "personal_related", "personal_related": {"consent_by_action": False}},
        {"record_items": PLAIN},
    ),
    (
        "personal-related: abroad we record the foreign information",
        {"information": "personal_related", "own_country": "US"},
        {"record_items": ["consent", "data_items", "foreign_information_confirmed", "principal", "third_party"]},
    ),
    (
        "personal-related: not in a designated country",
        {"information": "personal_related", "own_country": "DE"},
        {"record_items": CONSENT},
    ),
    (
        "personal-related: the giver's country does not matter",
        {"information": "personal_related", "counterpart": VN},
        {"record_items": CONSENT},
    ),
]

WITHOUT_RECORD: list[tuple[str, dict[str, Any], str]] = [
    ("an item that holds", {"basis": "life_body_property"}, "Act Art. 29(1) proviso"),
    ("joint use that holds", {"basis": "joint_use"}, "Act Art. 29(1) proviso"),
    (
        "an item for personal-related information",
        {"information": "personal_related", "basis": "law"},
        "Act Art. 29(1) proviso",
    ),
    ("an item, received", {"role": "recipient", "basis": "law"}, "Act Art. 30(1) proviso"),
    (
        "an academic giver, received",
        {"role": "recipient", "basis": "academic_publication", "counterpart": {"type": "academic"}},
        "Act Art. 30(1) proviso",
    ),
    ("ourselves academic, received", {"role": "recipient", "basis": "academic_recipient"}, "Act Art. 30(1) proviso"),
    (
        "joint use, received from abroad",
        {"role": "recipient", "basis": "joint_use", "counterpart": VN},
        "Act Art. 30(1) proviso",
    ),
    ("a public body", {"basis": "consent", "counterpart": {"type": "public_body"}}, "Act Art. 29(1) bracket"),
    (
        "a public body, without a valid ground",
        {"basis": "consent", "basis_facts": {"consent_obtained": False}, "counterpart": {"type": "public_body"}},
        "Act Art. 29(1) bracket",
    ),
    (
        "a public body, received",
        {"role": "recipient", "counterpart": {"type": "public_body"}},
        "Act Art. 29(1) bracket",
    ),
    ("a loose card, received", {"role": "recipient", "information": "personal_information"}, "Record Guideline 2-2"),
    (
        "no personal data for us, received",
        {"role": "recipient", "basis": "consent", "counterpart": {"identifies_principal": False}},
        "Record Guideline 2-2",
    ),
    ("on behalf of the person", {"relation": "on_behalf_of_principal", "basis": "consent"}, "Record Guideline 2-2"),
    ("with My Number", {"data": {"my_number": True}}, "My Number Act Art. 30(2)"),
]


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in PROVIDER], ids=[case[0] for case in PROVIDER])
def test_record_of_a_provider(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    assert differences(facts, {"record_required": True, **expected}) == {}


@pytest.mark.parametrize(("facts", "expected"), [case[1:] for case in RECIPIENT], ids=[case[0] for case in RECIPIENT])
def test_record_of_a_recipient(facts: dict[str, Any], expected: dict[str, Any], differences: Any) -> None:
    always = {"record_required": True, "duties": ["confirm_30_1"]}
    assert differences({"role": "recipient", **facts}, {**always, **expected}) == {}


@pytest.mark.parametrize(
    ("facts", "article"), [case[1:] for case in WITHOUT_RECORD], ids=[case[0] for case in WITHOUT_RECORD]
)
def test_no_record_is_due(facts: dict[str, Any], article: str, differences: Any) -> None:
    vague = {"record": {"items_concrete": False, "mode": "lump", "continuous": False}}
    no_retention = {"retention": {"class": None, "keep_until": None}}
    expected = {**NO_RECORD, **no_retention, "record_article": article}
    assert differences({**facts, **vague}, expected) == {}


def test_a_recipient_that_fails_an_academic_item_records(differences: Any) -> None:
    facts = {"role": "recipient", "basis": "academic_recipient", "basis_facts": {"rights_unjustly_harmed": True}}
    assert differences(facts, {"record_required": True, "duties": ["confirm_30_1"]}) == {}
