"""Save data items: the shipped catalogue, and items of the company's own. Only names of items are kept, never values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.db import NIL_ID
from transfer_log.errors import Text
from transfer_log.field_checks import FieldChecks
from transfer_log.items.catalogue import CATALOGUE, ITEM_CLASSES
from transfer_log.items.models import DataItem, DataItemVersion
from transfer_log.items.queries import ItemBook
from transfer_log.law import japan_date
from transfer_log.organisation.rules import SINCE_THE_ACT
from transfer_log.register_saving import Draft, Rejected, Saved, accepted, end_entry, examined, save_examined

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.register import Change

SPECIAL_CARE: Final = "special_care"
NEVER_PROVIDE: Final = "never_provide"
#: Items whose provision the law itself forbids (My Number Act Art. 19); the others of the class are barred by own rule.
BARRED_BY_LAW: Final = frozenset({"my_number"})
_CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
_BAD_CODE: Final = Text(
    "項目のコードには半角の小文字・数字・_ を使い、文字で始めてください。",
    "The code of an item has small letters, digits and _, and begins with a letter.",
)
_STAYS_SPECIAL: Final = Text(
    "法律で要配慮個人情報とされている項目です。", "By law this item is special-care information."
)
_STAYS_BARRED: Final = Text("法律で提供が禁じられている項目です。", "By law this item must not be given to others.")
_OWN_SUBSTITUTE: Final = Text("代わりの項目に自分自身は選べません。", "An item cannot stand in for itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDraft(Draft):
    """Say what a data item is; `ref` is its code, `substitute` the code of the coarser item given instead of it."""

    name_ja: str
    name_en: str
    item_class: str
    is_special_care: bool = False
    is_never_provided: bool = False
    substitute: str | None = None


def save_items(drafts: Sequence[ItemDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save data items; the catalogue serves all operators of the installation.

    A class says what is in it: whatever is classed special-care or never-provide is that. What the law says of a shipped
    item stays: a keeper may bar an item or call it special-care, not the other way round.
    """
    today = japan_date(at)
    known = {entry.ref for entry in ItemBook.load()} | {draft.ref.strip() for draft in drafts}
    changes = [_item(draft, known, today) for draft in drafts]
    return save_examined(DataItem, DataItemVersion, changes, operator_id=NIL_ID, actor=actor, at=at)


def _item(draft: ItemDraft, known: Collection[str], today: date) -> Change | Rejected:
    checks = FieldChecks()
    ref = draft.ref.strip()
    if ref and not _CODE.fullmatch(ref):
        checks.add("ref", _BAD_CODE, ref)
    item_class = checks.needed_code("item_class", draft.item_class, ITEM_CLASSES)
    is_special_care = draft.is_special_care or item_class == SPECIAL_CARE
    is_never_provided = draft.is_never_provided or item_class == NEVER_PROVIDE
    shipped = CATALOGUE.get(ref)
    if shipped is not None and shipped.is_special_care and not is_special_care:
        checks.add("is_special_care", _STAYS_SPECIAL, ref)
    if ref in BARRED_BY_LAW and not is_never_provided:
        checks.add("is_never_provided", _STAYS_BARRED, ref)
    substitute = checks.code("substitute", draft.substitute, known)
    if substitute is not None and substitute == ref:
        checks.add("substitute", _OWN_SUBSTITUTE, ref)
    content = {
        "name_ja": checks.needed_line("name_ja", draft.name_ja, 100),
        "name_en": checks.needed_line("name_en", draft.name_en, 100),
        "item_class": item_class,
        "is_special_care": is_special_care,
        "is_never_provided": is_never_provided,
        "substitute": substitute,
    }
    return examined(draft, content, checks, today)


def end_item(code: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a data item from a Japan date on: it is offered no more, sets that hold it stay.

    :raises NotFound: when the catalogue has no such item.
    """
    return end_entry(DataItem, DataItemVersion, code, operator_id=NIL_ID, on=on, reason=reason, actor=actor, at=at)


def add_catalogue(*, actor: Actor, at: datetime) -> list[Saved]:
    """Add the shipped items that are not there yet; items a keeper has changed or ended stay as they are.

    They hold since the Act does: records of earlier days name them too.
    """
    known = ItemBook.load().by_ref
    drafts = [
        ItemDraft(
            ref=item.code,
            name_ja=item.name.ja,
            name_en=item.name.en,
            item_class=item.item_class,
            is_special_care=item.is_special_care,
            is_never_provided=item.is_never_provided,
            substitute=item.substitute,
            valid_from=SINCE_THE_ACT,
        )
        for item in CATALOGUE.values()
        if item.code not in known
    ]
    return accepted(save_items(drafts, actor=actor, at=at))
