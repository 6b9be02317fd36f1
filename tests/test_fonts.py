"""The fonts' own character maps say what a document can show."""

from __future__ import annotations

import re

import pytest

from transfer_log.fonts import JAPANESE, JAPANESE_BOLD, coverage, font_paths, read_coverage, supplement_class


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("𠮷野家", id="a kanji beyond the first plane"),
        pytest.param("葛\U000e0100城 葛\U000e0101飾", id="both forms of 葛"),
        pytest.param("辻\U000e0100", id="辻 with one dot"),
        pytest.param("髙橋 山﨑 ㈱", id="variants in names"),
        pytest.param("福\ufe00", id="a standardised variant"),
        pytest.param("ﾔﾏﾀﾞ ﾀﾛｳ", id="half-width kana"),
        pytest.param("か\u3099", id="kana with a voice mark apart"),
        pytest.param("Nguyễn Thị Ánh", id="Vietnamese"),
        pytest.param("Łukasz Şahin Škoda", id="Polish, Turkish, Czech"),
        pytest.param("Київ Өлзий Ёлкин", id="Ukrainian, Mongolian, Russian"),
        pytest.param("Αθήνα", id="Greek with an accent"),
        pytest.param("राम बहादुर", id="Nepali"),
        pytest.param("김철수 张伟 臺北", id="Korean and Chinese"),
        pytest.param("見本\n太郎", id="a line break"),
        pytest.param("☎\ufe0e", id="a symbol asked for in text style"),
    ],
)
def test_a_name_of_these_scripts_can_be_shown(name: str) -> None:
    assert coverage().first_unshowable(name) is None


@pytest.mark.parametrize(
    ("name", "character"),
    [
        pytest.param("สมชาย", "ส", id="Thai"),
        pytest.param("محمد", "م", id="Arabic"),
        pytest.param("အောင်", "အ", id="Burmese"),
        pytest.param("山田🙂", "🙂", id="an emoji"),
        pytest.param("葛\U000e01ef", "葛\U000e01ef", id="a form of 葛 that no font has"),
        pytest.param("\U000e0100", "\U000e0100", id="a selector with nothing before it"),
        pytest.param("外\ue000字", "\ue000", id="a character of private use"),
        pytest.param("甲\u202e乙", "\u202e", id="a direction mark"),
        pytest.param("甲\x00", "\x00", id="a control"),
    ],
)
def test_the_first_character_without_a_glyph_is_named(name: str, character: str) -> None:
    assert coverage().first_unshowable(name) == character


def test_the_bold_font_has_every_character_of_the_regular_one() -> None:
    regular, bold, _ = font_paths()
    assert regular.name == JAPANESE[1]
    assert bold.name == JAPANESE_BOLD[1]
    assert read_coverage(regular) == read_coverage(bold)


@pytest.mark.parametrize("character", ["Ł", "Š", "Ї", "ό", "र", "\u030c"])
def test_a_letter_the_japanese_font_lacks_calls_for_the_other_font(character: str) -> None:
    assert _matches_supplement(character)


@pytest.mark.parametrize("character", ["a", "é", "ễ", "Я", "葛", "か", "1"])
def test_a_letter_the_japanese_font_has_stays_in_it(character: str) -> None:
    assert not _matches_supplement(character)


def _matches_supplement(character: str) -> bool:
    """Read the class, written for typst's expressions, as one of Python's."""
    python_class = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: f"\\U{int(match[1], 16):08x}", supplement_class())
    return re.fullmatch(python_class, character) is not None
