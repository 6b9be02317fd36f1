"""The pages of users, tokens and the access log, as their users see them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from sqlalchemy import select

from transfer_log.accounts.access_log import Read, log_read
from transfer_log.accounts.models import ApiToken, User
from transfer_log.accounts.operations import TokenDraft, issue_token
from transfer_log.accounts.tokens import token_holder
from transfer_log.db import new_id, transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import time_machine
    from browser import Browser
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

pytestmark = pytest.mark.usefixtures("clock")

NEW_USER = {"email": "shin@mihon.example.jp", "name": "新田 誠", "role": "recruiter", "department_id": ""}


def fresh(session: scoped_session) -> scoped_session:
    """Return the session with what pages have written since."""
    session.rollback()
    session.expire_all()
    return session


# --- Users -------------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_own_operators_users_only(
    browser: Callable[..., Browser], administrator: Actor, recruiter: Actor
) -> None:
    page = browser(administrator).get("/users/").text
    assert recruiter.name in page
    assert "cli" not in re.findall(r">([^<]*)<", page)


def test_a_new_user_gets_a_first_password_shown_once(
    browser: Callable[..., Browser], administrator: Actor, session: scoped_session
) -> None:
    here = browser(administrator)
    page = here.post("/users/new", NEW_USER).text
    user = fresh(session).scalars(select(User).where(User.email == NEW_USER["email"])).one()
    found = re.search(r"data-copy-text>([a-z0-9-]{23})<", page)
    assert found is not None
    assert found[1] not in here.get(f"/users/{user.id}").text


def test_a_refused_user_is_explained_beside_the_field(browser: Callable[..., Browser], administrator: Actor) -> None:
    here = browser(administrator)
    here.post("/users/new", NEW_USER)
    answer = here.post("/users/new", NEW_USER)
    assert answer.status_code == 422
    assert "このメールアドレスはすでに登録されています。" in answer.text
    assert 'value="新田 誠"' in answer.text


def test_a_privacy_manager_is_not_offered_roles_that_are_not_hers(
    browser: Callable[..., Browser], privacy_manager: Actor
) -> None:
    page = browser(privacy_manager).get("/users/new").text
    assert 'value="recruiter"' in page
    assert 'value="administrator"' not in page


def test_a_role_that_was_not_offered_is_not_given(
    browser: Callable[..., Browser], privacy_manager: Actor, session: scoped_session
) -> None:
    answer = browser(privacy_manager).post("/users/new", {**NEW_USER, "role": "administrator"})
    assert answer.status_code == 422
    assert not fresh(session).scalars(select(User).where(User.email == NEW_USER["email"])).all()


@pytest.mark.parametrize("field", ["operator_id", "is_active", "password_hash", "id", "initial_until_at"])
def test_a_field_that_is_not_on_the_form_is_not_taken(
    field: str, browser: Callable[..., Browser], administrator: Actor, recruiter: Actor, session: scoped_session
) -> None:
    before = getattr(session.get(User, recruiter.user_id), field)
    browser(administrator).post(
        f"/users/{recruiter.user_id}", {"name": "別名", "department_id": "", field: str(new_id())}
    )
    user = fresh(session).get(User, recruiter.user_id)
    assert (user.name, getattr(user, field)) == ("別名", before)


def test_a_change_of_role_by_page_ends_the_users_session(
    browser: Callable[..., Browser], administrator: Actor, recruiter: Actor
) -> None:
    theirs = browser(recruiter)
    browser(administrator).post(f"/users/{recruiter.user_id}/role", {"role": "request_clerk"})
    assert theirs.get("/account").status_code == 303


def test_shutting_out_ends_the_users_session_at_once(
    browser: Callable[..., Browser], administrator: Actor, recruiter: Actor
) -> None:
    theirs = browser(recruiter)
    browser(administrator).post(f"/users/{recruiter.user_id}/disable")
    assert theirs.get("/account").status_code == 303


def test_an_administrator_cannot_shut_out_himself(browser: Callable[..., Browser], administrator: Actor) -> None:
    here = browser(administrator)
    assert here.post(f"/users/{administrator.user_id}/disable").status_code == 403
    assert here.get("/account").status_code == 200


def test_ones_own_page_offers_no_change(browser: Callable[..., Browser], administrator: Actor) -> None:
    page = browser(administrator).get(f"/users/{administrator.user_id}").text
    assert "自分の権限は変えられません" in page
    assert f"/users/{administrator.user_id}/disable" not in page


def test_somebody_who_is_not_there_is_not_found(browser: Callable[..., Browser], administrator: Actor) -> None:
    assert browser(administrator).get(f"/users/{new_id()}").status_code == 404


# --- Tokens ------------------------------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_works(
    browser: Callable[..., Browser], administrator: Actor, privacy_manager: Actor, at: datetime
) -> None:
    here = browser(administrator)
    asked = {
        "user_id": str(privacy_manager.user_id),
        "name": "ATS",
        "scopes": ["provisions:write", "assess"],
        "expires_on": "2027-03-31",
    }
    page = here.post("/tokens/new", asked).text
    [text] = re.findall(r"data-copy-text>(tl_[0-9A-Za-z_]+)<", page)
    holder = token_holder(text, None, at=at)
    assert holder is not None
    assert holder.actor.scopes == {"provisions:write", "assess"}
    assert text not in here.get("/tokens/").text


def test_a_token_with_a_wrong_network_is_explained(
    browser: Callable[..., Browser], administrator: Actor, privacy_manager: Actor
) -> None:
    asked = {
        "user_id": str(privacy_manager.user_id),
        "name": "ATS",
        "scopes": ["assess"],
        "expires_on": "2027-03-31",
        "networks": "my office",
    }
    answer = browser(administrator).post("/tokens/new", asked)
    assert answer.status_code == 422
    assert "192.0.2.0/24 のような形で書いてください。" in answer.text


def test_a_token_is_revoked_by_a_button(
    browser: Callable[..., Browser], administrator: Actor, privacy_manager: Actor, session: scoped_session, at: datetime
) -> None:
    with transaction():
        draft = TokenDraft(user_id=privacy_manager.user_id, scopes=("assess",))
        issued = issue_token(draft, actor=administrator, at=at)
    here = browser(administrator)
    here.post(f"/tokens/{issued.id}/revoke")
    assert fresh(session).get(ApiToken, issued.id).revoked_at is not None
    assert "取消済み" in here.get("/tokens/").text


# --- The access log ----------------------------------------------------------------------------------------------------


def test_the_access_log_shows_who_saw_how_many(
    browser: Callable[..., Browser], auditor: Actor, recruiter: Actor, at: datetime
) -> None:
    log_read(Read("search_subjects", "/people/search", people_count=12), actor=recruiter, at=at)
    page = browser(auditor).get("/access-log/?on=2026-11-20").text
    assert recruiter.name in page
    assert "本人を探す" in page
    assert "まだ確定していない" in page


def test_the_access_log_is_narrowed_by_user(
    browser: Callable[..., Browser], auditor: Actor, recruiter: Actor, at: datetime
) -> None:
    log_read(Read("search_subjects", "/people/search", people_count=12), actor=recruiter, at=at)
    page = browser(auditor).get(f"/access-log/?user={auditor.user_id}").text
    assert "閲覧はありません" in page


@pytest.mark.parametrize("query", ["on=yesterday", "user=x", "before=x"])
def test_a_filter_that_is_none_is_refused_without_failing(
    query: str, browser: Callable[..., Browser], auditor: Actor
) -> None:
    assert browser(auditor).get(f"/access-log/?{query}").status_code in (400, 422)


def test_older_rows_are_reached_by_a_link(
    browser: Callable[..., Browser], auditor: Actor, recruiter: Actor, at: datetime, clock: time_machine.Traveller
) -> None:
    for number in range(101):
        log_read(Read("read_subject", "/people/…"), actor=recruiter, at=at + timedelta(seconds=number))
    here = browser(auditor)
    found = re.search(r'href="(/access-log/\?before=[^"]+)"', here.get("/access-log/").text)
    assert found is not None
    assert here.get(found[1]).text.count("<tr>") == 2  # the head and the one oldest row


def test_the_table_of_rights_is_open_to_everybody_signed_in(browser: Callable[..., Browser], recruiter: Actor) -> None:
    page = browser(recruiter).get("/account/roles").text
    assert "自分の記録のみ（翌営業日まで）" in page


# --- Acts --------------------------------------------------------------------------------------------------------------


def test_an_auditor_sees_who_changed_whose_role(
    browser: Callable[..., Browser], administrator: Actor, recruiter: Actor, auditor: Actor
) -> None:
    browser(administrator).post(f"/users/{recruiter.user_id}/role", {"role": "request_clerk"})
    page = browser(auditor).get("/acts/").text
    row = page.split("<tbody>")[1].split("</tr>")[0]
    assert all(part in row for part in (administrator.name, "役割の変更", recruiter.name, "採用担当"))


def test_acts_are_narrowed_by_kind(browser: Callable[..., Browser], administrator: Actor, recruiter: Actor) -> None:
    here = browser(administrator)
    here.post(f"/users/{recruiter.user_id}/role", {"role": "request_clerk"})
    assert recruiter.name in here.get("/acts/?kind=role_changed").text
    assert recruiter.name not in here.get("/acts/?kind=token_issued").text


@pytest.mark.parametrize("query", ["kind=x", "before=x"])
def test_a_kind_or_place_that_is_none_is_refused_without_failing(
    query: str, browser: Callable[..., Browser], auditor: Actor
) -> None:
    assert browser(auditor).get(f"/acts/?{query}").status_code in (400, 422)


def test_acts_of_another_operator_are_not_shown(
    browser: Callable[..., Browser], administrator: Actor, recruiter: Actor
) -> None:
    browser(administrator).post(f"/users/{recruiter.user_id}/role", {"role": "request_clerk"})
    stranger = factories.actor(factories.operator("other"), role="auditor")
    assert recruiter.name not in browser(stranger).get("/acts/").text
