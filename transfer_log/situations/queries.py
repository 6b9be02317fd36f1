"""Read the situations that an operator's policy declares, as they were on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.organisation.queries import PurposeBook, PurposeSnapshot
from transfer_log.situations.models import Situation, SituationVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class SituationSnapshot(Snapshot):
    """Be what a situation declares since a day: who may receive what, for which purpose, on which basis, how.

    Empty `recipient_kinds` or `allowed_items` leave any open; `substitutions` maps a barred item to the one given instead.
    """

    name_ja: str
    name_en: str
    recipient_kinds: Sequence[str]
    usual_items: Sequence[str]
    allowed_items: Sequence[str]
    substitutions: Mapping[str, str]
    purpose_id: UUID | None
    basis: str | None
    relation: str
    information: str
    act: str
    mode: str
    method: str | None
    practices: str | None


SituationEntry = BookEntry[SituationSnapshot]


class SituationBook(Book[SituationSnapshot]):
    """Hold the situations of one operator."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> SituationBook:
        """Read all situations of the operator, or those of `refs`."""
        return cls(load_entries(Situation, SituationVersion, SituationSnapshot, operator_id, refs))


@dataclass(frozen=True, slots=True)
class SituationStanding:
    """Be a situation in force on a day, with its purpose as it was on that day; `purpose` is None where none is named."""

    id: UUID
    ref: str
    situation: SituationSnapshot
    purpose_ref: str | None
    purpose: PurposeSnapshot | None


def situations_on(operator_id: UUID, on: date) -> list[SituationStanding]:
    """Return the situations of an operator on a Japan date, by code; ended ones are left out."""
    purposes = PurposeBook.load(operator_id).by_id
    standing = []
    for entry, version in SituationBook.load(operator_id).offered(on):
        named = purposes.get(version.purpose_id) if version.purpose_id else None
        purpose = named.nearest(on) if named else None
        standing.append(SituationStanding(entry.id, entry.ref, version, named.ref if named else None, purpose))
    return standing
