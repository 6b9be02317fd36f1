"""Read the documentation as its tests need it: pages, links, headings, blocks of code, words in code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
PAGES: Final = {
    path.relative_to(ROOT).as_posix(): path for path in (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))
}

_FENCE: Final = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (?P<text>.+)$", re.MULTILINE)
_CODE: Final = re.compile(r"`([^`\n]+)`")


class Block(NamedTuple):
    """Be a block of code: what stands behind its opening fence, and its text."""

    info: str
    text: str


@cache
def text_of(path: Path) -> str:
    """Return a page of the documentation."""
    return path.read_text(encoding="utf-8")


def prose_of(path: Path) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text_of(path))


def blocks_of(path: Path) -> list[Block]:
    """Return the blocks of code of a page, in their order."""
    return [Block(found["info"].strip(), found["text"]) for found in _FENCE.finditer(text_of(path))]


def links_of(path: Path) -> list[str]:
    """Return the targets of a page's links and pictures that lie in the project."""
    targets = [found["target"] for found in _LINK.finditer(prose_of(path))]
    return [target for target in targets if "://" not in target and not target.startswith("mailto:")]


def anchors_of(path: Path) -> set[str]:
    """Return what links may name behind `#`, as the usual viewers of Markdown make it from headings."""
    return {_anchor(found["text"]) for found in _HEADING.finditer(prose_of(path))}


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def words_in_code(text: str) -> set[str]:
    """Return everything that a text sets in code."""
    return set(_CODE.findall(text))


def section_of(path: Path, heading: str) -> str:
    """Return what stands under a heading, up to the next one of the same or a higher level.

    :raises LookupError: when the page has no such heading.
    """
    lines = text_of(path).splitlines(keepends=True)
    start = next((place for place, line in enumerate(lines) if re.fullmatch(rf"#+ {re.escape(heading)}\n", line)), None)
    if start is None:
        raise LookupError(f"{path.name} has no heading {heading!r}")
    level = len(lines[start]) - len(lines[start].lstrip("#"))
    ends = (place for place in range(start + 1, len(lines)) if re.match(rf"#{{1,{level}}} ", lines[place]))
    return "".join(lines[start + 1 : next(ends, len(lines))])


def first_cells(text: str) -> list[str]:
    """Return the first cell of each row of the tables in a text, without their headings."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    return [row.strip("|").split("|")[0].strip() for row in rows if not set(row) <= set("|- :")]
