"""Findings: groups by cause, who owns them, how they end and how they come back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from sqlalchemy import select

from transfer_log.db import new_id, transaction
from transfer_log.errors import Conflict, NotAllowed, NotFound, RuleViolation
from transfer_log.findings.models import Finding, FindingGroup
from transfer_log.findings.operations import Cause, NewFinding, add_findings
from transfer_log.findings.queries import find_group, findings_about, findings_in, open_groups, steps_of_group
from transfer_log.findings.resolving import (
    assign_group,
    override_finding,
    reopen_finding,
    reopen_group,
    resolve_finding,
    resolve_group,
)
from transfer_log.findings.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor

    Find = Callable[..., UUID]

LATE = Cause("recorded_late", "Rules Art. 19(2)", "doubtful", field="recorded_on")
UNLAWFUL = Cause("consent_missing", "Act Art. 27(1)", "unlawful")
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def find(recruiter: Actor) -> Find:
    """Return a function that writes findings of a cause about rows of one person and returns the person's id."""

    def write(cause: Cause = LATE, count: int = 1, at: datetime = NOW) -> UUID:
        subject_id = new_id()
        rows = [NewFinding(subject_id, "provision", new_id(), cause) for _ in range(count)]
        with transaction():
            add_findings(rows, actor=recruiter, at=at)
        return subject_id

    return write


@pytest.fixture
def manager(recruiter: Actor) -> Actor:
    """Return a privacy manager of the same operator."""
    from dataclasses import replace  # noqa: PLC0415 used here alone

    return replace(recruiter, user_id=new_id(), role="privacy_manager")


def group(session: scoped_session) -> FindingGroup:
    return session.scalars(select(FindingGroup)).one()


@pytest.mark.engine
def test_findings_of_one_cause_are_one_group_with_a_count(find: Find, recruiter: Actor) -> None:
    find(count=3)
    find(count=2)
    (row,) = open_groups(recruiter.operator_id)
    assert (row.code, row.open_count) == ("recorded_late", 5)


@pytest.mark.engine
def test_unlawful_causes_come_first(find: Find, recruiter: Actor) -> None:
    find(UNLAWFUL)
    find(LATE, at=NOW + timedelta(hours=1))
    assert [row.severity for row in open_groups(recruiter.operator_id)] == ["unlawful", "doubtful"]


def test_causes_at_different_recipients_are_different_groups(find: Find, recruiter: Actor) -> None:
    find(LATE._replace(recipient_id=new_id()))
    find(LATE._replace(recipient_id=new_id()))
    assert len(open_groups(recruiter.operator_id)) == 2


def test_a_group_has_one_owner_and_one_due_day(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with transaction():
        assign_group(group(session), manager.user_id, date(2026, 12, 1), "", actor=manager, at=NOW)
    (row,) = open_groups(manager.operator_id)
    assert (row.owner_id, row.due_on) == (manager.user_id, date(2026, 12, 1))


@pytest.mark.engine
def test_resolving_a_group_resolves_what_was_found_so_far(session: scoped_session, find: Find, manager: Actor) -> None:
    find(count=2)
    with transaction():
        resolve_group(group(session), "evidence_added", "書面を確認した", actor=manager, at=NOW)
    assert open_groups(manager.operator_id) == []


@pytest.mark.engine
def test_the_same_cause_found_later_is_open_again(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with transaction():
        resolve_group(group(session), "no_issue", "確認済み", actor=manager, at=NOW)
    find(at=NOW + timedelta(minutes=1))
    (row,) = open_groups(manager.operator_id)
    assert row.open_count == 1


def test_a_resolution_says_how_and_why(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with pytest.raises(RuleViolation) as refused:
        resolve_group(group(session), "somehow", " ", actor=manager, at=NOW)
    assert {problem.field for problem in refused.value.problems} == {"how", "reason"}


def test_a_reopened_group_counts_again(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with transaction():
        resolve_group(group(session), "no_issue", "確認済み", actor=manager, at=NOW)
        reopen_group(group(session), "見落とし", actor=manager, at=NOW + timedelta(hours=1))
    assert [row.open_count for row in open_groups(manager.operator_id)] == [1]
    assert [step.kind for step in steps_of_group(group(session).digest)] == ["resolved", "reopened"]


def test_a_group_that_is_open_cannot_be_reopened(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with pytest.raises(Conflict):
        reopen_group(group(session), "理由", actor=manager, at=NOW)


@pytest.mark.engine
def test_one_finding_may_be_resolved_apart_from_its_group(session: scoped_session, find: Find, manager: Actor) -> None:
    subject_id = find(count=2)
    first = session.scalars(select(Finding).order_by(Finding.id)).first()
    with transaction():
        resolve_finding(first, "corrected", "訂正した", actor=manager, at=NOW)
    assert [row.open_count for row in open_groups(manager.operator_id)] == [1]
    states = {row.state for row in findings_about(subject_id, session.scalars(select(Finding.about_id)).all())}
    assert states == {"resolved", "open"}


def test_a_resolved_finding_cannot_be_resolved_again(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    finding = session.scalars(select(Finding)).one()
    with transaction():
        resolve_finding(finding, "corrected", "訂正した", actor=manager, at=NOW)
    with pytest.raises(Conflict), transaction():
        resolve_finding(finding, "corrected", "訂正した", actor=manager, at=NOW)


def test_a_finding_reopened_alone_is_open_though_its_group_is_resolved(
    session: scoped_session, find: Find, manager: Actor
) -> None:
    find()
    finding = session.scalars(select(Finding)).one()
    with transaction():
        resolve_group(group(session), "no_issue", "確認済み", actor=manager, at=NOW)
        reopen_finding(finding, "まだ残っている", actor=manager, at=NOW + timedelta(hours=1))
    assert [row.state for row in findings_in(group(session).digest)] == ["open"]


def test_a_superior_may_let_a_row_pass_with_a_reason(session: scoped_session, find: Find, manager: Actor) -> None:
    find()
    with transaction():
        override_finding(session.scalars(select(Finding)).one(), "緊急のため", actor=manager, at=NOW)
    assert open_groups(manager.operator_id) == []


def test_nobody_overrides_what_he_recorded_himself(session: scoped_session, find: Find, recruiter: Actor) -> None:
    find()
    with pytest.raises(NotAllowed):
        override_finding(session.scalars(select(Finding)).one(), "理由", actor=recruiter, at=NOW)


def test_another_operators_group_is_not_found(session: scoped_session, find: Find) -> None:
    find()
    with pytest.raises(NotFound):
        find_group(factories.operator("other").id, group(session).digest)


def test_a_violation_of_the_law_speaks_in_the_laws_own_words() -> None:
    assert wording_of("consent_missing").name.ja == "この提供について、本人の同意が得られていません。"


def test_missing_evidence_is_called_by_what_is_missing() -> None:
    assert "同意" in wording_of("evidence_missing", "consent").name.ja
