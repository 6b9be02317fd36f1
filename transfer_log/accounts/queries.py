"""Read users and tokens of an operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import column, select, table

from transfer_log.accounts.models import ApiToken, TokenUse, User
from transfer_log.accounts.policy import SCOPES, SERVICE
from transfer_log.db import Uid, db
from transfer_log.errors import NotFound, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

NO_USER: Final = Text("その利用者は登録されていません。", "There is no such user.")
NO_TOKEN: Final = Text("そのトークンはありません。", "There is no such token.")

# Departments are kept by a feature that stands above this one; their id and operator are all that is asked here.
_DEPARTMENTS: Final = table("departments", column("id", Uid), column("operator_id", Uid))


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """Be a token as the list shows it: whose it is and when it was last used."""

    token: ApiToken
    user: User
    last_used_at: datetime | None

    @property
    def scope_texts(self) -> list[Text]:
        """Return what the token may be used for, in words; scopes that exist no longer give nothing and are left out."""
        return [SCOPES[code].text for code in self.token.scopes if code in SCOPES]


def users_of(operator_id: UUID) -> list[User]:
    """Return the users of an operator, those who may sign in first, by name; the service user is left out."""
    query = select(User).where(User.operator_id == operator_id, User.role != SERVICE)
    return list(db.session.scalars(query.order_by(User.is_active.desc(), User.name, User.id)))


def user_of(operator_id: UUID, user_id: UUID) -> User:
    """Return a user of an operator.

    :raises NotFound: for somebody of another operator as for nobody at all.
    """
    user = db.session.get(User, user_id)
    if user is None or user.operator_id != operator_id or user.role == SERVICE:
        raise NotFound(NO_USER)
    return user


def user_by_email(email: str) -> User | None:
    """Return the user with this sign-in name, whatever its letters' case."""
    return db.session.scalar(select(User).where(User.email == plain_email(email)))


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of users by id, the service user's included."""
    query = select(User.id, User.name).where(User.id.in_(sorted(set(user_ids))))
    return {row.id: row.name for row in db.session.execute(query)}


def plain_email(email: str) -> str:
    """Return an e-mail address as it is stored: without blanks around it, in lower case."""
    return email.strip().lower()


def is_department_of(operator_id: UUID, department_id: UUID) -> bool:
    """Tell whether a department belongs to an operator."""
    found = db.session.scalar(select(_DEPARTMENTS.c.operator_id).where(_DEPARTMENTS.c.id == department_id))
    return found == operator_id


def tokens_of(operator_id: UUID) -> list[TokenEntry]:
    """Return the API tokens of an operator's users, newest first."""
    query = (
        select(ApiToken, User, TokenUse.last_used_at)
        .join(User, User.id == ApiToken.user_id)
        .outerjoin(TokenUse, TokenUse.token_id == ApiToken.id)
        .where(User.operator_id == operator_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.id.desc())
    )
    return [TokenEntry(token, user, last_used_at) for token, user, last_used_at in db.session.execute(query)]


def token_of(operator_id: UUID, token_id: UUID) -> ApiToken:
    """Return a token of one of an operator's users.

    :raises NotFound: for a token of another operator as for none at all.
    """
    query = select(ApiToken).join(User, User.id == ApiToken.user_id)
    token = db.session.scalar(query.where(ApiToken.id == token_id, User.operator_id == operator_id))
    if token is None:
        raise NotFound(NO_TOKEN)
    return token
