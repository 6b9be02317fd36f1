"""Guessing is slowed down, by address and by network, and no address is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from transfer_log.accounts.lockout import (
    BY_EMAIL,
    BY_NETWORK,
    Key,
    attempt_keys,
    count_attempt,
    forget_old_attempts,
    forgive,
    lock_time,
    network_of,
)
from transfer_log.accounts.models import LoginAttempt
from transfer_log.db import transaction

if TYPE_CHECKING:
    from sqlalchemy.orm import scoped_session

pytestmark = pytest.mark.usefixtures("session")
SECRET = "a secret that only the tests know"
MINUTE = timedelta(minutes=1)


def keys(email: str = "hanako@mihon.example.jp", address: str | None = "192.0.2.7") -> tuple[Key, ...]:
    return attempt_keys(email, address, SECRET)


def attempt(at: datetime, times: int = 1, of: tuple[Key, ...] | None = None) -> timedelta | None:
    """Count so many attempts at one moment and return what the last one was told."""
    left = None
    for _ in range(times):
        with transaction():
            left = count_attempt(of or keys(), at=at)
    return left


@pytest.mark.parametrize(("attempts", "minutes"), [(4, None), (5, 1), (7, 1), (8, 5), (11, 15), (15, 60), (500, 60)])
def test_an_address_is_locked_longer_with_each_step(attempts: int, minutes: int | None) -> None:
    expected = None if minutes is None else minutes * MINUTE
    assert lock_time(attempts, BY_EMAIL) == expected


@pytest.mark.parametrize(("attempts", "minutes"), [(49, None), (50, 1), (100, 15), (200, 60)])
def test_a_network_is_locked_only_after_what_no_office_does(attempts: int, minutes: int | None) -> None:
    expected = None if minutes is None else minutes * MINUTE
    assert lock_time(attempts, BY_NETWORK) == expected


@pytest.mark.engine
def test_the_sixth_attempt_within_a_minute_is_refused(at: datetime) -> None:
    assert attempt(at, times=5) is None
    assert attempt(at) == MINUTE


def test_a_refused_attempt_does_not_count(at: datetime) -> None:
    attempt(at, times=50)
    assert attempt(at + MINUTE) is None


def test_after_the_wait_one_more_attempt_is_let_through_and_locks_again(at: datetime) -> None:
    attempt(at, times=5)
    assert attempt(at + MINUTE) is None
    assert attempt(at + MINUTE) == MINUTE


def test_another_address_of_the_same_network_is_not_locked(at: datetime) -> None:
    attempt(at, times=6)
    assert attempt(at, of=keys("taro@mihon.example.jp")) is None


def test_guessing_at_many_addresses_locks_the_network(at: datetime) -> None:
    for number in range(50):
        attempt(at, of=keys(f"user{number}@mihon.example.jp"))
    assert attempt(at, of=keys("taro@mihon.example.jp")) == MINUTE
    assert attempt(at, of=keys("taro@mihon.example.jp", "198.51.100.9")) is None


def test_the_right_password_clears_the_address(at: datetime) -> None:
    attempt(at, times=5)
    with transaction():
        forgive(keys())
    assert attempt(at, times=4) is None


@pytest.mark.engine
def test_the_right_password_does_not_clear_the_network(at: datetime, session: scoped_session) -> None:
    for number in range(10):
        attempt(at, of=keys(f"user{number}@mihon.example.jp"))
    with transaction():
        forgive(keys("user0@mihon.example.jp"))
    network = keys()[1]
    assert session.get(LoginAttempt, network.value).failed_count == 9


def test_a_day_without_attempts_starts_the_count_anew(at: datetime) -> None:
    attempt(at, times=14)
    assert attempt(at + timedelta(days=1), times=4) is None


@pytest.mark.engine
def test_no_address_is_stored(at: datetime, session: scoped_session) -> None:
    attempt(at)
    stored = " ".join(session.scalars(select(LoginAttempt.key)))
    assert "hanako" not in stored
    assert "192.0.2" not in stored


def test_the_key_cannot_be_guessed_without_the_secret() -> None:
    assert keys()[0].value != attempt_keys("hanako@mihon.example.jp", None, "another secret")[0].value


def test_letter_case_and_blanks_do_not_make_another_address() -> None:
    assert keys(" Hanako@Mihon.example.jp ") == keys()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, None),
        ("unknown", None),
    ],
)
def test_an_address_is_counted_under_its_network(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


@pytest.mark.engine
def test_counts_that_no_longer_matter_are_forgotten(at: datetime, session: scoped_session) -> None:
    attempt(at)
    with transaction():
        forget_old_attempts(at=at + timedelta(hours=25))
    assert not session.scalars(select(LoginAttempt)).all()
