"""Set documents as PDF: the one door to typst.

Every document comes out as PDF/UA-1 (for screen readers) and PDF/A-2a (for archives) at once, with its fonts embedded, and
the same data give the same bytes. Data reach the template as JSON and are never read as markup. What a person typed is
shown as typed: control and direction characters as visible marks, and a character without a glyph stops the document.
"""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Final

import typst

from transfer_log.config import resource
from transfer_log.errors import Text, TransferLogError
from transfer_log.fonts import coverage, font_paths, supplement_class
from transfer_log.japanese_dates import JAPAN
from transfer_log.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

#: For how many further documents typst keeps the layout of one.
CACHED_DOCUMENTS: Final = 10

#: How `text.visible` marks a hidden character; its brackets are in no font that documents embed, these are.
HIDDEN_MARK: Final = re.compile(r"⟦(U\+[0-9A-F]+)⟧")
PRINTED_MARK: Final = r"〔\1〕"

#: Keys and, inside lists, numbers counted from 1, from the top of the data to one string: ("rows", 3, "recipient").
Place = tuple[str | int, ...]


class UnrenderableCharacter(TransferLogError):
    """Say that a character cannot be shown right, which one and where; no document was made.

    The text names the character and the place, never the whole value: it may stand in a log, and the value may be a name.
    """

    def __init__(self, character: str, place: Place, place_in_words: Text) -> None:
        """Keep the character (with its variation selector, if that is what the fonts lack) and its place in the data."""
        super().__init__(
            Text(
                f"{place_in_words.ja}の文字「{character}」（{_code_points(character)}）は、文書用の書体に字形がないため、"
                "PDF にできません。別の表記にするか、CSV または JSON で出力してください。",
                f"The character “{character}” ({_code_points(character)}) in {place_in_words.en} has no glyph in the fonts "
                "of this document, so no PDF was made. Use another spelling, or take CSV or JSON.",
            )
        )
        self.character = character
        self.place = place


def render(
    template: str, data: Mapping[str, object], *, created_on: date, places: Mapping[str, Text] | None = None
) -> bytes:
    """Return the PDF that `templates/documents/<template>.typ` makes of `data`.

    `data` holds what JSON can hold; the template finds it as `sys.inputs.data`, beside the class of characters that need
    the supplementary font. `created_on` is a Japan date, the document's only one, so that the same arguments give the same
    bytes at any time. `places` says in words where a value stands, by its keys joined with dots and without list numbers
    ("rows.recipient.name"), `{number}` being the first of those numbers; where it lacks a place it is asked for what the
    place lies in, and at last the keys are named.

    :raises UnrenderableCharacter: if the fonts cannot show a character.
    """
    shown = _printable(data)
    for place, value in _strings(shown):
        character = coverage().first_unshowable(value)
        if character is not None:
            raise UnrenderableCharacter(character, place, _in_words(place, places or {}))
    try:
        return _compile(
            template, json.dumps(shown, ensure_ascii=False), datetime.combine(created_on, time(), tzinfo=JAPAN)
        )
    finally:
        _forget()


def _compile(template: str, data: str, timestamp: datetime) -> bytes:
    folder = resource("templates") / "documents"
    document, notes = typst.compile_with_warnings(
        folder / f"{template}.typ",
        root=folder,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": data, "supplement": supplement_class()},
        pdf_standards=STANDARDS,
        timestamp=timestamp,
    )
    for note in notes:
        # A warning is a fault of the template, not of the data: tests turn it into an error.
        warnings.warn(note, stacklevel=2)
    return document


def _forget() -> None:
    """Make typst let go of the document just made.

    It keeps what it laid out through ten further documents, to reuse it, and has no call to drop it: a server would hold ten
    people's records and four times the memory. Ten empty documents take 15 ms.
    """
    for _ in range(CACHED_DOCUMENTS):
        typst.compile(b"", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Load the fonts once a process; those of the machine and of typst itself stay out, so that a page looks the same everywhere."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path.parent) for path in font_paths()]
    )


def _printable(value: object) -> object:
    """Return JSON values with hidden characters shown as marks; a line break stays one, a tab is a space."""
    if isinstance(value, str):
        return HIDDEN_MARK.sub(PRINTED_MARK, visible(value.replace("\r\n", "\n").replace("\t", " ")))
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [_printable(inner) for inner in value]
    return value


def _strings(value: object, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _strings(inner, (*place, number))


def _in_words(place: Place, places: Mapping[str, Text]) -> Text:
    keys = [step for step in place if isinstance(step, str)]
    numbers = [step for step in place if isinstance(step, int)]
    known = (places.get(".".join(keys[:length])) for length in range(len(keys), 0, -1))
    dotted = ".".join(str(step) for step in place)
    words = next((text for text in known if text is not None), Text(f"「{dotted}」", f"“{dotted}”"))
    return words.format(number=numbers[0] if numbers else "")


def _code_points(character: str) -> str:
    return " ".join(f"U+{ord(part):04X} {unicodedata.name(part, '?')}" for part in character)
