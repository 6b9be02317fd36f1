"""Answer the pages of numbered purposes of use (利用目的, Act Art. 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, current_app, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.accounts.states import State
from transfer_log.errors import NotFound, Text
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.organisation.forms import PurposeForm
from transfer_log.organisation.models import PurposeVersion
from transfer_log.organisation.operations import end_purpose, save_purposes
from transfer_log.organisation.queries import PolicyBook, PurposeBook
from transfer_log.organisation.shown import PURPOSE
from transfer_log.register_pages import (
    ENDED,
    EndForm,
    ShownField,
    coming,
    ended,
    history_steps,
    labels_of,
    state_of,
    stored,
    today,
    use_counts,
    where_used,
)
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.organisation.queries import PurposeEntry, PurposeSnapshot

blueprint = Blueprint("purposes", __name__, url_prefix="/purposes")

NO_PURPOSE: Final = Text("その利用目的は登録されていません。", "There is no such purpose.")
UNDECIDED: Final = State(Text("第三者提供を含むか未決定", "not decided whether it covers giving"), "warn")
COVERS: Final = State(Text("第三者提供を含む", "covers giving to third parties"), "good")
DOES_NOT_COVER: Final = State(Text("第三者提供を含まない", "does not cover giving"), "mute")


class Row(NamedTuple):
    """Be a purpose as the list shows it."""

    entry: PurposeEntry
    version: PurposeSnapshot
    label: str
    states: list[State]


def due_of(version: PurposeSnapshot) -> list[State]:
    """Return whether a purpose covers provision, or that somebody still has to decide, for badges."""
    return [{True: COVERS, False: DOES_NOT_COVER, None: UNDECIDED}[version.covers_provision]]


@blueprint.get("/")
@requires("read_registers")
def index() -> str:
    """List the numbered purposes of the operator."""
    on = today()
    labels = {known: label for known, (_, label) in _policy_versions().items()}
    entries = [entry for _, entry in sorted(PurposeBook.load(current_actor().operator_id).by_ref.items())]
    rows = [
        Row(entry, version, labels.get(version.policy_version_id, "") if version.policy_version_id else "", states)
        for entry in entries
        for version in [entry.nearest(on)]
        for states in [due_of(version) if entry.is_offered(on) else [state_of(entry, on)]]
    ]
    return render_template("organisation/purposes.html", rows=rows, situation_counts=use_counts("purposes"))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_purposes")
def new() -> ResponseReturnValue:
    """Enter a purpose."""
    form = _form()
    form.for_new()
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(PurposeBook.load(current_actor().operator_id, [ref]).by_ref.get(ref))
        if is_free and stored(form, save_purposes, form.to_draft(ref)):
            return redirect(url_for(".purpose", ref=ref), 303)
    return render_template("organisation/purpose_new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/code/<ref>")
@requires("read_registers")
def purpose(ref: str) -> str:
    """Show one purpose."""
    return _page(_entry(ref), EndForm(formdata=None))


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_purposes")
def edit(ref: str) -> ResponseReturnValue:
    """Store a new version of a purpose; a changed purpose asks for the notice or consents (Act Art. 17(2), 18(1))."""
    entry = _entry(ref)
    form = _form()
    form.for_entry(entry)
    version = entry.nearest(today())
    if not form.is_submitted():
        _, label = (
            _policy_versions().get(version.policy_version_id, ("", "")) if version.policy_version_id else ("", "")
        )
        form.fill(version, label)
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_purposes, form.to_draft(ref)):
        return redirect(url_for(".purpose", ref=ref), 303)
    page = render_template("organisation/purpose_edit.html", form=form, entry=entry, version=version)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<ref>/end")
@requires("keep_purposes")
def end(ref: str) -> ResponseReturnValue:
    """End a purpose from a day on."""
    form = EndForm()
    if ended(form, end_purpose, ref):
        return redirect(url_for(".purpose", ref=ref), 303)
    return _page(_entry(ref), form), 422


def _form() -> PurposeForm:
    form = PurposeForm()
    book = PolicyBook.load(current_actor().operator_id)
    labels = sorted(book.by_label().items(), key=lambda pair: pair[1].valid_from, reverse=True)
    form.offer([(label, f"{version.title} {label}") for label, version in labels], _kinds())
    return form


def _kinds() -> Mapping[str, Text]:
    """Return the kinds of recipients, from the feature above that knows them (wired in app.py)."""
    kinds: Mapping[str, Text] = current_app.extensions["recipient_kinds"]
    return kinds


def _policy_versions() -> dict[UUID, tuple[str, str]]:
    """Return code of the policy and label of every policy version by its id."""
    book = PolicyBook.load(current_actor().operator_id)
    return {version.id: (entry.ref, version.label) for entry in book for version in entry.versions}


def _entry(ref: str) -> PurposeEntry:
    entry = PurposeBook.load(current_actor().operator_id, [ref]).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_PURPOSE)
    return entry


def _page(entry: PurposeEntry, end_form: EndForm) -> str:
    on: date = today()
    version, versions, kinds = entry.nearest(on), _policy_versions(), _kinds()
    stands_in = ShownField(_l("Stands in"), lambda known: versions.get(known, ("", ""))[1])
    limited = ShownField(_l("Only to these kinds of recipients"), lambda codes: labels_of(codes, kinds))
    return render_template(
        "organisation/purpose.html",
        entry=entry,
        version=version,
        policy=versions.get(version.policy_version_id) if version.policy_version_id else None,
        kinds=labels_of(version.recipient_kinds, kinds),
        states=due_of(version) if entry.is_offered(on) else [state_of(entry, on)],
        steps=history_steps(
            PurposeVersion, entry.id, {**PURPOSE, "policy_version_id": stands_in, "recipient_kinds": limited}
        ),
        uses=where_used("purposes", entry),
        coming=coming(entry, on),
        end_form=end_form,
        is_ended=state_of(entry, on) is ENDED,
        is_kept_here=can(current_actor(), "keep_purposes"),
    )
