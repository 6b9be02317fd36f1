"""Import operators of the group, departments and policy versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from transfer_log.errors import Text
from transfer_log.field_checks import unknown_value
from transfer_log.imports.cells import UnreadableCell, day, listed, whole_number
from transfer_log.imports.registers import Column, Register, register_kind
from transfer_log.organisation.operations import (
    DepartmentDraft,
    OperatorDraft,
    PolicyDraft,
    save_departments,
    save_operators,
    save_policies,
)
from transfer_log.organisation.queries import NO_USER, DepartmentBook, OperatorBook, PolicyBook, users_by_email
from transfer_log.register_saving import said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from transfer_log.organisation.queries import DepartmentEntry, OperatorEntry, PolicyEntry
    from transfer_log.register_saving import Rejected, Saved

OPERATOR_COLUMNS: Final = (
    Column("operator_ref", "ref"),
    Column("name", "name", is_required=True),
    Column("name_en", "name_en"),
    Column("address", "address"),
    Column("representative", "representative"),
    Column("corporate_number", "corporate_number"),
    Column("desk_name", "desk_name"),
    Column("desk_address", "desk_address"),
    Column("desk_phone", "desk_phone"),
    Column("desk_email", "desk_email"),
    Column("desk_form_url", "desk_form_url"),
    Column("desk_hours", "desk_hours"),
    Column("desk_closed_days", "desk_closed_days"),
    Column("late_after_days", "late_after_days", whole_number),
    Column("company_holidays", "company_holidays", listed),
)
DEPARTMENT_COLUMNS: Final = (
    Column("department_ref", "ref"),
    Column("name", "name", is_required=True),
    Column("name_en", "name_en"),
    Column("manager_email", "manager_id"),
)
POLICY_COLUMNS: Final = (
    Column("policy_ref", "ref"),
    Column("label", "label", is_required=True),
    Column("title", "title", is_required=True),
    Column("published_on", "published_on", day),
    Column("representative", "representative"),
    Column("url", "url"),
    Column("next_review_on", "next_review_on", day),
    Column("precedence", "precedence", whole_number),
    Column("note", "note"),
)


class _Operators(Register):
    """Save operators of the group."""

    def known(self, refs: Iterable[str]) -> Mapping[str, OperatorEntry]:
        """Return all operators: there are few."""
        del refs
        return OperatorBook.load().by_ref

    def said(self, entry: OperatorEntry, on: date) -> OperatorDraft:
        """Return what an operator is on a day."""
        version = entry.nearest(on)
        said = said_by(version)
        said["company_holidays"] = said["company_holidays"] or ()
        return OperatorDraft(ref=entry.ref, is_active=version.is_active, **said)

    def blank(self, ref: str) -> OperatorDraft:
        """Begin a new operator."""
        return OperatorDraft(ref=ref, name="")

    def save(self, drafts: Sequence[OperatorDraft]) -> list[Saved | Rejected]:
        """Save operators."""
        return save_operators(drafts, actor=self.run.actor, at=self.run.at)


class _Departments(Register):
    """Save departments of one operator."""

    def known(self, refs: Iterable[str]) -> Mapping[str, DepartmentEntry]:
        """Return the entries of these refs."""
        return DepartmentBook.load(self.run.actor.operator_id, refs).by_ref

    def said(self, entry: DepartmentEntry, on: date) -> DepartmentDraft:
        """Return what a department is on a day."""
        version = entry.nearest(on)
        return DepartmentDraft(ref=entry.ref, is_active=version.is_active, **said_by(version))

    def blank(self, ref: str) -> DepartmentDraft:
        """Begin a new department."""
        return DepartmentDraft(ref=ref, name="")

    def read(self, column: Column, cell: str) -> Any:  # noqa: ANN401 what the column holds
        """Return what a cell says; a manager is named by the e-mail address of a user of the operator."""
        if column.field != "manager_id":
            return super().read(column, cell)
        users = users_by_email(self.run.actor.operator_id)
        if cell.lower() not in users:
            problem = unknown_value(column.name, cell, users, NO_USER)
            raise UnreadableCell(problem.text, cell)
        return users[cell.lower()]

    def save(self, drafts: Sequence[DepartmentDraft]) -> list[Saved | Rejected]:
        """Save departments."""
        return save_departments(drafts, actor=self.run.actor, at=self.run.at)


class _Policies(Register):
    """Save policy versions of one operator."""

    _entries: Mapping[str, PolicyEntry]

    def known(self, refs: Iterable[str]) -> Mapping[str, PolicyEntry]:
        """Return all policies of the operator: there are few."""
        del refs
        self._entries = PolicyBook.load(self.run.actor.operator_id).by_ref
        return self._entries

    def said(self, entry: PolicyEntry, on: date) -> PolicyDraft:
        """Begin another version of a policy: only its rank goes on from one version to the next."""
        return PolicyDraft(ref=entry.ref, label="", title="", precedence=entry.nearest(on).precedence)

    def blank(self, ref: str) -> PolicyDraft:
        """Begin a new policy."""
        return PolicyDraft(ref=ref, label="", title="")

    def later(self, before: PolicyDraft) -> PolicyDraft:
        """Begin another version of a policy that an earlier row has named."""
        return PolicyDraft(ref=before.ref, label="", title="", precedence=before.precedence)

    def save(self, drafts: Sequence[PolicyDraft]) -> list[Saved | Rejected]:
        """Save policy versions; what is known of a version of the same label stays where the row says nothing."""
        completed = [self._completed(draft) for draft in drafts]
        return save_policies(completed, actor=self.run.actor, at=self.run.at)

    def _completed(self, draft: PolicyDraft) -> PolicyDraft:
        entry = self._entries.get(draft.ref)
        versions = [version for version in entry.versions if version.label == draft.label] if entry else []
        if not versions:
            return draft
        stored = said_by(versions[-1]) | {"valid_from": versions[-1].valid_from}
        unsaid = {name: value for name, value in stored.items() if getattr(draft, name) is None}
        return replace(draft, **unsaid)


OPERATORS: Final = register_kind("operators", Text("事業者", "operators"), OPERATOR_COLUMNS, _Operators)
DEPARTMENTS: Final = register_kind("departments", Text("部署", "departments"), DEPARTMENT_COLUMNS, _Departments)
POLICIES: Final = register_kind("policies", Text("方針の版", "policy versions"), POLICY_COLUMNS, _Policies)
