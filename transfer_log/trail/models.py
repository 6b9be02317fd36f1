"""Define what every evidence row carries, the acts, and the queue from which the log is built.

Ledger rows hang on a person and have the key (subject_id, id); act rows hang on nobody and have the key id.
Both hold their own salt and leaf hash, written in the same transaction as the row.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from transfer_log.db import Base, Digest, Instant, JsonText, Uid, kind


class Evidence:
    """Carry who wrote the row, when, for which operator, and what proves it."""

    operator_id: Mapped[UUID] = mapped_column(Uid, comment="operator (事業者) whose row it is")
    recorded_at: Mapped[datetime] = mapped_column(Instant, comment="UTC instant of writing")
    recorded_by: Mapped[UUID] = mapped_column(Uid, comment="user id, never a name")
    salt: Mapped[bytes] = mapped_column(LargeBinary(32), comment="32 random bytes of this row alone")
    leaf_hash: Mapped[bytes] = mapped_column(Digest(), comment="leaf of the transparency log, RFC 9162")


class Entry(Evidence):
    """Be a ledger row about a person: key (subject_id, id)."""

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True, comment="the person (本人); distribution column")
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, comment="UUIDv7 made by the application")


class Event(Entry):
    """Be a later happening about a ledger row; the state is the fold over events by (recorded_at, id)."""

    about_id: Mapped[UUID] = mapped_column(Uid, comment="the row that it is about, of the same person")
    kind: Mapped[str] = mapped_column(String(40), comment="what happened")
    occurred_on: Mapped[date] = mapped_column(comment="Japan date on which it happened")
    occurred_at: Mapped[datetime | None] = mapped_column(Instant, comment="UTC instant, where known")
    reason: Mapped[str | None] = mapped_column(Text, comment="why, in the words of who recorded it")
    details: Mapped[Any | None] = mapped_column(JsonText, comment="what else belongs to this kind; never queried")

    # The table whose rows the event is about.
    about_table: str

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        """Tie the event to its row of the same person."""
        return (
            ForeignKeyConstraint(
                ["subject_id", "about_id"],
                [f"{cls.about_table}.subject_id", f"{cls.about_table}.id"],
            ),
            kind("ledger"),
        )


class Versioned(Entry):
    """Be a correctable row: a correction is a whole new row that replaces the old one, never an UPDATE."""

    replaces_id: Mapped[UUID | None] = mapped_column(Uid, comment="the row this one replaces; null on the root")
    version_reason: Mapped[str | None] = mapped_column(String(20), comment="correction, confirmed, completed")
    reason: Mapped[str | None] = mapped_column(Text, comment="why it was replaced, in plain words")


class Act(Evidence, Base):
    """Record what a user did that is about nobody in particular: role changes, exports, token changes, digests."""

    __tablename__ = "acts"
    __table_args__ = kind("act")

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True, comment="what was done, such as role_granted")
    details: Mapped[Any | None] = mapped_column(JsonText, comment="ids, codes and counts; no personal value")


class LogQueue(Base):
    """Hand the leaves of one transaction to the sequencer; it alone deletes rows here."""

    __tablename__ = "log_queue"
    __table_args__ = kind("log")

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True, comment="of the first leaf; nil id for acts")
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    leaves: Mapped[bytes] = mapped_column(LargeBinary, comment="packed (type, entry id, leaf hash)*, see trail.queue")


class Installation(Base):
    """Hold the constants of this installation: `log_id` and when it was made."""

    __tablename__ = "installation"
    __table_args__ = kind("register")

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
