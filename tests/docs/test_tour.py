"""The tour leads past what is there: every name in code exists, every folder and address has its line."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pytest
from docs.manual import DOCS, ROOT, section_of, text_of, words_in_code

if TYPE_CHECKING:
    from flask import Flask

TOUR: Final = DOCS / "tour.md"
PACKAGE: Final = ROOT / "transfer_log"
FOLDERS: Final = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
MODULES: Final = {path.stem for path in PACKAGE.glob("*.py")}
#: Addresses of the frame: health, files, preferences.
NO_PAGES: Final = frozenset({"", "assets", "healthz", "preferences", "readyz"})


def dotted_names() -> list[str]:
    """Return what the tour names as a module, or as something in one."""
    found = sorted(word for word in words_in_code(text_of(TOUR)) if re.fullmatch(r"\w+(\.\w+)+", word))
    return [word for word in found if word.split(".")[0] in FOLDERS | MODULES and not word.endswith((".py", ".yaml"))]


def folder_rows() -> list[list[str]]:
    lines = [line for line in section_of(TOUR, "The house").splitlines() if re.match(r"\| `\w+/`", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("name", dotted_names())
def test_what_the_tour_names_is_there(name: str) -> None:
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        module = "transfer_log." + ".".join(parts[:length])
        if _is_module(module):
            found: object = import_module(module)
            for part in parts[length:]:
                found = getattr(found, part)
            return
    pytest.fail(f"transfer_log.{name} is no module")


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def test_every_folder_has_its_line() -> None:
    told = {folder.rstrip("/") for row in folder_rows() for folder in words_in_code(row[0])}
    assert told == FOLDERS - {"tables"}


def test_every_group_of_addresses_has_its_line(app: Flask) -> None:
    told = {word.split("/")[1] for row in folder_rows() for word in words_in_code(row[2])}
    there = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    assert told == there - NO_PAGES
