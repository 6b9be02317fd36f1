"""Keep sets of items under the digest of their codes: a million provisions share some hundred of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.bulk import insert_columns
from transfer_log.db import table_of
from transfer_log.items.models import ItemSet, ItemSetMember

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def ensure_item_sets(sets: Mapping[bytes, Collection[str]]) -> None:
    """Write the sets that are not there yet, digest (queries.item_set_digest) to codes; known ones stay as they are."""
    insert_columns(table_of(ItemSet), ("digest",), [list(sets)], skip_existing=True)
    members = [(digest, code) for digest, given in sets.items() for code in sorted(given)]
    digests, codes = [digest for digest, _ in members], [code for _, code in members]
    insert_columns(table_of(ItemSetMember), ("digest", "item"), (digests, codes), skip_existing=True)
