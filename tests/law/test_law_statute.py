"""Check the dated data: it is complete, both languages are there, and a change of the law is one more entry."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from transfer_log.law import (
    Act,
    Article35Stop,
    CounterpartType,
    Duty,
    EquivalentSystem,
    Facts,
    Information,
    LegalBasis,
    Order11Ground,
    RecordItem,
    RecordMode,
    Regime,
    Relation,
    RetentionClass,
    Role,
    article_label,
    basis_article,
    basis_explanation,
    basis_label,
    duty_label,
    fact_article,
    fact_label,
    label_of,
    law_version,
    mode_label,
    period_of,
    record_item_article,
    record_item_label,
    regime_label,
    retention_label,
)
from transfer_log.law.articles import load_laws
from transfer_log.law.conditions import CONDITIONS
from transfer_log.law.reading import dotted_keys
from transfer_log.law.statute import Statute, load_data, statute

RULES = statute().latest_rules()
VOCABULARIES = {
    "role": Role,
    "information": Information,
    "act": Act,
    "relation": Relation,
    "counterpart_type": CounterpartType,
    "equivalent_system": EquivalentSystem,
    "art_35_stop": Article35Stop,
    "order_11": Order11Ground,
    "regime": Regime,
    "duty": Duty,
}


def test_the_statute_knows_every_code_of_the_vocabulary() -> None:
    assert set(RULES.bases) == set(LegalBasis)
    assert set(RULES.record_items) == set(RecordItem)
    assert set(RULES.modes) == set(RecordMode)
    assert set(RULES.retention) == set(RetentionClass)


def test_every_condition_has_a_fact_and_a_message() -> None:
    named = {code for basis in RULES.bases.values() for code in basis.conditions}
    assert named == set(CONDITIONS)
    assert named <= set(RULES.violations)


def test_every_record_set_is_made_of_known_items_and_modes() -> None:
    for record_set in RULES.record_sets.values():
        assert set(record_set.items_in_lump()) | set(record_set.items) <= set(RecordItem)
        assert set(record_set.modes) <= set(RecordMode)


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_code_has_a_label(name: str) -> None:
    for code in VOCABULARIES[name]:
        label = label_of(name, code)
        assert label.ja
        assert label.en


def test_every_yes_or_no_fact_has_words_and_an_article() -> None:
    sections = ("counterpart", "basis_facts", "data", "personal_related", "anonymised", "record")
    known = set(load_data("wording.yaml")["facts"])
    facts = Facts()
    for key in dotted_keys(Facts):
        section, _, name = key.partition(".")
        if section in sections and name and isinstance(getattr(getattr(facts, section), name), bool):
            assert fact_label(key).ja
            assert article_label(fact_article(key)).ja != fact_article(key)
            known.discard(key)
    assert not known


def test_every_article_cited_has_a_japanese_reading() -> None:
    cited = {*RULES.articles.values(), *(basis.article for basis in RULES.bases.values())}
    cited |= {rule.article for rule in RULES.violations.values() if rule.article}
    cited |= {each.article for each in [*RULES.record_items.values(), *RULES.modes.values(), *RULES.retention.values()]}
    for record_set in RULES.record_sets.values():
        cited |= {record_set.article, record_set.items_fault, record_set.lump_fault}
    assert [article for article in cited if article_label(article).ja == article] == []


@pytest.mark.parametrize(
    "text", [rule.message for rule in RULES.violations.values()] + [basis.explanation for basis in RULES.bases.values()]
)
def test_sentences_for_people_are_whole_in_both_languages(text: Any) -> None:
    assert text.ja.endswith("。")
    assert text.en.endswith(".")


def test_labels_are_looked_up_by_code() -> None:
    assert basis_label("consent").ja == "本人の同意"
    assert "同意" in basis_explanation("consent").ja
    assert basis_article("law") == "Act Art. 27(1)(i)" == LegalBasis.LAW.article
    assert basis_article("consent", "foreign_consent") == "Act Art. 28(1)"
    assert basis_article("law", "foreign_consent") == "Act Art. 27(1)(i)"
    assert record_item_label("date").ja == "提供年月日"
    assert record_item_article("consent") == "Rules Art. 20(1)(ii)"
    assert mode_label("lump").ja == "一括の記録"
    assert retention_label("R3").en.startswith("3 years")
    assert regime_label("domestic").ja == "国内の第三者"
    assert "法25条" in duty_label("supervise_25").ja


@pytest.mark.parametrize(
    ("article", "japanese"),
    [
        ("Act Art. 27(1)", "法27条1項"),
        ("Act Art. 27(5)(iii)", "法27条5項3号"),
        ("Act Art. 27(1)(iv)", "法27条1項4号"),
        ("Act Art. 29(1) proviso", "法29条1項ただし書"),
        ("Act Art. 29(1) bracket", "法29条1項括弧書"),
        ("Act Art. 44", "法44条"),
        ("Act Art. 30-2", "法30条の2"),
        ("Act Art. 30-2(1)", "法30条の2第1項"),
        ("Act Art. 30-2(ix)", "法30条の2第9号"),
        ("Rules Art. 19(2)", "規則19条2項"),
        ("Rules Art. 14", "規則14条"),
        ("Order Art. 11", "政令11条"),
        ("Order Art. 11(iv)", "政令11条4号"),
        ("My Number Act Art. 19", "番号利用法19条"),
        ("My Number Act Art. 30(2)", "番号利用法30条2項"),
        ("Record Guideline 2-2", "確認・記録ガイドライン2-2"),
        ("Record Guideline 2-2-1-1", "確認・記録ガイドライン2-2-1-1"),
        ("Civil Code Art. 143(2)", "民法143条2項"),
        ("our own rule 7", "our own rule 7"),
        ("Act Art. twenty", "Act Art. twenty"),
        ("Act ", "Act "),
    ],
)
def test_articles_read_as_japanese_lawyers_cite_them(article: str, japanese: str) -> None:
    assert article_label(article).ja == japanese
    assert article_label(article).en == article


def test_every_law_named_cites_by_article_or_section() -> None:
    assert {law["cites"] for law in load_laws()} == {"article", "section"}


def test_today_the_law_has_one_period() -> None:
    period = period_of(date(2026, 11, 21))
    assert (period.valid_from, period.valid_to) == (date(2022, 4, 1), None)


def test_the_state_of_knowledge_is_a_day() -> None:
    assert date.fromisoformat(law_version()) >= date(2026, 11, 21)


def changed_statute() -> Statute:
    """Return the law as if lump records were kept five years and Switzerland designated from 2028-07-01."""
    data = deepcopy(dict(load_data("statute.yaml")))
    retention = next(entry for entry in data["retention"] if entry["code"] == "RL")
    data["retention"].append({**retention, "valid_from": date(2028, 7, 1), "years": 5})
    retention["valid_to"] = date(2028, 6, 30)
    data["designated_countries"].append({"valid_from": date(2028, 7, 1), "codes": ["CH"]})
    return Statute(data)


def test_a_later_entry_opens_a_new_period() -> None:
    changed = changed_statute()
    assert [(period.valid_from, period.valid_to) for period in changed.periods] == [
        (date(2022, 4, 1), date(2028, 6, 30)),
        (date(2028, 7, 1), None),
    ]


@pytest.mark.parametrize(("day", "years", "swiss"), [(date(2028, 6, 30), 3, set()), (date(2028, 7, 1), 5, {"CH"})])
def test_each_day_has_the_rules_of_its_period(day: date, years: int, swiss: set[str]) -> None:
    rules = changed_statute().rules_on(day)
    assert rules.retention["RL"].years == years
    assert rules.designated_countries & {"CH"} == swiss


def test_a_basis_that_ended_is_no_longer_known() -> None:
    data = deepcopy(dict(load_data("statute.yaml")))
    next(entry for entry in data["bases"] if entry["code"] == "opt_out")["valid_to"] = date(2028, 6, 30)
    ended = Statute(data)
    assert "opt_out" in ended.rules_on(date(2028, 6, 30)).bases
    assert "opt_out" not in ended.rules_on(date(2028, 7, 1)).bases


def test_two_entries_of_one_code_on_one_day_are_refused() -> None:
    data = deepcopy(dict(load_data("statute.yaml")))
    data["modes"].append({**data["modes"][0], "valid_from": date(2028, 7, 1)})
    with pytest.raises(ValueError, match="each_time"):
        Statute(data)
