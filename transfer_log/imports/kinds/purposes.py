"""Import numbered purposes and the policy versions in which they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text
from transfer_log.field_checks import unknown_value
from transfer_log.imports.cells import listed, yes_or_no
from transfer_log.imports.registers import Column, Register, register_kind
from transfer_log.organisation.operations import PurposeDraft, save_purposes
from transfer_log.organisation.queries import PolicyBook, PurposeBook
from transfer_log.recipients.kinds import KINDS
from transfer_log.register_saving import said_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.organisation.queries import PurposeEntry
    from transfer_log.register_saving import Rejected, Saved

COLUMNS: Final = (
    Column("purpose_ref", "ref"),
    Column("title", "title", is_required=True),
    Column("policy_version", "policy_version", is_required=True),
    Column("title_en", "title_en"),
    Column("covers_provision", "covers_provision", yes_or_no),
    Column("recipient_kinds", "recipient_kinds", listed),
    Column("is_special", "is_special", yes_or_no),
    Column("change_evidence", "change_evidence"),
)


class _Purposes(Register):
    """Save purposes of one operator."""

    _labels: Mapping[UUID, str]

    def known(self, refs: Iterable[str]) -> Mapping[str, PurposeEntry]:
        """Return the entries of these refs, and remember what policy versions are called."""
        operator_id = self.run.actor.operator_id
        policies = PolicyBook.load(operator_id)
        self._labels = {version.id: version.label for entry in policies for version in entry.versions}
        return PurposeBook.load(operator_id, refs).by_ref

    def said(self, entry: PurposeEntry, on: date) -> PurposeDraft:
        """Return what a purpose says on a day."""
        version = entry.nearest(on)
        said = said_by(version)
        label = self._labels.get(said.pop("policy_version_id"))
        said["recipient_kinds"] = said["recipient_kinds"] or ()
        return PurposeDraft(ref=entry.ref, policy_version=label, is_active=version.is_active, **said)

    def blank(self, ref: str) -> PurposeDraft:
        """Begin a new purpose."""
        return PurposeDraft(ref=ref, title="")

    def save(self, drafts: Sequence[PurposeDraft]) -> list[Saved | Rejected]:
        """Save purposes."""
        checked = [_with_known_kinds(draft) for draft in drafts]
        return save_purposes(checked, actor=self.run.actor, at=self.run.at)


def _with_known_kinds(draft: PurposeDraft) -> PurposeDraft:
    """Note the kinds of recipients that there are not: the register of purposes itself does not know them."""
    unknown = [kind for kind in draft.recipient_kinds if kind not in KINDS]
    problems = tuple(unknown_value("recipient_kinds", kind, KINDS) for kind in unknown)
    return replace(draft, unreadable=draft.unreadable + problems) if problems else draft


KIND: Final = register_kind("purposes", Text("利用目的", "purposes"), COLUMNS, _Purposes)
