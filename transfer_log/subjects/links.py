"""Link registrations of one person (名寄せ), part them again, remember who is not the same; nothing is ever merged.

Both ids live on with all that hangs on them: a link is a row of evidence under each of the two, and parting is another
one. Who belongs together now is the projection `linked_subjects`, which `rebuild_links` makes anew from those rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from transfer_log.bulk import insert_columns
from transfer_log.bulk_reading import KeyedQuery
from transfer_log.db import db, new_id, table_of
from transfer_log.errors import Conflict, NotFound, Problem, RuleViolation, Text
from transfer_log.field_checks import NEEDED, FieldChecks
from transfer_log.subjects.models import LinkedSubject, SubjectLink
from transfer_log.subjects.people import NO_PERSON
from transfer_log.subjects.queries import in_parts, known_subjects, linked_ids
from transfer_log.subjects.vocabulary import MATCHED_FIELDS
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

LINKED: Final = "linked"
UNLINKED: Final = "unlinked"
DISTINCT: Final = "distinct"
LONGEST_REASON: Final = 1000

_ITSELF: Final = Text("同じ登録どうしです。", "These are the same registration.")
_LINKED_ALREADY: Final = Text(
    "この 2 つの登録はすでに名寄せされています。", "These two registrations are linked already."
)
_NOT_LINKED: Final = Text("この 2 つの登録は名寄せされていません。", "These two registrations are not linked.")
_DISTINCT_ALREADY: Final = Text(
    "この 2 つの登録はすでに別人とされています。", "These two registrations are marked as different people already."
)
_WHAT_MATCHED: Final = Text("何が一致したかを選んでください。", "Choose what matched.")
_AT_THE_SAME_MOMENT: Final = Text(
    "ほかの人が同時に名寄せを変更しました。読み直して、もう一度お試しください。",
    "Somebody changed links of these people at the same moment. Reload and try again.",
)


class Link(NamedTuple):
    """Be what was last said about two ids. `matched` holds names of fields, never values."""

    subject_id: UUID
    other_subject_id: UUID
    kind: str
    matched: tuple[str, ...]
    reason: str
    recorded_at: datetime
    recorded_by: UUID


def link_people(
    subject_id: UUID,
    other_subject_id: UUID,
    *,
    matched: Sequence[str],
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Record that two ids are the same person; from now on each is read together with the other.

    `matched` are codes of `vocabulary.MATCHED_FIELDS`. A former "not the same person" is overruled.

    :raises NotFound: when the operator has no registration under one of them.
    :raises RuleViolation: when both are the same id, or it is not said what matched.
    :raises Conflict: when they are linked already, or somebody else linked them at the same moment.
    """
    checks = FieldChecks()
    fields = checks.codes("matched", matched, MATCHED_FIELDS)
    if not fields and not checks.problems:
        checks.add("matched", _WHAT_MATCHED, allowed=MATCHED_FIELDS)
    words = checks.words("reason", reason, LONGEST_REASON) or ""
    _check_pair(subject_id, other_subject_id, checks.problems, actor)
    if _said(subject_id, other_subject_id) == LINKED:
        raise Conflict(_LINKED_ALREADY)
    _write(subject_id, other_subject_id, LINKED, fields, words, actor=actor, at=at)


def unlink_people(subject_id: UUID, other_subject_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Undo the link of two ids: each is read alone again, or with those it is linked with otherwise.

    :raises NotFound: when the operator has no registration under one of them.
    :raises RuleViolation: when no reason is given.
    :raises Conflict: when there is no link between these two.
    """
    words = _reason(subject_id, other_subject_id, reason, actor)
    if _said(subject_id, other_subject_id) != LINKED:
        raise Conflict(_NOT_LINKED)
    _write(subject_id, other_subject_id, UNLINKED, [], words, actor=actor, at=at)


def mark_distinct(subject_id: UUID, other_subject_id: UUID, *, reason: str, actor: Actor, at: datetime) -> None:
    """Remember that two ids are different people: they are suggested as doubles no more, and a link between them ends.

    :raises NotFound: when the operator has no registration under one of them.
    :raises RuleViolation: when both are the same id, or no reason is given.
    :raises Conflict: when this was said before.
    """
    words = _reason(subject_id, other_subject_id, reason, actor)
    if _said(subject_id, other_subject_id) == DISTINCT:
        raise Conflict(_DISTINCT_ALREADY)
    _write(subject_id, other_subject_id, DISTINCT, [], words, actor=actor, at=at)


# --- Reading -----------------------------------------------------------------------------------------------------

_LINKS: Final = KeyedQuery(
    "SELECT subject_id, other_subject_id, kind, matched, reason, recorded_at, recorded_by FROM subject_links "
    "WHERE subject_id IN (:keys) ORDER BY recorded_at, id",
    *("key", "id", "plain", "json", "plain", "instant", "id"),
)


def links_of(subject_ids: Iterable[UUID]) -> list[Link]:
    """Return what was last said about each of these ids and any other, the newest first."""
    latest: dict[tuple[UUID, UUID], Link] = {}
    for row in _LINKS.rows(set(subject_ids)):
        link = Link._make(row)
        latest[link.subject_id, link.other_subject_id] = link._replace(matched=tuple(link.matched or ()))
    return sorted(latest.values(), key=lambda link: link.recorded_at, reverse=True)


def distinct_ids(subject_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return the ids that are known not to be the same person as one of these."""
    return frozenset(link.other_subject_id for link in links_of(subject_ids) if link.kind == DISTINCT)


def _said(subject_id: UUID, other_subject_id: UUID) -> str | None:
    return next((link.kind for link in links_of([subject_id]) if link.other_subject_id == other_subject_id), None)


# --- Writing -----------------------------------------------------------------------------------------------------


def _check_pair(subject_id: UUID, other_subject_id: UUID, problems: list[Problem], actor: Actor) -> None:
    if subject_id == other_subject_id:
        problems.append(Problem("other_subject_id", _ITSELF))
    if problems:
        raise RuleViolation(problems)
    if len(known_subjects(actor.operator_id, [subject_id, other_subject_id])) != len((subject_id, other_subject_id)):
        raise NotFound(NO_PERSON)


def _reason(subject_id: UUID, other_subject_id: UUID, reason: str, actor: Actor) -> str:
    checks = FieldChecks()
    words = checks.words("reason", reason, LONGEST_REASON) or ""
    if not words and not checks.problems:
        checks.add("reason", NEEDED)
    _check_pair(subject_id, other_subject_id, checks.problems, actor)
    return words


def _write(one: UUID, other: UUID, kind: str, matched: list[str], reason: str, *, actor: Actor, at: datetime) -> None:
    """Write the link under each of the two ids and bring the projection up to date."""
    columns: dict[str, list[Any]] = {
        "subject_id": [one, other],
        "id": [new_id(), new_id()],
        "operator_id": [actor.operator_id] * 2,
        "recorded_at": [at] * 2,
        "recorded_by": [actor.user_id] * 2,
        "other_subject_id": [other, one],
        "kind": [kind] * 2,
        "matched": [matched or None] * 2,
        "reason": [reason] * 2,
    }
    add_entries(table_of(SubjectLink), tuple(columns), tuple(columns.values()))
    _project([one, other])


# --- The projection of who belongs together ----------------------------------------------------------------------


def _project(subject_ids: Sequence[UUID]) -> None:
    """Write anew to which person these ids, and all that were or are linked with them, belong."""
    before = linked_ids(subject_ids)
    affected = set(subject_ids).union(*before.values())
    edges: dict[UUID, set[UUID]] = {}
    unread = affected
    while unread:
        for link in links_of(unread):
            edges.setdefault(link.subject_id, set())
            if link.kind == LINKED:
                edges[link.subject_id].add(link.other_subject_id)
        affected |= unread
        unread = {other for ids in edges.values() for other in ids} - affected
    for part in in_parts(affected):
        db.session.execute(
            delete(LinkedSubject).where(LinkedSubject.subject_id.in_(part)),
            execution_options={"synchronize_session": False},
        )
    _insert(edges)


def rebuild_links() -> None:
    """Make the projection of all linked ids again from what was recorded."""
    db.session.execute(delete(LinkedSubject), execution_options={"synchronize_session": False})
    latest: dict[tuple[UUID, UUID], str] = {}
    columns = (SubjectLink.subject_id, SubjectLink.other_subject_id, SubjectLink.kind)
    for one, other, kind in db.session.execute(select(*columns).order_by(SubjectLink.recorded_at, SubjectLink.id)):
        latest[one, other] = kind
    edges: dict[UUID, set[UUID]] = {}
    for (one, other), kind in latest.items():
        if kind == LINKED:
            edges.setdefault(one, set()).add(other)
    _insert(edges)


def _insert(edges: Mapping[UUID, set[UUID]]) -> None:
    """Write the groups that these links make; the oldest id of a group stands for the person."""
    groups: list[list[UUID]] = []
    seen: set[UUID] = set()
    for start in edges:
        group: list[UUID] = []
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                group.append(one)
                waiting.extend(edges.get(one, ()))
        if len(group) > 1:
            groups.append(sorted(group, key=lambda known: known.int))
    rows = [(one, group[0]) for group in groups for one in group]
    try:
        insert_columns(
            table_of(LinkedSubject),
            ("subject_id", "person_id"),
            ([subject_id for subject_id, _ in rows], [person_id for _, person_id in rows]),
        )
    except IntegrityError as error:
        raise Conflict(_AT_THE_SAME_MOMENT) from error
