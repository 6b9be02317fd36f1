"""Count and list what the home pages show: what is due, what was done last, how the installation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from transfer_log import migrate
from transfer_log.accounts.models import ApiToken, User
from transfer_log.accounts.policy import SERVICE
from transfer_log.countries.queries import ProfileBook
from transfer_log.countries.rules import fresh_until
from transfer_log.db import db
from transfer_log.provisions.models import Provision
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from datetime import date, datetime

#: A note on a country is looked at about once a year (Rules Art. 18(1)).
NOTE_MONTHS: Final = 12
RECORD_LIST_MADE: Final = "record_list_made"


class MadeList(NamedTuple):
    """Be a record list that was made: of whom, when, by whom, of how many rows."""

    subject_id: UUID
    recorded_at: datetime
    recorded_by: UUID
    row_count: int


def stale_notes(countries: set[str], today: date) -> list[str]:
    """Return those of the countries whose note was checked too long ago, or that have none."""
    book = ProfileBook.load()
    stale = []
    for country in sorted(countries):
        version = book.version_for(country, None, today)
        if version is None or today > fresh_until(version.checked_on, NOTE_MONTHS):
            stale.append(country)
    return stale


def countries_since(operator_id: UUID, since: date) -> set[str]:
    """Return the countries abroad to which data went from a Japan date on."""
    query = (
        select(Provision.country)
        .where(Provision.operator_id == operator_id, Provision.provided_on >= since)
        .where(Provision.country.is_not(None), Provision.country.not_in(("JP", "unknown")))
        .distinct()
    )
    return {str(country) for country in db.session.scalars(query)}


def counts_by_basis(operator_id: UUID, since: date) -> list[tuple[str | None, int]]:
    """Return how many provisions were made on each basis from a Japan date on, the most frequent first."""
    query = (
        select(Provision.basis, func.count())
        .where(Provision.operator_id == operator_id, Provision.provided_on >= since, Provision.stage == "done")
        .group_by(Provision.basis)
        .order_by(func.count().desc())
    )
    return [(basis, count) for basis, count in db.session.execute(query)]


def made_lists(operator_id: UUID, limit: int = 8) -> list[MadeList]:
    """Return the record lists made last, the newest first."""
    query = (
        select(Act.details, Act.recorded_at, Act.recorded_by)
        .where(Act.operator_id == operator_id, Act.kind == RECORD_LIST_MADE)
        .order_by(Act.recorded_at.desc())
        .limit(limit)
    )
    return [
        MadeList(UUID(details["subject_id"]), recorded_at, recorded_by, details["rows"])
        for details, recorded_at, recorded_by in db.session.execute(query)
    ]


class Installation(NamedTuple):
    """Be how the installation stands, without any personal data of people."""

    user_count: int
    not_signed_in_count: int
    token_count: int
    ending_token_count: int
    is_schema_current: bool
    last_act_at: datetime | None


def installation(operator_id: UUID, today: date, soon: date) -> Installation:
    """Return how many users and tokens an operator has, and whether the schema is that of this version."""
    users = select(func.count()).select_from(User).where(User.operator_id == operator_id, User.is_active)
    users = users.where(User.role != SERVICE)
    tokens = (
        select(func.count())
        .select_from(ApiToken)
        .join(User, User.id == ApiToken.user_id)
        .where(User.operator_id == operator_id, ApiToken.revoked_at.is_(None), ApiToken.expires_on >= today)
    )
    return Installation(
        db.session.scalar(users) or 0,
        db.session.scalar(users.where(User.password_changed_at.is_(None))) or 0,
        db.session.scalar(tokens) or 0,
        db.session.scalar(tokens.where(ApiToken.expires_on <= soon)) or 0,
        migrate.current(db.engine) == migrate.head(),
        db.session.scalar(select(func.max(Act.recorded_at))),
    )
