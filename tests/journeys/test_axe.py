"""Every page that lies at an address: once in each language, widths and colour schemes dealt out, faultless."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from journeys.examples import Examples, address_of, page_routes
from journeys.visitor import LOCALES, PATIENCE_MS, WIDTHS, Visitor, watched

from transfer_log.accounts.policy import ROLES, Limit, limit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from web.routes import Route

pytestmark = pytest.mark.journey

ROUTES = page_routes()
VISITOR = "visitor"


def role_for(route: Route, number: int) -> str:
    """Return who opens a page: of those who may open it without limits, one after the other."""
    if route.is_public:
        return VISITOR
    roles = [role for role in ROLES if limit_of(role, route.action) is Limit.ALL]
    return roles[number % len(roles)]


@pytest.fixture(scope="module")
def seat(chromium: Browser, address: str) -> Iterator[Callable[[str, str], tuple[Visitor, list[str]]]]:
    """Return who sits where: one browser page for each role and language, signed in, and the list of its errors."""
    seats: dict[tuple[str, str], tuple[Visitor, list[str]]] = {}

    def take(role: str, language: str) -> tuple[Visitor, list[str]]:
        if (role, language) not in seats:
            context = chromium.new_context(locale=LOCALES[language])
            context.set_default_timeout(PATIENCE_MS)
            visitor = Visitor(context.new_page(), address, language)
            if role != VISITOR:
                visitor.sign_in(role)
                visitor.page.wait_for_url("**/home")
            seats[role, language] = visitor, watched(visitor.page)
        return seats[role, language]

    yield take
    for visitor, _ in seats.values():
        visitor.page.context.close()


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(("number", "route"), list(enumerate(ROUTES)), ids=[route.endpoint for route in ROUTES])
def test_a_page_has_no_fault(
    number: int,
    route: Route,
    language: str,
    examples: Examples,
    seat: Callable[[str, str], tuple[Visitor, list[str]]],
) -> None:
    turn = number + list(LOCALES).index(language)
    visitor, errors = seat(role_for(route, turn), language)
    visitor.page.set_viewport_size({"width": list(WIDTHS.values())[turn % 2], "height": 900})
    visitor.page.emulate_media(color_scheme="dark" if turn // 2 % 2 else "light")
    errors.clear()
    visitor.open(address_of(route, examples))
    assert visitor.faults() + errors == []
