"""Say what is wrong with the HTML of a page: what every page of the product keeps to."""

from __future__ import annotations

import re
from typing import Any

import html5lib

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


def tree_of(html: str) -> Any:
    """Return the page as a tree."""
    return html5lib.parse(html, namespaceHTMLElements=False)


def words(element: Any) -> str:
    """Return the text of an element, blanks folded."""
    return " ".join("".join(element.itertext()).split())


def faults(html: str) -> list[str]:
    """Return everything that is wrong with a page, nothing for a sound one."""
    page = tree_of(html)
    return [
        *_form(html),
        *_headings(page),
        *_ids(page),
        *_fields(page),
        *_posts(page),
        *_inline(page),
    ]


def links(html: str) -> set[str]:
    """Return the addresses on this site that a page links to, without those of single fields."""
    hrefs = {link.get("href") or "" for link in tree_of(html).iter("a")}
    return {href.partition("#")[0] for href in hrefs if href.startswith("/") and not href.startswith("//")}


def _form(html: str) -> list[str]:
    try:
        html5lib.HTMLParser(strict=True).parse(html)
    except html5lib.html5parser.ParseError as error:
        return [f"not well-formed: {error}"]
    return []


def _headings(page: Any) -> list[str]:
    headings = [words(heading) for heading in page.iter("h1")]
    if len(headings) != 1:
        return [f"{len(headings)} main headings"]
    title = page.findtext(".//title")
    return [] if title == f"{headings[0]} · Transfer Log" else [f"title {title!r} is not the heading {headings[0]!r}"]


def _ids(page: Any) -> list[str]:
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    asked = {
        target
        for element in page.iter()
        for attribute in _REFERENCES
        for target in (element.get(attribute) or "").split()
    }
    doubled = sorted({one for one in ids if ids.count(one) > 1})
    return [*(f"id {one!r} stands twice" for one in doubled), *(f"no id {one!r}" for one in sorted(asked - set(ids)))]


def _fields(page: Any) -> list[str]:
    labelled = {label.get("for") for label in page.iter("label")}
    fields = [field for kind in ("input", "select", "textarea") for field in page.iter(kind)]
    return [
        f"field {field.get('name')!r} has no label"
        for field in fields
        if field.get("type") != "hidden" and field.get("id") not in labelled and not field.get("aria-label")
    ]


def _posts(page: Any) -> list[str]:
    forms = [form for form in page.iter("form") if (form.get("method") or "").lower() == "post"]
    return [
        f"form {form.get('action')!r} carries no token"
        for form in forms
        if form.find(".//input[@name='csrf_token']") is None
    ]


def _inline(page: Any) -> list[str]:
    marked = [
        key
        for element in page.iter()
        for key in element.attrib
        if isinstance(key, str) and (key == "style" or key.startswith("on"))
    ]
    scripts = [script for script in page.iter("script") if not script.get("src")]
    return ["something stands inline that the policy forbids"] if marked or scripts or list(page.iter("style")) else []


def japanese_in(element: Any) -> str | None:
    """Return the Japanese an element says, None where it says none."""
    said = words(element)
    return said if _JAPANESE.search(said) else None
