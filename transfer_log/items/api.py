"""Give the catalogue of data items to programs, and take in what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.registers import Keeping, Register, open_register
from transfer_log.items.models import DataItemVersion
from transfer_log.items.operations import ItemDraft, save_items
from transfer_log.items.queries import ItemBook
from transfer_log.items.schemas import ItemBody, ItemView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

blueprint: Final = ApiBlueprint(
    "data items", "The catalogue of data items (個人データの項目), the same for all operators."
)


def _items(_operator_id: UUID, codes: Iterable[str] | None) -> ItemBook:
    return ItemBook.load(codes)


open_register(
    blueprint,
    Register("/data-items", "data_item", "data_items", ItemView, DataItemVersion, _items),
    Keeping(
        "keep_items",
        ItemBody(),
        ItemDraft,
        save_items,
        {"name_ja": "希望勤務地", "name_en": "Wished place of work", "item_class": "career"},
    ),
)
