"""Read who is who (registrations, linked ids) and what people consented to or stopped, for one person or for thousands.

Everything here takes any number of values and asks the database in a few queries of at most 500 values each: what a
writer of a million rows needs, and what one form needs too. Columns are read, not objects.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from transfer_log.bulk_reading import MOST_VALUES_IN_A_QUERY, KeyedQuery
from transfer_log.db import db
from transfer_log.items.queries import items_of_sets
from transfer_log.recipients.parties import same_parties
from transfer_log.subjects.drafts import MAIN_SERVICE
from transfer_log.subjects.models import ScopeMember, SubjectRef
from transfer_log.subjects.rules import ConsentFacts, ConsentScope, StopFacts, StopGround, Withdrawal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

_DIMENSIONS: Final = {
    "recipient": "recipients",
    "kind": "kinds",
    "purpose": "purposes",
    "item": "items",
    "country": "countries",
}


def in_parts(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists short enough for one statement on every engine."""
    listed = list(values)
    for start in range(0, len(listed), MOST_VALUES_IN_A_QUERY):
        yield listed[start : start + MOST_VALUES_IN_A_QUERY]


# --- Registrations -----------------------------------------------------------------------------------------------

_REFS: Final = KeyedQuery(
    "SELECT ref, service, subject_id FROM subject_refs WHERE operator_id = ? AND ref IN (:keys)", "key", "plain", "id"
)
_KNOWN: Final = KeyedQuery("SELECT subject_id FROM subject_refs WHERE operator_id = ? AND subject_id IN (:keys)", "key")


def resolve_refs(operator_id: UUID, refs: Iterable[str], service: str = MAIN_SERVICE) -> dict[str, UUID]:
    """Return the person behind each registration number of an operator; numbers that are not known are left out.

    A number of `service` goes first. A number of other services counts where it means one person only.
    """
    found: dict[str, UUID] = {}
    elsewhere: defaultdict[str, set[UUID]] = defaultdict(set)
    for ref, its_service, subject_id in _REFS.rows(set(refs), operator_id):
        if its_service == service:
            found[ref] = subject_id
        else:
            elsewhere[ref].add(subject_id)
    for ref, people in elsewhere.items():
        if ref not in found and len(people) == 1:
            found[ref] = next(iter(people))
    return found


def known_subjects(operator_id: UUID, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the ids that have a registration at this operator."""
    return frozenset(row[0] for row in _KNOWN.rows(set(ids), operator_id))


def refs_of(subject_ids: Iterable[UUID], operator_id: UUID) -> dict[UUID, list[str]]:
    """Return the registration numbers of each id at this operator, the main service first; ids without one are left out."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for part in in_parts(set(subject_ids)):
        query = (
            select(SubjectRef.subject_id, SubjectRef.ref)
            .where(SubjectRef.subject_id.in_(part), SubjectRef.operator_id == operator_id)
            .order_by(SubjectRef.service, SubjectRef.created_at, SubjectRef.ref)
        )
        for subject_id, ref in db.session.execute(query):
            found[subject_id].append(ref)
    return dict(found)


# --- Ids that are one person -------------------------------------------------------------------------------------


_PERSON_OF: Final = KeyedQuery(
    "SELECT subject_id, person_id FROM linked_subjects WHERE subject_id IN (:keys)", "key", "id"
)
_IDS_OF_PERSON: Final = KeyedQuery(
    "SELECT person_id, subject_id FROM linked_subjects WHERE person_id IN (:keys) ORDER BY subject_id", "key", "id"
)


def linked_ids(subject_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Return all ids of the same person for each id that is linked, itself included; an id that stands alone is left out."""
    person_of: dict[UUID, UUID] = dict(_PERSON_OF.rows(set(subject_ids)))
    members: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for person_id, subject_id in _IDS_OF_PERSON.rows(set(person_of.values())):
        members[person_id].append(subject_id)
    ids = {person_id: tuple(listed) for person_id, listed in members.items()}
    return {subject_id: ids[person_id] for subject_id, person_id in person_of.items()}


def person_ids(subject_id: UUID) -> tuple[UUID, ...]:
    """Return all ids of the person behind `subject_id`: every read of a person is over these."""
    return linked_ids([subject_id]).get(subject_id, (subject_id,))


def _everybody(ids: Collection[UUID], linked: Mapping[UUID, tuple[UUID, ...]]) -> set[UUID]:
    return {*ids, *chain.from_iterable(linked.values())}


# --- Consents ----------------------------------------------------------------------------------------------------

# Scopes are content-addressed and never change: a process reads each once.
_known_scopes: dict[bytes, ConsentScope] = {}
_MOST_KNOWN_SCOPES: Final = 20_000


def scopes_of(digests: Iterable[bytes]) -> dict[bytes, ConsentScope]:
    """Return the scope under each digest; equal digests give the same object."""
    wanted = set(digests)
    missing = wanted - _known_scopes.keys()
    if missing:
        if len(_known_scopes) > _MOST_KNOWN_SCOPES:
            _known_scopes.clear()
            missing = wanted
        _known_scopes.update(_read_scopes(missing))
    return {digest: _known_scopes[digest] for digest in wanted}


def _read_scopes(digests: Collection[bytes]) -> dict[bytes, ConsentScope]:
    members: defaultdict[bytes, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in in_parts(digests):
        query = select(ScopeMember.digest, ScopeMember.dimension, ScopeMember.value).where(ScopeMember.digest.in_(part))
        for digest, dimension, value in db.session.execute(query):
            members[digest][_DIMENSIONS[dimension]].add(value)
    # A scope without members is not limited in anything.
    return {
        digest: ConsentScope(**{name: frozenset(values) for name, values in members[digest].items()})
        for digest in digests
    }


class _Row(NamedTuple):
    """Be a row of `consents` beside one of the events that end it, or None where it has none."""

    subject_id: UUID
    id: UUID
    replaces_id: UUID | None
    ref: str | None
    given_on: date
    given_at: datetime | None
    expires_on: date | None
    scope_digest: bytes
    special_items_digest: bytes | None
    information_given_on: date | None
    event: str | None
    ended_on: date | None
    ended_scope: bytes | None


_CONSENT_ROWS: Final = KeyedQuery(
    "SELECT c.subject_id, c.id, c.replaces_id, c.consent_ref, c.given_on, c.given_at, c.expires_on, c.scope_digest, "
    "c.special_items_digest, c.information_given_on, e.kind, e.occurred_on, e.scope_digest "
    "FROM consents c LEFT JOIN consent_events e "
    "ON e.subject_id = c.subject_id AND e.about_id = c.id AND e.kind IN ('withdrawn', 'voided') "
    "WHERE c.operator_id = ? AND c.subject_id IN (:keys)",
    *("key", "id", "id", "plain", "day", "instant", "day", "plain", "plain", "day", "plain", "day", "plain"),
)


class ConsentBook:
    """Hold the consents of many people at one operator, each as it stands after corrections and withdrawals."""

    __slots__ = ("_by_subject", "_linked")

    def __init__(
        self, by_subject: Mapping[UUID, tuple[ConsentFacts, ...]], linked: Mapping[UUID, tuple[UUID, ...]]
    ) -> None:
        """Keep the consents by the id under which each was recorded."""
        self._by_subject = by_subject
        self._linked = linked

    @classmethod
    def load(
        cls,
        operator_id: UUID,
        subject_ids: Iterable[UUID],
        linked: Mapping[UUID, tuple[UUID, ...]] | None = None,
    ) -> ConsentBook:
        """Read the consents of these people, recorded under any of their linked ids; `linked` where already read."""
        ids = set(subject_ids)
        linked = linked_ids(ids) if linked is None else linked
        rows = _CONSENT_ROWS.rows(_everybody(ids, linked), operator_id)
        return cls(_consents([_Row._make(row) for row in rows], operator_id), linked)

    def consents_of(self, subject_id: UUID) -> tuple[ConsentFacts, ...]:
        """Return the consents of the person behind an id."""
        ids = self._linked.get(subject_id)
        if ids is None:
            return self._by_subject.get(subject_id, ())
        return tuple(chain.from_iterable(self._by_subject.get(one, ()) for one in ids))

    def by_ref(self, subject_id: UUID, consent_ref: str) -> ConsentFacts | None:
        """Return the person's consent with this reference, None where there is none."""
        return next((known for known in self.consents_of(subject_id) if known.ref == consent_ref), None)


def _with_whole_parties(scopes: dict[bytes, ConsentScope], operator_id: UUID) -> dict[bytes, ConsentScope]:
    """Return the scopes with all entries of a party where one of them is named."""
    parties = same_parties(operator_id) if any(scope.recipients for scope in scopes.values()) else {}
    if not parties:
        return scopes
    return {
        digest: scope._replace(recipients=scope.recipients.union(*(parties.get(one, ()) for one in scope.recipients)))
        for digest, scope in scopes.items()
    }


def _consents(rows: Collection[_Row], operator_id: UUID) -> dict[UUID, tuple[ConsentFacts, ...]]:
    """Fold rows, corrections and withdrawals into the consents as they stand, by the id they were recorded under."""
    scopes = scopes_of(digest for row in rows for digest in (row.scope_digest, row.ended_scope) if digest is not None)
    scopes = _with_whole_parties(scopes, operator_id)
    items = items_of_sets({row.special_items_digest for row in rows if row.special_items_digest is not None})
    replaced_by = {row.replaces_id: row.id for row in rows if row.replaces_id is not None}
    current = {
        row.id: ConsentFacts(
            row.id,
            row.subject_id,
            row.ref,
            row.given_on,
            row.given_at,
            row.expires_on,
            scopes[row.scope_digest],
            items[row.special_items_digest] if row.special_items_digest is not None else frozenset(),
            row.information_given_on,
        )
        for row in rows
        if row.id not in replaced_by
    }
    for row in rows:
        if row.event is not None or row.id in replaced_by:
            # A reference stands on the first row of a chain, an event on the row that then stood: both go to the last.
            last = row.id
            while last in replaced_by:
                last = replaced_by[last]
            _carry(row, last, current, scopes)
    by_subject: defaultdict[UUID, list[ConsentFacts]] = defaultdict(list)
    for consent in current.values():
        by_subject[consent.subject_id].append(consent)
    return {subject_id: tuple(listed) for subject_id, listed in by_subject.items()}


def _carry(row: _Row, to: UUID, current: dict[UUID, ConsentFacts], scopes: Mapping[bytes, ConsentScope]) -> None:
    """Carry reference and event of a row to the row `to`, which counts; a consent recorded in error goes."""
    known = current.get(to)
    if known is None:
        return
    if row.event == "voided":
        del current[to]
        return
    if row.ref is not None:
        known = known._replace(ref=row.ref)
    if row.ended_on is not None:
        scope = scopes[row.ended_scope] if row.ended_scope is not None else None
        known = known._replace(withdrawals=(*known.withdrawals, Withdrawal(row.ended_on, scope)))
    current[to] = known


# --- Stops -------------------------------------------------------------------------------------------------------


_STOPS: Final = KeyedQuery(
    "SELECT subject_id, recorded_at, kind, recipient_id, ground, effective_on FROM stops "
    "WHERE operator_id = ? AND subject_id IN (:keys) ORDER BY id",
    *("key", "instant", "plain", "id", "plain", "day"),
)


class StopBook:
    """Hold the stops of many people at one operator; almost nobody has any."""

    __slots__ = ("_by_subject", "_linked")

    def __init__(
        self, by_subject: Mapping[UUID, tuple[StopFacts, ...]], linked: Mapping[UUID, tuple[UUID, ...]]
    ) -> None:
        """Keep the stops by the id under which each was recorded."""
        self._by_subject = by_subject
        self._linked = linked

    @classmethod
    def load(
        cls,
        operator_id: UUID,
        subject_ids: Iterable[UUID],
        linked: Mapping[UUID, tuple[UUID, ...]] | None = None,
    ) -> StopBook:
        """Read the stops of these people, recorded under any of their linked ids; `linked` where already read."""
        ids = set(subject_ids)
        linked = linked_ids(ids) if linked is None else linked
        found: defaultdict[UUID, list[StopFacts]] = defaultdict(list)
        rows = _STOPS.rows(_everybody(ids, linked), operator_id)
        parties = same_parties(operator_id) if any(row[3] is not None for row in rows) else {}
        for subject_id, recorded_at, kind, recipient_id, ground, effective_on in rows:
            recipient = str(recipient_id) if recipient_id is not None else None
            stop = StopFacts(recorded_at, kind, recipient, StopGround(ground), effective_on)
            others = parties.get(recipient or "", frozenset()) - {recipient}
            found[subject_id] += [stop, *(stop._replace(recipient=other) for other in sorted(others))]
        return cls({subject_id: tuple(stops) for subject_id, stops in found.items()}, linked)

    def stops_of(self, subject_id: UUID) -> tuple[StopFacts, ...]:
        """Return the stops of the person behind an id."""
        ids = self._linked.get(subject_id)
        if ids is None:
            return self._by_subject.get(subject_id, ())
        return tuple(chain.from_iterable(self._by_subject.get(one, ()) for one in ids))
