"""Read the catalogue of data items and the sets made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.db import NIL_ID
from transfer_log.items.models import DataItem, DataItemVersion

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class ItemSnapshot(Snapshot):
    """Be what a data item is called and how it is classed since a day."""

    name_ja: str
    name_en: str
    item_class: str
    is_special_care: bool
    is_never_provided: bool
    substitute: str | None


ItemEntry = BookEntry[ItemSnapshot]


class ItemBook(Book[ItemSnapshot]):
    """Hold the catalogue by item code (`by_ref`)."""

    __slots__ = ()

    @classmethod
    def load(cls, codes: Iterable[str] | None = None) -> ItemBook:
        """Read the whole catalogue, or the items of `codes`."""
        return cls(load_entries(DataItem, DataItemVersion, ItemSnapshot, NIL_ID, codes))
