"""The glossary has the words of the code, and the code the words of the glossary."""

from __future__ import annotations

import ast
import runpy
from functools import cache
from typing import Any, Final

import pytest
from docs.manual import DOCS, ROOT, section_of, text_of, words_in_code

from transfer_log.db import Base, table_kind
from transfer_log.law.vocabulary import Act, LegalBasis
from transfer_log.schema import metadata

GLOSSARY: Final = DOCS / "glossary.md"


@cache
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "glossary.py"))


@cache
def words() -> frozenset[str]:
    """Return what stands in the column "in code" of the words."""
    rows = [line.split("|") for line in section_of(GLOSSARY, "Words").splitlines() if line.startswith("|")]
    return frozenset(word for row in rows for word in words_in_code(row[3]))


def kept_for_good() -> set[str]:
    """Return the models whose rows are never changed; versions and events go with what they are about."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    return {
        model.__name__
        for model in models
        if table_kind(model.__table__.info) in {"register", "ledger", "act", "subject"}
        and not model.__tablename__.endswith(("_versions", "_events", "installation"))
    }


@cache
def names_in_the_code() -> frozenset[str]:
    """Return every class, function, constant and parameter of the package, its columns, and codes of the law."""
    names = {column.name for table in metadata.tables.values() for column in table.columns}
    names |= {code.value for code in (*LegalBasis, *Act)}
    for path in sorted((ROOT / "transfer_log").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                names.add(node.name)
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
    return frozenset(names)


def test_the_lists_are_those_of_the_code() -> None:
    behind = "docs/glossary.md is behind the code: run `python scripts/glossary.py`"
    assert script()["rendered"](text_of(GLOSSARY)) == text_of(GLOSSARY), behind


def test_every_list_of_the_code_has_its_place() -> None:
    placed = {found["name"] for found in script()["LIST"].finditer(text_of(GLOSSARY))}
    assert placed == set(script()["lists"]())


@pytest.mark.parametrize("word", sorted(words()))
def test_a_word_of_the_glossary_is_a_word_of_the_code(word: str) -> None:
    assert word in names_in_the_code()


@pytest.mark.parametrize("model", sorted(kept_for_good()))
def test_what_is_kept_for_good_has_a_word(model: str) -> None:
    assert model in words()
