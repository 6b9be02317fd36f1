"""Give tests of provisions an operator whose registers hold what a placement needs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.db import transaction
from transfer_log.items.operations import add_catalogue
from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.provisions.operations import record_provisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.provisions.drafts import Outcome


@pytest.fixture
def registers(operator: Operator, recruiter: Actor, at: datetime) -> Operator:
    """Return the operator with the item catalogue, a purpose P1, a recipient R-1 and a situation `placement`."""
    with transaction():
        add_catalogue(actor=recruiter, at=at)
    factories.purpose(operator)
    factories.recipient(operator, "R-1", name="株式会社見本商事", kind="contractor")
    factories.situation(operator, usual_items=["name", "age"], allowed_items=["name", "age", "education"])
    return operator


@pytest.fixture
def draft() -> Callable[..., ProvisionDraft]:
    """Return a function that makes a draft of a lawful provision under a contract, changed as the test states."""

    def make(**changes: Any) -> ProvisionDraft:
        legal = {
            "subject_ref": "C-1",
            "subject_name": "見本 花子",
            "recipient_ref": "R-1",
            "provided_on": date(2026, 11, 20),
            "legal_basis": "entrustment",
            "evidence": {"contract_ref": "K-2026-1"},
            "data_items": ("name", "age"),
            "method": "email",
            "purpose": "P1",
        }
        return ProvisionDraft(**(legal | changes))

    return make


@pytest.fixture
def record(registers: Operator, recruiter: Actor, at: datetime) -> Callable[..., list[Outcome]]:
    """Return a function that records drafts as the recruiter, in a transaction of its own."""

    def write(*drafts: ProvisionDraft, actor: Actor | None = None, door: str = "page") -> list[Outcome]:
        with transaction():
            return record_provisions(drafts, actor=actor or recruiter, at=at, door=door)

    return write
