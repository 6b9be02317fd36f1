"""Say the scope of a consent or withdrawal in words: whom, what for, what and where it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.countries.names import country_name
from transfer_log.errors import Text
from transfer_log.items.catalogue import CATALOGUE
from transfer_log.items.queries import ItemBook
from transfer_log.recipients.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transfer_log.subjects.consent_views import ScopeNames
    from transfer_log.subjects.drafts import ScopeDraft


#: People read items in the order of the catalogue; what a company added itself follows.
_PLACES: Final = {code: place for place, code in enumerate(CATALOGUE)}


class ScopeWords(NamedTuple):
    """Hold the words of each dimension; an empty one is not limited."""

    recipients: tuple[Text, ...]
    kinds: tuple[Text, ...]
    purposes: tuple[Text, ...]
    items: tuple[Text, ...]
    countries: tuple[Text, ...]

    @property
    def whom(self) -> tuple[Text, ...]:
        """Return the recipients and kinds of recipients it names: either will do."""
        return (*self.recipients, *self.kinds)

    @property
    def is_unlimited(self) -> bool:
        """Tell whether nothing is limited."""
        return not any(self)


def scope_words(scope: ScopeDraft, names: ScopeNames) -> ScopeWords:
    """Return a scope in words; `names` holds the recipients and purposes it names."""
    recipients = {entry.ref: entry.versions[-1].name for entry in names.recipients.values()}
    purposes = {entry.ref: entry.versions[-1] for entry in names.purposes.values()}
    return ScopeWords(
        tuple(_same(recipients.get(ref, ref)) for ref in scope.recipients),
        tuple(KINDS[code].name if code in KINDS else _same(code) for code in scope.kinds),
        tuple(
            Text(purposes[ref].title, purposes[ref].title_en or purposes[ref].title) if ref in purposes else _same(ref)
            for ref in scope.purposes
        ),
        items_in_words(scope.items),
        tuple(country_name(code) for code in scope.countries),
    )


def items_in_words(codes: Sequence[str]) -> tuple[Text, ...]:
    """Return the names of items; a code that is not in the catalogue stands for itself."""
    items = ItemBook.load(codes).by_ref if codes else {}
    return tuple(
        Text(items[code].versions[-1].name_ja, items[code].versions[-1].name_en) if code in items else _same(code)
        for code in sorted(codes, key=lambda code: (_PLACES.get(code, len(_PLACES)), code))
    )


def _same(text: str) -> Text:
    return Text(text, text)
