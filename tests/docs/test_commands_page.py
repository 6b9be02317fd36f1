"""Every command, option, kind of file and column is told, none is told that is not there, and the examples run."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from docs.manual import DOCS, PAGES, blocks_of, section_of, text_of

from transfer_log import cli
from transfer_log.exports.registry import KINDS as EXPORTS
from transfer_log.imports.registry import KINDS as IMPORTS

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMANDS_PAGE: Final = DOCS / "commands.md"
FILES_PAGE: Final = DOCS / "files.md"
EXAMPLES: Final = {
    name: path for name, path in PAGES.items() if any(block.info == "sh run" for block in blocks_of(path))
}


def commands(parser: argparse.ArgumentParser | None = None, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield each command as people type it, with its options."""
    parser = parser or cli._parser()
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inner:
        for word, below in action.choices.items():
            yield from commands(below, f"{name} {word}".strip())
    if not inner:
        options = {option for action in parser._actions for option in action.option_strings}
        yield name, {option for option in options if option.startswith("--") and option != "--help"}


COMMANDS: Final = dict(commands())


def told_commands() -> dict[str, set[str]]:
    """Return the commands of the page with the options told beside each."""
    rows = [
        line.split("|") for line in text_of(COMMANDS_PAGE).replace("\\|", "/").splitlines() if line.startswith("| `")
    ]
    told = {}
    for _, command, options, *_ in rows:
        words = re.sub(r"[^a-z ]", "", re.sub(r"[A-Z]\S*|--\S+", "", command.strip(" `"))).strip()
        if words:
            told[words] = set(re.findall(r"--[a-z-]+", options))
    return told


def test_every_command_and_option_is_told_and_no_other() -> None:
    assert told_commands() == COMMANDS


def bold(cell: str) -> set[str]:
    return {name for names in re.findall(r"\*\*([^*]+)\*\*", cell) for name in names.split(", ")}


def columns(heading: str) -> tuple[set[str], set[str]]:
    """Return the columns told under a heading, and those of them in bold."""
    rows = [line.split("|")[1] for line in section_of(FILES_PAGE, heading).splitlines() if line.startswith("|")]
    known = {name.strip() for cell in rows[2:] for name in cell.replace("**", "").split(",")}
    return known, set().union(*map(bold, rows[2:]))


@pytest.mark.parametrize("kind", IMPORTS)
def test_every_column_of_an_import_file_is_told(kind: str) -> None:
    wanted = IMPORTS[kind].columns
    assert columns(kind) == (set(wanted.known), set(wanted.required))


def test_every_kind_of_export_is_told_with_what_it_adds() -> None:
    rows = [line.split("|") for line in section_of(FILES_PAGE, "Kinds of export files").splitlines()]
    told = {
        row[1].strip(): {name for name in row[2].replace(" ", "").split(",") if name}
        for row in rows[2:]
        if len(row) > 3
    }
    told = {kind: added for kind, added in told.items() if kind not in ("kind", "---")}
    assert told == {
        kind: set(export.header) - set(IMPORTS[kind].columns.known) if kind in IMPORTS else set(export.header)
        for kind, export in EXPORTS.items()
    }


@pytest.mark.parametrize("path", EXAMPLES.values(), ids=EXAMPLES)
def test_the_examples_run(path: Path, tmp_path: Path) -> None:
    script = ""
    for block in blocks_of(path):
        language, _, name = block.info.partition(" ")
        if language in ("csv", "jsonl") and name.endswith(f".{language}"):
            (tmp_path / name).write_text(block.text, encoding="utf-8")
        elif block.info == "sh run":
            script += block.text
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "TRANSFER_LOG_DATA_DIR": str(tmp_path / "data"),
    }
    command: Any = ["sh", "-euc", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
