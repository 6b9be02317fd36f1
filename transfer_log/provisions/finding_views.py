"""Answer the pages of findings: causes, who cares for each until when, how it ended, and the rows behind it.

They stand here and not in `findings`, because who may see a finding follows from the provision it is about.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can
from transfer_log.accounts.queries import names_of, users_of
from transfer_log.db import instant_text, transaction, utc_now
from transfer_log.errors import Conflict, RuleViolation
from transfer_log.findings.queries import findings_in, group_status, open_groups, settled_groups, steps_of_group
from transfer_log.findings.resolving import assign_group, reopen_group, resolve_group
from transfer_log.findings.wording import HOW_LABELS
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.law import japan_date
from transfer_log.provisions.finding_access import (
    OTHERS_TOO,
    check_alone,
    finding_scope,
    readable_group,
    touches_others,
)
from transfer_log.provisions.finding_forms import (
    MINE,
    NOBODY,
    SETTLED,
    AssignForm,
    CauseFilterForm,
    ReopenForm,
    ResolveForm,
)
from transfer_log.provisions.finding_pages import cause_steps, causes, lines, mend_of, words_of
from transfer_log.provisions.row_states import SEVERITIES
from transfer_log.recipients.queries import RecipientBook
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.models import FindingGroup
    from transfer_log.findings.queries import GroupRow
    from transfer_log.forms import Form

blueprint = Blueprint("findings", __name__, url_prefix="/findings")

GROUPS_SHOWN: Final = 50
ROWS_SHOWN: Final = 50


@blueprint.get("/")
@requires("read_findings")
def index() -> ResponseReturnValue:
    """List causes of findings, breaches of the law first."""
    actor, on = current_actor(), japan_date(utc_now())
    form = CauseFilterForm(request.args)
    form.offer()
    is_valid = form.validate()
    groups = _chosen(form, actor) if is_valid else []
    after = request.args.get("after", "")
    start = next((place for place, group in enumerate(groups, 1) if group.digest.hex() == after), 0)
    page = groups[start : start + GROUPS_SHOWN]
    has_more = start + GROUPS_SHOWN < len(groups)
    query: dict[str, Any] = form.query() if is_valid else {}
    body = render_template(
        "findings/index.html",
        form=form,
        causes=causes(page, actor, on),
        count=len(groups),
        is_narrowed=bool(query),
        is_settled=form.state.data == SETTLED,
        recipient=_recipient_name(form, actor),
        first_url=url_for(".index", **query) if start else None,
        next_url=url_for(".index", after=page[-1].digest.hex(), **query) if has_more else None,
    )
    return body, 200 if is_valid else 422


def _chosen(form: CauseFilterForm, actor: Actor) -> list[GroupRow]:
    scope = finding_scope(actor, "read_findings")
    if form.state.data == SETTLED:
        groups = settled_groups(actor.operator_id, subject_scope=scope)
    else:
        groups = open_groups(actor.operator_id, subject_scope=scope)
    owner = {MINE: actor.user_id, NOBODY: None}.get(form.owner.data or "", ...)
    ref = form.recipient.data
    entry = RecipientBook.load(actor.operator_id, [ref]).by_ref.get(ref) if ref else None
    return [
        group
        for group in groups
        if form.severity.data in ("", group.severity)
        and owner in (..., group.owner_id)
        and (not ref or (entry is not None and group.recipient_id == entry.id))
    ]


def _recipient_name(form: CauseFilterForm, actor: Actor) -> str | None:
    ref = form.recipient.data
    entry = RecipientBook.load(actor.operator_id, [ref]).by_ref.get(ref) if ref else None
    return entry.versions[-1].name if entry else None


@blueprint.get("/<digest>")
@requires("read_findings")
def group(digest: str) -> str:
    """Show one cause with the rows behind it, and what was done about it."""
    return _page(readable_group(digest, current_actor(), "read_findings"))


@blueprint.post("/<digest>/owner")
@requires("resolve_findings")
def assign(digest: str) -> ResponseReturnValue:
    """Say who cares for a cause, until when."""
    cause = _own_group(digest)
    form = _assign_form()
    if form.validate() and _did(
        form,
        lambda actor, at: assign_group(
            cause, form.owner, form.due_on.data, (form.note.data or "").strip(), actor=actor, at=at
        ),
    ):
        flash(_("Stored."), "good")
        return redirect(url_for(".group", digest=digest), 303)
    return _page(cause, assign_form=form), 422


@blueprint.post("/<digest>/resolution")
@requires("resolve_findings")
def resolve(digest: str) -> ResponseReturnValue:
    """Settle all findings of a cause so far; what it brings later is open again."""
    cause = _own_group(digest)
    form = ResolveForm()
    form.offer()
    if form.validate() and _did(
        form, lambda actor, at: resolve_group(cause, form.how.data, form.reason.data, actor=actor, at=at)
    ):
        flash(_("Settled. The same cause found later is a new finding."), "good")
        return redirect(url_for(".group", digest=digest), 303)
    return _page(cause, resolve_form=form), 422


@blueprint.post("/<digest>/reopening")
@requires("resolve_findings")
def reopen(digest: str) -> ResponseReturnValue:
    """Open a settled cause again."""
    cause = _own_group(digest)
    form = ReopenForm()
    if form.validate() and _did(
        form, lambda actor, at: reopen_group(cause, form.reopen_reason.data, actor=actor, at=at)
    ):
        flash(_("Opened again."), "good")
        return redirect(url_for(".group", digest=digest), 303)
    return _page(cause, reopen_form=form), 422


def _own_group(digest: str) -> FindingGroup:
    """Return a cause of which the visitor may settle every finding."""
    actor = current_actor()
    cause = readable_group(digest, actor, "resolve_findings")
    check_alone(cause, actor)
    return cause


def _did(form: Form, act: Callable[[Actor, datetime], None]) -> bool:
    try:
        with transaction():
            act(current_actor(), utc_now())
    except RuleViolation as refused:
        form.add_problems(refused.problems)
    except Conflict as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
    return not form.error_links()


def _assign_form(cause: FindingGroup | None = None) -> AssignForm:
    status = group_status(cause.digest) if cause is not None else None
    form = AssignForm() if cause is None else AssignForm(formdata=None, due_on=status.due_on if status else None)
    form.offer((user.id, user.name) for user in users_of(current_actor().operator_id) if user.is_active)
    if cause is not None:
        form.owner_id.data = str(status.owner_id) if status and status.owner_id else ""
    return form


def _page(
    cause: FindingGroup,
    *,
    assign_form: AssignForm | None = None,
    resolve_form: ResolveForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> str:
    actor, on = current_actor(), japan_date(utc_now())
    scope, after = finding_scope(actor, "read_findings"), _place(request.args.get("after"))
    rows = findings_in(cause.digest, is_open_only=False, limit=ROWS_SHOWN + 1, subject_scope=scope, after=after)
    shown = lines(rows[:ROWS_SHOWN], actor)
    describe_read(len({line.person.subject_id for line in shown}), action="read_provisions")
    status = group_status(cause.digest)
    open_rows = findings_in(cause.digest, limit=1, subject_scope=scope)
    wording, recipient, situation = words_of(cause, actor, on)
    settling = resolve_form or ResolveForm(formdata=None)
    settling.offer()
    last = rows[ROWS_SHOWN - 1].finding if len(rows) > ROWS_SHOWN else None
    may_settle = can(actor, "resolve_findings")
    return render_template(
        "findings/group.html",
        cause=cause,
        digest=cause.digest.hex(),
        wording=wording,
        severity=SEVERITIES[cause.severity],
        recipient=recipient,
        situation=situation,
        mend=mend_of(cause, actor),
        lines=shown,
        steps=cause_steps(steps_of_group(cause.digest)),
        owner=names_of([status.owner_id]).get(status.owner_id, "") if status and status.owner_id else "",
        due_on=status.due_on if status else None,
        is_overdue=bool(open_rows and status and status.due_on and status.due_on < on),
        is_open=bool(open_rows),
        how=HOW_LABELS.get(status.how) if status and status.how else None,
        may_settle=may_settle,
        why_not=OTHERS_TOO if may_settle and touches_others(cause, actor) else None,
        assign_form=assign_form or _assign_form(cause),
        resolve_form=settling,
        reopen_form=reopen_form or ReopenForm(formdata=None),
        older_url=url_for(".group", digest=cause.digest.hex(), after=f"{instant_text(last.recorded_at)}_{last.id}")
        if last
        else None,
        newest_url=url_for(".group", digest=cause.digest.hex()) if after else None,
    )


def _place(text: str | None) -> tuple[datetime, UUID] | None:
    """Return the row after which a page begins.

    :raises werkzeug.exceptions.BadRequest: if it is none.
    """
    if not text:
        return None
    instant, _mark, row_id = text.partition("_")
    try:
        place = datetime.fromisoformat(instant), UUID(row_id)
    except ValueError as error:
        raise BadRequest from error
    if place[0].tzinfo is None:
        raise BadRequest
    return place
