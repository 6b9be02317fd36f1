"""Import data items and situations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text
from transfer_log.imports.cells import listed, pairs, yes_or_no
from transfer_log.imports.registers import Column, Register, register_kind
from transfer_log.items.operations import ItemDraft, save_items
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.queries import PurposeBook
from transfer_log.register_saving import said_by
from transfer_log.situations.operations import SituationDraft, draft_of, save_situations
from transfer_log.situations.queries import SituationBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.items.queries import ItemEntry
    from transfer_log.register_saving import Rejected, Saved
    from transfer_log.situations.queries import SituationEntry

ITEM_COLUMNS: Final = (
    Column("item", "ref"),
    Column("name_ja", "name_ja", is_required=True),
    Column("name_en", "name_en", is_required=True),
    Column("item_class", "item_class", is_required=True),
    Column("is_special_care", "is_special_care", yes_or_no),
    Column("is_never_provided", "is_never_provided", yes_or_no),
    Column("substitute", "substitute"),
)
SITUATION_COLUMNS: Final = (
    Column("situation_ref", "ref"),
    Column("name_ja", "name_ja", is_required=True),
    Column("name_en", "name_en", is_required=True),
    Column("recipient_kinds", "recipient_kinds", listed),
    Column("usual_items", "usual_items", listed),
    Column("allowed_items", "allowed_items", listed),
    Column("substitutions", "substitutions", pairs),
    Column("purpose", "purpose_ref"),
    Column("legal_basis", "basis"),
    Column("relation", "relation"),
    Column("information", "information"),
    Column("act", "act"),
    Column("mode", "mode"),
    Column("method", "method"),
    Column("practices", "practices"),
)


class _Items(Register):
    """Save items of the catalogue."""

    def known(self, refs: Iterable[str]) -> Mapping[str, ItemEntry]:
        """Return the entries of these codes."""
        return ItemBook.load(refs).by_ref

    def said(self, entry: ItemEntry, on: date) -> ItemDraft:
        """Return what an item is on a day."""
        version = entry.nearest(on)
        return ItemDraft(ref=entry.ref, is_active=version.is_active, **said_by(version))

    def blank(self, ref: str) -> ItemDraft:
        """Begin a new item."""
        return ItemDraft(ref=ref, name_ja="", name_en="", item_class="")

    def save(self, drafts: Sequence[ItemDraft]) -> list[Saved | Rejected]:
        """Save items."""
        return save_items(drafts, actor=self.run.actor, at=self.run.at)


class _Situations(Register):
    """Save situations of one operator."""

    _purposes: Mapping[UUID, str]

    def known(self, refs: Iterable[str]) -> Mapping[str, SituationEntry]:
        """Return the entries of these refs, and remember the numbers of purposes."""
        operator_id = self.run.actor.operator_id
        self._purposes = {entry.id: entry.ref for entry in PurposeBook.load(operator_id)}
        return SituationBook.load(operator_id, refs).by_ref

    def said(self, entry: SituationEntry, on: date) -> SituationDraft:
        """Return what a situation declares on a day."""
        return draft_of(entry, on, self._purposes)

    def blank(self, ref: str) -> SituationDraft:
        """Begin a new situation."""
        return SituationDraft(ref=ref, name_ja="", name_en="")

    def save(self, drafts: Sequence[SituationDraft]) -> list[Saved | Rejected]:
        """Save situations."""
        return save_situations(drafts, actor=self.run.actor, at=self.run.at)


ITEMS: Final = register_kind("items", Text("データ項目", "data items"), ITEM_COLUMNS, _Items)
SITUATIONS: Final = register_kind("situations", Text("場面", "situations"), SITUATION_COLUMNS, _Situations)
