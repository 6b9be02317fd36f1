"""Language and keys are each person's own choice, good without sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template_string

from transfer_log.i18n import init_i18n
from transfer_log.preferences import init_preferences, own_path

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    init_i18n(app)
    init_preferences(app)

    @app.get("/ledger")
    @app.post("/ledger")
    def ledger() -> str:
        return render_template_string("{{ language }} {{ keys }} {{ page_to_return_to }}")

    @app.post("/search")
    def search() -> str:
        return render_template_string("{{ page_to_return_to }}")

    return app.test_client()


def test_the_chosen_language_is_spoken_from_the_next_page_on(client: FlaskClient) -> None:
    client.post("/preferences/language", data={"language": "en", "back": "/ledger"})
    assert client.get("/ledger").text.startswith("en ")


def test_choosing_a_language_leads_back_to_the_page(client: FlaskClient) -> None:
    answer = client.post("/preferences/language", data={"language": "en", "back": "/ledger?basis=consent"})
    assert (answer.status_code, answer.location) == (303, "/ledger?basis=consent")


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/preferences/language", data={"language": "xx"}).status_code == 400


def test_single_keys_can_be_switched_off(client: FlaskClient) -> None:
    client.post("/preferences/keys", data={"keys": "off", "back": "/ledger"})
    assert " off " in client.get("/ledger").text


def test_single_keys_work_until_switched_off(client: FlaskClient) -> None:
    assert " on " in client.get("/ledger").text


def test_the_choice_is_out_of_reach_of_scripts(client: FlaskClient) -> None:
    answer = client.post("/preferences/language", data={"language": "en"})
    assert "HttpOnly" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(
    "path",
    ["https://example.com/", "//example.com", "/\\example.com", "", "ledger", "/ledger\r\nSet-Cookie: a=b"],
)
def test_a_link_cannot_lead_a_person_to_another_site(path: str) -> None:
    assert own_path(path) == "/"


def test_a_page_is_returned_to_with_its_filters(client: FlaskClient) -> None:
    assert client.get("/ledger?basis=consent").text.endswith("/ledger?basis=consent")


def test_a_refused_form_is_returned_to_as_an_empty_form(client: FlaskClient) -> None:
    assert client.post("/ledger").text.endswith(" /ledger")


def test_a_page_that_cannot_be_asked_for_again_returns_home(client: FlaskClient) -> None:
    assert client.post("/search").text == "/"
