"""Declare the doors of the API: who may call, what is sent, what is answered. The rest is done here, once for all.

A view gets `actor` and `at`, the parts of its address, and `query` and `body` where it declares them, already read and
checked. What is declared is also what the OpenAPI document says, so that the two cannot part.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import flask_smorest
import marshmallow as ma
from flask import request

from transfer_log.api.calls import KEY, KEY_PATTERN, REPLAYED, answered, written
from transfer_log.api.reading import JSON_TYPE, check_address, json_body, loaded, query_of, refuse_query
from transfer_log.api.refusals import REFUSALS
from transfer_log.api.repeats import LONGEST_KEY
from transfer_log.web import API_PREFIX, body_limit, requires

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Response

    from transfer_log.api.calls import Reply, Shape

PREFIX: Final = API_PREFIX + "v1"

_KEY_PARAMETER: Final[dict[str, Any]] = {
    "name": KEY,
    "in": "header",
    "required": False,
    "description": "A key of your own choice: the same call again under it gets the first answer, for 30 days.",
    "schema": {"type": "string", "pattern": KEY_PATTERN, "minLength": 1, "maxLength": LONGEST_KEY},
}
_HEADERS: Final[dict[str, Any]] = {
    REPLAYED: {"description": "`true`: this call was answered before, nothing was done.", "schema": {"type": "string"}},
    "Location": {"description": "Where it can be read.", "schema": {"type": "string", "format": "uri-reference"}},
}


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc] # flask-smorest carries no types
    """Hold the doors of one feature; `subject` is their heading in the document."""

    def __init__(self, subject: str, description: str) -> None:
        """Name what the doors are about."""
        super().__init__("api_" + subject.replace(" ", "_"), __name__, url_prefix=PREFIX, description=description)
        self.subject = subject

    def door(  # noqa: PLR0913 each names one thing that the document says
        self,
        method: str,
        rule: str,
        *,
        action: str,
        answers: Mapping[int, Shape],
        query: ma.Schema | None = None,
        body: Shape | None = None,
        writes: bool = False,
        may_refuse: tuple[int, ...] = (),
        limit_bytes: int | None = None,
        examples: Mapping[str, Any] | None = None,
    ) -> Callable[[Callable[..., Reply]], Callable[..., Reply]]:
        """Open a door for the decorated view.

        `action` is one of accounts.policy. `answers` maps a status to what is shown with it. `body` is a schema, by
        which the body is read, or a plain JSON schema: then the view gets the JSON value and reads it itself. With
        `writes` the view runs in one transaction, and a repeat under one Idempotency-Key gets the first answer.
        `may_refuse` names statuses beside those that follow from the rest, `examples` are bodies by their title.
        """

        def declare(view: Callable[..., Reply]) -> Callable[..., Reply]:
            @wraps(view)
            def call(**arguments: Any) -> Response:  # noqa: ANN401 the parts of an address
                check_address(arguments)
                if query is not None:
                    arguments["query"] = query_of(query)
                elif request.query_string:
                    refuse_query()
                sent = None
                if body is not None:
                    sent = json_body()
                    arguments["body"] = loaded(body, sent) if isinstance(body, ma.Schema) else sent
                return written(view, arguments, sent, answers) if writes else answered(view, arguments, answers)

            refused = _refused(rule, has_body=body is not None, writes=writes) | set(may_refuse)
            said: dict[str, Any] = {
                "operationId": view.__name__,
                "parameters": _parameters(query, has_key=writes),
                "responses": {
                    **{str(status): _answer(status, shape, is_written=writes) for status, shape in answers.items()},
                    **{str(status): REFUSALS[status][0] for status in sorted(refused - answers.keys())},
                },
            }
            if body is not None:
                shown = {name: {"value": value} for name, value in (examples or {}).items()}
                content = {JSON_TYPE: {"schema": body, "examples": shown}}
                said["requestBody"] = {"required": True, "content": content}
            requires(action)(call)
            if limit_bytes is not None:
                body_limit(limit_bytes)(call)
            self.add_url_rule(rule, view.__name__, self.doc(**said)(call), methods=[method])
            return view

        return declare


def _refused(rule: str, *, has_body: bool, writes: bool) -> set[int]:
    """Return the statuses with which a door may refuse, whatever is behind it."""
    refused = {401, 403, 422}
    refused |= {404} if "<" in rule else set()
    refused |= {400, 413, 415} if has_body else set()
    return refused | ({409} if writes else set())


def _parameters(query: ma.Schema | None, *, has_key: bool) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = [] if query is None else [{"in": "query", "schema": query}]
    return [*asked, dict(_KEY_PARAMETER)] if has_key else asked


def _answer(status: int, shape: Shape, *, is_written: bool) -> dict[str, Any]:
    """Return how the document describes an answer."""
    description = shape.__class__.__doc__ if isinstance(shape, ma.Schema) else shape.get("description")
    said: dict[str, Any] = {
        "description": (description or "").partition("\n")[0],
        "content": {JSON_TYPE: {"schema": shape}},
    }
    if is_written:
        named = [REPLAYED, *(["Location"] if status == 201 else [])]  # noqa: PLR2004 HTTP
        said["headers"] = {name: _HEADERS[name] for name in named}
    return said
