"""Read the ledger by the API: filters, pages, one person, and who sees what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import factories
import pytest
from api.caller import fields

from transfer_log.accounts.access_log import Filter, reads
from transfer_log.accounts.models import User
from transfer_log.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.caller import Caller
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

    Body = Callable[..., dict[str, Any]]


def listed(caller: Caller, path: str) -> list[dict[str, Any]]:
    """Return all rows of a list, page after page."""
    rows: list[dict[str, Any]] = []
    address: str | None = path
    while address is not None:
        page = caller.get(address).get_json()
        rows += page["items"]
        address = page["next"]
    return rows


@pytest.fixture
def seven(manager: Caller, provision: Body) -> None:
    """Record seven provisions on four days."""
    days = [20, 20, 19, 18, 18, 18, 17]
    bodies = [provision(external_id=f"A-{place}", provided_on=f"2026-11-{day}") for place, day in enumerate(days)]
    assert manager.post("/provisions", bodies).get_json()["counts"] == {"201": 7}


def test_pages_hold_every_row_once_newest_first(manager: Caller, seven: None) -> None:
    rows = listed(manager, "/provisions?limit=2")
    assert len({row["id"] for row in rows}) == 7
    assert [row["provided_on"] for row in rows] == sorted((row["provided_on"] for row in rows), reverse=True)


def test_a_row_recorded_meanwhile_moves_no_page(manager: Caller, provision: Body, seven: None) -> None:
    first = manager.get("/provisions?limit=3").get_json()
    manager.post("/provisions", provision(external_id="B-1"))
    second = manager.get(first["next"]).get_json()
    assert not {row["id"] for row in first["items"]} & {row["id"] for row in second["items"]}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("from_on=2026-11-18&to_on=2026-11-19", 4),
        ("external_id=A-3", 1),
        ("recipient_ref=R-1", 7),
        ("recipient_ref=R-2", 0),
        ("recipient_kind=contractor", 7),
        ("legal_basis=entrustment", 7),
        ("legal_basis=none", 0),
        ("country=JP", 7),
        ("situation=placement", 0),
        ("method=email&door=api", 7),
        ("state=voided", 0),
        ("state=all", 7),
        ("finding=none", 7),
        ("late_after_days=1", 4),
    ],
)
def test_a_filter_chooses_rows(manager: Caller, seven: None, query: str, count: int) -> None:
    assert len(manager.get(f"/provisions?{query}").get_json()["items"]) == count


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=１０", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=5&limit=6", "limit"),
        ("from_on=20261118", "from_on"),
        ("state=gone", "state"),
        ("recipient_ref=R%001", "recipient_ref"),
        ("sort=name", "sort"),
        ("after=abc", "after"),
        ("after=WyIyMDI2Il0=.AAAAAAAAAAAAAAAA", "after"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused(manager: Caller, query: str, field: str) -> None:
    assert fields(manager.get(f"/provisions?{query}")) == [field]


def test_a_mark_of_one_choice_of_rows_serves_no_other(manager: Caller, seven: None) -> None:
    after = manager.get("/provisions?limit=2").get_json()["next"].partition("after=")[2]
    assert fields(manager.get(f"/provisions?method=email&after={after}")) == ["after"]


def test_a_mark_serves_pages_of_another_size(manager: Caller, seven: None) -> None:
    after = manager.get("/provisions?limit=2").get_json()["next"].partition("after=")[2]
    assert len(manager.get(f"/provisions?limit=100&after={after}").get_json()["items"]) == 5


def test_a_person_is_read_over_linked_registrations(manager: Caller, recorded: Body) -> None:
    first, second = recorded(), recorded(subject_ref="C-2", subject_name="見本 花子", recipient_ref="R-2")
    link = {"other_subject_id": second["subject_id"], "kind": "linked", "matched": ["name"]}
    manager.post(f"/people/{first['subject_id']}/links", link)
    assert len(manager.get(f"/people/{second['subject_id']}/provisions").get_json()["items"]) == 2


def test_nobody_and_somebody_of_another_operator_answer_the_same(
    session: scoped_session, manager: Caller, caller_for: Callable[..., Caller], recorded: Body
) -> None:
    said = recorded()
    stranger = caller_for(factories.actor(factories.operator("other")))
    place = f"/people/{said['subject_id']}/provisions"
    none = "/people/01a2009b-0b50-76c4-b670-ba28880942c4/provisions"
    for suffix in ("", f"/{said['id']}"):
        theirs, absent = stranger.get(place + suffix), stranger.get(none + suffix)
        assert (theirs.status_code, theirs.text) == (404, absent.text)


def test_a_recruiter_sees_the_own_department_alone(
    recruiting: Caller, manager: Caller, provision: Body, seven: None
) -> None:
    recruiting.post("/provisions", provision(external_id="B-1"))
    assert [row["external_id"] for row in listed(recruiting, "/provisions")] == ["B-1"]
    assert len(listed(manager, "/provisions")) == 8


def test_a_recruiter_without_a_department_sees_nothing(
    session: scoped_session, caller_for: Callable[..., Caller], recorded: Body, recruiter: Actor
) -> None:
    recorded()
    with transaction():
        session.get_one(User, recruiter.user_id).department_id = None
    assert listed(caller_for(recruiter), "/provisions") == []


def test_an_administrator_sees_no_provision(
    caller_for: Callable[..., Caller], administrator: Actor, recorded: Body
) -> None:
    recorded()
    assert caller_for(administrator).get("/provisions").status_code == 403


def test_every_reading_of_people_is_logged_before_the_answer(
    app: Any, manager: Caller, recorded: Body, privacy_manager: Actor
) -> None:
    said = recorded()
    manager.get("/provisions")
    manager.get(f"/people/{said['subject_id']}/provisions/{said['id']}")
    with app.app_context():
        rows = reads(Filter(privacy_manager.operator_id)).rows
    assert [(row.action, row.people_count, row.subject_id is not None) for row in rows] == [
        ("read_provisions", 1, True),
        ("read_provisions", 1, False),
    ]
