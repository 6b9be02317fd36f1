"""Answer the pages on which two entries of the register are called one party, or told apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.db import transaction, utc_now
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.recipients.forms import JoinForm, PairForm
from transfer_log.recipients.keeping_views import meant_ref
from transfer_log.recipients.operations import join_recipients, part_recipients
from transfer_log.recipients.queries import suspected_doubles
from transfer_log.recipients.shown import country_text, kind_text
from transfer_log.recipients.views import recipient_page
from transfer_log.register_pages import today, where_used
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from transfer_log.errors import Text
    from transfer_log.forms import Form
    from transfer_log.recipients.queries import RecipientEntry, RecipientSnapshot, SuspectedDouble
    from transfer_log.register_pages import Uses

blueprint = Blueprint("recipient_doubles", __name__, url_prefix="/recipients")

APART: Final = "apart"
#: Each pair asks where both are used; who has settled these gets the next ones.
MOST_PAIRS: Final = 20


class Side(NamedTuple):
    """Be one of two entries that look alike."""

    ref: str
    version: RecipientSnapshot
    kind: Text | str
    country: Text | str
    uses: Uses


class Pair(NamedTuple):
    """Be two entries that look alike, and the form that settles it."""

    first: Side
    second: Side
    same: str
    form: PairForm


@blueprint.get("/doubles")
@requires("keep_recipients")
def index() -> str:
    """List pairs of entries that look like one party."""
    return _page(None)


@blueprint.post("/doubles")
@requires("keep_recipients")
def settle() -> ResponseReturnValue:
    """Join a pair, the entry whose button was pressed staying in use, or record that they are two parties."""
    form = PairForm()
    if form.validate():
        pair, reason, wish = (form.first.data, form.second.data), form.pair_reason.data, request.form.get("wish", "")
        kept = wish.removeprefix("keep:")
        if wish == APART and _did(form, lambda: _part(*pair, reason)):
            flash(_("Recorded: these are two parties."), "good")
        elif kept in pair and _did(form, lambda: _join(pair[0] if kept == pair[1] else pair[1], kept, reason)):
            flash(_("Joined. What names the other entry is read together with this one."), "good")
        if not form.error_links():
            return redirect(url_for(".index"), 303)
    return _page(form), 422


@blueprint.post("/code/<ref>/join")
@requires("keep_recipients")
def join(ref: str) -> ResponseReturnValue:
    """Join this entry to another one, which stays in use."""
    form = JoinForm()
    into = meant_ref(form.other_ref.data or "", form.other_name.data or "") or ""
    if form.validate() and _did(form, lambda: _join(ref, into, form.join_reason.data), at_field="other_name"):
        flash(_("Joined. What names the other entry is read together with this one."), "good")
        return redirect(url_for("recipients.recipient", ref=into), 303)
    return recipient_page(ref, join=form), 422


@blueprint.post("/code/<ref>/part/<other>")
@requires("keep_recipients")
def part(ref: str, other: str) -> ResponseReturnValue:
    """Record that two joined entries are two parties after all; all is then as it was before."""
    reason = request.form.get("reason", "")
    try:
        with transaction():
            part_recipients(ref, other, reason=reason, actor=current_actor(), at=utc_now())
    except RuleViolation as refused:
        for problem in refused.problems:
            flash(problem.text.in_language(current_language()), "bad")
    else:
        flash(_("Told apart again. Nothing had been moved."), "good")
    return redirect(url_for("recipients.recipient", ref=ref), 303)


def _join(double: str, into: str, reason: str) -> None:
    join_recipients(double, into, reason=reason, actor=current_actor(), at=utc_now())


def _part(one: str, other: str, reason: str) -> None:
    part_recipients(one, other, reason=reason, actor=current_actor(), at=utc_now())


def _did(form: Form, act: Callable[[], None], at_field: str | None = None) -> bool:
    """Run an act in a transaction; what stands in its way goes to the form."""
    try:
        with transaction():
            act()
    except RuleViolation as refused:
        form.add_problems(refused.problems)
    except (Conflict, NotFound) as refused:
        said = refused.text.in_language(current_language())
        if at_field is None:
            form.form_errors.append(said)
        else:
            form[at_field].errors = [*form[at_field].errors, said]
    return not form.error_links()


def _page(sent: PairForm | None) -> str:
    operator_id = current_actor().operator_id
    pairs = [_pair(double, sent) for double in suspected_doubles(operator_id, limit=MOST_PAIRS)]
    return render_template("recipients/doubles.html", pairs=pairs, sent=sent)


def _pair(double: SuspectedDouble, sent: PairForm | None) -> Pair:
    refs = (double.first.ref, double.second.ref)
    form = sent if sent is not None and (sent.first.data, sent.second.data) == refs else None
    if form is None:
        reason = _("same name") if double.same == "name" else _("same corporate number")
        form = PairForm(formdata=None, first=refs[0], second=refs[1], pair_reason=reason)
    return Pair(_side(double.first), _side(double.second), double.same, form)


def _side(entry: RecipientEntry) -> Side:
    version = entry.nearest(today())
    uses = where_used("recipients", entry)
    return Side(entry.ref, version, kind_text(version.kind), country_text(version.country), uses)
