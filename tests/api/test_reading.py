"""What a call may send: JSON that can be read in one way only, known fields, nothing that cannot be kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from api.caller import JSON, fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    Body = Callable[..., dict[str, Any]]


def send(caller: Caller, raw: bytes | str, content_type: str = JSON) -> TestResponse:
    return caller.call("POST", "/provisions", data=raw, content_type=content_type)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "nothing"),
        (b"{", "no end"),
        (b'{"a": 1} x', "more behind it"),
        (b'{"a": NaN}', "no JSON value"),
        (b'{"a": -Infinity}', "no JSON value"),
        (b'{"subject_ref": "C-1", "subject_ref": "C-2"}', "two meanings"),
        (b'{"evidence": {"note": "x", "note": "y"}}', "two meanings further in"),
        ('{"subject_name": "見本"}'.encode("cp932"), "not UTF-8"),
        (b'"\xed\xa0\x80"', "half a surrogate pair in bytes"),
        (b'"\x00"', "a bare control character"),
        (b"[" * 100_000, "too deep for the reader"),
        (b"[" * 40 + b"]" * 40, "deeper than anything we read"),
        (b"1" * 5000, "longer than any number"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(manager: Caller, raw: bytes, why: str) -> None:
    answer = send(manager, raw)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("text", ["\\u0000", "見本\\u0000", "\\ud800", "\\udfff\\ud800"])
def test_a_character_that_cannot_be_kept_is_refused_where_it_stands(manager: Caller, text: str) -> None:
    answer = send(manager, f'{{"items": [{{"evidence": {{"note": "{text}"}}}}]}}')
    assert fields(answer) == ["items.0.evidence.note"]


def test_such_a_character_in_the_name_of_a_field_is_refused(manager: Caller) -> None:
    assert send(manager, '{"\\ud800": 1}').status_code == 422


def test_a_whole_surrogate_pair_is_one_character(manager: Caller, provision: Body) -> None:
    raw = json.dumps(provision(subject_name="𠮷田 花子"), ensure_ascii=True)
    answer = send(manager, raw)
    assert manager.get(answer.headers["Location"]).get_json()["person"]["name"] == "𠮷田 花子"


def test_a_backslash_before_u_is_text(manager: Caller, provision: Body) -> None:
    assert send(manager, json.dumps(provision(case_ref="\\u0000"))).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"])
def test_what_is_not_said_to_be_json_is_refused(manager: Caller, content_type: str) -> None:
    assert send(manager, b"{}", content_type).status_code == 415


def test_a_body_too_large_is_refused(manager: Caller) -> None:
    assert send(manager, b" " * (8 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.parametrize("body", [1, "x", True, None, 1.5])
def test_what_is_neither_object_nor_list_is_refused(manager: Caller, body: Any) -> None:
    assert send(manager, json.dumps(body)).status_code == 422


def test_a_parameter_on_an_address_that_has_none_is_refused(manager: Caller, provision: Body) -> None:
    assert fields(manager.post("/provisions?dry_run=true", provision())) == ["dry_run"]


def test_an_address_with_a_control_character_leads_nowhere(manager: Caller) -> None:
    assert manager.get("/recipients/R%00").status_code == 404


@pytest.mark.parametrize("path", ["/people/x", "/people/01a2009b0b5076c4b670ba28880942c4", "/nothing"])
def test_an_address_that_is_none_leads_nowhere(manager: Caller, path: str) -> None:
    assert manager.get(path).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "DELETE", "PATCH"])
def test_another_method_is_answered_with_those_there_are(manager: Caller, method: str) -> None:
    answer = manager.call(method, "/provisions")
    assert (answer.status_code, {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))) == (405, True)


# --- The token ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer x", "Basic dXNlcjpwYXNz", "Bearer tl_AAAAAAAA_" + "A" * 49, "Bearer \x00"],
)
def test_without_a_good_token_nothing_opens(client: FlaskClient, authorization: str) -> None:
    answer = client.get("/api/v1/provisions", headers={"Authorization": authorization} if authorization else {})
    assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (401, True)


def test_a_token_in_the_address_opens_nothing(client: FlaskClient, manager: Caller) -> None:
    assert client.get(f"/api/v1/provisions?access_token={manager.token}").status_code == 401


# --- Languages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wish", "detail"), [("ja", "件の問題"), ("en", "problems")])
def test_a_refusal_speaks_the_language_asked_for_and_carries_both(
    manager: Caller, provision: Body, wish: str, detail: str
) -> None:
    answer = manager.post("/provisions", provision(recipient_ref="R-9"), Accept_Language=wish)
    said = answer.get_json(force=True)
    assert (answer.headers["Content-Language"], detail in said["detail"]) == (wish, True)
    assert said["message_ja"] != said["message_en"]
