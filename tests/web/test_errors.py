"""What is said about an error, at each door, in each language, and what is never said."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from flask import abort, request

from transfer_log.errors import Conflict, NotAllowed, NotFound, Problem, RuleViolation, Text, TooManyAttempts
from transfer_log.security_log import configure_logging
from transfer_log.web import body_limit, public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from browser import Browser
    from flask import Flask
    from flask.testing import FlaskClient

SAID = Text("山を登る。", "Climb the mountain.")
ERRORS: dict[str, tuple[Exception, int]] = {
    "not-found": (NotFound(SAID), 404),
    "not-allowed": (NotAllowed(SAID), 403),
    "conflict": (Conflict(SAID, {"purpose": ("紹介", "広告")}), 409),
    "rule-violation": (RuleViolation([Problem("items", SAID, "naem", ("name", "kana"), 3, "Act Art. 27(1)")]), 422),
    "too-many-attempts": (TooManyAttempts(SAID, 90), 429),
}


class Stranger(Exception):
    """Be an error nobody expected, whose message quotes what somebody typed."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Return what is written to the log."""
    stream = io.StringIO()
    configure_logging(stream)
    yield stream
    configure_logging()


@pytest.fixture(autouse=True)
def failing_views(app: Flask, log: io.StringIO) -> None:
    """Add views that fail in every way, at a page and in the API."""
    configure_logging(log)

    @public
    def fail(how: str) -> str:
        if how == "unexpected":
            raise Stranger("山田 花子 hanako@mihon.example.jp")
        if how == "schema":
            errors = {"json": {"items": {"1": {"name": ["Missing data for required field."]}}, "x": ["Unknown field."]}}
            error: Any = None
            try:
                abort(422)
            except Exception as raised:  # noqa: BLE001 webargs puts its messages on the exception
                error = raised
            error.data = {"messages": errors}
            raise error
        raise ERRORS[how][0]

    @public
    def read() -> str:
        return str(len(request.get_data()))

    @public
    def take() -> str:
        return read()

    app.add_url_rule("/fail/<how>", "fail_page", fail)
    app.add_url_rule("/api/v1/fail/<how>", "fail_api", fail)
    app.add_url_rule("/api/v1/read", "read", read, methods=["POST"])
    app.add_url_rule("/api/v1/take", "take", body_limit(3 * 1024 * 1024)(take), methods=["POST"])


every_error = pytest.mark.parametrize("how", ERRORS)


@every_error
def test_the_page_says_what_the_error_says(how: str, client: FlaskClient) -> None:
    answer = client.get(f"/fail/{how}")
    assert answer.status_code == ERRORS[how][1]
    assert "山を登る。" in answer.text


@every_error
def test_the_page_speaks_the_readers_language(how: str, client: FlaskClient) -> None:
    assert "Climb the mountain." in client.get(f"/fail/{how}", headers={"Accept-Language": "en"}).text


@every_error
def test_the_api_answers_problem_json(how: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/fail/{how}")
    body = json.loads(answer.data)
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, body["status"]) == (ERRORS[how][1], ERRORS[how][1])
    assert body["type"] == f"urn:transfer-log:problem:{how}"


def test_the_standard_members_follow_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/api/v1/fail/not-found", headers={"Accept-Language": "en"})
    body = json.loads(answer.data)
    assert (body["title"], body["detail"]) == ("Not found", "Climb the mountain.")
    assert answer.headers["Content-Language"] == "en"


def test_our_own_members_carry_both_languages(client: FlaskClient) -> None:
    body = json.loads(client.get("/api/v1/fail/not-found").data)
    assert (body["message_ja"], body["message_en"]) == ("山を登る。", "Climb the mountain.")


def test_a_problem_names_field_found_allowed_row_and_article(client: FlaskClient) -> None:
    [error] = json.loads(client.get("/api/v1/fail/rule-violation").data)["errors"]
    assert error == {
        "field": "items",
        "message_ja": "山を登る。",
        "message_en": "Climb the mountain.",
        "found": "naem",
        "allowed": ["name", "kana"],
        "row": 3,
        "article": "Act Art. 27(1)",
    }


def test_a_conflict_shows_what_differs(client: FlaskClient) -> None:
    body = json.loads(client.get("/api/v1/fail/conflict").data)
    assert body["differences"] == {"purpose": {"stored": "紹介", "sent": "広告"}}
    page = client.get("/fail/conflict").text
    assert "紹介" in page
    assert "広告" in page


def test_too_many_attempts_say_how_long_to_wait(client: FlaskClient) -> None:
    assert client.get("/api/v1/fail/too-many-attempts").headers["Retry-After"] == "90"


def test_errors_of_a_schema_are_told_by_field_in_both_languages(client: FlaskClient) -> None:
    errors = json.loads(client.get("/api/v1/fail/schema").data)["errors"]
    assert [(error["field"], error["message_ja"], error["message_en"]) for error in errors] == [
        ("items.1.name", "入力が必要です。", "Missing data for required field."),
        ("x", "この項目はありません。", "Unknown field."),
    ]


# --- What nobody expected ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/fail/unexpected", "/api/v1/fail/unexpected"])
def test_an_unexpected_error_is_a_number_for_the_visitor(path: str, client: FlaskClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 500
    assert "Stranger" not in answer.text
    assert "hanako" not in answer.text


def test_the_number_leads_to_the_lines_of_code_in_the_log(client: FlaskClient, log: io.StringIO) -> None:
    number = json.loads(client.get("/api/v1/fail/unexpected").data)["error_id"]
    [line] = [json.loads(text) for text in log.getvalue().splitlines() if number in text]
    assert line["event"] == "unexpected_error"
    assert line["error"]["types"] == ["Stranger"]
    assert any("test_errors.py" in place for place in line["error"]["lines"])


def test_the_log_does_not_repeat_what_the_error_quotes(client: FlaskClient, log: io.StringIO) -> None:
    client.get("/fail/unexpected")
    assert "hanako" not in log.getvalue()
    assert "山田" not in log.getvalue().encode().decode("unicode_escape", errors="ignore")


# --- What is not there -------------------------------------------------------------------------------------------------


def test_an_address_without_a_page_is_not_found(client: FlaskClient) -> None:
    assert client.get("/nowhere").status_code == 404


def test_an_address_without_a_call_is_not_found_as_problem_json(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_a_method_that_is_not_there_says_which_are(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/read")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/read", "/nowhere"])
def test_trace_is_off_everywhere(path: str, client: FlaskClient) -> None:
    answer = client.open(path, method="TRACE", headers={"X-Secret": "echo"})
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert "echo" not in answer.text


def test_a_signed_in_user_keeps_the_frame_on_an_error_page(browser: Callable[..., Browser], recruiter: Any) -> None:
    assert recruiter.name in browser(recruiter).get("/nowhere").text


# --- How much may be sent ----------------------------------------------------------------------------------------------


def test_a_body_of_two_mebibytes_is_read(client: FlaskClient) -> None:
    assert client.post("/api/v1/read", data=b"x" * 2 * 1024 * 1024).text == str(2 * 1024 * 1024)


def test_a_larger_body_is_refused(client: FlaskClient) -> None:
    answer = client.post("/api/v1/read", data=b"x" * (2 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert json.loads(answer.data)["title"] == "送られたデータが大きすぎます"


def test_a_view_that_takes_files_may_take_more(client: FlaskClient) -> None:
    assert client.post("/api/v1/take", data=b"x" * 3 * 1024 * 1024).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[2001:db8::1]:8000"])
def test_a_host_name_that_is_not_ours_is_refused(host: str, client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "<form" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:9000", "[::1]:8000"])
def test_this_machine_may_be_called_by_its_own_names(host: str, client: FlaskClient) -> None:
    assert client.get("/sign-in", headers={"Host": host}).status_code == 200
