"""`transfer-log assess`: the law's answer to each line of facts."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from transfer_log.cli import DONE, SOME_REFUSED
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.law import assess_lines

if TYPE_CHECKING:
    from argparse import Namespace


def assess(chosen: Namespace) -> int:
    """Answer every line `{"id", "input"}` with `{"id", "output"}` or `{"id", "error"}`; 1 when any line was bad."""
    code = DONE
    try:
        source = nullcontext(sys.stdin) if chosen.file == "-" else Path(chosen.file).open(encoding="utf-8-sig")  # noqa: SIM115 entered below
    except OSError as error:
        text = Text("このファイルを開けません。", "This file cannot be opened.")
        raise RuleViolation([Problem(None, text, f"{chosen.file}: {error.strerror}")]) from error
    with source as lines:
        for answer, is_good in assess_lines(lines):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            if not is_good:
                code = SOME_REFUSED
    return code
