"""docs/data-model.md names every table under its kind, every column of a provision, and every step."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from docs.manual import DOCS, section_of, words_in_code

from transfer_log.db import table_kind, table_of
from transfer_log.provisions.models import Provision
from transfer_log.provisions.steps import STEPS
from transfer_log.schema import metadata

PAGE: Final = DOCS / "data-model.md"


def rows_of(heading: str) -> list[list[str]]:
    lines = [line for line in section_of(PAGE, heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_table_stands_under_its_kind() -> None:
    of_kind: defaultdict[str, set[str]] = defaultdict(set)
    for table in metadata.tables.values():
        of_kind[table_kind(table.info)].add(table.name)
    assert {row[0]: words_in_code(row[4]) for row in rows_of("Kinds of tables")} == of_kind


def test_every_column_of_a_provision_is_explained() -> None:
    told = set().union(*(words_in_code(row[1]) for row in rows_of("A provision")))
    assert told == set(table_of(Provision).columns.keys())


def test_every_step_of_a_provision_is_explained() -> None:
    told = words_in_code(section_of(PAGE, "What becomes of what happens")) | {"corrected"}
    assert not STEPS.keys() - told
