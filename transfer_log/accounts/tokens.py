"""Make and check API tokens: `tl_` + 8 characters of id + `_` + 43 characters of secret + 6 of check sum.

The secret has 256 random bits, so its plain SHA-256 is enough to store; it is shown once. The fixed beginning lets secret
scanners find a token that slipped out, the check sum lets them, and us, drop what only looks like one without a query.
A token is looked up on every request: revoking it holds from the next request on, on all workers.
"""

from __future__ import annotations

import hmac
import re
import secrets
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select, update

from transfer_log.accounts.actor import Actor
from transfer_log.accounts.models import ApiToken, TokenUse, User
from transfer_log.bulk import insert_columns
from transfer_log.db import db, table_of
from transfer_log.japanese_dates import JAPAN
from transfer_log.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

#: Use is written at most once in so long.
USE_WRITTEN_EVERY: Final = timedelta(minutes=1)
LONGEST_LIFE_DAYS: Final = 365

_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH: Final = 8
_SECRET_LENGTH: Final = 43  # 62 ** 43 > 2 ** 256
_CHECK_LENGTH: Final = 6  # 62 ** 6 > 2 ** 32
_SHAPE: Final = re.compile(
    rf"tl_([0-9A-Za-z]{{{_ID_LENGTH}}})_[0-9A-Za-z]{{{_SECRET_LENGTH}}}([0-9A-Za-z]{{{_CHECK_LENGTH}}})"
)

_TOKENS: Final = table_of(ApiToken)
_USERS: Final = table_of(User)
_USES: Final = table_of(TokenUse)
_BY_PUBLIC_ID: Final = Lookup(
    select(
        *(_TOKENS.c[name] for name in ("id", "secret_hash", "scopes", "networks", "expires_on", "revoked_at")),
        *(_USERS.c[name] for name in ("id", "operator_id", "department_id", "role", "name", "is_active", "ends_on")),
        _USES.c.last_used_at,
    )
    .join_from(_TOKENS, _USERS, _USERS.c.id == _TOKENS.c.user_id)
    .outerjoin(_USES, _USES.c.token_id == _TOKENS.c.id)
    .where(_TOKENS.c.public_id == bindparam("public_id"))
)


@dataclass(frozen=True, slots=True)
class NewToken:
    """Be a token just made: the whole text goes to its user once, the two parts are stored."""

    text: str
    public_id: str
    secret_hash: bytes


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Be who calls the API with a good token."""

    actor: Actor
    token_id: UUID
    last_used_at: datetime | None

    def is_use_to_be_written(self, at: datetime) -> bool:
        """Tell whether it is time to write that the token is still used."""
        return self.last_used_at is None or at - self.last_used_at >= USE_WRITTEN_EVERY


def new_token() -> NewToken:
    """Return a fresh token."""
    public_id = "".join(secrets.choice(_DIGITS) for _ in range(_ID_LENGTH))
    body = f"tl_{public_id}_{_base62(secrets.randbits(256), _SECRET_LENGTH)}"
    text = body + _check_sum(body)
    return NewToken(text, public_id, _hash_of(text))


def public_id_of(text: str) -> str | None:
    """Return the readable part of what looks like a token, None if its shape or check sum is wrong."""
    shape = _SHAPE.fullmatch(text)
    if shape is None or _check_sum(text[:-_CHECK_LENGTH]) != shape[2]:
        return None
    return shape[1]


def token_holder(text: str, address: str | None, *, at: datetime) -> TokenHolder | None:
    """Return who holds a token that is good now and from this address, else None, whatever is wrong with it."""
    public_id = public_id_of(text)
    if public_id is None:
        return None
    row = _BY_PUBLIC_ID.one(db.engine, public_id=public_id)
    if row is None:
        return None
    token_id, secret_hash, scopes, networks, expires_on, revoked_at, *user, is_active, ends_on, last_used_at = row
    if not hmac.compare_digest(secret_hash, _hash_of(text)) or revoked_at is not None or not is_active:
        return None
    today = at.astimezone(JAPAN).date()
    if expires_on < today or (ends_on is not None and ends_on < today):
        return None
    if networks and not is_from(address, networks):
        return None
    user_id, operator_id, department_id, role, name = user
    actor = Actor(user_id, operator_id, role, department_id, name, frozenset(scopes))
    return TokenHolder(actor, token_id, last_used_at)


def write_use(holder: TokenHolder, *, at: datetime) -> None:
    """Write that a token was used, apart from the token itself."""
    insert_columns(table_of(TokenUse), ("token_id", "last_used_at"), ([holder.token_id], [at]), skip_existing=True)
    db.session.execute(update(TokenUse).where(TokenUse.token_id == holder.token_id).values(last_used_at=at))


def is_from(address: str | None, networks: Sequence[str]) -> bool:
    """Tell whether an address lies in one of these networks."""
    try:
        known = ip_address(address or "")
    except ValueError:
        return False
    return any(known in ip_network(network) for network in networks)


def latest_expiry(today: date) -> date:
    """Return the last day a token issued today may be good for."""
    return today + timedelta(days=LONGEST_LIFE_DAYS)


def _hash_of(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _check_sum(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), _CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
