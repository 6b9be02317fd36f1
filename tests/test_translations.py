"""Every sentence on a page exists in Japanese, and nothing stands in the translation files for nothing."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from transfer_log.config import resource

PACKAGE = Path(__file__).resolve().parent.parent / "transfer_log"
JAPANESE = resource("translations") / "ja"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_": None, "_l": None}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
FILES = sorted(JAPANESE.glob("*.po"))
#: What libraries say by themselves: their words are in no file of ours.
SAID_BY_LIBRARIES = frozenset({"forms.po"})


@cache
def messages_on_pages() -> dict[str, str]:
    """Return every message of templates and views with the place it was found first."""
    templates = extract_from_dir(
        str(resource("templates")),
        [("**.html", "jinja2")],
        {"**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}},
        keywords=KEYWORDS,
    )
    views = extract_from_dir(str(PACKAGE), [("**.py", "python")], keywords=KEYWORDS)
    found: dict[str, str] = {}
    for path, line, message, *_ in chain(templates, views):
        forms = message if isinstance(message, tuple) else (message,)
        found.setdefault(forms[0], f"{path}:{line}")
    return found


def translated(path: Path) -> dict[str, tuple[str, ...]]:
    """Return message and Japanese of one file."""
    with path.open("rb") as file:
        entries = list(read_po(file, locale="ja"))
    return {
        (entry.id if isinstance(entry.id, str) else entry.id[0]): (
            (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
        )
        for entry in entries
        if entry.id
    }


def missing_translations() -> list[str]:
    """Return each message without Japanese, with the place where it stands."""
    known = {message for path in FILES for message, japanese in translated(path).items() if all(japanese)}
    return [f"{place} {message!r}" for message, place in messages_on_pages().items() if message not in known]


def test_every_message_on_a_page_has_japanese() -> None:
    assert missing_translations() == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_translation_stands_for_a_message_that_is_gone(path: Path) -> None:
    if path.name not in SAID_BY_LIBRARIES:
        assert [message for message in translated(path) if message not in messages_on_pages()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_japanese_fills_in_the_same_values(path: Path) -> None:
    different = [
        message
        for message, japanese in translated(path).items()
        if any(not values_in(one) <= values_in(message) | {"num"} for one in japanese)
        or any(values_in(message) - values_in(one) - {"num"} for one in japanese)
    ]
    assert different == []


def values_in(text: str) -> set[str]:
    return {next(filter(None, match.groups())) for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_translation_is_written_in_japanese(path: Path) -> None:
    japanese = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff：、。·]")
    assert [message for message, said in translated(path).items() if not all(map(japanese.search, said))] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_translation_is_marked_as_unsure(path: Path) -> None:
    assert "fuzzy" not in path.read_text(encoding="utf-8")
