"""Hold every table to the schema rules that let one ledger grow from a laptop to many machines.

The rules stand in docs/data-model.md: the kind of a table alone decides its key, its rights and whether it is evidence.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import pytest
from sqlalchemy import (
    URL,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    NullPool,
    Table,
    UniqueConstraint,
    create_engine,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.schema import PrimaryKeyConstraint

from transfer_log.db import NIL_ID, Digest, Instant, JsonText, Uid, table_kind
from transfer_log.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

TABLES: Final = {table.name: table for table in metadata.sorted_tables}
KINDS: Final = frozenset({"register", "set", "subject", "ledger", "act", "projection", "working", "log"})
FROZEN_KINDS: Final = frozenset({"register", "set", "subject", "ledger", "act"})
EVIDENCE: Final = frozenset({"operator_id", "recorded_at", "recorded_by", "salt", "leaf_hash"})

NOW: Final = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)

# Names that end like an id of ours, but were given by somebody else or are meant to be read.
FOREIGN_IDS: Final = frozenset({"external_id", "public_id"})


def of_kind(*kinds: str) -> list[Any]:
    return [pytest.param(table, id=name) for name, table in TABLES.items() if table_kind(table.info) in kinds]


def all_tables() -> list[Any]:
    return of_kind(*KINDS)


def key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


def uniques_of(table: Table) -> list[frozenset[str]]:
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexes = [each for each in table.indexes if each.unique]
    return [frozenset(column.name for column in each.columns) for each in (*constraints, *indexes)]


def hangs_on_a_person(table: Table) -> bool:
    return "subject_id" in key_of(table)


def is_reference(table: Table) -> bool:
    """Tell whether every machine holds the whole table: written rarely, pointed at from anywhere."""
    return table_kind(table.info) in {"register", "set"} or table.name == "users"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_table_names_its_kind(table: Table) -> None:
    assert table_kind(table.info) in KINDS


@pytest.mark.parametrize("table", of_kind("ledger"))
def test_a_ledger_row_is_keyed_by_person_and_id(table: Table) -> None:
    assert key_of(table) == ("subject_id", "id")


@pytest.mark.parametrize("table", of_kind("act"))
def test_an_act_is_keyed_by_its_id(table: Table) -> None:
    assert key_of(table) == ("id",)


@pytest.mark.parametrize("table", of_kind("subject"))
def test_a_person_is_keyed_by_the_distribution_column(table: Table) -> None:
    assert key_of(table) == ("subject_id",)


@pytest.mark.parametrize("table", of_kind("set"))
def test_a_set_is_keyed_by_its_digest(table: Table) -> None:
    assert key_of(table)[0] == "digest"
    assert isinstance(table.c.digest.type, type(Digest()))


@pytest.mark.parametrize("table", of_kind("register"))
def test_a_register_row_is_keyed_by_an_id_of_ours_or_a_name(table: Table) -> None:
    assert key_of(table) in {("id",), ("name",)}


@pytest.mark.parametrize("table", [each for each in of_kind("register") if each.values[0].name.endswith("_versions")])
def test_two_writers_of_one_version_number_collide(table: Table) -> None:
    assert frozenset({"head_id", "version_no"}) in uniques_of(table)


@pytest.mark.parametrize("table", of_kind("ledger", "act"))
def test_an_evidence_row_carries_who_when_for_whom_salt_and_leaf(table: Table) -> None:
    missing = {name for name in EVIDENCE if name not in table.c or table.c[name].nullable}
    assert not missing


@pytest.mark.parametrize("table", of_kind("working", "projection", "log", "register", "set", "subject"))
def test_only_evidence_carries_a_leaf(table: Table) -> None:
    assert not {"salt", "leaf_hash"} & set(table.c.keys())


@pytest.mark.parametrize("table", [each for each in all_tables() if hangs_on_a_person(each.values[0])])
def test_a_unique_rule_about_a_person_contains_the_person(table: Table) -> None:
    assert all("subject_id" in columns for columns in uniques_of(table))


@pytest.mark.parametrize("table", [each for each in all_tables() if each.values[0].foreign_key_constraints])
def test_a_foreign_key_stays_with_the_person_or_points_at_a_reference_table(table: Table) -> None:
    for constraint in table.foreign_key_constraints:
        target = constraint.referred_table
        if hangs_on_a_person(target):
            assert hangs_on_a_person(table), f"{table.name} is whole everywhere, {target.name} is spread"
            assert _pairs(constraint).get("subject_id") == "subject_id"
        else:
            assert is_reference(target), f"{target.name} is not held whole by every machine"


@pytest.mark.parametrize("table", of_kind("register", "set"))
def test_a_reference_table_never_points_at_a_person(table: Table) -> None:
    assert not any(hangs_on_a_person(each.referred_table) for each in table.foreign_key_constraints)


@pytest.mark.parametrize("table", all_tables())
def test_no_key_is_counted_up_by_the_database(table: Table) -> None:
    for column in table.primary_key.columns:
        assert not column.identity
        assert table.autoincrement_column is not column


@pytest.mark.parametrize("table", all_tables())
def test_every_value_comes_from_the_application(table: Table) -> None:
    assert not [c.name for c in table.c if c.server_default is not None or c.server_onupdate is not None]
    assert not [c.name for c in table.c if c.default is not None and c.default.is_callable]
    assert not [c.name for c in table.c if c.onupdate is not None]


@pytest.mark.parametrize("table", all_tables())
def test_a_column_name_says_whether_it_is_a_day_or_an_instant(table: Table) -> None:
    for column in table.c:
        if column.name.endswith("_at") or column.name == "locked_until":
            assert isinstance(column.type, Instant), column.name
        elif isinstance(column.type, Instant):
            pytest.fail(f"{column} holds an instant: its name ends in _at")
        if column.name.endswith("_on"):
            assert column.type.python_type.__name__ == "date", column.name


@pytest.mark.parametrize("table", all_tables())
def test_an_id_is_a_uuid(table: Table) -> None:
    ids = [c for c in table.c if (c.name == "id" or c.name.endswith("_id")) and c.name not in FOREIGN_IDS]
    assert not [column.name for column in ids if not isinstance(column.type, Uid)]


@pytest.mark.parametrize("table", of_kind("ledger"))
def test_a_correctable_row_has_at_most_one_successor(table: Table) -> None:
    if "replaces_id" in table.c:
        assert frozenset({"subject_id", "replaces_id"}) in uniques_of(table)


@pytest.mark.parametrize("table", all_tables())
def test_every_rule_of_a_table_has_a_name(table: Table) -> None:
    rules = [*table.constraints, *table.indexes]
    assert not [rule for rule in rules if rule.name is None and not isinstance(rule, PrimaryKeyConstraint)]


def test_provisions_carry_no_index_beyond_those_of_the_data_model() -> None:
    assert {tuple(index.columns.keys()) for index in TABLES["provisions"].indexes} == {
        ("source", "external_id", "subject_id", "operator_id"),
        ("subject_id", "replaces_id"),
        ("recipient_id", "provided_on", "id"),
        ("provided_on", "id"),
    }


# --- Append-only, tried on the real engines ------------------------------------------------------------------------------


@pytest.fixture
def connection(engine_name: str, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Return a connection to a migrated database; nothing of what a test writes there is kept."""
    if engine_name == "sqlite":
        url = URL.create("sqlite", database=str(request.getfixturevalue("migrated_file")))
    else:
        url = request.getfixturevalue("migrated_database")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()


@pytest.mark.engine
@pytest.mark.parametrize("table", of_kind(*FROZEN_KINDS))
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_itself_refuses_to_change_what_was_written(
    connection: Connection, table: Table, verb: str
) -> None:
    _insert_a_row(connection, table)
    column = next(iter(table.c)).name
    change = f"UPDATE {table.name} SET {column} = {column}" if verb == "UPDATE" else f"DELETE FROM {table.name}"  # noqa: S608 our own names
    with pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))


@pytest.mark.engine
@pytest.mark.parametrize("table", of_kind("working", "projection", "log"))
def test_what_is_not_evidence_can_be_changed(connection: Connection, table: Table) -> None:
    _insert_a_row(connection, table)
    assert connection.execute(text(f"DELETE FROM {table.name}")).rowcount == 1  # noqa: S608 our own names


def _insert_a_row(connection: Connection, table: Table) -> None:
    """Insert a row that keeps the rules of its own table; what it points at need not exist."""
    values = {column.name: _legal_value(column) for column in table.c if not column.nullable}
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # foreign keys off
    connection.execute(table.insert().values(values))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")


def _legal_value(column: Column[Any]) -> object:
    for rule in column.table.constraints:
        if isinstance(rule, CheckConstraint):
            choice = re.search(rf"\b{column.name} IN \('(\w+)'", str(rule.sqltext))
            if choice:
                return choice[1]
    return {UUID: NIL_ID, datetime: NOW, date: NOW.date(), bytes: bytes(32), int: 1, bool: False, str: "x"}[
        _python_type(column)
    ]


def _python_type(column: Column[Any]) -> type:
    if isinstance(column.type, Uid):
        return UUID
    if isinstance(column.type, Instant):
        return datetime
    return str if isinstance(column.type, JsonText) else column.type.python_type


def _pairs(constraint: ForeignKeyConstraint) -> dict[str, str]:
    return {element.parent.name: element.column.name for element in constraint.elements}
