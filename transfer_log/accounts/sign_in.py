"""Sign in with e-mail address and password, the same way and in the same time whether the account exists or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.accounts.lockout import attempt_keys, count_attempt, forget_old_attempts, forgive
from transfer_log.accounts.operations import renew_hash
from transfer_log.accounts.passwords import verify_password
from transfer_log.accounts.queries import user_by_email
from transfer_log.accounts.sessions import forget_old_sessions, start_session
from transfer_log.db import transaction
from transfer_log.errors import NotAllowed, Text, TooManyAttempts
from transfer_log.japanese_dates import JAPAN
from transfer_log.security_log import log_event, log_refusal

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.accounts.models import User

WRONG: Final = Text("メールアドレスかパスワードが違います。", "The e-mail address or the password is wrong.")
_WAIT: Final = Text(
    "試行が続いたため、しばらくサインインできません。{minutes} 分ほど待ってから、もう一度お試しください。",
    "There were too many attempts. Wait about {minutes} min and try again.",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Be one attempt: what was typed, from which network address, and the secret under which attempts are counted."""

    email: str
    password: str
    address: str | None
    secret: str


def sign_in(attempt: Attempt, *, at: datetime) -> str:
    """Return the cookie of a new session.

    Writes in transactions of its own: an attempt counts although it fails, and no lock is held while the password is
    checked, which takes a tenth of a second on purpose.

    :raises TooManyAttempts: while the address or the network is locked; the password has not been looked at.
    :raises NotAllowed: if the pair is wrong, the user disabled, or the last day of access over: all answer the same.
    """
    keys = attempt_keys(attempt.email, attempt.address, attempt.secret)
    with transaction():
        left = count_attempt(keys, at=at)
    if left is not None:
        log_refusal("sign_in_locked", address=attempt.address, key=keys[0].value[:16])
        seconds = max(1, round(left.total_seconds()))
        raise TooManyAttempts(_WAIT.format(minutes=-(-seconds // 60)), seconds)
    user = user_by_email(attempt.email)
    is_right = verify_password(None if user is None else user.password_hash, attempt.password)
    if user is None or not is_right or not _may_sign_in(user, at):
        log_refusal("sign_in_failed", address=attempt.address, key=keys[0].value[:16])
        raise NotAllowed(WRONG)
    with transaction():
        forgive(keys)
        forget_old_attempts(at=at)
        forget_old_sessions(at=at)
        renew_hash(user, attempt.password)
        cookie = start_session(user.id, at=at)
    log_event("signed_in", user_id=user.id, role=user.role, address=attempt.address)
    return cookie


def _may_sign_in(user: User, at: datetime) -> bool:
    if not user.is_active or (user.ends_on is not None and user.ends_on < at.astimezone(JAPAN).date()):
        return False
    return user.initial_until_at is None or at < user.initial_until_at
