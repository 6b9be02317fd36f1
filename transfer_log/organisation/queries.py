"""Read the operators and what belongs to each: departments, policies and numbered purposes, as they were on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.book import Book, BookEntry, Snapshot, load_entries
from transfer_log.db import NIL_ID
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID


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


class PurposeBook(Book[PurposeSnapshot]):
    """Hold the numbered purposes of one operator."""

    __slots__ = ()

    @classmethod
    def load(cls, operator_id: UUID, refs: Iterable[str] | None = None) -> PurposeBook:
        """Read all purposes of the operator, or those of `refs`."""
        return cls(load_entries(Purpose, PurposeVersion, PurposeSnapshot, operator_id, refs))
