"""Give operators, departments, policies and purposes to programs, and take in what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.registers import Keeping, Register, open_register
from transfer_log.organisation.models import DepartmentVersion, OperatorVersion, PolicyVersion, PurposeVersion
from transfer_log.organisation.operations import (
    DepartmentDraft,
    PolicyDraft,
    PurposeDraft,
    save_departments,
    save_policies,
    save_purposes,
)
from transfer_log.organisation.queries import DepartmentBook, OperatorBook, PolicyBook, PurposeBook
from transfer_log.organisation.schemas import (
    DepartmentBody,
    DepartmentView,
    OperatorView,
    PolicyBody,
    PolicyView,
    PurposeBody,
    PurposeView,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

blueprint: Final = ApiBlueprint("organisation", "Operators (事業者), departments, privacy policies, numbered purposes.")


def _operators(_operator_id: UUID, _refs: Iterable[str] | None) -> OperatorBook:
    return OperatorBook.load()


def _policies(operator_id: UUID, _refs: Iterable[str] | None) -> PolicyBook:
    return PolicyBook.load(operator_id)


def _purpose_in_words(operator_id: UUID) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    labels = {version.id: version.label for entry in PolicyBook.load(operator_id) for version in entry.versions}

    def in_words(content: Mapping[str, Any]) -> dict[str, Any]:
        return {**content, "policy_version": labels.get(content["policy_version_id"])}

    return in_words


open_register(blueprint, Register("/operators", "operator", "operators", OperatorView, OperatorVersion, _operators))
open_register(
    blueprint,
    Register("/departments", "department", "departments", DepartmentView, DepartmentVersion, DepartmentBook.load),
    Keeping("keep_operators", DepartmentBody(), DepartmentDraft, save_departments, {"name": "人材紹介部"}),
)
open_register(
    blueprint,
    Register("/policies", "policy", "policies", PolicyView, PolicyVersion, _policies),
    Keeping(
        "keep_purposes",
        PolicyBody(),
        PolicyDraft,
        save_policies,
        {"label": "2026-04-01", "title": "個人情報保護方針", "published_on": "2026-04-01"},
    ),
)
open_register(
    blueprint,
    Register("/purposes", "purpose", "purposes", PurposeView, PurposeVersion, PurposeBook.load, _purpose_in_words),
    Keeping(
        "keep_purposes",
        PurposeBody(),
        PurposeDraft,
        save_purposes,
        {"title": "求人企業への職業紹介のため", "policy_version": "2026-04-01", "covers_provision": True},
    ),
)
