"""Slow down guessing: count sign-in attempts by e-mail address and by network, and lock for longer each time.

An attempt is counted before the password is looked at, so that many at once cannot slip through together; a right one
takes its count back. Keys are keyed hashes: the table holds no address. An address without an account is treated alike.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from transfer_log.accounts.models import LoginAttempt
from transfer_log.bulk import insert_columns
from transfer_log.db import db, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: From so many attempts on, each further one locks for so long; the last step that fits counts.
Steps = tuple[tuple[int, timedelta], ...]

BY_EMAIL: Final[Steps] = (
    (5, timedelta(minutes=1)),
    (8, timedelta(minutes=5)),
    (11, timedelta(minutes=15)),
    (15, timedelta(hours=1)),
)
# A whole office may share one address: only what no office does is stopped.
BY_NETWORK: Final[Steps] = (
    (50, timedelta(minutes=1)),
    (100, timedelta(minutes=15)),
    (200, timedelta(hours=1)),
)
#: Without a further attempt for so long, the count starts again.
FORGOTTEN_AFTER: Final = timedelta(hours=24)
# One household or office has a /64 of IPv6 to itself.
_PREFIX: Final = {4: 32, 6: 64}


@dataclass(frozen=True, slots=True)
class Key:
    """Be what attempts are counted by, and the steps that hold for it."""

    value: str
    steps: Steps


def attempt_keys(email: str, address: str | None, secret: str) -> tuple[Key, ...]:
    """Return the keys of one attempt: its e-mail address, and its network where that is known."""
    keys = [Key(_keyed_hash(f"email:{email.strip().casefold()}", secret), BY_EMAIL)]
    network = network_of(address)
    if network is not None:
        keys.append(Key(_keyed_hash(f"network:{network}", secret), BY_NETWORK))
    return tuple(keys)


def network_of(address: str | None) -> str | None:
    """Return the network an address is counted under: itself in IPv4, its /64 in IPv6; None where there is none."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return None
    return str(ip_network(f"{known}/{_PREFIX[known.version]}", strict=False))


def _keyed_hash(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def lock_time(attempts: int, steps: Steps) -> timedelta | None:
    """Return for how long so many attempts lock, None while they do not."""
    return next((time for least, time in reversed(steps) if attempts >= least), None)


def count_attempt(keys: Sequence[Key], *, at: datetime) -> timedelta | None:
    """Count one attempt under every key, unless one of them is locked: then return how long is left, and count nothing."""
    values = _values(keys)
    # Two first attempts at the same moment must both count: the row is there before it is locked.
    insert_columns(
        table_of(LoginAttempt),
        ("key", "failed_count", "last_at"),
        (values, [0] * len(values), [at] * len(values)),
        skip_existing=True,
    )
    query = select(LoginAttempt).where(LoginAttempt.key.in_(values)).order_by(LoginAttempt.key).with_for_update()
    rows = {row.key: row for row in db.session.scalars(query.execution_options(populate_existing=True))}
    left = max(_left(row, at) for row in rows.values())
    if left > timedelta(0):
        return left
    for key in keys:
        _count_one(rows[key.value], key.steps, at)
    return None


def _count_one(row: LoginAttempt, steps: Steps, at: datetime) -> None:
    is_forgotten = at - row.last_at >= FORGOTTEN_AFTER
    row.failed_count = 1 if is_forgotten else row.failed_count + 1
    row.last_at = at
    locked_for = lock_time(row.failed_count, steps)
    row.locked_until = None if locked_for is None else at + locked_for


def _left(row: LoginAttempt, at: datetime) -> timedelta:
    return row.locked_until - at if row.locked_until is not None else timedelta(0)


def forgive(keys: Sequence[Key]) -> None:
    """Take back the attempt that was right: the address starts anew, the network loses this one only.

    Somebody with an account of their own could otherwise clear the count of their network while guessing at others.
    """
    email, *networks = keys
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.key == email.value))
    for row in db.session.scalars(select(LoginAttempt).where(LoginAttempt.key.in_(_values(networks)))):
        row.failed_count = max(0, row.failed_count - 1)
        row.locked_until = None


def forget_old_attempts(*, at: datetime) -> None:
    """Delete counts that no longer matter."""
    db.session.execute(delete(LoginAttempt).where(LoginAttempt.last_at < at - FORGOTTEN_AFTER))


def _values(keys: Sequence[Key]) -> list[str]:
    return [key.value for key in keys]
