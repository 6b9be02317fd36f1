"""Define the people (本人): ids without values, registrations, the one table with values, links, consents, stops."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Digest, Instant, JsonText, Uid, kind
from transfer_log.register import Head, Version
from transfer_log.trail.models import Entry, Event, Versioned

CURRENT_ONLY = text("replaces_id IS NOT NULL")
EXPIRING_ONLY = text("expires_on IS NOT NULL")


class Subject(Base):
    """Be a person (or a list of identifiers, or somebody unidentified): an id without any value."""

    __tablename__ = "subjects"
    __table_args__ = (
        CheckConstraint("kind IN ('person','identifier_list','unidentified')", name="kind"),
        kind("subject"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Instant)


class SubjectRef(Base):
    """Be a registration: the number by which a service of an operator knows a person; unique only here."""

    __tablename__ = "subject_refs"
    __table_args__ = (Index("ix_subject_refs_subject_id", "subject_id"), kind("working"))

    ref: Mapped[str] = mapped_column(String(80), primary_key=True)
    service: Mapped[str] = mapped_column(String(40), primary_key=True, comment="'' for the main service")
    operator_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(Uid)
    status: Mapped[str] = mapped_column(String(20), default="registered", comment="registered or left")
    created_at: Mapped[datetime] = mapped_column(Instant)


class SubjectVersion(Base):
    """Hold a person's values: the only table that does. The newest version counts, old ones stay readable."""

    __tablename__ = "subject_versions"
    __table_args__ = (
        UniqueConstraint("subject_id", "version_no"),
        ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]),
        kind("working"),
    )

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    version_no: Mapped[int]
    operator_id: Mapped[UUID] = mapped_column(Uid, comment="operator that recorded this version")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Uid)
    name: Mapped[str] = mapped_column(String(200))
    kana: Mapped[str | None] = mapped_column(String(200))
    former_names: Mapped[Any | None] = mapped_column(JsonText, comment="list of names")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    birth_date: Mapped[date | None]
    prefecture: Mapped[str | None] = mapped_column(String(40))
    subject_class: Mapped[str | None] = mapped_column(String(40), comment="candidate, applicant, employee, customer …")
    status: Mapped[str] = mapped_column(String(20), default="registered")
    sources: Mapped[Any | None] = mapped_column(JsonText, comment="how the data was acquired, list")


class SubjectLink(Entry, Base):
    """Record that two ids are the same person, no longer are, or are known to be different; written under each."""

    __tablename__ = "subject_links"
    __table_args__ = (ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]), kind("ledger"))

    other_subject_id: Mapped[UUID] = mapped_column(Uid)
    kind: Mapped[str] = mapped_column(String(10), comment="linked, unlinked, distinct")
    matched: Mapped[Any | None] = mapped_column(JsonText, comment="names of the fields that matched, never values")
    reason: Mapped[str] = mapped_column(Text)


class LinkedSubject(Base):
    """Say to which person a linked id belongs; no row = the id stands alone."""

    __tablename__ = "linked_subjects"
    __table_args__ = kind("projection")

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(Uid, index=True)


class Scope(Base):
    """Be a content-addressed scope of a consent or withdrawal: recipients, kinds, purposes, items, countries."""

    __tablename__ = "scopes"
    __table_args__ = kind("set")

    digest: Mapped[bytes] = mapped_column(Digest(), primary_key=True)


class ScopeMember(Base):
    """Be one value of one dimension of a scope; a dimension without members is not limited."""

    __tablename__ = "scope_members"
    __table_args__ = kind("set")

    digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("scopes.digest"), primary_key=True)
    dimension: Mapped[str] = mapped_column(String(10), primary_key=True, comment="recipient kind purpose item country")
    value: Mapped[str] = mapped_column(String(80), primary_key=True)


class ConsentText(Head, Base):
    """Be a wording by which consent is asked; `ref` is the text version that files name."""

    __tablename__ = "consent_texts"


class ConsentTextVersion(Version, Base):
    """Hold the wording itself."""

    __tablename__ = "consent_text_versions"
    head_table = "consent_texts"

    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text, comment="null: only its name came in by a file")
    body_en: Mapped[str | None] = mapped_column(Text)


class Consent(Versioned, Base):
    """Record a consent (同意) as given; later withdrawal is an event (Act Art. 27(1), 28(1))."""

    __tablename__ = "consents"
    __table_args__ = (
        UniqueConstraint("subject_id", "operator_id", "consent_ref", name="uq_consents_ref"),
        Index(
            "uq_consents_replaces",
            "subject_id",
            "replaces_id",
            unique=True,
            sqlite_where=CURRENT_ONLY,
            postgresql_where=CURRENT_ONLY,
        ),
        Index(
            "ix_consents_expires_on",
            "operator_id",
            "expires_on",
            sqlite_where=EXPIRING_ONLY,
            postgresql_where=EXPIRING_ONLY,
        ),
        ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]),
        ForeignKeyConstraint(["subject_id", "replaces_id"], ["consents.subject_id", "consents.id"]),
        kind("ledger"),
    )

    consent_ref: Mapped[str | None] = mapped_column(String(80), comment="on the root only")
    given_on: Mapped[date] = mapped_column(comment="Japan date on which it was given")
    given_at: Mapped[datetime | None] = mapped_column(Instant)
    method: Mapped[str] = mapped_column(String(20), comment="paper click oral email other")
    consent_text_version_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("consent_text_versions.id"))
    signer_kind: Mapped[str] = mapped_column(String(20), default="person", comment="person guardian proxy")
    signer_note: Mapped[str | None] = mapped_column(String(200), comment="relation of a guardian or proxy, no name")
    scope_digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("scopes.digest"))
    special_items_digest: Mapped[bytes | None] = mapped_column(
        Digest(), ForeignKey("item_sets.digest"), comment="special-care items it names"
    )
    expires_on: Mapped[date | None] = mapped_column(comment="last Japan date on which it covers an act")
    evidence_ref: Mapped[str | None] = mapped_column(String(200), comment="where the paper, log or recording lies")
    information_given_on: Mapped[date | None] = mapped_column(
        comment="day on which country, system and measures were told (Act Art. 28(2)); null: not known"
    )


class ConsentEvent(Event, Base):
    """Record what happened to a consent: withdrawn (scope null = whole), evidence_added."""

    __tablename__ = "consent_events"
    about_table = "consents"

    scope_digest: Mapped[bytes | None] = mapped_column(Digest(), comment="what was withdrawn; null: all of it")


class Stop(Entry, Base):
    """Record that a person asked to stop provision, or that the stop was lifted (Act Art. 27(2), 35)."""

    __tablename__ = "stops"
    __table_args__ = (ForeignKeyConstraint(["subject_id"], ["subjects.subject_id"]), kind("ledger"))

    kind: Mapped[str] = mapped_column(String(10), comment="stopped or lifted")
    recipient_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("recipients.id"), comment="null: all recipients")
    ground: Mapped[str] = mapped_column(String(20), comment="asked opt_out 35_3 35_5")
    effective_on: Mapped[date] = mapped_column(comment="Japan date from which it holds")
    reason: Mapped[str | None] = mapped_column(Text)


class IdentifierDigest(Base):
    """Hold the keyed digests of a list of identifiers; the plain identifiers are never stored."""

    __tablename__ = "identifier_digests"
    __table_args__ = kind("working")

    subject_id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
