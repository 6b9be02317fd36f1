"""Find recipients by whatever people call them: legal name, alias, old name, code, corporate number."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, func, or_, select

from transfer_log.corporate_number import is_corporate_number, plain_number
from transfer_log.db import db
from transfer_log.recipients.models import Recipient, RecipientName, RecipientVersion
from transfer_log.recipients.queries import RecipientBook, could_be_the_same, name_key, names_of, staying_ids
from transfer_log.text import company_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from transfer_log.recipients.queries import RecipientEntry, RecipientSnapshot

_MOST_NAMES_IN_A_QUERY: Final = 500
_LONGEST_SEARCH: Final = 100
#: Several entries may be one party, and ended ones are left out: so many more are read than are shown.
_SPARE: Final = 3


@dataclass(frozen=True, slots=True)
class RecipientHit:
    """Be a recipient that was found; `matched_name` is the name that fits, where it is not the present one."""

    id: UUID
    ref: str
    recipient: RecipientSnapshot
    matched_name: str | None


def find_recipients(operator_id: UUID, text: str, *, on: date, limit: int = 20) -> list[RecipientHit]:
    """Return the recipients in use on a Japan date that somebody may mean by `text`, the best fitting first.

    Exact names come before names that begin so and names that hold the text; codes are found by their beginning,
    corporate numbers whole. A joined double gives the entry that stays in use.
    """
    typed = text.strip()[:_LONGEST_SEARCH]
    if not typed:
        return []
    key = name_key(typed)
    staying = staying_ids(operator_id)
    found = [*_by_code(operator_id, typed, limit), *_by_name(operator_id, key, limit)]
    kept = list(dict.fromkeys(staying.get(id_, id_) for id_ in found))
    book = RecipientBook.load_ids(operator_id, {*found, *kept})
    hits = []
    for id_ in kept:
        entry = book.by_id[id_]
        version = entry.in_force(on)
        if version is not None and version.is_active:
            names = [name for each in found if staying.get(each, each) == id_ for name in names_of(book.by_id[each])]
            hits.append(RecipientHit(id_, entry.ref, version, _other_name(names, version, key)))
    return hits[:limit]


def _other_name(names: Iterable[str], version: RecipientSnapshot, key: str) -> str | None:
    """Return the name that explains a hit, or None where the present name does."""
    if key in name_key(version.name):
        return None
    return next((name for name in names if key in name_key(name)), None)


def _by_name(operator_id: UUID, key: str, limit: int) -> list[UUID]:
    column = RecipientName.key
    rank = case((column == key, 0), (column.startswith(key, autoescape=True), 1), else_=2)
    query = (
        select(RecipientName.recipient_id)
        .where(RecipientName.operator_id == operator_id, column.contains(key, autoescape=True))
        .group_by(RecipientName.recipient_id)
        .order_by(func.min(rank), func.min(func.length(column)), func.min(column), RecipientName.recipient_id)
        .limit(limit * _SPARE)
    )
    return list(db.session.scalars(query)) if key else []


def _by_code(operator_id: UUID, typed: str, limit: int) -> list[UUID]:
    ref = unicodedata.normalize("NFKC", typed).lower()
    number = plain_number(typed)
    means = func.lower(Recipient.ref).startswith(ref, autoescape=True)
    if is_corporate_number(number):
        numbered = select(RecipientVersion.head_id).where(RecipientVersion.corporate_number == number)
        means = or_(means, Recipient.id.in_(numbered))
    query = select(Recipient.id).where(Recipient.operator_id == operator_id, means)
    return list(db.session.scalars(query.order_by(Recipient.ref).limit(limit * _SPARE)))


def resolve_names(operator_id: UUID, names: Iterable[str]) -> dict[str, str]:
    """Return the ref of the recipient that each name means; names that mean none, or could mean several, are left out.

    A name with a legal form means no company of another form. Joined doubles count as one; of two entries of one name a
    complete one goes before a provisional one.
    """
    keys = {name: name_key(name) for name in names}
    candidates = _candidates(operator_id, set(keys.values()))
    staying = staying_ids(operator_id)
    everyone = {id_ for ids in candidates.values() for id_ in ids}
    book = RecipientBook.load_ids(operator_id, {*everyone, *(staying.get(id_, id_) for id_ in everyone)}).by_id
    resolved: dict[str, str] = {}
    for name, key in keys.items():
        entries = [book[id_] for id_ in candidates.get(key, ())]
        meant = _meant(name, key, entries)
        kept = {staying.get(entry.id, entry.id) for entry in meant}
        if len(kept) > 1:
            kept = {id_ for id_ in kept if not book[id_].versions[-1].is_provisional}
        if len(kept) == 1:
            resolved[name] = book[kept.pop()].ref
    return resolved


def _meant(name: str, key: str, entries: Iterable[RecipientEntry]) -> list[RecipientEntry]:
    """Return the entries of one key that a name can mean: those of the very same form, or else those of none."""
    writings = {entry.id: [other for other in names_of(entry) if name_key(other) == key] for entry in entries}
    possible = [entry for entry in entries if any(could_be_the_same(name, other) for other in writings[entry.id])]
    form = company_form(name)
    exact = [entry for entry in possible if any(company_form(other) == form for other in writings[entry.id])]
    return exact or possible


def _candidates(operator_id: UUID, keys: set[str]) -> Mapping[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    wanted = sorted(keys)
    for start in range(0, len(wanted), _MOST_NAMES_IN_A_QUERY):
        part = wanted[start : start + _MOST_NAMES_IN_A_QUERY]
        query = select(RecipientName.key, RecipientName.recipient_id)
        query = query.where(RecipientName.operator_id == operator_id, RecipientName.key.in_(part))
        for key, id_ in db.session.execute(query):
            found[key].add(id_)
    return found
