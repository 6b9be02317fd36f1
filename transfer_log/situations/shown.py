"""Say in words what a situation declares: for its page, for what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.errors import Text
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.items.queries import ItemBook
from transfer_log.items.shown import item_name
from transfer_log.law import basis_article, basis_label, label_of, mode_label
from transfer_log.recipients.kinds import KINDS
from transfer_log.register_pages import ShownField, labels_of
from transfer_log.situations.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from transfer_log.situations.queries import SituationSnapshot

KIND_NAMES: Final[Mapping[str, Text]] = {code: kind.name for code, kind in KINDS.items()}


class Items(NamedTuple):
    """Hold item names, the special-care ones apart: they are shown with the word."""

    plain: list[Text | str]
    special: list[Text | str]

    @classmethod
    def of(cls, codes: Sequence[str], on: date) -> Items:
        """Sort the items of these codes."""
        book = ItemBook.load(codes).by_ref
        plain: list[Text | str] = []
        special: list[Text | str] = []
        for code in codes:
            version = book[code].nearest(on) if code in book else None
            chosen = special if version is not None and version.is_special_care else plain
            chosen.append(code if version is None else item_name(version))
        return cls(plain, special)


class Said(NamedTuple):
    """Hold what a situation declares, in words."""

    name: Text
    kinds: tuple[str | Text, ...]
    usual: Items
    also: Items
    is_limited: bool
    substitutions: list[tuple[Text | str, Text | str]]
    basis: Text | None
    basis_article: str | None
    relation: Text
    information: Text
    act: Text
    mode: Text
    method: Text | str


def situation_name(version: SituationSnapshot) -> Text:
    """Return what a situation is called."""
    return Text(version.name_ja, version.name_en)


def said_of(version: SituationSnapshot, on: date) -> Said:
    """Return what a version declares, in words."""
    names = {ref: item_name(entry.nearest(on)) for ref, entry in ItemBook.load().by_ref.items()}
    also = [code for code in version.allowed_items if code not in version.usual_items]
    return Said(
        situation_name(version),
        labels_of(version.recipient_kinds, KIND_NAMES),
        Items.of(version.usual_items, on),
        Items.of(also, on),
        bool(version.allowed_items),
        [(names.get(barred, barred), names.get(given, given)) for barred, given in version.substitutions.items()],
        basis_label(version.basis) if version.basis else None,
        basis_article(version.basis) if version.basis else None,
        label_of("relation", version.relation),
        label_of("information", version.information),
        label_of("act", version.act),
        mode_label(version.mode),
        METHODS.get(version.method or "", ""),
    )


def shown_fields(names: Mapping[str, Text], purposes: Mapping[Any, str]) -> dict[str, ShownField]:
    """Return how the fields of a situation read in its history; `names` are those of items, `purposes` map id to code."""

    def items(codes: Sequence[str]) -> tuple[str | Text, ...]:
        return labels_of(codes, names)

    def pairs(given: Mapping[str, str]) -> tuple[str | Text, ...]:
        return tuple(
            _arrow(names.get(old, Text(old, old)), names.get(new, Text(new, new))) for old, new in given.items()
        )

    return {
        "name_ja": ShownField(_l("Name in Japanese")),
        "name_en": ShownField(_l("Name in English")),
        "recipient_kinds": ShownField(_l("Who may receive"), lambda codes: labels_of(codes, KIND_NAMES)),
        "usual_items": ShownField(_l("Usually given"), items),
        "allowed_items": ShownField(_l("May be given"), items),
        "substitutions": ShownField(_l("Given instead"), pairs),
        "purpose_id": ShownField(_l("Purpose of use"), lambda known: purposes.get(known, "")),
        "basis": ShownField(_l("Legal basis"), basis_label),
        "relation": ShownField(_l("The person’s part in it"), lambda code: label_of("relation", code)),
        "information": ShownField(_l("Kind of information"), lambda code: label_of("information", code)),
        "act": ShownField(_l("What is done"), lambda code: label_of("act", code)),
        "mode": ShownField(_l("Way of recording"), mode_label),
        "method": ShownField(_l("Method"), lambda code: METHODS.get(code, code)),
        "practices": ShownField(_l("Where it is declared")),
    }


def _arrow(old: Text, new: Text) -> Text:
    return Text(f"{old.ja} → {new.ja}", f"{old.en} → {new.en}")
