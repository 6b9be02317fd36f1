"""Answer the page of a person (本人): who, what is known, and everything that was recorded about them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request
from werkzeug.exceptions import BadRequest

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can, masks_contact
from transfer_log.db import utc_now
from transfer_log.law import japan_date
from transfer_log.overview.timeline import KINDS, timeline
from transfer_log.provisions.offers import Offers
from transfer_log.subjects.consent_pages import shown_consents
from transfer_log.subjects.names import people_named
from transfer_log.subjects.people import person as find_person
from transfer_log.subjects.search import suggest_doubles
from transfer_log.subjects.stops import person_stops
from transfer_log.subjects.views import shown_contact
from transfer_log.subjects.vocabulary import CLASSES, SOURCES, STATUSES, STOP_GROUNDS
from transfer_log.web import requires

if TYPE_CHECKING:
    from uuid import UUID

blueprint = Blueprint("people", __name__)


@blueprint.get("/people/<uuid:subject_id>")
@requires("read_subject")
def person(subject_id: UUID) -> str:
    """Show a person."""
    actor, today = current_actor(), japan_date(utc_now())
    known = find_person(actor.operator_id, subject_id)
    kind = request.args.get("show", "")
    consents = shown_consents(known)
    stops = person_stops(actor.operator_id, subject_id, today)
    told = timeline(
        known,
        consents,
        stops,
        Offers.load(actor, today),
        actor=actor,
        kind=kind if kind in KINDS else "",
        until=_day(request.args.get("until")),
    )
    doubles = suggest_doubles(actor.operator_id, subject_id)
    describe_read(1 + len(doubles), subject_id=subject_id)
    values = known.values
    email, phone = shown_contact(values.email, values.phone, actor.role) if values else ("", "")
    return render_template(
        "overview/person.html",
        person=known,
        name=people_named([subject_id], actor.operator_id)[subject_id].name,
        email=email,
        phone=phone,
        is_masked=masks_contact(actor.role),
        told=told,
        kinds=KINDS,
        kind=kind,
        consents=[consent for consent in consents if consent.is_standing],
        stops=[stop for stop in stops if stop.holds and stop.kind == "stopped"],
        linked=people_named([one for one in known.ids if one != subject_id], actor.operator_id),
        doubles=doubles,
        classes=CLASSES,
        sources=[SOURCES[code] for code in values.sources if code in SOURCES] if values else [],
        statuses=STATUSES,
        grounds=STOP_GROUNDS,
        sees_provisions=can(actor, "read_provisions"),
    )


def _day(text: str | None) -> date | None:
    """Return the Japan date up to which the timeline is told.

    :raises werkzeug.exceptions.BadRequest: if it is none.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest from error
