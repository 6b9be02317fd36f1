"""The one writer: what it stores, what it marks, what it cannot store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from sqlalchemy import func, select

from transfer_log.db import transaction
from transfer_log.findings.models import Finding, FindingGroup
from transfer_log.provisions.drafts import Differs, Recorded, Rejected
from transfer_log.provisions.models import AssessmentSet, Provision, ProvisionMark
from transfer_log.provisions.operations import record_provisions
from transfer_log.provisions.queries import LedgerFilter, ledger_page
from transfer_log.recipients.models import Recipient, RecipientVersion
from transfer_log.subjects.models import Subject, SubjectRef
from transfer_log.trail.canonical import canonical
from transfer_log.trail.leaf import leaf_hash, leaf_prefix
from transfer_log.trail.models import LogQueue
from transfer_log.trail.queue import unpack

if TYPE_CHECKING:
    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.provisions.drafts import Outcome

Draft = "Callable[..., ProvisionDraft]"
Record = "Callable[..., list[Outcome]]"


def stored(session: scoped_session, outcome: Outcome) -> Provision:
    assert isinstance(outcome, Recorded), outcome
    return session.get_one(Provision, (outcome.subject_id, outcome.id))


def findings(session: scoped_session) -> set[tuple[str, str, str]]:
    return {tuple(row) for row in session.execute(select(Finding.code, Finding.article, Finding.severity))}


def fields(outcome: Outcome) -> set[str | None]:
    assert isinstance(outcome, Rejected), outcome
    return {problem.field for problem in outcome.problems}


@pytest.mark.engine
def test_a_provision_is_stored_with_what_the_law_makes_of_it(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft())
    row = stored(session, outcome)
    assert (row.route, row.permitted, row.record_required, row.disclosable) == ("domestic", True, False, False)
    assert session.get_one(AssessmentSet, row.assessment_digest).result["record_article"] == "Act Art. 29(1) proviso"


@pytest.mark.engine
def test_a_lawful_entrustment_with_its_contract_leaves_no_finding(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft())
    assert findings(session) == set()


def test_a_person_named_for_the_first_time_is_registered(session: scoped_session, record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(subject_ref="C-77", subject_name="見本 次郎"))
    assert session.scalar(select(SubjectRef.subject_id).where(SubjectRef.ref == "C-77")) == outcome.subject_id


def test_two_rows_of_a_new_person_make_one_person(session: scoped_session, record: Record, draft: Draft) -> None:
    first, second = record(draft(), draft(data_items=("education",)))
    assert first.subject_id == second.subject_id
    assert session.scalar(select(func.count()).select_from(Subject)) == 1


def test_a_number_without_a_name_of_nobody_known_is_refused(record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(subject_ref="C-99", subject_name=""))
    assert fields(outcome) == {"subject_ref"}


def test_a_refused_row_leaves_no_person_and_no_recipient_behind(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft(recipient_ref="", recipient_name="新しい会社", data_items=()))
    assert session.scalar(select(func.count()).select_from(Subject)) == 0
    assert session.scalar(select(func.count()).select_from(Recipient)) == 1  # R-1 alone


def test_a_row_that_names_an_unknown_consent_leaves_no_person_behind(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(legal_basis="consent", consent_ref="K-404"))
    assert fields(outcome) == {"consent_ref"}
    assert session.scalar(select(func.count()).select_from(Subject)) == 0


def test_every_problem_of_a_row_is_named_at_once(record: Record, draft: Draft) -> None:
    (outcome,) = record(
        draft(recipient_ref="R-404", data_items=("shoe_size",), purpose="P9", method="pigeon", provided_on=None)
    )
    assert fields(outcome) == {"recipient_ref", "data_items", "purpose", "method", "provided_on"}


def test_a_problem_says_what_was_found_and_what_was_meant(record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(data_items=("name", "educatoin")))
    (problem,) = outcome.problems
    assert (problem.found, problem.allowed) == ("educatoin", ("education",))


def test_a_day_that_has_not_come_is_refused(record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(provided_on=date(2026, 11, 21)))
    assert fields(outcome) == {"provided_on"}


def test_a_time_of_day_in_the_night_belongs_to_the_japan_date(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    at_night = datetime(2026, 11, 19, 15, 30, tzinfo=UTC)  # 00:30 on the 20th in Japan
    (outcome,) = record(draft(provided_on=None, provided_at=at_night))
    assert stored(session, outcome).provided_on == date(2026, 11, 20)


def test_the_rows_around_a_refused_one_are_stored(session: scoped_session, record: Record, draft: Draft) -> None:
    outcomes = record(draft(), draft(data_items=()), draft(data_items=("education",)))
    assert [type(outcome) for outcome in outcomes] == [Recorded, Rejected, Recorded]
    assert session.scalar(select(func.count()).select_from(Provision)) == 2


def test_an_unlawful_provision_is_stored_and_marked_with_the_article_it_fails(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(evidence={"within_entrusted_work": False}))
    assert stored(session, outcome).permitted is False
    assert ("beyond_entrusted_work", "Act Art. 27(1)", "unlawful") in findings(session)


def test_a_basis_without_its_paper_keeps_the_laws_default_and_asks_for_the_evidence(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(evidence=None))
    assert stored(session, outcome).permitted is True
    assert findings(session) == {("evidence_missing", "Act Art. 27(5)(i)", "doubtful")}


def test_a_provision_without_a_basis_is_stored_and_asked_about(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(legal_basis="", evidence=None))
    assert stored(session, outcome).permitted is None
    assert ("basis_missing", "Act Art. 27(1)", "doubtful") in findings(session)


def test_a_consent_claimed_but_not_on_record_is_doubtful_not_unlawful(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft(legal_basis="consent", evidence=None))
    assert ("evidence_missing", "Act Art. 27(1)", "doubtful") in findings(session)
    assert {severity for _, _, severity in findings(session)} == {"doubtful"}


def test_findings_of_one_cause_share_a_group(session: scoped_session, record: Record, draft: Draft) -> None:
    record(draft(evidence=None), draft(evidence=None, subject_ref="C-2"))
    assert session.scalar(select(func.count()).select_from(Finding)) == 2
    assert session.scalar(select(func.count()).select_from(FindingGroup)) == 1


def test_a_record_made_after_the_limit_is_found_late(session: scoped_session, record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(provided_on=date(2026, 11, 9)))
    assert stored(session, outcome).days_to_record == 9
    assert ("recorded_late", "Rules Art. 19(2)", "doubtful") in findings(session)


def test_a_record_carried_over_is_judged_by_the_day_it_was_first_made(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(provided_on=date(2025, 4, 1), recorded_on=date(2025, 4, 2), source_ledger="台帳.xlsx"))
    assert stored(session, outcome).days_to_record == 1
    assert findings(session) == set()


def test_a_situation_fills_what_is_left_empty_and_the_row_says_so(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    given = draft(situation="placement", legal_basis="", data_items=(), method="", evidence=None)
    (outcome,) = record(given)
    row = stored(session, outcome)
    assert (row.basis, row.method) == ("consent", "email")
    assert {"legal_basis", "data_items", "method"} <= set(row.filled)


def test_an_item_that_a_situation_does_not_allow_is_stored_and_marked(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft(situation="placement", data_items=("name", "address")))
    assert ("item_not_allowed", "Act Art. 18(1)", "doubtful") in findings(session)


def test_my_number_given_on_entrustment_leaves_no_appi_record(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(data_items=("my_number",)))
    row = stored(session, outcome)
    assert (row.record_required, row.disclosable) == (False, False)
    assert ("item_barred", "My Number Act Art. 19", "doubtful") in findings(session)


@pytest.mark.engine
def test_a_recipient_known_by_name_only_starts_provisional_and_is_completed_once(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    named = {"recipient_ref": "", "recipient_name": "株式会社これから"}
    first, second = record(draft(**named), draft(**named, subject_ref="C-2"))
    assert stored(session, first).recipient_id == stored(session, second).recipient_id
    version = session.get_one(RecipientVersion, stored(session, first).recipient_version_id)
    assert version.is_provisional
    assert session.scalar(select(func.count()).select_from(FindingGroup)) == 1


def test_an_unknown_code_with_a_name_starts_a_recipient_of_that_code(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft(recipient_ref="R-900", recipient_name="株式会社これから"))
    recipient = session.get_one(Recipient, stored(session, outcome).recipient_id)
    assert recipient.ref == "R-900"


def test_a_recipient_abroad_freezes_the_country_and_asks_for_a_country_note(
    session: scoped_session, registers: Operator, record: Record, draft: Draft
) -> None:
    factories.recipient(registers, "R-VN", country="VN")
    (outcome,) = record(draft(recipient_ref="R-VN", legal_basis="consent", evidence=None))
    assert (stored(session, outcome).country, stored(session, outcome).route) == ("VN", "foreign_consent")
    assert {code for code, _, _ in findings(session)} == {"evidence_missing", "no_country_profile"}


def test_the_version_in_force_on_the_day_is_frozen(
    session: scoped_session, registers: Operator, record: Record, draft: Draft
) -> None:
    factories.recipient(registers, "R-1", name="改称後の会社", valid_from=date(2026, 11, 10))
    before, after = record(
        draft(provided_on=date(2026, 11, 9)), draft(provided_on=date(2026, 11, 10), subject_ref="C-2")
    )
    names = [
        session.get_one(RecipientVersion, stored(session, one).recipient_version_id).name for one in (before, after)
    ]
    assert names == ["株式会社見本商事", "改称後の会社"]


@pytest.mark.engine
def test_the_same_external_id_again_is_the_same_row(session: scoped_session, record: Record, draft: Draft) -> None:
    (first,) = record(draft(external_id="X-1"))
    (again,) = record(draft(external_id="X-1"))
    assert (again.id, again.is_new) == (first.id, False)
    assert session.scalar(select(func.count()).select_from(Provision)) == 1


def test_the_same_external_id_with_another_content_shows_the_difference(record: Record, draft: Draft) -> None:
    record(draft(external_id="X-1"))
    (outcome,) = record(draft(external_id="X-1", method="fax"))
    assert isinstance(outcome, Differs)
    assert outcome.differences == {"method": ("email", "fax")}


def test_the_same_external_id_twice_in_one_batch_is_one_row(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    first, second, third = record(
        draft(external_id="X-1"), draft(external_id="X-1"), draft(external_id="X-1", method="fax")
    )
    assert (second.id, second.is_new) == (first.id, False)
    assert isinstance(third, Differs)
    assert session.scalar(select(func.count()).select_from(Provision)) == 1


def test_the_same_external_id_of_another_source_is_another_row(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft(external_id="X-1"), draft(external_id="X-1", source="ats-2"))
    assert session.scalar(select(func.count()).select_from(Provision)) == 2


def test_rows_of_one_batch_ref_share_a_batch(session: scoped_session, record: Record, draft: Draft) -> None:
    first, second, alone = record(
        draft(batch_ref="EV-1"), draft(batch_ref="EV-1", subject_ref="C-2"), draft(subject_ref="C-3")
    )
    assert stored(session, first).batch_id == stored(session, second).batch_id
    assert stored(session, alone).batch_id is None


def test_an_open_lump_is_marked_open_and_is_not_late(session: scoped_session, record: Record, draft: Draft) -> None:
    (outcome,) = record(
        draft(mode="lump", provided_on=date(2026, 1, 5), evidence={"contract_ref": "K", "continuous": True})
    )
    assert session.get_one(ProvisionMark, (outcome.subject_id, outcome.id)).state == "open"
    assert "recorded_late" not in {code for code, _, _ in findings(session)}


def test_an_ordinary_row_has_no_mark(session: scoped_session, record: Record, draft: Draft) -> None:
    record(draft())
    assert session.scalar(select(func.count()).select_from(ProvisionMark)) == 0


def test_a_plan_may_lie_ahead_and_opens_no_finding(session: scoped_session, record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(stage="planned", provided_on=date(2026, 12, 1), evidence=None))
    assert session.get_one(ProvisionMark, (outcome.subject_id, outcome.id)).state == "planned"
    assert findings(session) == set()


def test_an_unknown_fact_among_the_evidence_is_named(record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(evidence={"contrct_ref": "K-1"}))
    assert fields(outcome) == {"evidence.contrct_ref"}


@pytest.mark.engine
def test_each_row_is_a_leaf_that_anyone_with_the_salt_can_compute(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft())
    row = stored(session, outcome)
    queued = {entry: leaf for queue in session.scalars(select(LogQueue)) for _, entry, leaf in unpack(queue.leaves)}
    assert queued[row.id] == row.leaf_hash


def test_the_leaf_binds_the_content_of_the_register_version(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    (outcome,) = record(draft())
    row = stored(session, outcome)
    columns = {column.name: getattr(row, column.name) for column in Provision.__table__.columns}
    salt, leaf = columns.pop("salt"), columns.pop("leaf_hash")
    for name in ("recipient_version_id", "purpose_version_id", "policy_version_id"):
        if columns[name] is not None:
            table = {"recipient_version_id": RecipientVersion}.get(name)
            columns[name] = (
                session.get_one(table, columns[name]).digest if table else _purpose_digest(session, columns[name])
            )
    columns["basis_evidence"] = '{"contract_ref":"K-2026-1"}'
    assert leaf == leaf_hash(leaf_prefix("provisions", "0" * 32), row.id, salt, canonical(columns))


def _purpose_digest(session: scoped_session, version_id: object) -> bytes:
    from transfer_log.organisation.models import PurposeVersion  # noqa: PLC0415 used here alone

    return session.get_one(PurposeVersion, version_id).digest


def test_another_operators_recipient_is_not_found(registers: Operator, record: Record, draft: Draft) -> None:
    other = factories.operator("other")
    factories.recipient(other, "R-OTHER")
    (outcome,) = record(draft(recipient_ref="R-OTHER"))
    assert fields(outcome) == {"recipient_ref"}


def test_an_act_before_the_law_known_here_is_stored_and_marked(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    record(draft(provided_on=date(2020, 5, 1), recorded_on=date(2020, 5, 1)))
    assert ("earlier_than_known_law", "Act Art. 29(1)", "doubtful") in findings(session)


def test_nothing_is_written_when_the_transaction_fails(
    session: scoped_session, registers: Operator, recruiter: Actor, draft: Draft, at: datetime
) -> None:
    def write_and_fail() -> None:
        with transaction():
            record_provisions([draft()], actor=recruiter, at=at, door="page")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert session.scalar(select(func.count()).select_from(Provision)) == 0
    assert session.scalar(select(func.count()).select_from(LogQueue)) == 0


def test_a_year_of_rows_asks_the_database_no_more_often_than_one(
    session: scoped_session, record: Record, draft: Draft
) -> None:
    from sqlalchemy import event  # noqa: PLC0415 used here alone

    statements: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, text, *_: statements.append(text))
    record(draft())
    one = len(statements)
    statements.clear()
    record(*[draft(subject_ref=f"C-{n}", provided_on=date(2026, 11, 20) - timedelta(n)) for n in range(300)])
    assert len(statements) <= one + 2


def test_a_day_in_which_nobody_of_the_ledger_lived_is_refused(record: Record, draft: Draft) -> None:
    (outcome,) = record(draft(provided_on=date(1, 1, 1)))
    assert fields(outcome) == {"provided_on"}


def test_a_recruiter_records_for_no_other_department(registers: Operator, record: Record, draft: Draft) -> None:
    factories.department(registers, "events")
    (outcome,) = record(draft(department="events"))
    assert fields(outcome) == {"department"}


def test_a_wider_disclosure_follows_a_record_of_the_same_recipient(
    registers: Operator, record: Record, draft: Draft
) -> None:
    factories.recipient(registers, "R-2")
    (first,) = record(draft())
    (same,) = record(draft(staged_after_id=first.id, wished_on=date(2026, 11, 20)))
    (other,) = record(draft(staged_after_id=first.id, recipient_ref="R-2"))
    assert (isinstance(same, Recorded), fields(other)) == (True, {"staged_after_id"})


def test_a_record_cannot_lean_on_one_of_somebody_else(record: Record, draft: Draft) -> None:
    (first,) = record(draft())
    (outcome,) = record(draft(subject_ref="C-2", subject_name="例示 花子", leans_on_id=first.id))
    assert fields(outcome) == {"leans_on_id"}


def test_the_same_content_in_another_order_is_the_same_row(record: Record, draft: Draft) -> None:
    (first,) = record(draft(external_id="A-1", data_items=("name", "age")))
    (second,) = record(draft(external_id="A-1", data_items=("age", "name")))
    assert second == first._replace(is_new=False, finding_count=0)


@pytest.mark.engine
def test_pages_of_the_ledger_hold_every_row_of_one_day_once(registers: Operator, record: Record, draft: Draft) -> None:
    outcomes = record(*[draft(external_id=f"A-{place}") for place in range(7)])
    found, after = [], None
    while True:
        page = ledger_page(registers.id, LedgerFilter(), after, limit=2)
        found += [row.provision.id for row in page.rows]
        after = page.next_place
        if after is None:
            break
    assert found == sorted((outcome.id for outcome in outcomes), reverse=True)
