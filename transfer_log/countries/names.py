"""Name countries and regions in Japanese and English, and find the code for a name people write.

The table is `names.yaml`: every code of ISO 3166-1 and XK (Kosovo). It is our own because the libraries' Japanese names mix
short and formal forms and keep some that Japan no longer uses.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from transfer_log.countries.plain_yaml import read_yaml
from transfer_log.errors import NotFound, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNKNOWN: Final = "unknown"
"""Stands in a country field when the country cannot be identified yet (Rules Art. 17(3))."""

UNKNOWN_NAME: Final = Text("国を特定できない", "country not identified")
JAPAN: Final = "JP"

_COULD_MEAN_SEVERAL: Final = frozenset({"Congo"})
"""ISO's short name for one of the two; people mean either."""

_TABLE: Final = Path(__file__).with_name("names.yaml")
_LATIN_ACCENT: Final = re.compile("[\u0300-\u036f]")
_VOICING_MARK: Final = re.compile("[\u3099\u309a]")
_FORMER_VU: Final = re.compile("ヴ([ァィェォ]?)")
_MODERN_BA: Final = {"": "ブ", "ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}
_SMALL_KANA: Final = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_COLUMNS: Final = {
    "ア": "アカサタナハマヤラワ",
    "イ": "イキシチニヒミリ",
    "ウ": "ウクスツヌフムユル",
    "エ": "エケセテネヘメレ",
    "オ": "オコソトノホモヨロヲ",
}
_VOWEL_OF: Final = {kana: vowel for vowel, column in _COLUMNS.items() for kana in column}


@dataclass(frozen=True, slots=True)
class Country:
    """Be one country or region of ISO 3166-1.

    `official_ja` is the official Japanese name (equal to the short one where there is no other), `reading` the katakana
    reading of the short name, `also` further names people write.
    """

    code: str
    alpha_3: str
    name: Text
    official_ja: str
    reading: str
    also: tuple[str, ...]


@cache
def _countries() -> Mapping[str, Country]:
    """Read the table once."""
    table = cast("dict[str, dict[str, str]]", read_yaml(_TABLE))
    return MappingProxyType({code: _country(code, row) for code, row in table.items()})


def _country(code: str, row: Mapping[str, str]) -> Country:
    """Make a country of one row of the table."""
    name = Text(row["ja"], row["en"])
    official, reading = row.get("official", name.ja), row.get("reading", name.ja)
    return Country(code, row["alpha_3"], name, official, reading, tuple(row.get("also", ())))


def country(code: str) -> Country:
    """Return the country of an ISO 3166-1 alpha-2 code in capitals, or of XK.

    :raises NotFound: if there is no such code.
    """
    try:
        return _countries()[code]
    except KeyError:
        text = Text("国コード「{code}」はありません。", "There is no country code {code}.")
        raise NotFound(text.format(code=code)) from None


def country_name(code: str) -> Text:
    """Return the short name of a country; `unknown` reads as a country not identified (Rules Art. 17(3)).

    :raises NotFound: if there is no such code.
    """
    return UNKNOWN_NAME if code == UNKNOWN else country(code).name


def is_country(code: str) -> bool:
    """Say whether this is a country code as it is stored: two capitals, of ISO 3166-1 or XK."""
    return code in _countries()


def all_countries(language: str) -> tuple[Country, ...]:
    """Return every country for a picker: Japan first, then by the alphabet (en) or the fifty sounds (ja).

    Japan leads because most recipients are there. Countries with a profile are not moved up: a list people scan must keep
    the order they know from every other list, and must not reshuffle when a profile is added.
    """
    return _countries_in_order("ja" if language == "ja" else "en")


@cache
def _countries_in_order(language: str) -> tuple[Country, ...]:
    """Sort the table once for each language."""
    by_name = _by_fifty_sounds if language == "ja" else _by_alphabet
    return tuple(sorted(_countries().values(), key=lambda found: (found.code != JAPAN, by_name(found))))


def _by_alphabet(found: Country) -> tuple[str, str]:
    """Return a key that sorts Åland under A and Côte d'Ivoire under C."""
    return _without_accents(found.name.en).casefold(), found.name.en


def _by_fifty_sounds(found: Country) -> tuple[str, str]:
    """Return a key for the order of Japanese dictionaries (JIS X 4061).

    Voiced and small kana count as plain ones, the long mark as the vowel before it; only equals are told apart by them.
    """
    sounds: list[str] = []
    plain = _VOICING_MARK.sub("", unicodedata.normalize("NFD", found.reading)).translate(_SMALL_KANA)
    for kana in plain.replace("・", ""):
        sounds.append(_VOWEL_OF[sounds[-1]] if kana == "ー" else kana)
    return "".join(sounds), found.reading


def parse_country(text: str) -> str | None:
    """Return the code for what someone wrote, or None where it names no country or could mean several.

    Understands alpha-2 and alpha-3 codes, the Japanese and English names of the table and the official English names; width,
    case, accents, spaces, dots and ヴ make no difference. Never guesses: コンゴ, Korea and ドミニカ give None, and so does
    `unknown`, which is no country.
    """
    return _parse_folded(_folded(text))


@lru_cache(maxsize=2048)
def _parse_folded(folded: str) -> str | None:
    """Look among our own names first: pycountry takes a tenth of a second to import and is seldom needed."""
    if found := _codes_by_name().get(folded):
        return found
    return _codes_by_formal_english_name().get(folded)


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Map every folded code and name of the table to its alpha-2 code."""
    return {_folded(name): found.code for found in _countries().values() for name in _names_of(found)}


def _names_of(found: Country) -> Iterator[str]:
    """Give every way in which our table writes a country."""
    yield from (found.code, found.alpha_3, found.name.ja, found.name.en, found.official_ja, *found.also)


@cache
def _codes_by_formal_english_name() -> Mapping[str, str]:
    """Map the folded formal English names of ISO 3166-1 to their codes."""
    import pycountry  # noqa: PLC0415 - a tenth of a second, only for a name we do not have ourselves

    return {
        _folded(name): entry.alpha_2
        for entry in pycountry.countries
        for name in (entry.name, getattr(entry, "official_name", entry.name))
        if name not in _COULD_MEAN_SEVERAL
    }


def _folded(text: str) -> str:
    """Return a name without what people write differently: width, case, accents, marks, `the`, `St.`, `&`, ヴ."""
    plain = _without_accents(unicodedata.normalize("NFKC", text)).casefold()
    plain = re.sub(r"\bst\b\.?", "saint", plain.replace("&", " and "))
    plain = re.sub(r"^the\b", "", plain.strip())
    plain = "".join(letter for letter in plain if letter.isalnum() or letter == "ー")
    return _FORMER_VU.sub(lambda sound: _MODERN_BA[sound[1]], plain)


def _without_accents(text: str) -> str:
    """Return the text without accents on Latin letters; the voicing marks of kana stay."""
    return unicodedata.normalize("NFC", _LATIN_ACCENT.sub("", unicodedata.normalize("NFD", text)))
