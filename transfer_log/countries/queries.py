"""Read the versions of country profiles: which one speaks for a recipient abroad on a day (Rules Art. 17)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.countries.facts import FEDERAL
from transfer_log.countries.models import CountryProfileHead, CountryProfileVersion
from transfer_log.db import NIL_ID, db
from transfer_log.errors import NotFound, Text

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

NO_VERSION: Final = Text("その版の国別情報はありません。", "There is no such version of a country profile.")


@dataclass(frozen=True, slots=True)
class ProfileSnapshot(Snapshot):
    """Be one version of a profile without its facts: whose it is, where it comes from and how sure it is."""

    alpha_2: str
    origin: str
    confidence: str
    checked_on: date


ProfileEntry = BookEntry[ProfileSnapshot]


class ProfileBook(Book[ProfileSnapshot]):
    """Hold the profiles by id such as VN, US-CA or AE/DIFC (`by_ref`)."""

    __slots__ = ()

    @classmethod
    def load(cls) -> ProfileBook:
        """Read all profiles of the installation."""
        return cls(load_entries(CountryProfileHead, CountryProfileVersion, ProfileSnapshot, NIL_ID))

    def entry_for(self, country: str, profile_key: str | None) -> ProfileEntry | None:
        """Return the profile that speaks for a recipient in `country`, or None where there is none.

        The chosen profile counts if it belongs to the country; a provision to a branch elsewhere must not carry the
        profile of the head office. Without a choice the country's own counts, or else its federal one (US, AE).
        """
        chosen = self.by_ref.get(profile_key) if profile_key else None
        if chosen is not None and chosen.versions[0].alpha_2 == country:
            return chosen
        return self.by_ref.get(country) or self.by_ref.get(f"{country}/{FEDERAL}")

    def version_for(self, country: str, profile_key: str | None, on: date) -> ProfileSnapshot | None:
        """Return the version to freeze for a provision on the Japan date `on`, or None where no profile is known.

        A provision before the first version takes that first one: it is what is known about the country.
        """
        entry = self.entry_for(country, profile_key)
        return None if entry is None else entry.nearest(on)


def facts_of(version_id: UUID) -> dict[str, Any]:
    """Return the facts of one version as `profiles.profile_from` reads them.

    :raises NotFound: when there is no such version.
    """
    facts: dict[str, Any] | None = db.session.scalar(
        select(CountryProfileVersion.facts).where(CountryProfileVersion.id == version_id)
    )
    if facts is None:
        raise NotFound(NO_VERSION)
    return facts
