"""Users, roles and tokens: who may change them, what is refused, what is recorded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from sqlalchemy import select

from transfer_log.accounts import operations
from transfer_log.accounts.console import actor_for_email, service_actor
from transfer_log.accounts.models import ApiToken, User
from transfer_log.accounts.operations import TokenDraft, UserDetails, UserDraft
from transfer_log.accounts.passwords import verify_password
from transfer_log.accounts.sessions import signed_in, start_session
from transfer_log.accounts.tokens import token_holder
from transfer_log.db import new_id, transaction
from transfer_log.errors import NotAllowed, NotFound, RuleViolation
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator

PASSWORD = "yubeno tsuki wa maru"
DRAFT = UserDraft(email="Hanako.Yamada@Mihon.example.jp ", role="recruiter", name="山田 花子", password=PASSWORD)


@pytest.fixture
def run(at: datetime) -> Callable[..., Any]:
    """Return a function that does one operation in a transaction of its own."""

    def do(operation: Callable[..., Any], *values: Any, by: Actor) -> Any:
        with transaction():
            return operation(*values, actor=by, at=at)

    return do


@pytest.fixture
def hanako(run: Callable[..., Any], administrator: Actor) -> UUID:
    """Return a user who has just been added."""
    user_id: UUID = run(operations.add_user, DRAFT, by=administrator)
    return user_id


def acts(session: scoped_session) -> list[tuple[str, dict[str, Any]]]:
    return [(act.kind, act.details) for act in session.scalars(select(Act).order_by(Act.id))]


def problem_fields(error: pytest.ExceptionInfo[RuleViolation]) -> list[str | None]:
    return [problem.field for problem in error.value.problems]


# --- Adding ------------------------------------------------------------------------------------------------------------


def test_a_new_user_belongs_to_the_operator_of_whoever_adds(
    hanako: UUID, session: scoped_session, operator: Operator
) -> None:
    assert session.get(User, hanako).operator_id == operator.id


def test_an_e_mail_address_is_kept_in_lower_case_without_blanks(hanako: UUID, session: scoped_session) -> None:
    assert session.get(User, hanako).email == "hanako.yamada@mihon.example.jp"


def test_the_password_is_kept_as_a_hash(hanako: UUID, session: scoped_session) -> None:
    assert verify_password(session.get(User, hanako).password_hash, PASSWORD)


def test_adding_a_user_is_an_act_with_ids_and_codes_only(hanako: UUID, session: scoped_session) -> None:
    assert acts(session) == [("user_added", {"user_id": str(hanako), "role": "recruiter"})]


@pytest.mark.engine
def test_every_wrong_field_is_named_at_once(run: Callable[..., Any], administrator: Actor) -> None:
    draft = UserDraft(
        email="not an address",
        role="owner",
        password="short",
        department_id=new_id(),
        ends_on=date(2026, 11, 19),
    )
    with pytest.raises(RuleViolation) as refused:
        run(operations.add_user, draft, by=administrator)
    assert problem_fields(refused) == ["email", "role", "password", "department_id", "ends_on"]


def test_an_address_is_registered_once_whatever_its_letters(
    hanako: UUID, run: Callable[..., Any], administrator: Actor
) -> None:
    with pytest.raises(RuleViolation) as refused:
        run(operations.add_user, UserDraft(email="HANAKO.YAMADA@mihon.example.jp", role="auditor"), by=administrator)
    assert problem_fields(refused) == ["email"]


def test_a_department_of_another_operator_is_refused(run: Callable[..., Any], administrator: Actor) -> None:
    theirs = factories.department(factories.operator("other"))
    with pytest.raises(RuleViolation) as refused:
        run(operations.add_user, UserDraft(email="a@b.jp", role="recruiter", department_id=theirs.id), by=administrator)
    assert problem_fields(refused) == ["department_id"]


def test_without_a_name_the_first_part_of_the_address_is_shown(
    run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    user_id = run(operations.add_user, UserDraft(email="taro@mihon.example.jp", role="recruiter"), by=administrator)
    assert session.get(User, user_id).name == "taro"


def test_an_auditors_access_ends_after_a_year_unless_said_otherwise(
    run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    user_id = run(operations.add_user, UserDraft(email="kansa@mihon.example.jp", role="auditor"), by=administrator)
    assert session.get(User, user_id).ends_on == date(2027, 11, 20)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_a_privacy_manager_adds_nobody_who_watches_over_her(
    role: str, run: Callable[..., Any], privacy_manager: Actor
) -> None:
    with pytest.raises(NotAllowed):
        run(operations.add_user, UserDraft(email="a@mihon.example.jp", role=role), by=privacy_manager)


@pytest.mark.parametrize("role", ["recruiter", "request_clerk", "auditor"])
def test_other_roles_add_nobody(role: str, run: Callable[..., Any], actor_in_role: Callable[[str], Actor]) -> None:
    with pytest.raises(NotAllowed):
        run(operations.add_user, DRAFT, by=actor_in_role(role))


# --- Changing ----------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_change_of_role_is_recorded_with_old_and_new(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    run(operations.change_role, hanako, "request_clerk", by=administrator)
    details = {"user_id": str(hanako), "from": "recruiter", "to": "request_clerk"}
    assert acts(session)[-1] == ("role_changed", details)


def test_the_same_role_again_is_no_change(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    run(operations.change_role, hanako, "recruiter", by=administrator)
    assert len(acts(session)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda run, user, by: run(operations.change_role, user, "auditor", by=by),
        lambda run, user, by: run(operations.disable_user, user, by=by),
        lambda run, user, by: run(operations.give_initial_password, user, by=by),
    ],
    ids=["role", "disabled", "password given"],
)
def test_every_session_ends_with_a_change_of(
    change: Callable[..., Any], hanako: UUID, run: Callable[..., Any], administrator: Actor, at: datetime
) -> None:
    with transaction():
        cookie = start_session(hanako, at=at)
    change(run, hanako, administrator)
    assert signed_in(cookie, at=at) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda run, actor: run(operations.change_role, actor.user_id, "privacy_manager", by=actor),
        lambda run, actor: run(operations.disable_user, actor.user_id, by=actor),
        lambda run, actor: run(operations.enable_user, actor.user_id, by=actor),
        lambda run, actor: run(operations.give_initial_password, actor.user_id, by=actor),
        lambda run, actor: run(
            operations.change_details, actor.user_id, UserDetails(name="x", department_id=None, ends_on=None), by=actor
        ),
        lambda run, actor: run(operations.issue_token, TokenDraft(user_id=actor.user_id, scopes=("assess",)), by=actor),
    ],
    ids=["role", "disable", "enable", "password", "details", "token"],
)
def test_nobody_changes_the_own_rights(
    change: Callable[..., Any], run: Callable[..., Any], administrator: Actor
) -> None:
    with pytest.raises(NotAllowed):
        change(run, administrator)


def test_a_privacy_manager_does_not_shut_out_an_auditor(
    run: Callable[..., Any], privacy_manager: Actor, auditor: Actor
) -> None:
    with pytest.raises(NotAllowed):
        run(operations.disable_user, auditor.user_id, by=privacy_manager)


def test_a_privacy_manager_does_not_make_a_recruiter_an_administrator(
    hanako: UUID, run: Callable[..., Any], privacy_manager: Actor
) -> None:
    with pytest.raises(NotAllowed):
        run(operations.change_role, hanako, "administrator", by=privacy_manager)


def test_a_role_that_does_not_exist_is_refused(hanako: UUID, run: Callable[..., Any], administrator: Actor) -> None:
    with pytest.raises(RuleViolation):
        run(operations.change_role, hanako, "service", by=administrator)


def test_a_user_of_another_operator_is_not_there(hanako: UUID, run: Callable[..., Any]) -> None:
    stranger = factories.actor(factories.operator("other"), role="administrator")
    with pytest.raises(NotFound):
        run(operations.disable_user, hanako, by=stranger)


def test_a_change_of_details_names_the_fields_and_not_their_values(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    details = UserDetails(name="退職者 1", department_id=None, ends_on=date(2026, 11, 30))
    run(operations.change_details, hanako, details, by=administrator)
    assert acts(session)[-1] == ("user_changed", {"user_id": str(hanako), "fields": ["ends_on", "name"]})


def test_the_name_of_a_leaver_can_be_replaced(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    run(operations.disable_user, hanako, by=administrator)
    details = UserDetails(name="退職者 1", department_id=None, ends_on=None)
    run(operations.change_details, hanako, details, by=administrator)
    assert session.get(User, hanako).name == "退職者 1"


# --- Passwords ---------------------------------------------------------------------------------------------------------


def test_an_initial_password_is_good_for_seven_days(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session, at: datetime
) -> None:
    password = run(operations.give_initial_password, hanako, by=administrator)
    user = session.get(User, hanako)
    assert verify_password(user.password_hash, password)
    assert user.initial_until_at == at + timedelta(days=7)


def test_an_own_password_ends_the_initial_one(
    hanako: UUID,
    run: Callable[..., Any],
    administrator: Actor,
    session: scoped_session,
    operator: Operator,
    at: datetime,
) -> None:
    run(operations.give_initial_password, hanako, by=administrator)
    me = actor_for_email(DRAFT.email, operator.id, at=at)
    run(operations.set_own_password, "the river was quiet", by=me)
    user = session.get(User, hanako)
    assert user.initial_until_at is None
    assert verify_password(user.password_hash, "the river was quiet")


def test_a_common_own_password_is_refused_and_the_old_one_stays(
    hanako: UUID, run: Callable[..., Any], session: scoped_session, operator: Operator, at: datetime
) -> None:
    with pytest.raises(RuleViolation):
        run(operations.set_own_password, "password1234", by=actor_for_email(DRAFT.email, operator.id, at=at))
    assert verify_password(session.get(User, hanako).password_hash, PASSWORD)


# --- Shutting out ------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_shutting_out_revokes_the_tokens_for_good(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, at: datetime
) -> None:
    issued = run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("provisions:write",)), by=administrator)
    run(operations.disable_user, hanako, by=administrator)
    run(operations.enable_user, hanako, by=administrator)
    assert token_holder(issued.text, None, at=at) is None


def test_shutting_out_twice_is_recorded_once(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    run(operations.disable_user, hanako, by=administrator)
    run(operations.disable_user, hanako, by=administrator)
    assert [kind for kind, _ in acts(session)] == ["user_added", "user_disabled"]


# --- Tokens ------------------------------------------------------------------------------------------------------------


def test_a_token_is_issued_for_a_year_unless_said_otherwise(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("provisions:write",)), by=administrator)
    assert session.scalars(select(ApiToken)).one().expires_on == date(2027, 11, 20)


def test_every_wrong_field_of_a_token_is_named_at_once(
    hanako: UUID, run: Callable[..., Any], administrator: Actor
) -> None:
    draft = TokenDraft(
        user_id=hanako,
        scopes=("provisions:write", "everything"),
        networks=("192.0.2.0/24", "here", "192.0.2.9/24"),
        expires_on=date(2027, 11, 21),
    )
    with pytest.raises(RuleViolation) as refused:
        run(operations.issue_token, draft, by=administrator)
    assert problem_fields(refused) == ["scopes", "networks", "networks", "expires_on"]


def test_a_token_needs_a_scope(hanako: UUID, run: Callable[..., Any], administrator: Actor) -> None:
    with pytest.raises(RuleViolation) as refused:
        run(operations.issue_token, TokenDraft(user_id=hanako, scopes=()), by=administrator)
    assert problem_fields(refused) == ["scopes"]


def test_a_scope_that_gives_the_user_nothing_is_refused(
    hanako: UUID, run: Callable[..., Any], administrator: Actor
) -> None:
    with pytest.raises(RuleViolation, match="1 problems"):
        run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("exports",)), by=administrator)


def test_a_disabled_user_gets_no_token(hanako: UUID, run: Callable[..., Any], administrator: Actor) -> None:
    run(operations.disable_user, hanako, by=administrator)
    with pytest.raises(RuleViolation) as refused:
        run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("provisions:write",)), by=administrator)
    assert problem_fields(refused) == ["user_id"]


def test_issuing_and_revoking_are_acts_without_the_token(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, session: scoped_session
) -> None:
    issued = run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("provisions:write",)), by=administrator)
    run(operations.revoke_token, issued.id, by=administrator)
    assert [kind for kind, _ in acts(session)] == ["user_added", "token_issued", "token_revoked"]
    assert issued.text not in str(acts(session))


def test_a_token_of_another_operator_is_not_there(hanako: UUID, run: Callable[..., Any], administrator: Actor) -> None:
    issued = run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("provisions:write",)), by=administrator)
    stranger = factories.actor(factories.operator("other"), role="administrator")
    with pytest.raises(NotFound):
        run(operations.revoke_token, issued.id, by=stranger)


def test_a_privacy_manager_issues_no_token(hanako: UUID, run: Callable[..., Any], privacy_manager: Actor) -> None:
    with pytest.raises(NotAllowed):
        run(operations.issue_token, TokenDraft(user_id=hanako, scopes=("assess",)), by=privacy_manager)


# --- The command line --------------------------------------------------------------------------------------------------


def test_the_service_user_is_made_once_for_all_operators(operator: Operator, at: datetime) -> None:
    other = factories.operator("other")
    first, second = service_actor(operator.id, at=at), service_actor(other.id, at=at)
    assert first.user_id == second.user_id
    assert (first.operator_id, second.operator_id) == (operator.id, other.id)


def test_the_service_user_has_no_password(operator: Operator, session: scoped_session, at: datetime) -> None:
    actor = service_actor(operator.id, at=at)
    assert session.get(User, actor.user_id).password_hash is None


def test_whoever_is_named_acts_with_the_own_rights(hanako: UUID, operator: Operator, at: datetime) -> None:
    actor = actor_for_email("hanako.yamada@mihon.example.jp", operator.id, at=at)
    assert (actor.user_id, actor.role) == (hanako, "recruiter")


def test_nobody_acts_for_another_operator(hanako: UUID, at: datetime) -> None:
    with pytest.raises(NotFound):
        actor_for_email("hanako.yamada@mihon.example.jp", factories.operator("other").id, at=at)


def test_nobody_acts_after_being_shut_out(
    hanako: UUID, run: Callable[..., Any], administrator: Actor, operator: Operator, at: datetime
) -> None:
    run(operations.disable_user, hanako, by=administrator)
    with pytest.raises(NotAllowed):
        actor_for_email("hanako.yamada@mihon.example.jp", operator.id, at=at)
