"""What every answer carries: headers, cookies, how long it may be kept; and what the log of security holds."""

from __future__ import annotations

import io
import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from web.routes import all_routes

from transfer_log.accounts.guard import describe_read
from transfer_log.app import create_app
from transfer_log.db import db, new_id
from transfer_log.errors import RuleViolation
from transfer_log.schema_messages import bilingual, problems_of
from transfer_log.security_log import configure_logging, log_event, log_failure, masked
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from browser import Browser
    from flask import Flask
    from flask.testing import FlaskClient

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

HTTPS = "https://log.example.jp"


@pytest.fixture
def log(app: Flask) -> Iterator[io.StringIO]:
    """Return what is written to the log."""
    stream = io.StringIO()
    configure_logging(stream)
    yield stream
    configure_logging()


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(text) for text in log.getvalue().splitlines()]


# --- Headers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_every_route_answers_with_the_header(name: str, value: str, client: FlaskClient) -> None:
    routes = [route for route in all_routes() if not route.rule.startswith("/assets/")]
    assert [str(each) for each in routes if client.open(each.path, method=each.method).headers[name] != value] == []


@pytest.mark.parametrize(
    "rule",
    [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ],
)
def test_the_browser_is_told_to_load_and_send_nothing_elsewhere(rule: str, client: FlaskClient) -> None:
    assert rule in client.get("/sign-in").headers["Content-Security-Policy"].split("; ")


def test_nothing_inline_is_allowed(client: FlaskClient) -> None:
    assert "unsafe" not in client.get("/sign-in").headers["Content-Security-Policy"]


def test_the_server_does_not_say_what_it_is_made_of(client: FlaskClient) -> None:
    assert "Werkzeug" not in str(client.get("/sign-in").headers)


def test_plain_http_promises_no_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/sign-in").headers


def test_https_is_promised_for_a_year(settings: Settings) -> None:
    client = create_app(replace(settings, base_url=HTTPS)).test_client()
    answer = client.get("/sign-in", base_url=HTTPS)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_assets_may_be_kept_for_ever(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


# --- The proxy in front ------------------------------------------------------------------------------------------------


def seen_address(app: Flask) -> str | None:
    """Return the address the application believes a call comes from."""
    seen: list[str | None] = []

    @app.before_request
    def look() -> None:
        from flask import request  # noqa: PLC0415

        seen.append(request.remote_addr)

    app.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.9"})
    return seen[0]


def test_forwarded_addresses_are_not_believed_without_a_trusted_proxy(settings: Settings) -> None:
    assert seen_address(create_app(settings)) == "127.0.0.1"


def test_forwarded_addresses_are_believed_from_a_trusted_proxy(settings: Settings) -> None:
    assert seen_address(create_app(replace(settings, trusted_proxies=1))) == "198.51.100.9"


# --- The start and the state -------------------------------------------------------------------------------------------


def test_the_web_server_does_not_start_without_a_secret(settings: Settings) -> None:
    with pytest.raises(RuleViolation) as refused:
        create_app(replace(settings, secret_key=None))
    assert [problem.field for problem in refused.value.problems] == ["TRANSFER_LOG_SECRET_KEY"]


def test_the_process_lives_without_a_database(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}


def test_the_server_is_ready_with_the_schema_of_this_version(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")


def test_the_server_is_not_ready_with_another_schema(app: Flask, client: FlaskClient) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["schema"]) == (503, "other version: run transfer-log db upgrade")


def test_the_server_is_not_ready_without_its_database(settings: Settings) -> None:
    nowhere = settings.database_url.set(database="/nowhere/transfer_log.sqlite")
    answer = create_app(replace(settings, database_url=nowhere)).test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["database"]) == (503, "away")


def test_a_page_without_the_database_is_a_page_all_the_same(settings: Settings) -> None:
    nowhere = settings.database_url.set(database="/nowhere/transfer_log.sqlite")
    client = create_app(replace(settings, database_url=nowhere)).test_client()
    client.set_cookie("session", "x" * 43)
    answer = client.get("/account")
    assert answer.status_code == 500
    assert "<h1>" in answer.text


# --- What is shown of people is logged first ---------------------------------------------------------------------------


@pytest.fixture
def shown(app: Flask) -> None:
    """Add pages that show people."""

    @requires("read_subject")
    def person(subject_id: UUID) -> str:
        return str(subject_id)

    @requires("search_subjects")
    def people() -> str:
        describe_read(7)
        return "seven people"

    @requires("print_records")
    def records(subject_id: UUID) -> str:
        describe_read(4, reason="電話での問い合わせ")
        return str(subject_id)

    @requires("record_provision")
    def form() -> str:
        describe_read(subject_id=new_id(), action="read_subject")
        return "the form shows the person it is about"

    @requires("read_subject")
    def nobody(subject_id: UUID) -> tuple[str, int]:
        return str(subject_id), 404

    app.add_url_rule("/test/people/<uuid:subject_id>", "test_person", person)
    app.add_url_rule("/test/people", "test_people", people)
    app.add_url_rule("/test/people/<uuid:subject_id>/records", "test_records", records)
    app.add_url_rule("/test/form", "test_form", form)
    app.add_url_rule("/test/nobody/<uuid:subject_id>", "test_nobody", nobody)


def reads_of(app: Flask) -> list[tuple[str, str, bool, int, str | None]]:
    with app.app_context(), db.engines["access"].connect() as connection:
        try:
            found = connection.exec_driver_sql("SELECT action, route, subject_id, people_count, reason FROM access_log")
        except Exception:  # noqa: BLE001 before the first read there is no table
            return []
        return [(row[0], row[1], row[2] is not None, row[3], row[4]) for row in found]


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("path", "row"),
    [
        (f"/test/people/{new_id()}", ("read_subject", "/test/people/…", True, 1, None)),
        ("/test/people", ("search_subjects", "/test/people", False, 7, None)),
        (
            f"/test/people/{new_id()}/records",
            ("print_records", "/test/people/…/records", True, 4, "電話での問い合わせ"),
        ),
        ("/test/form", ("read_subject", "/test/form", True, 1, None)),
    ],
    ids=["a person", "a list", "with a reason", "by another action"],
)
def test_what_is_shown_of_people_is_logged(
    path: str,
    row: tuple[str, str, bool, int, str | None],
    app: Flask,
    browser: Callable[..., Browser],
    privacy_manager: Actor,
) -> None:
    assert browser(privacy_manager).get(path).status_code == 200
    assert reads_of(app) == [row]


@pytest.mark.usefixtures("shown")
def test_what_was_not_shown_is_not_logged(
    app: Flask, browser: Callable[..., Browser], privacy_manager: Actor, administrator: Actor
) -> None:
    browser(privacy_manager).get(f"/test/nobody/{new_id()}")
    browser(administrator).get("/test/people")
    assert reads_of(app) == []


@pytest.mark.usefixtures("shown")
def test_what_cannot_be_logged_is_not_shown(
    app: Flask, browser: Callable[..., Browser], privacy_manager: Actor
) -> None:
    app.testing = False
    here = browser(privacy_manager)
    with app.app_context(), db.engines["access"].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE access_log (nothing_fits INTEGER)")
    answer = here.get("/test/people")
    assert answer.status_code == 500
    assert "seven people" not in answer.text


# --- The log of security -----------------------------------------------------------------------------------------------


def test_a_refusal_is_logged_with_who_and_where(
    browser: Callable[..., Browser], recruiter: Actor, log: io.StringIO
) -> None:
    browser(recruiter).get("/users/")
    [line] = [line for line in lines(log) if line["event"] == "denied"]
    assert (line["user_id"], line["route"], line["level"]) == (str(recruiter.user_id), "/users/", "warning")


def test_a_failed_sign_in_is_logged_without_the_address_that_was_typed(
    browser: Callable[..., Browser], recruiter: Actor, log: io.StringIO
) -> None:
    browser().post("/sign-in", {"email": "hanako@mihon.example.jp", "password": "a guess at it"})
    assert [line["event"] for line in lines(log)] == ["sign_in_failed"]
    assert "hanako" not in log.getvalue()
    assert "a guess at it" not in log.getvalue()


def test_nobody_forges_a_line(log: io.StringIO) -> None:
    log_event("export", route='x"}\n{"event": "signed_in"')
    assert [line["event"] for line in lines(log)] == ["export"]


def test_ids_and_counts_stay_readable(log: io.StringIO) -> None:
    known = new_id()
    log_event("export", user_id=known, row_count=12, is_whole=True, department=None)
    [line] = lines(log)
    assert (line["user_id"], line["row_count"], line["is_whole"], "department" in line) == (str(known), 12, True, False)


def test_times_are_utc(log: io.StringIO) -> None:
    log_event("export")
    assert lines(log)[0]["at"].endswith("Z")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sent to hanako@mihon.example.jp today", "sent to [e-mail] today"),
        ("Bearer tl_abcdefgh_" + "x" * 49, "Bearer [token]"),
        ("password=open sesame", "password=[masked] sesame"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_what_slips_in_is_masked(text: str, kept: str) -> None:
    assert masked(text) == kept


def test_an_error_is_logged_with_its_causes_and_without_their_words(log: io.StringIO) -> None:
    error = ValueError("花子")
    error.__cause__ = KeyError("山田")
    log_failure("unexpected_error", error)
    [line] = lines(log)
    assert line["error"]["types"] == ["ValueError", "KeyError"]
    assert "\\u" not in log.getvalue()


def test_the_log_does_not_reach_the_log_of_others() -> None:
    assert logging.getLogger("transfer_log").propagate is False


# --- The words of schemas ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("Missing data for required field.", "入力が必要です。"),
        ("Must be one of: a, b.", "次のどれかを書いてください：a, b。"),
        ("Length must be between 1 and 200.", "長さを 1 以上 200 以下にしてください。"),
        ("Must be greater than or equal to 1 and less than or equal to 9.", "1 以上 9 以下で書いてください。"),
        ("Something new.", "Something new."),
    ],
)
def test_a_schemas_message_is_said_in_japanese_too(english: str, japanese: str) -> None:
    assert (bilingual(english).ja, bilingual(english).en) == (japanese, english)


def test_a_field_inside_others_is_named_by_its_path() -> None:
    tree = {"json": {"rows": {0: {"name": ["Unknown field."]}}, "_schema": ["Invalid input type."]}}
    assert [problem.field for problem in problems_of(tree)] == ["rows.0.name", None]
