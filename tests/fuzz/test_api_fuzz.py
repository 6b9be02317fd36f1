"""Send generated requests to the real API over HTTP, good and bad ones, and hold every answer against the document."""

from __future__ import annotations

import os
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import factories
import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from werkzeug.serving import WSGIRequestHandler, make_server

from transfer_log.accounts.operations import TokenDraft, issue_token
from transfer_log.accounts.policy import ACTIONS, SCOPES
from transfer_log.db import transaction
from transfer_log.items.operations import add_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

pytestmark = pytest.mark.fuzz

IS_LONG: Final = os.environ.get("HYPOTHESIS_PROFILE") == "long"
#: Values at their bounds, missing fields, other methods: for these doors always, for all of them in the long run.
COVERED: Final = "^/api/v1/(provisions|departments/|stops)"
KEY: Final = "Idempotency-Key"
RULE: Final = "urn:transfer-log:problem:rule-violation"
UNSAID: Final = ("from 1900 to 2200", "NUL, or half of a surrogate pair")


class Quiet(WSGIRequestHandler):
    """Keep connections open and write no line for each call."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Send good requests without a key: under the same one all but the first would get its answer."""
    if case.headers and case.meta is not None and case.meta.generation.mode.is_positive:
        case.headers.pop(KEY, None)


@schemathesis.check
def only_rules_refuse_what_fits_the_document(_context: Any, response: Any, case: Any) -> None:
    """Let what fits the document be refused by what is on record, never by its form.

    Two limits cannot be said in a JSON schema: the years of days, and that no text of a body holds NUL.
    """
    meta = case.meta
    if response.status_code != 422 or meta is None or not meta.generation.mode.is_positive:
        return
    said = response.json()
    form = [error for error in said.get("errors", ()) if not any(each in error["message_en"] for each in UNSAID)]
    assert said["type"] == RULE or not form, f"refused by its form: {form}"


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Serve the application on this machine and return where."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1/openapi.json"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def registers(session: scoped_session, operator: Operator, privacy_manager: Actor, at: datetime) -> None:
    """Fill what the examples of the document name."""
    with transaction():
        add_catalogue(actor=privacy_manager, at=at)
    purpose = factories.purpose(operator)
    factories.recipient(operator, "R-0001")
    factories.situation(operator, purpose_id=purpose.id)


@pytest.mark.parametrize("role", ["privacy_manager", "recruiter"])
def test_no_request_makes_the_api_fail_or_answer_otherwise_than_the_document_says(
    request: pytest.FixtureRequest, address: str, registers: None, operator: Operator, at: datetime, role: str
) -> None:
    actor: Actor = request.getfixturevalue(role)
    scopes = tuple(
        scope.code
        for scope in SCOPES.values()
        if any(role in ACTIONS[action].limits for action in scope.actions - {"read_api"})
    )
    with transaction():
        draft = TokenDraft(user_id=actor.user_id, scopes=scopes)
        token = issue_token(draft, actor=factories.actor(operator, role="administrator"), at=at).text
    bearer = {"Authorization": f"Bearer {token}"}
    config = SchemathesisConfig.from_dict(
        {
            "seed": 20261120,
            "headers": bearer,
            "continue-on-failure": True,
            "generation": {"max-examples": 400 if IS_LONG else 6, "deterministic": True, "database": "none"},
            "phases": {"coverage": {"enabled": IS_LONG}, "stateful": {"generation": {"max-examples": 2}}},
            "operations": [{"include-path-regex": COVERED, "phases": {"coverage": {"enabled": True}}}],
            # What is well-formed may still name what is not on record: `only_rules_refuse_…` looks at the reason.
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "409", "422"]}},
        }
    )
    schema = schemathesis.openapi.from_url(address, config=config, headers=bearer)
    failures, cases = _run(schema)
    assert not failures, "\n\n".join(failures)
    assert sum(cases.values()) >= 400, cases


def _run(schema: Any) -> tuple[list[str], Counter[str]]:
    """Return what was found, and how many requests each phase sent."""
    failures: list[str] = []
    cases: Counter[str] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError):
            failures.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, FatalError):
            failures.append(repr(event.exception))
        elif isinstance(event, ScenarioFinished):
            cases[str(event.phase)] += len(event.recorder.interactions)
            for checks in event.recorder.checks.values():
                failures += [
                    f"{event.recorder.label}: {check.name}: {check.failure_info.failure}\n{check.failure_info.code_sample}"
                    for check in checks
                    if check.failure_info is not None
                ]
    return failures, cases
