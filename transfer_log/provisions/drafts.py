"""Describe a provision before it is written: codes and references as a form, the API or a file states them.

Three doors, one draft: whatever comes in becomes a `ProvisionDraft`, and `record_provisions` is the only writer.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.db import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.errors import Problem


# Where a sender names no source system, its ids are taken to come from the company's main one.
MAIN_SOURCE: Final = "main"


class ProvisionDraft(NamedTuple):
    """State one provision of one person's data to one recipient. Days are Japan dates, instants aware UTC.

    A person is named by `subject_id`, or by `subject_ref` (and `subject_name` where the number is new); a recipient by
    `recipient_ref` or, where it has no entry yet, by `recipient_name`. Empty text means: not stated. `evidence` holds
    what is stated for the basis: facts of `assessment.md` (`consent_was_hard: true`) and papers (`contract_ref: …`).
    """

    subject_ref: str = ""
    subject_name: str = ""
    subject_id: UUID | None = None
    recipient_ref: str = ""
    recipient_name: str = ""
    provided_on: date | None = None
    provided_at: datetime | None = None
    last_provided_on: date | None = None
    legal_basis: str = ""
    consent_ref: str = ""
    data_items: tuple[str, ...] = ()
    method: str = ""
    purpose: str = ""
    situation: str = ""
    mode: str = ""
    act: str = ""
    information: str = ""
    relation: str = ""
    country: str = ""
    protection: str = ""
    case_ref: str = ""
    department: str = ""
    decided_by: str = ""
    recorded_on: date | None = None
    batch_ref: str = ""
    external_id: str = ""
    source: str = ""
    source_ledger: str = ""
    source_row: int | None = None
    evidence: Mapping[str, object] | None = None
    sent_digest: bytes | None = None
    sent_bytes: int | None = None
    staged_after_id: UUID | None = None
    wished_on: date | None = None
    leans_on_id: UUID | None = None
    override_reason: str = ""
    stage: str = "done"

    @property
    def key(self) -> tuple[str, str] | None:
        """Return (source, external id), by which a repeat is known; None where the sender gave no id."""
        return (self.source or MAIN_SOURCE, self.external_id) if self.external_id else None


# What does not make another provision of it: how a person is named, and where the row stood in a file.
_NOT_CONTENT: Final = frozenset({"subject_name", "subject_id", "source", "external_id", "source_row", "recorded_on"})
CONTENT_FIELDS: Final = tuple(name for name in ProvisionDraft._fields if name not in _NOT_CONTENT)
_CONTENT_PLACES: Final = tuple(ProvisionDraft._fields.index(name) for name in CONTENT_FIELDS)


def draft_digest(draft: ProvisionDraft) -> bytes:
    """Return the SHA-256 of what a draft states: the same digest under the same external id is a repeat."""
    content = [draft[place] for place in _CONTENT_PLACES]
    evidence = draft.evidence
    if evidence is not None:
        content[CONTENT_FIELDS.index("evidence")] = json_text(evidence)
    return sha256("\x1f".join(map(str, content)).encode()).digest()


class Recorded(NamedTuple):
    """Say that a provision stands in the ledger. `is_new` is False where the same one had been sent before."""

    subject_id: UUID
    id: UUID
    is_new: bool
    finding_count: int = 0


class Rejected(NamedTuple):
    """Say that nothing of a draft was stored, with every problem found."""

    problems: tuple[Problem, ...]


class Differs(NamedTuple):
    """Say that this external id stands for another content: nothing was stored. `differences`: field -> (stored, sent)."""

    subject_id: UUID
    id: UUID
    differences: Mapping[str, tuple[object, object]]


Outcome = Recorded | Rejected | Differs
