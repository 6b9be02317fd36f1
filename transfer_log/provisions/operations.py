"""Write provisions: the one writer behind the page, the API and the file, for one row or a million.

What comes in is never refused for being unlawful: it is stored with what the law makes of it, and with findings. Only a
missing or unknown person, recipient, item or date, or a value nobody can read, is a problem, and then nothing of that
row is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transfer_log.db import new_id
from transfer_log.findings.operations import NewFinding, add_findings
from transfer_log.provisions.drafts import Differs, Outcome, ProvisionDraft, Recorded, Rejected, draft_digest
from transfer_log.provisions.preparing import prepare_drafts
from transfer_log.provisions.rows import NewRow, write_rows
from transfer_log.provisions.stored import Earlier, changed_fields, differences, earlier_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor


class Replacing(NamedTuple):
    """Say which row a new one replaces, and why: correction, confirmed or completed."""

    id: UUID
    version_reason: str
    reason: str | None


def record_provisions(drafts: Sequence[ProvisionDraft], *, actor: Actor, at: datetime, door: str) -> list[Outcome]:
    """Record provisions and return one outcome for each draft, in their order.

    `door` is page, api or file; `at` an aware UTC instant. Drafts of one batch_ref share a batch. The same source and
    external id again is the same row; with another content it is `Differs`. Nothing is committed here.

    Law: Act Art. 29, Rules Art. 19-21; what the law makes of each row is frozen in it.
    """
    outcomes: dict[int, Outcome] = {}
    earlier = earlier_rows(drafts, actor.operator_id)
    first_places: dict[tuple[str, str], int] = {}
    fresh: list[int] = []
    repeats: list[tuple[int, int]] = []
    for place, draft in enumerate(drafts):
        key = draft.key
        if key is None:
            fresh.append(place)
        elif key in earlier:
            outcomes[place] = _repeated(draft, earlier[key])
        elif first_places.setdefault(key, place) == place:
            fresh.append(place)
        else:
            repeats.append((place, first_places[key]))
    written = write_drafts([drafts[place] for place in fresh], actor=actor, at=at, door=door)
    outcomes.update(zip(fresh, written, strict=True))
    for place, first in repeats:
        outcomes[place] = _repeated_in_batch(drafts[first], drafts[place], outcomes[first])
    return [outcomes[place] for place in range(len(drafts))]


def write_drafts(
    drafts: Sequence[ProvisionDraft],
    *,
    actor: Actor,
    at: datetime,
    door: str,
    batch_id: UUID | None = None,
    replacing: Replacing | None = None,
) -> list[Recorded | Rejected]:
    """Write drafts that are known to be new, with their findings, and return one outcome for each.

    `batch_id` joins them to an earlier batch; `replacing` makes the one draft a new version of a stored row.
    """
    prepared, assessor = prepare_drafts(drafts, actor=actor, at=at)
    batches: dict[str, UUID] = {}
    outcomes: list[Recorded | Rejected] = []
    rows: list[NewRow] = []
    for found in prepared:
        if isinstance(found, Rejected):
            outcomes.append(found)
            continue
        batch = batch_id or _batch_of(found.resolved.draft.batch_ref, batches)
        row = NewRow(new_id(), found.resolved, found.judged, batch, *(replacing or ()))
        rows.append(row)
        outcomes.append(
            Recorded(found.resolved.subject_id, row.id, is_new=True, finding_count=len(found.judged.causes))
        )
    write_rows(rows, assessor.verdicts(), actor=actor, at=at, door=door)
    add_findings(_findings_of(rows), actor=actor, at=at)
    return outcomes


def _batch_of(ref: str, batches: dict[str, UUID]) -> UUID | None:
    return batches.setdefault(ref, new_id()) if ref else None


def _findings_of(rows: Sequence[NewRow]) -> list[NewFinding]:
    return [
        NewFinding(row.resolved.subject_id, "provision", row.id, cause)
        for row in rows
        for cause in row.judged.causes
        # A plan is no provision yet: what is doubtful about it is answered by its clearance.
        if row.resolved.draft.stage == "done"
    ]


def _repeated(draft: ProvisionDraft, earlier: Earlier) -> Outcome:
    if draft_digest(draft) == earlier.draft_digest:
        return Recorded(earlier.subject_id, earlier.id, is_new=False)
    found = differences(earlier, draft)
    if not found:
        # Said in another way, such as by what the situation fills in anyway: the same row.
        return Recorded(earlier.subject_id, earlier.id, is_new=False)
    return Differs(earlier.subject_id, earlier.id, found)


def _repeated_in_batch(first: ProvisionDraft, draft: ProvisionDraft, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Recorded):
        return outcome
    if draft_digest(first) == draft_digest(draft):
        return outcome._replace(is_new=False)
    return Differs(outcome.subject_id, outcome.id, changed_fields(first, draft))
