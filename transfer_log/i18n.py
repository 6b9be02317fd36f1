"""Speak Japanese or English on every page, from one catalogue read at start.

Page text is written in English in templates and views; `translations/ja/*.po`, one file per feature, holds the Japanese.
Messages of the domain (law, findings, labels of codes) are bilingual data (`errors.Text`) and do not pass through here.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from babel.messages.pofile import read_po
from flask import has_request_context, request

from transfer_log.config import resource
from transfer_log.errors import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flask import Flask

LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_COOKIE = "lang"

_forced: ContextVar[Language | None] = ContextVar("forced_language", default=None)


class TranslationClash(Exception):
    """Say that two translation files give the same English sentence two different Japanese ones."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Hold the Japanese of every English message; Japanese has one form for all numbers."""

    messages: Mapping[str, str]

    def japanese(self, message: str) -> str:
        """Return the Japanese of `message`, or `message` itself where none is written yet."""
        return self.messages.get(message, message)


def load_catalogue(folder: Path) -> Catalogue:
    """Read every .po file in `folder` into one catalogue.

    :raises TranslationClash: if two files translate one message differently; the text names message and file.
    """
    messages: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            entries = read_po(file, locale="ja", abort_invalid=True)
        for entry in entries:
            source, target = _first(entry.id), _first(entry.string)
            if not source or not target or entry.fuzzy:
                continue
            if messages.setdefault(source, target) != target:
                raise TranslationClash(f"{path.name} translates {source!r} in another way than a file before it")
    return Catalogue(messages)


def _first(forms: str | list[str] | tuple[str, ...] | None) -> str:
    """Return the only form, or the first of the forms for numbers, or nothing."""
    return (forms or "") if isinstance(forms, str | None) else forms[0]


@cache
def catalogue() -> Catalogue:
    """Return the product's own catalogue, read once for the life of the process."""
    return load_catalogue(resource("translations") / "ja")


def current_language() -> Language:
    """Return the language of this answer.

    In this order: what `using_language` asks for, the person's own choice (cookie), the browser's wish, Japanese.
    """
    forced = _forced.get()
    if forced is not None:
        return forced
    if not has_request_context():
        return "ja"
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    for language in LANGUAGES:
        if language == chosen:
            return language
    return "en" if request.accept_languages.best_match(LANGUAGES, default="ja") == "en" else "ja"


@contextmanager
def using_language(language: Language) -> Iterator[None]:
    """Speak `language` inside the block, whatever the request says: for documents, mails and the command line."""
    token = _forced.set(language)
    try:
        yield
    finally:
        _forced.reset(token)


def wording(message: str) -> str:
    """Return the unformatted message in the current language."""
    return catalogue().japanese(message) if current_language() == "ja" else message


def wording_for_count(singular: str, plural: str, count: int) -> str:
    """Return the unformatted form for `count` in the current language; Japanese has one form."""
    if current_language() == "ja" and singular in catalogue().messages:
        return catalogue().japanese(singular)
    return singular if count == 1 else plural


def gettext(message: str, /, **values: object) -> str:
    """Return `message` in the current language with its `%(names)s` filled in.

    As in templates, a percent sign of its own is always written `%%`.
    """
    return wording(message) % values


def ngettext(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Return the form for `count` in the current language; `%(num)s` is the count."""
    return wording_for_count(singular, plural, count) % {"num": count, **values}


class LazyText:
    """Stand for a message whose language is known only when it is shown, as in a form class."""

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        """Keep the English message and what goes into it."""
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)

    def __mod__(self, values: Mapping[str, object]) -> str:
        return wording(self._message) % {**self._values, **values}

    def __repr__(self) -> str:
        return f"LazyText({self._message!r})"


def lazy_gettext(message: str, /, **values: object) -> LazyText:
    """Return `message` to be said later, in the language of the answer that shows it."""
    return LazyText(message, values)


def init_i18n(app: Flask) -> None:
    """Teach the templates of `app` to translate; a missing or unreadable catalogue stops the start."""
    catalogue()
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        wording, wording_for_count, newstyle=True
    )
    environment.globals["current_language"] = current_language
