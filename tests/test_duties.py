"""Test what the job process does by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from transfer_log.accounts.access_log import SEALED, Read, log_read
from transfer_log.accounts.models import Submission, UserSession
from transfer_log.api.repeats import KEPT
from transfer_log.db import new_id, transaction
from transfer_log.duties import forget_what_has_run_out, seal_access_log
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor


@pytest.mark.engine
def test_a_session_past_its_twelve_hours_is_forgotten(session: scoped_session, at: datetime) -> None:
    add_sessions(fresh=at - timedelta(hours=11), old=at - timedelta(hours=12))
    forget_what_has_run_out(at)
    assert session.scalars(select(UserSession.id_hash)).all() == [b"fresh".ljust(32)]


@pytest.mark.engine
def test_an_answer_to_a_request_is_forgotten_after_thirty_days(session: scoped_session, at: datetime) -> None:
    with transaction():
        session.add(submission(b"kept", at - KEPT + timedelta(seconds=1)))
        session.add(submission(b"old", at - KEPT))
    forget_what_has_run_out(at)
    assert session.scalars(select(Submission.key_hash)).all() == [b"kept".ljust(32)]


@pytest.mark.engine
def test_an_hour_in_which_records_were_read_is_sealed_when_it_is_over(
    session: scoped_session, privacy_manager: Actor, at: datetime
) -> None:
    log_read(Read("provision.read", "/ledger"), actor=privacy_manager, at=at - timedelta(hours=2))
    seal_access_log(at)
    assert session.scalars(select(Act.kind).where(Act.kind == SEALED)).all() == [SEALED]


def test_before_there_is_an_operator_nothing_is_sealed(session: scoped_session, at: datetime) -> None:
    seal_access_log(at)
    assert session.scalars(select(Act.id)).all() == []


def add_sessions(**created: datetime) -> None:
    with transaction() as session:
        session.add_all(
            UserSession(id_hash=name.encode().ljust(32), user_id=new_id(), created_at=at, last_seen_at=at)
            for name, at in created.items()
        )


def submission(key: bytes, created_at: datetime) -> Submission:
    return Submission(key_hash=key.ljust(32), body_digest=bytes(32), status=201, result={}, created_at=created_at)
