"""Turn names, numbers and addresses into grams, the small pieces by which people are found. Pure.

Two characters are the natural piece of a Japanese name: most family names have just two. Two letters or digits say little:
nearly every phone number has a 00. So runs of them are kept in fours as well, and longer ones asked for in fours. Every gram begins with a mark
that says whose people it belongs to and where it stood: anywhere, at a start, or as a whole. A gram says "worth a look",
never "found": the grams of one word may stand apart in a name, and two operators may share a mark.

What a person can be found by is kept as one text, the *keys*: names and readings first, then after a tab registration
numbers, e-mail and phone, then after another tab the day of birth; one a line, the words of a name apart by spaces. Other
code than this module only passes it on.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from transfer_log.text import bigrams, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

#: Hyphens and brackets are written or left out at will in phone and registration numbers. What other punctuation is
#: left becomes full width, so that a gram holds nothing that a full-text engine takes for a separator or an operator.
_PUNCTUATION: Final[dict[int, str | None]] = {
    **{code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()},
    **dict.fromkeys(map(ord, "-()")),
}
#: How Japan is dialled from abroad.
_CALLED_FROM_ABROAD: Final = ("0081", "01081")
_LETTERS_AND_DIGITS: Final = re.compile(r"[!-~\uff01-\uff5e]{4,}")
_NOT_DIGITS: Final = re.compile(r"[^0-9]+")

# The shortest characters outside ASCII; as every gram begins with one, no letter of a name is taken for a mark.
_FIRST_MARK: Final = 0x80
_MARKS: Final = (0x800 - _FIRST_MARK) // 3


class Marks(NamedTuple):
    """Hold the characters that begin the grams of one operator."""

    anywhere: str
    start: str
    whole: str


def marks_of(operator_id: UUID) -> Marks:
    """Return the marks of an operator; two operators may happen to have the same ones."""
    first = _FIRST_MARK + 3 * (crc32(operator_id.bytes) % _MARKS)
    return Marks(chr(first), chr(first + 1), chr(first + 2))


# --- Keys --------------------------------------------------------------------------------------------------------


def word_key(text: str) -> str:
    """Return what a word or field is compared under: `search_key` without hyphens and brackets."""
    return search_key(text).translate(_PUNCTUATION)


def phone_key(text: str) -> str:
    """Return the digits of a phone number as dialled inside Japan: +81 90-1234-5678 is 09012345678."""
    plain = search_key(text)
    digits = _NOT_DIGITS.sub("", plain)
    for prefix in (*_CALLED_FROM_ABROAD, *(("81",) if plain.startswith("+") else ())):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).lstrip("0")
    return digits


@lru_cache(maxsize=50_000)
def _name_word(word: str) -> str:
    """Return the key of a word of a name; a few thousand family and given names make up most of them."""
    return word_key(word)


def keys_of(
    names: Iterable[str | None], codes: Iterable[str | None], phone: str | None, birth_date: date | None = None
) -> str:
    """Return the keys of a person: `names` with readings, `codes` are registration numbers and the e-mail address."""
    name_lines = {" ".join(filter(None, map(_name_word, name.split()))): None for name in names if name}
    code_lines = {word_key(code): None for code in codes if code}
    if phone:
        code_lines[phone_key(phone)] = None
    born = day_key(birth_date) if birth_date else ""
    return f"{_lines(name_lines)}\t{_lines(code_lines)}\t{born}"


def day_key(day: date) -> str:
    """Return what a day of birth is found by: its digits, as a whole only."""
    return f"{day:%Y%m%d}"


def _lines(keys: Iterable[str]) -> str:
    return "\n".join(filter(None, keys))


def name_keys(keys: str) -> list[str]:
    """Return the keys of the names and readings alone."""
    return keys.partition("\t")[0].replace(" ", "").split("\n")


# --- Grams -------------------------------------------------------------------------------------------------------


def grams_of(keys: str, marks: Marks) -> set[str]:
    """Return the grams under which a person is kept."""
    anywhere, start, whole = marks
    names, codes, born = keys.split("\t")
    found: set[str] = set()
    for name in names.split("\n"):
        words = name.split(" ")
        found.update(*[_name_word_grams(word, marks) for word in words])
        together = "".join(words)
        found.update(_fours(together, anywhere))
        if len(words) > 1:
            found |= {whole + together, start + together[:2]}
            found.update([anywhere + one[-1] + two[0] for one, two in pairwise(words)])
    if born:
        found.add(whole + born)
    for code in filter(None, codes.split("\n")):
        found |= {whole + code, start + code[:2]}
        found.update([anywhere + one + two for one, two in pairwise(code)])
        found.update(_fours(code, anywhere))
    return found


def _fours(key: str, mark: str) -> list[str]:
    """Return the overlapping fours of letters and digits in a key."""
    runs = _LETTERS_AND_DIGITS.findall(key)
    return [mark + run[start : start + 4] for run in runs for start in range(len(run) - 3)]


@lru_cache(maxsize=50_000)
def _name_word_grams(word: str, marks: Marks) -> tuple[str, ...]:
    if not word:
        return ()
    anywhere, start, whole = marks
    pairs = [anywhere + gram for gram in bigrams(word)]
    letters = [anywhere + letter for letter in word]
    return (whole + word, start + word[0], start + word[:2], *pairs, *letters)


# --- Searching ---------------------------------------------------------------------------------------------------


class Sought(NamedTuple):
    """Hold what somebody looks for: the words, all of which must match, and the grams to ask for, best matches first."""

    words: tuple[str, ...]
    stages: tuple[tuple[str, ...], ...]


def sought(text: str, marks: Marks) -> Sought:
    """Return what to ask for: the whole text, each word as a whole, each word as a beginning, and anywhere."""
    anywhere, start, whole = marks
    words = tuple(filter(None, map(_sought_word, text.split())))
    if not words:
        return Sought((), ())
    pieces = [gram for word in words for gram in _pieces(word, anywhere)]
    stages = [[whole + "".join(words)]]
    if len(words) > 1:
        stages.append([whole + word for word in words])
    stages.append([start + word[:2] for word in words] + pieces)
    stages.append(pieces)
    return Sought(words, tuple(tuple(dict.fromkeys(stage)) for stage in stages))


def _pieces(word: str, mark: str) -> list[str]:
    if _LETTERS_AND_DIGITS.fullmatch(word):
        return _fours(word, mark)
    return [mark + gram for gram in bigrams(word)]


def _sought_word(word: str) -> str:
    return phone_key(word) if word.startswith(("+", "＋")) else word_key(word)
