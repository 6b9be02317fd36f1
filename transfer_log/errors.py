"""Name what can go wrong, in words for people, in Japanese and English.

One small tree: an operation raises the named error, and one place per door (page, API, command line) turns it into an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Language = Literal["ja", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one sentence or label in both languages of the product.

    Domain messages are data, not page text: an API answer and an error file carry both languages at once.
    """

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the wording in `language`; anything but Japanese reads English."""
        return self.ja if language == "ja" else self.en

    def format(self, **values: object) -> Text:
        """Return the text with `{names}` filled in, the same values in both languages."""
        return Text(self.ja.format(**values), self.en.format(**values))


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong, where, what was found, what is allowed and how to mend it.

    `field` is the name people and machines use for the field; `row` counts from 1 as the sheet shows it (header = row 1).
    """

    field: str | None
    text: Text
    found: str | None = None
    allowed: tuple[str, ...] = ()
    row: int | None = None
    article: str | None = None

    def at_row(self, row: int) -> Problem:
        """Return the same problem, placed at a row of a file."""
        return replace(self, row=row)


class TransferLogError(Exception):
    """Be the root of all errors this product raises on purpose."""

    def __init__(self, text: Text) -> None:
        """Keep the bilingual text; `str()` gives the English one for logs."""
        super().__init__(text.en)
        self.text = text


class NotFound(TransferLogError):
    """Say that there is no such thing, or that it is not yours: both answer the same."""


class Conflict(TransferLogError):
    """Say that another state stands in the way; `differences` maps field to (stored, sent)."""

    def __init__(self, text: Text, differences: dict[str, tuple[object, object]] | None = None) -> None:
        """Keep the differences so that every door can show them."""
        super().__init__(text)
        self.differences = differences or {}


class NotAllowed(TransferLogError):
    """Say that this person may not do this."""


class NotSignedIn(NotAllowed):
    """Say that nobody is signed in, or that the session or the token is no longer good."""


class TooManyAttempts(TransferLogError):
    """Say that something was tried too often; `wait_seconds` until it may be tried again."""

    def __init__(self, text: Text, wait_seconds: int) -> None:
        """Keep how long to wait."""
        super().__init__(text)
        self.wait_seconds = wait_seconds


class RuleViolation(TransferLogError):
    """Carry every problem found at once; nothing of what was asked has been done."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems; the text counts them."""
        count = len(problems)
        super().__init__(
            Text(f"入力に {count} 件の問題があります。", f"There are {count} problems with what was entered.")
        )
        self.problems = tuple(problems)
