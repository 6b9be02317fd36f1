"""Import consents (同意). A row is the whole consent: an empty cell of its scope means that it is not limited there."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.imports.kind import ChunkOutcome, ImportKind, NumberedRow, Run
from transfer_log.provisions.reading import read_day, read_instant
from transfer_log.register_saving import Rejected
from transfer_log.subjects.consents import record_consents
from transfer_log.subjects.drafts import ConsentDraft, ConsentRecorded, ScopeDraft
from transfer_log.tables import Columns, split_list
from transfer_log.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transfer_log.subjects.consents import ConsentOutcome

COLUMNS: Final = Columns(
    known=(
        "consent_ref",
        "subject_ref",
        "given_on",
        "method",
        "text_version",
        "recipients",
        "recipient_kinds",
        "purposes",
        "data_items",
        "countries",
        "expires_on",
        "given_at",
        "signer",
        "signer_note",
        "special_items",
        "evidence_ref",
        "information_given_on",
    ),
    required=("consent_ref", "subject_ref", "given_on", "method"),
)

_NEEDED: Final = Text("同意の番号を入れてください。", "Enter the reference of the consent.")
_OTHER_CONTENT: Final = Text(
    "この consent_ref は、別の内容ですでに記録されています。訂正は同意のページから行ってください。",
    "This consent_ref already stands for another content. To correct it, use the page of the consent.",
)


class _Writer:
    """Write chunks of rows of one file."""

    def __init__(self, run: Run) -> None:
        """Remember who imports what."""
        self._run = run

    def __call__(self, rows: Sequence[NumberedRow]) -> ChunkOutcome:
        """Record the consents of these rows; rows with problems are refused."""
        outcome = ChunkOutcome()
        drafts = [_draft(cells) for _, cells in rows]
        recorded = record_consents(drafts, actor=self._run.actor, at=self._run.at)
        for (number, _), done in zip(rows, recorded, strict=True):
            _count(outcome, number, done)
        return outcome


def _draft(cells: Sequence[str]) -> ConsentDraft:
    """Return the draft of one row; `cells` stand in the order of the known columns."""
    (
        consent_ref,
        subject_ref,
        given_on,
        method,
        text_version,
        recipients,
        kinds,
        purposes,
        items,
        countries,
        expires_on,
        given_at,
        signer,
        signer_note,
        special_items,
        evidence_ref,
        information_given_on,
    ) = (cell.strip() for cell in cells)
    problems: list[Problem] = []
    if not consent_ref:
        # Without it the same file taken in twice would make everything twice.
        problems.append(Problem("consent_ref", _NEEDED))
    day = read_day("given_on", given_on, problems)
    return ConsentDraft(
        consent_ref=consent_ref,
        subject_ref=subject_ref,
        given_on=day,
        given_at=read_instant("given_at", given_at, day, problems),
        method=method,
        text_version=text_version,
        signer=signer or "person",
        signer_note=signer_note,
        scope=_scope(recipients, kinds, purposes, items, countries),
        special_items=split_list(special_items) if special_items else (),
        expires_on=read_day("expires_on", expires_on, problems),
        evidence_ref=evidence_ref,
        information_given_on=read_day("information_given_on", information_given_on, problems),
        unreadable=tuple(problems),
    )


@lru_cache(maxsize=8192)
def _scope(*cells: str) -> ScopeDraft:
    """Return the scope that five cells describe; thousands of rows share a few hundred scopes."""
    return ScopeDraft(*(split_list(cell) for cell in cells))


def _count(outcome: ChunkOutcome, number: int, done: ConsentOutcome) -> None:
    if isinstance(done, ConsentRecorded):
        if done.is_new:
            outcome.new_count += 1
        else:
            outcome.same_count += 1
        return
    outcome.refused_count += 1
    if isinstance(done, Rejected):
        outcome.problems += [replace(problem, row=number) for problem in done.problems]
        return
    outcome.problems += [
        Problem(field, _OTHER_CONTENT, found=_written(sent), allowed=(_written(stored),), row=number)
        for field, (stored, sent) in done.differences.items()
    ]


def _written(value: object) -> str:
    """Return a value as a cell holds it."""
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return "" if value is None else visible(str(value))


KIND: Final = ImportKind("consents", Text("同意", "consents"), COLUMNS, _Writer)
