"""The demo: fictional, complete, the same for the same seed, and loaded once."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from transfer_log.accounts.policy import ROLES
from transfer_log.config import read_settings
from transfer_log.demo.load import SIGN_INS, load_demo
from transfer_log.recipients.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def load(folder: Path, operator: str | None = None) -> bool:
    settings = read_settings({"TRANSFER_LOG_DATA_DIR": str(folder)})
    return load_demo(settings, people=60, provisions=400, seed=1, operator=operator)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a loaded demo."""
    path = tmp_path_factory.mktemp("demo")
    assert load(path)
    return path


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    """Return the demo's database."""
    connection = sqlite3.connect(folder / "transfer_log.sqlite")
    yield connection
    connection.close()


def values(database: sqlite3.Connection, query: str) -> set[object]:
    return {row[0] for row in database.execute(query)}


def test_the_demo_holds_what_was_asked_for(database: sqlite3.Connection) -> None:
    counts = "SELECT (SELECT count(*) FROM operators) || ' ' || (SELECT count(*) FROM subjects) || ' ' || count(*)"
    assert values(database, counts + " FROM provisions") == {"2 60 400"}


def test_every_kind_of_recipient_is_there(database: sqlite3.Connection) -> None:
    assert values(database, "SELECT kind FROM recipient_versions") >= set(KINDS)


def test_there_is_a_sign_in_for_every_role(database: sqlite3.Connection) -> None:
    assert {role for _, role, _, _ in SIGN_INS} == set(ROLES)
    assert values(database, "SELECT role FROM users") >= set(ROLES)


def test_it_has_unlawful_and_doubtful_findings_and_withdrawals(database: sqlite3.Connection) -> None:
    assert values(database, "SELECT severity FROM findings") == {"unlawful", "doubtful"}
    assert values(database, "SELECT kind FROM consent_events") >= {"withdrawn"}


def test_all_addresses_lie_in_reserved_domains(database: sqlite3.Connection) -> None:
    addresses = values(database, "SELECT email FROM subject_versions") | values(database, "SELECT email FROM users")
    assert all(str(address).endswith(".example.jp") for address in addresses if address != "cli")


def test_the_secret_of_the_demo_is_readable_by_its_owner_only(folder: Path) -> None:
    assert (folder / "demo.secret").stat().st_mode & 0o077 == 0


def test_loading_again_changes_nothing(folder: Path, database: sqlite3.Connection) -> None:
    before = values(database, "SELECT max(id) FROM acts")
    assert load(folder) is False
    assert values(database, "SELECT max(id) FROM acts") == before
