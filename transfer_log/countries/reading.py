"""Read a mapping key by key against what is expected, and collect all that is wrong instead of stopping at the first.

A reader that finds a fault notes a problem and hands on a stand-in, so that reading goes on; whoever owns the list of problems
must raise it and throw the stand-ins away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

from transfer_log.countries.facts import UNKNOWN
from transfer_log.errors import Problem, Text

if TYPE_CHECKING:
    from enum import StrEnum

    Choice = TypeVar("Choice", bound=StrEnum)

_DAY_OR_MONTH: Final = re.compile(r"(\d{4}-\d{2})(-\d{2})?")
_ABSENT: Final = object()


class Section:
    """Read one mapping of a file. `file` and `path` (dotted, empty at the top) say in problems where it stands."""

    def __init__(self, content: object, file: str, path: str, problems: list[Problem]) -> None:
        """Take the content as it came; anything but a mapping is a problem and reads as empty."""
        self._file, self._path, self._problems = file, path, problems
        self._known: list[str] = []
        self._is_mapping = isinstance(content, Mapping)
        self._content: Mapping[str, object] = content if isinstance(content, Mapping) else {}
        if not self._is_mapping:
            self._note("", Text("「キー: 値」の並びが必要です。", "keys and values are needed here."), content)

    def text(self, key: str) -> str:
        """Return a text that must be there and not be empty."""
        return self._as_text(key, self._needed(key))

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None where the key is absent."""
        value = self._optional(key)
        return None if value is _ABSENT else self._as_text(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; absent reads as empty."""
        value = self._optional(key)
        if value is _ABSENT:
            return ()
        if not isinstance(value, list):
            self._note(key, Text("箇条書き(- で始まる行)が必要です。", "a list (lines with -) is needed."), value)
            return ()
        return tuple(self._as_text(f"{key}[{index}]", entry) for index, entry in enumerate(value))

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return a member of `kind`."""
        value = self._needed(key)
        allowed = tuple(member.value for member in kind)
        if isinstance(value, str) and value in allowed:
            return kind(value)
        if value is not _ABSENT:
            self._note(key, Text("この値は使えません。", "this value is not allowed."), value, allowed)
        return next(iter(kind))

    def yes_or_no(self, key: str) -> bool:
        """Return a boolean, written true or false."""
        value = self._needed(key)
        if value in ("true", "false"):
            return value == "true"
        if not isinstance(value, bool) and value is not _ABSENT:
            self._note(key, Text("この値は使えません。", "this value is not allowed."), value, ("true", "false"))
        return value is True

    def year_or_none(self, key: str) -> int | None:
        """Return a year of four digits, or None where the key is absent."""
        value = self._optional(key)
        if value is _ABSENT:
            return None
        if isinstance(value, bool) or not re.fullmatch(r"[12]\d{3}", str(value)):
            self._note(key, Text("西暦4桁の年が必要です。", "a year of four digits is needed."), value)
            return None
        return int(str(value))

    def day(self, key: str) -> date:
        """Return a date, written YYYY-MM-DD."""
        value = self._needed(key)
        if value is _ABSENT:
            return date.min
        day = _parse_day(value) if isinstance(value, str) else None
        if day is None:
            self._note(key, Text("日付は YYYY-MM-DD で書いてください。", "write the date as YYYY-MM-DD."), value)
        return day or date.min

    def day_or_month_or_none(self, key: str) -> str | None:
        """Return a date that may lack its day (YYYY-MM-DD or YYYY-MM), or None where the key is absent."""
        value = self.text_or_none(key)
        if value is None:
            return None
        found = _DAY_OR_MONTH.fullmatch(value)
        if not found or _parse_day(found[1] + (found[2] or "-01")) is None:
            text = Text("YYYY-MM-DD 又は YYYY-MM で書いてください。", "write YYYY-MM-DD or YYYY-MM.")
            self._note(key, text, value)
        return value

    def url(self, key: str) -> str:
        """Return a web address, or `unknown`."""
        value = self.text(key)
        if value:
            self._check_url(key, value)
        return value

    def url_or_none(self, key: str) -> str | None:
        """Return a web address or `unknown`, or None where the key is absent."""
        value = self.text_or_none(key)
        if value:
            self._check_url(key, value)
        return value

    def section(self, key: str) -> Section:
        """Return the mapping under a key; where the key is absent, that is the one problem noted."""
        value = self._needed(key)
        if value is not _ABSENT:
            return Section(value, self._file, self._place(key), self._problems)
        return Section({}, self._file, self._place(key), [])

    def close(self) -> None:
        """Note every key that nobody asked for. Call it when all known keys have been read."""
        for key in self._content:
            if key not in self._known:
                nearest = get_close_matches(str(key), self._known, n=1)
                text = Text("この項目はありません。", "there is no such key.")
                if nearest:
                    hint = Text("「{near}」のことですか。", "Did you mean {near}?").format(near=nearest[0])
                    text = Text(text.ja + hint.ja, f"{text.en} {hint.en}")
                self._note(str(key), text, key, tuple(self._known))

    def contradiction(self, key: str, text: Text, found: str) -> None:
        """Note that a value cannot stand beside the others."""
        self._note(key, text, found)

    def _needed(self, key: str) -> object:
        """Return the raw value of a key that must be there."""
        value = self._optional(key)
        if value is _ABSENT and self._is_mapping:
            self._note(key, Text("この項目がありません。", "this key is missing."), None)
        return value

    def _optional(self, key: str) -> object:
        """Return the raw value of a key, or a mark that it is absent."""
        self._known.append(key)
        return self._content.get(key, _ABSENT)

    def _as_text(self, key: str, value: object) -> str:
        """Return the value if it is a text with something in it."""
        if isinstance(value, str) and value.strip():
            return value
        if value is not _ABSENT:
            text = Text(
                "文字が必要です。値がないときは項目ごと省いてください。",
                "text is needed; without a value leave the key out.",
            )
            self._note(key, text, value)
        return ""

    def _check_url(self, key: str, value: str) -> None:
        """Note a web address that is none."""
        address = urlsplit(value)
        if value != UNKNOWN and not (address.scheme in ("https", "http") and address.netloc):
            text = Text("https:// で始まるアドレスが必要です。", "an address that starts with https:// is needed.")
            self._note(key, text, value, (UNKNOWN,))

    def _place(self, key: str) -> str:
        """Return the dotted path of a key."""
        return f"{self._path}.{key}" if self._path and key else self._path or key

    def _note(self, key: str, text: Text, found: object, allowed: tuple[str, ...] = ()) -> None:
        """Add a problem that names the file and the key."""
        place = self._place(key)
        where = f"{self._file}: {place}" if place else self._file
        named = Text(f"{where}: {text.ja}", f"{where}: {text.en}")
        self._problems.append(Problem(where, named, None if found is None else str(found), allowed))


def _parse_day(value: str) -> date | None:
    """Return the date of YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(value) if len(value) == len("YYYY-MM-DD") else None
    except ValueError:
        return None
