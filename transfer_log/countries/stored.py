"""Read stored versions of country profiles as profiles; a version never changes, so each is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from transfer_log.countries.profiles import profile_from
from transfer_log.countries.queries import ProfileBook, facts_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from transfer_log.countries.facts import CountryProfile
    from transfer_log.countries.queries import ProfileEntry, ProfileSnapshot


class StoredProfile(NamedTuple):
    """Be a profile of the register with the version that speaks on a day."""

    entry: ProfileEntry
    version: ProfileSnapshot
    profile: CountryProfile


@lru_cache(maxsize=1024)
def profile_of(version_id: UUID) -> CountryProfile:
    """Return the profile that a stored version holds.

    :raises NotFound: when there is no such version.
    """
    return profile_from(facts_of(version_id), source=str(version_id))


def stored_profiles(on: date) -> list[StoredProfile]:
    """Return every profile as it is on a Japan date, in the order of ids."""
    nearest = [(entry, entry.nearest(on)) for _, entry in sorted(ProfileBook.load().by_ref.items())]
    return [StoredProfile(entry, version, profile_of(version.id)) for entry, version in nearest]


def stored_profile(slug: str, on: date) -> StoredProfile | None:
    """Return the profile with this slug (AE-DIFC for AE/DIFC) as it is on a Japan date, None where there is none."""
    entry = next((known for known in ProfileBook.load() if known.ref.replace("/", "-") == slug), None)
    if entry is None:
        return None
    version = entry.nearest(on)
    return StoredProfile(entry, version, profile_of(version.id))
