"""Read what is known about people (本人): their values, the newest and the old ones, and their registrations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.bulk_reading import KeyedQuery
from transfer_log.errors import NotFound, Text
from transfer_log.subjects.drafts import CONTENT_FIELDS, MAIN_SERVICE, PersonDraft
from transfer_log.subjects.queries import known_subjects, person_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.bulk_reading import ColumnKind

NO_PERSON: Final = Text("この人は登録されていません。", "There is no such person.")


class PersonValues(NamedTuple):
    """Be one version of a person's values. Empty text means: not known."""

    subject_id: UUID
    version_no: int
    recorded_at: datetime
    recorded_by: UUID
    name: str
    kana: str
    former_names: tuple[str, ...]
    email: str
    phone: str
    birth_date: date | None
    prefecture: str
    subject_class: str
    status: str
    sources: tuple[str, ...]


class Registration(NamedTuple):
    """Be a number by which a service of an operator knows a person; `service` '' is the main one."""

    subject_id: UUID
    ref: str
    service: str
    status: str
    created_at: datetime


_VALUE_KINDS: Final[tuple[ColumnKind, ...]] = (
    *("key", "plain", "instant", "id", "plain", "plain", "json", "plain", "plain", "day"),
    *("plain", "plain", "plain", "json"),
)
_ALL: Final = KeyedQuery(
    "SELECT subject_id, version_no, recorded_at, recorded_by, name, kana, former_names, email, phone, birth_date, "
    "prefecture, subject_class, status, sources FROM subject_versions WHERE subject_id IN (:keys) "
    "ORDER BY version_no DESC",
    *_VALUE_KINDS,
)
_REGISTRATIONS: Final = KeyedQuery(
    "SELECT subject_id, ref, service, status, created_at FROM subject_refs WHERE operator_id = ? "
    "AND subject_id IN (:keys) ORDER BY service, created_at, ref",
    *("key", "plain", "plain", "plain", "instant"),
)


_BY_REF: Final = KeyedQuery(
    "SELECT ref, subject_id, status, created_at FROM subject_refs WHERE operator_id = ? AND service = ? "
    "AND ref IN (:keys)",
    *("key", "id", "plain", "instant"),
)


def newest_values(subject_ids: Iterable[UUID]) -> dict[UUID, PersonValues]:
    """Return the newest values of each id; ids without values (erased, or no person) are left out."""
    # Values change a few times in a life: reading all versions costs less than asking for the last of each.
    return {subject_id: versions[0] for subject_id, versions in all_values(subject_ids).items()}


def all_values(subject_ids: Iterable[UUID]) -> dict[UUID, list[PersonValues]]:
    """Return every version of the values of each id, the newest first."""
    found: defaultdict[UUID, list[PersonValues]] = defaultdict(list)
    for row in _ALL.rows(set(subject_ids)):
        found[row[0]].append(_values(row))
    return dict(found)


def _values(row: tuple[Any, ...]) -> PersonValues:
    known = PersonValues._make(row)
    return known._replace(
        kana=known.kana or "",
        former_names=tuple(known.former_names or ()),
        email=known.email or "",
        phone=known.phone or "",
        prefecture=known.prefecture or "",
        subject_class=known.subject_class or "",
        sources=tuple(known.sources or ()),
    )


def registrations_of(operator_id: UUID, subject_ids: Iterable[UUID]) -> dict[UUID, list[Registration]]:
    """Return the registrations of each id at an operator, those of the main service first."""
    found: defaultdict[UUID, list[Registration]] = defaultdict(list)
    for row in _REGISTRATIONS.rows(set(subject_ids), operator_id):
        found[row[0]].append(Registration._make(row))
    return dict(found)


def registrations_by_ref(operator_id: UUID, refs: Collection[str], service: str) -> dict[str, Registration]:
    """Return the registrations that these numbers have at one service of an operator; unknown numbers are left out."""
    rows = _BY_REF.rows(refs, operator_id, service)
    return {ref: Registration(subject_id, ref, service, status, made_at) for ref, subject_id, status, made_at in rows}


def person_drafts(operator_id: UUID, refs: Collection[str], service: str = MAIN_SERVICE) -> dict[str, PersonDraft]:
    """Return drafts that say what is stored about these numbers, to be changed and saved; unknown numbers are left out."""
    registrations = registrations_by_ref(operator_id, refs, service)
    values = newest_values(registration.subject_id for registration in registrations.values())
    drafts: dict[str, PersonDraft] = {}
    for ref, registration in registrations.items():
        draft = PersonDraft(ref, "", status=registration.status, service=service)
        known = values.get(registration.subject_id)
        if known is not None:
            draft = draft._replace(**{name: getattr(known, name) for name in CONTENT_FIELDS if name != "status"})
        drafts[ref] = draft
    return drafts


class Person(NamedTuple):
    """Be a person as an operator knows them: over all linked ids. `values` is None where they have been erased."""

    subject_id: UUID
    ids: tuple[UUID, ...]
    values: PersonValues | None
    registrations: tuple[Registration, ...]
    others: tuple[PersonValues, ...]

    @property
    def has_left(self) -> bool:
        """Tell whether every registration has ended (退会); records stay."""
        return all(registration.status == "left" for registration in self.registrations)


def person(operator_id: UUID, subject_id: UUID) -> Person:
    """Return a person by any of the linked ids; `others` are the values recorded under the other ids.

    :raises NotFound: when the operator has no registration under any of the ids.
    """
    ids = person_ids(subject_id)
    if not known_subjects(operator_id, ids):
        raise NotFound(NO_PERSON)
    values = newest_values(ids)
    registrations = registrations_of(operator_id, ids)
    own_first = sorted(ids, key=lambda one: (one != subject_id, one.int))
    return Person(
        subject_id,
        ids,
        values.get(subject_id),
        tuple(registration for one in own_first for registration in registrations.get(one, ())),
        tuple(values[one] for one in own_first if one in values and one != subject_id),
    )


def value_history(operator_id: UUID, subject_ids: Collection[UUID]) -> list[PersonValues]:
    """Return every version of the values of a person's ids, the last recorded first.

    :raises NotFound: when the operator has no registration under any of them.
    """
    if not known_subjects(operator_id, subject_ids):
        raise NotFound(NO_PERSON)
    versions = [known for listed in all_values(subject_ids).values() for known in listed]
    return sorted(versions, key=lambda known: (known.recorded_at, known.version_no), reverse=True)
