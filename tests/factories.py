"""Make things that are legal and complete, so that a test states only what it is about.

Each factory writes in a transaction of its own (a savepoint inside the test's). Names, numbers and addresses are made up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from transfer_log.accounts.actor import Actor
from transfer_log.accounts.models import User
from transfer_log.db import NIL_ID, new_id, transaction
from transfer_log.items.models import DataItem, DataItemVersion
from transfer_log.organisation.models import (
    Department,
    DepartmentVersion,
    Operator,
    OperatorVersion,
    Purpose,
    PurposeVersion,
)
from transfer_log.recipients.models import Recipient, RecipientVersion
from transfer_log.register import Change, save_changes
from transfer_log.situations.models import Situation, SituationVersion

if TYPE_CHECKING:
    from uuid import UUID

SINCE: Final = date(2024, 4, 1)  # everything below is in force from this Japan date on
WRITTEN_AT: Final = datetime(2024, 4, 1, 0, 0, tzinfo=UTC)
_numbers = count(1)


def operator(ref: str = "mihon", **content: Any) -> Operator:
    """Make an operator (事業者) with the desk that Act Art. 32(1) asks it to publish."""
    legal = {
        "name": "株式会社見本人材",
        "address": "東京都千代田区見本町1-2-3",
        "representative": "代表取締役 見本 太郎",
        "desk_name": "個人情報お客様相談窓口",
        "desk_phone": "03-0000-0000",
        "late_after_days": 5,
    }
    return _entry(Operator, OperatorVersion, NIL_ID, ref, legal | content)


def department(of: Operator, ref: str = "placement", **content: Any) -> Department:
    """Make a department of an operator."""
    return _entry(Department, DepartmentVersion, of.id, ref, {"name": "人材紹介部"} | content)


def purpose(of: Operator, ref: str = "P1", **content: Any) -> Purpose:
    """Make a purpose of use that covers giving to third parties."""
    legal = {"title": "求人企業への職業紹介のため", "covers_provision": True, "is_special": False}
    return _entry(Purpose, PurposeVersion, of.id, ref, legal | content)


def recipient(of: Operator, ref: str | None = None, **content: Any) -> Recipient:
    """Make a recipient (第三者) in Japan with every record item of Rules Art. 20(1)."""
    number = next(_numbers)
    legal = {
        "name": f"株式会社見本商事{number}",
        "address": "大阪府大阪市北区見本1-1",
        "representative": "代表取締役 例示 次郎",
        "kind": "job_provider",
        "country": "JP",
        "legal_nature": "business",
        "is_nature_confirmed": True,
        "is_provisional": False,
    }
    return _entry(Recipient, RecipientVersion, of.id, ref or f"R-{number:04}", legal | content)


def data_item(ref: str = "name", **content: Any) -> DataItem:
    """Make an entry of the catalogue of data items, which serves all operators."""
    legal = {
        "name_ja": "氏名",
        "name_en": "Name",
        "item_class": "identity",
        "is_special_care": False,
        "is_never_provided": False,
    }
    return _entry(DataItem, DataItemVersion, NIL_ID, ref, legal | content)


def situation(of: Operator, ref: str = "placement", **content: Any) -> Situation:
    """Make a situation: a candidate is introduced to a company with a job, by consent."""
    legal = {
        "name_ja": "求人企業への推薦",
        "name_en": "Introduction to a company with a job",
        "recipient_kinds": ["job_provider"],
        "usual_items": ["name"],
        "allowed_items": [],
        "substitutions": {},
        "basis": "consent",
        "relation": "none",
        "information": "personal_data",
        "act": "sent",
        "mode": "each_time",
        "method": "email",
    }
    return _entry(Situation, SituationVersion, of.id, ref, legal | content)


def actor(of: Operator, *, role: str = "privacy_manager", department: Department | None = None) -> Actor:
    """Make a user of an operator and return them as the actor of operations."""
    user = User(
        id=new_id(),
        operator_id=of.id,
        department_id=department.id if department else None,
        email=f"{role}.{next(_numbers)}@mihon.example.jp",
        name=f"見本の{role}",
        role=role,
        is_active=True,
        created_at=WRITTEN_AT,
    )
    with transaction() as session:
        session.add(user)
    return Actor(
        user_id=user.id,
        operator_id=of.id,
        role=role,
        department_id=user.department_id,
        name=user.name,
    )


def _entry(head: type[Any], version: type[Any], operator_id: UUID, ref: str, content: dict[str, Any]) -> Any:
    since = content.pop("valid_from", SINCE)
    with transaction() as session:
        [saved] = save_changes(
            head,
            version,
            [Change(ref, content, since)],
            operator_id=operator_id,
            actor_id=NIL_ID,
            at=WRITTEN_AT,
        )
        return session.get_one(head, saved.head_id)
