"""Every route as every role, as a visitor, and with every kind of token: the table of rights is what happens."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import factories
import pytest
from flask.views import MethodView
from web.routes import Route, all_routes, application

from transfer_log.accounts.models import ApiToken
from transfer_log.accounts.policy import ACTIONS, ROLES, SCOPES, limit_of
from transfer_log.accounts.tokens import new_token
from transfer_log.db import new_id, transaction
from transfer_log.shell import IN_SIGHT, PLACES
from transfer_log.web import check_routes, requires, undeclared_routes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from browser import Browser
    from flask import Flask
    from flask.testing import FlaskClient

    from transfer_log.accounts.actor import Actor

PAGES = [route for route in all_routes() if not route.is_api and not route.is_public]
CALLS = [route for route in all_routes() if route.is_api and not route.is_public]
CHANGES = [route for route in all_routes() if not route.is_api and route.method not in ("GET", "HEAD")]

every_role = pytest.mark.parametrize("role", ROLES)


def token_of(actor: Actor, scopes: list[str], at: datetime) -> str:
    """Return a token of any scopes, as if an older version of the rules had issued it."""
    made = new_token()
    row = ApiToken(
        id=new_id(),
        public_id=made.public_id,
        secret_hash=made.secret_hash,
        user_id=actor.user_id,
        name="test",
        scopes=scopes,
        created_at=at,
        expires_on=date(2090, 1, 1),
    )
    with transaction() as session:
        session.add(row)
    return made.text


def call(client: FlaskClient, route: Route, token: str | None) -> int:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return client.open(route.path, method=route.method, headers=headers).status_code


# --- Every route says who may open it ----------------------------------------------------------------------------------


def test_every_route_says_who_may_open_it() -> None:
    assert undeclared_routes(application()) == []


def test_every_route_names_an_action_of_the_table() -> None:
    assert {route.action for route in PAGES + CALLS} <= set(ACTIONS)


def test_what_visitors_may_open_is_this_and_no_more() -> None:
    opened = {route.endpoint for route in all_routes() if route.is_public}
    assert opened == {
        "accounts.sign_in",
        "accounts.sign_out",
        "assets.asset",
        "health.alive",
        "health.ready",
        "preferences.keys",
        "preferences.language",
    }


def test_a_route_that_says_nothing_stops_the_start(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open to all", methods=["GET", "POST"])
    with pytest.raises(RuntimeError, match="GET /forgotten, POST /forgotten"):
        check_routes(app, frozenset(ACTIONS))


def test_a_route_with_an_action_that_nobody_knows_stops_the_start(app: Flask) -> None:
    def view() -> str:
        return ""

    view.access = "see_everything"  # type: ignore[attr-defined]
    app.add_url_rule("/misspelt", "misspelt", view)
    with pytest.raises(RuntimeError, match="see_everything"):
        check_routes(app, frozenset(ACTIONS))


def test_each_method_of_a_class_based_view_says_for_itself(
    app: Flask, client: FlaskClient, privacy_manager: Actor, at: datetime
) -> None:
    class Things(MethodView):
        @requires("assess")
        def get(self) -> str:
            return "things"

        @requires("import_files")
        def post(self) -> str:
            return "stored"

    app.add_url_rule("/api/v1/things", view_func=Things.as_view("things"))
    headers = {"Authorization": f"Bearer {token_of(privacy_manager, ['assess'], at)}"}
    answers = {
        method: client.open("/api/v1/things", method=method, headers=headers) for method in ("GET", "HEAD", "POST")
    }
    assert {method: answer.status_code for method, answer in answers.items()} == {"GET": 200, "HEAD": 200, "POST": 403}


# --- Pages -------------------------------------------------------------------------------------------------------------


def test_a_visitor_is_led_to_sign_in_from_every_page(browser: Callable[..., Browser]) -> None:
    visitor = browser()
    token = visitor.token()
    wrong = []
    for route in PAGES:
        answer = visitor.client.open(route.path, method=route.method, data={"csrf_token": token})
        if answer.status_code != 303 or not answer.location.startswith("/sign-in"):
            wrong.append(f"{route} {answer.status_code}")
    assert not wrong


@every_role
def test_a_role_opens_the_pages_it_may_and_no_others(
    role: str, browser: Callable[..., Browser], actor_in_role: Callable[[str], Actor]
) -> None:
    here = browser(actor_in_role(role))
    token = here.token()
    wrong = []
    for route in PAGES:
        status = here.client.open(route.path, method=route.method, data={"csrf_token": token}).status_code
        may = limit_of(role, route.action) is not None
        is_open = status not in (401, 403)
        if may != is_open or status >= 500:
            wrong.append(f"{route} {status}, may={may}")
    assert not wrong


@every_role
def test_the_navigation_leads_a_role_only_to_pages_that_open(
    role: str, browser: Callable[..., Browser], app: Flask, actor_in_role: Callable[[str], Actor]
) -> None:
    here = browser(actor_in_role(role))
    shown = here.get("/account").text
    with app.test_request_context():
        addresses = [app.url_for(place.endpoint) for place in PLACES.values() if place.endpoint in app.view_functions]
    offered = [address for address in addresses if f'class="nav__link" href="{address}"' in shown]
    assert offered
    assert [address for address in offered if here.get(address).status_code != 200] == []


def test_every_list_is_in_the_navigation() -> None:
    opened = [route for route in PAGES if route.method == "GET" and "<" not in route.rule]
    lists = {route.endpoint for route in opened if route.endpoint.endswith(".index")}
    # Doubles are reached from the recipients.
    assert lists - {place.endpoint for place in PLACES.values()} <= {"recipient_doubles.index"}


@every_role
def test_what_stands_in_sight_is_something_the_role_may_do(role: str) -> None:
    assert not [name for name in IN_SIGHT[role] if limit_of(role, PLACES[name].action) is None]


def test_every_change_without_the_token_of_a_page_is_refused(
    browser: Callable[..., Browser], administrator: Actor
) -> None:
    here = browser(administrator)
    accepted = [str(each) for each in CHANGES if here.client.open(each.path, method=each.method).status_code != 400]
    assert not accepted


def test_every_change_that_another_site_sends_is_refused(browser: Callable[..., Browser], administrator: Actor) -> None:
    here = browser(administrator)
    token = here.token()
    accepted = [
        str(each)
        for each in CHANGES
        if here.client.open(
            each.path, method=each.method, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
        ).status_code
        != 403
    ]
    assert not accepted


# --- API ---------------------------------------------------------------------------------------------------------------


def test_every_call_needs_a_token(client: FlaskClient) -> None:
    assert [str(route) for route in CALLS if call(client, route, None) != 401] == []


def test_a_session_of_a_page_opens_no_call(browser: Callable[..., Browser], privacy_manager: Actor) -> None:
    here = browser(privacy_manager)
    assert [str(route) for route in CALLS if call(here.client, route, None) != 401] == []


@every_role
def test_a_token_does_what_the_role_may_and_nothing_else(
    role: str, client: FlaskClient, actor_in_role: Callable[[str], Actor], at: datetime
) -> None:
    token = token_of(actor_in_role(role), list(SCOPES), at)
    wrong = []
    for route in CALLS:
        status = call(client, route, token)
        may = limit_of(role, route.action) is not None
        if may != (status not in (401, 403)) or status >= 500:
            wrong.append(f"{route} {status}, may={may}")
    assert not wrong


@pytest.mark.parametrize("scope", SCOPES)
def test_a_token_does_what_its_scope_is_for_and_nothing_else(
    scope: str, client: FlaskClient, privacy_manager: Actor, at: datetime
) -> None:
    token = token_of(privacy_manager, [scope], at)
    wrong = []
    for route in CALLS:
        status = call(client, route, token)
        may = route.action in SCOPES[scope].actions
        if may != (status not in (401, 403)) or status >= 500:
            wrong.append(f"{route} {status}, may={may}")
    assert not wrong


def test_somebody_of_another_operator_has_the_same_rights_there(
    browser: Callable[..., Browser], administrator: Actor
) -> None:
    stranger = factories.actor(factories.operator("other"), role="administrator")
    here = browser(stranger)
    assert str(administrator.user_id) not in here.get("/users/").text
    assert here.get(f"/users/{administrator.user_id}").status_code == 404
