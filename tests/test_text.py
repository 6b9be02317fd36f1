"""Check the keys that find names, the marks that show hidden characters, and the reading of Japan dates."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.kanji_variants import FOLD, GROUPS
from transfer_log.legal_forms import CJK_FORMS, LATIN_FORMS
from transfer_log.text import (
    UnreadableDay,
    bigrams,
    company_form,
    company_key,
    japan_day_text,
    nearest,
    parse_day,
    reiwa,
    search_key,
    suspicious_characters,
    visible,
)


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("齊藤", "斉藤"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("𠮷野", "吉野"),
        ("中嶋", "中島"),
        ("冨澤", "富沢"),
        ("櫻井", "桜井"),
        ("國廣", "国広"),
        ("\ufa19", "神"),  # a compatibility ideograph
        ("葛\U000e0100城", "葛城"),  # a variation selector chooses the glyph
        ("佐佐木", "佐々木"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだ　たろう"),
        ("ヤマダ", "やまだ"),
        ("ｶﾞｷﾞｸﾞ", "ガギグ"),
        ("ジョン・スミス", "ジョン スミス"),
        ("スミス−ジョーンズ", "スミスージョーンズ"),  # dashes are typed for the long vowel sign
        ("関ヶ原", "関ケ原"),
        ("Ｃ－００１", "c-001"),
        ("Müller", "MULLER"),
        ("O’Brien", "o'brien"),
        ("山\u200b田", "山田"),
    ],
)
def test_two_writings_of_one_name_have_one_key(typed: str, looked_for: str) -> None:
    assert search_key(typed) == search_key(looked_for)


@pytest.mark.parametrize(
    ("one", "other"),
    [("山田", "山口"), ("かき", "がき"), ("ハハ", "ババ"), ("伊東", "伊藤"), ("й", "я"), ("岩崎", "巌崎")],
)
def test_two_names_keep_two_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_gives_what_the_long_way_gives(text: str) -> None:
    assert search_key(text + "山") == search_key(text) + "山"


@given(st.text(alphabet="山田髙橋ﾔﾏﾀﾞ かなカナA1 "))
def test_composition_does_not_change_the_key(text: str) -> None:
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(unicodedata.normalize("NFC", text))


def test_more_than_a_hundred_variants_are_folded() -> None:
    assert len(FOLD) > 500


def test_no_character_stands_in_two_groups_of_variants() -> None:
    members = "".join(GROUPS)
    assert len(members) == len(set(members))


def test_the_form_searched_under_is_never_folded_itself() -> None:
    assert not {ord(group[0]) for group in GROUPS} & FOLD.keys()


def test_bigrams_are_the_overlapping_pairs() -> None:
    assert bigrams("山田太郎") == ["山田", "田太", "太郎"]


def test_one_character_is_its_own_token() -> None:
    assert bigrams("林") == ["林"]


def test_nothing_has_no_tokens() -> None:
    assert bigrams("") == []


@pytest.mark.parametrize(
    "alias",
    [
        "株式会社見本商事",
        "見本商事株式会社",
        "㈱見本商事",
        "見本商事㈱",
        "(株)見本商事",
        "（株） 見本商事",
        "㍿見本商事",
        "株式会社　見本・商事",
        "カブシキガイシャ見本商事",
        "見本商事",
        "有限会社見本商事",
        "一般社団法人見本商事",
        "見本商事(一社)",
    ],
)
def test_the_writings_of_a_japanese_company_meet(alias: str) -> None:
    assert company_key(alias) == company_key("株式会社見本商事")


@pytest.mark.parametrize(
    "alias",
    [
        "Mihon Trading Co., Ltd.",
        "MIHON TRADING LTD",
        "Mihon Trading, Inc.",
        "Mihon Trading Corporation",
        "Mihon-Trading K.K.",
        "Kabushiki Kaisha Mihon Trading",
        "Mihon Trading GmbH",
        "Mihon Trading GmbH & Co. KG",
        "Mihon Trading JSC",
        "JSC Mihon Trading",
        "Công ty Cổ phần Mihon Trading",
        "PT Mihon Trading Tbk",
        "Mihon Trading S.A.",
        "Mihon Trading A/S",
        "Mihon Trading Sp. z o.o.",
        "Ｍｉｈｏｎ　Ｔｒａｄｉｎｇ　Ｐｔｅ．　Ｌｔｄ．",
        "Mihon Trading L.L.C.",
    ],
)
def test_the_writings_of_a_foreign_company_meet(alias: str) -> None:
    assert company_key(alias) == "mihontrading"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社見本", "株式会社見本商事"),
        ("AS Roma", "Roma"),  # a form that stands only behind a name
        ("Inc. Magazine", "Magazine"),
        ("Cocoa", "Coa"),
        ("株式会社", "有限会社"),
    ],
)
def test_two_companies_keep_two_keys(one: str, other: str) -> None:
    assert company_key(one) != company_key(other)


def test_ampersand_is_the_word_and() -> None:
    assert company_key("Smith & Sons Ltd") == company_key("Smith and Sons Limited")


def test_a_name_that_is_only_a_legal_form_keeps_a_key() -> None:
    assert company_key("株式会社") == "株式会社"


@given(st.text(min_size=1))
def test_every_visible_name_has_a_company_key(text: str) -> None:
    assert bool(company_key(text)) == bool(search_key(text))


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("㈱見本", "kabushiki"),
        ("見本合同会社", "godo"),
        ("Mihon K.K.", "kabushiki"),
        ("地方独立行政法人見本病院", "local_agency"),
        ("独立行政法人見本", "agency"),
        ("見本", None),
    ],
)
def test_the_legal_form_tells_companies_of_one_name_apart(name: str, form: str | None) -> None:
    assert company_form(name) == form


def test_no_writing_stands_for_two_legal_forms() -> None:
    writings = [one for forms in (CJK_FORMS, LATIN_FORMS) for group in forms.values() for one in group]
    assert len(writings) == len(set(writings))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("山\u200b田", "zero_width"),
        ("abc\u202etxt", "bidi"),
        ("a\x07b", "control"),
        ("山田\n", "control"),
        ("\ue000田", "private_use"),
        ("山\ufffd", "replacement"),
        ("Аpple", "mixed_scripts"),  # the first letter is Cyrillic
        ("エ一ス", "look_alike"),  # the middle character is the kanji "one"
    ],
)
def test_a_misleading_character_is_flagged(text: str, kind: str) -> None:
    assert [suspicion.kind for suspicion in suspicious_characters(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "山田 太郎",
        "髙橋",
        "葛\U000e0100城",
        "𠮷田",
        "ジョン・スミス",
        "José",
        "Nguyễn Văn A",
        "Иван Петров",
        "エース",
        "三浦健一",
    ],
)
def test_an_ordinary_name_is_not_flagged(text: str) -> None:
    assert suspicious_characters(text) == []


def test_a_flag_says_what_and_where_in_both_languages() -> None:
    suspicion = suspicious_characters("山\u200b田")[0]
    assert (suspicion.position, suspicion.text.ja, suspicion.text.en) == (
        1,
        "目に見えない文字（U+200B）",
        "an invisible character (U+200B)",
    )


def test_hidden_characters_are_shown_as_marks() -> None:
    assert visible("山\u200b田\u202e") == "山⟦U+200B⟧田⟦U+202E⟧"


def test_line_breaks_and_variation_selectors_are_shown_as_they_are() -> None:
    assert visible("葛\U000e0100\n城\t") == "葛\U000e0100\n城\t"


@given(st.text())
def test_what_is_shown_hides_nothing(text: str) -> None:
    hiding = {"zero_width", "bidi", "control", "private_use", "replacement"}
    shown = visible(text).replace("\n", "").replace("\t", "")
    assert not hiding & {suspicion.kind for suspicion in suspicious_characters(shown)}


def test_the_nearest_known_word_is_offered() -> None:
    assert nearest("recipent_ref", ["external_id", "recipient_ref", "recipient_name"]) == "recipient_ref"


def test_full_width_and_capitals_do_not_hide_the_known_word() -> None:
    assert nearest("ＰＵＲＰＯＳＥ", ["purpose", "mode"]) == "purpose"


def test_nothing_is_offered_when_nothing_is_near() -> None:
    assert nearest("xyz", ["external_id", "purpose"]) is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20",
        "2026/11/20",
        "2026.11.20",
        "2026年11月20日",
        "令和8年11月20日",
        "令和８年１１月２０日",
        "R8.11.20",
        "r8/11/20",
        "R.8.11.20",
        "令8.11.20",
        "平成38年11月20日",
        " 2026-11-20 ",
        "２０２６／１１／２０",
    ],
)
def test_every_usual_writing_of_a_day_is_read(text: str) -> None:
    assert parse_day(text) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/1/5", date(2026, 1, 5)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S1.12.25", date(1926, 12, 25)),
        ("大正15年12月24日", date(1926, 12, 24)),
    ],
)
def test_short_and_era_writings_are_read(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "2026-W47-5",
        "20261120",
        "11/20/2026",
        "2026/11-20",
        "2026-11",
        "令和0年1月1日",
        "令和元年4月30日",  # before the era began
        "X8.11.20",
        "昨日",
        "2026-11-20T09:00",
        "2" * 10_000,
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDay):
        parse_day(text)


def test_the_refusal_of_a_day_names_field_row_and_what_was_found() -> None:
    with pytest.raises(UnreadableDay) as refused:
        parse_day("昨日\u200b")
    problem = refused.value.problem("provided_on", row=7)
    assert (problem.field, problem.row, problem.found) == ("provided_on", 7, "昨日⟦U+200B⟧")


@given(st.dates(min_value=date(1926, 12, 25), max_value=date(2100, 12, 31)))
def test_a_day_written_in_the_japanese_calendar_is_read_back(day: date) -> None:
    assert parse_day(reiwa(day)) == day


@pytest.mark.parametrize(("language", "text"), [("ja", "2026-11-21 (土)"), ("en", "21 Nov 2026 (Sat)")])
def test_a_day_is_shown_with_its_weekday(language: str, text: str) -> None:
    assert japan_day_text(date(2026, 11, 21), language) == text


def test_a_day_in_letters_names_the_era() -> None:
    assert reiwa(date(2026, 11, 21)) == "令和8年11月21日"
