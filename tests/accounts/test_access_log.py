"""Who saw records of whom: written before anything is shown, without a name, and bound hour by hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select, update

from transfer_log.accounts.access_log import (
    Filter,
    HourState,
    Read,
    check_hour,
    hours_of,
    log_read,
    reads,
    seal_finished_hours,
    seal_hour,
)
from transfer_log.accounts.models import AccessRead
from transfer_log.db import db, new_id, table_of, transaction
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.engine import Engine
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

TABLE = table_of(AccessRead)
HOUR = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)  # 14:00 in Japan
AFTER = HOUR + timedelta(hours=1, minutes=3)
SOMEBODY = new_id()


def see(actor: Actor, minutes: float = 1, **values: Any) -> UUID:
    """Let the actor see a person so many minutes into the hour, and return the row's id."""
    read = Read("read_subject", "/people/…", **{"subject_id": SOMEBODY, **values})
    return log_read(read, actor=actor, at=HOUR + timedelta(minutes=minutes))


def seal(actor: Actor, at: datetime = AFTER) -> bool:
    with transaction():
        return seal_hour(HOUR, actor=actor, at=at)


def its_engine() -> Engine:
    return db.engines.get("access", db.engine)


@pytest.mark.engine
def test_a_read_is_written_with_who_when_whose_and_why(recruiter: Actor) -> None:
    see(recruiter, people_count=3, reason="電話での問い合わせ")
    [row] = reads(Filter(recruiter.operator_id)).rows
    assert (row.user_id, row.read_at, row.subject_id) == (recruiter.user_id, HOUR + timedelta(minutes=1), SOMEBODY)
    assert (row.action, row.people_count, row.reason) == ("read_subject", 3, "電話での問い合わせ")


def test_the_embedded_engine_keeps_it_in_a_file_of_its_own(
    recruiter: Actor, settings: Settings, session: scoped_session
) -> None:
    see(recruiter)
    assert settings.access_log_url.database is not None
    assert Path(settings.access_log_url.database).name == "access.sqlite"
    assert Path(settings.access_log_url.database).stat().st_size > 0
    assert not session.scalars(select(AccessRead)).all()


@pytest.mark.engine
def test_a_read_stays_although_the_page_fails_later(recruiter: Actor) -> None:
    def show_and_fail() -> None:
        with transaction():
            see(recruiter)
            raise LookupError

    with pytest.raises(LookupError):
        show_and_fail()
    assert len(reads(Filter(recruiter.operator_id)).rows) == 1


@pytest.mark.engine
def test_a_read_waits_for_no_writer_of_the_ledger(recruiter: Actor) -> None:
    with transaction():  # holds the write lock of the ledger's file
        see(recruiter)
    assert len(reads(Filter(recruiter.operator_id)).rows) == 1


def test_another_operators_reads_are_not_shown(recruiter: Actor) -> None:
    see(recruiter)
    assert not reads(Filter(new_id())).rows


@pytest.mark.engine
def test_reads_are_chosen_by_the_day_in_japan(recruiter: Actor) -> None:
    last_of_the_day = see(recruiter, minutes=10 * 60 - 1)  # 23:59 on 20 November in Japan
    first_of_the_next = see(recruiter, minutes=10 * 60)
    assert [row.id for row in reads(Filter(recruiter.operator_id, on=date(2026, 11, 20))).rows] == [last_of_the_day]
    assert [row.id for row in reads(Filter(recruiter.operator_id, on=date(2026, 11, 21))).rows] == [first_of_the_next]


def test_reads_are_chosen_by_user_and_by_person(recruiter: Actor, auditor: Actor) -> None:
    own = see(recruiter)
    other = see(auditor, subject_id=new_id())
    assert [row.id for row in reads(Filter(recruiter.operator_id, user_id=recruiter.user_id)).rows] == [own]
    assert [row.id for row in reads(Filter(recruiter.operator_id, subject_id=SOMEBODY)).rows] == [own]
    assert [row.id for row in reads(Filter(recruiter.operator_id)).rows] == [other, own]


def test_pages_follow_one_another_without_gap_or_double(recruiter: Actor) -> None:
    ids = [see(recruiter, minutes=number / 10) for number in range(101)]
    first = reads(Filter(recruiter.operator_id))
    second = reads(Filter(recruiter.operator_id, before=first.older))
    assert [row.id for row in (*first.rows, *second.rows)] == ids[::-1]
    assert second.older is None


# --- The seal of an hour -----------------------------------------------------------------------------------------------


def test_an_hour_that_is_over_is_bound_into_an_act(recruiter: Actor, session: scoped_session) -> None:
    see(recruiter)
    assert seal(recruiter)
    act = session.scalars(select(Act)).one()
    assert act.kind == "access_log_sealed"
    assert act.details["hour"] == "2026-11-20T05:00:00.000000Z"
    assert act.details["read_count"] == 1
    assert check_hour(HOUR) is HourState.INTACT


def test_an_hour_is_sealed_once(recruiter: Actor, session: scoped_session) -> None:
    see(recruiter)
    assert seal(recruiter)
    assert not seal(recruiter)
    assert len(session.scalars(select(Act)).all()) == 1


def test_an_hour_without_reads_needs_no_seal(recruiter: Actor) -> None:
    assert not seal(recruiter)
    assert check_hour(HOUR) is HourState.UNSEALED


@pytest.mark.parametrize("minutes", [0, 59, 61], ids=["at its start", "in it", "while its last row may be on its way"])
def test_an_hour_that_is_not_over_cannot_be_sealed(minutes: int, recruiter: Actor) -> None:
    with pytest.raises(ValueError, match="is over"):
        seal(recruiter, HOUR + timedelta(minutes=minutes))


def test_reads_of_the_next_hour_leave_the_seal_as_it_is(recruiter: Actor) -> None:
    see(recruiter)
    seal(recruiter)
    see(recruiter, minutes=60)
    assert check_hour(HOUR) is HourState.INTACT


def forget_row(row_id: UUID) -> Any:
    return delete(TABLE).where(TABLE.c.id == row_id)


def change_time(row_id: UUID) -> Any:
    return update(TABLE).where(TABLE.c.id == row_id).values(read_at=HOUR + timedelta(minutes=30))


def change_user(row_id: UUID) -> Any:
    return update(TABLE).where(TABLE.c.id == row_id).values(user_id=new_id())


def change_reason(row_id: UUID) -> Any:
    return update(TABLE).where(TABLE.c.id == row_id).values(reason="他の理由")


@pytest.mark.engine
@pytest.mark.parametrize("tamper", [forget_row, change_time, change_user, change_reason])
def test_a_row_changed_afterwards_is_noticed(tamper: Callable[[UUID], Any], recruiter: Actor) -> None:
    row_id = see(recruiter)
    see(recruiter, minutes=2)
    seal(recruiter)
    with its_engine().begin() as connection:
        connection.execute(tamper(row_id))
    assert check_hour(HOUR) is HourState.CHANGED


def test_a_row_added_afterwards_is_noticed(recruiter: Actor) -> None:
    see(recruiter)
    seal(recruiter)
    see(recruiter, minutes=2)
    assert check_hour(HOUR) is HourState.CHANGED


def test_an_hour_whose_rows_have_all_gone_is_noticed(recruiter: Actor) -> None:
    see(recruiter)
    seal(recruiter)
    with its_engine().begin() as connection:
        connection.execute(delete(TABLE))
    assert check_hour(HOUR) is HourState.CHANGED


@pytest.mark.engine
def test_what_is_over_is_sealed_and_what_is_not_waits(recruiter: Actor) -> None:
    for minutes in (-150, -70, 1, 61):
        see(recruiter, minutes=minutes)
    with transaction():
        assert seal_finished_hours(actor=recruiter, at=AFTER) == 3
    with transaction():
        assert seal_finished_hours(actor=recruiter, at=AFTER) == 0


def test_a_day_shows_the_state_of_each_hour_with_reads(recruiter: Actor) -> None:
    see(recruiter)
    see(recruiter, minutes=61)
    seal(recruiter)
    assert hours_of(date(2026, 11, 20)) == [(HOUR, HourState.INTACT), (HOUR + timedelta(hours=1), HourState.UNSEALED)]
