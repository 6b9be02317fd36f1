"""A person's record list as JSON by the API."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import rfc8785
from api.caller import fields
from sqlalchemy import select

from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller
    from sqlalchemy.orm import scoped_session

    Body = Callable[..., dict[str, Any]]


def test_the_list_holds_the_records_under_a_digest_that_can_be_checked(manager: Caller, recorded: Body) -> None:
    said = recorded(legal_basis="consent", evidence=None)
    answer = manager.post(f"/people/{said['subject_id']}/record-lists", {"reason": "本人からの問い合わせ"})
    listed = answer.get_json()
    assert (answer.status_code, len(listed["content"]["records"])) == (201, 1)
    assert sha256(rfc8785.dumps(listed["content"])).hexdigest() == listed["digest"]["value"]


def test_voluntary_records_come_by_choice(manager: Caller, recorded: Body) -> None:
    place = f"/people/{recorded()['subject_id']}/record-lists"
    counts = [
        len(manager.post(place, {"reason": "x", "voluntary_records": wish}).get_json()["content"]["records"])
        for wish in (False, True)
    ]
    assert counts == [0, 1]


def test_a_list_can_be_limited_to_a_period(manager: Caller, recorded: Body) -> None:
    said = recorded(legal_basis="consent", evidence=None, provided_on="2026-11-10")
    body = {"reason": "x", "first_on": "2026-11-11"}
    listed = manager.post(f"/people/{said['subject_id']}/record-lists", body).get_json()
    assert (listed["content"]["records"], listed["statement"] is None) == ([], False)


def test_who_made_a_list_and_why_is_on_record(session: scoped_session, manager: Caller, recorded: Body) -> None:
    said = recorded()
    manager.post(f"/people/{said['subject_id']}/record-lists", {"reason": "本人からの問い合わせ"})
    session.commit()
    details = session.scalars(select(Act.details).where(Act.kind == "record_list_made")).one()
    assert json.dumps(details, ensure_ascii=False).count("本人からの問い合わせ") == 1


def test_a_list_needs_a_reason(manager: Caller, recorded: Body) -> None:
    assert fields(manager.post(f"/people/{recorded()['subject_id']}/record-lists", {})) == ["reason"]


def test_a_recruiter_makes_no_list(recruiting: Caller, recorded: Body) -> None:
    place = f"/people/{recorded()['subject_id']}/record-lists"
    assert recruiting.post(place, {"reason": "x"}).status_code == 403
