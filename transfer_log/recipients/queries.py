"""Read the register of recipients: who somebody was on a day, and which entries are the same party.

Joined doubles stay two entries: nothing is moved from one to the other, so that parting them puts all back in place.
Whoever reads a party's records reads those of `joined_ids`; whoever offers it offers the entry that stays in use.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from transfer_log.book import Book, BookEntry, Snapshot, load_entries, load_entries_by_id
from transfer_log.db import db
from transfer_log.errors import NotFound, Text
from transfer_log.recipients.models import Recipient, RecipientLink, RecipientName, RecipientVersion
from transfer_log.recipients.rules import incomplete_fields
from transfer_log.text import company_form, company_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

NO_RECIPIENT: Final = Text("「{ref}」という提供先は登録されていません。", "There is no recipient “{ref}”.")
#: What fits the column `recipient_names.key`; a longer name is found by its beginning.
LONGEST_KEY: Final = 200


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

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that still have to be entered."""
        return incomplete_fields(self)


RecipientEntry = BookEntry[RecipientSnapshot]


class RecipientBook(Book[RecipientSnapshot]):
    """Hold the recipients of one operator by ref and by id, with every version."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> RecipientBook:
        """Read all recipients of the operator, or those of `refs`; refs that are not known are left out."""
        return cls(load_entries(Recipient, RecipientVersion, RecipientSnapshot, operator_id, refs))

    @classmethod
    def load_ids(cls, operator_id: UUID, ids: Iterable[UUID]) -> RecipientBook:
        """Read the recipients of the operator that have one of these ids; those of others are left out."""
        return cls(load_entries_by_id(Recipient, RecipientVersion, RecipientSnapshot, operator_id, ids))


def recipient_by_ref(operator_id: UUID, ref: str) -> RecipientEntry:
    """Return a recipient with all its versions.

    :raises NotFound: when the operator has no such recipient.
    """
    entry = RecipientBook.load(operator_id, [ref]).by_ref.get(ref)
    if entry is None:
        raise NotFound(NO_RECIPIENT.format(ref=ref))
    return entry


def recipient_page(operator_id: UUID, *, after: str = "", limit: int = 100) -> list[RecipientEntry]:
    """Return recipients, ended ones among them, in the order of their refs: those after `after`, the last of the page before.

    Fewer than `limit` means that this page is the last.
    """
    query = select(Recipient.ref).where(Recipient.operator_id == operator_id, Recipient.ref > after)
    refs = list(db.session.scalars(query.order_by(Recipient.ref).limit(limit)))
    return list(RecipientBook.load(operator_id, refs))


def provisional_recipients(operator_id: UUID, on: date, limit: int = 100) -> list[RecipientEntry]:
    """Return the recipients of which a keeper still has to enter something, in the order of their refs."""
    started = select(RecipientVersion.head_id).where(RecipientVersion.is_provisional)
    query = select(Recipient.id).where(Recipient.operator_id == operator_id, Recipient.id.in_(started))
    book = RecipientBook.load_ids(operator_id, db.session.scalars(query))
    return [entry for entry, version in book.offered(on) if version.is_provisional][:limit]


def parent_ids(operator_id: UUID) -> dict[UUID, UUID]:
    """Return for every recipient that belongs to another one the id of that other, by its last version."""
    query = (
        select(RecipientVersion.head_id, RecipientVersion.parent_id)
        .join(Recipient, Recipient.id == RecipientVersion.head_id)
        .where(Recipient.operator_id == operator_id)
        .order_by(RecipientVersion.valid_from, RecipientVersion.version_no)
    )
    own = query.where(RecipientVersion.head_id.in_(_with_parent(operator_id)))
    last = {head_id: parent_id for head_id, parent_id in db.session.execute(own)}  # noqa: C416 rows are no pairs to mypy
    return {head_id: parent_id for head_id, parent_id in last.items() if parent_id is not None}


def _with_parent(operator_id: UUID) -> Select[Any]:
    query = select(RecipientVersion.head_id).join(Recipient, Recipient.id == RecipientVersion.head_id)
    return query.where(Recipient.operator_id == operator_id, RecipientVersion.parent_id.is_not(None))


# --- Names -------------------------------------------------------------------------------------------------------------


def name_key(name: str) -> str:
    """Return what a name is looked up under: legal form, width, variants of characters make no difference."""
    return company_key(name)[:LONGEST_KEY]


def names_of(entry: RecipientEntry) -> list[str]:
    """Return every name that means a recipient: all legal names it ever had, and the aliases of its last version."""
    names = [name for version in entry.versions for name in (version.name, version.name_en) if name]
    return list(dict.fromkeys([*names, *(entry.versions[-1].aliases or ())]))


def could_be_the_same(one: str, other: str) -> bool:
    """Tell whether two names of one key can mean one party: 株式会社見本 and 合同会社見本 are two."""
    forms = (company_form(one), company_form(other))
    return None in forms or forms[0] == forms[1]


# --- Doubles -----------------------------------------------------------------------------------------------------------


def _joins(operator_id: UUID) -> tuple[dict[UUID, UUID], set[frozenset[UUID]]]:
    """Return double -> entry that stays, one step each, and the pairs held to be different: a pair's newest row counts."""
    newest: dict[frozenset[UUID], RecipientLink] = {}
    query = (
        select(RecipientLink)
        .join(Recipient, Recipient.id == RecipientLink.recipient_id)
        .where(Recipient.operator_id == operator_id)
        .order_by(RecipientLink.id)
    )
    for link in db.session.scalars(query):
        newest[frozenset((link.recipient_id, link.into_id))] = link
    joined = {link.recipient_id: link.into_id for link in newest.values() if link.kind == "joined"}
    return joined, {pair for pair, link in newest.items() if link.kind == "parted"}


def staying_ids(operator_id: UUID) -> Mapping[UUID, UUID]:
    """Return for every joined double the entry that stays in use; entries that stand alone are left out."""
    joined, _ = _joins(operator_id)
    staying: dict[UUID, UUID] = {}
    for double, into in joined.items():
        while into in joined:
            into = joined[into]  # noqa: PLW2901 follow the chain to its end; joining refuses circles
        staying[double] = into
    return staying


def joined_ids(operator_id: UUID, recipient_id: UUID) -> frozenset[UUID]:
    """Return the ids of all entries held to be the same party, the given one among them."""
    staying = staying_ids(operator_id)
    kept = staying.get(recipient_id, recipient_id)
    return frozenset({recipient_id, kept, *(double for double, into in staying.items() if into == kept)})


@dataclass(frozen=True, slots=True)
class SuspectedDouble:
    """Be two entries that look like one party: `same` is `name` or `corporate_number`."""

    first: RecipientEntry
    second: RecipientEntry
    same: str


def suspected_doubles(operator_id: UUID, limit: int = 100) -> list[SuspectedDouble]:
    """Return pairs of recipients that share a name or a corporate number, at most `limit`.

    Pairs already joined, and pairs that a keeper has called different, are left out.
    """
    staying = staying_ids(operator_id)
    _, different = _joins(operator_id)
    by_number, by_name = _same_numbers(operator_id, limit), _same_names(operator_id, limit)
    book = RecipientBook.load_ids(operator_id, {id_ for ids in (*by_number, *by_name) for id_ in ids}).by_id
    found: dict[frozenset[UUID], SuspectedDouble] = {}
    for same, groups in (("corporate_number", by_number), ("name", by_name)):
        for ids in groups:
            for one, other in combinations(sorted(ids), 2):
                pair = frozenset((one, other))
                if pair in different or staying.get(one, one) == staying.get(other, other):
                    continue
                if same == "corporate_number" or _share_a_name(book[one], book[other]):
                    found.setdefault(pair, SuspectedDouble(book[one], book[other], same))
    return list(found.values())[:limit]


def _share_a_name(one: RecipientEntry, other: RecipientEntry) -> bool:
    return any(
        name_key(mine) == name_key(theirs) and could_be_the_same(mine, theirs)
        for mine in names_of(one)
        for theirs in names_of(other)
    )


def _same_names(operator_id: UUID, limit: int) -> list[set[UUID]]:
    shared = (
        select(RecipientName.key)
        .where(RecipientName.operator_id == operator_id)
        .group_by(RecipientName.key)
        .having(func.count() > 1)
        .order_by(RecipientName.key)
        .limit(limit)
    )
    keys = list(db.session.scalars(shared))
    query = select(RecipientName.key, RecipientName.recipient_id)
    return _grouped(query.where(RecipientName.operator_id == operator_id, RecipientName.key.in_(keys)))


def _same_numbers(operator_id: UUID, limit: int) -> list[set[UUID]]:
    number = RecipientVersion.corporate_number
    own = select(number, RecipientVersion.head_id).join(Recipient, Recipient.id == RecipientVersion.head_id)
    own = own.where(Recipient.operator_id == operator_id, number.is_not(None))
    shared = own.with_only_columns(number).group_by(number)
    numbers = shared.having(func.count(RecipientVersion.head_id.distinct()) > 1).order_by(number).limit(limit)
    return _grouped(own.where(number.in_(list(db.session.scalars(numbers)))))


def _grouped(query: Select[*tuple[Any, ...]]) -> list[set[UUID]]:
    groups: dict[str, set[UUID]] = defaultdict(set)
    for key, id_ in db.session.execute(query):
        groups[key].add(id_)
    return list(groups.values())
