"""Say things on the terminal: problems to standard error, in Japanese and English."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transfer_log.errors import Problem, Text

_MOST_ALLOWED_SHOWN = 12


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def say_both(text: Text) -> None:
    """Write a sentence to standard output in both languages."""
    say(f"{text.ja} / {text.en}")


def say_problem(problem: Problem) -> None:
    """Write what is wrong, where, what was found and what is allowed, to standard error."""
    place = [f"{problem.row} 行目 / row {problem.row}"] if problem.row is not None else []
    place += [problem.field] if problem.field else []
    found = [f"found: {problem.found}"] if problem.found is not None else []
    allowed = list(problem.allowed[:_MOST_ALLOWED_SHOWN])
    more = ["…"] if len(problem.allowed) > _MOST_ALLOWED_SHOWN else []
    tail = found + ([f"allowed: {', '.join(allowed + more)}"] if allowed else [])
    line = ": ".join([*[" ".join(place)] * bool(place), f"{problem.text.ja} / {problem.text.en}"])
    sys.stderr.write(line + (f" ({'; '.join(tail)})" if tail else "") + "\n")
