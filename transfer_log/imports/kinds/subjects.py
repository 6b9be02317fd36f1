"""Import people (本人): who is registered under which number. An empty cell says nothing: what is known stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from transfer_log.errors import Problem, Text
from transfer_log.imports.cells import UnreadableCell, day, listed, words
from transfer_log.imports.kind import ChunkOutcome, ImportKind, NumberedRow, Run
from transfer_log.register_saving import Rejected
from transfer_log.subjects.drafts import MAIN_SERVICE, PersonDraft
from transfer_log.subjects.operations import save_people
from transfer_log.subjects.people import person_drafts
from transfer_log.tables import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Column -> field of the draft, and how a cell is read.
_COLUMNS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "subject_ref": ("ref", words),
    "name": ("name", words),
    "kana": ("kana", words),
    "email": ("email", words),
    "phone": ("phone", words),
    "birth_date": ("birth_date", day),
    "prefecture": ("prefecture", words),
    "class": ("subject_class", words),
    "former_names": ("former_names", listed),
    "status": ("status", words),
    "sources": ("sources", listed),
    "service": ("service", words),
}
_COLUMN_OF: Final = {field: column for column, (field, _) in _COLUMNS.items()}
_READERS: Final = tuple(_COLUMNS.values())
_REF: Final = list(_COLUMNS).index("subject_ref")
_SERVICE: Final = list(_COLUMNS).index("service")

COLUMNS: Final = Columns(known=tuple(_COLUMNS), required=("subject_ref", "name"))


class _Writer:
    """Write chunks of rows of one file."""

    def __init__(self, run: Run) -> None:
        """Remember who imports what."""
        self._run = run

    def __call__(self, rows: Sequence[NumberedRow]) -> ChunkOutcome:
        """Register the people of these rows or change their values; rows with problems are refused."""
        begun = self._known(rows)
        drafts = []
        for _, cells in rows:
            key = (cells[_SERVICE].strip(), cells[_REF].strip())
            draft = _draft(begun.get(key, PersonDraft(key[1], "", service=key[0])), cells)
            # A later row about the same number goes on from here, but for what could not be read.
            begun[key] = draft._replace(unreadable=())
            drafts.append(draft)
        outcome = ChunkOutcome()
        for (number, _), saved in zip(rows, save_people(drafts, actor=self._run.actor, at=self._run.at), strict=True):
            if isinstance(saved, Rejected):
                outcome.refused_count += 1
                outcome.problems += [_placed(problem, number) for problem in saved.problems]
            elif saved.effect == "new":
                outcome.new_count += 1
            elif saved.effect == "changed":
                outcome.changed_count += 1
            else:
                outcome.same_count += 1
        return outcome

    def _known(self, rows: Sequence[NumberedRow]) -> dict[tuple[str, str], PersonDraft]:
        """Return what is stored about the numbers of these rows, by service and number."""
        refs: dict[str, set[str]] = {MAIN_SERVICE: set()}
        for _, cells in rows:
            refs.setdefault(cells[_SERVICE].strip(), set()).add(cells[_REF].strip())
        return {
            (service, ref): draft
            for service, wanted in refs.items()
            for ref, draft in person_drafts(self._run.actor.operator_id, wanted, service).items()
        }


def _draft(before: PersonDraft, cells: Sequence[str]) -> PersonDraft:
    stated: dict[str, Any] = {}
    unreadable: list[Problem] = []
    for (field, read), cell in zip(_READERS, cells, strict=True):
        text = cell.strip()
        if not text:
            continue
        try:
            stated[field] = read(text)
        except UnreadableCell as error:
            unreadable.append(replace(error.problem, field=field))
    return before._replace(**stated, unreadable=tuple(unreadable))


def _placed(problem: Problem, row: int) -> Problem:
    return replace(problem, row=row, field=_COLUMN_OF.get(problem.field or "", problem.field))


KIND: Final = ImportKind("subjects", Text("本人", "people"), COLUMNS, _Writer)
