"""Register people: new numbers become new people, new values become a new version; nothing of the ledger is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from transfer_log.bulk import insert_columns
from transfer_log.db import new_id, table_of
from transfer_log.subjects.drafts import MAIN_SERVICE
from transfer_log.subjects.grams import keys_of
from transfer_log.subjects.models import Subject, SubjectRef, SubjectVersion
from transfer_log.subjects.queries import resolve_refs
from transfer_log.subjects.search_index import add_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor


class NewPerson(NamedTuple):
    """Describe somebody not registered yet. Empty text means: not known."""

    ref: str
    name: str
    kana: str = ""
    former_names: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    prefecture: str = ""
    subject_class: str = ""
    status: str = "registered"
    sources: tuple[str, ...] = ()
    service: str = MAIN_SERVICE


def ensure_people(newcomers: Sequence[NewPerson], *, actor: Actor, at: datetime) -> dict[str, UUID]:
    """Return the id behind each registration number; numbers not known yet become people, in one go.

    Of several newcomers with one number the first counts. Two importers that bring the same number make one person:
    whose row of `subject_refs` is there first has made it, and the other one takes it from there.
    """
    by_service: dict[str, dict[str, NewPerson]] = {}
    for newcomer in newcomers:
        by_service.setdefault(newcomer.service, {}).setdefault(newcomer.ref, newcomer)
    found: dict[str, UUID] = {}
    for service, by_ref in by_service.items():
        found |= _ensure_at_service(service, by_ref, actor, at)
    return found


def _ensure_at_service(service: str, by_ref: dict[str, NewPerson], actor: Actor, at: datetime) -> dict[str, UUID]:
    operator_id = actor.operator_id
    found = resolve_refs(operator_id, by_ref, service)
    # Sorted, so that two importers wait for one another and never in a circle.
    unknown = sorted(by_ref.keys() - found.keys())
    if not unknown:
        return found
    proposed = {ref: new_id() for ref in unknown}
    count = len(unknown)
    insert_columns(
        table_of(SubjectRef),
        ("ref", "service", "operator_id", "subject_id", "status", "created_at"),
        (
            unknown,
            [service] * count,
            [operator_id] * count,
            list(proposed.values()),
            [by_ref[ref].status for ref in unknown],
            [at] * count,
        ),
        skip_existing=True,
    )
    settled = resolve_refs(operator_id, unknown, service)
    ours = [(settled[ref], by_ref[ref]) for ref in unknown if settled[ref] == proposed[ref]]
    _write_people(ours, actor, at)
    return found | settled


def _write_people(people: Sequence[tuple[UUID, NewPerson]], actor: Actor, at: datetime) -> None:
    """Write ids, first versions and search rows of people whose registrations are there already."""
    count = len(people)
    ids = [subject_id for subject_id, _ in people]
    insert_columns(table_of(Subject), ("subject_id", "kind", "created_at"), (ids, ["person"] * count, [at] * count))
    known = [person for _, person in people]
    columns: dict[str, list[Any]] = {
        "subject_id": ids,
        "id": [new_id() for _ in people],
        "version_no": [1] * count,
        "operator_id": [actor.operator_id] * count,
        "recorded_at": [at] * count,
        "recorded_by": [actor.user_id] * count,
        "name": [person.name for person in known],
        "kana": [person.kana or None for person in known],
        "former_names": [list(person.former_names) or None for person in known],
        "email": [person.email or None for person in known],
        "phone": [person.phone or None for person in known],
        "birth_date": [person.birth_date for person in known],
        "prefecture": [person.prefecture or None for person in known],
        "subject_class": [person.subject_class or None for person in known],
        "status": [person.status for person in known],
        "sources": [list(person.sources) or None for person in known],
    }
    insert_columns(table_of(SubjectVersion), tuple(columns), tuple(columns.values()))
    add_rows(
        [
            (
                subject_id,
                actor.operator_id,
                keys_of((person.name, person.kana, *person.former_names), (person.ref, person.email), person.phone),
            )
            for subject_id, person in people
        ]
    )
