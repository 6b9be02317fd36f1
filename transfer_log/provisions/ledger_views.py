"""Answer the ledger: pages of provisions by filter in the address, or of people searched for by POST."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can, reach_of
from transfer_log.db import utc_now
from transfer_log.law import japan_date
from transfer_log.provisions.ledger_forms import LedgerFilterForm
from transfer_log.provisions.ledger_lines import ledger_lines
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.queries import (
    COUNT_CAP,
    PAGE_ROWS,
    Place,
    ledger_count,
    ledger_page,
    newer_place,
)
from transfer_log.recipients.queries import RecipientBook
from transfer_log.subjects.queries import linked_ids
from transfer_log.subjects.search import search_people
from transfer_log.web import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.queries import LedgerFilter

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")

#: So many people are meant at most by what is typed; who needs more types more.
MOST_PEOPLE = 100


@blueprint.get("/")
@requires("read_provisions")
def index() -> ResponseReturnValue:
    """Show a page of the ledger, newest first."""
    actor = current_actor()
    offers = Offers.load(actor, japan_date(utc_now()))
    form = LedgerFilterForm(request.args)
    form.offer(offers)
    is_valid = form.validate()
    chosen = _filter(form if is_valid else LedgerFilterForm(), offers, actor)
    after = place_of(request.args.get("after"))
    page = ledger_page(actor.operator_id, chosen, after)
    lines = ledger_lines(page.rows, offers)
    describe_read(len({line.row.provision.subject_id for line in lines}))
    return render_template(
        "provisions/ledger.html",
        form=form,
        lines=lines,
        count=shown_count(ledger_count(actor.operator_id, chosen)),
        recipient=_recipient_name(form, actor),
        older_url=_url(form, page.next_place) if page.next_place else None,
        newer_url=_newer_url(form, chosen, lines[0].row.provision, actor) if after is not None and lines else None,
        exports_url=_exports_url(form, actor),
        page_rows=PAGE_ROWS,
    ), 200 if is_valid else 422


@blueprint.post("/search")
@requires("read_provisions")
def search() -> str:
    """Show provisions of the people that what was typed may mean; it stands in no address."""
    actor = current_actor()
    offers = Offers.load(actor, japan_date(utc_now()))
    q = request.form.get("q", "").strip()
    hits = search_people(actor.operator_id, q, limit=MOST_PEOPLE) if q else []
    ids = {hit.subject_id for hit in hits}
    ids = ids.union(*linked_ids(ids).values())
    form = LedgerFilterForm(request.form)
    form.offer(offers)
    form.validate()
    chosen = _filter(form, offers, actor, subject_ids=frozenset(ids))
    page = ledger_page(actor.operator_id, chosen, place_of(request.form.get("after")))
    lines = ledger_lines(page.rows, offers)
    describe_read(len({line.row.provision.subject_id for line in lines}))
    return render_template(
        "provisions/ledger_found.html",
        q=q,
        form=form,
        lines=lines,
        people_count=len(hits),
        count=shown_count(ledger_count(actor.operator_id, chosen)),
        older=place_text(page.next_place) if page.next_place else None,
    )


def shown_count(count: int) -> int | str:
    """Return a count as it is shown: exact up to the cap, beyond it "10,000+"."""
    return count if count <= COUNT_CAP else f"{COUNT_CAP:,}+"


def place_text(place: Place) -> str:
    """Return a place in the ledger as it stands in an address: day and opaque id."""
    return f"{place.provided_on.isoformat()}_{place.id}"


def place_of(text: str | None) -> Place | None:
    """Return the place that an address names, None where it names none.

    :raises werkzeug.exceptions.BadRequest: if it is no place.
    """
    if not text:
        return None
    day, _mark, row_id = text.partition("_")
    try:
        return Place(date.fromisoformat(day), UUID(row_id))
    except ValueError as error:
        raise BadRequest from error


def _filter(
    form: LedgerFilterForm, offers: Offers, actor: Actor, *, subject_ids: frozenset[UUID] | None = None
) -> LedgerFilter:
    late_after_days = offers.books.operator_on(actor.operator_id, offers.on).late_after_days
    chosen = form.to_filter(reach_of(actor, "read_provisions"), late_after_days)
    return chosen if subject_ids is None else replace(chosen, subject_ids=subject_ids)


def _recipient_name(form: LedgerFilterForm, actor: Actor) -> str | None:
    ref = form.recipient.data
    entry = RecipientBook.load(actor.operator_id, [ref]).by_ref.get(ref) if ref else None
    return entry.versions[-1].name if entry else None


def _url(form: LedgerFilterForm, place: Place | None) -> str:
    query: dict[str, Any] = form.query()
    return url_for("ledger.index", after=place_text(place) if place else None, **query)


def _newer_url(form: LedgerFilterForm, chosen: LedgerFilter, first: Any, actor: Actor) -> str:  # noqa: ANN401 a row
    return _url(form, newer_place(actor.operator_id, chosen, Place(first.provided_on, first.id)))


def _exports_url(form: LedgerFilterForm, actor: Actor) -> str | None:
    if "exports.index" not in current_app.view_functions or not can(actor, "export_ledger"):
        return None
    return url_for("exports.index", **form.query())
