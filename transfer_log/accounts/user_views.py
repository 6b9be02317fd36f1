"""Answer the pages on which users of an operator are listed, added, changed and shut out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from transfer_log.accounts.forms import RoleForm, UserDetailsForm, UserForm, offer_departments
from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.operations import (
    add_user,
    change_details,
    change_role,
    disable_user,
    enable_user,
    give_initial_password,
)
from transfer_log.accounts.policy import ROLES, grantable_roles
from transfer_log.accounts.queries import user_of, users_of
from transfer_log.accounts.states import user_state
from transfer_log.db import transaction, utc_now
from transfer_log.errors import RuleViolation
from transfer_log.i18n import gettext as _
from transfer_log.japanese_dates import JAPAN
from transfer_log.security_log import log_event
from transfer_log.web import requires

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.models import User
    from transfer_log.errors import Text

blueprint = Blueprint("users", __name__, url_prefix="/users")


@blueprint.get("/")
@requires("manage_users")
def index() -> str:
    """List the users of the operator."""
    users = users_of(current_actor().operator_id)
    return render_template(
        "accounts/users.html",
        users=users,
        roles=ROLES,
        departments=dict(_departments()),
        states={user.id: user_state(user, _today()) for user in users},
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("manage_users")
def new() -> ResponseReturnValue:
    """Ask for a new user, add them and show their first password, this once."""
    actor, at = current_actor(), utc_now()
    form = UserForm()
    form.offer(grantable_roles(actor.role), _departments())
    if form.validate_on_submit():
        try:
            with transaction():
                user_id = add_user(form.to_draft(), actor=actor, at=at)
                password = give_initial_password(user_id, actor=actor, at=at)
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            log_event("user_added", user_id=actor.user_id, about_user_id=user_id, role=form.role.data)
            return _password_page(user_of(actor.operator_id, user_id), password)
    return render_template("accounts/user_new.html", form=form), 422 if form.errors else 200


@blueprint.route("/<uuid:user_id>", methods=["GET", "POST"])
@requires("manage_users")
def user(user_id: UUID) -> ResponseReturnValue:
    """Show one user and store name, department and last day."""
    actor = current_actor()
    known = user_of(actor.operator_id, user_id)
    form = UserDetailsForm(obj=known)
    offer_departments(form.department_id, _departments())
    if form.validate_on_submit():
        try:
            with transaction():
                change_details(user_id, form.to_details(), actor=actor, at=utc_now())
        except RuleViolation as refused:
            form.add_problems(refused.problems)
        else:
            flash(_("Stored."), "good")
            return redirect(url_for(".user", user_id=user_id), 303)
    role_form = RoleForm(formdata=None, role=known.role)
    role_form.offer(grantable_roles(actor.role))
    page = render_template(
        "accounts/user.html",
        user=known,
        form=form,
        role_form=role_form,
        role=ROLES[known.role],
        is_oneself=known.id == actor.user_id,
        state=user_state(known, _today()),
        is_changeable=known.role in grantable_roles(actor.role),
        departments=dict(_departments()),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<uuid:user_id>/role")
@requires("manage_users")
def role(user_id: UUID) -> ResponseReturnValue:
    """Give a user another role."""
    actor = current_actor()
    form = RoleForm()
    form.offer(ROLES)
    if form.validate():
        with transaction():
            change_role(user_id, form.role.data, actor=actor, at=utc_now())
        log_event("role_changed", user_id=actor.user_id, about_user_id=user_id, role=form.role.data)
        flash(_("The role has changed. The user has to sign in again."), "good")
    return redirect(url_for(".user", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/initial-password")
@requires("manage_users")
def initial_password(user_id: UUID) -> ResponseReturnValue:
    """Give a user a new first password and show it, this once."""
    actor = current_actor()
    with transaction():
        password = give_initial_password(user_id, actor=actor, at=utc_now())
    log_event("password_given", user_id=actor.user_id, about_user_id=user_id)
    return _password_page(user_of(actor.operator_id, user_id), password)


@blueprint.post("/<uuid:user_id>/disable")
@requires("manage_users")
def disable(user_id: UUID) -> ResponseReturnValue:
    """Shut a user out at once."""
    actor = current_actor()
    with transaction():
        disable_user(user_id, actor=actor, at=utc_now())
    log_event("user_disabled", user_id=actor.user_id, about_user_id=user_id)
    flash(_("The user is shut out: sessions have ended, API tokens are revoked."), "good")
    return redirect(url_for(".user", user_id=user_id), 303)


@blueprint.post("/<uuid:user_id>/enable")
@requires("manage_users")
def enable(user_id: UUID) -> ResponseReturnValue:
    """Let a user in again."""
    actor = current_actor()
    with transaction():
        enable_user(user_id, actor=actor, at=utc_now())
    log_event("user_enabled", user_id=actor.user_id, about_user_id=user_id)
    flash(_("The user may sign in again."), "good")
    return redirect(url_for(".user", user_id=user_id), 303)


def _departments() -> list[tuple[UUID, Text]]:
    """Return the departments of today, from the feature above that keeps them (wired in app.py)."""
    departments: list[tuple[UUID, Text]] = current_app.extensions["departments"](current_actor().operator_id)
    return departments


def _today() -> date:
    return utc_now().astimezone(JAPAN).date()


def _password_page(about: User, password: str) -> str:
    return render_template("accounts/password_given.html", user=about, password=password)
