"""The table of role × action, read row by row against what each role is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from transfer_log.accounts.actor import Actor
from transfer_log.accounts.policy import (
    ACTIONS,
    GRANTS,
    READS_PEOPLE,
    ROLES,
    SCOPES,
    Limit,
    can,
    check,
    grantable_roles,
    limit_of,
    masks_contact,
    may_correct,
    reach_of,
    rows_exportable_alone,
)
from transfer_log.db import NIL_ID, new_id
from transfer_log.errors import NotAllowed

# What touches people or their records; administrators do none of it.
ABOUT_PEOPLE = {
    "record_provision",
    "ask_clearance",
    "search_subjects",
    "read_subject",
    "edit_subject",
    "link_subjects",
    "read_provisions",
    "correct_provision",
    "record_consent",
    "print_records",
    "read_findings",
    "resolve_findings",
    "export_ledger",
    "import_files",
    "read_access_log",
}
CHANGES = {code for code in ACTIONS if not code.startswith(("read_", "search_", "export_", "assess"))}


def somebody(role: str, scopes: frozenset[str] | None = None) -> Actor:
    return Actor(new_id(), new_id(), role, new_id(), "見本", scopes)


def allowed(role: str) -> set[str]:
    return {code for code in ACTIONS if limit_of(role, code) is not None}


def test_an_administrator_sees_no_personal_data() -> None:
    assert not allowed("administrator") & ABOUT_PEOPLE


def test_an_auditor_changes_nothing() -> None:
    assert not allowed("auditor") & CHANGES


def test_a_clerk_neither_records_nor_browses_provisions() -> None:
    assert not allowed("request_clerk") & {"record_provision", "read_provisions", "correct_provision", "export_ledger"}


def test_a_clerk_prints_a_persons_records() -> None:
    assert limit_of("request_clerk", "print_records") is Limit.ALL


@pytest.mark.parametrize("action", ["record_provision", "read_provisions", "read_findings", "resolve_findings"])
def test_a_recruiter_stays_in_the_own_department(action: str) -> None:
    assert limit_of("recruiter", action) is Limit.OWN_DEPARTMENT


@pytest.mark.parametrize("action", sorted(READS_PEOPLE))
def test_what_reads_people_is_an_action_of_the_table(action: str) -> None:
    assert action in ACTIONS


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_action_is_somebodys(action: str) -> None:
    assert ACTIONS[action].limits


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_a_scope_holds_actions_of_the_table(scope: str) -> None:
    assert SCOPES[scope].actions <= set(ACTIONS)


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_scope_lets_a_token_keep_users_or_tokens(scope: str) -> None:
    assert not SCOPES[scope].actions & {"manage_users", "manage_tokens", "read_access_log", "read_own_account"}


def test_an_action_that_nobody_knows_is_an_error_and_not_a_no() -> None:
    with pytest.raises(ValueError, match="missing in"):
        can(somebody("recruiter"), "read_everything")


def test_a_role_that_nobody_knows_may_do_nothing() -> None:
    assert allowed("owner") == set()


def test_a_refusal_says_what_was_asked_for() -> None:
    with pytest.raises(NotAllowed, match="Manage users and roles"):
        check(somebody("recruiter"), "manage_users")


def test_a_token_may_do_what_both_its_user_and_its_scopes_allow() -> None:
    caller = somebody("privacy_manager", frozenset({"provisions:write"}))
    assert can(caller, "record_provision")
    assert not can(caller, "read_provisions")


def test_a_scope_gives_nothing_that_the_role_does_not_have() -> None:
    assert not can(somebody("auditor", frozenset(SCOPES)), "record_provision")


def test_a_token_without_scopes_may_do_nothing() -> None:
    assert not any(can(somebody("privacy_manager", frozenset()), action) for action in ACTIONS)


def test_a_scope_that_no_longer_exists_gives_nothing() -> None:
    assert not any(can(somebody("privacy_manager", frozenset({"everything"})), action) for action in ACTIONS)


def test_a_recruiter_reaches_the_rows_of_the_own_department() -> None:
    recruiter = somebody("recruiter")
    reach = reach_of(recruiter, "read_provisions")
    assert (reach.operator_id, reach.department_id) == (recruiter.operator_id, recruiter.department_id)


def test_a_recruiter_without_department_reaches_no_row() -> None:
    assert reach_of(replace(somebody("recruiter"), department_id=None), "read_provisions").department_id == NIL_ID


def test_a_privacy_manager_reaches_the_whole_operator() -> None:
    assert reach_of(somebody("privacy_manager"), "read_provisions").department_id is None


def test_nobody_reaches_beyond_the_own_operator() -> None:
    for role in ROLES:
        actor = somebody(role)
        for action in allowed(role):
            assert reach_of(actor, action).operator_id == actor.operator_id


def test_a_recruiter_corrects_an_own_row_up_to_the_last_day() -> None:
    recruiter = somebody("recruiter")
    last_day = date(2026, 11, 24)
    assert may_correct(recruiter, recorded_by=recruiter.user_id, last_day=last_day, today=last_day)


def test_a_recruiter_does_not_correct_an_own_row_after_the_last_day() -> None:
    recruiter = somebody("recruiter")
    today = date(2026, 11, 25)
    assert not may_correct(recruiter, recorded_by=recruiter.user_id, last_day=date(2026, 11, 24), today=today)


def test_a_recruiter_does_not_correct_the_row_of_a_colleague() -> None:
    today = date(2026, 11, 20)
    assert not may_correct(somebody("recruiter"), recorded_by=new_id(), last_day=today, today=today)


def test_a_privacy_manager_corrects_any_row_at_any_time() -> None:
    day = date(2026, 11, 20)
    assert may_correct(somebody("privacy_manager"), recorded_by=new_id(), last_day=day, today=date(2028, 1, 1))


def test_contact_data_is_masked_for_recruiters_and_auditors_only() -> None:
    assert {role for role in ROLES if masks_contact(role)} == {"recruiter", "auditor"}


def test_more_than_a_thousand_rows_are_exported_by_two() -> None:
    assert rows_exportable_alone(somebody("auditor")) == 1000
    assert rows_exportable_alone(somebody("service")) is None


def test_a_privacy_manager_gives_no_role_that_watches_over_her() -> None:
    assert grantable_roles("privacy_manager") == {"recruiter", "request_clerk", "privacy_manager"}


def test_only_who_keeps_users_gives_roles() -> None:
    assert all(limit_of(role, "manage_users") is not None for role in GRANTS)
    assert grantable_roles("auditor") == frozenset()


def test_nobody_can_be_made_a_service_user() -> None:
    assert all("service" not in roles for roles in GRANTS.values())
