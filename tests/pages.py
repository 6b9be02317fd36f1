"""Give tests of the main pages a company at work: registers, people with consents, provisions; all made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import factories
from browser import Browser

from transfer_log.db import transaction
from transfer_log.items.operations import add_catalogue
from transfer_log.provisions.drafts import ProvisionDraft, Recorded
from transfer_log.provisions.operations import record_provisions
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.operations import save_recipients
from transfer_log.register_saving import accepted
from transfer_log.subjects.consents import record_consent
from transfer_log.subjects.drafts import ConsentDraft, PersonDraft
from transfer_log.subjects.operations import save_people

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask import Flask

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.drafts import ConsentRecorded

TODAY: Final = date(2026, 11, 20)  # the Japan date of the standing clock
NASTY: Final = "<script>alert(1)</script>"
ENGLISH: Final = {"Accept-Language": "en"}


_COMPLETE: Final = {
    "address": "大阪府大阪市北区見本1-1",
    "representative": "代表取締役 例示 次郎",
    "kind": "job_provider",
    "country": "JP",
    "legal_nature": "business",
    "valid_from": date(2024, 4, 1),
}


@dataclass(frozen=True)
class Company:
    """Be an operator whose registers hold what a placement needs, with somebody in each role."""

    app: Flask
    operator: Operator
    recruiter: Actor
    colleague: Actor
    outsider: Actor
    manager: Actor
    auditor: Actor
    clerk: Actor
    administrator: Actor
    at: datetime

    def browser(self, actor: Actor) -> Browser:
        """Open a browser that speaks English, signed in as somebody."""
        here = Browser(self.app, actor)
        here.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return here

    def person(self, ref: str = "C-1", name: str = "山田 花子", **values: Any) -> UUID:
        """Register somebody and return their id."""
        with transaction():
            [saved] = accepted(save_people([PersonDraft(ref, name, **values)], actor=self.manager, at=self.at))
        return saved.subject_id

    def consent(self, subject_id: UUID, **stated: Any) -> ConsentRecorded:
        """Record a consent without limits, given in 2025."""
        given: dict[str, Any] = {"given_on": date(2025, 4, 1), "method": "click"}
        with transaction():
            return record_consent(ConsentDraft(subject_id=subject_id, **given | stated), actor=self.manager, at=self.at)

    def provision(self, subject_id: UUID, *, actor: Actor | None = None, **stated: Any) -> Recorded:
        """Record a provision of today to R-1 in the situation `placement`."""
        facts = {"recipient_ref": "R-1", "provided_on": TODAY, "situation": "placement"} | stated
        draft = ProvisionDraft(subject_id=subject_id, **facts)
        with transaction():
            [outcome] = record_provisions([draft], actor=actor or self.recruiter, at=self.at, door="page")
        assert isinstance(outcome, Recorded), outcome
        return outcome


def company(app: Flask, operator: Operator, recruiter: Actor, at: datetime) -> Company:
    """Make the company."""
    with transaction():
        add_catalogue(actor=recruiter, at=at)
    purpose = factories.purpose(operator)
    recipients = [
        RecipientDraft(ref="R-1", name="株式会社見本商事", **_COMPLETE),
        RecipientDraft(ref="R-2", name="株式会社例示製作所", **_COMPLETE),
        RecipientDraft(ref="R-9", name="Saigon Sample JSC", **_COMPLETE | {"country": "VN"}),
    ]
    with transaction():
        accepted(save_recipients(recipients, actor=recruiter, at=at))
    factories.situation(
        operator,
        usual_items=["name", "age"],
        allowed_items=["name", "age", "education", "prefecture"],
        substitutions={"address": "prefecture"},
        purpose_id=purpose.id,
    )
    other = factories.department(operator, "sales", name="営業部")
    placement = recruiter.department_id
    colleague = factories.actor(operator, role="recruiter", department=_Known(placement))
    return Company(
        app,
        operator,
        recruiter,
        colleague,
        factories.actor(operator, role="recruiter", department=other),
        factories.actor(operator, role="privacy_manager"),
        factories.actor(operator, role="auditor"),
        factories.actor(operator, role="request_clerk"),
        factories.actor(operator, role="administrator"),
        at,
    )


@dataclass(frozen=True)
class _Known:
    """Stand for a department of which only the id is asked."""

    id: Any


def path_of(recorded: Recorded, *rest: str) -> str:
    """Return the address of a provision, or of a page below it."""
    return "/".join((f"/people/{recorded.subject_id}/provisions/{recorded.id}", *rest))
