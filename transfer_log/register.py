"""Keep registers as heads with dated versions: a change is a new row, the version in force on a day is frozen where used.

A register is two tables: the head (id, operator, ref) and its versions (valid_from, version_no, digest, content).
*In force on day d* = the greatest `valid_from` not after d, then the greatest `version_no`. Nothing is ever updated or
deleted; a thing is ended by a version with `is_active = False`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

import rfc8785
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from transfer_log.db import Digest, Instant, Uid, db, new_id
from transfer_log.errors import Conflict
from transfer_log.errors import Text as Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BOOKKEEPING: Final = frozenset(
    {"id", "head_id", "version_no", "valid_from", "recorded_at", "recorded_by", "reason", "is_active", "digest"},
)


class Head:
    """Be the fixed part of a register entry: its id, its operator and the code people know it by."""

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(Uid, comment="operator (事業者); the nil id where it serves all of them")
    ref: Mapped[str] = mapped_column(String(80), comment="the code that people, files and the API use")
    created_at: Mapped[datetime] = mapped_column(Instant, comment="UTC instant of first recording")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Keep one ref for one thing within an operator."""
        return (UniqueConstraint("operator_id", "ref"), {"info": {"kind": "register"}})


class Version:
    """Be one dated version of a register entry."""

    head_table: ClassVar[str]

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    head_id: Mapped[UUID] = mapped_column(Uid, comment="the register entry")
    version_no: Mapped[int] = mapped_column(comment="1, 2, 3 … in the order of recording")
    valid_from: Mapped[date] = mapped_column(comment="Japan date since when this is true")
    recorded_at: Mapped[datetime] = mapped_column(Instant, comment="UTC instant of recording")
    recorded_by: Mapped[UUID] = mapped_column(Uid, comment="user id")
    reason: Mapped[str | None] = mapped_column(Text, comment="why it was changed")
    is_active: Mapped[bool] = mapped_column(default=True, comment="False: ended from valid_from on")
    digest: Mapped[bytes] = mapped_column(Digest(), comment="SHA-256 of the content, what evidence rows refer to")

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Let two writers of one version number collide, and tie the version to its head."""
        return (
            UniqueConstraint("head_id", "version_no"),
            ForeignKeyConstraint(["head_id"], [f"{cls.head_table}.id"]),
            CheckConstraint("version_no >= 1", name="version_no"),
            {"info": {"kind": "register"}},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """Describe one change of a register entry: its content as of a day, and who says so."""

    ref: str
    content: Mapping[str, Any]
    valid_from: date
    reason: str | None = None
    is_active: bool = True


def content_columns(version_model: type[Any]) -> tuple[str, ...]:
    """Return the names of the columns that hold the content of a version."""
    return tuple(column.name for column in version_model.__table__.columns if column.name not in _BOOKKEEPING)


def content_of(version: Any) -> dict[str, Any]:  # noqa: ANN401 a version of any register
    """Return the content of a version as a mapping."""
    return {name: getattr(version, name) for name in content_columns(type(version))}


def digest_of(head_ref: str, valid_from: date, content: Mapping[str, Any], *, is_active: bool) -> bytes:
    """Return the digest by which evidence rows refer to a version: SHA-256 of an RFC 8785 object."""
    body: dict[str, Any] = {"ref": head_ref, "valid_from": valid_from.isoformat(), "is_active": is_active}
    for name, value in content.items():
        if value is not None:
            body[name] = _plain(value)
    return sha256(rfc8785.dumps(body)).digest()


def _plain(value: Any) -> Any:  # noqa: ANN401 any content value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def save_changes(  # noqa: PLR0913 the two tables, the owner, the changes, who and when
    head_model: type[Any],
    version_model: type[Any],
    changes: Sequence[Change],
    *,
    operator_id: UUID,
    actor_id: UUID,
    at: datetime,
) -> list[tuple[Any, Any, bool]]:
    """Write many register changes at once and return `(head, version, is_changed)` in the order given.

    A ref not yet known makes a new entry. A change that says what is already in force adds nothing, so that importing
    the same file twice leaves the register as it was. `actor_id` is the user, `at` an aware UTC instant.

    :raises Conflict: when somebody else changed one of the entries at the same moment; nothing is written then.
    """
    heads = heads_by_ref(head_model, operator_id, {change.ref for change in changes})
    latest = _latest_versions(version_model, [head.id for head in heads.values()])
    columns = content_columns(version_model)
    results: list[tuple[Any, Any, bool]] = []
    for change in changes:
        content = {name: change.content.get(name) for name in columns}
        head = heads.get(change.ref)
        if head is None:
            head = head_model(id=new_id(), operator_id=operator_id, ref=change.ref, created_at=at)
            db.session.add(head)
            heads[change.ref] = head
        digest = digest_of(change.ref, change.valid_from, content, is_active=change.is_active)
        history = latest.setdefault(head.id, [])
        current = in_force(history, change.valid_from)
        if current is not None and current.is_active == change.is_active and _same(content_of(current), content):
            results.append((head, current, False))
            continue
        version = version_model(
            id=new_id(),
            head_id=head.id,
            version_no=1 + max((known.version_no for known in history), default=0),
            valid_from=change.valid_from,
            recorded_at=at,
            recorded_by=actor_id,
            reason=change.reason,
            is_active=change.is_active,
            digest=digest,
            **content,
        )
        history.append(version)
        db.session.add(version)
        results.append((head, version, True))
    try:
        db.session.flush()  # let a racing writer of the same version number show here
    except IntegrityError as error:
        raise Conflict(
            Words(
                "ほかの人が同時に変更しました。読み直して、もう一度お試しください。",
                "Somebody changed this at the same moment. Reload and try again.",
            ),
        ) from error
    return results


def _same(stored: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    return {k: v for k, v in stored.items() if v is not None} == {k: v for k, v in given.items() if v is not None}


def in_force(versions: Iterable[Any], on: date) -> Any | None:  # noqa: ANN401 a version of any register
    """Return the version in force on day `on`, or None before the first one."""
    return max(
        (version for version in versions if version.valid_from <= on),
        key=lambda version: (version.valid_from, version.version_no),
        default=None,
    )


def heads_by_ref(head_model: type[Any], operator_id: UUID, refs: Iterable[str]) -> dict[str, Any]:
    """Return the heads of these refs within an operator, keyed by ref; unknown refs are left out."""
    found: dict[str, Any] = {}
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        query = select(head_model).where(head_model.operator_id == operator_id, head_model.ref.in_(chunk))
        found.update({head.ref: head for head in db.session.scalars(query)})
    return found


def _latest_versions(version_model: type[Any], head_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    versions: dict[UUID, list[Any]] = {}
    for start in range(0, len(head_ids), 500):
        chunk = head_ids[start : start + 500]
        for version in db.session.scalars(select(version_model).where(version_model.head_id.in_(chunk))):
            versions.setdefault(version.head_id, []).append(version)
    return versions


def versions_by_head(version_model: type[Any], head_ids: Iterable[UUID]) -> dict[UUID, list[Any]]:
    """Return all versions of these entries, oldest first, keyed by the id of the head."""
    versions = _latest_versions(version_model, sorted(set(head_ids)))
    return {head: sorted(known, key=lambda version: version.version_no) for head, known in versions.items()}


def history(version_model: type[Any], head_id: UUID) -> list[Any]:
    """Return all versions of one entry, newest first."""
    query = select(version_model).where(version_model.head_id == head_id).order_by(version_model.version_no.desc())
    return list(db.session.scalars(query))


def current_entries(
    head_model: type[Any],
    version_model: type[Any],
    operator_id: UUID,
    on: date,
) -> list[tuple[Any, Any]]:
    """Return `(head, version in force on that day)` of a whole register, sorted by ref; ended entries are left out."""
    query = select(head_model).where(head_model.operator_id == operator_id).order_by(head_model.ref)
    heads = list(db.session.scalars(query))
    versions = _latest_versions(version_model, [head.id for head in heads])
    pairs = ((head, in_force(versions.get(head.id, []), on)) for head in heads)
    return [(head, version) for head, version in pairs if version is not None and version.is_active]
