"""Define the form of a data item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import Length

from transfer_log.forms import choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.items.catalogue import ITEM_CLASSES
from transfer_log.items.operations import ItemDraft
from transfer_log.register_pages import Required, VersionForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transfer_log.errors import Text
    from transfer_log.items.queries import ItemSnapshot


class ItemForm(VersionForm):
    """Ask what a data item is. Only its name is kept here, never a value of anybody."""

    name_ja = StringField(_l("Name in Japanese"), [Length(max=100), Required()])
    name_en = StringField(_l("Name in English"), [Length(max=100), Required()])
    item_class = SelectField(
        _l("Class"), description=_l("What is classed as special-care or as never provided is that.")
    )
    is_special_care = BooleanField(
        _l("Special-care information"), description=_l("Needs a consent that names it (Act Art. 2(3), 27(2)).")
    )
    is_never_provided = BooleanField(
        _l("Never provided"),
        description=_l("A record that holds it gets a finding, unless its situation names the item."),
    )
    substitute = SelectField(
        _l("Given instead"), description=_l("The coarser item, such as the prefecture for an address.")
    )

    def offer(self, items: Iterable[tuple[str, Text]]) -> None:
        """Fill in what may be chosen."""
        self.item_class.choices = choices_of(ITEM_CLASSES.items())
        self.substitute.choices = choices_of([("", _("None")), *items])

    def fill(self, version: ItemSnapshot) -> None:
        """Show what a version holds."""
        for name in ("name_ja", "name_en", "item_class", "is_special_care", "is_never_provided"):
            self[name].data = getattr(version, name)
        self.substitute.data = version.substitute or ""

    def to_draft(self, ref: str) -> ItemDraft:
        """Return what was written."""
        return ItemDraft(
            ref=ref,
            name_ja=self.name_ja.data or "",
            name_en=self.name_en.data or "",
            item_class=self.item_class.data or "",
            is_special_care=self.is_special_care.data,
            is_never_provided=self.is_never_provided.data,
            substitute=self.substitute.data or None,
            **self.dated(),
        )
