"""Answer the pages on which provisions are recorded, and the type-ahead and the panel beside their form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import Limit, can, limit_of
from transfer_log.db import db, transaction, utc_now
from transfer_log.errors import RuleViolation
from transfer_log.i18n import gettext as _
from transfer_log.i18n import ngettext
from transfer_log.law import japan_date
from transfer_log.provisions.access import readable_provision
from transfer_log.provisions.forms import AFTER, RecordForm
from transfer_log.provisions.models import Provision
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.queries import LedgerFilter, ledger_page
from transfer_log.provisions.record_page import mend, new_form_number, record_page, save
from transfer_log.provisions.stored import draft_of
from transfer_log.recipients.picks import suggested_recipients
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.errors import Problem
    from transfer_log.provisions.drafts import Recorded
    from transfer_log.provisions.record_page import RecordPage

blueprint = Blueprint("provisions", __name__)

#: Problems of a draft by the field of the form that they stand beside.
FORM_FIELDS: Final = {
    "subject_id": "people_add",
    "subject_ref": "people_add",
    "subject_name": "people_add",
    "recipient_ref": "recipients_add",
    "recipient_name": "recipients_add",
    "provided_at": "provided_time",
}
LAST: Final = "last"


@blueprint.get("/provisions/new")
@requires("record_provision")
def new() -> ResponseReturnValue:
    """Show the form: empty, for a person, or like an earlier record."""
    actor = current_actor()
    offers = Offers.load(actor, japan_date(utc_now()))
    form = RecordForm(formdata=None, when=AFTER, provided_on=offers.on, form_number=new_form_number())
    form.offer(offers)
    form.settle(offers)
    form.people.data = request.args.getlist("person")
    form.recipients.data = []
    _copy_earlier(form, offers, actor)
    return _page(form, _shown(form, offers, ()), offers)


@blueprint.post("/provisions/new")
@requires("record_provision")
def record() -> ResponseReturnValue:
    """Record what the form describes; or mend it as a button says, or look up what was typed, and show it again."""
    actor = current_actor()
    form, offers = _sent_form(actor)
    wish = request.form.get("mend")
    if wish is not None:
        form.form_errors.clear()
        mend(form, wish)
        return _page(form, _shown(form, offers, _typed_people(form)), offers)
    is_valid = form.validate()
    page = _shown(form, offers, _typed_people(form))
    form.add_problems(page.problems)
    if is_valid and not page.problems:
        try:
            with transaction():
                recorded = save(form, page, actor=actor, at=utc_now())
        except RuleViolation as refused:
            form.add_problems(for_form(refused.problems))
        else:
            return _to_record(recorded, is_planned=form.is_planned)
    # The fields folded away are opened where one of them is wrong.
    return _page(form, _shown(form, offers, _typed_people(form)), offers), 422


@blueprint.post("/provisions/assessment")
@requires("record_provision")
def assessment() -> str:
    """Show what the law would make of the form as it stands, and the parts of the page that follow from it."""
    actor = current_actor()
    form, offers = _sent_form(actor, settle=False)
    is_other_situation = form.filled_for.data != f"={form.situation.data or ''}"
    form.settle(offers)
    page = _shown(form, offers, _typed_people(form))
    return render_template(
        "provisions/panel.html",
        form=form,
        page=page.facts,
        today=offers.on,
        with_facts=is_other_situation,
        is_planned=form.is_planned,
        save_word=_("Keep as planned") if form.is_planned else _("Record"),
    )


@blueprint.post("/provisions/recipients")
@requires("record_provision")
def suggest_recipients() -> ResponseReturnValue:
    """Answer type-ahead for recipients."""
    actor = current_actor()
    picks = suggested_recipients(actor.operator_id, request.form.get("q", ""), japan_date(utc_now()))
    return jsonify(options=[pick.as_option() for pick in picks])


def for_form(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems of drafts by the names of the form's fields."""
    return [_renamed(problem) for problem in problems]


def _renamed(problem: Problem) -> Problem:
    name = FORM_FIELDS.get(problem.field or "")
    return problem if name is None else type(problem)(name, problem.text, problem.found, problem.allowed)


def _sent_form(actor: Actor, *, settle: bool = True) -> tuple[RecordForm, Offers]:
    offers = Offers.load(actor, japan_date(utc_now()))
    form = RecordForm()
    form.offer(offers)
    if settle:
        form.settle(offers)
    form.form_number.data = form.form_number.data or new_form_number()
    if not can_choose_department(actor):
        form.department.data = ""
    return form, offers


def _typed_people(form: RecordForm) -> list[str]:
    """Return what was typed or pasted to name people; a button that took a suggestion has emptied it."""
    return request.form.getlist("people_add") if form.people_add.data else request.form.getlist("people_add")[1:]


def _shown(form: RecordForm, offers: Offers, typed_people: Sequence[str]) -> RecordPage:
    page = record_page(form, offers, typed_people=typed_people, actor=current_actor(), at=utc_now())
    if page.people.picks:
        only = page.people.ids[0] if len(page.people.ids) == 1 else None
        describe_read(len(page.people.ids), subject_id=only, action="read_subject")
    return page


def _page(form: RecordForm, page: RecordPage, offers: Offers) -> str:
    return render_template(
        "provisions/new.html",
        form=form,
        page=page,
        today=offers.on,
        typed=_unsettled(page),
        can_choose_department=can_choose_department(current_actor()),
    )


def _unsettled(page: RecordPage) -> dict[str, str]:
    """Return what was typed and fits nobody or several: the first line for the field, the others for the list."""
    first, *others = page.people.unclear or ("",)
    return {"person": first, "people": "\n".join(others)}


def can_choose_department(actor: Actor) -> bool:
    """Tell whether the actor may record for other departments than the own one."""
    return limit_of(actor.role, "record_provision") is Limit.ALL


def _copy_earlier(form: RecordForm, offers: Offers, actor: Actor) -> None:
    """Fill in what an earlier record states, but day, person and what belongs to that one act alone."""
    like = request.args.get("like")
    if like is None or not can(actor, "read_provisions"):
        return
    row = _last_row(actor) if like == LAST else _named_row(like, actor)
    if row is None:
        flash(_("You have not recorded anything yet that could be copied."), "mute")
        return
    earlier = draft_of(row)
    form.fill(
        earlier._replace(
            provided_on=offers.on,
            provided_at=None,
            last_provided_on=None,
            consent_ref="",
            sent_digest=None,
            sent_bytes=None,
            override_reason="",
        ),
        offers,
    )
    form.recipients.data = [earlier.recipient_ref]


def _last_row(actor: Actor) -> Provision | None:
    rows = ledger_page(actor.operator_id, LedgerFilter(recorded_by=actor.user_id), limit=1).rows
    return rows[0].provision if rows else None


def _named_row(like: str, actor: Actor) -> Provision:
    try:
        subject_id, provision_id = UUID(request.args.get("of", "")), UUID(like)
    except ValueError as error:
        raise BadRequest from error
    return readable_provision(subject_id, provision_id, actor)


def _to_record(recorded: Sequence[Recorded], *, is_planned: bool) -> ResponseReturnValue:
    first = recorded[0]
    if not first.is_new:
        flash(_("This had been recorded already; nothing was added."), "mute")
    elif is_planned:
        flash(_("Planned. Confirm it once it has been sent."), "good")
    else:
        _tell_findings(recorded)
    if len(recorded) == 1:
        return redirect(url_for("provision.show", subject_id=first.subject_id, provision_id=first.id), 303)
    row = db.session.get_one(Provision, (first.subject_id, first.id))
    state = "planned" if is_planned else None
    return redirect(url_for("ledger.index", batch=row.batch_id, state=state), 303)


def _tell_findings(recorded: Sequence[Recorded]) -> None:
    count = len(recorded)
    said = ngettext("One provision is recorded.", "%(num)s provisions are recorded.", count)
    with_findings = sum(1 for each in recorded if each.finding_count)
    if not with_findings:
        flash(said, "good")
        return
    rest = ngettext(
        "It has findings; they are kept with it.",
        "%(num)s of them have findings; they are kept with them.",
        with_findings,
    )
    flash(f"{said} {rest}", "warn")
