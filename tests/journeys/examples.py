"""Find in the demo, or add to it, one thing of each kind, so that every page that shows one of them has an address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from web.routes import Route, all_routes, application

from transfer_log.accounts.console import actor_for_email
from transfer_log.accounts.models import User
from transfer_log.app import database_app
from transfer_log.db import db, transaction, utc_now
from transfer_log.errors import Problem, Text
from transfer_log.findings.models import Finding
from transfer_log.imports.uploads import FOLDER, Outcome, Uploads
from transfer_log.law import japan_date
from transfer_log.organisation.models import Department, Operator, Policy, Purpose
from transfer_log.provisions.drafts import ProvisionDraft, Recorded
from transfer_log.provisions.models import Provision
from transfer_log.provisions.operations import record_provisions
from transfer_log.situations.models import Situation
from transfer_log.subjects.models import Consent, ConsentText, Stop

if TYPE_CHECKING:
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

#: Values for the parts of an address, by endpoint; where the endpoint has none, by blueprint.
Examples = dict[str, dict[str, Any]]

PERSON: Final = "C-00001"
RECIPIENT: Final = "R-0001"
#: Answer with a file or with plain text, not with a page.
NO_PAGES: Final = frozenset({"assets.asset", "health.alive", "health.ready", "imports.columns", "imports.problems"})
#: Leads to another page.
LEADS_ON: Final = frozenset({"overview.root"})


def page_routes() -> list[Route]:
    """Return every route that answers with a page."""
    routes = (route for route in all_routes() if route.method == "GET" and not route.is_api)
    return [route for route in routes if route.endpoint not in NO_PAGES | LEADS_ON]


def address_of(route: Route, examples: Examples) -> str:
    """Return an address at which something lies.

    :raises werkzeug.routing.BuildError: if no example is known for a part of it.
    """
    blueprint = route.endpoint.partition(".")[0]
    values = {**examples.get(blueprint, {}), **examples.get(route.endpoint, {})}
    wanted = {name: value for name, value in values.items() if f"{name}>" in route.rule}
    return application().url_map.bind("").build(route.endpoint, wanted)


def add_examples(settings: Settings) -> Examples:
    """Return the examples; a plan and a provision with a finding are added, for the demo has none that stays as it is."""
    with database_app(settings).app_context():
        at = utc_now()
        operator_id = db.session.scalar(select(Operator.id).where(Operator.ref == "mihon"))
        assert operator_id is not None
        keeper = actor_for_email("kanri@mihon.example.jp", operator_id, at=at)
        plan, provision = _recorded(keeper)
        consent = _one(select(Consent).where(Consent.subject_id == provision.subject_id))
        stop = _one(select(Stop))
        finding = _one(
            select(Finding).where(Finding.subject_id == provision.subject_id, Finding.about_id == provision.id)
        )
        here: dict[str, object] = {"subject_id": provision.subject_id, "provision_id": provision.id}
        return {
            "subjects": here,
            "people": here,
            "links": here,
            "answers": here,
            "person_consents": {**here, "consent_id": consent.id},
            "person_consents.lift": {"subject_id": stop.subject_id},
            "provision": {**here, "kind": "delivered"},
            "provision.confirm": {"subject_id": plan.subject_id, "provision_id": plan.id},
            "provision.finding": {"finding_id": finding.id},
            "provision_change": here,
            "imports": {"upload_id": _uploaded(settings, keeper)},
            "findings": {"digest": finding.group_digest.hex()},
            "recipients": {"ref": RECIPIENT},
            "recipient_keeping": {"ref": RECIPIENT},
            "recipient_doubles": {"ref": RECIPIENT},
            "countries": {"slug": "DE", "version_no": 1},
            "items": {"code": "name"},
            "departments": {"ref": _ref(Department, operator_id)},
            "policies": {"ref": _ref(Policy, operator_id)},
            "purposes": {"ref": _ref(Purpose, operator_id)},
            "situations": {"ref": _ref(Situation)},
            "consents": {"ref": _ref(ConsentText, operator_id)},
            "users": {"user_id": _one(select(User).where(User.role == "recruiter")).id},
        }


def _recorded(keeper: Actor) -> tuple[Recorded, Recorded]:
    """Record a plan, and a provision of which nobody knows the ground."""
    at = utc_now()
    given = ProvisionDraft(
        subject_ref=PERSON,
        recipient_ref=RECIPIENT,
        provided_on=japan_date(at),
        data_items=("name", "email"),
        method="email",
        purpose="P1",
        department="placement",
    )
    planned = given._replace(provided_on=japan_date(at) + timedelta(days=3), situation="placement", stage="planned")
    with transaction():
        plan, provision = record_provisions([planned, given], actor=keeper, at=at, door="page")
    assert isinstance(plan, Recorded)
    assert isinstance(provision, Recorded)
    return plan, provision


def _uploaded(settings: Settings, keeper: Actor) -> UUID:
    """Return a file that waits to be imported, one row of which cannot be taken."""
    uploads = Uploads(settings.data_dir / FOLDER)
    upload = uploads.new("subjects", "people.csv", "csv", actor=keeper, at=utc_now())
    wrong = Problem("birth_date", Text("日付ではありません。", "This is no day."), "soon", row=3)
    outcome = Outcome(new_count=2, refused_count=1, problem_count=1, problems=(wrong,))
    uploads.note(replace(upload, columns=("subject_ref", "name", "birth_date"), outcome=outcome))
    return upload.id


def _one(query: Any) -> Any:
    found = db.session.scalars(query.limit(1)).one()
    assert isinstance(found, Consent | Finding | Provision | Stop | User)
    return found


def _ref(model: Any, operator_id: UUID | None = None) -> str:
    query = select(model.ref).order_by(model.ref)
    found: str = db.session.scalars(
        query if operator_id is None else query.where(model.operator_id == operator_id)
    ).first()
    return found
