"""Write the citation of an article the way Japanese readers cite it."""

from __future__ import annotations

import re
from functools import cache

from transfer_log.errors import Text
from transfer_log.law.statute import load_data

_ROMAN_UNITS = {"i": 1, "v": 5, "x": 10}
_ARTICLE = re.compile(
    r"Art\. (?P<number>\d+(?:-\d+)*)(?P<paragraph>\(\d+\))?(?P<item>\([ivx]+\))?(?: (?P<part>proviso|bracket))?",
)
_SECTION = re.compile(r"\d+(?:-\d+)*")
_PARTS = {"proviso": "ただし書", "bracket": "括弧書", None: ""}


@cache
def article_label(article: str) -> Text:
    """Return the citation in both languages: `Act Art. 29(1) proviso` reads 法29条1項ただし書.

    Arabic brackets are paragraphs 項, roman ones items 号, `30-2` is 30条の2, `Record Guideline 2-2` a section of a guideline.
    What is not cited in this form, such as the note of a keeper, stays as it is in both languages.
    """
    for law in load_laws():
        name, _, place = article.partition(f"{law['name']} ")
        if name or not place:
            continue
        japanese = _article_in_japanese(place) if law["cites"] == "article" else _section_in_japanese(place)
        if japanese is not None:
            return Text(law["ja"] + japanese, article)
    return Text(article, article)


@cache
def load_laws() -> tuple[dict[str, str], ...]:
    """Return the names of laws and guidelines as `wording.yaml` lists them."""
    return tuple(load_data("wording.yaml")["laws"])


def _article_in_japanese(place: str) -> str | None:
    found = _ARTICLE.fullmatch(place)
    if found is None:
        return None
    number, *branches = found["number"].split("-")
    article = f"{number}条" + "".join(f"の{branch}" for branch in branches)
    # 法30条の21項 would read as article 30-21: a branch number is followed by 第.
    paragraph = f"{'第' if branches else ''}{found['paragraph'][1:-1]}項" if found["paragraph"] else ""
    between = "第" if branches and not paragraph else ""
    item = f"{between}{_arabic(found['item'][1:-1])}号" if found["item"] else ""
    return article + paragraph + item + _PARTS[found["part"]]


def _section_in_japanese(place: str) -> str | None:
    return place if _SECTION.fullmatch(place) else None


def _arabic(roman: str) -> int:
    values = [_ROMAN_UNITS[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
