"""Check what holds for any facts at all."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_log.law import (
    Act,
    Article35Stop,
    Counterpart,
    CounterpartType,
    Duty,
    EquivalentSystem,
    Facts,
    FactsError,
    Information,
    LegalBasis,
    Order11Ground,
    RecordItem,
    RecordMode,
    Regime,
    Relation,
    RetentionClass,
    Role,
    assess,
    assess_all,
    decisive_facts,
)

CODES: dict[str, list[str]] = {
    "role": [*Role],
    "information": [*Information],
    "basis": [*LegalBasis],
    "act": [*Act],
    "relation": [*Relation],
    "counterpart.type": [*CounterpartType],
    "counterpart.country": ["JP", "VN", "US", "GB", "NO", "unknown"],
    "counterpart.equivalent_system": [*EquivalentSystem],
    "basis_facts.art_35_stop": [*Article35Stop],
    "record.mode": [*RecordMode],
    "own_country": ["JP", "VN", "GB"],
    "excluded_by_order_11": [*Order11Ground],
    "on": ["2022-04-01", "2026-11-21", "2031-01-01"],
    "record.recorded_on": ["2024-02-29", "2026-11-21", "9999-12-31"],
    "record.last_provided_on": ["2024-02-29", "2026-11-20", "0001-01-01"],
}
FLAGS = [
    (f"{section.name}.{member.name}", not value)
    for section in fields(Facts)
    if is_dataclass(part := getattr(Facts(), section.name))
    for member in fields(part)
    if isinstance(value := getattr(part, member.name), bool)
]
CHOICES = [(key, value) for key, values in CODES.items() for value in values] + FLAGS


def facts_of(choices: list[tuple[str, Any]]) -> Facts:
    """Return the facts that the dotted choices make, contradictions taken out; of two choices on one key the later counts."""
    mapping: dict[str, Any] = {}
    for key, value in choices:
        section, _, name = key.partition(".")
        if name:
            mapping.setdefault(section, {})[name] = value
        else:
            mapping[section] = value
    if mapping.get("act") in {Act.VIEWED_ONLY, Act.UNSOLICITED}:
        mapping["role"] = Role.RECIPIENT
    if mapping.get("counterpart", {}).get("country") == "unknown":
        mapping["counterpart"].pop("equivalent_system", None)
    return Facts.from_mapping(mapping)


def any_facts() -> st.SearchStrategy[Facts]:
    """Draw facts that can be assessed: up to 14 choices away from the defaults."""
    return st.lists(st.sampled_from(CHOICES), max_size=14).map(facts_of)


def generous(test: object) -> object:
    """Give a property many examples and no deadline: machines differ."""
    return settings(max_examples=150, deadline=None)(test)


@generous
@given(any_facts())
def test_any_facts_can_be_assessed_and_written_as_json(facts: Facts) -> None:
    assert json.loads(json.dumps(assess(facts).to_mapping()))


@generous
@given(any_facts())
def test_facts_survive_being_written_and_read(facts: Facts) -> None:
    assert Facts.from_mapping(facts.to_mapping()) == facts
    assert Facts.from_mapping(json.loads(json.dumps(facts.to_mapping()))) == facts


@generous
@given(any_facts())
def test_without_a_record_there_is_nothing_to_record(facts: Facts) -> None:
    found = assess(facts)
    if not found.record_required:
        assert (found.record_items, found.modes, found.disclosable) == ((), (), False)
        assert found.retention.retention_class is None
        assert all(violation.blocks or violation.code == "opt_out_not_published" for violation in found.violations)


@generous
@given(any_facts())
def test_a_due_record_names_the_other_side_the_items_and_a_mode(facts: Facts) -> None:
    found = assess(facts)
    if found.record_required:
        assert {RecordItem.THIRD_PARTY, RecordItem.DATA_ITEMS} <= set(found.record_items)
        assert RecordMode.EACH_TIME in found.modes
        assert found.retention.retention_class in set(RetentionClass)


@generous
@given(any_facts())
def test_what_is_forbidden_has_a_reason_and_nothing_else_has_one_that_forbids(facts: Facts) -> None:
    found = assess(facts)
    assert (found.permitted is False) == any(violation.blocks for violation in found.violations)


@generous
@given(any_facts())
def test_no_date_but_the_statute_period_changes_anything_but_how_long_to_keep(facts: Facts) -> None:
    dated, undated = assess(facts), assess(facts.without_dates())
    assert replace(dated, retention=undated.retention) == undated
    assert dated.retention.retention_class == undated.retention.retention_class


@generous
@given(st.lists(any_facts(), max_size=6))
def test_many_are_assessed_like_each_one(many: list[Facts]) -> None:
    twice = [*many, *many]
    assert list(assess_all(twice)) == [assess(facts) for facts in twice]


@generous
@given(any_facts())
def test_only_a_provision_has_consequences(facts: Facts) -> None:
    found = assess(facts)
    if not found.is_provision:
        assert (found.violations, found.duties, found.record_required) == ((), (), False)
        assert found.permitted is (True if facts.role == Role.PROVIDER else None)


@generous
@given(any_facts())
def test_my_number_is_never_recorded_nor_judged_by_27_to_30(facts: Facts) -> None:
    found = assess(replace(facts, data=replace(facts.data, my_number=True)))
    assert not found.record_required
    assert not any(
        violation.article.startswith(("Act Art. 27", "Act Art. 28", "Act Art. 31")) for violation in found.violations
    )


@generous
@given(any_facts())
def test_consent_to_a_third_party_abroad_is_recorded_as_consent(facts: Facts) -> None:
    abroad = replace(
        facts,
        role=Role.PROVIDER,
        information=Information.PERSONAL_DATA,
        act=Act.SENT,
        relation=Relation.NONE,
        basis=LegalBasis.CONSENT,
        counterpart=Counterpart(country="VN"),
        basis_facts=replace(facts.basis_facts, consent_obtained=True),
        data=replace(facts.data, my_number=False),
    )
    found = assess(abroad)
    assert found.regime == Regime.FOREIGN_CONSENT
    assert Duty.INFORM_28_2 in found.duties
    assert RecordItem.CONSENT in found.record_items


@generous
@given(any_facts())
def test_an_order_11_ground_only_ever_hides(facts: Facts) -> None:
    shown, hidden = (
        assess(replace(facts, excluded_by_order_11=None)),
        assess(replace(facts, excluded_by_order_11="iii")),
    )
    assert replace(shown, disclosable=False) == hidden


@generous
@given(any_facts())
def test_a_public_body_changes_only_the_record(facts: Facts) -> None:
    private = assess(replace(facts, counterpart=replace(facts.counterpart, type=CounterpartType.BUSINESS)))
    public = assess(replace(facts, counterpart=replace(facts.counterpart, type=CounterpartType.PUBLIC_BODY)))
    assert public.permitted == private.permitted
    assert public.regime == private.regime
    assert not public.record_required


def test_two_flags_that_matter_for_consent_are_found_decisive() -> None:
    decisive = decisive_facts(Facts(basis=LegalBasis.CONSENT))
    assert {"basis_facts.consent_obtained", "basis_facts.stop_requested"} <= set(decisive)


def test_a_flag_of_another_ground_is_not_decisive() -> None:
    decisive = decisive_facts(Facts(basis=LegalBasis.CONSENT))
    assert not {"basis_facts.opt_out_filed", "basis_facts.notice_complete", "data.special_care"} & set(decisive)


def test_facts_that_cannot_be_assessed_stop_the_many() -> None:
    with pytest.raises(FactsError):
        list(assess_all([Facts(), Facts(act=Act.VIEWED_ONLY)]))
