"""Answer the pages of the operator (事業者): who it is, its desk, its departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.queries import names_of
from transfer_log.errors import NotFound
from transfer_log.organisation.forms import OperatorForm
from transfer_log.organisation.models import OperatorVersion
from transfer_log.organisation.operations import save_operators
from transfer_log.organisation.queries import NO_OPERATOR, DepartmentBook, OperatorBook
from transfer_log.organisation.shown import OPERATOR
from transfer_log.register_pages import coming, history_steps, state_of, stored, today, use_counts
from transfer_log.web import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from transfer_log.organisation.queries import OperatorEntry

blueprint = Blueprint("organisation", __name__, url_prefix="/operator")


def own_operator() -> OperatorEntry:
    """Return the operator that the visitor belongs to; the others of the group are kept by their own people.

    :raises NotFound: when it is not in the register.
    """
    entry = OperatorBook.load().by_id.get(current_actor().operator_id)
    if entry is None:
        raise NotFound(NO_OPERATOR)
    return entry


@blueprint.get("/")
@requires("keep_operators")
def index() -> str:
    """Show the own operator with its desk and its departments."""
    entry, on = own_operator(), today()
    departments = [known for _, known in sorted(DepartmentBook.load(entry.id).by_ref.items())]
    shown = [(known, known.nearest(on), [] if known.is_offered(on) else [state_of(known, on)]) for known in departments]
    return render_template(
        "organisation/index.html",
        entry=entry,
        version=entry.nearest(on),
        departments=shown,
        managers=names_of(version.manager_id for _, version, _ in shown if version.manager_id is not None),
        user_counts=use_counts("departments"),
        steps=history_steps(OperatorVersion, entry.id, OPERATOR),
        coming=coming(entry, on),
    )


@blueprint.route("/edit", methods=["GET", "POST"])
@requires("keep_operators")
def edit() -> ResponseReturnValue:
    """Store a new version of who the operator is and where its desk can be reached."""
    entry = own_operator()
    form = OperatorForm()
    form.for_entry(entry)
    if not form.is_submitted():
        form.fill(entry.nearest(today()))
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_operators, form.to_draft(entry.ref)):
        return redirect(url_for(".index"), 303)
    return render_template("organisation/edit.html", form=form), 422 if form.is_submitted() else 200
