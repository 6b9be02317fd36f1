"""Give each test its own database, a clock that stands still, an operator and somebody to act for it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import factories
import pytest
import time_machine
from browser import Browser
from hypothesis import settings as hypothesis_settings
from sqlalchemy import URL, NullPool, create_engine, make_url

from transfer_log import migrate
from transfer_log.config import read_settings
from transfer_log.db import db, transaction
from transfer_log.trail.models import Installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings
    from transfer_log.organisation.models import Operator

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # a Friday, 14:00 in Japan
ENGINES = ("sqlite", "postgresql")

# The replica role knows neither foreign keys nor append-only; whoever still holds a lock was left behind by a test.
EMPTY_ALL_TABLES = """
DO $$
DECLARE name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables
                 WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'installation') LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
    DELETE FROM installation WHERE installation.name <> 'log_id';
END $$
"""

# HYPOTHESIS_PROFILE chooses: `make test` takes the first, `make test-long` the second.
hypothesis_settings.register_profile("default", deadline=None, max_examples=100)
hypothesis_settings.register_profile("long", deadline=None, max_examples=5_000)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `engine` once on every database engine."""
    if metafunc.definition.get_closest_marker("engine"):
        metafunc.parametrize("engine_name", ENGINES)


@pytest.fixture
def engine_name() -> str:
    """Return the engine of this test: the embedded one, unless the test is marked `engine`."""
    return "sqlite"


@pytest.fixture
def at() -> datetime:
    """Return the instant at which tests take place: 2026-11-20 05:00 UTC, a Friday afternoon in Japan."""
    return NOW


@pytest.fixture
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    """Stop the clock of this process at `at`; `clock.shift(seconds)` and `clock.move_to(instant)` move it."""
    with time_machine.travel(at, tick=False) as traveller:
        yield traveller


# --- Databases: one migrated template an engine and process, from which each test starts -------------------------------


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with the schema of this version and no rows but the constants of the installation."""
    path = tmp_path_factory.mktemp("template") / "transfer_log.sqlite"
    _prepare(URL.create("sqlite", database=str(path)))
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """Start a throw-away PostgreSQL and return its address; it goes when this process ends, however it ends."""
    with subprocess.Popen(
        [ROOT / "scripts" / "postgresql.sh"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        assert address, "PostgreSQL did not start; see above"
        yield make_url(address)
        server.communicate()


@pytest.fixture(scope="session")
def migrated_database(postgresql: URL) -> URL:
    """Return a PostgreSQL database like `migrated_file`."""
    url = postgresql.set(database="migrated")
    _on_server(postgresql, "CREATE DATABASE migrated")
    _prepare(url)
    return url


@pytest.fixture(scope="session")
def used_database(postgresql: URL, migrated_database: URL) -> URL:
    """Return a copy of `migrated_database` that one test after the other uses: copying it takes too long to do each time."""
    _on_server(postgresql, f"CREATE DATABASE used TEMPLATE {migrated_database.database}")
    return postgresql.set(database="used")


@pytest.fixture
def empty_database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[URL]:
    """Return the address of a database without any table."""
    if engine_name == "sqlite":
        yield URL.create("sqlite", database=str(tmp_path / "empty.sqlite"))
    else:
        with _postgresql_database(request.getfixturevalue("postgresql"), "template0") as url:
            yield url


@pytest.fixture
def database_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> URL:
    """Return the address of a database ready to be written to, with no rows of anybody else's.

    What a test does to the schema itself would stay for the next one: that is for `schema_url`.
    """
    if engine_name == "sqlite":
        return _copy_of(request.getfixturevalue("migrated_file"), tmp_path)
    url: URL = request.getfixturevalue("used_database")
    _on_server(url, EMPTY_ALL_TABLES)
    return url


@pytest.fixture
def schema_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[URL]:
    """Return the address of a migrated database of this test's own, whose schema it may change."""
    if engine_name == "sqlite":
        yield _copy_of(request.getfixturevalue("migrated_file"), tmp_path)
    else:
        template = request.getfixturevalue("migrated_database").database
        with _postgresql_database(request.getfixturevalue("postgresql"), template) as url:
            yield url


@pytest.fixture
def settings(tmp_path: Path, database_url: URL) -> Settings:
    """Return the settings of an installation of this test's own."""
    return _settings(tmp_path, database_url)


@pytest.fixture
def session(settings: Settings) -> Iterator[scoped_session]:
    """Return the database session for tests of operations and queries: no page, no API, only the database.

    It has its own snapshot: `session.commit()` lets it see what a page of `app` has written since.
    """
    application = _database_app(settings)
    with application.app_context():
        yield db.session
        db.session.remove()
        _close(application)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """Return the whole application, on the same database as `session`."""
    from transfer_log.app import create_app  # noqa: PLC0415 a test of the law need not load all pages

    application = create_app(settings)
    application.testing = True
    yield application
    _close(application)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without JavaScript, with whom nobody is signed in."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """Return a function that opens a browser without JavaScript, signed in as an actor if one is given."""
    return partial(Browser, app)


# --- Who acts ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def operator(session: scoped_session) -> Operator:
    """Return an operator (事業者) with everything the law asks it to publish."""
    return factories.operator()


@pytest.fixture
def actor_in_role(operator: Operator) -> Callable[[str], Actor]:
    """Return a function that makes an actor of the operator in a role."""
    return lambda role: factories.actor(operator, role=role)


@pytest.fixture
def recruiter(operator: Operator) -> Actor:
    """Return a recruiter of the operator's placement department."""
    department = factories.department(operator)
    return factories.actor(operator, role="recruiter", department=department)


@pytest.fixture
def request_clerk(operator: Operator) -> Actor:
    """Return a clerk of the request desk."""
    return factories.actor(operator, role="request_clerk")


@pytest.fixture
def privacy_manager(operator: Operator) -> Actor:
    """Return the privacy manager."""
    return factories.actor(operator, role="privacy_manager")


@pytest.fixture
def auditor(operator: Operator) -> Actor:
    """Return an auditor."""
    return factories.actor(operator, role="auditor")


@pytest.fixture
def administrator(operator: Operator) -> Actor:
    """Return an administrator, who sees no personal data."""
    return factories.actor(operator, role="administrator")


def _database_app(settings: Settings) -> Flask:
    from transfer_log.app import database_app  # noqa: PLC0415 a test of the law need not load the whole product

    return database_app(settings)


def _close(application: Flask) -> None:
    with application.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _copy_of(file: Path, folder: Path) -> URL:
    path = folder / file.name
    shutil.copyfile(file, path)
    return URL.create("sqlite", database=str(path))


def _prepare(url: URL) -> None:
    application = _database_app(_settings(Path(), url))
    with application.app_context():
        migrate.upgrade(db.engine)
        with transaction() as session:
            session.add(Installation(name="log_id", value="0" * 32))
    _close(application)


def _settings(data_dir: Path, url: URL) -> Settings:
    return read_settings(
        {
            "TRANSFER_LOG_DATA_DIR": str(data_dir),
            "TRANSFER_LOG_DATABASE_URL": url.render_as_string(hide_password=False),
            "TRANSFER_LOG_SECRET_KEY": "a secret that only the tests know",
        }
    )


@contextmanager
def _postgresql_database(server: URL, template: str) -> Iterator[URL]:
    name = f"test_{uuid4().hex}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield server.set(database=name)
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
