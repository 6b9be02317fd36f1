"""Read the catalogue of data items and the sets made of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import rfc8785
from sqlalchemy import select

from transfer_log.book import MOST_VALUES_IN_A_QUERY, Book, BookEntry, Snapshot, load_entries
from transfer_log.db import NIL_ID, db
from transfer_log.items.models import DataItem, DataItemVersion, ItemSetMember

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


def item_set_digest(codes: Iterable[str]) -> bytes:
    """Return the digest under which a set of item codes is kept: SHA-256 of the RFC 8785 array of its sorted codes."""
    return sha256(rfc8785.dumps(sorted(set(codes)))).digest()


def items_of_sets(digests: Iterable[bytes]) -> dict[bytes, frozenset[str]]:
    """Return the item codes of each set; a set without members, or unknown, is empty."""
    members: defaultdict[bytes, set[str]] = defaultdict(set)
    wanted = sorted(set(digests))
    for start in range(0, len(wanted), MOST_VALUES_IN_A_QUERY):
        part = wanted[start : start + MOST_VALUES_IN_A_QUERY]
        query = select(ItemSetMember.digest, ItemSetMember.item).where(ItemSetMember.digest.in_(part))
        for digest, item in db.session.execute(query):
            members[digest].add(item)
    return {digest: frozenset(members[digest]) for digest in wanted}
