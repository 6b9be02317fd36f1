"""Every page that opens without naming a thing, for every role and in both languages: sound HTML, no dead link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.page_checks import faults, japanese_in, links, tree_of
from web.routes import all_routes

from transfer_log.accounts.policy import ROLES, limit_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from browser import Browser

    from transfer_log.accounts.actor import Actor

PAGES = [
    route
    for route in all_routes()
    if route.method == "GET" and not route.is_api and not route.is_public and "<" not in route.rule
]

every_role = pytest.mark.parametrize("role", ROLES)
both_languages = pytest.mark.parametrize("language", ["ja", "en"])


def pages_of(here: Browser, role: str, language: str = "ja") -> dict[str, str]:
    """Return the HTML of every page the role may open, by address."""
    answers = {
        route.path: here.get(route.path, headers={"Accept-Language": language})
        for route in PAGES
        if limit_of(role, route.action) is not None
    }
    return {
        path: answer.text
        for path, answer in answers.items()
        if answer.status_code == 200 and answer.mimetype == "text/html"
    }


@every_role
@both_languages
def test_every_page_of_a_role_is_sound(
    role: str, language: str, browser: Callable[..., Browser], actor_in_role: Callable[[str], Actor]
) -> None:
    pages = pages_of(browser(actor_in_role(role)), role, language)
    assert pages
    assert {path: found for path, html in pages.items() if (found := faults(html))} == {}


@every_role
def test_no_link_leads_a_role_to_a_page_that_does_not_open(
    role: str, browser: Callable[..., Browser], actor_in_role: Callable[[str], Actor]
) -> None:
    here = browser(actor_in_role(role))
    followed = {link: path for path, html in pages_of(here, role).items() for link in links(html)}
    dead = {f"{path} → {link}" for link, path in followed.items() if here.get(link).status_code not in (200, 302, 303)}
    assert not dead


@every_role
def test_the_heading_of_an_english_page_is_english(
    role: str, browser: Callable[..., Browser], actor_in_role: Callable[[str], Actor]
) -> None:
    pages = pages_of(browser(actor_in_role(role)), role, "en")
    headings = {path: japanese_in(tree_of(html).find(".//h1")) for path, html in pages.items()}
    assert {path: said for path, said in headings.items() if said} == {}


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere"])
@both_languages
def test_the_pages_of_a_visitor_are_sound(path: str, language: str, browser: Callable[..., Browser]) -> None:
    assert faults(browser().get(path, headers={"Accept-Language": language}).text) == []
