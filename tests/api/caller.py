"""Call the API as a program does, and hold every answer against the OpenAPI document."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from transfer_log.api.document import document

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PREFIX = "/api/v1"
JSON = "application/json"


@dataclass
class Caller:
    """Be a program that calls with a token; addresses are given without `/api/v1`."""

    app: Flask
    client: FlaskClient
    token: str

    def another(self) -> Caller:
        """Return a second program with the same token, for a thread of its own."""
        return Caller(self.app, self.app.test_client(), self.token)

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read."""
        return self.call("GET", path, headers=headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send a JSON body."""
        return self.call("POST", path, data=json.dumps(body), content_type=JSON, headers=headers)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send a JSON body that says anew what something is."""
        return self.call("PUT", path, data=json.dumps(body), content_type=JSON, headers=headers)

    def call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Call with the token, and check the answer against the document."""
        named = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        sent = {"Authorization": f"Bearer {self.token}", **named}
        address = path if path.startswith(PREFIX) else PREFIX + path
        answer = self.client.open(address, method=method, headers=sent, **options)
        check_answer(self.app, method, address.partition("?")[0], answer)
        return answer


def check_answer(app: Flask, method: str, path: str, answer: TestResponse) -> None:
    """Fail when the document does not describe this answer to this call; 405 and unknown addresses are not in it."""
    operation = _operation(app, method, path)
    if operation is None:
        return
    described = operation["responses"].get(str(answer.status_code))
    assert described is not None, f"{method} {path} answered {answer.status_code}, which the document does not name"
    if "$ref" in described:
        described = document(app)["components"]["responses"][described["$ref"].rpartition("/")[2]]
    content = described["content"]
    assert answer.mimetype in content, f"{method} {path} answered {answer.mimetype}"
    schema = {**content[answer.mimetype]["schema"], "components": document(app)["components"]}
    jsonschema_rs.validate(schema, answer.get_json(force=True), validate_formats=True)


def _operation(app: Flask, method: str, path: str) -> dict[str, Any] | None:
    for pattern, operations in _patterns(id(document(app)), app):
        if pattern.fullmatch(path):
            return operations.get(method.lower())
    return None


@cache
def _patterns(_document_id: int, app: Flask) -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    paths = sorted(document(app)["paths"].items(), key=lambda item: item[0].count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), operations) for path, operations in paths]


def fields(answer: TestResponse) -> list[str | None]:
    """Return the names of the fields that a refusal names."""
    assert answer.status_code == 422, answer.text
    return [error["field"] for error in answer.get_json(force=True)["errors"]]
