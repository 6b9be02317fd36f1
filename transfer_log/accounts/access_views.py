"""Answer the page that shows who saw records of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for

from transfer_log.accounts.access_log import Filter, hours_of, reads
from transfer_log.accounts.forms import AccessFilterForm, chosen_id, page_place
from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import ACTIONS
from transfer_log.accounts.queries import names_of, users_of
from transfer_log.accounts.states import HOURS
from transfer_log.web import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

blueprint = Blueprint("access_log", __name__, url_prefix="/access-log")


@blueprint.get("/")
@requires("read_access_log")
def index() -> ResponseReturnValue:
    """Show reads, newest first, by day and user; of a chosen day also whether its rows are still those sealed."""
    actor = current_actor()
    form = AccessFilterForm(request.args)
    form.offer([(user.id, user.name) for user in users_of(actor.operator_id)])
    is_valid = form.validate()
    on = form.on.data if is_valid else None
    user_id = chosen_id(form.user.data) if is_valid else None
    page = reads(Filter(actor.operator_id, on=on, user_id=user_id, before=page_place(request.args.get("before"))))
    older_url = url_for(".index", on=on, user=user_id, before=page.older) if page.older else None
    return render_template(
        "accounts/access_log.html",
        form=form,
        rows=page.rows,
        names=names_of(row.user_id for row in page.rows),
        actions=ACTIONS,
        older_url=older_url,
        is_narrowed=on is not None or user_id is not None,
        hours=[(hour, HOURS[state]) for hour, state in hours_of(on)] if on is not None else (),
    ), 200 if is_valid else 422
