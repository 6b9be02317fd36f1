"""Hold the migrations to the models: what they build is what the code expects, on every engine, up and down again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, inspect, text

from transfer_log import migrate
from transfer_log.config import resource
from transfer_log.db import configure_engine
from transfer_log.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL, Engine

# Made by hand, since full-text search is spelled differently on each engine.
BY_HAND = re.compile(r"(ix_)?subject_search")


@pytest.fixture
def empty(empty_database_url: URL) -> Iterator[Engine]:
    """Return a database without any table."""
    engine = create_engine(empty_database_url)
    configure_engine(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def migrated(schema_url: URL) -> Iterator[Engine]:
    """Return a database with the schema of this version."""
    engine = create_engine(schema_url)
    configure_engine(engine)
    yield engine
    engine.dispose()


@pytest.mark.engine
def test_the_newest_migration_builds_what_the_models_say(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _is_a_model})
        assert compare_metadata(context, metadata) == []


@pytest.mark.engine
def test_every_check_of_the_models_is_in_the_database(migrated: Engine) -> None:
    # Alembic's comparison does not see CHECK constraints.
    for table in metadata.sorted_tables:
        wanted = {str(rule.name) for rule in table.constraints if isinstance(rule, CheckConstraint)}
        assert wanted <= {str(rule["name"]) for rule in inspect(migrated).get_check_constraints(table.name)}


@pytest.mark.engine
def test_an_empty_database_is_brought_to_the_newest_schema(empty: Engine) -> None:
    assert migrate.current(empty) is None
    migrate.upgrade(empty)
    assert migrate.is_current(empty)


@pytest.mark.engine
def test_migrating_again_changes_nothing(migrated: Engine) -> None:
    before = _everything(migrated)
    migrate.upgrade(migrated)
    assert _everything(migrated) == before


@pytest.mark.engine
@pytest.mark.parametrize("step", range(len(list((resource("migrations") / "versions").glob("*.py")))))
def test_each_migration_can_be_taken_back_and_made_again(empty: Engine, step: int) -> None:
    below, revision = ("base", *_revisions())[step], _revisions()[step]
    migrate.upgrade(empty, revision)
    built = _everything(empty)
    migrate.downgrade(empty, below)
    migrate.upgrade(empty, revision)
    assert _everything(empty) == built


@pytest.mark.engine
def test_taking_all_migrations_back_leaves_nothing(migrated: Engine) -> None:
    migrate.downgrade(migrated, "base")
    assert _everything(migrated) == {"table alembic_version"}


def test_migrations_are_numbered_without_a_gap() -> None:
    files = sorted(path.name for path in (resource("migrations") / "versions").glob("*.py"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in files)


def test_migrations_stand_in_one_line() -> None:
    assert _revisions() == sorted(path.name[:4] for path in (resource("migrations") / "versions").glob("*.py"))


def _revisions() -> list[str]:
    known = ScriptDirectory.from_config(migrate._config(None))
    return [script.revision for script in reversed(list(known.walk_revisions()))]


def _is_a_model(_thing: object, name: str | None, _kind: str, _reflected: bool, _other: Any) -> bool:  # noqa: FBT001
    return not BY_HAND.match(name or "")


def _everything(engine: Engine) -> set[str]:
    """Return all tables, indexes, triggers and functions of a database, by kind and name."""
    if engine.dialect.name == "sqlite":
        query = "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_autoindex%'"
    else:
        query = """
            SELECT 'table ' || tablename FROM pg_tables WHERE schemaname = 'public'
            UNION SELECT 'index ' || indexname FROM pg_indexes
             WHERE schemaname = 'public' AND indexname <> 'alembic_version_pkc'
            UNION SELECT 'trigger ' || tgname || ' on ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
            UNION SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        """
    with engine.connect() as connection:
        return set(connection.scalars(text(query)))
