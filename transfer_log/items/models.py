"""Define the catalogue of data items (個人データの項目) and the content-addressed sets of them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from transfer_log.db import Base, Digest, kind
from transfer_log.register import Head, Version


class DataItem(Head, Base):
    """Be an item of personal data; `ref` is its code. The catalogue serves all operators (nil operator id)."""

    __tablename__ = "data_items"


class DataItemVersion(Version, Base):
    """Hold the names and the class of a data item. Only names of items are ever stored, never values."""

    __tablename__ = "data_item_versions"
    head_table = "data_items"

    name_ja: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    item_class: Mapped[str] = mapped_column(String(30))
    is_special_care: Mapped[bool] = mapped_column(default=False, comment="要配慮個人情報 (Act Art. 2(3))")
    is_never_provided: Mapped[bool] = mapped_column(default=False, comment="barred by law or by own rule")
    substitute: Mapped[str | None] = mapped_column(String(80), comment="code of the coarser item, such as prefecture")


class ItemSet(Base):
    """Be a set of item codes under the SHA-256 of its sorted codes: a million rows share some hundred sets."""

    __tablename__ = "item_sets"
    __table_args__ = kind("set")

    digest: Mapped[bytes] = mapped_column(Digest(), primary_key=True)


class ItemSetMember(Base):
    """Be one item code of a set."""

    __tablename__ = "item_set_members"
    __table_args__ = kind("set")

    digest: Mapped[bytes] = mapped_column(Digest(), ForeignKey("item_sets.digest"), primary_key=True)
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
