"""Answer the pages on which people (本人) are found, registered and updated. What is typed about them goes by POST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import masks_contact
from transfer_log.db import transaction, utc_now
from transfer_log.errors import RuleViolation
from transfer_log.i18n import gettext as _
from transfer_log.law import japan_date
from transfer_log.recipients.picks import suggested_recipients
from transfer_log.register_saving import Rejected
from transfer_log.subjects.contact import masked_email, masked_phone
from transfer_log.subjects.forms import PersonForm, RegistrationForm
from transfer_log.subjects.names import people_named
from transfer_log.subjects.operations import add_registration, save_people
from transfer_log.subjects.people import newest_values, person, registrations_of
from transfer_log.subjects.picks import people_of_lines, person_pick, suggested_people
from transfer_log.subjects.queries import resolve_refs
from transfer_log.subjects.search import search_people
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.subjects.drafts import PersonDraft
    from transfer_log.subjects.operations import SavedPerson
    from transfer_log.subjects.search import PersonHit

blueprint = Blueprint("subjects", __name__, url_prefix="/people")

MOST_FOUND: Final = 50
PERSON: Final = "people.person"


class Found(NamedTuple):
    """Be somebody found as the list shows them: contact in part only, where the role sees no more."""

    hit: PersonHit
    email: str
    phone: str


@blueprint.get("/")
@requires("search_subjects")
def index() -> str:
    """Show the search box."""
    return render_template("subjects/index.html", q="", found=None)


@blueprint.post("/search")
@requires("search_subjects")
def search() -> ResponseReturnValue:
    """List who may be meant by what was typed; a whole number leads to its person at once."""
    actor = current_actor()
    q = request.form.get("q", "").strip()
    if not q:
        return redirect(url_for(".index"), 303)
    known = resolve_refs(actor.operator_id, [q]).get(q)
    if known is not None:
        return redirect(url_for(PERSON, subject_id=known), 303)
    found = _with_contact(search_people(actor.operator_id, q, limit=MOST_FOUND), actor.role)
    describe_read(len(found))
    return render_template("subjects/index.html", q=q, found=found, is_cut=len(found) == MOST_FOUND)


def _with_contact(hits: Sequence[PersonHit], role: str) -> list[Found]:
    values = newest_values(hit.subject_id for hit in hits)
    found = []
    for hit in hits:
        known = values.get(hit.subject_id)
        email, phone = shown_contact(known.email, known.phone, role) if known else ("", "")
        found.append(Found(hit, email, phone))
    return found


def shown_contact(email: str, phone: str, role: str) -> tuple[str, str]:
    """Return e-mail address and phone number as a role may see them."""
    return (masked_email(email), masked_phone(phone)) if masks_contact(role) else (email, phone)


@blueprint.post("/suggest")
@requires("search_subjects")
def suggest() -> ResponseReturnValue:
    """Answer type-ahead for people."""
    picks = suggested_people(current_actor().operator_id, request.form.get("q", ""))
    describe_read(len(picks))
    return jsonify(options=[pick.as_option() for pick in picks])


@blueprint.post("/resolve")
@requires("search_subjects")
def resolve() -> ResponseReturnValue:
    """Answer a pasted column: who each line means, and the lines that fit nobody or several."""
    operator_id = current_actor().operator_id
    ids, unclear = people_of_lines(operator_id, request.form.get("lines", "").splitlines())
    named = people_named(ids, operator_id)
    describe_read(len(named))
    return jsonify(options=[person_pick(named[known]).as_option() for known in dict.fromkeys(ids)], unclear=unclear)


@blueprint.post("/recipients")
@requires("record_consent")
def suggest_recipients() -> ResponseReturnValue:
    """Answer type-ahead for recipients that a consent or a stop names."""
    picks = suggested_recipients(current_actor().operator_id, request.form.get("q", ""), japan_date(utc_now()))
    return jsonify(options=[pick.as_option() for pick in picks])


@blueprint.route("/new", methods=["GET", "POST"])
@requires("edit_subject")
def new() -> ResponseReturnValue:
    """Ask for a new person and register them."""
    form = PersonForm()
    form.offer()
    if form.validate_on_submit():
        draft = form.to_draft()
        if resolve_refs(current_actor().operator_id, [draft.ref]):
            form.ref.errors = [_("Somebody else has this number.")]
        else:
            saved = _save(form, draft)
            if saved is not None:
                flash(_("The person is registered."), "good")
                return redirect(url_for(PERSON, subject_id=saved.subject_id), 303)
    page = render_template("subjects/new.html", form=form, is_masked=masks_contact(current_actor().role))
    return page, 422 if form.errors else 200


@blueprint.route("/<uuid:subject_id>/edit", methods=["GET", "POST"])
@requires("edit_subject")
def edit(subject_id: UUID) -> ResponseReturnValue:
    """Show what is known about a person, and store what changed as a new version."""
    actor = current_actor()
    known = person(actor.operator_id, subject_id)
    form = PersonForm()
    is_masked = masks_contact(actor.role)
    if request.method == "GET" and known.values is not None:
        form.fill(known.values, actor.role)
    form.offer()
    own = next(iter(registrations_of(actor.operator_id, [subject_id]).get(subject_id, ())), None)
    if own is not None and form.validate_on_submit():
        draft = form.to_draft(own.ref, own.service, known.values if is_masked else None)
        if _save(form, draft) is not None:
            flash(_("Stored. Earlier values stay searchable."), "good")
            return redirect(url_for(PERSON, subject_id=subject_id), 303)
    describe_read(subject_id=subject_id, action="read_subject")
    page = render_template(
        "subjects/edit.html", form=form, person=known, registration=own, is_masked=is_masked,
        registration_form=RegistrationForm(formdata=None),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:subject_id>/registrations")
@requires("edit_subject")
def register(subject_id: UUID) -> ResponseReturnValue:
    """Give a person one more registration number."""
    form = RegistrationForm()
    actor, at = current_actor(), utc_now()
    if form.validate():
        try:
            with transaction():
                add_registration(subject_id, form.ref.data, form.service.data, actor=actor, at=at)
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            flash(_("The number is added."), "good")
            return redirect(url_for(PERSON, subject_id=subject_id), 303)
    page = render_template("subjects/registration.html", form=form, person=person(actor.operator_id, subject_id))
    describe_read(subject_id=subject_id, action="read_subject")
    return page, 422


def _save(form: PersonForm, draft: PersonDraft) -> SavedPerson | None:
    """Store a person and return what became of it; what is wrong is put beside its field."""
    with transaction():
        [saved] = save_people([draft], actor=current_actor(), at=utc_now())
    if isinstance(saved, Rejected):
        form.add_problems(saved.problems)
        return None
    return saved
