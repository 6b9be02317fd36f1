"""API tokens: their shape, what is stored of them, and when they stop opening anything."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from transfer_log.accounts.models import ApiToken, TokenUse, User
from transfer_log.accounts.operations import TokenDraft, issue_token, revoke_token
from transfer_log.accounts.tokens import is_from, new_token, public_id_of, token_holder, write_use
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

HERE = "192.0.2.7"


@pytest.fixture
def issue(administrator: Actor, privacy_manager: Actor, at: datetime) -> Callable[..., tuple[UUID, str]]:
    """Return a function that issues a token for the privacy manager and returns its id and text."""

    def issue_one(**values: object) -> tuple[UUID, str]:
        draft = TokenDraft(user_id=privacy_manager.user_id, **{"scopes": ("provisions:write",), **values})  # type: ignore[arg-type]
        with transaction():
            issued = issue_token(draft, actor=administrator, at=at)
        return issued.id, issued.text

    return issue_one


def test_a_token_has_a_beginning_that_scanners_know() -> None:
    assert re.fullmatch(r"tl_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}", new_token().text)


def test_two_tokens_are_never_the_same() -> None:
    assert len({new_token().text for _ in range(100)}) == 100


def test_the_readable_part_is_found_again() -> None:
    token = new_token()
    assert public_id_of(token.text) == token.public_id


def test_a_mistyped_token_is_dropped_by_its_check_sum() -> None:
    text = new_token().text
    other = "A" if text[20] != "A" else "B"
    assert public_id_of(text[:20] + other + text[21:]) is None


@pytest.mark.parametrize("text", ["", "tl_", "tl_12345678_short", "Bearer x", "xx_12345678_" + "a" * 49, "あ" * 61])
def test_what_has_another_shape_is_dropped(text: str) -> None:
    assert public_id_of(text) is None


def test_only_the_hash_of_a_token_is_stored(issue: Callable[..., tuple[UUID, str]], session: scoped_session) -> None:
    _, text = issue()
    stored = session.scalars(select(ApiToken)).one()
    assert stored.secret_hash == sha256(text.encode()).digest()
    assert text not in repr(vars(stored))


@pytest.mark.engine
def test_a_good_token_tells_who_calls_and_for_what(
    issue: Callable[..., tuple[UUID, str]], privacy_manager: Actor, at: datetime
) -> None:
    _, text = issue(scopes=("provisions:write", "assess"))
    holder = token_holder(text, HERE, at=at)
    assert holder is not None
    assert holder.actor.user_id == privacy_manager.user_id
    assert holder.actor.scopes == {"provisions:write", "assess"}


def test_the_readable_part_with_another_secret_opens_nothing(
    issue: Callable[..., tuple[UUID, str]], session: scoped_session, at: datetime
) -> None:
    issue()
    other = new_token()
    with transaction():
        session.scalars(select(ApiToken)).one().public_id = other.public_id
    assert token_holder(other.text, HERE, at=at) is None


@pytest.mark.engine
def test_a_revoked_token_opens_nothing_at_once(
    issue: Callable[..., tuple[UUID, str]], administrator: Actor, at: datetime
) -> None:
    token_id, text = issue()
    with transaction():
        revoke_token(token_id, actor=administrator, at=at)
    assert token_holder(text, HERE, at=at) is None


def test_a_token_ends_with_its_last_day_in_japan(issue: Callable[..., tuple[UUID, str]]) -> None:
    _, text = issue(expires_on=date(2026, 11, 21))
    last_minute = datetime.fromisoformat("2026-11-21T14:59:00+00:00")
    assert token_holder(text, HERE, at=last_minute) is not None
    assert token_holder(text, HERE, at=last_minute + timedelta(minutes=1)) is None


def test_a_token_of_a_disabled_user_opens_nothing(
    issue: Callable[..., tuple[UUID, str]], privacy_manager: Actor, session: scoped_session, at: datetime
) -> None:
    _, text = issue()
    with transaction():
        session.get(User, privacy_manager.user_id).is_active = False
    assert token_holder(text, HERE, at=at) is None


def test_a_token_ends_with_the_access_of_its_user(
    issue: Callable[..., tuple[UUID, str]], privacy_manager: Actor, session: scoped_session, at: datetime
) -> None:
    _, text = issue()
    with transaction():
        session.get(User, privacy_manager.user_id).ends_on = date(2026, 11, 19)
    assert token_holder(text, HERE, at=at) is None


def test_a_token_opens_from_its_networks_only(issue: Callable[..., tuple[UUID, str]], at: datetime) -> None:
    _, text = issue(networks=("192.0.2.0/28", "2001:db8::/32"))
    assert token_holder(text, "192.0.2.7", at=at) is not None
    assert token_holder(text, "2001:db8::1", at=at) is not None
    assert token_holder(text, "192.0.2.99", at=at) is None
    assert token_holder(text, None, at=at) is None


def test_an_address_of_the_other_protocol_is_not_in_a_network() -> None:
    assert not is_from("2001:db8::1", ["0.0.0.0/0"])


def test_use_is_written_at_most_once_a_minute(
    issue: Callable[..., tuple[UUID, str]], session: scoped_session, at: datetime
) -> None:
    _, text = issue()
    first = token_holder(text, HERE, at=at)
    assert first is not None
    assert first.is_use_to_be_written(at)
    with transaction():
        write_use(first, at=at)
    again = token_holder(text, HERE, at=at + timedelta(seconds=59))
    assert again is not None
    assert not again.is_use_to_be_written(at + timedelta(seconds=59))
    assert again.is_use_to_be_written(at + timedelta(seconds=60))


@pytest.mark.engine
def test_writing_use_again_moves_the_one_row(
    issue: Callable[..., tuple[UUID, str]], session: scoped_session, at: datetime
) -> None:
    token_id, text = issue()
    holder = token_holder(text, HERE, at=at)
    assert holder is not None
    for minutes in (0, 5):
        with transaction():
            write_use(holder, at=at + timedelta(minutes=minutes))
    assert session.get(TokenUse, token_id).last_used_at == at + timedelta(minutes=5)
