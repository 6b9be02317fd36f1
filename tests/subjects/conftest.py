"""Give tests about people short ways to make them, and registers for consents to name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest

from transfer_log.db import transaction
from transfer_log.register_saving import accepted
from transfer_log.subjects.consents import record_consent
from transfer_log.subjects.drafts import ConsentDraft, PersonDraft
from transfer_log.subjects.operations import save_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.drafts import ConsentRecorded


@pytest.fixture
def register(recruiter: Actor, at: datetime) -> Callable[..., UUID]:
    """Return a function that registers somebody under a number, or changes their values, and returns their id."""

    def one(ref: str, name: str = "山田 花子", *, actor: Actor = recruiter, on: datetime = at, **values: Any) -> UUID:
        with transaction():
            [saved] = accepted(save_people([PersonDraft(ref, name, **values)], actor=actor, at=on))
        return saved.subject_id

    return one


@pytest.fixture
def registers(operator: Operator) -> Operator:
    """Fill the registers that consents name: recipients R-1 and R-2, purposes P1 and P2, a few items."""
    factories.recipient(operator, "R-1")
    factories.recipient(operator, "R-2")
    factories.purpose(operator, "P1")
    factories.purpose(operator, "P2")
    for code in ("name", "email", "phone"):
        factories.data_item(code)
    factories.data_item("health", item_class="special_care", is_special_care=True)
    return operator


@pytest.fixture
def consent(recruiter: Actor, registers: Operator, at: datetime) -> Callable[..., ConsentRecorded]:
    """Return a function that records a consent of a person; what is not stated is a click on the first of April."""

    def one(subject_id: UUID, *, actor: Actor = recruiter, on: datetime = at, **stated: Any) -> ConsentRecorded:
        given: dict[str, Any] = {"given_on": factories.SINCE, "method": "click", "text_version": "2024-04"}
        with transaction():
            return record_consent(ConsentDraft(subject_id=subject_id, **given | stated), actor=actor, at=on)

    return one
