"""Define users, sessions, API tokens and what guards them: all working tables, none of them evidence.

What users do to roles and tokens is recorded as acts (trail.models.Act).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Digest, Instant, JsonText, Uid, kind

ROLE_CODES = ("recruiter", "request_clerk", "privacy_manager", "auditor", "administrator", "service")


class User(Base):
    """Be somebody who signs in, or the service user behind the command line and the API."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('" + "','".join(ROLE_CODES) + "')", name="role"),
        kind("working"),
    )

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    operator_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("operators.id"))
    department_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("departments.id"))
    email: Mapped[str] = mapped_column(String(254), unique=True, comment="lower case; the sign-in name")
    name: Mapped[str] = mapped_column(String(200), comment="shown to colleagues; replaceable when they leave")
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200), comment="Argon2id; null: cannot sign in")
    is_active: Mapped[bool] = mapped_column(default=True)
    ends_on: Mapped[date | None] = mapped_column(comment="last Japan date of access, for auditors and temporary staff")
    language: Mapped[str | None] = mapped_column(String(2), comment="ja or en, the user's choice")
    preferences: Mapped[Any | None] = mapped_column(JsonText, comment="single-letter keys off, columns and the like")
    created_at: Mapped[datetime] = mapped_column(Instant)
    password_changed_at: Mapped[datetime | None] = mapped_column(Instant)
    initial_until_at: Mapped[datetime | None] = mapped_column(
        Instant,
        comment="until when a password given by somebody else opens, to choose an own one; null: chosen by its owner",
    )


class UserSession(Base):
    """Be a server-side session: the cookie's 256-bit id is stored hashed only."""

    __tablename__ = "sessions"
    __table_args__ = kind("working")

    id_hash: Mapped[bytes] = mapped_column(Digest(), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Uid, index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)


class ApiToken(Base):
    """Be an API token: only its SHA-256 is stored, it is shown once."""

    __tablename__ = "tokens"
    __table_args__ = kind("working")

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(8), unique=True, comment="the readable part of the token")
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    user_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(200), comment="what it is for")
    scopes: Mapped[Any] = mapped_column(JsonText, comment="list of scope codes")
    networks: Mapped[Any | None] = mapped_column(JsonText, comment="list of CIDR networks it may come from; null: any")
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_on: Mapped[date] = mapped_column(comment="last Japan date of use, at most a year ahead")
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)


class TokenUse(Base):
    """Hold when a token was last used, apart from the token so that using it writes no reference table."""

    __tablename__ = "token_use"
    __table_args__ = kind("working")

    token_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    last_used_at: Mapped[datetime] = mapped_column(Instant)


class LoginAttempt(Base):
    """Count failed sign-ins for a key (an e-mail address hash or a network address hash)."""

    __tablename__ = "login_attempts"
    __table_args__ = kind("working")

    key: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 hex, no personal value")
    failed_count: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Instant)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)


class AccessRead(Base):
    """Hold that a user saw records of people: when, which kind of reading, whose (opaque id) or how many; no value of theirs.

    On the embedded engine the rows lie in a file of their own (`Settings.access_log_url`), so that a page that only reads
    never waits for the writer of the ledger; the table of this name in the main file stays empty there.
    """

    __tablename__ = "access_log"
    __table_args__ = kind("working")

    user_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, comment="UUIDv7: the order of reading")
    operator_id: Mapped[UUID] = mapped_column(Uid)
    read_at: Mapped[datetime] = mapped_column(Instant, index=True)
    action: Mapped[str] = mapped_column(String(40), comment="an action of accounts.policy that reads people")
    subject_id: Mapped[UUID | None] = mapped_column(Uid, comment="whose records; null: a list of several people")
    route: Mapped[str] = mapped_column(String(200), comment="pattern of the address or name of the command")
    people_count: Mapped[int] = mapped_column(comment="how many rows were shown")
    reason: Mapped[str | None] = mapped_column(Text, comment="why, where the page asks for it")


class Submission(Base):
    """Remember what an Idempotency-Key was answered, for 30 days."""

    __tablename__ = "submissions"
    __table_args__ = kind("working")

    key_hash: Mapped[bytes] = mapped_column(Digest(), primary_key=True, comment="SHA-256(token id, key)")
    body_digest: Mapped[bytes] = mapped_column(Digest())
    status: Mapped[int]
    result: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)
