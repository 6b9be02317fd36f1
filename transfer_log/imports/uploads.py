"""Keep an uploaded file for as long as its import takes, and no longer.

A file lies in the data folder under a name of our own, readable by the service alone, beside a note on what it is and what
became of it. The file goes when it has been imported or given up; the note, which quotes refused cells, when its time is over.
Law: Act Art. 23 and PPC guidelines (general rules), annex 10-5 (4): copies are erased when they are no longer needed.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from transfer_log.db import new_id
from transfer_log.errors import NotFound, Problem, Text

if TYPE_CHECKING:
    from pathlib import Path

    from transfer_log.accounts.actor import Actor
    from transfer_log.imports.operations import ImportResult

FOLDER: Final = "uploads"
#: As long as a session may last: nobody can come back to it later.
KEPT_FOR: Final = timedelta(hours=12)
LONGEST_NAME: Final = 120
WAITING, DONE = "waiting", "done"

_GONE: Final = Text(
    "このファイルはもうありません。もう一度アップロードしてください。",
    "This file is no longer kept. Upload it again.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what became of the rows, or would become of them; of the problems the first ones."""

    new_count: int = 0
    changed_count: int = 0
    same_count: int = 0
    refused_count: int = 0
    problem_count: int = 0
    is_cut_short: bool = False
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, result: ImportResult) -> Outcome:
        """Take over what an import counted."""
        return cls(
            result.new_count,
            result.changed_count,
            result.same_count,
            result.refused_count,
            result.problem_count,
            result.is_cut_short,
            tuple(result.problems),
        )

    @property
    def row_count(self) -> int:
        """Return how many rows there are."""
        return self.new_count + self.changed_count + self.same_count + self.refused_count

    @property
    def taken_count(self) -> int:
        """Return how many rows change something."""
        return self.new_count + self.changed_count


@dataclass(frozen=True, slots=True)
class Upload:
    """Be an uploaded file: whose it is, what it is taken for, and what became of it.

    `name` is what its owner calls it, for the page alone; `stored_name` is ours. `columns` are those it has.
    """

    id: UUID
    operator_id: UUID
    user_id: UUID
    at: datetime
    kind: str
    name: str
    stored_name: str
    encoding: str | None = None
    sheet: str | None = None
    columns: tuple[str, ...] = ()
    state: str = WAITING
    outcome: Outcome = field(default_factory=Outcome)


class Uploads:
    """Keep uploads in a folder; every process of the installation sees the same ones."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`, which is made when the first one comes."""
        self._folder = folder

    def new(self, kind: str, name: str, ending: str, *, actor: Actor, at: datetime) -> Upload:
        """Return an upload that is yet to be written to `path`; what is over its time goes now."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep(at)
        upload_id = new_id()
        shown = "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:]
        return Upload(upload_id, actor.operator_id, actor.user_id, at, kind, shown, stored_name=f"{upload_id}.{ending}")

    def path(self, upload: Upload) -> Path:
        """Return where the file lies."""
        return self._folder / upload.stored_name

    def write(self, upload: Upload, content: bytes) -> None:
        """Write the file, readable by its owner alone."""
        _write(self.path(upload), content)

    def note(self, upload: Upload) -> None:
        """Write down what is known of an upload."""
        text = json.dumps(asdict(upload), default=str, ensure_ascii=False)
        _write(self._note_path(upload.id), text.encode())

    def find(self, upload_id: UUID, actor: Actor, at: datetime) -> Upload:
        """Return an upload of the actor.

        :raises NotFound: when there is none, its time is over, or it is somebody else's.
        """
        try:
            upload = _read(json.loads(self._note_path(upload_id).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError) as error:
            raise NotFound(_GONE) from error
        if (upload.user_id, upload.operator_id) != (actor.user_id, actor.operator_id) or at > upload.at + KEPT_FOR:
            raise NotFound(_GONE)
        return upload

    def claim(self, upload: Upload) -> Upload:
        """Take the file for oneself, so that a button pressed twice imports it once.

        :raises NotFound: when it has been taken already.
        """
        taken = replace(upload, stored_name="taken-" + upload.stored_name)
        try:
            self.path(upload).rename(self.path(taken))
        except FileNotFoundError as error:
            raise NotFound(_GONE) from error
        return taken

    def drop_file(self, upload: Upload) -> None:
        """Erase the file; the note stays until its time is over."""
        self.path(upload).unlink(missing_ok=True)

    def drop(self, upload: Upload) -> None:
        """Erase the file and the note."""
        self.drop_file(upload)
        self._note_path(upload.id).unlink(missing_ok=True)

    def sweep(self, at: datetime) -> None:
        """Erase whatever is over its time, whoever left it."""
        if not self._folder.is_dir():
            return
        for left in self._folder.iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < (at - KEPT_FOR).timestamp():
                    left.unlink()

    def _note_path(self, upload_id: UUID) -> Path:
        return self._folder / f"{upload_id}.json"


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(path.name + ".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    unfinished.replace(path)


def _read(note: dict[str, Any]) -> Upload:
    outcome = note["outcome"]
    problems = tuple(
        Problem(**{**known, "text": Text(**known["text"]), "allowed": tuple(known["allowed"])})
        for known in outcome["problems"]
    )
    return Upload(
        **{
            **note,
            "id": UUID(note["id"]),
            "operator_id": UUID(note["operator_id"]),
            "user_id": UUID(note["user_id"]),
            "at": datetime.fromisoformat(note["at"]),
            "columns": tuple(note["columns"]),
            "outcome": Outcome(**{**outcome, "problems": problems}),
        }
    )
