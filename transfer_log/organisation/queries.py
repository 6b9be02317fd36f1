"""Read the operators and what belongs to each: departments, policies and numbered purposes, as they were on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log.accounts.models import User
from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.db import NIL_ID, db
from transfer_log.errors import NotFound, Text
from transfer_log.organisation.models import (
    Department,
    DepartmentVersion,
    Operator,
    OperatorVersion,
    Policy,
    PolicyVersion,
    Purpose,
    PurposeVersion,
)
from transfer_log.organisation.rules import MAIN_POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID


NO_USER: Final = Text("この事業者にそのような利用者はいません。", "This operator has no such user.")
NO_OPERATOR: Final = Text("その事業者は登録されていません。", "There is no such operator.")
WHICH_OPERATOR: Final = Text(
    "事業者のコードを指定してください。登録されているコード：{known}", "Name the operator. Known codes: {known}"
)


@dataclass(frozen=True, slots=True)
class OperatorSnapshot(Snapshot):
    """Be what an operator is since a day, with the desk that people may turn to (Act Art. 32(1))."""

    name: str
    name_en: str | None
    address: str | None
    representative: str | None
    corporate_number: str | None
    desk_name: str | None
    desk_address: str | None
    desk_phone: str | None
    desk_email: str | None
    desk_form_url: str | None
    desk_hours: str | None
    desk_closed_days: str | None
    late_after_days: int
    company_holidays: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class DepartmentSnapshot(Snapshot):
    """Be what a department is since a day."""

    name: str
    name_en: str | None
    manager_id: UUID | None


@dataclass(frozen=True, slots=True)
class PolicySnapshot(Snapshot):
    """Be one published version of a privacy policy."""

    label: str
    title: str
    published_on: date | None
    representative: str | None
    url: str | None
    next_review_on: date | None
    precedence: int
    note: str | None


@dataclass(frozen=True, slots=True)
class PurposeSnapshot(Snapshot):
    """Be what a numbered purpose says since a day, and the policy version in which it stands."""

    title: str
    title_en: str | None
    policy_version_id: UUID | None
    covers_provision: bool | None
    recipient_kinds: Sequence[str] | None
    is_special: bool
    change_evidence: str | None


OperatorEntry = BookEntry[OperatorSnapshot]
DepartmentEntry = BookEntry[DepartmentSnapshot]
PolicyEntry = BookEntry[PolicySnapshot]
PurposeEntry = BookEntry[PurposeSnapshot]


def _rank(policy: PolicyEntry) -> tuple[int, bool, str]:
    """Return what policies are ordered by: precedence, then the main one, then their codes."""
    return (-policy.versions[-1].precedence, policy.ref != MAIN_POLICY, policy.ref)


class OperatorBook(Book[OperatorSnapshot]):
    """Hold the operators of the installation."""

    __slots__ = ()

    @classmethod
    def load(cls) -> OperatorBook:
        """Read all operators."""
        return cls(load_entries(Operator, OperatorVersion, OperatorSnapshot, NIL_ID))


class DepartmentBook(Book[DepartmentSnapshot]):
    """Hold the departments of one operator."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> DepartmentBook:
        """Read all departments of the operator, or those of `refs`."""
        return cls(load_entries(Department, DepartmentVersion, DepartmentSnapshot, operator_id, refs))


class PolicyBook(Book[PolicySnapshot]):
    """Hold the policies of one operator."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID) -> PolicyBook:
        """Read all policies of the operator."""
        return cls(load_entries(Policy, PolicyVersion, PolicySnapshot, operator_id))

    def by_label(self) -> dict[str, PolicySnapshot]:
        """Return the policy versions by label; of one label the last recorded, of several policies the first in rank."""
        versions = (
            version
            for entry in sorted(self, key=_rank, reverse=True)
            for version in sorted(entry.versions, key=lambda known: known.version_no)
            if version.is_active
        )
        return {version.label: version for version in versions}

    def main(self) -> PolicyEntry | None:
        """Return the policy that goes before the others, None where none is entered yet."""
        return min(self, key=_rank, default=None)

    def in_force(self, on: date) -> PolicySnapshot | None:
        """Return the version of the foremost policy in force on a Japan date, None where none was in force yet."""
        standing = self.offered(on)
        if not standing:
            return None
        _, version = min(standing, key=lambda pair: (-pair[1].precedence, pair[0].ref != MAIN_POLICY, pair[0].ref))
        return version


class PurposeBook(Book[PurposeSnapshot]):
    """Hold the numbered purposes of one operator."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> PurposeBook:
        """Read all purposes of the operator, or those of `refs`."""
        return cls(load_entries(Purpose, PurposeVersion, PurposeSnapshot, operator_id, refs))


@dataclass(frozen=True, slots=True)
class PurposeStanding:
    """Be a purpose in force on a day, with the policy version in which it stands."""

    id: UUID
    ref: str
    purpose: PurposeSnapshot
    policy: PolicySnapshot | None


def operator_on(operator_id: UUID, on: date) -> OperatorSnapshot:
    """Return what an operator was on a Japan date; before its first version, that one.

    :raises NotFound: when there is no such operator.
    """
    entry = OperatorBook.load().by_id.get(operator_id)
    if entry is None:
        raise NotFound(NO_OPERATOR)
    return entry.nearest(on)


def operator_id_of(ref: str | None) -> UUID:
    """Return the id of the operator with this code; without a code that of the only operator there is.

    :raises NotFound: when there is no such operator, none at all, or several and none was named; the text lists them.
    """
    book = OperatorBook.load()
    if ref is None and len(book) == 1:
        return next(iter(book)).id
    entry = None if ref is None else book.by_ref.get(ref)
    if entry is None:
        raise NotFound(WHICH_OPERATOR.format(known=", ".join(sorted(book.by_ref)) or "–"))
    return entry.id


def purposes_on(operator_id: UUID, on: date) -> list[PurposeStanding]:
    """Return the purposes in force on a Japan date by code, each with its policy version; ended ones are left out."""
    policies = {version.id: version for entry in PolicyBook.load(operator_id) for version in entry.versions}
    return [
        PurposeStanding(entry.id, entry.ref, version, policies.get(version.policy_version_id or NIL_ID))
        for entry, version in PurposeBook.load(operator_id).offered(on)
    ]


def departments_on(operator_id: UUID, on: date) -> list[tuple[DepartmentEntry, DepartmentSnapshot]]:
    """Return the departments of an operator on a Japan date by code; ended ones are left out."""
    return DepartmentBook.load(operator_id).offered(on)


def user_ids(operator_id: UUID, among: Iterable[UUID]) -> frozenset[UUID]:
    """Return those of the ids that are users of the operator."""
    query = select(User.id).where(User.operator_id == operator_id, User.id.in_(sorted(set(among))))
    return frozenset(db.session.scalars(query))


def users_by_email(operator_id: UUID) -> dict[str, UUID]:
    """Return the ids of the operator's users who are not shut out, by e-mail address in small letters."""
    query = select(User.email, User.id).where(User.operator_id == operator_id, User.is_active)
    return {email.lower(): user_id for email, user_id in db.session.execute(query)}
