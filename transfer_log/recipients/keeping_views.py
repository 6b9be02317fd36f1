"""Answer the pages on which recipients are entered, changed, completed, confirmed and ended."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.i18n import gettext as _
from transfer_log.recipients.drafts import draft_of
from transfer_log.recipients.forms import NatureForm, RecipientForm
from transfer_log.recipients.operations import complete_recipient, end_recipient, save_recipients
from transfer_log.recipients.picks import named_only, recipients_chosen
from transfer_log.recipients.queries import RecipientBook, recipient_by_ref
from transfer_log.recipients.views import recipient_page
from transfer_log.register_pages import EndForm, ended, saved, stored, tell_saved, today, where_used
from transfer_log.register_saving import accepted
from transfer_log.web import requires

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.recipients.drafts import RecipientDraft
    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.register_saving import Saved

blueprint = Blueprint("recipient_keeping", __name__, url_prefix="/recipients")

COMPLETE: Final = "complete"
#: Without I, L, O and U, so that a code read out on the phone is written down right.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 6


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_recipients")
def new() -> ResponseReturnValue:
    """Ask who a new recipient is, and enter it."""
    form = RecipientForm()
    form.for_new()
    form.offer()
    if not form.is_submitted():
        form.ref.data = "R-" + "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        form.country.data = "JP"
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(RecipientBook.load(current_actor().operator_id, [ref]).by_ref.get(ref))
        if is_free and stored(form, save_recipients, form.to_draft(ref, _parent_ref(form))):
            return redirect(url_for("recipients.recipient", ref=ref), 303)
    return render_template("recipients/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_recipients")
def edit(ref: str) -> ResponseReturnValue:
    """Show what is in force and store what is changed as a new version; of a provisional entry, complete it."""
    entry = recipient_by_ref(current_actor().operator_id, ref)
    version = entry.nearest(today())
    form = RecipientForm()
    form.for_entry(entry)
    form.offer()
    if not form.is_submitted():
        parents = _named_parents(entry)
        draft = draft_of(entry, today(), {known.id: known.ref for known in parents})
        form.fill(draft, next((known.versions[-1].name for known in parents if known.id == version.parent_id), ""))
        if version.is_provisional:
            form.valid_from.data = entry.versions[0].valid_from
            form.reason.data = _("Completed")
    elif form.validate() and form.is_up_to_date(entry):
        draft = form.to_draft(ref, _parent_ref(form))
        done = saved(form, lambda actor, at: _store(draft, version.is_provisional, actor, at))
        if done is not None:
            tell_saved(done)
            return redirect(url_for("recipients.recipient", ref=ref), 303)
    page = render_template(
        "recipients/edit.html", form=form, entry=entry, version=version, uses=where_used("recipients", entry)
    )
    return page, 422 if form.is_submitted() else 200


def _store(draft: RecipientDraft, is_provisional: bool, actor: Actor, at: datetime) -> Saved:  # noqa: FBT001 a stored state
    if is_provisional and request.form.get("wish") == COMPLETE:
        return complete_recipient(draft, actor=actor, at=at)
    return _save(replace(draft, is_provisional=is_provisional), actor, at)


def _save(draft: RecipientDraft, actor: Actor, at: datetime) -> Saved:
    [done] = accepted(save_recipients([draft], actor=actor, at=at))
    return done


@blueprint.post("/code/<ref>/nature")
@requires("keep_recipients")
def confirm_nature(ref: str) -> ResponseReturnValue:
    """Confirm what a recipient is in law, for as long as the version in force says who it is."""
    entry = recipient_by_ref(current_actor().operator_id, ref)
    version = entry.nearest(today())
    form = NatureForm()
    form.offer()
    if form.validate():
        parents = {known.id: known.ref for known in _named_parents(entry)}
        draft = replace(
            draft_of(entry, today(), parents),
            legal_nature=form.legal_nature.data,
            is_nature_confirmed=True,
            valid_from=version.valid_from,
            reason=_("Legal nature confirmed"),
        )
        if saved(form, lambda actor, at: _save(draft, actor, at)) is not None:
            flash(_("The legal nature is confirmed."), "good")
    for error in form.error_links():
        flash(error.message, "bad")
    return redirect(url_for("recipients.recipient", ref=ref), 303)


@blueprint.post("/code/<ref>/end")
@requires("keep_recipients")
def end(ref: str) -> ResponseReturnValue:
    """End a recipient from a day on; what names it stays readable."""
    form = EndForm()
    if ended(form, end_recipient, ref):
        return redirect(url_for("recipients.recipient", ref=ref), 303)
    return recipient_page(ref, end=form), 422


def _named_parents(entry: RecipientEntry) -> list[RecipientEntry]:
    """Return the entries that the versions of an entry name as what it belongs to."""
    ids = {version.parent_id for version in entry.versions if version.parent_id is not None}
    return list(RecipientBook.load_ids(current_actor().operator_id, ids))


def _parent_ref(form: RecipientForm) -> str | None:
    """Return the code of the entry that the field means: what was chosen, or what the typed name or code means."""
    return meant_ref(form.parent_ref.data or "", form.parent_name.data or "")


def meant_ref(chosen: str, typed: str) -> str | None:
    """Return the code that a field with type-ahead means; what is not known comes back as it was typed.

    Without JavaScript the hidden code stays when another name is typed over: it counts only with its own name.
    """
    operator_id, typed = current_actor().operator_id, typed.strip()
    if not typed:
        return None
    entry = RecipientBook.load(operator_id, [chosen]).by_ref.get(chosen) if chosen else None
    if entry is not None and entry.nearest(today()).name == typed:
        return chosen
    [pick] = recipients_chosen(operator_id, (), typed, today()).picks
    return named_only(pick.ref) or pick.ref
