"""Read the register of recipients: who somebody was on a day, by code, by name, and which entries are the same party."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.recipients.models import Recipient, RecipientVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class RecipientSnapshot(Snapshot):
    """Be what a recipient is since a day. Kinds, countries and natures are codes; None = not entered."""

    name: str
    name_en: str | None
    aliases: Sequence[str] | None
    address: str | None
    representative: str | None
    corporate_number: str | None
    kind: str | None
    country: str | None
    country_profile: str | None
    legal_nature: str | None
    is_nature_confirmed: bool
    handles_in_japan: bool | None
    same_legal_person: bool | None
    equivalent_system: str | None
    parent_id: UUID | None
    policy_url: str | None
    opt_out_url: str | None
    is_provisional: bool


RecipientEntry = BookEntry[RecipientSnapshot]


class RecipientBook(Book[RecipientSnapshot]):
    """Hold the recipients of one operator by ref and by id, with every version."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> RecipientBook:
        """Read all recipients of the operator, or those of `refs`; refs that are not known are left out."""
        return cls(load_entries(Recipient, RecipientVersion, RecipientSnapshot, operator_id, refs))
