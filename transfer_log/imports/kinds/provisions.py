"""Import provisions: the file's rows become drafts, and the one writer does the rest."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.imports.kind import ChunkOutcome, ImportKind, NumberedRow, Run
from transfer_log.provisions.drafts import Differs, Outcome, ProvisionDraft, Recorded, Rejected
from transfer_log.provisions.operations import record_provisions
from transfer_log.provisions.reading import read_day, read_instant, read_number
from transfer_log.tables import Columns, split_list

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = Columns(
    known=(
        "external_id",
        "subject_ref",
        "subject_name",
        "recipient_ref",
        "provided_on",
        "legal_basis",
        "consent_ref",
        "data_items",
        "method",
        "purpose",
        "situation",
        "provided_at",
        "mode",
        "last_provided_on",
        "case_ref",
        "department",
        "decided_by",
        "recorded_on",
        "batch_ref",
        "protection",
        "recipient_name",
        "source_ledger",
        "source_row",
    ),
    required=("subject_ref", "provided_on"),
)


class _Writer:
    """Write chunks of rows of one file."""

    def __init__(self, run: Run) -> None:
        """Remember who imports what."""
        self._run = run

    def __call__(self, rows: Sequence[NumberedRow]) -> ChunkOutcome:
        """Record the rows; those that cannot be read or matched are refused with every problem."""
        drafts: list[ProvisionDraft] = []
        numbers: list[int] = []
        outcome = ChunkOutcome()
        for number, cells in rows:
            problems: list[Problem] = []
            draft = _draft(cells, problems)
            if problems:
                outcome.refused_count += 1
                outcome.problems += [problem.at_row(number) for problem in problems]
            else:
                drafts.append(draft)
                numbers.append(number)
        run = self._run
        for number, done in zip(
            numbers, record_provisions(drafts, actor=run.actor, at=run.at, door="file"), strict=True
        ):
            _count(outcome, number, done)
        return outcome


def _draft(cells: tuple[str, ...], problems: list[Problem]) -> ProvisionDraft:
    """Return the draft of one row; `cells` stand in the order of the known columns."""
    (
        external_id,
        subject_ref,
        subject_name,
        recipient_ref,
        provided_on,
        legal_basis,
        consent_ref,
        data_items,
        method,
        purpose,
        situation,
        provided_at,
        mode,
        last_provided_on,
        case_ref,
        department,
        decided_by,
        recorded_on,
        batch_ref,
        protection,
        recipient_name,
        source_ledger,
        source_row,
    ) = cells
    day = read_day("provided_on", provided_on, problems)
    return ProvisionDraft(
        subject_ref=subject_ref,
        subject_name=subject_name,
        recipient_ref=recipient_ref,
        recipient_name=recipient_name,
        provided_on=day,
        provided_at=read_instant("provided_at", provided_at, day, problems),
        last_provided_on=read_day("last_provided_on", last_provided_on, problems),
        legal_basis=legal_basis,
        consent_ref=consent_ref,
        data_items=_items(data_items),
        method=method,
        purpose=purpose,
        situation=situation,
        mode=mode,
        protection=protection,
        case_ref=case_ref,
        department=department,
        decided_by=decided_by,
        recorded_on=read_day("recorded_on", recorded_on, problems),
        batch_ref=batch_ref,
        external_id=external_id,
        source_ledger=source_ledger,
        source_row=read_number("source_row", source_row, problems),
    )


@lru_cache(maxsize=8192)
def _items(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_list(cell)))


def _count(outcome: ChunkOutcome, number: int, done: Outcome) -> None:
    if isinstance(done, Recorded):
        if done.is_new:
            outcome.new_count += 1
        else:
            outcome.same_count += 1
        return
    outcome.refused_count += 1
    problems = done.problems if isinstance(done, Rejected) else _differences(done)
    outcome.problems += [problem.at_row(number) for problem in problems]


def _differences(done: Differs) -> list[Problem]:
    text = Text(
        "この external_id は、別の内容ですでに記録されています。訂正は記録のページから行ってください。",
        "This external_id already stands for another content. To correct it, use the page of the record.",
    )
    return [
        Problem(field, text, found=str(sent), allowed=(str(stored),))
        for field, (stored, sent) in done.differences.items()
    ]


KIND: Final = ImportKind("provisions", Text("提供の記録", "provisions"), COLUMNS, _Writer)
