"""Check how a country profile is shown: in four parts, with how sure it is, and never as the PPC's word when it is not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from transfer_log.countries.facts import (
    Confidence,
    CountryProfile,
    EUStatus,
    OECDBasis,
    PPCStatus,
    Presence,
    Principle,
)
from transfer_log.countries.parts import Part, four_parts, index_part, principles_part, sources, system_part
from transfer_log.countries.profiles import load_profiles
from transfer_log.countries.rules import (
    CONFIDENCE_LABELS,
    EU_STATUS_LABELS,
    OECD_BASIS_LABELS,
    PPC_STATUS_LABELS,
    PRESENCE_LABELS,
    PRINCIPLE_LABELS,
    fresh_until,
    is_stale,
)
from transfer_log.countries.wording import _japanese_notes, note_in_both_languages
from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

PROFILES = load_profiles(Path(__file__).parents[2] / "country_profiles")
each_profile = pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda profile: profile.id)
KANA = re.compile("[ぁ-んァ-ヶ]")


def notes_of(profile: CountryProfile) -> Iterator[str]:
    """Give every note of a profile that stands on a page as prose."""
    law = profile.comprehensive_law
    yield from (
        profile.ppc_note,
        profile.confidence_note or "",
        profile.oecd_note or "",
        profile.principal_rights_note,
        law.effective or "",
        law.amended or "",
        law.scope,
        profile.eu_adequacy.note or "",
        profile.cbpr.note or "",
        profile.data_localisation.note or "",
        profile.government_access.note or "",
    )


def words_of(part: Part) -> str:
    """Give all the Japanese of a part."""
    texts = [part.title, part.sureness.name, part.sureness.explanation, part.note, part.caution, part.remark]
    texts += [text for said in part.statements for text in (said.label, said.answer, said.note)]
    return "".join(text.ja for text in texts if text)


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (CONFIDENCE_LABELS, Confidence),
        (OECD_BASIS_LABELS, OECDBasis),
        (PPC_STATUS_LABELS, PPCStatus),
        (PRESENCE_LABELS, Presence),
        (EU_STATUS_LABELS, EUStatus),
        (PRINCIPLE_LABELS, Principle),
    ],
)
def test_every_code_has_a_label(labels: dict[Any, Any], codes: Any) -> None:
    assert list(labels) == list(codes)


@pytest.mark.parametrize("basis", [each for each in OECDBasis if each is not OECDBasis.PPC_SURVEY])
def test_a_basis_other_than_the_survey_says_that_it_is_no_judgement_of_the_ppc(basis: OECDBasis) -> None:
    explanation = OECD_BASIS_LABELS[basis].explanation
    assert "個人情報保護委員会の判断で" in explanation.ja
    assert "ありません" in explanation.ja
    assert "a judgement of the PPC" in explanation.en


@each_profile
def test_eight_values_go_without_a_caution_only_if_they_are_the_ppcs(profile: CountryProfile) -> None:
    caution = principles_part(profile).caution
    assert (caution is None) == (profile.oecd_basis is OECDBasis.PPC_SURVEY)


@each_profile
def test_values_from_knowledge_are_shown_under_that_name(profile: CountryProfile) -> None:
    sureness = principles_part(profile).sureness
    assert (sureness.name.ja == "知識による下書き(委員会の判断ではない)") == (
        profile.oecd_basis is OECDBasis.FROM_KNOWLEDGE
    )


@each_profile
def test_the_parts_stand_in_the_order_of_the_guideline(profile: CountryProfile) -> None:
    assert [part.key for part in four_parts(profile)] == ["system", "index", "principles", "grave_effect"]


@each_profile
def test_the_third_part_lists_the_eight_principles(profile: CountryProfile) -> None:
    assert [said.label for said in principles_part(profile).statements] == list(PRINCIPLE_LABELS.values())


@each_profile
def test_no_part_shows_the_bare_word_unknown(profile: CountryProfile) -> None:
    assert all("unknown" not in words_of(part) for part in four_parts(profile))


def test_a_country_that_was_not_assessed_shows_no_value_as_missing() -> None:
    brunei = PROFILES["BN"]
    answers = {said.answer for said in principles_part(brunei).statements}
    assert (brunei.oecd_basis, answers) == (OECDBasis.NOT_ASSESSED, {PRESENCE_LABELS[Presence.UNKNOWN]})


@pytest.mark.parametrize(
    ("country", "may_be_left_out"),
    [
        ("DE", True),  # the GDPR applies
        ("NZ", True),  # adequate
        ("SG", True),  # takes part in the CBPR
        ("VN", False),
        ("AE/DIFC", False),  # an associate of the Global CBPR Forum is no member
    ],
)
def test_the_principles_may_be_left_out_where_there_is_an_index(country: str, may_be_left_out: bool) -> None:  # noqa: FBT001
    assert (principles_part(PROFILES[country]).remark is not None) == may_be_left_out


def test_an_adequacy_decision_is_shown_with_its_day() -> None:
    assert index_part(PROFILES["NZ"]).statements[0].answer == Text(
        "十分性認定あり(2012-12-19から)", "adequacy decision (since 2012-12-19)"
    )


def test_a_law_without_a_japanese_name_is_shown_by_its_english_one() -> None:
    law = next(said for said in system_part(PROFILES["JE"]).statements if said.label.en == "Name of the law")
    assert law.answer.ja == "Data Protection (Jersey) Law 2018"


def test_a_country_without_a_general_law_names_none() -> None:
    labels = [said.label.en for said in system_part(PROFILES["US/federal"]).statements]
    assert "Name of the law" not in labels


def test_an_address_that_is_unknown_is_no_link() -> None:
    law = next(said for said in system_part(PROFILES["VN"]).statements if said.label.en == "Name of the law")
    assert law.url is None


def test_the_fourth_part_warns_that_much_of_it_is_from_knowledge() -> None:
    caution = four_parts(PROFILES["TH"])[3].caution
    assert caution is not None
    assert "知識による" in caution.ja


def test_a_profile_without_a_source_says_so() -> None:
    assert sources(replace(PROFILES["VN"], sources=()))[0].en == "No source is named. A reviewer must look for one."


@each_profile
def test_every_note_that_comes_with_the_product_has_its_japanese(profile: CountryProfile) -> None:
    untranslated = [
        note
        for note in notes_of(profile)
        if re.search("[a-z]{2}", note) and not re.search("[ぁ-んァ-ヶ一-龯]", note_in_both_languages(note).ja)
    ]
    assert untranslated == []


def test_no_translation_is_left_over() -> None:
    used = {note for profile in PROFILES.values() for note in (*notes_of(profile), *profile.sources)}
    assert set(_japanese_notes()) - used == set()


def test_a_note_of_the_companys_own_reads_the_same_in_both_languages() -> None:
    assert note_in_both_languages("当社で確認済み") == Text("当社で確認済み", "当社で確認済み")


def test_what_is_unknown_reads_as_not_found_out_yet() -> None:
    assert note_in_both_languages("unknown") == Text("確認できていない", "not found out yet")


@pytest.mark.parametrize(
    ("checked_on", "months", "last_fresh_day"),
    [
        (date(2026, 11, 21), 12, date(2027, 11, 21)),
        (date(2026, 11, 21), 6, date(2027, 5, 21)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # the month lacks the day
        (date(2027, 8, 31), 6, date(2028, 2, 29)),  # a leap year
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_facts_stay_fresh_by_calendar_months(checked_on: date, months: int, last_fresh_day: date) -> None:
    assert fresh_until(checked_on, months) == last_fresh_day


def test_facts_are_not_stale_on_their_last_fresh_day() -> None:
    assert not is_stale(PROFILES["VN"], date(2027, 11, 21), 12)


def test_facts_are_stale_the_day_after() -> None:
    assert is_stale(PROFILES["VN"], date(2027, 11, 22), 12)
