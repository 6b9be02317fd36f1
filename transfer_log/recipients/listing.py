"""List the register of recipients page by page, chosen by codes: kind, country, and what still has to be done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from transfer_log.countries.queries import ProfileBook
from transfer_log.db import db
from transfer_log.errors import Text
from transfer_log.recipients.models import Recipient, RecipientVersion
from transfer_log.recipients.queries import RecipientBook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

    from transfer_log.recipients.queries import RecipientEntry

    Rows = Select[*tuple[Any, ...]]

PAGE_ROWS: Final = 50
COUNT_CAP: Final = 10_000

#: What a list of recipients may be narrowed down to besides kind and country.
STATES: Final[Mapping[str, Text]] = {
    "provisional": Text("仮登録（補うもの）", "provisional, to be completed"),
    "unconfirmed": Text("法的な性格が未確認", "legal nature not confirmed"),
    "ended": Text("終了したもの", "ended"),
}


@dataclass(frozen=True, slots=True)
class RecipientFilter:
    """Choose recipients by codes; an empty field does not choose. `state` empty shows those in use."""

    kind: str = ""
    country: str = ""
    state: str = ""


def recipients_listed(
    operator_id: UUID, chosen: RecipientFilter, *, on: date, after: str = "", limit: int = PAGE_ROWS
) -> list[RecipientEntry]:
    """Return recipients by what they are on a Japan date, in the order of their codes: those after the code `after`.

    Entries whose first version lies ahead are shown with those in use: a keeper who has just entered one looks for it.
    """
    query = _chosen(select(Recipient.ref), operator_id, chosen, on).where(Recipient.ref > after)
    refs = list(db.session.scalars(query.order_by(Recipient.ref).limit(limit)))
    return list(RecipientBook.load(operator_id, refs))


def recipient_count(operator_id: UUID, chosen: RecipientFilter, *, on: date) -> int:
    """Return how many recipients are chosen, counting no further than 10,001."""
    inner = _chosen(select(Recipient.id), operator_id, chosen, on).limit(COUNT_CAP + 1)
    return db.session.scalar(select(func.count()).select_from(inner.subquery())) or 0


def countries_of_recipients(operator_id: UUID) -> list[str]:
    """Return the countries that recipients were ever entered with, by code."""
    query = select(RecipientVersion.country).join(Recipient, Recipient.id == RecipientVersion.head_id)
    query = query.where(Recipient.operator_id == operator_id, RecipientVersion.country.is_not(None))
    return sorted(code for code in db.session.scalars(query.distinct()) if code is not None)


def counts_by_profile(operator_id: UUID, *, on: date) -> Counter[str]:
    """Return how many recipients are in use on a Japan date by the country note that speaks for them.

    Keys are ids of notes (VN, US/federal), and codes of countries of which there is none.
    """
    place = (RecipientVersion.country, RecipientVersion.country_profile)
    query = _chosen(select(*place, func.count()), operator_id, RecipientFilter(), on)
    query = query.where(RecipientVersion.country.is_not(None)).group_by(*place)
    notes = ProfileBook.load()
    counts: Counter[str] = Counter()
    for country, profile, count in db.session.execute(query):
        note = notes.entry_for(country, profile)
        counts[note.ref if note is not None else country] += count
    return counts


def _chosen(query: Rows, operator_id: UUID, chosen: RecipientFilter, on: date) -> Rows:
    version, other = RecipientVersion, aliased(RecipientVersion)
    begun = other.valid_from <= on
    takes_over = or_(
        other.valid_from > version.valid_from,
        and_(other.valid_from == version.valid_from, other.version_no > version.version_no),
    )
    # In force on the day: nothing begun by then takes over. Before the first day, the first version speaks.
    later = exists().where(other.head_id == version.head_id, begun, takes_over)
    earlier = exists().where(other.head_id == version.head_id, or_(begun, other.valid_from < version.valid_from))
    is_shown = or_(and_(version.valid_from <= on, ~later), and_(version.valid_from > on, ~earlier))
    conditions: list[tuple[str, Any]] = [
        (chosen.kind, version.kind == chosen.kind),
        (chosen.country, version.country == chosen.country),
    ]
    query = (
        query.select_from(Recipient)
        .join(version, version.head_id == Recipient.id)
        .where(Recipient.operator_id == operator_id, is_shown)
    )
    for wanted, condition in conditions:
        if wanted:
            query = query.where(condition)
    query = query.where(version.is_active.is_(chosen.state != "ended"))
    if chosen.state == "provisional":
        query = query.where(version.is_provisional)
    elif chosen.state == "unconfirmed":
        query = query.where(version.is_nature_confirmed.is_(False))
    return query
