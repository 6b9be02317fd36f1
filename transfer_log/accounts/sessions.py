"""Keep who is signed in on the server: the cookie holds 256 random bits, the table their SHA-256.

A session ends by signing out, after 30 minutes without a page (15 for administrators), after 12 hours in any case, and at
once when its user is disabled, gets another role or another password.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, select, update

from transfer_log.accounts.actor import Actor
from transfer_log.accounts.models import User, UserSession
from transfer_log.db import db, table_of
from transfer_log.japanese_dates import JAPAN
from transfer_log.lookup import Lookup

if TYPE_CHECKING:
    from uuid import UUID

IDLE: Final = timedelta(minutes=30)
IDLE_ADMINISTRATOR: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=12)
#: Being seen is written at most once in so long: a page that only reads does not write.
SEEN_EVERY: Final = timedelta(minutes=1)
_RANDOM_BYTES: Final = 32

_USERS: Final = table_of(User)
_SESSIONS: Final = table_of(UserSession)
_BY_HASH: Final = Lookup(
    select(
        _SESSIONS.c.created_at,
        _SESSIONS.c.last_seen_at,
        *(_USERS.c[name] for name in ("id", "operator_id", "role", "department_id", "name")),
        *(_USERS.c[name] for name in ("is_active", "ends_on", "initial_until_at")),
    )
    .join_from(_SESSIONS, _USERS, _USERS.c.id == _SESSIONS.c.user_id)
    .where(_SESSIONS.c.id_hash == bindparam("id_hash"))
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Be a session that is good now: who acts, since when, and whether an own password must be chosen first."""

    actor: Actor
    id_hash: bytes
    last_seen_at: datetime
    must_choose_password: bool

    def is_to_be_seen(self, at: datetime) -> bool:
        """Tell whether it is time to write that the session is still used."""
        return at - self.last_seen_at >= SEEN_EVERY


def hash_of(cookie: str) -> bytes:
    """Return what the table holds of a cookie."""
    return sha256(cookie.encode()).digest()


def start_session(user_id: UUID, *, at: datetime) -> str:
    """Open a new session and return what goes into the cookie; it is never stored as such."""
    cookie = secrets.token_urlsafe(_RANDOM_BYTES)
    db.session.add(UserSession(id_hash=hash_of(cookie), user_id=user_id, created_at=at, last_seen_at=at))
    return cookie


def signed_in(cookie: str, *, at: datetime) -> SignedIn | None:
    """Return the session behind a cookie, None if there is none or it is no longer good."""
    id_hash = hash_of(cookie)
    row = _BY_HASH.one(db.engine, id_hash=id_hash)
    if row is None:
        return None
    created_at, last_seen_at, *user, is_active, ends_on, initial_until_at = row
    if not is_active or (ends_on is not None and ends_on < at.astimezone(JAPAN).date()):
        return None
    actor = Actor(*user)
    if at - last_seen_at >= idle_time(actor.role) or at - created_at >= LONGEST:
        return None
    return SignedIn(actor, id_hash, last_seen_at, must_choose_password=initial_until_at is not None)


def idle_time(role: str) -> timedelta:
    """Return after how long without a page a session of this role ends."""
    return IDLE_ADMINISTRATOR if role == "administrator" else IDLE


def see_session(session: SignedIn, *, at: datetime) -> None:
    """Write that a session is still used."""
    db.session.execute(update(UserSession).where(UserSession.id_hash == session.id_hash).values(last_seen_at=at))


def end_session(cookie: str) -> None:
    """End the session behind a cookie, if there is one."""
    db.session.execute(delete(UserSession).where(UserSession.id_hash == hash_of(cookie)))


def end_sessions_of(user_id: UUID, *, but: bytes | None = None) -> int:
    """End all sessions of a user, except the one with the hash `but`; return how many."""
    query = delete(UserSession).where(UserSession.user_id == user_id)
    if but is not None:
        query = query.where(UserSession.id_hash != but)
    return db.session.execute(query).rowcount  # type: ignore[attr-defined, no-any-return]


def open_session_count(user_id: UUID, *, at: datetime) -> int:
    """Return how many sessions of a user may still be in use."""
    query = select(UserSession.id_hash).where(UserSession.user_id == user_id, UserSession.last_seen_at > at - IDLE)
    return len(db.session.scalars(query).all())


def forget_old_sessions(*, at: datetime) -> None:
    """Delete sessions that nobody can use any more."""
    db.session.execute(delete(UserSession).where(UserSession.created_at <= at - LONGEST))
