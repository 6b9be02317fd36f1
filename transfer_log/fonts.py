"""Know the fonts that printed documents embed, and which characters they can show.

A name must come out as its bearer writes it, or not at all. Two faults of layout engines are silent, so the characters are
checked here, against the fonts' own tables, before a page is set:

- a letter the font lacks may be put together from a base letter and an accent that lands on the wrong letter (Škoda);
- a variant the font lacks (葛 with a variation selector) is shown as the ordinary form.

Kanji, kana, Hangul and most Latin, Greek and Cyrillic letters come from Noto Sans CJK JP; words with a letter it lacks
(Łukasz, Київ, राम) from Noto Sans. Other scripts (Thai, Arabic, Hebrew, Burmese, Khmer, emoji …) are in neither: `first_unshowable`
names the first such character.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The packages that carry the fonts, and the files in them. The bold file has the same characters as the regular one.
JAPANESE: Final = ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf")
JAPANESE_BOLD: Final = ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf")
SUPPLEMENT: Final = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")

#: Accents that stand after their letter: the Japanese font has a few of them but cannot place them.
COMBINING_MARKS: Final = range(0x300, 0x370)

#: The code points that pick a variant of the character before them (VS1-VS16, VS17-VS256).
VARIATION_SELECTORS: Final = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
TEXT_AND_EMOJI_STYLE: Final = frozenset({0xFE0E, 0xFE0F})
#: Categories of code points that show nothing, or nothing one could rely on.
UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

UNICODE_FULL: Final = 12
VARIATION_SEQUENCES: Final = 14


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hold the code points and the variation sequences (base, selector) that can be shown."""

    code_points: frozenset[int]
    sequences: frozenset[tuple[int, int]]

    def first_unshowable(self, text: str) -> str | None:
        """Return the first character of `text`, with its variation selector if it has one, that cannot be shown.

        None means that all of them can. A selector for text or emoji style changes no letter and is let pass.
        """
        base = -1
        for character in text:
            code_point = ord(character)
            if code_point in VARIATION_SELECTORS:
                if code_point not in TEXT_AND_EMOJI_STYLE and (base, code_point) not in self.sequences:
                    return chr(base) + character if base >= 0 else character
            elif code_point not in self.code_points:
                return character
            base = code_point
        return None


def font_paths() -> tuple[Path, ...]:
    """Return the font files that documents embed."""
    return tuple(_path(font) for font in (JAPANESE, JAPANESE_BOLD, SUPPLEMENT))


@cache
def coverage() -> Coverage:
    """Return what the embedded fonts can show together, read once a process from their character maps; and line breaks."""
    japanese, supplement = read_coverage(_path(JAPANESE)), read_coverage(_path(SUPPLEMENT))
    code_points = japanese.code_points | supplement.code_points | {ord("\n")}
    return Coverage(code_points, japanese.sequences | supplement.sequences)


@cache
def supplement_class() -> str:
    """Return a regular expression class of the characters for which a word has to be set in the supplementary font."""
    lacking = read_coverage(_path(SUPPLEMENT)).code_points - read_coverage(_path(JAPANESE)).code_points
    ranges: list[list[int]] = []
    for code_point in sorted(lacking.union(COMBINING_MARKS)):
        if ranges and ranges[-1][1] == code_point - 1:
            ranges[-1][1] = code_point
        else:
            ranges.append([code_point, code_point])
    return "[" + "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in ranges) + "]"


def _path(font: tuple[str, str]) -> Path:
    package, name = font
    return Path(str(files(package).joinpath(name)))


def read_coverage(path: Path) -> Coverage:
    """Read the character map of an OpenType file: subtables of format 12 (code points) and 14 (variation sequences).

    Code points that fonts map although nothing is seen of them (controls, direction marks, lone selectors) and those of
    private use, which mean something else in each font, do not count.

    :raises ValueError: if the file has no subtable of format 12; every font with full Unicode coverage has one.
    """
    cmap = _read_table(path, b"cmap")
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets = {struct.unpack_from(">I", cmap, 8 + 8 * index)[0] for index in range(count)}
    code_points: set[int] = set()
    sequences: set[tuple[int, int]] = set()
    for offset in sorted(offsets):
        (subtable_format,) = struct.unpack_from(">H", cmap, offset)
        if subtable_format == UNICODE_FULL:
            code_points.update(_full_code_points(cmap, offset))
        elif subtable_format == VARIATION_SEQUENCES:
            sequences.update(_variation_sequences(cmap, offset))
    if not code_points:
        raise ValueError(f"{path.name} has no character map of format 12")
    seen = {code_point for code_point in code_points if unicodedata.category(chr(code_point)) not in UNSEEN}
    return Coverage(frozenset(seen - VARIATION_SELECTORS), frozenset(sequences))


def _read_table(path: Path, tag: bytes) -> bytes:
    with path.open("rb") as file:
        count = struct.unpack(">4xH6x", file.read(12))[0]
        for _ in range(count):
            name, _checksum, offset, length = struct.unpack(">4sIII", file.read(16))
            if name == tag:
                file.seek(offset)
                return file.read(length)
    raise ValueError(f"{path.name} has no table {tag.decode()}")


def _full_code_points(cmap: bytes, offset: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", cmap, offset + 12)
    for index in range(groups):
        first, last, first_glyph = struct.unpack_from(">III", cmap, offset + 16 + 12 * index)
        # Glyph 0 is the box itself.
        yield from range(first + (first_glyph == 0), last + 1)


def _variation_sequences(cmap: bytes, offset: int) -> Iterator[tuple[int, int]]:
    (selectors,) = struct.unpack_from(">I", cmap, offset + 6)
    for index in range(selectors):
        record = offset + 10 + 11 * index
        selector = int.from_bytes(cmap[record : record + 3], "big")
        default, special = struct.unpack_from(">II", cmap, record + 3)
        if default:
            (ranges,) = struct.unpack_from(">I", cmap, offset + default)
            for start in range(offset + default + 4, offset + default + 4 + 4 * ranges, 4):
                first = int.from_bytes(cmap[start : start + 3], "big")
                yield from ((base, selector) for base in range(first, first + cmap[start + 3] + 1))
        if special:
            (mappings,) = struct.unpack_from(">I", cmap, offset + special)
            for start in range(offset + special + 4, offset + special + 4 + 5 * mappings, 5):
                yield int.from_bytes(cmap[start : start + 3], "big"), selector
