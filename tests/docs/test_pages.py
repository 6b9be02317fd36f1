"""The documentation holds together: links lead somewhere, decisions are listed, nothing speaks of somebody's machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from docs.manual import DOCS, PAGES, ROOT, anchors_of, links_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

DECISIONS: Final = {path.name: path for path in sorted(DOCS.glob("decisions/[0-9]*.md"))}
LARGEST_IMAGE_BYTES: Final = 250 * 1024

# Folders of one machine, and hosts that packages are downloaded from.
PRIVATE: Final = re.compile(
    r"(?<![\w.])/(home|root|Users|work|tmp)/|\bpypi\.|\bregistry\.|\bfiles\.pythonhosted|\bindex-url|\.internal\b",
    re.IGNORECASE,
)

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
every_decision = pytest.mark.parametrize("path", DECISIONS.values(), ids=DECISIONS)


@every_page
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links_of(path):
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            assert anchor in anchors_of(target), link


@every_page
def test_no_page_speaks_of_one_machine(path: Path) -> None:
    assert not PRIVATE.search(text_of(path))


@every_page
def test_a_page_has_one_title(path: Path) -> None:
    outside_code = re.sub(r"^```.*?^```$", "", text_of(path), flags=re.DOTALL | re.MULTILINE)
    assert len(re.findall(r"^# ", outside_code, re.MULTILINE)) == 1


@every_decision
def test_a_decision_stands_in_the_index_under_its_number_and_title(path: Path) -> None:
    number, title = re.fullmatch(r"# (\d+)\. (.+)", text_of(path).splitlines()[0]).groups()  # type: ignore[union-attr]
    assert int(path.name[:4]) == int(number)
    assert f"| [{number}]({path.name}) | {title} |" in text_of(DOCS / "decisions" / "README.md")


@every_decision
def test_a_decision_tells_context_choice_and_price(path: Path) -> None:
    assert not [part for part in ("**Context.**", "**Choice.**", "**Price.**") if part not in text_of(path)]


def test_every_page_of_the_documentation_is_linked_from_the_readme() -> None:
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in links_of(ROOT / "README.md")}
    assert not [name for name, path in PAGES.items() if path.parent == DOCS and path.resolve() not in linked]


def test_every_picture_is_shown_and_small() -> None:
    shown = {(path.parent / link).resolve() for path in PAGES.values() for link in links_of(path)}
    pictures = sorted(DOCS.glob("images/*"))
    assert not [picture.name for picture in pictures if picture.resolve() not in shown]
    assert not [picture.name for picture in pictures if picture.stat().st_size > LARGEST_IMAGE_BYTES]
