"""Say in words what a data item is: for its page, for lists of items, for what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.accounts.states import State
from transfer_log.errors import Text
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.items.catalogue import BARS, CATALOGUE, ITEM_CLASSES
from transfer_log.items.queries import ItemBook
from transfer_log.register_pages import ShownField, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from transfer_log.items.catalogue import Bar
    from transfer_log.items.queries import ItemEntry, ItemSnapshot

SPECIAL: Final = State(Text("要配慮個人情報", "special care"), "warn")
NEVER: Final = State(Text("提供しない", "never provided"), "bad")


class ItemGroup(NamedTuple):
    """Be the items of one class, by code and name."""

    name: Text
    items: list[tuple[str, Text]]


def item_name(version: ItemSnapshot) -> Text:
    """Return what an item is called."""
    return Text(version.name_ja, version.name_en)


def item_states(version: ItemSnapshot) -> list[State]:
    """Return what is special about an item, for badges."""
    states = [(version.is_special_care, SPECIAL), (version.is_never_provided, NEVER)]
    return [state for holds, state in states if holds]


def bar_of(code: str, version: ItemSnapshot) -> Bar | None:
    """Return why an item is never given, as far as the product knows; None where it may be, or the company decided so."""
    return BARS.get(code) if version.is_never_provided else None


def catalogue_order(book: ItemBook) -> list[tuple[str, ItemEntry]]:
    """Return the items by code in the order of the shipped catalogue, which goes from name to detail; own ones last."""
    place = {code: number for number, code in enumerate(CATALOGUE)}
    return sorted(book.by_ref.items(), key=lambda pair: (place.get(pair[0], len(place)), pair[0]))


def item_names(on: date) -> dict[str, Text]:
    """Return the names of all items by code, ended ones among them."""
    return {entry.ref: item_name(entry.nearest(on)) for entry in ItemBook.load()}


def item_groups(on: date, also: Iterable[str] = ()) -> list[ItemGroup]:
    """Return the items in use on a Japan date by class, in the order of the classes; `also` names ended ones to keep."""
    kept = frozenset(also)
    groups: dict[str, list[tuple[str, Text]]] = {code: [] for code in ITEM_CLASSES}
    for ref, entry in catalogue_order(ItemBook.load()):
        if entry.is_offered(on) or ref in kept:
            version = entry.nearest(on)
            groups.setdefault(version.item_class, []).append((ref, item_name(version)))
    return [ItemGroup(ITEM_CLASSES.get(code, Text(code, code)), items) for code, items in groups.items() if items]


SHOWN: Final[Mapping[str, ShownField]] = {
    "name_ja": ShownField(_l("Name in Japanese")),
    "name_en": ShownField(_l("Name in English")),
    "item_class": ShownField(_l("Class"), lambda code: ITEM_CLASSES.get(code, code)),
    "is_special_care": ShownField(_l("Special-care information"), yes_or_no),
    "is_never_provided": ShownField(_l("Never provided"), yes_or_no),
    "substitute": ShownField(_l("Given instead")),
}
