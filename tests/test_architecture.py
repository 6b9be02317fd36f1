"""Hold the code to the house rules that no linter knows: size, names, one door to each library, one clock, one committer.

What may import what stands in pyproject.toml ([tool.importlinter]) and is checked by `make lint`.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "transfer_log"
MODULES: Final = {path.relative_to(ROOT).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
VAGUE_NAMES: Final = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
LOCKS: Final = ("requirements.lock", "requirements-test.lock")

# One door to each outside library: whoever needs it goes through this module.
DOORS: Final = {
    "alembic": {"transfer_log/migrate.py"},
    "argon2": {"transfer_log/accounts"},
    "babel": {"transfer_log/i18n.py"},
    "granian": {"transfer_log/serve.py"},
    "holidays": {"transfer_log/law"},
    "huey": {"transfer_log/jobs.py"},
    "psycopg": {"transfer_log/bulk.py", "transfer_log/jobs.py"},
    "pycountry": {"transfer_log/countries", "transfer_log/law"},
    "python_calamine": {"transfer_log/tables"},
    "typst": {"transfer_log/pdf.py"},
    "xlsxwriter": {"transfer_log/tables"},
    "yaml": {"transfer_log/countries", "transfer_log/law"},
}

# These take their time as an argument (`at`, `on`): what they do can then be told again.
TIMELESS: Final = re.compile(r"/law/|/trail/|(rules|models|queries|operations)\w*\.py$|/register(_saving)?\.py$")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path) -> Iterator[str]:
    """Yield the top-level names that a module imports, wherever in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def calls_of(path: Path) -> Iterator[str]:
    """Yield the last name of everything that a module calls."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", ""))


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_a_file_stays_under_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 400


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_a_function_stays_under_60_lines(path: Path) -> None:
    functions = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))
    assert not [each.name for each in functions if (each.end_lineno or 0) - each.lineno >= 60]


@pytest.mark.parametrize("path", MODULES.values(), ids=MODULES)
def test_a_file_is_named_for_what_is_in_it(path: Path) -> None:
    assert not VAGUE_NAMES & {path.stem, path.parent.name}


@pytest.mark.parametrize("library", DOORS)
def test_an_outside_library_has_one_door(library: str) -> None:
    users = {name for name, path in MODULES.items() if library in set(imports_of(path))}
    assert not {name for name in users if not any(name.startswith(door) for door in DOORS[library])}


@pytest.mark.parametrize("name", [name for name in MODULES if TIMELESS.search("/" + name)])
def test_what_is_recorded_takes_its_time_as_an_argument(name: str) -> None:
    assert not {"utc_now", "now", "today", "time_ns", "utcnow"} & set(calls_of(MODULES[name]))


@pytest.mark.parametrize("name", sorted(MODULES.keys() - {"transfer_log/db.py", "transfer_log/migrate.py"}))
def test_only_the_transaction_commits(name: str) -> None:
    assert "commit" not in set(calls_of(MODULES[name]))


def test_every_library_that_is_imported_is_declared() -> None:
    imported = {name for path in MODULES.values() for name in imports_of(path)}
    outside = imported - sys.stdlib_module_names - {"transfer_log"}
    homes = packages_distributions()
    undeclared = {
        name for name in outside if not {canonicalize_name(home) for home in homes.get(name, [name])} & declared()
    }
    assert not undeclared


def test_every_library_that_is_declared_is_imported() -> None:
    imported = {name for path in MODULES.values() for name in imports_of(path)}
    homes = packages_distributions()
    used = {canonicalize_name(home) for name in imported for home in homes.get(name, [])}
    text = "".join(path.read_text() for path in MODULES.values())
    # Fonts are read as files of their package; SQLAlchemy loads its driver by name.
    used |= {name for name in declared() if f'"{name.replace("-", "_")}"' in text} | {"psycopg"}
    assert not declared() - used


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|@ file", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hash(lock: str) -> None:
    assert pins(lock)
    assert not [name for name, rest in pins(lock).items() if "--hash=sha256:" not in rest]


def test_the_locks_hold_what_is_declared() -> None:
    wanted = [Requirement(text) for text in project()["project"]["dependencies"]]
    for lock in LOCKS:
        versions = {name: re.split(r"[ ;\\]", rest)[0] for name, rest in pins(lock).items()}
        missing = [str(each) for each in wanted if versions.get(canonicalize_name(each.name), "") not in each.specifier]
        assert not missing, f"{lock} is behind pyproject.toml: run `make lock`"


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def declared() -> set[str]:
    """Return the names of the libraries that the product says it needs."""
    return {canonicalize_name(Requirement(text).name) for text in project()["project"]["dependencies"]}


def pins(lock: str) -> dict[str, str]:
    """Return name -> version and hashes of each pin in a lock."""
    entries = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==((?:.*\\\n)*.*)$", (ROOT / lock).read_text(), re.MULTILINE
    )
    return {canonicalize_name(name): rest for name, rest in entries}
