"""Answer the pages of the wordings by which consent is asked (同意文)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.accounts.states import State
from transfer_log.errors import NotFound, Text
from transfer_log.i18n import lazy_gettext as _l
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
    use_counts,
    where_used,
)
from transfer_log.subjects.consent_rows import ConsentTextBook
from transfer_log.subjects.consent_text_forms import ConsentTextForm
from transfer_log.subjects.consent_texts import end_consent_text, save_consent_texts
from transfer_log.subjects.models import ConsentTextVersion
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask.typing import ResponseReturnValue

    from transfer_log.subjects.consent_rows import ConsentTextEntry, ConsentTextSnapshot

blueprint = Blueprint("consents", __name__, url_prefix="/consent-texts")

NO_TEXT: Final = Text("その同意文は登録されていません。", "There is no such wording.")
NO_BODY: Final = State(Text("文面が未入力", "wording missing"), "warn")
_SHOWN: Final[Mapping[str, ShownField]] = {
    "title": ShownField(_l("Title of the wording")),
    "body": ShownField(_l("Wording in Japanese")),
    "body_en": ShownField(_l("Wording in English")),
}


@blueprint.get("/")
@requires("read_registers")
def index() -> str:
    """List the wordings of the operator."""
    on = today()
    entries = sorted(ConsentTextBook.load(current_actor().operator_id).by_ref.items(), reverse=True)
    rows = [(known, known.nearest(on), _states(known, on)) for _, known in entries]
    return render_template("consents/index.html", rows=rows, consent_counts=use_counts("consent_texts"))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_consents")
def new() -> ResponseReturnValue:
    """Enter a wording."""
    form = ConsentTextForm()
    form.for_new()
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(ConsentTextBook.load(current_actor().operator_id, [ref]).by_ref.get(ref))
        if is_free and stored(form, save_consent_texts, form.to_draft(ref)):
            return redirect(url_for(".text", ref=ref), 303)
    return render_template("consents/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/code/<ref>")
@requires("read_registers")
def text(ref: str) -> str:
    """Show one wording with all its versions."""
    return _page(_entry(ref), EndForm(formdata=None))


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_consents")
def edit(ref: str) -> ResponseReturnValue:
    """Store a new version of a wording; consents given before keep the version of their day."""
    entry = _entry(ref)
    form = ConsentTextForm()
    form.for_entry(entry)
    version = entry.nearest(today())
    if not form.is_submitted():
        form.fill(version)
        if version.body is None:
            form.valid_from.data = entry.versions[0].valid_from  # it was worded so all along, nobody had entered it
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_consent_texts, form.to_draft(ref)):
        return redirect(url_for(".text", ref=ref), 303)
    page = render_template("consents/edit.html", form=form, entry=entry, version=version)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<ref>/end")
@requires("keep_consents")
def end(ref: str) -> ResponseReturnValue:
    """End a wording from a day on."""
    form = EndForm()
    if ended(form, end_consent_text, ref):
        return redirect(url_for(".text", ref=ref), 303)
    return _page(_entry(ref), form), 422


def _entry(ref: str) -> ConsentTextEntry:
    entry = ConsentTextBook.load(current_actor().operator_id, [ref]).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_TEXT)
    return entry


def _states(entry: ConsentTextEntry, on: date) -> list[State]:
    version: ConsentTextSnapshot = entry.nearest(on)
    if not entry.is_offered(on):
        return [state_of(entry, on)]
    return [NO_BODY] if version.body is None else []


def _page(entry: ConsentTextEntry, end_form: EndForm) -> str:
    on = today()
    return render_template(
        "consents/text.html",
        entry=entry,
        version=entry.nearest(on),
        states=_states(entry, on),
        steps=history_steps(ConsentTextVersion, entry.id, _SHOWN),
        uses=where_used("consent_texts", entry),
        coming=coming(entry, on),
        end_form=end_form,
        is_ended=state_of(entry, on) is ENDED,
        is_kept_here=can(current_actor(), "keep_consents"),
    )
