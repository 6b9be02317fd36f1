"""Define findings: what is doubtful or unlawful about a row, grouped by cause, and how it ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Digest, Instant, Uid, kind
from transfer_log.trail.models import Entry, Event, Evidence


class FindingGroup(Base):
    """Be one cause: findings of the same article, recipient, situation and missing document share owner and resolution."""

    __tablename__ = "finding_groups"
    __table_args__ = (Index("ix_finding_groups_operator_id", "operator_id"), kind("set"))

    digest: Mapped[bytes] = mapped_column(Digest(), primary_key=True, comment="SHA-256 of the cause")
    operator_id: Mapped[UUID] = mapped_column(Uid)
    code: Mapped[str] = mapped_column(String(60))
    article: Mapped[str] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(10))
    recipient_id: Mapped[UUID | None] = mapped_column(Uid)
    situation_id: Mapped[UUID | None] = mapped_column(Uid)
    document: Mapped[str | None] = mapped_column(String(80), comment="code of the document or fact that is missing")


class Finding(Entry, Base):
    """Record that a row is doubtful or unlawful. It knows its object only by kind and id."""

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("severity IN ('unlawful','doubtful')", name="severity"),
        Index("ix_findings_group", "group_digest", "recorded_at"),
        Index("ix_findings_about", "subject_id", "about_id"),
        kind("ledger"),
    )

    about_kind: Mapped[str] = mapped_column(String(20), comment="provision, consent, receipt")
    about_id: Mapped[UUID] = mapped_column(Uid)
    code: Mapped[str] = mapped_column(String(60), comment="evidence_missing, recorded_late, a violation code …")
    article: Mapped[str] = mapped_column(String(60))
    severity: Mapped[str] = mapped_column(String(10))
    field: Mapped[str | None] = mapped_column(String(80), comment="which fact or field it is about")
    group_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("finding_groups.digest"))


class FindingEvent(Event, Base):
    """Record a step on one finding: assigned, noted, overridden, resolved, reopened."""

    __tablename__ = "finding_events"
    about_table = "findings"

    owner_id: Mapped[UUID | None] = mapped_column(Uid, comment="user id")
    how: Mapped[str | None] = mapped_column(String(40), comment="how it was resolved")


class FindingGroupEvent(Evidence, Base):
    """Record a step on a whole group: assigned, due_set, noted, resolved, reopened."""

    __tablename__ = "finding_group_events"
    __table_args__ = (Index("ix_finding_group_events_group_digest", "group_digest"), kind("act"))

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    group_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("finding_groups.digest"))
    kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[UUID | None] = mapped_column(Uid)
    due_on: Mapped[date | None]
    how: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(Text)


class FindingStatus(Base):
    """Hold the state of a single finding where it differs from its group."""

    __tablename__ = "finding_status"
    __table_args__ = kind("projection")

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    finding_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    state: Mapped[str] = mapped_column(String(20), comment="open, overridden, resolved")
    owner_id: Mapped[UUID | None] = mapped_column(Uid)


class FindingGroupStatus(Base):
    """Hold owner, due day and resolution of a group; findings recorded after `resolved_at` are open again."""

    __tablename__ = "finding_group_status"
    __table_args__ = kind("projection")

    group_digest: Mapped[bytes] = mapped_column(Digest(), primary_key=True)
    owner_id: Mapped[UUID | None] = mapped_column(Uid)
    due_on: Mapped[date | None]
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    how: Mapped[str | None] = mapped_column(String(40))
