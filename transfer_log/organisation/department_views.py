"""Answer the pages of departments: their names and information managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.queries import names_of, users_of
from transfer_log.errors import NotFound, Text
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.organisation.forms import DepartmentForm
from transfer_log.organisation.models import DepartmentVersion
from transfer_log.organisation.operations import end_department, save_departments
from transfer_log.organisation.queries import DepartmentBook
from transfer_log.organisation.shown import DEPARTMENT
from transfer_log.register_pages import (
    ENDED,
    EndForm,
    ShownField,
    coming,
    ended,
    history_steps,
    state_of,
    stored,
    today,
    where_used,
)
from transfer_log.web import requires

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.organisation.queries import DepartmentEntry

blueprint = Blueprint("departments", __name__, url_prefix="/operator/departments")

NO_DEPARTMENT: Final = Text("その部署は登録されていません。", "There is no such department.")


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_operators")
def new() -> ResponseReturnValue:
    """Enter a department."""
    form = DepartmentForm()
    form.for_new()
    form.offer(_users())
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(_departments([ref]).by_ref.get(ref))
        if is_free and stored(form, save_departments, form.to_draft(ref)):
            return redirect(url_for(".department", ref=ref), 303)
    return render_template("organisation/department_new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/code/<ref>")
@requires("keep_operators")
def department(ref: str) -> str:
    """Show one department."""
    return _page(_entry(ref), EndForm(formdata=None))


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_operators")
def edit(ref: str) -> ResponseReturnValue:
    """Store a new version of a department."""
    entry = _entry(ref)
    form = DepartmentForm()
    form.for_entry(entry)
    form.offer(_users())
    version = entry.nearest(today())
    if not form.is_submitted():
        form.fill(version)
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_departments, form.to_draft(ref)):
        return redirect(url_for(".department", ref=ref), 303)
    page = render_template("organisation/department_edit.html", form=form, entry=entry, version=version)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<ref>/end")
@requires("keep_operators")
def end(ref: str) -> ResponseReturnValue:
    """End a department from a day on."""
    form = EndForm()
    if ended(form, end_department, ref):
        return redirect(url_for(".department", ref=ref), 303)
    return _page(_entry(ref), form), 422


def _departments(refs: list[str]) -> DepartmentBook:
    return DepartmentBook.load(current_actor().operator_id, refs)


def _entry(ref: str) -> DepartmentEntry:
    entry = _departments([ref]).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_DEPARTMENT)
    return entry


def _users() -> list[tuple[UUID, str]]:
    return [(user.id, user.name) for user in users_of(current_actor().operator_id) if user.is_active]


def _page(entry: DepartmentEntry, end_form: EndForm) -> str:
    on = today()
    version = entry.nearest(on)
    names = names_of(known.manager_id for known in entry.versions if known.manager_id is not None)
    manager = ShownField(_l("Information manager"), lambda known: names.get(known, ""))
    return render_template(
        "organisation/department.html",
        entry=entry,
        version=version,
        manager=names.get(version.manager_id, "") if version.manager_id else "",
        state=state_of(entry, on),
        is_ended=state_of(entry, on) is ENDED,
        steps=history_steps(DepartmentVersion, entry.id, {**DEPARTMENT, "manager_id": manager}),
        uses=where_used("departments", entry),
        coming=coming(entry, on),
        end_form=end_form,
    )
