"""Say who acts at the command line: the user named with `--as`, or the service user `cli`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.accounts.actor import Actor
from transfer_log.accounts.models import User
from transfer_log.accounts.policy import SERVICE
from transfer_log.accounts.queries import NO_USER, user_by_email
from transfer_log.db import new_id, transaction
from transfer_log.errors import NotAllowed, NotFound, Text
from transfer_log.japanese_dates import JAPAN

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SERVICE_EMAIL: Final = "cli"
_SERVICE_NAME: Final = "コマンドライン / command line"
_SHUT_OUT: Final = Text(
    "この利用者は停止中か、利用期間が終わっています。", "This user is disabled or their access has ended."
)


def service_actor(operator_id: UUID, *, at: datetime) -> Actor:
    """Return the service user acting for an operator; it is made on first use and can never sign in.

    One service user serves the installation: whoever may run commands on the server holds the database anyway.
    """
    user = user_by_email(SERVICE_EMAIL)
    if user is None:
        user = User(
            id=new_id(),
            operator_id=operator_id,
            email=SERVICE_EMAIL,
            name=_SERVICE_NAME,
            role=SERVICE,
            is_active=True,
            created_at=at,
        )
        with transaction() as session:
            session.add(user)
    return Actor(user.id, operator_id, SERVICE, None, user.name)


def actor_for_email(email: str, operator_id: UUID, *, at: datetime) -> Actor:
    """Return the user of an operator with this e-mail address, acting with the rights of their role.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: if the user is disabled or their last day is over.
    """
    if email == SERVICE_EMAIL:
        return service_actor(operator_id, at=at)
    user = user_by_email(email)
    if user is None or user.operator_id != operator_id:
        raise NotFound(NO_USER)
    if not user.is_active or (user.ends_on is not None and user.ends_on < at.astimezone(JAPAN).date()):
        raise NotAllowed(_SHUT_OUT)
    return Actor(user.id, user.operator_id, user.role, user.department_id, user.name)
