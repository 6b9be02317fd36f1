"""Answer the pages of situations (提供場面): who may receive what in them, for which purpose, on which basis, how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.errors import NotFound, Text
from transfer_log.items.shown import item_groups, item_names
from transfer_log.organisation.queries import PurposeBook
from transfer_log.register_pages import (
    ENDED,
    EndForm,
    coming,
    ended,
    history_steps,
    state_of,
    stored,
    today,
    use_counts,
    where_used,
)
from transfer_log.situations.forms import SituationForm
from transfer_log.situations.models import SituationVersion
from transfer_log.situations.operations import end_situation, save_situations
from transfer_log.situations.queries import SituationBook
from transfer_log.situations.shown import Said, said_of, shown_fields, situation_name
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.states import State
    from transfer_log.items.shown import ItemGroup
    from transfer_log.situations.queries import SituationEntry, SituationSnapshot

blueprint = Blueprint("situations", __name__, url_prefix="/situations")

NO_SITUATION: Final = Text("その提供場面は登録されていません。", "There is no such situation.")


class Row(NamedTuple):
    """Be a situation as the list shows it."""

    ref: str
    said: Said
    states: list[State]
    provision_count: int


@blueprint.get("/")
@requires("read_registers")
def index() -> str:
    """List the situations, all or those for a purpose or with an item; ended ones last."""
    on, counts = today(), use_counts("situations")
    purpose, item = request.args.get("purpose", ""), request.args.get("item", "")
    purposes = {ref: known.id for ref, known in PurposeBook.load(current_actor().operator_id).by_ref.items()}
    entries = [
        known
        for _, known in sorted(SituationBook.load(current_actor().operator_id).by_ref.items())
        if _fits(known.nearest(on), purposes.get(purpose) if purpose else None, item, has_purpose=bool(purpose))
    ]
    rows = [
        Row(
            known.ref,
            said_of(known.nearest(on), on),
            [] if known.is_offered(on) else [state_of(known, on)],
            counts.get(known.ref, 0),
        )
        for known in sorted(entries, key=lambda known: not known.is_offered(on))
    ]
    return render_template(
        "situations/index.html",
        rows=rows,
        narrowed=purpose or item_names(on).get(item, item),
        can_count=can(current_actor(), "read_provisions"),
    )


def _fits(version: SituationSnapshot, purpose_id: UUID | None, item: str, *, has_purpose: bool) -> bool:
    items = (*version.usual_items, *version.allowed_items, *version.substitutions)
    return (not has_purpose or version.purpose_id == purpose_id) and (not item or item in items)


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_situations")
def new() -> ResponseReturnValue:
    """Enter a situation."""
    groups = item_groups(today())
    form = SituationForm()
    form.for_new()
    form.offer(groups, _purposes())
    if form.validate_on_submit():
        ref = (form.ref.data or "").strip()
        is_free = form.is_code_free(SituationBook.load(current_actor().operator_id, [ref]).by_ref.get(ref))
        if is_free and stored(form, save_situations, form.to_draft(ref)):
            return redirect(url_for(".situation", ref=ref), 303)
    page = render_template("situations/new.html", form=form, **_boxes(form, groups))
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/code/<ref>")
@requires("read_registers")
def situation(ref: str) -> str:
    """Show one situation."""
    return _page(_entry(ref), EndForm(formdata=None))


@blueprint.route("/code/<ref>/edit", methods=["GET", "POST"])
@requires("keep_situations")
def edit(ref: str) -> ResponseReturnValue:
    """Store a new version of a situation."""
    entry = _entry(ref)
    version = entry.nearest(today())
    groups = item_groups(today(), (*version.usual_items, *version.allowed_items, *version.substitutions))
    form = SituationForm()
    form.for_entry(entry)
    if not form.is_submitted():
        form.fill(version, _purpose_refs().get(version.purpose_id, "") if version.purpose_id else "")
    form.offer(groups, _purposes(keep=version.purpose_id))
    if form.validate_on_submit() and form.is_up_to_date(entry) and stored(form, save_situations, form.to_draft(ref)):
        return redirect(url_for(".situation", ref=ref), 303)
    page = render_template(
        "situations/edit.html",
        form=form,
        ref=ref,
        name=situation_name(version),
        version=version,
        **_boxes(form, groups),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<ref>/end")
@requires("keep_situations")
def end(ref: str) -> ResponseReturnValue:
    """End a situation from a day on."""
    form = EndForm()
    if ended(form, end_situation, ref):
        return redirect(url_for(".situation", ref=ref), 303)
    return _page(_entry(ref), form), 422


def _boxes(form: SituationForm, groups: Sequence[ItemGroup]) -> dict[str, object]:
    return {"usual": form.boxes("usual_items", groups), "also": form.boxes("also_items", groups)}


def _purposes(keep: UUID | None = None) -> list[tuple[str, str]]:
    """Return the purposes in use by code and wording; `keep` is one to offer though it has ended."""
    on = today()
    book = PurposeBook.load(current_actor().operator_id)
    return [
        (ref, f"{ref} {known.nearest(on).title}")
        for ref, known in sorted(book.by_ref.items())
        if known.is_offered(on) or known.id == keep
    ]


def _purpose_refs() -> Mapping[UUID, str]:
    return {known.id: ref for ref, known in PurposeBook.load(current_actor().operator_id).by_ref.items()}


def _entry(ref: str) -> SituationEntry:
    entry = SituationBook.load(current_actor().operator_id, [ref]).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_SITUATION)
    return entry


def _page(entry: SituationEntry, end_form: EndForm) -> str:
    on = today()
    version, purposes = entry.nearest(on), PurposeBook.load(current_actor().operator_id).by_id
    purpose = purposes.get(version.purpose_id) if version.purpose_id else None
    return render_template(
        "situations/situation.html",
        ref=entry.ref,
        version=version,
        said=said_of(version, on),
        purpose=(purpose.ref, purpose.nearest(on).title) if purpose else None,
        states=[] if entry.is_offered(on) else [state_of(entry, on)],
        steps=history_steps(SituationVersion, entry.id, shown_fields(item_names(on), _purpose_refs())),
        uses=where_used("situations", entry),
        coming=coming(entry, on),
        end_form=end_form,
        is_ended=state_of(entry, on) is ENDED,
        is_kept_here=can(current_actor(), "keep_situations"),
    )
