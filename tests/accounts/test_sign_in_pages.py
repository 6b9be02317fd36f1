"""Signing in and out in a browser: what is told, what the cookie is, what is over when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from browser import Browser

from transfer_log.accounts.models import User
from transfer_log.accounts.operations import UserDraft, add_user, give_initial_password
from transfer_log.app import create_app
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    import time_machine
    from sqlalchemy.orm import scoped_session
    from werkzeug.test import TestResponse

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

EMAIL = "hanako@mihon.example.jp"
PASSWORD = "yubeno tsuki wa maru"
WRONG = "メールアドレスかパスワードが違います。"
OWN_PAGE = "/account"


@pytest.fixture
def hanako(administrator: Actor, at: datetime) -> UUID:
    """Return a recruiter with a password."""
    draft = UserDraft(email=EMAIL, role="recruiter", name="山田 花子", password=PASSWORD)
    with transaction():
        return add_user(draft, actor=administrator, at=at)


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD, **options: Any) -> TestResponse:
    return browser.post("/sign-in", {"email": email, "password": password}, **options)


def change(user_id: UUID, **values: Any) -> None:
    with transaction() as session:
        user = session.get(User, user_id)
        for name, value in values.items():
            setattr(user, name, value)


# --- Signing in --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hanako")
def test_the_right_pair_leads_to_the_home_page(browser: Callable[..., Browser]) -> None:
    answer = sign_in(browser())
    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.usefixtures("hanako")
def test_a_visitor_is_led_to_sign_in_and_back(browser: Callable[..., Browser]) -> None:
    visitor = browser()
    led = visitor.get("/account/password?from=mail")
    assert led.location == "/sign-in?next=%2Faccount%2Fpassword%3Ffrom%3Dmail"
    answer = visitor.post(led.location, {"email": EMAIL, "password": PASSWORD})
    assert answer.location == "/account/password?from=mail"


@pytest.mark.usefixtures("hanako")
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_nobody_is_led_to_another_site(target: str, browser: Callable[..., Browser]) -> None:
    answer = browser().post("/sign-in?next=" + target, {"email": EMAIL, "password": PASSWORD})
    assert answer.location == "/"


@pytest.mark.usefixtures("hanako")
def test_letter_case_of_the_address_does_not_matter(browser: Callable[..., Browser]) -> None:
    assert sign_in(browser(), "HANAKO@mihon.example.jp").status_code == 303


def test_a_wrong_password_an_unknown_address_and_a_closed_account_are_told_the_same(
    hanako: UUID, browser: Callable[..., Browser]
) -> None:
    told = [sign_in(browser(), password="not the password")]
    told.append(sign_in(browser(), email="nobody@mihon.example.jp"))
    change(hanako, is_active=False)
    told.append(sign_in(browser()))
    change(hanako, is_active=True, ends_on=date(2020, 1, 1))
    told.append(sign_in(browser()))
    assert {answer.status_code for answer in told} == {403}
    assert all(WRONG in answer.text for answer in told)


@pytest.mark.usefixtures("hanako")
def test_what_was_typed_stays_but_for_the_password(browser: Callable[..., Browser]) -> None:
    page = sign_in(browser(), password="not the password").text
    assert f'value="{EMAIL}"' in page
    assert "not the password" not in page


@pytest.mark.usefixtures("hanako")
@pytest.mark.parametrize("email", [EMAIL, "nobody@mihon.example.jp"], ids=["an account", "no account"])
def test_too_many_attempts_are_told_the_same_with_or_without(email: str, browser: Callable[..., Browser]) -> None:
    for _ in range(5):
        sign_in(browser(), email, "not the password")
    answer = sign_in(browser(), email)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "1 分ほど待ってから" in answer.text


@pytest.mark.usefixtures("hanako")
def test_the_right_password_opens_again_after_the_wait(
    browser: Callable[..., Browser], clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        sign_in(browser(), password="not the password")
    clock.shift(timedelta(minutes=1))
    assert sign_in(browser()).status_code == 303


def test_the_service_user_cannot_sign_in(browser: Callable[..., Browser], administrator: Actor) -> None:
    change(administrator.user_id, email="cli", role="service", password_hash=None)
    assert sign_in(browser(), "cli", "").status_code == 422
    assert sign_in(browser(), "cli", "anything at all").status_code == 403


@pytest.mark.usefixtures("hanako")
def test_a_signed_in_user_is_led_past_the_form(browser: Callable[..., Browser]) -> None:
    here = browser()
    sign_in(here)
    assert here.get("/sign-in").location == "/"


# --- The cookie --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hanako")
def test_signing_in_gives_a_new_cookie_whatever_was_there(browser: Callable[..., Browser]) -> None:
    here = browser()
    here.client.set_cookie("session", "planted-by-somebody-else")
    sign_in(here)
    assert here.cookie != "planted-by-somebody-else"
    assert here.get(OWN_PAGE).status_code == 200


@pytest.mark.usefixtures("hanako")
def test_signing_in_gives_a_new_token_against_forgery(browser: Callable[..., Browser]) -> None:
    here = browser()
    before = here.token()
    sign_in(here)
    assert here.client.post("/account/other-sessions/end", data={"csrf_token": before}).status_code == 400


@pytest.mark.usefixtures("hanako")
def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Callable[..., Browser]) -> None:
    [cookie] = [text for text in sign_in(browser()).headers.getlist("Set-Cookie") if text.startswith("session=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.usefixtures("hanako")
def test_over_https_every_cookie_is_bound_to_the_host(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://log.example.jp"))
    here = Browser(app)
    here.client.environ_base["wsgi.url_scheme"] = "https"
    answer = sign_in(here, base_url="https://log.example.jp")
    cookies = [text for text in answer.headers.getlist("Set-Cookie") if not text.startswith(("lang", "keys"))]
    assert cookies
    assert all(text.startswith("__Host-") and "Secure" in text for text in cookies)


# --- The end -----------------------------------------------------------------------------------------------------------


def test_after_signing_out_the_old_cookie_opens_nothing(browser: Callable[..., Browser], recruiter: Actor) -> None:
    here = browser(recruiter)
    stolen = str(here.cookie)
    answer = here.post("/sign-out")
    assert answer.location == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = browser()
    thief.client.set_cookie("session", stolen)
    assert thief.get(OWN_PAGE).status_code == 303


def test_a_link_cannot_sign_anybody_out(browser: Callable[..., Browser], recruiter: Actor) -> None:
    here = browser(recruiter)
    assert here.get("/sign-out").status_code == 405
    assert here.get(OWN_PAGE).status_code == 200


def test_after_half_an_hour_without_a_page_one_signs_in_again(
    browser: Callable[..., Browser], recruiter: Actor, clock: time_machine.Traveller
) -> None:
    here = browser(recruiter)
    clock.shift(timedelta(minutes=29))
    assert here.get(OWN_PAGE).status_code == 200
    clock.shift(timedelta(minutes=29))
    assert here.get(OWN_PAGE).status_code == 200
    clock.shift(timedelta(minutes=30))
    assert here.get(OWN_PAGE).status_code == 303


def test_a_script_of_an_open_page_is_told_that_the_session_is_over(browser: Callable[..., Browser]) -> None:
    answer = browser().get(OWN_PAGE, headers={"Sec-Fetch-Mode": "cors", "Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


# --- One's own account -------------------------------------------------------------------------------------------------


def test_whoever_was_given_a_password_chooses_an_own_one_first(
    hanako: UUID, browser: Callable[..., Browser], administrator: Actor, at: datetime, clock: time_machine.Traveller
) -> None:
    with transaction():
        given = give_initial_password(hanako, actor=administrator, at=at)
    here = browser()
    sign_in(here, password=given)
    assert here.get(OWN_PAGE).location == "/account/password"
    own = {"current_password": given, "new_password": "the river was quiet"}
    assert here.post("/account/password", own).location == OWN_PAGE
    assert here.get(OWN_PAGE).status_code == 200


def test_a_given_password_opens_nothing_after_seven_days(
    hanako: UUID, browser: Callable[..., Browser], administrator: Actor, at: datetime, clock: time_machine.Traveller
) -> None:
    with transaction():
        given = give_initial_password(hanako, actor=administrator, at=at)
    clock.shift(timedelta(days=7))
    assert sign_in(browser(), password=given).status_code == 403


@pytest.mark.usefixtures("hanako")
def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(browser: Callable[..., Browser]) -> None:
    here, there = browser(), browser()
    sign_in(here)
    sign_in(there)
    before = here.cookie
    here.post("/account/password", {"current_password": PASSWORD, "new_password": "the river was quiet"})
    assert here.cookie != before
    assert here.get(OWN_PAGE).status_code == 200
    assert there.get(OWN_PAGE).status_code == 303


@pytest.mark.usefixtures("hanako")
def test_a_new_password_needs_the_one_in_use(browser: Callable[..., Browser]) -> None:
    here = browser()
    sign_in(here)
    answer = here.post("/account/password", {"current_password": "a guess", "new_password": "the river was quiet"})
    assert answer.status_code == 422
    assert "現在のパスワードと一致しません。" in answer.text


@pytest.mark.usefixtures("hanako")
def test_a_common_new_password_is_refused_beside_its_field(browser: Callable[..., Browser]) -> None:
    here = browser()
    sign_in(here)
    answer = here.post("/account/password", {"current_password": PASSWORD, "new_password": "password1234"})
    assert 'href="#new_password"' in answer.text


def test_the_other_sessions_end_by_a_button(browser: Callable[..., Browser], recruiter: Actor) -> None:
    here, there = browser(recruiter), browser(recruiter)
    here.post("/account/other-sessions/end")
    assert here.get(OWN_PAGE).status_code == 200
    assert there.get(OWN_PAGE).status_code == 303


@pytest.mark.usefixtures("hanako")
def test_language_and_keys_follow_to_another_browser(browser: Callable[..., Browser]) -> None:
    here, there = browser(), browser()
    sign_in(here)
    here.post(OWN_PAGE, {"language": "en", "keys": "off"})
    sign_in(there)
    page = there.get(OWN_PAGE, headers={"Accept-Language": "ja"}).text
    assert '<html lang="en">' in page
    assert 'data-keys="off"' in page


def test_a_field_that_is_not_on_the_form_changes_nothing(
    browser: Callable[..., Browser], recruiter: Actor, session: scoped_session
) -> None:
    browser(recruiter).post(OWN_PAGE, {"language": "ja", "keys": "on", "role": "administrator", "is_active": "1"})
    session.rollback()
    assert session.get(User, recruiter.user_id, populate_existing=True).role == "recruiter"


def test_a_department_is_shown_beside_the_name(browser: Callable[..., Browser], recruiter: Actor) -> None:
    assert f"人材紹介部 · {recruiter.name}" in browser(recruiter).get(OWN_PAGE).text


def test_somebody_without_a_department_is_shown_with_the_role(browser: Callable[..., Browser], auditor: Actor) -> None:
    assert f"監査担当 · {auditor.name}" in browser(auditor).get(OWN_PAGE).text


@pytest.mark.usefixtures("session")
def test_a_session_of_a_user_of_another_operator_shows_that_operators_departments(
    browser: Callable[..., Browser],
) -> None:
    other = factories.operator("other")
    stranger = factories.actor(other, role="recruiter", department=factories.department(other, name="営業部"))
    assert "営業部" in browser(stranger).get(OWN_PAGE).text
