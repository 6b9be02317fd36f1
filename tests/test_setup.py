"""Check what setting up an installation makes, and that doing it again makes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest
from flask import Flask
from sqlalchemy import func, select

from transfer_log.accounts.models import User
from transfer_log.accounts.queries import user_by_email
from transfer_log.config import resource
from transfer_log.countries.profiles import load_profiles
from transfer_log.countries.queries import ProfileBook
from transfer_log.db import configure_engine, db, table_kind, transaction
from transfer_log.errors import RuleViolation
from transfer_log.items.catalogue import CATALOGUE
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.operations import OperatorDraft, PurposeDraft, save_purposes
from transfer_log.organisation.queries import OperatorBook, PolicyBook, PurposeBook
from transfer_log.register_saving import accepted
from transfer_log.schema import metadata
from transfer_log.setup import FirstOperator, add_operator, initialise, upgrade
from transfer_log.situations.operations import draft_of, end_situation, save_situations
from transfer_log.situations.queries import SituationBook
from transfer_log.situations.ready_made import READY_MADE
from transfer_log.trail.models import Installation
from transfer_log.trail.operations import log_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import URL

    from transfer_log.accounts.actor import Actor

TODAY = date(2026, 11, 20)
FIRST = FirstOperator(
    name="株式会社見本人材", admin_email="Admin@mihon.example.jp", admin_password="kawara-no-ue-no-7-neko"
)


@pytest.fixture
def installation(empty_database_url: URL) -> Iterator[None]:
    """Open an empty database."""
    application = Flask("setup")
    application.config["SQLALCHEMY_DATABASE_URI"] = empty_database_url
    db.init_app(application)
    with application.app_context():
        configure_engine(db.engine)
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def operator_id(installation: None, at: datetime) -> UUID:
    """Set an installation up and return its operator."""
    assert initialise(FIRST, at=at)
    return next(iter(OperatorBook.load())).id


@pytest.fixture
def manager(operator_id: UUID) -> Actor:
    """Return a privacy manager of the operator."""
    operator = db.session.scalars(select(factories.Operator)).one()
    return factories.actor(operator)


def row_counts() -> dict[str, Any]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table))
        for table in metadata.sorted_tables
        if table_kind(table.info) != "working"
    }


@pytest.mark.engine
def test_an_empty_database_gets_an_operator_and_its_administrator(operator_id: UUID) -> None:
    administrator = user_by_email("admin@mihon.example.jp")
    assert administrator is not None
    assert (administrator.operator_id, administrator.role) == (operator_id, "administrator")


@pytest.mark.engine
def test_setting_up_again_changes_nothing(operator_id: UUID, at: datetime) -> None:
    before = (row_counts(), log_id(), db.session.scalar(select(func.count()).select_from(User)))
    again = initialise(replace(FIRST, name="別の会社", admin_email="other@example.jp"), at=at)
    assert not again
    assert (row_counts(), log_id(), db.session.scalar(select(func.count()).select_from(User))) == before


def test_two_installations_have_two_logs(operator_id: UUID) -> None:
    value = db.session.scalar(select(Installation.value).where(Installation.name == "log_id"))
    assert value is not None
    assert len(bytes.fromhex(value)) == 16


@pytest.mark.parametrize(
    ("first", "field"),
    [
        pytest.param(replace(FIRST, name=" "), "name", id="no name"),
        pytest.param(replace(FIRST, admin_email="admin"), "email", id="no address"),
        pytest.param(replace(FIRST, admin_password="short"), "password", id="a password too short"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_but_the_constants_is_made(
    installation: None, at: datetime, first: FirstOperator, field: str
) -> None:
    with pytest.raises(RuleViolation) as caught:
        initialise(first, at=at)
    assert field in {problem.field for problem in caught.value.problems}
    assert {name for name, count in row_counts().items() if count} == {"installation"}


def test_after_a_mistake_the_installation_can_be_set_up(installation: None, at: datetime) -> None:
    with pytest.raises(RuleViolation):
        initialise(replace(FIRST, admin_password="short"), at=at)
    assert initialise(FIRST, at=at)


def test_the_whole_catalogue_is_there(operator_id: UUID) -> None:
    assert {entry.ref for entry, _ in ItemBook.load().offered(date(2010, 1, 1))} == set(CATALOGUE)


def test_every_country_profile_is_there(operator_id: UUID) -> None:
    assert set(ProfileBook.load().by_ref) == set(load_profiles(resource("country_profiles")))


def test_every_ready_made_situation_is_there_with_its_purpose(operator_id: UUID) -> None:
    purposes = PurposeBook.load(operator_id).by_id
    situations = SituationBook.load(operator_id).offered(TODAY)
    assert {entry.ref for entry, _ in situations} == {shipped.ref for shipped in READY_MADE}
    assert all(purposes[version.purpose_id].ref == entry.ref for entry, version in situations if version.purpose_id)


def test_the_first_policy_gives_way_to_a_published_one_of_any_day(
    operator_id: UUID, manager: Actor, at: datetime
) -> None:
    published = PurposeDraft(ref="P1", title="職業紹介", policy_version="2022-04-01")
    with transaction():
        accepted(save_purposes([published], actor=manager, at=at))
    book = PolicyBook.load(operator_id)
    labels = [version.label for day in (date(2020, 1, 1), TODAY) if (version := book.in_force(day))]
    assert labels == ["initial", "2022-04-01"]


def test_upgrading_leaves_what_a_keeper_has_changed_or_ended(operator_id: UUID, manager: Actor, at: datetime) -> None:
    book = SituationBook.load(operator_id).by_ref
    purposes = {entry.id: entry.ref for entry in PurposeBook.load(operator_id)}
    changed = replace(draft_of(book["placement"], TODAY, purposes), name_ja="紹介", valid_from=None)
    with transaction():
        accepted(save_situations([changed], actor=manager, at=at))
        end_situation("prize", on=TODAY, reason="行っていない", actor=manager, at=at)
    before = row_counts()
    upgrade(at=at)
    assert row_counts() == before


def test_upgrading_an_installation_without_an_operator_makes_the_schema(installation: None, at: datetime) -> None:
    upgrade(at=at)
    assert set(row_counts().values()) == {0}


@pytest.mark.engine
def test_another_operator_of_the_group_gets_its_own_situations(operator_id: UUID, manager: Actor, at: datetime) -> None:
    with transaction():
        second = add_operator(OperatorDraft(ref="second", name="見本サービス株式会社"), actor=manager, at=at)
    assert len(SituationBook.load(second.id)) == len(READY_MADE)
    assert not SituationBook.load(second.id).by_id.keys() & SituationBook.load(operator_id).by_id.keys()
