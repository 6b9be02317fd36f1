"""Define the tables of recipients (第三者): who they are by date, their names for search, doubles that were joined."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Instant, JsonText, Uid, kind
from transfer_log.register import Head, Version


class Recipient(Head, Base):
    """Be a third party of an operator."""

    __tablename__ = "recipients"


class RecipientVersion(Version, Base):
    """Hold what a recipient is since a day: name, address and representative are record items (Rules Art. 20(1))."""

    __tablename__ = "recipient_versions"
    head_table = "recipients"

    name: Mapped[str] = mapped_column(String(200), comment="legal name")
    name_en: Mapped[str | None] = mapped_column(String(200))
    aliases: Mapped[Any | None] = mapped_column(JsonText, comment="other and old names")
    address: Mapped[str | None] = mapped_column(String(400))
    representative: Mapped[str | None] = mapped_column(String(200))
    corporate_number: Mapped[str | None] = mapped_column(String(13), comment="13 digits with check digit")
    kind: Mapped[str | None] = mapped_column(String(40), comment="business kind, such as job_provider")
    country: Mapped[str | None] = mapped_column(
        String(10), comment="ISO 3166-1 alpha-2, 'unknown', or null: not entered"
    )
    country_profile: Mapped[str | None] = mapped_column(
        String(40), comment="profile id such as AE/DIFC, where the country has several"
    )
    legal_nature: Mapped[str | None] = mapped_column(
        String(30), comment="business individual public_body foreign_public_body academic unspecified_public"
    )
    is_nature_confirmed: Mapped[bool] = mapped_column(
        default=False, comment="the keeper confirmed the suggested nature"
    )
    handles_in_japan: Mapped[bool | None] = mapped_column(
        comment="foreign corporation handling data for business in Japan"
    )
    same_legal_person: Mapped[bool | None] = mapped_column(comment="our own branch: no third party")
    equivalent_system: Mapped[str | None] = mapped_column(
        String(20), comment="contract group_rules cbpr (Rules Art. 16); null: none"
    )
    parent_id: Mapped[UUID | None] = mapped_column(
        Uid, ForeignKey("recipients.id"), comment="the company it belongs to"
    )
    policy_url: Mapped[str | None] = mapped_column(String(400))
    opt_out_url: Mapped[str | None] = mapped_column(String(400))
    is_provisional: Mapped[bool] = mapped_column(
        default=False, comment="started with a name only, to be completed by a keeper"
    )


class RecipientName(Base):
    """Find a recipient by any of its names: one row a folded name of the newest version."""

    __tablename__ = "recipient_names"
    __table_args__ = (Index("ix_recipient_names_key", "operator_id", "key"), kind("projection"))

    recipient_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipients.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True, comment="text.company_key of a name")
    operator_id: Mapped[UUID] = mapped_column(Uid)


class RecipientLink(Base):
    """Record that two entries are the same party, or are no longer held to be: the newest row of a pair counts."""

    __tablename__ = "recipient_links"
    __table_args__ = kind("register")

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipients.id"), comment="the double")
    into_id: Mapped[UUID] = mapped_column(Uid, ForeignKey("recipients.id"), comment="the entry that stays in use")
    kind: Mapped[str] = mapped_column(String(10), comment="joined or parted")
    reason: Mapped[str] = mapped_column(String(400))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[UUID] = mapped_column(Uid)
