"""The same call again under one Idempotency-Key: carried out once, answered twice the same."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from api.caller import fields
from sqlalchemy import func, select

from transfer_log.accounts.models import Submission
from transfer_log.api.repeats import forget_old
from transfer_log.db import transaction
from transfer_log.provisions.models import Provision, ProvisionEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    import time_machine
    from api.caller import Caller
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

    Body = Callable[..., dict[str, Any]]

KEY = {"Idempotency_Key": "0b1c2d3e"}


def count(session: scoped_session, model: type[Any] = Provision) -> int:
    session.commit()
    found: int = session.scalar(select(func.count()).select_from(model))
    return found


@pytest.mark.engine
def test_a_repeat_gets_the_first_answer_and_does_nothing(
    session: scoped_session, manager: Caller, provision: Body
) -> None:
    first, again = (manager.post("/provisions", provision(), **KEY) for _ in range(2))
    assert (first.status_code, first.text, first.headers["Location"]) == (201, again.text, again.headers["Location"])
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert count(session) == 1


def test_a_repeat_of_a_list_gets_the_first_answer(session: scoped_session, manager: Caller, provision: Body) -> None:
    body = [provision(), provision(recipient_ref="R-9")]
    first, again = (manager.post("/provisions", body, **KEY) for _ in range(2))
    assert (first.status_code, first.text, count(session)) == (207, again.text, 1)


def test_without_a_key_the_same_call_is_carried_out_again(
    session: scoped_session, manager: Caller, provision: Body
) -> None:
    for _ in range(2):
        manager.post("/provisions", provision())
    assert count(session) == 2


def test_other_content_under_one_key_is_refused(session: scoped_session, manager: Caller, provision: Body) -> None:
    manager.post("/provisions", provision(), **KEY)
    assert manager.post("/provisions", provision(method="fax"), **KEY).status_code == 409
    assert count(session) == 1


def test_another_address_under_one_key_is_refused(manager: Caller, recorded: Body) -> None:
    said = recorded()
    place = f"/people/{said['subject_id']}/provisions/{said['id']}/events"
    body = {"kind": "delivered", "occurred_on": "2026-11-20"}
    manager.post(place, body, **KEY)
    assert manager.post(f"/people/{said['subject_id']}/stops", {}, **KEY).status_code == 409


def test_the_order_of_keys_in_a_body_makes_no_difference(manager: Caller, provision: Body) -> None:
    body = provision()
    first = manager.post("/provisions", body, **KEY)
    again = manager.post("/provisions", dict(reversed(body.items())), **KEY)
    assert again.text == first.text


def test_a_refused_call_leaves_the_key_free(manager: Caller, provision: Body) -> None:
    refused = manager.post("/provisions", provision(recipient_ref="R-9"), **KEY)
    assert (refused.status_code, manager.post("/provisions", provision(), **KEY).status_code) == (422, 201)


def test_a_difference_is_answered_again_as_a_problem(manager: Caller, provision: Body) -> None:
    manager.post("/provisions", provision(external_id="A-1"))
    first, again = (manager.post("/provisions", provision(external_id="A-1", method="fax"), **KEY) for _ in range(2))
    assert (again.status_code, again.mimetype, again.text) == (409, "application/problem+json", first.text)


def test_a_key_belongs_to_one_token(
    session: scoped_session,
    manager: Caller,
    caller_for: Callable[..., Caller],
    privacy_manager: Actor,
    provision: Body,
) -> None:
    for caller in (manager, caller_for(privacy_manager)):
        assert caller.post("/provisions", provision(), **KEY).status_code == 201
    assert count(session) == 2


def test_every_door_that_writes_takes_a_key(session: scoped_session, manager: Caller, recorded: Body) -> None:
    said = recorded()
    place = f"/people/{said['subject_id']}/provisions/{said['id']}/events"
    for _ in range(2):
        manager.post(place, {"kind": "delivered", "occurred_on": "2026-11-20"}, **KEY)
    assert count(session, ProvisionEvent) == 1


@pytest.mark.parametrize("key", ["", "a b", "k" * 201, "鍵".encode().decode("latin-1")])
def test_what_is_no_key_is_refused(manager: Caller, provision: Body, key: str) -> None:
    assert fields(manager.post("/provisions", provision(), Idempotency_Key=key)) == ["Idempotency-Key"]


def test_a_key_is_forgotten_after_thirty_days(
    session: scoped_session, manager: Caller, provision: Body, clock: time_machine.Traveller
) -> None:
    manager.post("/provisions", provision(), **KEY)
    clock.shift(timedelta(days=30))
    assert manager.post("/provisions", provision(method="fax"), **KEY).status_code == 201
    assert count(session) == 2


def test_old_keys_are_cleared_away(session: scoped_session, manager: Caller, provision: Body, at: Any) -> None:
    manager.post("/provisions", provision(), **KEY)
    session.commit()
    with transaction():
        assert forget_old(at=at + timedelta(days=29)) == 0
        assert forget_old(at=at + timedelta(days=30)) == 1
    assert count(session, Submission) == 0


@pytest.mark.engine
def test_of_calls_that_come_at_once_one_is_carried_out_and_all_are_answered(
    session: scoped_session, manager: Caller, provision: Body
) -> None:
    answers = at_once(manager, [provision()] * 6, **KEY)
    assert len({answer.text for answer in answers}) == 1
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", *["true"] * 5]
    assert count(session) == 1


@pytest.mark.engine
def test_of_provisions_with_one_external_id_that_come_at_once_one_is_new(
    session: scoped_session, manager: Caller, provision: Body
) -> None:
    answers = at_once(manager, [provision(external_id="A-1")] * 6)
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert count(session) == 1


def at_once(caller: Caller, bodies: list[dict[str, Any]], **headers: str) -> list[Any]:
    """Return the answers to calls that begin at the same moment."""
    start = Barrier(len(bodies))
    answers: list[Any] = []

    def call(body: dict[str, Any]) -> None:
        start.wait()
        answers.append(caller.another().post("/provisions", body, **headers))

    threads = [Thread(target=call, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
