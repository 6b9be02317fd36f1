"""Give tests of the API callers with tokens, and an operator whose registers hold what a placement needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import Caller

from transfer_log.accounts.operations import TokenDraft, issue_token
from transfer_log.accounts.policy import ACTIONS, SCOPES
from transfer_log.db import transaction
from transfer_log.items.operations import add_catalogue
from transfer_log.organisation.models import Operator

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from flask import Flask
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor


@pytest.fixture(autouse=True)
def standing_clock(clock: object) -> None:
    """Let every call come at 14:00 on 20 November 2026 in Japan."""


@pytest.fixture
def caller_for(app: Flask, session: scoped_session, at: datetime) -> Callable[..., Caller]:
    """Return a function that gives an actor a token, with every scope that serves the role or those named."""

    def give(actor: Actor, *scopes: str) -> Caller:
        administrator = factories.actor(session.get_one(Operator, actor.operator_id), role="administrator")
        draft = TokenDraft(user_id=actor.user_id, scopes=scopes or scopes_of(actor.role))
        with transaction():
            token = issue_token(draft, actor=administrator, at=at)
        return Caller(app, app.test_client(), token.text)

    return give


def scopes_of(role: str) -> tuple[str, ...]:
    """Return the scopes of which a role can use something."""
    return tuple(
        scope.code
        for scope in SCOPES.values()
        if any(role in ACTIONS[action].limits for action in scope.actions - {"read_api"})
    )


@pytest.fixture
def manager(caller_for: Callable[..., Caller], privacy_manager: Actor) -> Caller:
    """Return a program that calls as the privacy manager."""
    return caller_for(privacy_manager)


@pytest.fixture
def recruiting(caller_for: Callable[..., Caller], recruiter: Actor) -> Caller:
    """Return a program that calls as a recruiter of the placement department."""
    return caller_for(recruiter)


@pytest.fixture
def auditing(caller_for: Callable[..., Caller], auditor: Actor) -> Caller:
    """Return a program that calls as an auditor."""
    return caller_for(auditor)


@pytest.fixture
def registers(operator: Operator, privacy_manager: Actor, at: datetime) -> Operator:
    """Return the operator with the catalogue, a purpose P1, recipients R-1 and R-2, and a situation `placement`."""
    with transaction():
        add_catalogue(actor=privacy_manager, at=at)
    purpose = factories.purpose(operator)
    factories.recipient(operator, "R-1", name="株式会社見本商事", kind="contractor")
    factories.recipient(operator, "R-2", name="株式会社例示製作所")
    factories.situation(operator, usual_items=["name", "age"], purpose_id=purpose.id)
    return operator


@pytest.fixture
def provision(registers: Operator) -> Callable[..., dict[str, Any]]:
    """Return a function that makes the body of a lawful provision under a contract, changed as the test states."""

    def make(**changes: Any) -> dict[str, Any]:
        legal = {
            "subject_ref": "C-1",
            "subject_name": "見本 花子",
            "recipient_ref": "R-1",
            "provided_on": "2026-11-20",
            "legal_basis": "entrustment",
            "evidence": {"contract_ref": "K-2026-1"},
            "data_items": ["name", "age"],
            "method": "email",
            "purpose": "P1",
        }
        return legal | changes

    return make


@pytest.fixture
def recorded(manager: Caller, provision: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return a function that records a provision as the privacy manager and returns what was answered."""

    def record(**changes: Any) -> dict[str, Any]:
        answer = manager.post("/provisions", provision(**changes))
        assert answer.status_code == 201, answer.text
        said: dict[str, Any] = answer.get_json()
        return said

    return record
