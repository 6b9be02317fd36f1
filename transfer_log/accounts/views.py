"""Answer the pages of sign-in and of one's own account; users, tokens and the access log have files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from transfer_log.accounts.forms import OwnPasswordForm, PreferencesForm, SignInForm
from transfer_log.accounts.guard import cookie_name, current_actor, current_session, hand_over, known_actor, take_back
from transfer_log.accounts.operations import set_own_password, set_preferences
from transfer_log.accounts.passwords import verify_password
from transfer_log.accounts.policy import ACTIONS, ROLES, masks_contact
from transfer_log.accounts.queries import user_by_email, user_of
from transfer_log.accounts.sessions import end_session, end_sessions_of, open_session_count, start_session
from transfer_log.accounts.sign_in import Attempt
from transfer_log.accounts.sign_in import sign_in as open_session
from transfer_log.db import transaction, utc_now
from transfer_log.errors import NotAllowed, RuleViolation, TooManyAttempts
from transfer_log.i18n import LANGUAGE_COOKIE, current_language
from transfer_log.i18n import gettext as _
from transfer_log.preferences import KEYS_COOKIE, own_path, remember
from transfer_log.security_log import log_event, log_refusal
from transfer_log.web import public, requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.models import User

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Show the form, or try the pair that was typed, open a session and go where the visitor wanted to."""
    target = own_path(request.args.get("next", "/"))
    if request.method == "GET" and known_actor() is not None:
        return redirect(target, 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form, target=target), 422 if form.errors else 200
    secret = str(current_app.extensions["sign_in_secret"])
    attempt = Attempt(form.email.data, form.password.data, request.remote_addr, secret)
    try:
        cookie = open_session(attempt, at=utc_now())
    except TooManyAttempts as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
        headers = {"Retry-After": str(refused.wait_seconds)}
        return render_template("accounts/sign_in.html", form=form, target=target), 429, headers
    except NotAllowed as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
        return render_template("accounts/sign_in.html", form=form, target=target), 403
    answer = redirect(target, 303)
    hand_over(cookie, answer)
    user = user_by_email(form.email.data)
    if user is not None and user.language is not None:
        remember(answer, LANGUAGE_COOKIE, user.language)
        remember(answer, KEYS_COOKIE, (user.preferences or {}).get("keys", "on"))
    return answer


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, in the browser and on the server."""
    known = current_session()
    if known is not None:
        with transaction():
            end_session(request.cookies[cookie_name()])
        log_event("signed_out", user_id=known.actor.user_id)
    answer = redirect(url_for(".sign_in"), 303)
    take_back(answer)
    return answer


@blueprint.route("/account", methods=["GET", "POST"])
@requires("read_own_account")
def own_account() -> ResponseReturnValue:
    """Show who one is and what one chose; store language and keys."""
    user = _own_user()
    chosen_keys = request.cookies.get(KEYS_COOKIE) or (user.preferences or {}).get("keys", "on")
    form = PreferencesForm(language=current_language(), keys=chosen_keys)
    if form.validate_on_submit():
        with transaction():
            set_preferences(form.language.data, form.keys.data, actor=current_actor())
        answer = redirect(url_for(".own_account"), 303)
        remember(answer, LANGUAGE_COOKIE, form.language.data)
        remember(answer, KEYS_COOKIE, form.keys.data)
        return answer
    page = render_template(
        "accounts/own_account.html",
        form=form,
        user=user,
        role=ROLES[user.role],
        session_count=open_session_count(user.id, at=utc_now()),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires("read_own_account")
def own_password() -> ResponseReturnValue:
    """Ask for the password in use and a new one; then every other session ends and this one gets a new cookie."""
    user = _own_user()
    form = OwnPasswordForm()
    if form.validate_on_submit():
        if not verify_password(user.password_hash, form.current_password.data):
            log_refusal("password_not_confirmed", user_id=user.id)
            form.current_password.errors = [_("This is not the password in use.")]
        else:
            try:
                return _change_password(form.new_password.data)
            except RuleViolation as refused:
                form.add_problems(refused.problems)
    page = render_template("accounts/own_password.html", form=form, is_first=user.initial_until_at is not None)
    return page, 422 if form.errors else 200


def _change_password(password: str) -> ResponseReturnValue:
    actor, at = current_actor(), utc_now()
    with transaction():
        set_own_password(password, actor=actor, at=at)
        cookie = start_session(actor.user_id, at=at)
    log_event("password_changed", user_id=actor.user_id)
    answer = redirect(url_for(".own_account"), 303)
    hand_over(cookie, answer)
    flash(_("Your password has been changed. Every other session has ended."), "good")
    return answer


@blueprint.post("/account/other-sessions/end")
@requires("read_own_account")
def end_other_sessions() -> ResponseReturnValue:
    """End every session of this user but this one."""
    known = current_session()
    with transaction():
        count = end_sessions_of(current_actor().user_id, but=known.id_hash if known is not None else None)
    log_event("other_sessions_ended", user_id=current_actor().user_id, session_count=count)
    flash(_("Your other sessions have ended."), "good")
    return redirect(url_for(".own_account"), 303)


@blueprint.get("/account/roles")
@requires("read_own_account")
def roles() -> str:
    """Show the table of who may do what, as the program reads it."""
    names = [name.in_language(current_language()) for name in ROLES.values()]
    return render_template(
        "accounts/roles.html",
        columns=[(_("Action"), ""), *((name, "") for name in names)],
        actions=list(ACTIONS.values()),
        roles=ROLES,
        masked_roles=[name for role, name in ROLES.items() if masks_contact(role)],
    )


def _own_user() -> User:
    actor = current_actor()
    return user_of(actor.operator_id, actor.user_id)
