"""Define provisions (提供): one row per person per recipient, frozen with all it rests on, and what happens later."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Digest, Instant, JsonText, Uid, kind
from transfer_log.trail.models import Entry, Event, Versioned

REPLACING = text("replaces_id IS NOT NULL")
EXTERNAL = text("external_id IS NOT NULL")


class AssessmentSet(Base):
    """Be what the law made of a set of facts, under the digest of facts and result; dates are not part of it."""

    __tablename__ = "assessments"
    __table_args__ = kind("set")

    digest: Mapped[bytes] = mapped_column(Digest(), primary_key=True)
    facts: Mapped[Any] = mapped_column(JsonText)
    result: Mapped[Any] = mapped_column(JsonText)
    law_version: Mapped[str] = mapped_column(String(40), comment="the statute period, by its first day")


class Provision(Versioned, Base):
    """Record one provision of one person's data to one recipient (Act Art. 29, Rules Art. 19-20)."""

    __tablename__ = "provisions"
    __table_args__ = (
        Index(
            "uq_provisions_external",
            "source",
            "external_id",
            "subject_id",
            "operator_id",
            unique=True,
            sqlite_where=EXTERNAL,
            postgresql_where=EXTERNAL,
        ),
        Index(
            "uq_provisions_replaces",
            "subject_id",
            "replaces_id",
            unique=True,
            sqlite_where=REPLACING,
            postgresql_where=REPLACING,
        ),
        Index("ix_provisions_recipient", "recipient_id", "provided_on", "id"),
        Index("ix_provisions_day", "provided_on", "id"),
        CheckConstraint("stage IN ('planned','done')", name="stage"),
        CheckConstraint("mode IN ('each_time','lump','contract')", name="mode"),
        CheckConstraint("last_provided_on IS NULL OR last_provided_on >= provided_on", name="last_day"),
        ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]),
        ForeignKeyConstraint(["subject_id", "replaces_id"], ["provisions.subject_id", "provisions.id"]),
        ForeignKeyConstraint(["subject_id", "staged_after_id"], ["provisions.subject_id", "provisions.id"]),
        ForeignKeyConstraint(["subject_id", "leans_on_id"], ["provisions.subject_id", "provisions.id"]),
        kind("ledger"),
    )

    batch_id: Mapped[UUID | None] = mapped_column(Uid, comment="one act with many people or recipients")
    batch_ref: Mapped[str | None] = mapped_column(String(80), comment="how people call that act")
    door: Mapped[str] = mapped_column(String(10), comment="page, api, file")
    source: Mapped[str] = mapped_column(String(80), comment="the system or file the row comes from")
    external_id: Mapped[str | None] = mapped_column(String(120), comment="its id there; on the root only")
    draft_digest: Mapped[bytes] = mapped_column(
        Digest(), comment="SHA-256 of what was sent in, to tell a repeat from a change"
    )
    stage: Mapped[str] = mapped_column(String(10), default="done")
    act: Mapped[str] = mapped_column(String(30), comment="sent, made_available, published …")
    relation: Mapped[str] = mapped_column(String(40), default="none")
    information: Mapped[str] = mapped_column(String(40))
    mode: Mapped[str] = mapped_column(String(20))
    provided_on: Mapped[date] = mapped_column(comment="Japan date; of a lump or a viewing the first day")
    provided_at: Mapped[datetime | None] = mapped_column(Instant, comment="UTC instant, where the time of day is known")
    last_provided_on: Mapped[date | None] = mapped_column(comment="of a lump: its last day; null: still open")
    recorded_on: Mapped[date] = mapped_column(comment="Japan date on which the record was first made")
    days_to_record: Mapped[int] = mapped_column(comment="business days from act to record")
    recipient_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipients.id"))
    recipient_version_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipient_versions.id"))
    country: Mapped[str | None] = mapped_column(String(10), comment="where the recipient is; alpha-2 or unknown")
    country_profile_version_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("country_profile_versions.id"))
    situation_version_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("situation_versions.id"))
    purpose_version_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("purpose_versions.id"))
    policy_version_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("policy_versions.id"))
    department_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("departments.id"))
    basis: Mapped[str | None] = mapped_column(String(40), comment="assessment.md code; null: none stated")
    basis_evidence: Mapped[Any | None] = mapped_column(JsonText, comment="facts and papers stated for the basis")
    consent_subject_id: Mapped[UUID | None] = mapped_column(Uid, comment="whose id the consent stands under")
    consent_id: Mapped[UUID | None] = mapped_column(Uid)
    route: Mapped[str] = mapped_column(String(40), comment="regime: domestic, foreign_consent …")
    item_set_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("item_sets.digest"))
    method: Mapped[str | None] = mapped_column(String(20))
    transit: Mapped[str | None] = mapped_column(String(40), comment="how it was protected on the way")
    case_ref: Mapped[str | None] = mapped_column(String(120))
    sent_digest: Mapped[bytes | None] = mapped_column(
        Digest(), comment="SHA-256 of what was sent; the thing itself is not kept"
    )
    sent_bytes: Mapped[int | None] = mapped_column(BigInteger)
    decided_by: Mapped[UUID | None] = mapped_column(Uid, comment="user id of who decided")
    override_reason: Mapped[str | None] = mapped_column(Text, comment="why a superior let it pass")
    filled: Mapped[Any | None] = mapped_column(JsonText, comment="fields filled from the situation, not stated")
    staged_after_id: Mapped[UUID | None] = mapped_column(Uid, comment="the narrower disclosure before this one")
    wished_on: Mapped[date | None] = mapped_column(comment="day of the person's wish for the wider disclosure")
    leans_on_id: Mapped[UUID | None] = mapped_column(
        Uid, comment="older record that holds the same content (Rules Art. 20(2))"
    )
    source_ledger: Mapped[str | None] = mapped_column(String(200), comment="the old ledger a row was carried over from")
    source_row: Mapped[int | None] = mapped_column(comment="its row there")
    assessment_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("assessments.digest"))
    is_provision: Mapped[bool]
    permitted: Mapped[bool | None]
    record_required: Mapped[bool]
    disclosable: Mapped[bool] = mapped_column(comment="a statutory record under Act Art. 33(5)")
    retention_class: Mapped[str | None] = mapped_column(String(2), comment="R3 RL RC; null: no duty to keep")


class ProvisionEvent(Event, Base):
    """Record what happened to a provision later: viewed, delivered, voided, sent_in_error, lump_closed and the like."""

    __tablename__ = "provision_events"
    about_table = "provisions"


class Clearance(Entry, Base):
    """Record that somebody asked before the act whether data may be given, and the answer (the trace of a clearance)."""

    __tablename__ = "clearances"
    __table_args__ = (ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]), kind("ledger"))

    recipient_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipients.id"))
    recipient_version_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipient_versions.id"))
    asked_on: Mapped[date] = mapped_column(comment="Japan date as of which it was asked")
    basis: Mapped[str | None] = mapped_column(String(40))
    consent_id: Mapped[UUID | None] = mapped_column(Uid)
    item_set_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("item_sets.digest"))
    assessment_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("assessments.digest"))
    draft_digest: Mapped[bytes] = mapped_column(Digest(), comment="SHA-256 of what was asked")
    door: Mapped[str] = mapped_column(String(10))
    case_ref: Mapped[str | None] = mapped_column(String(120))
    is_allowed: Mapped[bool]
    reasons: Mapped[Any | None] = mapped_column(JsonText, comment="codes and articles that say no; null: none")


class ProvisionMark(Base):
    """Hold the state of a provision where it is not the ordinary one: a plain row has no mark."""

    __tablename__ = "provision_marks"
    __table_args__ = kind("projection")

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    provision_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    superseded_by: Mapped[UUID | None] = mapped_column(Uid)
    state: Mapped[str | None] = mapped_column(String(20), comment="planned cancelled voided in_error open")
    last_provided_on: Mapped[date | None] = mapped_column(comment="folded last day of a lump or viewing")
