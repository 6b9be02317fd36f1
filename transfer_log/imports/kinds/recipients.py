"""Import recipients: who they are from a day on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text
from transfer_log.imports.cells import listed, yes_or_no
from transfer_log.imports.registers import Column, Register, register_kind
from transfer_log.recipients.drafts import RecipientDraft, draft_of
from transfer_log.recipients.operations import save_recipients
from transfer_log.recipients.queries import RecipientBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.register_saving import Rejected, Saved

COLUMNS: Final = (
    Column("recipient_ref", "ref"),
    Column("name", "name", is_required=True),
    Column("kind", "kind", is_required=True),
    Column("country", "country", is_required=True),
    Column("address", "address", is_required=True),
    Column("representative", "representative", is_required=True),
    Column("corporate_number", "corporate_number", is_required=True),
    Column("legal_nature", "legal_nature"),
    Column("name_en", "name_en"),
    Column("aliases", "aliases", listed),
    Column("country_profile", "country_profile"),
    Column("handles_in_japan", "handles_in_japan", yes_or_no),
    Column("same_legal_person", "same_legal_person", yes_or_no),
    Column("equivalent_system", "equivalent_system"),
    Column("parent_ref", "parent_ref"),
    Column("policy_url", "policy_url"),
    Column("opt_out_url", "opt_out_url"),
)


class _Recipients(Register):
    """Save recipients of one operator."""

    _entries: Mapping[str, RecipientEntry]
    _parents: Mapping[UUID, str]

    def known(self, refs: Iterable[str]) -> Mapping[str, RecipientEntry]:
        """Return the entries of these refs, and remember what they belong to."""
        operator_id = self.run.actor.operator_id
        self._entries = RecipientBook.load(operator_id, refs).by_ref
        versions = (version for entry in self._entries.values() for version in entry.versions)
        parents = RecipientBook.load_ids(operator_id, {version.parent_id for version in versions if version.parent_id})
        self._parents = {entry.id: entry.ref for entry in parents}
        return self._entries

    def said(self, entry: RecipientEntry, on: date) -> RecipientDraft:
        """Return what a recipient is on a day."""
        return draft_of(entry, on, self._parents)

    def blank(self, ref: str) -> RecipientDraft:
        """Begin a new recipient."""
        return RecipientDraft(ref=ref, name="")

    def save(self, drafts: Sequence[RecipientDraft]) -> list[Saved | Rejected]:
        """Save recipients; a provisional one that the file names is begun no longer, it is what the file says."""
        return save_recipients([self._stated(draft) for draft in drafts], actor=self.run.actor, at=self.run.at)

    def _stated(self, draft: RecipientDraft) -> RecipientDraft:
        since = draft.valid_from
        if draft.is_provisional and since is None:
            # It was true all along, nobody had written it down: rows that wait for it lie before today.
            since = self._entries[draft.ref].versions[0].valid_from
        # A nature stands in a draft only where the file states it or a keeper has confirmed it.
        confirmed = draft.legal_nature is not None
        return replace(draft, valid_from=since, is_provisional=False, is_nature_confirmed=confirmed)


KIND: Final = register_kind("recipients", Text("提供先", "recipients"), COLUMNS, _Recipients)
