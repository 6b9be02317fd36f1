"""Find one provision for somebody who may read it, and say who may correct it until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.accounts.policy import can, may_correct, reach_of
from transfer_log.errors import NotAllowed, NotFound, Text
from transfer_log.law import add_business_days, japan_date
from transfer_log.organisation.queries import operator_on
from transfer_log.organisation.rules import company_holidays
from transfer_log.provisions.happenings import NO_PROVISION, find_provision

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.models import Provision

NOT_YOURS: Final = Text(
    "この記録を訂正できるのは、記録した本人（{day} まで）と個人情報保護管理者です。",
    "This record can be corrected by who recorded it (until {day}) and by the privacy manager.",
)
NOT_YOUR_DEPARTMENT: Final = Text(
    "ほかの部署の記録に出来事を加えることはできません。",
    "Nothing can be added to records of another department.",
)


def readable_provision(subject_id: UUID, provision_id: UUID, actor: Actor) -> Provision:
    """Return a provision of the actor's operator that the actor may read.

    :raises NotFound: when there is none; one of another operator or department answers the same.
    """
    row = find_provision(subject_id, provision_id, actor)
    reach = reach_of(actor, "read_provisions")
    if reach.department_id is not None and row.department_id != reach.department_id:
        raise NotFound(NO_PROVISION)
    return row


def last_day_to_correct(row: Provision) -> date:
    """Return the last Japan date on which who recorded a row may correct it: the next business day."""
    recorded_on = japan_date(row.recorded_at)
    holidays = company_holidays(operator_on(row.operator_id, recorded_on).company_holidays)
    return add_business_days(recorded_on, 1, holidays)


def can_correct(row: Provision, actor: Actor, at: datetime) -> bool:
    """Tell whether the actor may correct, void or move a row at this instant."""
    return may_correct(actor, recorded_by=row.recorded_by, last_day=last_day_to_correct(row), today=japan_date(at))


def check_correction(row: Provision, actor: Actor, at: datetime) -> None:
    """Pass if the actor may correct a row at this instant.

    :raises NotAllowed: if not; the text says who may, and until when.
    """
    if not can_correct(row, actor, at):
        raise NotAllowed(NOT_YOURS.format(day=last_day_to_correct(row).isoformat()))


def can_add(row: Provision, actor: Actor) -> bool:
    """Tell whether the actor may add what happened to a provision: who records provisions, within the own department."""
    if not can(actor, "record_provision"):
        return False
    reach = reach_of(actor, "record_provision")
    return reach.department_id in (None, row.department_id)


def check_adding(row: Provision, actor: Actor) -> None:
    """Pass if the actor may add what happened to a provision.

    :raises NotAllowed: if not.
    """
    if not can_add(row, actor):
        raise NotAllowed(NOT_YOUR_DEPARTMENT)
