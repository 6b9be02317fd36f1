"""Turn names, numbers and addresses into grams, the small pieces by which people are found. Pure.

Two characters are the natural piece of a Japanese name: most family names have just two. Every gram begins with a mark
that says whose people it belongs to and where it stood: anywhere, at a start, or as a whole. A gram says "worth a look",
never "found": the grams of one word may stand apart in a name, and two operators may share a mark. `matches` decides.

What a person can be found by is kept as one text, the *keys*: names and readings first, then a tab, then registration
numbers, e-mail and phone; one a line, the words of a name apart by spaces. Other code than this module only passes it on.
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
    from uuid import UUID

#: Hyphens and brackets are written or left out at will in phone and registration numbers. What other punctuation is
#: left becomes full width, so that a gram holds nothing that a full-text engine takes for a separator or an operator.
_PUNCTUATION: Final[dict[int, str | None]] = {
    **{code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalnum()},
    **dict.fromkeys(map(ord, "-()")),
}
#: How Japan is dialled from abroad.
_CALLED_FROM_ABROAD: Final = ("0081", "01081")
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


def keys_of(names: Iterable[str | None], codes: Iterable[str | None], phone: str | None) -> str:
    """Return the keys of a person: `names` with readings, `codes` are registration numbers and the e-mail address."""
    name_lines = {" ".join(filter(None, map(_name_word, name.split()))): None for name in names if name}
    code_lines = {word_key(code): None for code in codes if code}
    if phone:
        code_lines[phone_key(phone)] = None
    return "\n".join(filter(None, name_lines)) + "\t" + "\n".join(filter(None, code_lines))


# --- Grams -------------------------------------------------------------------------------------------------------


def grams_of(keys: str, marks: Marks) -> set[str]:
    """Return the grams under which a person is kept."""
    anywhere, start, whole = marks
    names, _, codes = keys.partition("\t")
    found: set[str] = set()
    for name in names.split("\n"):
        words = name.split(" ")
        found.update(*[_name_word_grams(word, marks) for word in words])
        if len(words) > 1:
            together = "".join(words)
            found |= {whole + together, start + together[:2]}
            found.update([anywhere + one[-1] + two[0] for one, two in pairwise(words)])
    for code in codes.split("\n"):
        found |= {whole + code, start + code[:2]}
        found.update([anywhere + one + two for one, two in pairwise(code)])
    return found


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
    pieces = [anywhere + gram for word in words for gram in bigrams(word)]
    stages = [[whole + "".join(words)]]
    if len(words) > 1:
        stages.append([whole + word for word in words])
    stages.append([start + word[:2] for word in words] + pieces)
    stages.append(pieces)
    return Sought(words, tuple(tuple(dict.fromkeys(stage)) for stage in stages))


def _sought_word(word: str) -> str:
    return phone_key(word) if word.startswith(("+", "＋")) else word_key(word)


def matches(words: Iterable[str], keys: str) -> bool:
    """Tell whether every word stands somewhere in what a person can be found by."""
    # Lines stay apart: no word of a search holds a tab or the end of a line.
    closed = keys.replace(" ", "")
    return all(word in closed for word in words)
