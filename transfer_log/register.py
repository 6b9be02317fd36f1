"""Keep registers as heads with dated versions: a change is a new row, the version in force on a day is frozen where used.

A register is two tables: the head (id, operator, ref) and its versions (valid_from, version_no, digest, content).
*In force on day d* = the greatest `valid_from` not after d, then the greatest `version_no`. Nothing is ever updated or
deleted; a thing is ended by a version with `is_active = False`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from transfer_log.bulk import insert_columns
from transfer_log.db import Digest, Instant, Uid, db, json_text, new_id, table_of
from transfer_log.errors import Conflict
from transfer_log.errors import Text as Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEAD_COLUMNS: Final = ("id", "operator_id", "ref", "created_at")
_VERSION_COLUMNS: Final = (
    "id",
    "head_id",
    "version_no",
    "valid_from",
    "recorded_at",
    "recorded_by",
    "reason",
    "is_active",
    "digest",
)
_REFS_IN_A_QUERY: Final = 500


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
    return tuple(column.name for column in version_model.__table__.columns if column.name not in _VERSION_COLUMNS)


def content_of(version: Any) -> dict[str, Any]:  # noqa: ANN401 a version of any register
    """Return the content of a version as a mapping."""
    return {name: getattr(version, name) for name in content_columns(type(version))}


def digest_of(head_ref: str, valid_from: date, content: Mapping[str, Any], *, is_active: bool) -> bytes:
    """Return the digest by which evidence rows refer to a version: SHA-256 of an RFC 8785 object.

    Contents hold text, whole numbers, booleans, lists and mappings of them, under ASCII names: for these the JSON we
    write is RFC 8785, at a tenth of the cost of a general writer.
    """
    body: dict[str, Any] = {"ref": head_ref, "valid_from": valid_from.isoformat(), "is_active": is_active}
    for name, value in content.items():
        if value is not None:
            body[name] = _plain(value)
    return sha256(json_text(body).encode()).digest()


def _plain(value: Any) -> Any:  # noqa: ANN401 any content value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


class Stored(NamedTuple):
    """Be what is in force after a change: the entry, the version that says it, and whether that was written now."""

    head_id: UUID
    ref: str
    version_id: UUID
    version_no: int
    valid_from: date
    is_changed: bool


class _Known(NamedTuple):
    """Be what has to be known of a version to decide on a change; `content` stands in the order of its columns."""

    id: UUID
    version_no: int
    valid_from: date
    is_active: bool
    content: tuple[Any, ...]


def save_changes(
    head_model: type[Any],
    version_model: type[Any],
    changes: Sequence[Change],
    *,
    operator_id: UUID,
    actor_id: UUID,
    at: datetime,
) -> list[Stored]:
    """Write many register changes at once and return what is in force, in the order given.

    A ref not yet known makes a new entry. A change that says what is already in force adds nothing, so that importing
    the same file twice leaves the register as it was. `actor_id` is the user, `at` an aware UTC instant.

    :raises Conflict: when somebody else changed one of the entries at the same moment; nothing is written then.
    """
    columns = content_columns(version_model)
    histories = _histories(head_model, version_model, operator_id, {change.ref for change in changes})
    heads: list[tuple[Any, ...]] = []
    versions: list[tuple[Any, ...]] = []
    results: list[Stored] = []
    for change in changes:
        content = tuple(change.content.get(name) for name in columns)
        if change.ref not in histories:
            histories[change.ref] = (new_id(), [])
            heads.append((histories[change.ref][0], operator_id, change.ref, at))
        head_id, history = histories[change.ref]
        version: _Known | None = in_force(history, change.valid_from)
        is_changed = version is None or (version.is_active, version.content) != (change.is_active, content)
        if version is None or is_changed:
            number = 1 + max((known.version_no for known in history), default=0)
            version = _Known(new_id(), number, change.valid_from, change.is_active, content)
            history.append(version)
            named = dict(zip(columns, content, strict=True))
            digest = digest_of(change.ref, change.valid_from, named, is_active=change.is_active)
            begun = (version.id, head_id, number, change.valid_from, at, actor_id, change.reason, change.is_active)
            versions.append((*begun, digest, *content))
        results.append(Stored(head_id, change.ref, version.id, version.version_no, version.valid_from, is_changed))
    try:
        _insert(head_model, _HEAD_COLUMNS, heads)
        _insert(version_model, (*_VERSION_COLUMNS, *columns), versions)
    except IntegrityError as error:
        raise Conflict(
            Words(
                "ほかの人が同時に変更しました。読み直して、もう一度お試しください。",
                "Somebody changed this at the same moment. Reload and try again.",
            ),
        ) from error
    return results


def _insert(model: type[Any], names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    insert_columns(table_of(model), names, list(zip(*rows, strict=True)))


def _histories(
    head_model: type[Any], version_model: type[Any], operator_id: UUID, refs: Iterable[str]
) -> dict[str, tuple[UUID, list[_Known]]]:
    """Return `(id of the entry, its versions)` by ref; reads columns, which costs a third of reading objects."""
    names = ("id", "version_no", "valid_from", "is_active", *content_columns(version_model))
    query = (
        select(head_model.id, head_model.ref, *(getattr(version_model, name) for name in names))
        .join(version_model, version_model.head_id == head_model.id)
        .where(head_model.operator_id == operator_id)
    )
    found: dict[str, tuple[UUID, list[_Known]]] = {}
    wanted = sorted(set(refs))
    for start in range(0, len(wanted), _REFS_IN_A_QUERY):
        for row in db.session.execute(query.where(head_model.ref.in_(wanted[start : start + _REFS_IN_A_QUERY]))):
            head_id, ref, version_id, number, valid_from, is_active, *content = row
            found.setdefault(ref, (head_id, []))[1].append(
                _Known(version_id, number, valid_from, is_active, tuple(content))
            )
    return found


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
