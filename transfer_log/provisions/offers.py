"""Gather what a form may offer on a day: situations, purposes, items, departments, people who may have decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from transfer_log.accounts.queries import users_of
from transfer_log.errors import Text
from transfer_log.items.catalogue import CATALOGUE, ITEM_CLASSES
from transfer_log.provisions.books import small_books
from transfer_log.provisions.resolve import declared_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from transfer_log.accounts.actor import Actor
    from transfer_log.items.queries import ItemSnapshot
    from transfer_log.provisions.books import SmallBooks
    from transfer_log.situations.queries import SituationSnapshot

#: What stands in a draft whose situation declares nothing else.
PLAIN: Final[Mapping[str, Any]] = {
    "legal_basis": "",
    "data_items": (),
    "method": "",
    "purpose": "",
    "mode": "each_time",
    "act": "",
    "information": "personal_data",
    "relation": "none",
}
#: People read items in the order of the catalogue; what a company added itself follows.
_PLACES: Final = {code: place for place, code in enumerate(CATALOGUE)}
#: The vocabulary of a draft says these where nothing is stated; the act then follows from the method.
_UNSTATED: Final = {"act": "sent"}


@dataclass(frozen=True, slots=True)
class ItemOffer:
    """Be an item that may be ticked. `hint` says why it had better not be, or what to give instead."""

    code: str
    name: Text
    is_special_care: bool
    is_usual: bool
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Be the items of one class, in the order of the catalogue."""

    label: Text
    items: tuple[ItemOffer, ...]


@dataclass(frozen=True, slots=True)
class Offers:
    """Hold what an operator's registers offer on a Japan date."""

    books: SmallBooks
    on: date
    actor: Actor

    @classmethod
    def load(cls, actor: Actor, on: date) -> Offers:
        """Read the small registers of the actor's operator."""
        return cls(small_books(actor.operator_id), on, actor)

    def situation(self, ref: str) -> SituationSnapshot | None:
        """Return the situation of this code as of the day, None where there is none."""
        entry = self.books.situations.by_ref.get(ref)
        return None if entry is None else entry.nearest(self.on)

    def declared(self, ref: str) -> dict[str, Any]:
        """Return what a situation declares, by the fields of a draft; without a situation what is plain."""
        version = self.situation(ref)
        if version is None:
            return dict(PLAIN)
        declared = declared_by(version, self.books.purposes)
        return {name: _plainly(name, value) for name, value in declared.items()}

    def situations(self) -> list[tuple[str, Text]]:
        """Return code and name of the situations in use."""
        return [
            (entry.ref, Text(version.name_ja, version.name_en))
            for entry, version in self.books.situations.offered(self.on)
        ]

    def purposes(self) -> list[tuple[str, Text]]:
        """Return code and title of the purposes in use, each with its code before it."""
        return [
            (entry.ref, Text(f"{entry.ref} {version.title}", f"{entry.ref} {version.title_en or version.title}"))
            for entry, version in self.books.purposes.offered(self.on)
        ]

    def purpose_title(self, ref: str) -> Text | None:
        """Return the title of a purpose in use, None where it has none."""
        titles = {entry.ref: version for entry, version in self.books.purposes.offered(self.on)}
        version = titles.get(ref)
        return None if version is None else Text(version.title, version.title_en or version.title)

    def departments(self) -> list[tuple[str, Text]]:
        """Return code and name of the departments in use."""
        return [
            (entry.ref, Text(version.name, version.name_en or version.name))
            for entry, version in self.books.departments.offered(self.on)
        ]

    def users(self) -> list[tuple[str, str]]:
        """Return e-mail address and name of those who may have decided."""
        return [(user.email, user.name) for user in users_of(self.actor.operator_id) if user.is_active]

    def item_name(self, code: str) -> Text:
        """Return the name of an item; a code that is not in the catalogue stands for itself."""
        entry = self.books.items.by_ref.get(code)
        if entry is None:
            return Text(code, code)
        version = entry.nearest(self.on)
        return Text(version.name_ja, version.name_en)

    def item_names(self, codes: Iterable[str]) -> tuple[Text, ...]:
        """Return the names of items in the order of the catalogue."""
        return tuple(self.item_name(code) for code in in_order(codes))

    def items(self, ref: str, ticked: Iterable[str]) -> tuple[ItemOffer, ...]:
        """Return the items to show first: those usual or allowed in the situation, and those ticked already."""
        wanted = set(ticked)
        situation = self.situation(ref)
        if situation is not None:
            wanted |= {*situation.usual_items, *situation.allowed_items}
        return tuple(offer for group in self._groups(situation) for offer in group.items if offer.code in wanted)

    def other_items(self, shown: Iterable[ItemOffer], ref: str) -> tuple[ItemGroup, ...]:
        """Return every other item of the catalogue by class, for what is given only now and then."""
        known = {offer.code for offer in shown}
        groups = (
            ItemGroup(group.label, tuple(offer for offer in group.items if offer.code not in known))
            for group in self._groups(self.situation(ref))
        )
        return tuple(group for group in groups if group.items)

    def _groups(self, situation: SituationSnapshot | None) -> list[ItemGroup]:
        by_class: dict[str, list[ItemOffer]] = {code: [] for code in ITEM_CLASSES}
        offered = sorted(self.books.items.offered(self.on), key=lambda pair: place_of(pair[0].ref))
        for entry, version in offered:
            by_class.setdefault(version.item_class, []).append(self._offer(entry.ref, version, situation))
        return [
            ItemGroup(ITEM_CLASSES.get(code, Text(code, code)), tuple(offers))
            for code, offers in by_class.items()
            if offers
        ]

    def _offer(self, code: str, version: ItemSnapshot, situation: SituationSnapshot | None) -> ItemOffer:
        return ItemOffer(
            code,
            Text(version.name_ja, version.name_en),
            version.is_special_care,
            is_usual=situation is not None and code in situation.usual_items,
            hint=self._hint(code, version, situation),
        )

    def _hint(self, code: str, version: ItemSnapshot, situation: SituationSnapshot | None) -> Text | None:
        if version.is_never_provided:
            return Text("提供しない情報", "never provided")
        if situation is None:
            return None
        instead = situation.substitutions.get(code)
        if instead is not None:
            name = self.item_name(instead)
            return Text(f"この場面では「{name.ja}」まで", f"here only {name.en}")
        if situation.allowed_items and code not in situation.allowed_items:
            return Text("この場面では渡さない", "not given here")
        return None


def place_of(code: str) -> tuple[int, str]:
    """Return where an item stands among the others."""
    return (_PLACES.get(code, len(_PLACES)), code)


def in_order(codes: Iterable[str]) -> list[str]:
    """Return codes of items in the order of the catalogue."""
    return sorted(codes, key=place_of)


def _plainly(name: str, value: Any) -> Any:  # noqa: ANN401 any field of a draft
    return "" if _UNSTATED.get(name) == value else value
