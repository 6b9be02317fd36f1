"""Say in a word and a shape whether a user, a token or an hour of the access log is in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.accounts.access_log import HourState
from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from transfer_log.accounts.models import ApiToken, User


@dataclass(frozen=True, slots=True)
class State:
    """Be a state as a badge shows it: its word, and its tone, which names the shape (good, warn, bad, wait, mute)."""

    label: Text
    tone: str


ACTIVE: Final = State(Text("利用中", "active"), "good")
SHUT_OUT: Final = State(Text("停止中", "shut out"), "mute")
ENDED: Final = State(Text("期間終了", "ended"), "mute")
NO_PASSWORD_YET: Final = State(Text("最初のサインイン待ち", "before the first sign-in"), "wait")
GOOD: Final = State(Text("有効", "good"), "good")
REVOKED: Final = State(Text("取消済み", "revoked"), "mute")
EXPIRED: Final = State(Text("期限切れ", "expired"), "mute")

HOURS: Final[Mapping[HourState, State]] = {
    HourState.INTACT: State(Text("変わっていない", "unchanged"), "good"),
    HourState.CHANGED: State(Text("後から変わっている", "changed afterwards"), "bad"),
    HourState.UNSEALED: State(Text("まだ確定していない", "not bound yet"), "wait"),
}


def user_state(user: User, today: date) -> State:
    """Return whether a user can sign in on a Japan date."""
    if not user.is_active:
        return SHUT_OUT
    if user.ends_on is not None and user.ends_on < today:
        return ENDED
    return NO_PASSWORD_YET if user.password_changed_at is None else ACTIVE


def token_state(token: ApiToken, today: date) -> State:
    """Return whether a token opens anything on a Japan date, its user being in order."""
    if token.revoked_at is not None:
        return REVOKED
    return EXPIRED if token.expires_on < today else GOOD
