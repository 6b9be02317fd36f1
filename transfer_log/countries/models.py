"""Define country profiles by version: shipped with the package, or confirmed by the company's reviewer."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, JsonText
from transfer_log.register import Head, Version


class CountryProfileHead(Head, Base):
    """Be the profile of a country or regime; `ref` is its id such as VN or AE/DIFC; serves all operators."""

    __tablename__ = "country_profiles"


class CountryProfileVersion(Version, Base):
    """Hold one version of a profile; its digest is frozen into each provision abroad (Rules Art. 17)."""

    __tablename__ = "country_profile_versions"
    head_table = "country_profiles"

    alpha_2: Mapped[str] = mapped_column(String(2))
    origin: Mapped[str] = mapped_column(String(10), comment="package or company")
    confidence: Mapped[str] = mapped_column(String(20), comment="source-read or from-knowledge")
    checked_on: Mapped[date] = mapped_column(comment="day on which the facts were checked")
    facts: Mapped[Any] = mapped_column(JsonText, comment="the whole profile as in country_profiles/*.yaml")
