"""Sessions on the server: what the cookie is, when it ends, and that the end holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from transfer_log.accounts.models import User, UserSession
from transfer_log.accounts.sessions import (
    end_session,
    end_sessions_of,
    forget_old_sessions,
    hash_of,
    open_session_count,
    see_session,
    signed_in,
    start_session,
)
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

pytestmark = pytest.mark.engine

MINUTE = timedelta(minutes=1)


@pytest.fixture
def start(session: scoped_session, at: datetime) -> Callable[[Actor], str]:
    """Return a function that signs an actor in and returns the cookie."""

    def sign_in(actor: Actor) -> str:
        with transaction():
            return start_session(actor.user_id, at=at)

    return sign_in


def change_user(actor: Actor, **values: object) -> None:
    with transaction() as session:
        user = session.get(User, actor.user_id)
        for name, value in values.items():
            setattr(user, name, value)


def test_a_cookie_has_256_random_bits(start: Callable[[Actor], str], recruiter: Actor) -> None:
    first, second = start(recruiter), start(recruiter)
    assert len(first) == len(second) == 43
    assert first != second


def test_the_table_holds_the_hash_of_a_cookie_only(
    start: Callable[[Actor], str], recruiter: Actor, session: scoped_session
) -> None:
    cookie = start(recruiter)
    assert list(session.scalars(select(UserSession.id_hash))) == [hash_of(cookie)]


def test_a_session_knows_who_acts(start: Callable[[Actor], str], recruiter: Actor, at: datetime) -> None:
    known = signed_in(start(recruiter), at=at)
    assert known is not None
    assert known.actor == recruiter


def test_a_cookie_that_was_never_given_opens_nothing(session: scoped_session, at: datetime) -> None:
    assert signed_in("x" * 43, at=at) is None


def test_a_session_ends_after_30_minutes_without_a_page(
    start: Callable[[Actor], str], recruiter: Actor, at: datetime
) -> None:
    cookie = start(recruiter)
    assert signed_in(cookie, at=at + 30 * MINUTE - timedelta(seconds=1)) is not None
    assert signed_in(cookie, at=at + 30 * MINUTE) is None


def test_the_session_of_an_administrator_ends_after_15_minutes(
    start: Callable[[Actor], str], administrator: Actor, at: datetime
) -> None:
    cookie = start(administrator)
    assert signed_in(cookie, at=at + 14 * MINUTE) is not None
    assert signed_in(cookie, at=at + 15 * MINUTE) is None


def test_being_seen_keeps_a_session_open(start: Callable[[Actor], str], recruiter: Actor, at: datetime) -> None:
    cookie = start(recruiter)
    known = signed_in(cookie, at=at + 29 * MINUTE)
    assert known is not None
    with transaction():
        see_session(known, at=at + 29 * MINUTE)
    assert signed_in(cookie, at=at + 58 * MINUTE) is not None


def test_a_session_ends_after_12_hours_however_busy(
    start: Callable[[Actor], str], recruiter: Actor, at: datetime
) -> None:
    cookie = start(recruiter)
    known = signed_in(cookie, at=at)
    assert known is not None
    late = at + timedelta(hours=12)
    with transaction():
        see_session(known, at=late - MINUTE)
    assert signed_in(cookie, at=late - MINUTE) is not None
    assert signed_in(cookie, at=late) is None


def test_being_seen_is_written_at_most_once_a_minute(
    start: Callable[[Actor], str], recruiter: Actor, at: datetime
) -> None:
    known = signed_in(start(recruiter), at=at)
    assert known is not None
    assert not known.is_to_be_seen(at + timedelta(seconds=59))
    assert known.is_to_be_seen(at + MINUTE)


def test_an_ended_session_does_not_come_back(start: Callable[[Actor], str], recruiter: Actor, at: datetime) -> None:
    cookie = start(recruiter)
    with transaction():
        end_session(cookie)
    assert signed_in(cookie, at=at) is None


def test_the_other_sessions_end_and_this_one_stays(
    start: Callable[[Actor], str], recruiter: Actor, at: datetime
) -> None:
    here, there = start(recruiter), start(recruiter)
    with transaction():
        assert end_sessions_of(recruiter.user_id, but=hash_of(here)) == 1
    assert signed_in(here, at=at) is not None
    assert signed_in(there, at=at) is None


def test_ending_ones_sessions_leaves_those_of_others(
    start: Callable[[Actor], str], recruiter: Actor, auditor: Actor, at: datetime
) -> None:
    other = start(auditor)
    with transaction():
        end_sessions_of(recruiter.user_id)
    assert signed_in(other, at=at) is not None


def test_a_disabled_user_has_no_session(start: Callable[[Actor], str], recruiter: Actor, at: datetime) -> None:
    cookie = start(recruiter)
    change_user(recruiter, is_active=False)
    assert signed_in(cookie, at=at) is None


def test_access_ends_with_the_last_day_in_japan(start: Callable[[Actor], str], auditor: Actor) -> None:
    change_user(auditor, ends_on=date(2026, 11, 20))
    last_minute = datetime.fromisoformat("2026-11-20T14:59:00+00:00")  # 23:59 in Japan
    with transaction():
        cookie = start_session(auditor.user_id, at=last_minute)
    assert signed_in(cookie, at=last_minute) is not None
    assert signed_in(cookie, at=last_minute + MINUTE) is None


def test_a_change_of_department_holds_from_the_next_page_on(
    start: Callable[[Actor], str], recruiter: Actor, at: datetime
) -> None:
    cookie = start(recruiter)
    change_user(recruiter, department_id=None)
    known = signed_in(cookie, at=at)
    assert known is not None
    assert known.actor == replace(recruiter, department_id=None)


def test_sessions_in_use_are_counted(start: Callable[[Actor], str], recruiter: Actor, at: datetime) -> None:
    start(recruiter)
    start(recruiter)
    assert open_session_count(recruiter.user_id, at=at) == 2
    assert open_session_count(recruiter.user_id, at=at + timedelta(hours=1)) == 0


def test_what_nobody_can_use_any_more_is_forgotten(
    start: Callable[[Actor], str], recruiter: Actor, session: scoped_session, at: datetime
) -> None:
    start(recruiter)
    with transaction():
        forget_old_sessions(at=at + timedelta(hours=12))
    assert not session.scalars(select(UserSession)).all()
