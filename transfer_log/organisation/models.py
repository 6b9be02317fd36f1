"""Define the tables of the operators (事業者): who they are, their desk, departments, policies and purposes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, JsonText, Uid
from transfer_log.register import Head, Version


class Operator(Head, Base):
    """Be an operator (個人情報取扱事業者) of the group. Its own `operator_id` is the nil id."""

    __tablename__ = "operators"


class OperatorVersion(Version, Base):
    """Hold name, address, representative and desk of an operator since a day (Act Art. 32(1), 33(5))."""

    __tablename__ = "operator_versions"
    head_table = "operators"

    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(400))
    representative: Mapped[str | None] = mapped_column(String(200), comment="title and name")
    corporate_number: Mapped[str | None] = mapped_column(String(13))
    desk_name: Mapped[str | None] = mapped_column(
        String(200), comment="the desk that takes requests, printed the same everywhere"
    )
    desk_address: Mapped[str | None] = mapped_column(String(400))
    desk_phone: Mapped[str | None] = mapped_column(String(40))
    desk_email: Mapped[str | None] = mapped_column(String(200))
    desk_form_url: Mapped[str | None] = mapped_column(String(400))
    desk_hours: Mapped[str | None] = mapped_column(String(200))
    desk_closed_days: Mapped[str | None] = mapped_column(String(200))
    late_after_days: Mapped[int] = mapped_column(
        Integer, default=5, comment="business days from act to record after which a record is late (Rules Art. 19(2))"
    )
    company_holidays: Mapped[Any | None] = mapped_column(
        JsonText, comment="list of MM-DD or YYYY-MM-DD on which the company is closed besides Japan's holidays"
    )


class Department(Head, Base):
    """Be a department of an operator."""

    __tablename__ = "departments"


class DepartmentVersion(Version, Base):
    """Hold the name of a department and its information manager since a day (practice: one manager in each)."""

    __tablename__ = "department_versions"
    head_table = "departments"

    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str | None] = mapped_column(String(200))
    manager_id: Mapped[UUID | None] = mapped_column(Uid, comment="user id of the information manager")


class Policy(Head, Base):
    """Be a privacy policy of an operator; several may stand side by side, with precedence."""

    __tablename__ = "policies"


class PolicyVersion(Version, Base):
    """Hold one published version of a policy."""

    __tablename__ = "policy_versions"
    head_table = "policies"

    label: Mapped[str] = mapped_column(String(40), comment="how files name this version, such as 2024-07-10")
    title: Mapped[str] = mapped_column(String(200))
    published_on: Mapped[date | None] = mapped_column(comment="Japan date of publication")
    representative: Mapped[str | None] = mapped_column(String(200), comment="who signs the policy")
    url: Mapped[str | None] = mapped_column(String(400))
    next_review_on: Mapped[date | None] = mapped_column(comment="Japan date of the next review")
    precedence: Mapped[int] = mapped_column(Integer, default=0, comment="the greater one goes first")
    note: Mapped[str | None] = mapped_column(Text, comment="unclear wording found in it")


class Purpose(Head, Base):
    """Be a numbered purpose of use (利用目的) of an operator (Act Art. 17)."""

    __tablename__ = "purposes"


class PurposeVersion(Version, Base):
    """Hold the wording of a purpose and the policy version in which it stands."""

    __tablename__ = "purpose_versions"
    head_table = "purposes"

    title: Mapped[str] = mapped_column(String(400))
    title_en: Mapped[str | None] = mapped_column(String(400))
    policy_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("policy_versions.id"))
    covers_provision: Mapped[bool | None] = mapped_column(
        comment="whether giving to third parties is inside the purpose (Act Art. 18(1)); null: not decided"
    )
    recipient_kinds: Mapped[Any | None] = mapped_column(JsonText, comment="kinds it is limited to; null: any")
    is_special: Mapped[bool] = mapped_column(default=False, comment="told at collection, overrides the general ones")
    change_evidence: Mapped[str | None] = mapped_column(
        Text, comment="notice or consent for a changed purpose (Act Art. 17(2))"
    )
