"""Check what countries are called and which country a name means."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pycountry
import pytest

from transfer_log.countries import names
from transfer_log.countries.names import all_countries, country, country_name, is_country, parse_country
from transfer_log.countries.profiles import load_profiles
from transfer_log.errors import NotFound, Text

if TYPE_CHECKING:
    from transfer_log.countries.facts import CountryProfile

PROFILES = load_profiles(Path(__file__).parents[2] / "country_profiles")
CODES = sorted([entry.alpha_2 for entry in pycountry.countries] + ["XK"])
JAPANESE_NAME = re.compile(r"[ァ-ヺー・一-龯]+")
KATAKANA = re.compile(r"[ァ-ヺー・]+")


def test_the_table_holds_every_code_of_iso_3166_1_and_kosovo() -> None:
    assert sorted(found.code for found in all_countries("en")) == CODES


@pytest.mark.parametrize("entry", list(pycountry.countries), ids=lambda entry: entry.alpha_2)
def test_a_code_has_the_alpha_3_code_of_iso_3166_1(entry: Any) -> None:
    assert country(entry.alpha_2).alpha_3 == entry.alpha_3


@pytest.mark.parametrize("code", CODES)
def test_the_japanese_short_name_is_katakana_and_kanji_without_brackets(code: str) -> None:
    assert JAPANESE_NAME.fullmatch(country_name(code).ja)


@pytest.mark.parametrize("code", CODES)
def test_the_official_japanese_name_is_japanese_without_brackets(code: str) -> None:
    assert JAPANESE_NAME.fullmatch(country(code).official_ja.replace("及び", "").replace("、", ""))


@pytest.mark.parametrize("code", CODES)
def test_the_reading_of_a_name_is_katakana(code: str) -> None:
    assert KATAKANA.fullmatch(country(code).reading)


def test_no_two_countries_share_a_name() -> None:
    for language in ("ja", "en"):
        assert len({found.name.in_language(language) for found in all_countries(language)}) == len(CODES)


def test_no_name_code_or_other_writing_means_two_countries() -> None:
    meanings: dict[str, set[str]] = {}
    for found in all_countries("en"):
        for name in names._names_of(found):
            meanings.setdefault(names._folded(name), set()).add(found.code)
    assert {name: codes for name, codes in meanings.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("code", "ja"),
    [
        ("TW", "台湾"),
        ("GE", "ジョージア"),
        ("TZ", "タンザニア"),
        ("KR", "韓国"),
        ("US", "米国"),
        ("GB", "英国"),
        ("AU", "オーストラリア"),
        ("MN", "モンゴル"),
        ("RU", "ロシア"),
        ("BN", "ブルネイ"),
        ("LA", "ラオス"),
        ("MM", "ミャンマー"),
        ("HK", "香港"),
        ("MO", "マカオ"),
        ("NP", "ネパール"),
        ("GR", "ギリシャ"),
        ("BA", "ボスニア・ヘルツェゴビナ"),
        ("BM", "バミューダ"),
        ("AW", "アルバ"),
        ("AI", "アンギラ"),
        ("KG", "キルギス"),
        ("CV", "カーボベルデ"),
        ("IR", "イラン"),
        ("SY", "シリア"),
        ("VE", "ベネズエラ"),
        ("BO", "ボリビア"),
        ("MD", "モルドバ"),
        ("KP", "北朝鮮"),
        ("PS", "パレスチナ"),
        ("VA", "バチカン"),
        ("CD", "コンゴ民主共和国"),
        ("CG", "コンゴ共和国"),
        ("XK", "コソボ"),
    ],
)
def test_a_country_is_called_what_japans_public_bodies_call_it(code: str, ja: str) -> None:
    assert country_name(code).ja == ja


@pytest.mark.parametrize(
    ("code", "official"),
    [
        ("KR", "大韓民国"),
        ("TZ", "タンザニア連合共和国"),
        ("MM", "ミャンマー連邦共和国"),
        ("HK", "中華人民共和国香港特別行政区"),
        ("MO", "中華人民共和国マカオ特別行政区"),
        ("GR", "ギリシャ共和国"),
        ("BA", "ボスニア・ヘルツェゴビナ"),
        ("AU", "オーストラリア連邦"),
        ("VN", "ベトナム社会主義共和国"),
        ("US", "アメリカ合衆国"),
        ("GE", "ジョージア"),
    ],
)
def test_a_country_has_its_official_japanese_name(code: str, official: str) -> None:
    assert country(code).official_ja == official


@pytest.mark.parametrize(
    "profile", [each for each in PROFILES.values() if each.is_whole_country], ids=lambda each: each.id
)
def test_the_profile_of_a_whole_country_bears_the_names_of_the_table(profile: CountryProfile) -> None:
    known = country(profile.alpha_2)
    assert (profile.name, profile.name_ja_official) == (known.name, known.official_ja)


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=lambda each: each.id)
def test_a_profile_bears_the_alpha_3_code_of_its_country(profile: CountryProfile) -> None:
    assert profile.alpha_3 == country(profile.alpha_2).alpha_3


def test_a_country_that_cannot_be_identified_has_a_name_too() -> None:
    assert country_name("unknown") == Text("国を特定できない", "country not identified")


def test_a_code_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="ZZ"):
        country_name("ZZ")


@pytest.mark.parametrize("code", ["JP", "XK", "NO"])
def test_a_code_in_capitals_is_a_country(code: str) -> None:
    assert is_country(code)


@pytest.mark.parametrize("code", ["jp", "JPN", "unknown", "", "UK"])
def test_anything_else_is_no_country_code(code: str) -> None:
    assert not is_country(code)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_japan_leads_the_list_of_countries(language: str) -> None:
    assert all_countries(language)[0].code == "JP"


def test_the_japanese_list_follows_the_fifty_sounds_with_kanji_names_at_their_reading() -> None:
    order = [found.name.ja for found in all_countries("ja")]
    wanted = [
        "アイスランド",
        "ウルグアイ",
        "英国",
        "オーストラリア",
        "ガーナ",
        "カナダ",
        "韓国",
        "中国",
        "米国",
        "ベトナム",
        "ロシア",
    ]
    assert [name for name in order if name in wanted] == wanted


def test_the_long_mark_sorts_as_the_vowel_before_it() -> None:
    order = [found.name.ja for found in all_countries("ja")]
    assert order.index("オーストリア") < order.index("オマーン") < order.index("オランダ")


def test_the_english_list_is_alphabetical_with_accents_ignored() -> None:
    order = [found.name.en for found in all_countries("en")]
    assert order.index("Afghanistan") < order.index("Åland Islands") < order.index("Albania")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("VN", "VN"),
        ("vn", "VN"),
        ("VNM", "VN"),
        ("ＶＮ", "VN"),
        (" ベトナム ", "VN"),
        ("ヴェトナム", "VN"),
        ("ﾍﾞﾄﾅﾑ", "VN"),
        ("ベトナム社会主義共和国", "VN"),
        ("Viet Nam", "VN"),
        ("Socialist Republic of Viet Nam", "VN"),
        ("アメリカ", "US"),
        ("米国", "US"),
        ("アメリカ合衆国", "US"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("United States of America", "US"),
        ("イギリス", "GB"),
        ("英国", "GB"),
        ("UK", "GB"),
        ("韓国", "KR"),
        ("大韓民国", "KR"),
        ("Korea, Republic of", "KR"),
        ("グルジア", "GE"),
        ("ギリシア", "GR"),
        ("ラトヴィア", "LV"),
        ("UAE", "AE"),
        ("Turkey", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("ボスニアヘルツェゴビナ", "BA"),
        ("Bosnia & Herzegovina", "BA"),
        ("St. Lucia", "LC"),
        ("Russian Federation", "RU"),
        ("コソボ", "XK"),
        ("NO", "NO"),
        ("香港", "HK"),
        ("豪州", "AU"),
    ],
)
def test_a_country_is_understood_as_people_write_it(written: str, code: str) -> None:
    assert parse_country(written) == code


@pytest.mark.parametrize(
    "written", ["", " ", "コンゴ", "Congo", "Korea", "ドミニカ", "unknown", "704", "Atlantis", "バルト三国", "<script>"]
)
def test_a_name_that_means_no_one_country_is_not_guessed(written: str) -> None:
    assert parse_country(written) is None
