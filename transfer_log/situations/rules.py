"""Judge items against the situation: barred ones, ones not given there, more than usual. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from transfer_log.errors import Text
from transfer_log.items.catalogue import BARS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence


class ItemDoubt(NamedTuple):
    """Say why an item stands out; `code` is the code of a finding, `substitute` the item to give instead."""

    code: str
    item: str
    article: str
    substitute: str | None = None


class Situated(Protocol):
    """Be anything that declares items as a situation does."""

    @property
    def usual_items(self) -> Sequence[str]:
        """Return the items given as a rule."""

    @property
    def allowed_items(self) -> Sequence[str]:
        """Return the items that may be given; empty: any."""

    @property
    def substitutions(self) -> Mapping[str, str]:
        """Return what is given in place of a barred item."""


ITEM_BARRED: Final = "item_barred"
ITEM_NOT_ALLOWED: Final = "item_not_allowed"
ITEM_NOT_USUAL: Final = "item_not_usual"

# What is necessary for the purpose, and no more.
_NECESSARY: Final = "Act Art. 18(1)"

DOUBT_TEXTS: Final[dict[str, Text]] = {
    ITEM_BARRED: Text("提供しない項目です", "never to be given"),
    ITEM_NOT_ALLOWED: Text("この場面では渡さない項目です", "not given in this situation"),
    ITEM_NOT_USUAL: Text("この場面でふつう渡す項目より多くなっています", "more than is usual in this situation"),
}


def item_doubts(
    situation: Situated | None,
    items: Collection[str],
    barred: Collection[str] = (),
    *,
    has_wish: bool = False,
    has_reason: bool = False,
) -> Iterator[ItemDoubt]:
    """Yield what stands out among the items given in a situation; `barred` are those never to be given at all.

    A situation that names a barred item as its own lifts the bar: a statutory notice carries My Number. The person's
    wish to get in touch lifts what the situation masks until then (name, address, contacts); a written reason lets more
    than usual pass.
    """
    for item in sorted(items):
        if item in barred and not (situation is not None and _is_named(situation, item)):
            bar = BARS.get(item)
            yield ItemDoubt(ITEM_BARRED, item, (bar.article if bar else None) or _NECESSARY)
        elif situation is not None and not has_wish and _is_masked(situation, item):
            yield ItemDoubt(ITEM_NOT_ALLOWED, item, _NECESSARY, situation.substitutions.get(item))
        elif situation is not None and not has_wish and not has_reason and _is_unusual(situation, item):
            yield ItemDoubt(ITEM_NOT_USUAL, item, _NECESSARY)


def _is_masked(situation: Situated, item: str) -> bool:
    """Tell whether the situation keeps the item back, or gives another one for it."""
    return item in situation.substitutions or (bool(situation.allowed_items) and not _is_named(situation, item))


def _is_unusual(situation: Situated, item: str) -> bool:
    return bool(situation.usual_items) and item not in situation.usual_items


def _is_named(situation: Situated, item: str) -> bool:
    return item in situation.usual_items or item in situation.allowed_items
