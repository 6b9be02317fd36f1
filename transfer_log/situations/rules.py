"""Judge items against the situation: barred ones, ones not allowed there, more than usual. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from transfer_log.errors import Text

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

# What is necessary for the purpose, and no more (Act Art. 18(1)); My Number has its own law.
_NECESSARY: Final = "Act Art. 18(1)"
_MY_NUMBER: Final = "My Number Act Art. 19"

DOUBT_TEXTS: Final[dict[str, Text]] = {
    ITEM_BARRED: Text("提供しない項目です", "never to be given"),
    ITEM_NOT_ALLOWED: Text("この場面では渡さない項目です", "not given in this situation"),
    ITEM_NOT_USUAL: Text("この場面でふつう渡す項目より多くなっています", "more than is usual in this situation"),
}


def item_doubts(
    situation: Situated | None, items: Collection[str], barred: Collection[str] = ()
) -> Iterator[ItemDoubt]:
    """Yield what stands out among the items given in a situation; `barred` are those never to be given at all."""
    for item in sorted(items):
        if item in barred:
            yield ItemDoubt(ITEM_BARRED, item, _MY_NUMBER if item == "my_number" else _NECESSARY)
        elif situation is not None:
            yield from _in_situation(situation, item)


def _in_situation(situation: Situated, item: str) -> Iterator[ItemDoubt]:
    substitute = situation.substitutions.get(item)
    if substitute is not None or (situation.allowed_items and item not in situation.allowed_items):
        yield ItemDoubt(ITEM_NOT_ALLOWED, item, _NECESSARY, substitute)
    elif not situation.allowed_items and situation.usual_items and item not in situation.usual_items:
        # Where a list of allowed items exists it is the measure; the usual ones are then only what is ticked first.
        yield ItemDoubt(ITEM_NOT_USUAL, item, _NECESSARY)
