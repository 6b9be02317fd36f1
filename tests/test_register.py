"""Check how dated versions are written and found, on the register of departments."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from transfer_log import register
from transfer_log.book import Book
from transfer_log.db import db, new_id, transaction
from transfer_log.errors import Conflict
from transfer_log.organisation.models import Department, DepartmentVersion
from transfer_log.organisation.queries import DepartmentBook
from transfer_log.register import Change, digest_of, save_changes

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.accounts.actor import Actor

DAY = date(2026, 4, 1)
#: Text as it gets past the checks of fields: no control characters but line breaks, no halves of surrogate pairs.
TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)
CONTENT = some.dictionaries(
    some.sampled_from(["name", "aliases", "kind", "note", "parent_id", "checked_on", "facts"]),
    some.none()
    | some.booleans()
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | TEXT
    | some.lists(TEXT, max_size=3)
    | some.dictionaries(some.sampled_from(["address", "birth_date"]), TEXT, max_size=2)
    | some.dates()
    | some.uuids(),
)


def save(actor: Actor, at: datetime, *changes: Change) -> list[register.Stored]:
    with transaction():
        return save_changes(
            Department, DepartmentVersion, changes, operator_id=actor.operator_id, actor_id=actor.user_id, at=at
        )


def change(ref: str = "sales", name: str = "営業部", on: date = DAY, **more: Any) -> Change:
    return Change(ref, {"name": name}, on, **more)


@given(CONTENT, some.booleans())
def test_a_digest_is_that_of_the_rfc_8785_form(content: dict[str, Any], is_active: bool) -> None:  # noqa: FBT001
    plain = {
        name: str(value) if not isinstance(value, bool | int | list | dict) else value
        for name, value in content.items()
        if value is not None
    }
    body = plain | {"ref": "r", "valid_from": "2026-04-01", "is_active": is_active}
    assert digest_of("r", DAY, content, is_active=is_active) == sha256(rfc8785.dumps(body)).digest()


@pytest.mark.engine
def test_versions_are_numbered_in_the_order_of_recording(privacy_manager: Actor, at: datetime) -> None:
    stored = save(privacy_manager, at, change(), change(name="第二営業部", on=date(2025, 4, 1)), change("hr", "人事部"))
    assert [(row.ref, row.version_no, row.is_changed) for row in stored] == [
        ("sales", 1, True),
        ("sales", 2, True),
        ("hr", 1, True),
    ]


@pytest.mark.engine
def test_a_version_carries_the_digest_of_its_content(privacy_manager: Actor, at: datetime) -> None:
    save(privacy_manager, at, change())
    version = db.session.scalars(select(DepartmentVersion)).one()
    content = {"name": "営業部", "name_en": None, "manager_id": None}
    assert version.digest == digest_of("sales", DAY, content, is_active=True)


@pytest.mark.engine
def test_what_is_already_in_force_is_not_written_again(privacy_manager: Actor, at: datetime) -> None:
    [first] = save(privacy_manager, at, change())
    [again] = save(privacy_manager, at, change(on=date(2026, 11, 1)))
    assert (again.is_changed, again.version_id, again.valid_from) == (False, first.version_id, DAY)


def test_ending_is_a_change_although_the_content_is_the_same(privacy_manager: Actor, at: datetime) -> None:
    save(privacy_manager, at, change())
    [ended] = save(privacy_manager, at, change(is_active=False))
    assert (ended.is_changed, ended.version_no) == (True, 2)


@pytest.mark.engine
@pytest.mark.parametrize("count", [1, 150], ids=["one row", "so many rows that PostgreSQL copies them"])
def test_two_who_write_one_version_number_at_once_are_told(
    privacy_manager: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    refs = [f"d{number}" for number in range(count)]
    save(privacy_manager, at, *(change(ref) for ref in refs))
    # The other writer committed after we had read: what we hold knows nothing of it.
    ids = {entry.ref: entry.id for entry in DepartmentBook.load(privacy_manager.operator_id)}
    monkeypatch.setattr(register, "_histories", lambda *_: {ref: (id_, []) for ref, id_ in ids.items()})
    with pytest.raises(Conflict):
        save(privacy_manager, at, *(change(ref, "新しい名") for ref in refs))


def test_of_versions_that_begin_on_one_day_the_last_recorded_is_in_force(privacy_manager: Actor, at: datetime) -> None:
    save(privacy_manager, at, change(), change(name="営業本部"))
    version = DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"].in_force(DAY)
    assert version is not None
    assert version.name == "営業本部"


def test_nothing_is_in_force_before_the_first_day(privacy_manager: Actor, at: datetime) -> None:
    save(privacy_manager, at, change())
    entry = DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"]
    assert entry.in_force(date(2026, 3, 31)) is None
    assert not entry.is_offered(date(2026, 3, 31))


def test_a_book_knows_its_entries_by_id_and_by_ref(privacy_manager: Actor, at: datetime) -> None:
    [stored] = save(privacy_manager, at, change())
    book = DepartmentBook.load(privacy_manager.operator_id)
    assert book.by_id[stored.head_id] is book.by_ref["sales"]
    assert new_id() not in book.by_id


def test_an_empty_book_offers_nothing() -> None:
    assert Book[Any](()).offered(DAY) == []
