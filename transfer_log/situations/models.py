"""Define situations (場面): what the company's policy declares about a way of providing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, JsonText, Uid
from transfer_log.register import Head, Version


class Situation(Head, Base):
    """Be a situation of an operator, such as placement or scouting."""

    __tablename__ = "situations"


class SituationVersion(Version, Base):
    """Hold who may receive what in a situation, for which purpose, on which basis, how."""

    __tablename__ = "situation_versions"
    head_table = "situations"

    name_ja: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    recipient_kinds: Mapped[Any] = mapped_column(JsonText, comment="list of recipient kinds; empty: any")
    usual_items: Mapped[Any] = mapped_column(JsonText, comment="list of item codes given as a rule")
    allowed_items: Mapped[Any] = mapped_column(JsonText, comment="list of item codes that may be given; empty: any")
    substitutions: Mapped[Any] = mapped_column(JsonText, comment="mapping barred item -> item given instead")
    purpose_id: Mapped[UUID | None] = mapped_column(Uid, ForeignKey("purposes.id"))
    basis: Mapped[str | None] = mapped_column(String(40))
    relation: Mapped[str] = mapped_column(String(40), default="none")
    information: Mapped[str] = mapped_column(String(40), default="personal_data")
    act: Mapped[str] = mapped_column(String(40), default="sent")
    mode: Mapped[str] = mapped_column(String(20), default="each_time")
    method: Mapped[str | None] = mapped_column(String(20))
    practices: Mapped[str | None] = mapped_column(Text, comment="where in a policy it is declared")
