"""The two READMEs tell the same, and what they tell of sign-ins and commands is so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from docs.manual import ROOT, links_of, text_of

from transfer_log.accounts.policy import EXPORT_ROWS_ALONE, ROLES
from transfer_log.answers.wording import INTERNAL_MARK
from transfer_log.demo.load import PASSWORD, SIGN_INS
from transfer_log.i18n import catalogue
from transfer_log.shell import PLACES

if TYPE_CHECKING:
    from pathlib import Path

ENGLISH: Final = ROOT / "README.md"
JAPANESE: Final = ROOT / "README.ja.md"

both = pytest.mark.parametrize("path", [ENGLISH, JAPANESE], ids=["en", "ja"])


def test_both_have_the_same_parts() -> None:
    english, japanese = (re.findall(r"^(#+|\d\.|- |\| )", text_of(path), re.MULTILINE) for path in (ENGLISH, JAPANESE))
    assert english == japanese


def test_both_show_the_same_pictures_and_pages() -> None:
    english, japanese = (set(links_of(path)) for path in (ENGLISH, JAPANESE))
    assert {link.replace("-en.png", "-ja.png") for link in english} - {"README.ja.md"} == japanese - {"README.md"}


@both
def test_the_sign_ins_of_the_demo_are_told(path: Path) -> None:
    text = text_of(path)
    assert PASSWORD in text
    assert not [email for email, *_ in SIGN_INS if email not in text]
    assert f"{EXPORT_ROWS_ALONE:,}" in text


def test_every_role_is_told_in_its_own_words() -> None:
    assert not [role.ja for role in ROLES.values() if role.ja not in text_of(JAPANESE)]
    assert not [role.en for role in ROLES.values() if role.en.lower() not in text_of(ENGLISH).lower()]


@both
def test_the_two_commands_are_those_of_the_makefile(path: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE)
    told = re.findall(r"^\| `make (\w+)`", text_of(path), re.MULTILINE)
    assert told == ["run", "test"]
    assert set(told) <= set(targets)


def test_what_the_reader_is_told_to_press_is_called_so_on_the_pages() -> None:
    messages = catalogue().messages
    known = {*messages, *map(str, messages.values()), INTERNAL_MARK.ja}
    known |= {text for place in PLACES.values() for text in (place.label.ja, place.label.en)}
    english = re.findall(r"(?<!\*)\*([A-Z][^*]+)\*(?!\*)", text_of(ENGLISH))
    japanese = re.findall(r"「([^」]+)」", text_of(JAPANESE))
    assert not [words for words in (*english, *japanese) if words not in known]
