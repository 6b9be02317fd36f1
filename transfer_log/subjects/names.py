"""Say how people are called where their rows are listed: name, reading, year of birth, place, number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from transfer_log.db import db
from transfer_log.subjects.models import SubjectVersion
from transfer_log.subjects.queries import in_parts, refs_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID


class PersonName(NamedTuple):
    """Be what tells one person from another in a list; `ref` is the first number of the operator, '' without one."""

    subject_id: UUID
    ref: str
    name: str
    kana: str
    birth_year: int | None
    prefecture: str


def people_named(subject_ids: Collection[UUID], operator_id: UUID) -> dict[UUID, PersonName]:
    """Return the newest names of these people. Somebody whose values were erased is called by the number alone."""
    refs = refs_of(subject_ids, operator_id)
    first = {subject_id: next(iter(refs.get(subject_id, ())), "") for subject_id in subject_ids}
    people = {subject_id: PersonName(subject_id, ref, ref, "", None, "") for subject_id, ref in first.items()}
    version = SubjectVersion
    columns = (version.subject_id, version.name, version.kana, version.birth_date, version.prefecture)
    for part in in_parts(subject_ids):
        query = select(*columns).where(version.subject_id.in_(part)).order_by(version.version_no)
        for subject_id, name, kana, born, prefecture in db.session.execute(query):
            year = born.year if born else None
            people[subject_id] = PersonName(subject_id, first[subject_id], name, kana or "", year, prefecture or "")
    return people
