"""Answer the forms that change what a record says: a correction, the right person, the next stage of a disclosure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.db import db, transaction, utc_now
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.i18n import gettext as _
from transfer_log.law import japan_date
from transfer_log.provisions.access import check_adding, check_correction, readable_provision
from transfer_log.provisions.drafts import ProvisionDraft, Rejected
from transfer_log.provisions.forms import CorrectionForm, StageForm
from transfer_log.provisions.happening_forms import MoveForm
from transfer_log.provisions.happenings import move_to_person, replace_provision, state_of
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.operations import write_drafts
from transfer_log.provisions.record_page import facts_page, items_missing, mend_items
from transfer_log.provisions.steps import check_step
from transfer_log.provisions.stored import draft_of
from transfer_log.provisions.views import can_choose_department
from transfer_log.recipients.models import Recipient, RecipientVersion
from transfer_log.recipients.picks import named_only, recipients_chosen
from transfer_log.subjects.names import people_named
from transfer_log.subjects.picks import people_of_lines
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.forms import FactsForm
    from transfer_log.provisions.models import Provision

F = TypeVar("F", bound="FactsForm")

blueprint = Blueprint(
    "provision_change", __name__, url_prefix="/people/<uuid:subject_id>/provisions/<uuid:provision_id>"
)

#: Problems of a draft by the field of the correction form that they stand beside.
_FIELDS: Final = {"recipient_ref": "recipient_name", "provided_at": "provided_time"}
_NOT_ONE: Final = Text(
    "この番号・氏名の人が 1 人に決まりません。番号を入れてください。",
    "This number or name does not mean one person. Enter the number.",
)
_SAME_PERSON: Final = Text("同じ本人です。", "This is the same person.")
_NO_WISH: Final = Text("本人が希望した日を入れてください。", "Enter the day of the person’s wish.")
_WISH_AFTER: Final = Text(
    "本人の希望は、提供の日かそれより前でなければなりません。",
    "The wish has to lie on or before the day of the provision.",
)


# --- Correction --------------------------------------------------------------------------------------------------------


@blueprint.get("/correct")
@requires("correct_provision")
def correct(subject_id: UUID, provision_id: UUID) -> str:
    """Show the form with what is on record."""
    row, offers = _correctable(subject_id, provision_id)
    form = CorrectionForm(formdata=None)
    form.situation.data = draft_of(row).situation
    form.offer(offers)
    form.fill(draft_of(row), offers)
    version = db.session.get_one(RecipientVersion, row.recipient_version_id)
    form.recipient_name.data = version.name
    form.recipient_ref.data = db.session.get_one(Recipient, row.recipient_id).ref
    return _correction_page(row, form, offers)


@blueprint.post("/correct")
@requires("correct_provision")
def replace(subject_id: UUID, provision_id: UUID) -> ResponseReturnValue:
    """Record the right facts as a new version; the old one stays readable."""
    actor, at = current_actor(), utc_now()
    row, offers = _correctable(subject_id, provision_id)
    form = _sent(CorrectionForm(), offers, actor)
    is_valid = form.validate() and request.form.get("mend") is None
    problems = items_missing(form)
    form.add_problems(problems if request.form.get("mend") is None else ())
    if is_valid and not problems:
        try:
            with transaction():
                recorded = replace_provision(
                    row, _corrected(row, form, offers), form.reason.data or "", actor=actor, at=at, door="page"
                )
        except RuleViolation as refused:
            form.add_problems(_beside_fields(refused.problems))
        else:
            flash(_("Corrected. The earlier version stays readable."), "warn" if recorded.finding_count else "good")
            return redirect(url_for("provision.show", subject_id=recorded.subject_id, provision_id=recorded.id), 303)
    return _correction_page(row, form, offers), 422 if form.errors else 200


@blueprint.post("/correct/assessment")
@requires("correct_provision")
def correct_assessment(subject_id: UUID, provision_id: UUID) -> str:
    """Show what the law would make of the corrected facts."""
    row, offers = _correctable(subject_id, provision_id)
    form = CorrectionForm()
    form.offer(offers)
    return _panel(form, offers, row, lambda: _corrected(row, form, offers))


def _correctable(subject_id: UUID, provision_id: UUID) -> tuple[Provision, Offers]:
    actor, at = current_actor(), utc_now()
    row = readable_provision(subject_id, provision_id, actor)
    check_correction(row, actor, at)
    check_step("corrected", state_of(row), row.act, row.mode)
    describe_read(subject_id=row.subject_id, action="read_provisions")
    return row, Offers.load(actor, japan_date(at))


def _corrected(row: Provision, form: CorrectionForm, offers: Offers) -> ProvisionDraft:
    """Return the facts of the form on top of what is on record; a typed recipient is looked up by name."""
    ref, name = form.recipient_ref.data or "", (form.recipient_name.data or "").strip()
    if not ref and name:
        chosen = recipients_chosen(row.operator_id, (), name, offers.on).picks
        ref = chosen[0].ref if chosen and named_only(chosen[0].ref) is None else ""
    base = draft_of(row)._replace(recipient_ref=ref, recipient_name="" if ref else name)
    return form.to_draft(offers, base)


def _correction_page(row: Provision, form: CorrectionForm, offers: Offers) -> str:
    return render_template(
        "provisions/correct.html",
        form=form,
        page=facts_page(form, offers, [_corrected(row, form, offers)], actor=current_actor(), at=utc_now(), but=row.id),
        today=offers.on,
        row=row,
        person=_person(row),
        can_choose_department=can_choose_department(current_actor()),
    )


# --- The next stage of a disclosure ------------------------------------------------------------------------------------


@blueprint.get("/next-stage")
@requires("record_provision")
def next_stage(subject_id: UUID, provision_id: UUID) -> str:
    """Show the form for the wider disclosure after the person's wish: same person, same recipient."""
    row, offers = _stageable(subject_id, provision_id)
    form = StageForm(formdata=None)
    form.situation.data = draft_of(row).situation
    form.offer(offers)
    form.fill(draft_of(row)._replace(provided_on=offers.on, provided_at=None, consent_ref=""), offers)
    return _stage_page(row, form, offers)


@blueprint.post("/next-stage")
@requires("record_provision")
def record_next_stage(subject_id: UUID, provision_id: UUID) -> ResponseReturnValue:
    """Record the wider disclosure, linked with the narrower one before it."""
    actor, at = current_actor(), utc_now()
    row, offers = _stageable(subject_id, provision_id)
    form = _sent(StageForm(), offers, actor)
    is_valid = form.validate() and request.form.get("mend") is None
    problems = [*items_missing(form), *_wish_problems(form)]
    form.add_problems(problems if request.form.get("mend") is None else ())
    if is_valid and not problems:
        with transaction():
            (outcome,) = write_drafts(
                [_staged(row, form, offers)], actor=actor, at=at, door="page", batch_id=row.batch_id
            )
        if not isinstance(outcome, Rejected):
            flash(_("Recorded, linked with the stage before it."), "warn" if outcome.finding_count else "good")
            return redirect(url_for("provision.show", subject_id=outcome.subject_id, provision_id=outcome.id), 303)
        form.add_problems(_beside_fields(outcome.problems))
    return _stage_page(row, form, offers), 422 if form.errors else 200


@blueprint.post("/next-stage/assessment")
@requires("record_provision")
def stage_assessment(subject_id: UUID, provision_id: UUID) -> str:
    """Show what the law would make of the wider disclosure."""
    row, offers = _stageable(subject_id, provision_id)
    form = StageForm()
    form.offer(offers)
    return _panel(form, offers, row, lambda: _staged(row, form, offers))


def _stageable(subject_id: UUID, provision_id: UUID) -> tuple[Provision, Offers]:
    actor = current_actor()
    row = readable_provision(subject_id, provision_id, actor)
    check_adding(row, actor)
    # Whatever may still be delivered may also be followed by a wider disclosure.
    check_step("delivered", state_of(row), row.act, row.mode)
    describe_read(subject_id=row.subject_id, action="read_provisions")
    return row, Offers.load(actor, japan_date(utc_now()))


def _wish_problems(form: StageForm) -> list[Problem]:
    wished_on, provided_on = form.wished_on.data, form.provided_on.data
    if wished_on is None:
        return [] if form.wished_on.errors else [Problem("wished_on", _NO_WISH)]
    if provided_on is not None and wished_on > provided_on:
        return [Problem("wished_on", _WISH_AFTER, wished_on.isoformat(), (f"<= {provided_on.isoformat()}",))]
    return []


def _staged(row: Provision, form: StageForm, offers: Offers) -> ProvisionDraft:
    base = ProvisionDraft(
        subject_id=row.subject_id,
        recipient_ref=db.session.get_one(Recipient, row.recipient_id).ref,
        staged_after_id=row.id,
        wished_on=form.wished_on.data,
        batch_ref=row.batch_ref or "",
    )
    return form.to_draft(offers, base)


def _stage_page(row: Provision, form: StageForm, offers: Offers) -> str:
    return render_template(
        "provisions/next_stage.html",
        form=form,
        page=facts_page(form, offers, [_staged(row, form, offers)], actor=current_actor(), at=utc_now()),
        today=offers.on,
        row=row,
        person=_person(row),
        recipient=db.session.get_one(RecipientVersion, row.recipient_version_id).name,
        can_choose_department=can_choose_department(current_actor()),
    )


# --- The right person --------------------------------------------------------------------------------------------------


@blueprint.route("/move", methods=["GET", "POST"])
@requires("correct_provision")
def move(subject_id: UUID, provision_id: UUID) -> ResponseReturnValue:
    """Void a record under the wrong person and write it under the right one."""
    actor, at = current_actor(), utc_now()
    row, _offers = _correctable(subject_id, provision_id)
    form = MoveForm()
    if form.validate_on_submit():
        found, unclear = people_of_lines(actor.operator_id, [form.person.data or ""])
        problem = None if found and not unclear else Problem("person", _NOT_ONE, form.person.data)
        if problem is None and found[0] == row.subject_id:
            problem = Problem("person", _SAME_PERSON)
        if problem is not None:
            form.add_problems([problem])
        else:
            draft = draft_of(row)._replace(subject_id=found[0], subject_ref="", consent_ref="")
            try:
                with transaction():
                    moved = move_to_person(row, draft, form.reason.data or "", actor=actor, at=at, door="page")
            except RuleViolation as refused:
                form.add_problems(refused.problems)
            else:
                flash(_("The record stands under the right person now; the wrong one is void."), "good")
                return redirect(url_for("provision.show", subject_id=moved.subject_id, provision_id=moved.id), 303)
    return render_template("provisions/move.html", form=form, row=row, person=_person(row)), 422 if form.errors else 200


# --- Shared by the forms -----------------------------------------------------------------------------------------------


def _sent(form: F, offers: Offers, actor: Actor) -> F:
    form.offer(offers)
    form.settle(offers)
    mend_items(form, request.form.get("mend", ""))
    if not can_choose_department(actor):
        form.department.data = ""
    return form


def _panel(form: FactsForm, offers: Offers, row: Provision, draft: Any) -> str:  # noqa: ANN401 makes the draft
    is_other_situation = form.filled_for.data != f"={form.situation.data or ''}"
    form.settle(offers)
    return render_template(
        "provisions/panel.html",
        form=form,
        page=facts_page(form, offers, [draft()], actor=current_actor(), at=utc_now(), but=row.id),
        today=offers.on,
        with_facts=is_other_situation,
        is_planned=row.stage == "planned",
        save_word=_("Correct the record") if isinstance(form, CorrectionForm) else _("Record"),
    )


def _beside_fields(problems: Sequence[Problem]) -> list[Problem]:
    return [
        Problem(_FIELDS.get(each.field or "", each.field), each.text, each.found, each.allowed) for each in problems
    ]


def _person(row: Provision) -> str:
    return people_named([row.subject_id], row.operator_id)[row.subject_id].name
