"""The OpenAPI document: valid, complete, and true to the routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs
import pytest
from openapi_spec_validator import validate
from web.routes import all_routes, application

from transfer_log.api.document import document
from transfer_log.web import API_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.caller import Caller
    from flask.testing import FlaskClient

    from transfer_log.accounts.actor import Actor

METHODS: Final = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return document(application())


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method in METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def test_the_document_is_valid_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_the_document_names_every_route_of_the_api_and_no_other(described: dict[str, Any]) -> None:
    routes = {
        (each.method, re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", each.rule)) for each in all_routes() if each.is_api
    }
    assert {(method, path) for method, path, _ in operations(described)} == routes


def test_every_operation_has_a_name_of_its_own_and_a_summary(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(set(names)) == len(names)
    assert [path for _, path, operation in operations(described) if not operation.get("summary")] == []


def test_every_operation_says_how_it_is_refused(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        wanted = {"401", "403", "422"}
        wanted |= {"400", "413", "415"} if "requestBody" in operation else set()
        wanted |= {"404"} if "{" in path else set()
        assert wanted <= set(operation["responses"]), f"{method} {path}"


def test_every_operation_needs_a_token(described: dict[str, Any]) -> None:
    assert described["security"] == [{"token": []}]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert not [path for _, path, operation in operations(described) if "security" in operation]


def test_every_field_that_can_be_sent_is_closed_to_others(described: dict[str, Any]) -> None:
    bodies = {name: schema for name, schema in described["components"]["schemas"].items() if name.endswith("Body")}
    assert [name for name, schema in bodies.items() if schema.get("additionalProperties") is not False] == []


def test_every_example_fits_its_schema(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        content = operation.get("requestBody", {"content": {}})["content"].get("application/json", {})
        schema = {**content.get("schema", {}), "components": described["components"]}
        for title, example in content.get("examples", {}).items():
            assert jsonschema_rs.is_valid(schema, example["value"]), f"{method} {path}: {title}"


def test_the_document_is_given_to_whoever_has_a_token(
    caller_for: Callable[..., Caller], request: pytest.FixtureRequest
) -> None:
    for role in ("recruiter", "request_clerk", "privacy_manager", "auditor", "administrator"):
        actor: Actor = request.getfixturevalue(role)
        assert caller_for(actor).get("/openapi.json").get_json()["openapi"] == "3.1.0"


def test_the_document_is_given_to_nobody_without_a_token(client: FlaskClient) -> None:
    assert client.get(f"{API_PREFIX}v1/openapi.json").status_code == 401
