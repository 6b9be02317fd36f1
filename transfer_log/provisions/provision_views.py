"""Answer the page of one provision, and what may be added to it: happenings, a confirmed plan, settled findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound as NoPage

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can
from transfer_log.db import transaction, utc_now
from transfer_log.errors import Conflict, NotAllowed, NotFound, RuleViolation, Text
from transfer_log.findings.resolving import may_override, override_finding, reopen_finding, resolve_finding
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.law import japan_date
from transfer_log.provisions.access import check_adding, check_correction, readable_provision
from transfer_log.provisions.happening_forms import (
    DETAILS,
    OVERRIDE,
    ConfirmForm,
    FindingForm,
    HappeningForm,
    instant_of,
)
from transfer_log.provisions.happenings import record_happening, replace_provision, state_of
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.one_page import TAKING_BACK, finding_lines, one_page
from transfer_log.provisions.queries import history_of
from transfer_log.provisions.steps import STEPS, check_step
from transfer_log.provisions.stored import draft_of
from transfer_log.web import requires

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.queries import FindingRow
    from transfer_log.provisions.models import Provision
    from transfer_log.provisions.one_page import FindingLine

blueprint = Blueprint("provision", __name__, url_prefix="/people/<uuid:subject_id>/provisions/<uuid:provision_id>")

NO_FINDING: Final = Text("この指摘は見つかりません。", "There is no such finding.")
#: Steps that have a form of their own.
_NOT_HERE: Final = frozenset({"confirmed", "corrected"})


@blueprint.get("")
@requires("read_provisions")
def show(subject_id: UUID, provision_id: UUID) -> str:
    """Show one provision."""
    actor, at = current_actor(), utc_now()
    row = readable_provision(subject_id, provision_id, actor)
    return render_template(
        "provisions/provision.html",
        page=one_page(row, Offers.load(actor, japan_date(at)), actor=actor, at=at),
        can_settle=can(actor, "resolve_findings"),
    )


@blueprint.route("/happenings/<kind>", methods=["GET", "POST"])
@requires("record_provision")
def happening(subject_id: UUID, provision_id: UUID, kind: str) -> ResponseReturnValue:
    """Ask what happened to a provision later, and add it."""
    if kind not in STEPS or kind in _NOT_HERE:
        raise NoPage
    actor, at = current_actor(), utc_now()
    row = readable_provision(subject_id, provision_id, actor)
    if kind in TAKING_BACK:
        check_correction(row, actor, at)
    check_adding(row, actor)
    step = check_step(kind, state_of(row), row.act, row.mode)
    form = HappeningForm()
    if request.method == "GET":
        form.occurred_on.data = japan_date(at)
    if form.validate_on_submit():
        try:
            with transaction():
                record_happening(row, form.to_happening(kind), actor=actor, at=at)
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            flash(_("Added to the record."), "good")
            return _to(row)
    page = render_template(
        "provisions/happening.html", form=form, row=row, kind=kind, step=step, detail=DETAILS.get(kind)
    )
    return page, 422 if form.errors else 200


@blueprint.route("/confirm", methods=["GET", "POST"])
@requires("record_provision")
def confirm(subject_id: UUID, provision_id: UUID) -> ResponseReturnValue:
    """Ask when what was planned was done, and record it as a provision."""
    actor, at = current_actor(), utc_now()
    row = readable_provision(subject_id, provision_id, actor)
    check_adding(row, actor)
    check_step("confirmed", state_of(row), row.act, row.mode)
    form = ConfirmForm()
    if request.method == "GET":
        form.provided_on.data = min(row.provided_on, japan_date(at))
    if form.validate_on_submit():
        day = form.provided_on.data
        draft = draft_of(row)._replace(
            provided_on=day, provided_at=instant_of(day, form.provided_time.data), recorded_on=None
        )
        try:
            with transaction():
                recorded = replace_provision(row, draft, "", actor=actor, at=at, door="page")
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            flash(_("Recorded as given."), "warn" if recorded.finding_count else "good")
            return redirect(url_for(".show", subject_id=recorded.subject_id, provision_id=recorded.id), 303)
    return render_template("provisions/confirm.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/findings/<uuid:finding_id>", methods=["GET", "POST"])
@requires("resolve_findings")
def finding(subject_id: UUID, provision_id: UUID, finding_id: UUID) -> ResponseReturnValue:
    """Ask how a finding about this provision ended, whether it may pass, or why it is opened again."""
    actor, at = current_actor(), utc_now()
    row = readable_provision(subject_id, provision_id, actor)
    line = _finding(row, finding_id)
    form = FindingForm()
    form.offer(may_override=may_override(actor) and line.row.finding.recorded_by != actor.user_id)
    if request.method == "POST":
        try:
            with transaction():
                _settle(line.row, form, actor=actor, at=at)
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        except (NotAllowed, Conflict) as refused:
            form.form_errors.append(refused.text.in_language(current_language()))
        else:
            is_open = line.row.state == "open"
            flash(_("The finding is settled.") if is_open else _("The finding is opened again."), "good")
            return _to(row)
    describe_read(subject_id=subject_id, action="read_provisions")
    page = render_template("provisions/finding.html", form=form, row=row, line=line)
    return page, 422 if form.errors or form.form_errors else 200


def _settle(found: FindingRow, form: FindingForm, *, actor: Actor, at: datetime) -> None:
    reason = (form.reason.data or "").strip()
    if found.state != "open":
        reopen_finding(found.finding, reason, actor=actor, at=at)
    elif form.how.data == OVERRIDE:
        override_finding(found.finding, reason, actor=actor, at=at)
    else:
        resolve_finding(found.finding, form.how.data or "", reason, actor=actor, at=at)


def _finding(row: Provision, finding_id: UUID) -> FindingLine:
    """Return a finding about any version of this provision.

    :raises NotFound: when there is none.
    """
    for line in finding_lines(history_of(row)):
        if line.row.finding.id == finding_id:
            return line
    raise NotFound(NO_FINDING)


def _to(row: Provision) -> ResponseReturnValue:
    return redirect(url_for(".show", subject_id=row.subject_id, provision_id=row.id), 303)
