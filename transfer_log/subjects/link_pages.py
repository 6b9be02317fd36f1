"""Answer the page on which registrations of one person are linked, parted, or held to be different people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.queries import names_of
from transfer_log.db import transaction, utc_now
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.subjects.forms import LinkForm, OtherPersonForm, ReasonForm
from transfer_log.subjects.links import DISTINCT, LINKED, link_people, links_of, mark_distinct, unlink_people
from transfer_log.subjects.names import people_named
from transfer_log.subjects.people import NO_PERSON, person
from transfer_log.subjects.picks import hit_pick
from transfer_log.subjects.search import search_people, suggest_doubles
from transfer_log.web import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from transfer_log.forms import Form
    from transfer_log.subjects.links import Link
    from transfer_log.subjects.names import PersonName

blueprint = Blueprint("links", __name__, url_prefix="/people/<uuid:subject_id>/same-person")

MOST_FOUND = 20


class ShownLink(NamedTuple):
    """Be what was last said about another registration, with who that is."""

    link: Link
    other: PersonName
    by: str


@blueprint.get("")
@requires("link_subjects")
def index(subject_id: UUID) -> str:
    """Show what is linked, what may be, and what is not."""
    return _page(subject_id)


@blueprint.post("/find")
@requires("link_subjects")
def find(subject_id: UUID) -> str:
    """Show who may be meant by what was typed, to link them."""
    q = (OtherPersonForm().q.data or "").strip()
    hits = search_people(current_actor().operator_id, q, limit=MOST_FOUND) if q else []
    own = person(current_actor().operator_id, subject_id).ids
    return _page(subject_id, q=q, found=[hit_pick(hit) for hit in hits if hit.subject_id not in own])


@blueprint.post("/link")
@requires("link_subjects")
def link(subject_id: UUID) -> ResponseReturnValue:
    """Record that two registrations are one person."""
    form = LinkForm()
    form.offer()
    actor, at = current_actor(), utc_now()
    try:
        with transaction():
            link_people(
                subject_id, _other(form), matched=form.matched.data or [], reason=form.reason.data or "",
                actor=actor, at=at,
            )  # fmt: skip
    except RuleViolation as refused:
        form.add_problems(refused.problems)
        return _page(subject_id, refused=form), 422
    except Conflict as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
        return _page(subject_id, refused=form), 409
    flash(_("Linked: both registrations are read together from now on."), "good")
    return redirect(url_for(".index", subject_id=subject_id), 303)


@blueprint.post("/<any(part, distinct):step>")
@requires("link_subjects")
def part(subject_id: UUID, step: str) -> ResponseReturnValue:
    """Undo a link, or remember that two registrations are different people."""
    form = ReasonForm()
    actor, at = current_actor(), utc_now()
    do = unlink_people if step == "part" else mark_distinct
    try:
        with transaction():
            do(subject_id, _other(form), reason=form.reason.data or "", actor=actor, at=at)
    except RuleViolation as refused:
        form.add_problems(refused.problems)
        return _page(subject_id, refused=form), 422
    except Conflict as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
        return _page(subject_id, refused=form), 409
    flash(
        _("The link is undone; everything is back in its place.")
        if step == "part"
        else _("Remembered: not the same person."),
        "good",
    )
    return redirect(url_for(".index", subject_id=subject_id), 303)


def _other(form: LinkForm | ReasonForm) -> UUID:
    """Return the other registration that the form names.

    :raises NotFound: when it names none.
    """
    try:
        return UUID(form.other.data or "")
    except ValueError as error:
        raise NotFound(NO_PERSON) from error


def _page(subject_id: UUID, *, q: str = "", found: list[object] | None = None, refused: Form | None = None) -> str:
    operator_id = current_actor().operator_id
    known = person(operator_id, subject_id)
    links = [each for each in links_of(known.ids) if each.other_subject_id not in known.ids or each.kind == LINKED]
    doubles = suggest_doubles(operator_id, subject_id)
    others = {each.other_subject_id for each in links} | {each.subject_id for each in links}
    named = people_named(others, operator_id)
    by = names_of(each.recorded_by for each in links)
    shown = [ShownLink(each, named[each.other_subject_id], by.get(each.recorded_by, "")) for each in links]
    describe_read(1 + len(others) + len(doubles) + len(found or ()), subject_id=subject_id, action="read_subject")
    form = LinkForm(formdata=None)
    form.offer()
    return render_template(
        "subjects/links.html",
        person=known,
        # A link is written under each of the two ids: it is shown once.
        linked=[each for each in shown if each.link.kind == LINKED and _is_first(each.link, links)],
        distinct=[each for each in shown if each.link.kind == DISTINCT],
        doubles=doubles,
        named=named,
        q=q,
        found=found,
        form=form,
        refused=refused,
        other_person_form=OtherPersonForm(formdata=None),
        reason_form=ReasonForm(formdata=None),
    )


def _is_first(link: Link, links: list[Link]) -> bool:
    twin = next(
        (
            each
            for each in links
            if (each.subject_id, each.other_subject_id) == (link.other_subject_id, link.subject_id)
        ),
        None,
    )
    return twin is None or links.index(link) < links.index(twin)
