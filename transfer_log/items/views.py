"""Answer the pages of the catalogue of data items (個人データの項目)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.errors import NotFound, Text
from transfer_log.items.catalogue import ITEM_CLASSES
from transfer_log.items.forms import ItemForm
from transfer_log.items.models import DataItemVersion
from transfer_log.items.operations import end_item, save_items
from transfer_log.items.queries import ItemBook
from transfer_log.items.shown import SHOWN, bar_of, catalogue_order, item_name, item_names, item_states
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
from transfer_log.web import requires

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.states import State
    from transfer_log.items.queries import ItemEntry

blueprint = Blueprint("items", __name__, url_prefix="/items")

NO_ITEM: Final = Text("その項目は目録にありません。", "There is no such data item.")


class Row(NamedTuple):
    """Be an item as the catalogue shows it."""

    code: str
    name: Text
    states: list[State]
    substitute: Text | None
    situation_count: int


class Group(NamedTuple):
    """Be the items of one class."""

    name: Text
    rows: list[Row]


@blueprint.get("/")
@requires("read_registers")
def index() -> str:
    """Show the catalogue class by class."""
    on, counts = today(), use_counts("items")
    book = ItemBook.load()
    names = {ref: item_name(entry.nearest(on)) for ref, entry in book.by_ref.items()}
    groups: dict[str, list[Row]] = {code: [] for code in ITEM_CLASSES}
    for ref, entry in catalogue_order(book):
        version = entry.nearest(on)
        states = item_states(version) if entry.is_offered(on) else [state_of(entry, on)]
        row = Row(ref, names[ref], states, names.get(version.substitute or ""), counts.get(ref, 0))
        groups.setdefault(version.item_class, []).append(row)
    shown = [Group(ITEM_CLASSES.get(code, Text(code, code)), rows) for code, rows in groups.items() if rows]
    return render_template("items/index.html", groups=shown, count=len(book))


@blueprint.route("/new", methods=["GET", "POST"])
@requires("keep_items")
def new() -> ResponseReturnValue:
    """Enter an item of the company's own."""
    form = ItemForm()
    form.for_new()
    form.offer(item_names(today()).items())
    if form.validate_on_submit():
        code = (form.ref.data or "").strip()
        is_free = form.is_code_free(ItemBook.load([code]).by_ref.get(code))
        if is_free and stored(form, save_items, form.to_draft(code)):
            return redirect(url_for(".item", code=code), 303)
    return render_template("items/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/code/<code>")
@requires("read_registers")
def item(code: str) -> str:
    """Show one item."""
    return _page(_entry(code), EndForm(formdata=None))


@blueprint.route("/code/<code>/edit", methods=["GET", "POST"])
@requires("keep_items")
def edit(code: str) -> ResponseReturnValue:
    """Store a new version of an item."""
    entry = _entry(code)
    form = ItemForm()
    form.for_entry(entry)
    form.offer((ref, name) for ref, name in item_names(today()).items() if ref != code)
    version = entry.nearest(today())
    if not form.is_submitted():
        form.fill(version)
    elif form.validate() and form.is_up_to_date(entry) and stored(form, save_items, form.to_draft(code)):
        return redirect(url_for(".item", code=code), 303)
    page = render_template("items/edit.html", form=form, code=code, name=item_name(version), version=version)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/code/<code>/end")
@requires("keep_items")
def end(code: str) -> ResponseReturnValue:
    """End an item from a day on."""
    form = EndForm()
    if ended(form, end_item, code):
        return redirect(url_for(".item", code=code), 303)
    return _page(_entry(code), form), 422


def _entry(code: str) -> ItemEntry:
    entry = ItemBook.load([code]).by_ref.get(code)
    if entry is None:
        raise NotFound(NO_ITEM)
    return entry


def _page(entry: ItemEntry, end_form: EndForm) -> str:
    on = today()
    version = entry.nearest(on)
    return render_template(
        "items/item.html",
        code=entry.ref,
        version=version,
        name=item_name(version),
        item_class=ITEM_CLASSES.get(version.item_class, version.item_class),
        states=item_states(version) if entry.is_offered(on) else [state_of(entry, on)],
        bar=bar_of(entry.ref, version),
        substitute=item_names(on).get(version.substitute or ""),
        steps=history_steps(DataItemVersion, entry.id, SHOWN),
        uses=where_used("items", entry),
        coming=coming(entry, on),
        end_form=end_form,
        is_ended=state_of(entry, on) is ENDED,
        is_kept_here=can(current_actor(), "keep_items"),
    )
