"""Read findings: the groups by cause with owner, due day and count, and the findings about one row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import and_, func, literal, or_, select, tuple_

from transfer_log.db import db
from transfer_log.errors import NotFound, Text
from transfer_log.findings.models import (
    Finding,
    FindingEvent,
    FindingGroup,
    FindingGroupEvent,
    FindingGroupStatus,
    FindingStatus,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy.sql.elements import ColumnElement

COUNT_CAP = 10_000
NO_FINDING: Final = Text("この指摘は見つかりません。", "There is no such finding.")


class GroupRow(NamedTuple):
    """Be one cause with what is known of its handling; `open_count` stops at 10,001."""

    digest: bytes
    code: str
    article: str
    severity: str
    recipient_id: UUID | None
    situation_id: UUID | None
    document: str | None
    open_count: int
    last_at: datetime
    owner_id: UUID | None
    due_on: date | None


class FindingRow(NamedTuple):
    """Be one finding with its present state: open, overridden or resolved."""

    finding: Finding
    document: str | None
    state: str
    owner_id: UUID | None
    how: str | None


def _is_open() -> ColumnElement[bool]:
    """Choose findings that nobody has resolved, neither alone nor with their group.

    A group is resolved up to an instant: what is found later by the same cause is open again.
    """
    alone = or_(FindingStatus.state.is_(None), FindingStatus.state == "open")
    group = or_(FindingGroupStatus.resolved_at.is_(None), Finding.recorded_at > FindingGroupStatus.resolved_at)
    reopened = FindingStatus.state == "open"
    return or_(reopened, and_(alone, group))


def open_groups(
    operator_id: UUID,
    *,
    severity: str = "",
    owner_id: UUID | None = None,
    subject_scope: ColumnElement[bool] | None = None,
) -> list[GroupRow]:
    """Return the causes with open findings, unlawful ones first, then the newest.

    `subject_scope` is a condition on `Finding` that limits what is counted, for a role that sees only part.
    """
    counted = (
        select(
            Finding.group_digest,
            func.count().label("open_count"),
            func.max(Finding.recorded_at).label("last_at"),
        )
        .outerjoin(FindingGroupStatus, FindingGroupStatus.group_digest == Finding.group_digest)
        .outerjoin(FindingStatus, _same_finding())
        .where(Finding.operator_id == operator_id, _is_open())
        .group_by(Finding.group_digest)
    )
    if subject_scope is not None:
        counted = counted.where(subject_scope)
    sums = counted.subquery()
    group = FindingGroup
    query = (
        select(
            group.digest,
            group.code,
            group.article,
            group.severity,
            group.recipient_id,
            group.situation_id,
            group.document,
            sums.c.open_count,
            sums.c.last_at,
            FindingGroupStatus.owner_id,
            FindingGroupStatus.due_on,
        )
        .join(sums, sums.c.group_digest == group.digest)
        .outerjoin(FindingGroupStatus, FindingGroupStatus.group_digest == group.digest)
        .order_by(group.severity.desc(), sums.c.last_at.desc(), group.digest)
    )
    if severity:
        query = query.where(group.severity == severity)
    if owner_id is not None:
        query = query.where(FindingGroupStatus.owner_id == owner_id)
    return [GroupRow(*row) for row in db.session.execute(query)]


def settled_groups(
    operator_id: UUID, *, subject_scope: ColumnElement[bool] | None = None, limit: int = 100
) -> list[GroupRow]:
    """Return the causes that were resolved as a whole and have come up no more since, the last resolved first.

    `open_count` counts all their findings here. `subject_scope` is a condition on `Finding`, as for `open_groups`.
    """
    status, group = FindingGroupStatus, FindingGroup
    counted = select(
        Finding.group_digest, func.count().label("count"), func.max(Finding.recorded_at).label("last_at")
    ).where(Finding.operator_id == operator_id)
    if subject_scope is not None:
        counted = counted.where(subject_scope)
    sums = counted.group_by(Finding.group_digest).subquery()
    query = (
        select(
            group.digest,
            group.code,
            group.article,
            group.severity,
            group.recipient_id,
            group.situation_id,
            group.document,
            sums.c.count,
            sums.c.last_at,
            status.owner_id,
            status.due_on,
        )
        .join(sums, sums.c.group_digest == group.digest)
        .join(status, status.group_digest == group.digest)
        .where(status.resolved_at.is_not(None), sums.c.last_at <= status.resolved_at)
        .order_by(status.resolved_at.desc(), group.digest)
        .limit(limit)
    )
    return [GroupRow(*row) for row in db.session.execute(query)]


def _same_finding() -> ColumnElement[bool]:
    return and_(FindingStatus.subject_id == Finding.subject_id, FindingStatus.finding_id == Finding.id)


def find_group(operator_id: UUID, digest: bytes) -> FindingGroup:
    """Return a group of this operator.

    :raises NotFound: when there is none, or it is another operator's.
    """
    group = db.session.get(FindingGroup, digest)
    if group is None or group.operator_id != operator_id:
        raise NotFound(NO_FINDING)
    return group


def group_status(digest: bytes) -> FindingGroupStatus | None:
    """Return owner, due day and resolution of a group, None where nothing was ever set."""
    return db.session.get(FindingGroupStatus, digest)


def findings_in(
    digest: bytes,
    *,
    is_open_only: bool = True,
    limit: int = 100,
    subject_scope: ColumnElement[bool] | None = None,
    after: tuple[datetime, UUID] | None = None,
) -> list[FindingRow]:
    """Return the findings of a group, newest first; `after` is instant and id of the last one of the page before.

    `subject_scope` is a condition on `Finding` that limits what is listed, for a role that sees only part.
    """
    query = _with_state().where(Finding.group_digest == digest)
    if is_open_only:
        query = query.where(_is_open())
    if subject_scope is not None:
        query = query.where(subject_scope)
    if after is not None:
        # The types are said, or an id would be sent as text, which no stored one is like.
        place = tuple_(literal(after[0], Finding.recorded_at.type), literal(after[1], Finding.id.type))
        query = query.where(tuple_(Finding.recorded_at, Finding.id) < place)
    return _rows(query.order_by(Finding.recorded_at.desc(), Finding.id.desc()).limit(limit))


def find_finding(operator_id: UUID, subject_id: UUID, finding_id: UUID) -> FindingRow:
    """Return one finding of this operator with its state.

    :raises NotFound: when there is none, or it is another operator's.
    """
    query = _with_state().where(Finding.subject_id == subject_id, Finding.id == finding_id)
    found = _rows(query.where(Finding.operator_id == operator_id))
    if not found:
        raise NotFound(NO_FINDING)
    return found[0]


def findings_about(subject_id: UUID, about_ids: Iterable[UUID]) -> list[FindingRow]:
    """Return the findings about some rows of one person, gravest first."""
    query = _with_state().where(Finding.subject_id == subject_id, Finding.about_id.in_(list(about_ids)))
    return _rows(query.order_by(Finding.severity.desc(), Finding.recorded_at, Finding.id))


def findings_of_many(about: Collection[tuple[UUID, UUID]]) -> dict[UUID, list[FindingRow]]:
    """Return the findings about many rows, each named by its person and its id, by the id of the row, gravest first."""
    if not about:
        return {}
    query = _with_state().where(
        Finding.subject_id.in_({subject_id for subject_id, _ in about}),
        Finding.about_id.in_([about_id for _, about_id in about]),
    )
    found: dict[UUID, list[FindingRow]] = {}
    for row in _rows(query.order_by(Finding.severity.desc(), Finding.recorded_at, Finding.id)):
        found.setdefault(row.finding.about_id, []).append(row)
    return found


def _with_state() -> Any:  # noqa: ANN401 a SELECT of several columns
    return (
        select(Finding, FindingGroup.document, FindingStatus, FindingGroupStatus)
        .join(FindingGroup, FindingGroup.digest == Finding.group_digest)
        .outerjoin(FindingGroupStatus, FindingGroupStatus.group_digest == Finding.group_digest)
        .outerjoin(FindingStatus, _same_finding())
    )


def _rows(query: Any) -> list[FindingRow]:  # noqa: ANN401 a SELECT of several columns
    return [_row(*row) for row in db.session.execute(query)]


def _row(
    finding: Finding,
    document: str | None,
    alone: FindingStatus | None,
    group: FindingGroupStatus | None,
) -> FindingRow:
    owner = (alone and alone.owner_id) or (group and group.owner_id) or None
    if alone is not None:
        return FindingRow(finding, document, alone.state, owner, None)
    is_resolved = group is not None and group.resolved_at is not None and finding.recorded_at <= group.resolved_at
    return FindingRow(finding, document, "resolved" if is_resolved else "open", owner, group.how if group else None)


def steps_of_group(digest: bytes) -> Sequence[FindingGroupEvent]:
    """Return what was done about a group, in the order of recording."""
    event = FindingGroupEvent
    query = select(event).where(event.group_digest == digest).order_by(event.recorded_at, event.id)
    return db.session.scalars(query).all()


def steps_of_finding(finding: Finding) -> Sequence[FindingEvent]:
    """Return what was done about one finding, in the order of recording."""
    event = FindingEvent
    query = (
        select(event)
        .where(event.subject_id == finding.subject_id, event.about_id == finding.id)
        .order_by(event.recorded_at, event.id)
    )
    return db.session.scalars(query).all()


def open_count(operator_id: UUID) -> int:
    """Return how many causes have open findings."""
    return len(open_groups(operator_id))
