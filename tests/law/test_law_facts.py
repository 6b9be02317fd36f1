"""Check that facts are read strictly, that every problem is named at once, and that they can be written back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transfer_log.errors import RuleViolation
from transfer_log.law import (
    BasisFacts,
    Counterpart,
    Facts,
    FactsError,
    LegalBasis,
    Record,
    RecordMode,
    assess,
    period_of,
)


def problems_of(mapping: Any) -> dict[str | None, str]:
    """Return the English sentence of each problem by its key."""
    with pytest.raises(FactsError) as caught:
        Facts.from_mapping(mapping)
    return {problem.field: problem.text.en for problem in caught.value.problems}


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("a number for a truth value", {"data": {"special_care": 1}}, "data.special_care"),
    ("a text for a truth value", {"data": {"special_care": "true"}}, "data.special_care"),
    ("null for a truth value", {"data": {"special_care": None}}, "data.special_care"),
    ("a number for a code", {"role": 1}, "role"),
    ("another case of a code", {"role": "Provider"}, "role"),
    ("null for a code", {"act": None}, "act"),
    ("a list for a code", {"basis": ["consent"]}, "basis"),
    ("an object for a code", {"basis": {"consent": True}}, "basis"),
    ("an unknown basis", {"basis": "concent"}, "basis"),
    ("a number for a day", {"on": 20261121}, "on"),
    ("a day without dashes", {"on": "20261121"}, "on"),
    ("a week", {"on": "2026-W47-6"}, "on"),
    ("an instant for a day", {"on": "2026-11-21T00:00:00Z"}, "on"),
    ("a day with a line break", {"on": "2026-11-21\n"}, "on"),
    ("full-width figures", {"on": "２０２６-11-21"}, "on"),
    ("null for the day", {"on": None}, "on"),
    ("a day that is none", {"record": {"recorded_on": "2026-02-30"}}, "record.recorded_on"),
    ("a day parsed by someone else", {"on": date(2026, 11, 21)}, "on"),
    ("a small country", {"counterpart": {"country": "vn"}}, "counterpart.country"),
    ("a country that is none", {"counterpart": {"country": "XX"}}, "counterpart.country"),
    ("an alpha-3 code", {"counterpart": {"country": "VNM"}}, "counterpart.country"),
    ("not knowing where we are", {"own_country": "unknown"}, "own_country"),
    ("a list for a section", {"counterpart": []}, "counterpart"),
    ("null for a section", {"counterpart": None}, "counterpart"),
    ("a text for a section", {"record": "each_time"}, "record"),
    ("an unknown key", {"counterparty": {}}, "counterparty"),
    ("an unknown key in a section", {"counterpart": {"kind": "business"}}, "counterpart.kind"),
    ("a key that is no text", {7: True}, "7"),
    ("a number for Order Art. 11", {"excluded_by_order_11": 1}, "excluded_by_order_11"),
]


@pytest.mark.parametrize(("mapping", "key"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_each_wrong_key_or_value_is_named(mapping: dict[str, Any], key: str) -> None:
    assert list(problems_of(mapping)) == [key]


@pytest.mark.parametrize("nothing", [None, [], "{}", 0])
def test_facts_that_are_no_object_are_refused(nothing: Any) -> None:
    assert list(problems_of(nothing)) == ["input"]


def test_a_message_names_key_value_and_what_is_allowed() -> None:
    with pytest.raises(FactsError) as caught:
        Facts.from_mapping({"record": {"mode": "weekly"}})
    (problem,) = caught.value.problems
    assert problem.field == "record.mode"
    assert problem.found == '"weekly"'
    assert problem.allowed == ("each_time", "lump", "contract")
    assert problem.text.en == 'record.mode: "weekly" is not allowed. Allowed: each_time, lump, contract.'
    assert problem.text.ja == 'record.mode の値 "weekly" は使えません。使える値: each_time, lump, contract。'


def test_null_is_named_where_it_is_allowed() -> None:
    assert problems_of({"record": {"recorded_on": ""}}) == {
        "record.recorded_on": 'record.recorded_on: "" is not allowed. Allowed: YYYY-MM-DD, null.'
    }


def test_every_problem_is_named_at_once() -> None:
    found = problems_of({"rol": "provider", "basis": 3, "counterpart": {"type": "shop", "x": 1}, "data": None})
    assert list(found) == ["rol", "basis", "counterpart.type", "counterpart.x", "data"]


@pytest.mark.parametrize(
    ("mapping", "nearest"),
    [
        ({"counterpart": {"country_code": "JP"}}, "counterpart.country"),
        ({"special_care": True}, "data.special_care"),
        ({"basis": "consent", "record": {"consent_obtained": True}}, "basis_facts.consent_obtained"),
        ({"information_kind": "personal_data"}, "information"),
    ],
)
def test_an_unknown_key_is_told_the_nearest_known_one(mapping: dict[str, Any], nearest: str) -> None:
    (sentence,) = problems_of(mapping).values()
    assert f"Did you mean {nearest}?" in sentence


def test_a_key_like_no_other_gets_no_suggestion() -> None:
    assert "Did you mean" not in problems_of({"zzz": 1})["zzz"]


def test_a_long_value_is_cut() -> None:
    assert len(problems_of({"basis": "x" * 10_000})["basis"]) < 500


def test_a_broken_character_is_shown_escaped() -> None:
    assert problems_of({"\ud800": "\ud800"})["\\ud800"].startswith('\\ud800 (value "\\ud800")')


@pytest.mark.parametrize("act", ["viewed_only", "unsolicited"])
def test_receiving_acts_are_refused_for_a_provider(act: str) -> None:
    assert "made_available" in problems_of({"act": act})["act"]
    assert Facts.from_mapping({"role": "recipient", "act": act}).act == act


def test_an_unknown_country_has_no_equivalent_system() -> None:
    sentence = problems_of({"counterpart": {"country": "unknown", "equivalent_system": "contract"}})[
        "counterpart.country"
    ]
    assert "Rules Art. 18(3)" in sentence


def test_a_contradiction_is_not_held_against_a_key_that_could_not_be_read() -> None:
    assert list(problems_of({"role": "receiver", "act": "viewed_only"})) == ["role"]


def test_a_day_before_the_first_rule_names_the_earliest_day() -> None:
    assert "2022-04-01" in problems_of({"on": "2022-03-31"})["on"]
    assert Facts.from_mapping({"on": "2022-04-01"}).on == date(2022, 4, 1)


def test_facts_built_by_hand_are_checked_when_assessed() -> None:
    with pytest.raises(FactsError, match="2022-04-01"):
        assess(Facts(on=date(2020, 1, 1)))
    with pytest.raises(FactsError, match="2022-04-01"):
        period_of(date(2022, 3, 31))
    with pytest.raises(FactsError, match="basis"):
        assess(Facts(basis="concent"))  # type: ignore[arg-type]


def test_a_facts_error_is_a_rule_violation_with_one_text() -> None:
    with pytest.raises(RuleViolation) as caught:
        Facts.from_mapping({"role": "x", "act": "y"})
    assert "role:" in str(caught.value)
    assert "act:" in caught.value.text.en
    assert "act の値" in caught.value.text.ja


def test_only_what_differs_from_the_default_is_written() -> None:
    facts = Facts(
        basis=LegalBasis.CONSENT,
        counterpart=Counterpart(country="VN"),
        basis_facts=BasisFacts(consent_obtained=False),
        record=Record(mode=RecordMode.LUMP, last_provided_on=date(2026, 6, 30)),
    )
    assert facts.to_mapping() == {
        "counterpart": {"country": "VN"},
        "basis": "consent",
        "basis_facts": {"consent_obtained": False},
        "record": {"mode": "lump", "last_provided_on": "2026-06-30"},
    }


def test_the_defaults_need_no_words() -> None:
    assert Facts().to_mapping() == {}
    assert Facts.from_mapping({}) == Facts()


def test_a_combination_has_no_dates() -> None:
    facts = Facts(on=date(2026, 5, 1), record=Record(recorded_on=date(2026, 5, 2), provided_on=date(2026, 5, 1)))
    assert facts.without_dates() == Facts(on=date(2022, 4, 1))
