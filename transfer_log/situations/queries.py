"""Read the situations that an operator's policy declares, as they were on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.situations.models import Situation, SituationVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
