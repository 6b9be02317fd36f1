"""Give tests of the API a caller with a token, and registers to name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.accounts.operations import TokenDraft, issue_token
from transfer_log.accounts.policy import ACTIONS, SCOPES
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import scoped_session
    from werkzeug.test import TestResponse

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

PREFIX = "/api/v1"


@dataclass
class Caller:
    """Be a program that calls the API with a token; addresses are given without `/api/v1`."""

    client: FlaskClient
    token: str

    def get(self, path: str, **options: Any) -> TestResponse:
        """Read."""
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send a JSON body."""
        return self.call("POST", path, data=json.dumps(body), content_type="application/json", headers=headers)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        """Send a JSON body that replaces."""
        return self.call("PUT", path, data=json.dumps(body), content_type="application/json", headers=headers)

    def call(self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any) -> TestResponse:
        """Call with the token."""
        address = path if path.startswith("/api/") else PREFIX + path
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self.client.open(address, method=method, headers=sent, **options)


@pytest.fixture(autouse=True)
def _standing_clock(clock: object) -> None:
    """Let every call come at 14:00 on 20 November 2026 in Japan."""


@pytest.fixture
def caller_for(app: Flask, session: scoped_session, at: datetime) -> Callable[..., Caller]:
    """Return a function that gives a token to an actor, with every scope of the role or those named."""

    def give(actor: Actor, operator: Operator, *scopes: str) -> Caller:
        administrator = factories.actor(operator, role="administrator")
        draft = TokenDraft(user_id=actor.user_id, scopes=scopes or scopes_of(actor.role))
        with transaction():
            token = issue_token(draft, actor=administrator, at=at)
        return Caller(app.test_client(), token.text)

    return give


def scopes_of(role: str) -> tuple[str, ...]:
    """Return the scopes of which a role can use something."""
    return tuple(
        scope.code
        for scope in SCOPES.values()
        if any(role in ACTIONS[action].limits for action in scope.actions - {"read_api"})
    )


@pytest.fixture
def manager(caller_for: Callable[..., Caller], privacy_manager: Actor, operator: Operator) -> Caller:
    """Return a program that calls as the privacy manager."""
    return caller_for(privacy_manager, operator)


@pytest.fixture
def recruiting(caller_for: Callable[..., Caller], recruiter: Actor, operator: Operator) -> Caller:
    """Return a program that calls as a recruiter of the placement department."""
    return caller_for(recruiter, operator)
