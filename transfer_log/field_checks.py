"""Check the fields of one draft and collect every problem at once, each with what was found and what is allowed.

Pure: a draft goes in as people wrote it, clean values and problems come out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from transfer_log.corporate_number import is_corporate_number, plain_number
from transfer_log.errors import Problem, Text
from transfer_log.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

LONGEST_REF: Final = 80
EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2200
_MOST_SHOWN: Final = 100

#: Neither seen nor kept by every engine: control characters and halves of surrogate pairs.
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_BREAK: Final = re.compile("[\r\n\t]+")
#: A code stands in addresses and, between semicolons, in cells of files.
_NOT_IN_REF: Final = re.compile(r"[\s;/?#%\x00-\x1f\x7f\ud800-\udfff]")

NEEDED: Final = Text("入力してください。", "This is needed.")
_TOO_LONG: Final = Text("{most} 文字以内で入力してください（{count} 文字あります）。", "At most {most} characters; there are {count}.")  # fmt: skip
_UNSTORABLE_TEXT: Final = Text(
    "保存できない制御文字が含まれています。", "There is a control character in it that cannot be kept."
)
_BAD_REF: Final = Text("コードに空白と ; / ? # % は使えません。", "A code may hold no spaces and none of ; / ? # %.")
_NOT_ALLOWED: Final = Text("この値は使えません。", "This value cannot be used.")
_MEANT: Final = Text("「{word}」のことですか。", "Did you mean “{word}”?")
BAD_DAY: Final = Text(
    "{first} 年から {last} 年までの日付を入力してください。", "The date must lie between {first} and {last}."
).format(first=EARLIEST_YEAR, last=LATEST_YEAR)
_BAD_URL: Final = Text("https:// で始まるアドレスを入力してください。", "Enter an address that starts with https://.")
_BAD_CORPORATE_NUMBER: Final = Text(
    "法人番号は 13 桁の数字です。桁数か、先頭の検査用の数字が合いません。",
    "A corporate number has 13 digits; the number of digits or the check digit in front is wrong.",
)
_BAD_EMAIL: Final = Text("メールアドレスの形ではありません。", "This is not an e-mail address.")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def unknown_value(field_name: str, value: str, allowed: Iterable[str], text: Text = _NOT_ALLOWED) -> Problem:
    """Return the problem of a value that is not among `allowed`, with the one most likely meant."""
    known = tuple(allowed)
    meant = nearest(value, known)
    if meant is not None:
        hint = _MEANT.format(word=meant)
        text = Text(text.ja + hint.ja, f"{text.en} {hint.en}")
    return Problem(field_name, text, found=visible(value[:_MOST_SHOWN]), allowed=known)


@dataclass(slots=True)
class FieldChecks:
    """Clean the fields of one draft; whatever is wrong is added to `problems`, and None or an empty value comes back."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, field_name: str, text: Text, found: str | None = None, allowed: Iterable[str] = ()) -> None:
        """Add a problem."""
        shown = None if found is None else visible(found[:_MOST_SHOWN])
        self.problems.append(Problem(field_name, text, found=shown, allowed=tuple(allowed)))

    def ref(self, field_name: str, value: str | None) -> str:
        """Return a code: needed, at most 80 characters, fit for addresses and lists."""
        cleaned = (value or "").strip()
        if not cleaned:
            self.add(field_name, NEEDED)
        elif found := _NOT_IN_REF.search(cleaned):
            self.add(field_name, _BAD_REF, found[0] if found[0].isprintable() else cleaned)
        elif len(cleaned) > LONGEST_REF:
            self.add(field_name, _TOO_LONG.format(most=LONGEST_REF, count=len(cleaned)), cleaned)
        return cleaned

    def line(self, field_name: str, value: str | None, most: int) -> str | None:
        """Return one line of text of at most `most` characters, or None where nothing was written."""
        return self.words(field_name, None if value is None else _LINE_BREAK.sub(" ", value), most)

    def words(self, field_name: str, value: str | None, most: int) -> str | None:
        """Return text that may have line breaks, or None where nothing was written."""
        cleaned = (value or "").strip()
        if not cleaned:
            return None
        if _UNSTORABLE.search(cleaned):
            self.add(field_name, _UNSTORABLE_TEXT, cleaned)
            return None
        if len(cleaned) > most:
            self.add(field_name, _TOO_LONG.format(most=most, count=len(cleaned)), cleaned)
            return None
        return cleaned

    def needed_line(self, field_name: str, value: str | None, most: int) -> str:
        """Return one line of text that must be there."""
        if not (value or "").strip():
            self.add(field_name, NEEDED)
            return ""
        return self.line(field_name, value, most) or ""

    def code(self, field_name: str, value: str | None, allowed: Collection[str]) -> str | None:
        """Return a code of `allowed`, or None where nothing was written."""
        cleaned = (value or "").strip()
        if not cleaned:
            return None
        if cleaned in allowed:
            return cleaned
        self.problems.append(unknown_value(field_name, cleaned, allowed))
        return None

    def needed_code(self, field_name: str, value: str | None, allowed: Collection[str]) -> str | None:
        """Return a code of `allowed` that must be there."""
        if not (value or "").strip():
            self.add(field_name, NEEDED, allowed=allowed)
            return None
        return self.code(field_name, value, allowed)

    def codes(self, field_name: str, values: Iterable[str], allowed: Collection[str]) -> list[str]:
        """Return codes of `allowed`, each once, in the order given."""
        cleaned = (self.code(field_name, value, allowed) for value in values)
        return list(dict.fromkeys(value for value in cleaned if value is not None))

    def day(self, field_name: str, value: date | None) -> date | None:
        """Return a Japan date of a year in which people or companies of a ledger can have lived."""
        if value is not None and not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            self.add(field_name, BAD_DAY, value.isoformat())
            return None
        return value

    def url(self, field_name: str, value: str | None, most: int = 400) -> str | None:
        """Return a web address: shown as a link, so nothing but http and https."""
        cleaned = self.line(field_name, value, most)
        if cleaned is None:
            return None
        try:
            parts = urlsplit(cleaned)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("https", "http") or not parts.netloc or " " in cleaned:
            self.add(field_name, _BAD_URL, cleaned)
            return None
        return cleaned

    def email(self, field_name: str, value: str | None, most: int = 200) -> str | None:
        """Return an e-mail address; whether somebody reads it is not asked here."""
        cleaned = self.line(field_name, value, most)
        if cleaned is not None and not _EMAIL.fullmatch(cleaned):
            self.add(field_name, _BAD_EMAIL, cleaned)
            return None
        return cleaned

    def corporate_number(self, field_name: str, value: str | None) -> str | None:
        """Return a corporate number (法人番号) as 13 digits."""
        number = plain_number(value or "")
        if not number:
            return None
        if not is_corporate_number(number):
            self.add(field_name, _BAD_CORPORATE_NUMBER, value)
            return None
        return number
