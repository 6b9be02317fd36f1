"""Answer the pages of privacy policies: which versions were published when, which purposes stand in them, what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.accounts.states import State
from transfer_log.errors import NotFound, Text
from transfer_log.organisation.forms import PolicyForm
from transfer_log.organisation.models import PolicyVersion
from transfer_log.organisation.operations import end_policy, save_policies
from transfer_log.organisation.queries import PolicyBook, purposes_on
from transfer_log.organisation.shown import POLICY
from transfer_log.register_pages import (
    ENDED,
    EndForm,
    coming,
    ended,
    history_steps,
    state_of,
    stored,
    today,
    use_counts,
    where_used,
)
from transfer_log.web import requires

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from transfer_log.organisation.queries import PolicyEntry, PolicySnapshot

blueprint = Blueprint("policies", __name__, url_prefix="/policies")

NO_POLICY: Final = Text("そのプライバシーポリシーは登録されていません。", "There is no such policy.")
REVIEW_DUE: Final = State(Text("見直しの期限を過ぎています", "review overdue"), "bad")
REVIEW_SOON: Final = State(Text("見直しの時期", "review soon"), "warn")
NOT_PUBLISHED: Final = State(Text("公表日が未入力", "day of publication missing"), "warn")
SOON: Final = timedelta(days=60)


def due_of(version: PolicySnapshot, on: date) -> list[State]:
    """Return what is due about a policy version on a Japan date, for badges."""
    states = [] if version.published_on is not None else [NOT_PUBLISHED]
    if version.next_review_on is not None and version.next_review_on < on:
        return [*states, REVIEW_DUE]
    if version.next_review_on is not None and version.next_review_on <= on + SOON:
        return [*states, REVIEW_SOON]
    return states


@blueprint.get("/")
@requires("read_registers")
def index() -> str:
    """List the policies of the operator, the one that goes first on top."""
    on = today()
    entries = sorted(PolicyBook.load(current_actor().operator_id), key=lambda known: -known.nearest(on).precedence)
    rows = [(entry, version, _states(entry, version, on)) for entry in entries for version in [entry.nearest(on)]]
    return render_template("organisation/policies.html", rows=rows, purpose_counts=use_counts("policies"))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_purposes")
def new() -> ResponseReturnValue:
    """Enter a policy with its first version."""
    form = PolicyForm()
    form.for_new()
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(PolicyBook.load(current_actor().operator_id).by_ref.get(ref))
        if is_free and stored(form, save_policies, form.to_draft(ref)):
            return redirect(url_for(".policy", ref=ref), 303)
    return render_template("organisation/policy_new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/code/<ref>")
@requires("read_registers")
def policy(ref: str) -> str:
    """Show one policy with all its versions and the purposes that stand in it."""
    return _page(_entry(ref), EndForm(formdata=None))


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_purposes")
def edit(ref: str) -> ResponseReturnValue:
    """Enter the next published version of a policy, or correct what is said of this one."""
    entry = _entry(ref)
    form = PolicyForm()
    form.for_entry(entry)
    version = entry.nearest(today())
    if not form.is_submitted():
        form.fill(version)
        form.valid_from.data = None  # a policy holds from its day of publication
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_policies, form.to_draft(ref)):
        return redirect(url_for(".policy", ref=ref), 303)
    page = render_template("organisation/policy_edit.html", form=form, entry=entry, version=version)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<ref>/end")
@requires("keep_purposes")
def end(ref: str) -> ResponseReturnValue:
    """End a policy from a day on."""
    form = EndForm()
    if ended(form, end_policy, ref):
        return redirect(url_for(".policy", ref=ref), 303)
    return _page(_entry(ref), form), 422


def _entry(ref: str) -> PolicyEntry:
    entry = PolicyBook.load(current_actor().operator_id).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_POLICY)
    return entry


def _states(entry: PolicyEntry, version: PolicySnapshot, on: date) -> list[State]:
    return due_of(version, on) if entry.is_offered(on) else [state_of(entry, on)]


def _page(entry: PolicyEntry, end_form: EndForm) -> str:
    on = today()
    version = entry.nearest(on)
    ids = {known.id for known in entry.versions}
    standing = purposes_on(current_actor().operator_id, on)
    return render_template(
        "organisation/policy.html",
        entry=entry,
        version=version,
        states=_states(entry, version, on),
        purposes=[known for known in standing if known.purpose.policy_version_id in ids],
        steps=history_steps(PolicyVersion, entry.id, POLICY),
        uses=where_used("policies", entry),
        coming=coming(entry, on),
        end_form=end_form,
        is_ended=state_of(entry, on) is ENDED,
        is_kept_here=can(current_actor(), "keep_purposes"),
    )
