"""Answer the pages on which API tokens are listed, issued and revoked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from transfer_log.accounts.forms import TokenForm
from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.operations import issue_token, revoke_token
from transfer_log.accounts.queries import tokens_of, users_of
from transfer_log.accounts.states import token_state
from transfer_log.accounts.tokens import latest_expiry
from transfer_log.db import transaction, utc_now
from transfer_log.errors import RuleViolation
from transfer_log.i18n import gettext as _
from transfer_log.japanese_dates import JAPAN
from transfer_log.security_log import log_event
from transfer_log.web import requires

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

blueprint = Blueprint("tokens", __name__, url_prefix="/tokens")


@blueprint.get("/")
@requires("manage_tokens")
def index() -> str:
    """List the tokens of the operator's users."""
    today = utc_now().astimezone(JAPAN).date()
    entries = tokens_of(current_actor().operator_id)
    states = {entry.token.id: token_state(entry.token, today) for entry in entries}
    return render_template("accounts/tokens.html", entries=entries, states=states)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("manage_tokens")
def new() -> ResponseReturnValue:
    """Ask what a token is for, issue it and show it, this once."""
    actor, at = current_actor(), utc_now()
    form = TokenForm(expires_on=latest_expiry(at.astimezone(JAPAN).date()))
    users = [user for user in users_of(actor.operator_id) if user.is_active and user.id != actor.user_id]
    form.offer([(user.id, user.name) for user in users])
    if form.validate_on_submit():
        draft = form.to_draft()
        try:
            with transaction():
                issued = issue_token(draft, actor=actor, at=at)
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            log_event("token_issued", user_id=actor.user_id, about_user_id=draft.user_id, token_id=issued.id)
            return render_template("accounts/token_issued.html", name=draft.name, text=issued.text)
    return render_template("accounts/token_new.html", form=form), 422 if form.errors else 200


@blueprint.post("/<uuid:token_id>/revoke")
@requires("manage_tokens")
def revoke(token_id: UUID) -> ResponseReturnValue:
    """Revoke a token."""
    actor = current_actor()
    with transaction():
        revoke_token(token_id, actor=actor, at=utc_now())
    log_event("token_revoked", user_id=actor.user_id, token_id=token_id)
    flash(_("The token is revoked: it opens nothing from now on."), "good")
    return redirect(url_for(".index"), 303)
