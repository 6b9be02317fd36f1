"""Give the notes of the country profiles in both languages.

Profiles hold one wording, because that wording is what is frozen and reviewed. The notes that come with the product are in
English and have a Japanese translation in `wording.yaml`; a note the company wrote itself reads the same in both languages.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from transfer_log.countries.facts import UNKNOWN
from transfer_log.countries.plain_yaml import read_yaml
from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_FOUND_OUT: Final = Text("確認できていない", "not found out yet")

_TABLE: Final = Path(__file__).with_name("wording.yaml")


def note_in_both_languages(note: str) -> Text:
    """Return a note of a profile in Japanese and English; `unknown` reads as not found out yet."""
    return NOT_FOUND_OUT if note == UNKNOWN else Text(_japanese_notes().get(note, note), note)


@cache
def _japanese_notes() -> Mapping[str, str]:
    """Read the translations once: English note to Japanese."""
    pairs = cast("list[dict[str, str]]", read_yaml(_TABLE))
    return MappingProxyType({pair["en"]: pair["ja"] for pair in pairs})
