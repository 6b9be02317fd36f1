"""Check that the country profiles load, that faults stop the start, and that a version is frozen by its digest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from transfer_log.countries.facts import Confidence, CountryProfile, PPCStatus, Presence
from transfer_log.countries.profiles import (
    content,
    digest,
    find_profile,
    load_profiles,
    profile_for,
    profile_from,
    profiles_of,
)
from transfer_log.errors import Problem, RuleViolation

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[2] / "country_profiles"
PROFILES = load_profiles(FOLDER)
each_profile = pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda profile: profile.id)

SMALL = """
id: NO
alpha_2: NO
alpha_3: NOR
name_en: Norway
name_ja: ノルウェー
name_ja_official: ノルウェー王国
confidence: source-read
checked: 2026-11-21
ppc_status: surveyed
ppc_note: A note.
comprehensive_law:
  exists: yes
  name_en: Personal Data Act
  name_ja: unknown
  year: 2018
  effective: 2018-07-20
  scope: public and private
  url: unknown
supervisory_authority:
  name: Datatilsynet
  url: https://www.datatilsynet.no/
eu_adequacy:
  status: member
cbpr:
  member: false
oecd_basis: from-knowledge
oecd_principles:
  collection_limitation:
    value: yes
    article: 5
  data_quality:
    value: yes
  purpose_specification:
    value: partial
  use_limitation:
    value: no
  security_safeguards:
    value: unknown
  openness:
    value: yes
  individual_participation:
    value: yes
  accountability:
    value: yes
data_localisation:
  exists: no
  note: No general duty.
government_access:
  exists: unknown
principal_rights_note: GDPR-type rights.
"""


@pytest.fixture
def faults_of(tmp_path: Path) -> Callable[..., list[Problem]]:
    """Load the small profile after replacing one text in it, and give the problems found."""

    def load(old: str = "", new: str = "", *, file: str = "NO.yaml") -> list[Problem]:
        assert old in SMALL
        (tmp_path / file).write_text(SMALL.replace(old, new, 1) if old else SMALL, encoding="utf-8")
        try:
            load_profiles(tmp_path)
        except RuleViolation as violation:
            return list(violation.problems)
        return []

    return load


@pytest.fixture
def norway(tmp_path: Path) -> CountryProfile:
    """Load the small profile, written by a hand that knows nothing of YAML's surprises."""
    (tmp_path / "NO.yaml").write_text(SMALL, encoding="utf-8")
    return load_profiles(tmp_path)["NO"]


def test_all_profiles_load() -> None:
    assert len(PROFILES) == 111


def test_the_profiles_speak_of_105_countries_and_regions() -> None:
    assert len({profile.alpha_2 for profile in PROFILES.values()}) == 105


def test_thirty_eea_states_and_the_united_kingdom_are_designated_as_equivalent() -> None:
    assert sum(profile.ppc_status is PPCStatus.EQUIVALENT for profile in PROFILES.values()) == 31


def test_forty_profiles_were_surveyed_by_the_ppc() -> None:
    assert sum(profile.ppc_status is PPCStatus.SURVEYED for profile in PROFILES.values()) == 40


def test_thirty_three_profiles_are_from_knowledge_only() -> None:
    assert sum(profile.confidence is Confidence.FROM_KNOWLEDGE for profile in PROFILES.values()) == 33


@each_profile
def test_another_yaml_reader_finds_the_same_facts_in_the_file(profile: CountryProfile) -> None:
    text = (FOLDER / f"{profile.slug}.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text) == content(profile)


@each_profile
def test_a_profile_reads_back_from_its_content(profile: CountryProfile) -> None:
    assert profile_from(content(profile), source="stored") == profile


def test_the_code_of_norway_needs_no_quotes(norway: CountryProfile) -> None:
    assert norway.alpha_2 == "NO"


def test_a_yes_without_quotes_is_a_yes(norway: CountryProfile) -> None:
    assert norway.comprehensive_law.exists is Presence.YES


def test_an_article_that_is_a_number_stays_text(norway: CountryProfile) -> None:
    assert norway.oecd_principles[0].article == "5"


def test_a_fact_that_is_left_out_is_none(norway: CountryProfile) -> None:
    assert norway.comprehensive_law.amended is None


def test_the_small_profile_is_right(faults_of: Callable[..., list[Problem]]) -> None:
    assert faults_of() == []


@pytest.mark.parametrize(
    ("old", "new", "place", "found"),
    [
        ("ppc_note:", "pcc_note:", "pcc_note", "pcc_note"),  # unknown key
        ("  year: 2018", "  years: 2018", "comprehensive_law.years", "years"),  # unknown key inside
        ("confidence: source-read", "confidence: sure", "confidence", "sure"),
        ("oecd_basis: from-knowledge", "oecd_basis: ppc", "oecd_basis", "ppc"),
        ("ppc_status: surveyed", "ppc_status: listed", "ppc_status", "listed"),
        ("status: member", "status: yes", "eu_adequacy.status", "yes"),
        ("member: false", "member: no", "cbpr.member", "no"),
        ("checked: 2026-11-21", "checked: 2026-11-31", "checked", "2026-11-31"),
        ("checked: 2026-11-21", "checked: 21 Nov 2026", "checked", "21 Nov 2026"),
        ("status: member", "status: adequate\n  since: 2026", "eu_adequacy.since", "2026"),
        ("member: false", "member: true\n  since: 2026-13", "cbpr.since", "2026-13"),
        ("year: 2018", "year: 18", "comprehensive_law.year", "18"),
        ("url: unknown", "url: www.example.com", "comprehensive_law.url", "www.example.com"),
        ("name: Datatilsynet", "name:", "supervisory_authority.name", ""),  # empty
        ("name: Datatilsynet", "name: [a, b]", "supervisory_authority.name", "['a', 'b']"),
        ("cbpr:\n  member: false", "cbpr: none", "cbpr", "none"),  # text for a section
        ("principal_rights_note:", "sectoral_laws: one\nprincipal_rights_note:", "sectoral_laws", "one"),
        ("alpha_2: NO", "alpha_2: ZZ", "alpha_2", "ZZ"),
        ("alpha_3: NOR", "alpha_3: NOW", "alpha_3", "NOW"),
        ("alpha_3: NOR", "alpha_3: NOR\nregime: a b", "regime", "a b"),
        ("alpha_3: NOR", "alpha_3: NOR\nsubdivision: SE-AB", "subdivision", "SE-AB"),
        ("name_en: Personal Data Act", "amended: 2020", "comprehensive_law.name_en", "exists: yes, name_en: None"),
        ("from-knowledge", "not-assessed", "oecd_principles", None),  # values beside "not assessed"
    ],
)
def test_a_fault_names_file_key_and_what_was_found(
    faults_of: Callable[..., list[Problem]], old: str, new: str, place: str, found: str | None
) -> None:
    faults = {fault.field: fault for fault in faults_of(old, new)}
    assert f"NO.yaml: {place}" in faults
    assert found is None or faults[f"NO.yaml: {place}"].found == found


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("checked: 2026-11-21\n", "checked"),
        ("name_ja: ノルウェー\n", "name_ja"),
        ("  name: Datatilsynet\n", "supervisory_authority.name"),
        ("  openness:\n    value: yes\n", "oecd_principles.openness"),
        ("cbpr:\n  member: false\n", "cbpr"),
    ],
)
def test_a_missing_key_is_the_one_fault_named(faults_of: Callable[..., list[Problem]], line: str, place: str) -> None:
    assert [fault.field for fault in faults_of(line, "")] == [f"NO.yaml: {place}"]


def test_a_wrong_value_comes_with_the_values_allowed(faults_of: Callable[..., list[Problem]]) -> None:
    (fault,) = faults_of("confidence: source-read", "confidence: sure")
    assert fault.allowed == ("source-read", "from-knowledge")


def test_an_unknown_key_comes_with_the_nearest_known_one(faults_of: Callable[..., list[Problem]]) -> None:
    fault = next(fault for fault in faults_of("ppc_note:", "pcc_note:") if fault.found)
    assert "ppc_note" in fault.text.ja


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_fault_names_its_file_in_both_languages(faults_of: Callable[..., list[Problem]], language: str) -> None:
    (fault,) = faults_of("confidence: source-read", "confidence: sure")
    assert fault.text.in_language(language).startswith("NO.yaml: confidence: ")


def test_a_file_that_is_not_named_after_its_id_is_a_fault(faults_of: Callable[..., list[Problem]]) -> None:
    assert [fault.field for fault in faults_of(file="Norway.yaml")] == ["Norway.yaml: id"]


def test_an_id_that_does_not_follow_from_country_and_regime_is_a_fault(
    faults_of: Callable[..., list[Problem]],
) -> None:
    assert [fault.field for fault in faults_of("alpha_3: NOR", "alpha_3: NOR\nregime: Oslo")] == ["NO.yaml: id"]


def test_kosovo_may_have_a_profile(tmp_path: Path) -> None:
    text = SMALL.replace("id: NO", "id: XK").replace("alpha_2: NO", "alpha_2: XK").replace("NOR", "XKX")
    (tmp_path / "XK.yaml").write_text(text, encoding="utf-8")
    assert list(load_profiles(tmp_path)) == ["XK"]


def test_a_ppc_judgement_for_a_country_the_ppc_surveyed_is_right(faults_of: Callable[..., list[Problem]]) -> None:
    assert faults_of("oecd_basis: from-knowledge", "oecd_basis: ppc-survey") == []


def test_a_ppc_judgement_for_a_country_not_surveyed_is_a_fault(tmp_path: Path) -> None:
    text = SMALL.replace("surveyed", "unknown").replace("from-knowledge", "ppc-survey")
    (tmp_path / "NO.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleViolation) as caught:
        load_profiles(tmp_path)
    assert [fault.field for fault in caught.value.problems] == ["NO.yaml: oecd_basis"]


def test_a_key_that_stands_twice_is_a_fault(faults_of: Callable[..., list[Problem]]) -> None:
    (fault,) = faults_of("alpha_3: NOR", "alpha_3: NOR\nalpha_3: SWE")
    assert "alpha_3 stands twice" in fault.text.en


def test_a_file_that_is_no_yaml_is_a_fault_with_its_line(faults_of: Callable[..., list[Problem]]) -> None:
    (fault,) = faults_of("name_en: Norway", "name_en: 'Norway")
    assert "line" in fault.text.en


def test_a_file_that_holds_no_keys_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "NO.yaml").write_text("just words", encoding="utf-8")
    with pytest.raises(RuleViolation) as caught:
        load_profiles(tmp_path)
    assert [fault.field for fault in caught.value.problems] == ["NO.yaml"]


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    for code in ("NO", "SE"):
        text = (
            SMALL.replace("source-read", "sure")
            .replace("id: NO", f"id: {code}")
            .replace("alpha_2: NO", f"alpha_2: {code}")
        )
        (tmp_path / f"{code}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleViolation) as caught:
        load_profiles(tmp_path)
    assert {fault.field for fault in caught.value.problems} >= {"NO.yaml: confidence", "SE.yaml: confidence"}


def test_a_folder_without_profiles_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation):
        load_profiles(tmp_path)


def test_a_stored_content_with_a_fault_is_refused_by_the_name_of_its_source() -> None:
    broken = content(PROFILES["VN"]) | {"confidence": "sure"}
    with pytest.raises(RuleViolation) as caught:
        profile_from(broken, source="VN version 3")
    assert [fault.field for fault in caught.value.problems] == ["VN version 3: confidence"]


def test_the_digest_is_the_published_test_vector(norway: CountryProfile) -> None:
    """The canonical form may never change: provisions refer to versions by it."""
    assert digest(norway).hex() == "4afb56e5e9e8d830b0037ce8962a8c688b5fe8e68c70dfd16a5d6707dfa0abc3"


def test_the_digest_does_not_depend_on_the_order_of_keys(norway: CountryProfile) -> None:
    backwards = dict(reversed(content(norway).items()))
    assert digest(profile_from(backwards, source="stored")) == digest(norway)


@pytest.mark.parametrize(
    "changed",
    [
        lambda profile: replace(profile, ppc_note="Another note."),
        lambda profile: replace(profile, checked_on=profile.checked_on.replace(day=20)),
        lambda profile: replace(profile, sources=("A source.",)),
        lambda profile: replace(profile, cbpr=replace(profile.cbpr, member=True)),
        lambda profile: replace(profile, government_access=replace(profile.government_access, note="A note.")),
    ],
)
def test_the_digest_changes_with_any_fact(
    norway: CountryProfile, changed: Callable[[CountryProfile], CountryProfile]
) -> None:
    assert digest(changed(norway)) != digest(norway)


def test_no_two_profiles_share_a_digest() -> None:
    assert len({digest(profile) for profile in PROFILES.values()}) == len(PROFILES)


@pytest.mark.parametrize(
    ("country", "key", "expected"),
    [
        ("VN", None, "VN"),
        ("US", None, "US/federal"),
        ("AE", None, "AE/federal"),
        ("US", "US-CA", "US-CA"),
        ("AE", "AE/DIFC", "AE/DIFC"),
        ("AE", "AE-DIFC", "AE/DIFC"),  # as it stands in URLs
        ("VN", "US-CA", "VN"),  # a branch elsewhere does not carry the head office's profile
        ("US", "US-TX", "US/federal"),  # no such profile
    ],
)
def test_a_recipient_takes_the_profile_chosen_or_that_of_its_country(
    country: str, key: str | None, expected: str
) -> None:
    assert profile_for(country, key, PROFILES) == PROFILES[expected]


@pytest.mark.parametrize("country", ["ZW", "unknown", "JP"])
def test_a_country_without_a_profile_has_none(country: str) -> None:
    assert profile_for(country, None, PROFILES) is None


def test_the_profiles_to_choose_from_begin_with_the_one_that_holds_without_a_choice() -> None:
    assert [profile.id for profile in profiles_of("US", PROFILES)] == ["US/federal", "US-CA", "US-IL", "US-NY"]


def test_a_profile_is_found_by_its_form_in_urls() -> None:
    assert find_profile("US-federal", PROFILES) == PROFILES["US/federal"]


def test_a_key_of_no_profile_finds_none() -> None:
    assert find_profile("US/nowhere", PROFILES) is None
