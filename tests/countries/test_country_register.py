"""Check how shipped country profiles get into the database and which version speaks for a recipient."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from transfer_log.countries.models import CountryProfileHead, CountryProfileVersion
from transfer_log.countries.operations import sync_profiles
from transfer_log.countries.profiles import load_profiles, profile_from
from transfer_log.countries.queries import ProfileBook, facts_of
from transfer_log.db import NIL_ID, db, new_id, transaction
from transfer_log.errors import NotFound
from transfer_log.register import Change, save_changes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.countries.facts import CountryProfile
    from transfer_log.register_saving import Saved

SHIPPED = load_profiles(Path(__file__).parents[2] / "country_profiles")
FEW = {key: SHIPPED[key] for key in ("VN", "DE", "US/federal", "US-CA", "AE/federal", "AE/DIFC")}
TODAY = date(2026, 11, 25)


@pytest.fixture
def synced(privacy_manager: Actor, at: datetime) -> list[Saved]:
    """Return what syncing a few profiles into an empty database saved."""
    return sync(FEW, privacy_manager, at)


def sync(profiles: Mapping[str, CountryProfile], actor: Actor, at: datetime) -> list[Saved]:
    with transaction():
        return sync_profiles(profiles, actor=actor, at=at)


@pytest.mark.engine
def test_every_shipped_profile_gets_a_version(privacy_manager: Actor, at: datetime) -> None:
    sync(SHIPPED, privacy_manager, at)
    assert set(ProfileBook.load().by_ref) == set(SHIPPED)


@pytest.mark.engine
def test_syncing_again_changes_nothing(synced: list[Saved], privacy_manager: Actor, at: datetime) -> None:
    assert sync(FEW, privacy_manager, at) == []


def test_a_version_reads_back_as_the_profile_it_was_made_of(synced: list[Saved]) -> None:
    version = ProfileBook.load().version_for("VN", None, TODAY)
    assert version is not None
    assert profile_from(facts_of(version.id), source="stored") == SHIPPED["VN"]


def test_a_changed_profile_gets_a_version_from_the_day_it_was_checked(
    synced: list[Saved], privacy_manager: Actor, at: datetime
) -> None:
    newer = replace(SHIPPED["VN"], principal_rights_note="More was read.", checked_on=date(2026, 12, 1))
    [saved] = sync(FEW | {"VN": newer}, privacy_manager, at)
    assert (saved.ref, saved.version_no, saved.valid_from) == ("VN", 2, date(2026, 12, 1))


def test_a_changed_profile_takes_over_even_if_its_check_is_dated_earlier(
    synced: list[Saved], privacy_manager: Actor, at: datetime
) -> None:
    older = replace(SHIPPED["VN"], checked_on=date(2025, 1, 1))
    [saved] = sync(FEW | {"VN": older}, privacy_manager, at)
    found = ProfileBook.load().version_for("VN", None, TODAY)
    assert found is not None
    assert found.id == saved.version_id


def test_a_version_of_the_companys_reviewer_stays_in_force_when_the_same_package_is_synced(
    synced: list[Saved], privacy_manager: Actor, at: datetime
) -> None:
    shipped = db.session.scalars(select(CountryProfileVersion).where(CountryProfileVersion.alpha_2 == "VN")).one()
    reviewed = {
        "alpha_2": "VN",
        "origin": "company",
        "confidence": "source-read",
        "checked_on": TODAY,
        "facts": shipped.facts | {"principal_rights_note": "Confirmed by our reviewer."},
    }
    with transaction():
        save_changes(
            CountryProfileHead,
            CountryProfileVersion,
            [Change("VN", reviewed, TODAY)],
            operator_id=NIL_ID,
            actor_id=privacy_manager.user_id,
            at=at,
        )
    assert sync(FEW, privacy_manager, at) == []
    found = ProfileBook.load().version_for("VN", None, TODAY)
    assert found is not None
    assert found.origin == "company"


@pytest.mark.parametrize(
    ("country", "chosen", "expected"),
    [
        pytest.param("VN", None, "VN", id="the country's own profile"),
        pytest.param("US", None, "US/federal", id="the federal one where none is chosen"),
        pytest.param("AE", None, "AE/federal", id="the federal one of the Emirates"),
        pytest.param("US", "US-CA", "US-CA", id="the one that is chosen"),
        pytest.param("AE", "AE/DIFC", "AE/DIFC", id="a regime that is chosen"),
        pytest.param("VN", "US-CA", "VN", id="a choice of another country does not count"),
        pytest.param("AE", "AE/none", "AE/federal", id="a choice that does not exist does not count"),
        pytest.param("FJ", None, None, id="a country without a profile"),
        pytest.param("unknown", None, None, id="a country not identified"),
    ],
)
def test_a_recipient_abroad_is_spoken_for_by(
    synced: list[Saved], country: str, chosen: str | None, expected: str | None
) -> None:
    entry = ProfileBook.load().entry_for(country, chosen)
    assert (entry and entry.ref) == expected


def test_a_provision_before_the_first_version_takes_that_one(synced: list[Saved]) -> None:
    found = ProfileBook.load().version_for("VN", None, date(2020, 1, 1))
    assert found is not None
    assert found.version_no == 1


def test_facts_of_an_unknown_version_are_not_found(synced: list[Saved]) -> None:
    with pytest.raises(NotFound):
        facts_of(new_id())
