"""Answer the pages of one person's consents (同意), withdrawals and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.queries import names_of
from transfer_log.accounts.states import State
from transfer_log.db import transaction, utc_now
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.law import japan_date
from transfer_log.recipients.picks import named_only, recipients_chosen
from transfer_log.subjects.consent_events import add_evidence, void_consent, withdraw_consent
from transfer_log.subjects.consent_forms import (
    PART,
    ConsentCorrectionForm,
    ConsentForm,
    EvidenceForm,
    VoidForm,
    WithdrawalForm,
)
from transfer_log.subjects.consent_views import consent_views
from transfer_log.subjects.consents import NO_CONSENT, correct_consent, record_consent
from transfer_log.subjects.forms import StopForm
from transfer_log.subjects.people import person
from transfer_log.subjects.scope_words import ScopeWords, items_in_words, scope_words
from transfer_log.subjects.stops import lift_stop, stop_provision
from transfer_log.subjects.vocabulary import CONSENT_METHODS, SIGNERS
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.recipients.picks import Recipients
    from transfer_log.subjects.consent_forms import ScopeForm
    from transfer_log.subjects.consent_rows import EventRow
    from transfer_log.subjects.consent_views import ConsentView
    from transfer_log.subjects.people import Person

blueprint = Blueprint("person_consents", __name__, url_prefix="/people/<uuid:subject_id>")

PERSON: Final = "people.person"
_NOT_REGISTERED: Final = Text(
    "「{name}」は提供先として登録されていません。先に提供先を登録してください。",
    "“{name}” is not registered as a recipient. Register it first.",
)

CONSENT_STATES: Final[Mapping[str, State]] = {
    "in_force": State(Text("有効", "in force"), "good"),
    "partly_withdrawn": State(Text("一部撤回", "withdrawn in part"), "warn"),
    "withdrawn": State(Text("撤回済み", "withdrawn"), "mute"),
    "expired": State(Text("期限切れ", "expired"), "mute"),
    "void": State(Text("誤登録", "recorded in error"), "mute"),
}


class ShownConsent(NamedTuple):
    """Be a consent in words."""

    view: ConsentView
    state: State
    scope: ScopeWords
    withdrawals: tuple[tuple[EventRow, ScopeWords | None], ...]

    @property
    def method(self) -> Text:
        """Return how it was given."""
        return CONSENT_METHODS[self.view.draft.method]

    @property
    def signer(self) -> Text:
        """Return who gave it."""
        return SIGNERS[self.view.draft.signer]

    @property
    def special_items(self) -> tuple[Text, ...]:
        """Return the special-care items it names beside its scope."""
        return items_in_words(self.view.draft.special_items)

    @property
    def is_standing(self) -> bool:
        """Tell whether anything of it can still be withdrawn."""
        return self.state in (CONSENT_STATES["in_force"], CONSENT_STATES["partly_withdrawn"])


@blueprint.route("/consents/new", methods=["GET", "POST"])
@requires("record_consent")
def new(subject_id: UUID) -> ResponseReturnValue:
    """Ask for a consent as it was given, and record it."""
    actor, at = current_actor(), utc_now()
    known = person(actor.operator_id, subject_id)
    form = ConsentForm()
    form.offer(actor.operator_id, japan_date(at))
    if request.method == "GET":
        form.given_on.data = japan_date(at)
    chosen, problems = _recipients(form)
    if form.validate_on_submit() and request.form.get("mend") is None:
        form.add_problems(problems)
        if not problems:
            try:
                with transaction():
                    draft = form.to_draft(subject_id, [pick.ref for pick in chosen.picks])
                    recorded = record_consent(draft, actor=actor, at=at)
            except RuleViolation as refused:
                form.add_problems(refused.problems)
            else:
                flash(_("The consent is recorded."), "good")
                for warning in recorded.warnings:
                    flash(warning.text.in_language(current_language()), "warn")
                return redirect(url_for(PERSON, subject_id=subject_id), 303)
    return _form_page("subjects/consent_new.html", form, known, chosen)


@blueprint.get("/consents/<uuid:consent_id>")
@requires("read_subject")
def show(subject_id: UUID, consent_id: UUID) -> str:
    """Show one consent with its history, and what may be done about it."""
    return _consent_page(subject_id, consent_id, EvidenceForm(formdata=None), VoidForm(formdata=None))


@blueprint.route("/consents/<uuid:consent_id>/withdraw", methods=["GET", "POST"])
@requires("record_consent")
def withdraw(subject_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Ask what is withdrawn since when, and record it."""
    actor, at = current_actor(), utc_now()
    known = person(actor.operator_id, subject_id)
    consent = shown_consent(known, consent_id)
    form = WithdrawalForm()
    form.offer(actor.operator_id, japan_date(at))
    if request.method == "GET":
        form.effective_on.data = japan_date(at)
    chosen, problems = _recipients(form)
    if form.validate_on_submit() and request.form.get("mend") is None:
        is_part = form.extent.data == PART
        form.add_problems(problems if is_part else ())
        if not (is_part and problems):
            scope = form.to_scope([pick.ref for pick in chosen.picks]) if is_part else None
            try:
                with transaction():
                    withdraw_consent(
                        subject_id,
                        consent_id,
                        scope=scope,
                        effective_on=form.effective_on.data,
                        reason=form.reason.data or "",
                        actor=actor,
                        at=at,
                    )
            except RuleViolation as refused:
                form.add_problems(refused.problems)
            else:
                flash(_("The withdrawal is recorded. What was given before that day stays covered."), "good")
                return redirect(url_for(PERSON, subject_id=subject_id), 303)
    return _form_page("subjects/consent_withdraw.html", form, known, chosen, consent)


@blueprint.route("/consents/<uuid:consent_id>/correct", methods=["GET", "POST"])
@requires("keep_consents")
def correct(subject_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Ask for the right content of a consent, and record it as a new version."""
    actor, at = current_actor(), utc_now()
    known = person(actor.operator_id, subject_id)
    consent = shown_consent(known, consent_id)
    form = ConsentCorrectionForm()
    form.offer(actor.operator_id, japan_date(at))
    if request.method == "GET":
        form.fill(consent.view.draft)
    chosen, problems = _recipients(form)
    if form.validate_on_submit() and request.form.get("mend") is None:
        form.add_problems(problems)
        if not problems:
            draft = form.to_draft(subject_id, [pick.ref for pick in chosen.picks])._replace(consent_ref="")
            try:
                with transaction():
                    correct_consent(consent_id, draft, reason=form.reason.data or "", actor=actor, at=at)
            except RuleViolation as refused:
                form.add_problems(refused.problems)
            else:
                flash(_("Corrected. The earlier version stays readable."), "good")
                return redirect(url_for(".show", subject_id=subject_id, consent_id=consent_id), 303)
    return _form_page("subjects/consent_correct.html", form, known, chosen, consent)


@blueprint.post("/consents/<uuid:consent_id>/evidence")
@requires("record_consent")
def evidence(subject_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Record where further evidence of a consent lies."""
    form = EvidenceForm()
    try:
        with transaction():
            add_evidence(
                subject_id, consent_id, evidence_ref=form.evidence_ref.data or "", actor=current_actor(), at=utc_now()
            )
    except RuleViolation as refused:
        form.add_problems(refused.problems)
        return _consent_page(subject_id, consent_id, form, VoidForm(formdata=None)), 422
    flash(_("The evidence is added."), "good")
    return redirect(url_for(".show", subject_id=subject_id, consent_id=consent_id), 303)


@blueprint.post("/consents/<uuid:consent_id>/void")
@requires("keep_consents")
def void(subject_id: UUID, consent_id: UUID) -> ResponseReturnValue:
    """Record that a consent was never given as recorded."""
    form = VoidForm()
    try:
        with transaction():
            void_consent(subject_id, consent_id, reason=form.reason.data or "", actor=current_actor(), at=utc_now())
    except RuleViolation as refused:
        form.add_problems(refused.problems)
        return _consent_page(subject_id, consent_id, EvidenceForm(formdata=None), form), 422
    flash(_("The consent is marked as recorded in error: it covers nothing."), "good")
    return redirect(url_for(PERSON, subject_id=subject_id), 303)


# --- Stops -------------------------------------------------------------------------------------------------------------


@blueprint.route("/stops/new", methods=["GET", "POST"])
@requires("record_consent")
def stop(subject_id: UUID) -> ResponseReturnValue:
    """Ask what a person wants stopped, and record it."""
    return _stop_page(subject_id, is_lifting=False)


@blueprint.route("/stops/lift", methods=["GET", "POST"])
@requires("record_consent")
def lift(subject_id: UUID) -> ResponseReturnValue:
    """Ask since when a stop holds no longer, and record it."""
    return _stop_page(subject_id, is_lifting=True)


def _stop_page(subject_id: UUID, *, is_lifting: bool) -> ResponseReturnValue:
    actor, at = current_actor(), utc_now()
    known = person(actor.operator_id, subject_id)
    form = StopForm()
    form.offer()
    if request.method == "GET":
        form.effective_on.data = japan_date(at)
        form.ground.data = request.args.get("ground", form.ground.data)
        ref = request.args.get("recipient", "")
        picks = recipients_chosen(actor.operator_id, [ref], "", japan_date(at)).picks if ref else ()
        form.recipient_ref.data, form.recipient_name.data = (picks[0].ref, picks[0].name) if picks else ("", "")
    if form.validate_on_submit():
        ref, problems = _one_recipient(form)
        form.add_problems(problems)
        if not problems:
            try:
                with transaction():
                    (lift_stop if is_lifting else stop_provision)(form.to_draft(subject_id, ref), actor=actor, at=at)
            except RuleViolation as refused:
                form.add_problems(refused.problems)
            except NotFound as refused:
                form.form_errors.append(refused.text.in_language(current_language()))
            else:
                flash(
                    _("The stop is lifted.") if is_lifting else _("The stop is recorded. It counts from that day on."),
                    "good",
                )
                return redirect(url_for(PERSON, subject_id=subject_id), 303)
    describe_read(subject_id=subject_id, action="read_subject")
    page = render_template("subjects/stop.html", form=form, person=known, is_lifting=is_lifting)
    return page, 422 if form.errors or form.form_errors else 200


def _one_recipient(form: StopForm) -> tuple[str, list[Problem]]:
    """Return the code of the recipient that the form names, '' for all."""
    name = (form.recipient_name.data or "").strip()
    if not name:
        return "", []
    if form.recipient_ref.data:
        return str(form.recipient_ref.data), []
    picks = recipients_chosen(current_actor().operator_id, (), name, japan_date(utc_now())).picks
    if named_only(picks[0].ref) is None:
        return picks[0].ref, []
    return "", [Problem("recipient_name", _NOT_REGISTERED.format(name=name), name)]


# --- Shared ------------------------------------------------------------------------------------------------------------


def shown_consents(known: Person) -> list[ShownConsent]:
    """Return all consents of a person in words, the newest recorded first."""
    actor, today = current_actor(), japan_date(utc_now())
    return [
        ShownConsent(
            view,
            CONSENT_STATES[view.state_on(today)],
            scope_words(view.draft.scope, view.names),
            tuple(
                (each.event, scope_words(each.scope, view.names) if each.scope is not None else None)
                for each in view.withdrawals
            ),
        )
        for view in consent_views(actor.operator_id, known.subject_id)
    ]


def shown_consent(known: Person, consent_id: UUID) -> ShownConsent:
    """Return one consent of a person in words, by the id of any of its versions.

    :raises NotFound: when the person has no such consent.
    """
    for shown in shown_consents(known):
        if any(row.id == consent_id for row in shown.view.chain.rows):
            return shown
    raise NotFound(NO_CONSENT)


def _recipients(form: ScopeForm) -> tuple[Recipients, list[Problem]]:
    """Return the recipients that a scope names; one that is not registered is a problem."""
    typed = form.recipients_add.data or ""
    chosen = recipients_chosen(current_actor().operator_id, form.recipients.data or (), typed, japan_date(utc_now()))
    unknown = [pick for pick in chosen.picks if named_only(pick.ref) is not None]
    problems = [Problem("recipients_add", _NOT_REGISTERED.format(name=pick.name), pick.name) for pick in unknown]
    return chosen, problems


def _form_page(
    template: str, form: ScopeForm, known: Person, chosen: Recipients, consent: ShownConsent | None = None
) -> ResponseReturnValue:
    describe_read(subject_id=known.subject_id, action="read_subject")
    registered: Sequence[object] = [pick for pick in chosen.picks if named_only(pick.ref) is None]
    typed = chosen.typed if len(registered) < len(chosen.picks) else ""
    page = render_template(template, form=form, person=known, recipients=registered, typed=typed, consent=consent)
    return page, 422 if form.errors else 200


def _consent_page(subject_id: UUID, consent_id: UUID, evidence_form: EvidenceForm, void_form: VoidForm) -> str:
    known = person(current_actor().operator_id, subject_id)
    consent = shown_consent(known, consent_id)
    chain = consent.view.chain
    describe_read(subject_id=subject_id, action="read_subject")
    return render_template(
        "subjects/consent.html",
        person=known,
        consent=consent,
        names=names_of([*(row.recorded_by for row in chain.rows), *(event.recorded_by for event in chain.events)]),
        evidence_form=evidence_form,
        void_form=void_form,
    )
