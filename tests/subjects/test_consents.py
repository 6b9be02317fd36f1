"""Check how consents are recorded, repeated, corrected, withdrawn and read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import factories
import pytest
from sqlalchemy import func, select

from transfer_log.db import new_id, transaction
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.recipients.operations import join_recipients, part_recipients
from transfer_log.register import Change, save_changes
from transfer_log.register_saving import Rejected
from transfer_log.subjects.consent_events import add_evidence, void_consent, withdraw_consent
from transfer_log.subjects.consent_rows import ConsentTextBook
from transfer_log.subjects.consent_views import consent_views, consents_for, expiring_consents
from transfer_log.subjects.consents import correct_consent, record_consents
from transfer_log.subjects.drafts import ConsentDiffers, ConsentDraft, ConsentRecorded, ScopeDraft
from transfer_log.subjects.models import Consent, ConsentText, ConsentTextVersion, Scope
from transfer_log.subjects.queries import ConsentBook
from transfer_log.subjects.rules import ActScope, Gap

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.rules import ConsentFacts

pytestmark = pytest.mark.engine

TODAY = date(2026, 11, 20)
Recording = "Callable[..., ConsentRecorded]"


@pytest.fixture
def subject_id(register: Callable[..., UUID]) -> UUID:
    """Return the id of a registered person."""
    return register("C-1")


@pytest.fixture
def facts(recruiter: Actor, subject_id: UUID) -> Callable[[], tuple[ConsentFacts, ...]]:
    """Return a function that reads what the writer of provisions is told about the person's consents."""
    return lambda: ConsentBook.load(recruiter.operator_id, [subject_id]).consents_of(subject_id)


# --- Recording ---------------------------------------------------------------------------------------------------


def test_scope_is_kept_as_ids_and_codes(
    subject_id: UUID, consent: Recording, facts: Callable[[], tuple[ConsentFacts, ...]], recruiter: Actor
) -> None:
    scope = ScopeDraft(("R-1", "R-2"), ("job_provider",), ("P1",), ("name", "email"), ("Japan", "VN"))
    consent(subject_id, scope=scope)
    kept = facts()[0].scope
    assert (len(kept.recipients), len(kept.purposes)) == (2, 1)
    assert (kept.kinds, kept.items, kept.countries) == ({"job_provider"}, {"name", "email"}, {"JP", "VN"})
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert view.draft.scope == ScopeDraft(("R-1", "R-2"), ("job_provider",), ("P1",), ("email", "name"), ("JP", "VN"))


def test_equal_scopes_are_kept_once(
    subject_id: UUID, register: Callable[..., UUID], consent: Recording, session: scoped_session
) -> None:
    consent(subject_id, scope=ScopeDraft(items=("name", "email")))
    consent(register("C-2"), scope=ScopeDraft(items=("email", "name", "name")))
    assert session.scalar(select(func.count()).select_from(Scope)) == 1


def test_equal_scopes_are_one_object_in_memory(
    subject_id: UUID, register: Callable[..., UUID], consent: Recording, recruiter: Actor
) -> None:
    other = register("C-2")
    consent(subject_id, scope=ScopeDraft(items=("name",)))
    consent(other, scope=ScopeDraft(items=("name",)))
    book = ConsentBook.load(recruiter.operator_id, [subject_id, other])
    assert book.consents_of(subject_id)[0].scope is book.consents_of(other)[0].scope


def test_special_care_items_are_named_by_the_scope_or_beside_it(
    subject_id: UUID, consent: Recording, facts: Callable[[], tuple[ConsentFacts, ...]]
) -> None:
    consent(subject_id, consent_ref="scope", scope=ScopeDraft(items=("name", "health")))
    consent(subject_id, consent_ref="beside", special_items=("health",))
    assert {known.ref: known.special_items for known in facts()} == {"scope": {"health"}, "beside": {"health"}}


def test_unknown_wording_is_begun_without_a_body(subject_id: UUID, consent: Recording, recruiter: Actor) -> None:
    consent(subject_id, text_version="2026-10")
    wording = ConsentTextBook.load(recruiter.operator_id).by_ref["2026-10"]
    assert (wording.versions[0].body, wording.versions[0].valid_from) == (None, factories.SINCE)


def test_consent_without_a_reference_gets_one(
    subject_id: UUID, consent: Recording, facts: Callable[[], tuple[ConsentFacts, ...]]
) -> None:
    given = consent(subject_id)
    assert given.ref.startswith("K-")
    assert facts()[0].ref == given.ref


def test_person_may_be_named_by_number(subject_id: UUID, registers: Operator, recruiter: Actor, at: datetime) -> None:
    draft = ConsentDraft(subject_ref="C-1", given_on=TODAY, method="paper")
    with transaction():
        [outcome] = record_consents([draft], actor=recruiter, at=at)
    assert isinstance(outcome, ConsentRecorded)
    assert outcome.subject_id == subject_id


def test_day_is_taken_from_the_time_in_japan(
    subject_id: UUID, consent: Recording, facts: Callable[[], tuple[ConsentFacts, ...]]
) -> None:
    consent(subject_id, given_on=None, given_at=datetime(2026, 6, 1, 16, 0, tzinfo=UTC))
    assert facts()[0].given_on == date(2026, 6, 2)


def test_relation_of_a_guardian_is_kept(subject_id: UUID, consent: Recording, recruiter: Actor) -> None:
    consent(subject_id, signer="guardian", signer_note="母")
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert (view.draft.signer, view.draft.signer_note) == ("guardian", "母")


def test_oral_consent_without_a_recording_is_taken_with_a_warning(subject_id: UUID, consent: Recording) -> None:
    given = consent(subject_id, method="oral")
    assert [warning.field for warning in given.warnings] == ["evidence_ref"]


def test_oral_consent_with_a_recording_needs_no_warning(subject_id: UUID, consent: Recording) -> None:
    assert consent(subject_id, method="oral", evidence_ref="CALL-123").warnings == ()


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"given_on": None}, "given_on"),
        ({"given_on": TODAY + timedelta(days=1)}, "given_on"),
        ({"given_on": date(1850, 1, 1)}, "given_on"),
        ({"given_at": datetime(2026, 6, 1, tzinfo=UTC)}, "given_at"),
        ({"method": ""}, "method"),
        ({"method": "telepathy"}, "method"),
        ({"signer": "friend"}, "signer"),
        ({"signer": "proxy"}, "signer_note"),
        ({"expires_on": date(2024, 3, 31)}, "expires_on"),
        ({"information_given_on": TODAY + timedelta(days=1)}, "information_given_on"),
        ({"scope": ScopeDraft(recipients=("R-9",))}, "recipients"),
        ({"scope": ScopeDraft(kinds=("job_providers",))}, "recipient_kinds"),
        ({"scope": ScopeDraft(purposes=("P9",))}, "purposes"),
        ({"scope": ScopeDraft(items=("nam",))}, "data_items"),
        ({"scope": ScopeDraft(countries=("Wonderland",))}, "countries"),
        ({"special_items": ("name",)}, "special_items"),
        ({"special_items": ("helth",)}, "special_items"),
        ({"consent_ref": "a;b"}, "consent_ref"),
        ({"evidence_ref": "x" * 201}, "evidence_ref"),
    ],
)
def test_bad_value_is_a_problem_at_its_field_and_nothing_is_written(
    subject_id: UUID, consent: Recording, session: scoped_session, stated: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        consent(subject_id, **stated)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert session.scalar(select(func.count()).select_from(Consent)) == 0


@pytest.mark.parametrize(
    ("scope", "meant"),
    [
        (ScopeDraft(recipients=("R-11",)), "R-1"),
        (ScopeDraft(kinds=("job_providers",)), "job_provider"),
        (ScopeDraft(items=("nam",)), "name"),
        (ScopeDraft(countries=("Vietnamm",)), "Viet"),
    ],
)
def test_unknown_name_is_answered_with_the_nearest(
    subject_id: UUID, consent: Recording, scope: ScopeDraft, meant: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        consent(subject_id, scope=scope)
    assert meant in refused.value.problems[0].text.en


@pytest.mark.parametrize("named", [{"subject_ref": "C-9"}, {"subject_ref": ""}, {"subject_id": new_id()}])
def test_unknown_person_is_a_problem(
    registers: Operator, recruiter: Actor, at: datetime, named: dict[str, Any]
) -> None:
    with transaction():
        [outcome] = record_consents([ConsentDraft(given_on=TODAY, method="click", **named)], actor=recruiter, at=at)
    assert isinstance(outcome, Rejected)
    assert [problem.field for problem in outcome.problems] == [next(iter(named))]


# --- The same again ----------------------------------------------------------------------------------------------


def test_same_consent_again_is_the_same(subject_id: UUID, consent: Recording) -> None:
    first = consent(subject_id, consent_ref="K-1")
    again = consent(subject_id, consent_ref="K-1")
    assert (again.id, again.is_new) == (first.id, False)


def test_same_reference_with_other_content_shows_the_difference(subject_id: UUID, consent: Recording) -> None:
    consent(subject_id, consent_ref="K-1", scope=ScopeDraft(items=("name",)))
    with pytest.raises(Conflict) as conflict:
        consent(subject_id, consent_ref="K-1", method="paper", scope=ScopeDraft(items=("email",)))
    assert conflict.value.differences == {"method": ("click", "paper"), "data_items": (("name",), ("email",))}


def test_one_reference_may_stand_for_consents_of_two_people(
    subject_id: UUID, register: Callable[..., UUID], consent: Recording
) -> None:
    consent(subject_id, consent_ref="form-2026")
    assert consent(register("C-2"), consent_ref="form-2026").is_new


def test_repeats_inside_one_batch_are_told_apart(
    subject_id: UUID, registers: Operator, recruiter: Actor, at: datetime
) -> None:
    draft = ConsentDraft("K-1", subject_id=subject_id, given_on=TODAY, method="click")
    with transaction():
        outcomes = record_consents([draft, draft, draft._replace(method="paper")], actor=recruiter, at=at)
    assert [type(outcome).__name__ for outcome in outcomes] == ["ConsentRecorded", "ConsentRecorded", "ConsentDiffers"]
    assert [outcome.is_new for outcome in outcomes if isinstance(outcome, ConsentRecorded)] == [True, False]


def test_wording_that_got_its_body_later_is_the_same_wording(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    consent(subject_id, consent_ref="K-1", text_version="2024-04")
    with transaction():
        save_changes(
            ConsentText,
            ConsentTextVersion,
            [Change("2024-04", {"body": "…に提供することに同意します。"}, factories.SINCE)],
            operator_id=recruiter.operator_id,
            actor_id=recruiter.user_id,
            at=at,
        )
    assert not consent(subject_id, consent_ref="K-1", text_version="2024-04").is_new


def test_second_consent_of_the_same_scope_warns(subject_id: UUID, consent: Recording) -> None:
    first = consent(subject_id, scope=ScopeDraft(items=("name",)))
    second = consent(subject_id, scope=ScopeDraft(items=("name",)), given_on=TODAY)
    assert [warning.found for warning in second.warnings] == [first.ref]


@pytest.mark.parametrize("later", [{"scope": ScopeDraft(items=("email",))}, {"special_items": ("health",)}])
def test_consent_about_something_else_warns_not(subject_id: UUID, consent: Recording, later: dict[str, Any]) -> None:
    consent(subject_id, scope=ScopeDraft(items=("name",)))
    assert consent(subject_id, **later).warnings == ()


def test_consent_after_the_other_expired_warns_not(subject_id: UUID, consent: Recording) -> None:
    consent(subject_id, expires_on=date(2025, 3, 31))
    assert consent(subject_id, given_on=date(2025, 4, 1)).warnings == ()


# --- Withdrawal --------------------------------------------------------------------------------------------------


def test_whole_withdrawal_is_folded_into_the_facts(
    subject_id: UUID,
    consent: Recording,
    facts: Callable[[], tuple[ConsentFacts, ...]],
    recruiter: Actor,
    at: datetime,
) -> None:
    given = consent(subject_id)
    with transaction():
        withdraw_consent(subject_id, given.id, effective_on=TODAY, actor=recruiter, at=at)
    assert [(known.effective_on, known.scope) for known in facts()[0].withdrawals] == [(TODAY, None)]


def test_partial_withdrawal_names_what_ended(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    given = consent(subject_id)
    with transaction():
        withdraw_consent(
            subject_id, given.id, scope=ScopeDraft(recipients=("R-1",)), reason="電話で", actor=recruiter, at=at
        )
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert [known.scope for known in view.withdrawals] == [ScopeDraft(recipients=("R-1",))]
    assert view.state_on(TODAY) == "partly_withdrawn"


def test_withdrawn_twice_is_a_conflict(subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime) -> None:
    given = consent(subject_id)
    with transaction():
        withdraw_consent(subject_id, given.id, actor=recruiter, at=at)
    with pytest.raises(Conflict), transaction():
        withdraw_consent(subject_id, given.id, scope=ScopeDraft(items=("name",)), actor=recruiter, at=at)


def test_withdrawal_can_be_found_to_have_come_earlier(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    given = consent(subject_id)
    for day in (TODAY, date(2026, 11, 1)):
        with transaction():
            withdraw_consent(subject_id, given.id, effective_on=day, actor=recruiter, at=at)
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert view.state_on(date(2026, 11, 2)) == "withdrawn"


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"scope": ScopeDraft()}, "scope"),
        ({"scope": ScopeDraft(items=("nam",))}, "data_items"),
        ({"effective_on": date(2024, 3, 31)}, "effective_on"),
    ],
)
def test_bad_withdrawal_is_a_problem_at_its_field(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime, stated: dict[str, Any], field: str
) -> None:
    given = consent(subject_id)
    with pytest.raises(RuleViolation) as refused, transaction():
        withdraw_consent(subject_id, given.id, actor=recruiter, at=at, **stated)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_consent_of_somebody_else_cannot_be_withdrawn(
    subject_id: UUID, register: Callable[..., UUID], consent: Recording, recruiter: Actor, at: datetime
) -> None:
    given = consent(register("C-2"))
    with pytest.raises(NotFound), transaction():
        withdraw_consent(subject_id, given.id, actor=recruiter, at=at)


def test_other_operators_see_no_consent(subject_id: UUID, consent: Recording) -> None:
    consent(subject_id)
    other = factories.operator("other")
    assert ConsentBook.load(other.id, [subject_id]).consents_of(subject_id) == ()


# --- Correction, evidence, error ---------------------------------------------------------------------------------


def test_correction_replaces_the_row_and_keeps_reference_and_withdrawals(
    subject_id: UUID,
    consent: Recording,
    facts: Callable[[], tuple[ConsentFacts, ...]],
    recruiter: Actor,
    at: datetime,
) -> None:
    given = consent(subject_id, consent_ref="K-1", scope=ScopeDraft(items=("name",)))
    with transaction():
        withdraw_consent(subject_id, given.id, effective_on=TODAY, actor=recruiter, at=at)
        draft = ConsentDraft(subject_id=subject_id, given_on=factories.SINCE, method="paper")
        corrected = correct_consent(given.id, draft, reason="書面だった", actor=recruiter, at=at)
    [known] = facts()
    assert (known.id, known.ref, known.scope.items) == (corrected, "K-1", frozenset())
    assert len(known.withdrawals) == 1


def test_file_of_the_uncorrected_consent_is_still_the_same(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    given = consent(subject_id, consent_ref="K-1")
    draft = ConsentDraft(subject_id=subject_id, given_on=factories.SINCE, method="paper")
    with transaction():
        correct_consent(given.id, draft, reason="書面だった", actor=recruiter, at=at)
    assert not consent(subject_id, consent_ref="K-1").is_new


def test_corrected_row_stays_readable(subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime) -> None:
    given = consent(subject_id)
    draft = ConsentDraft(subject_id=subject_id, given_on=factories.SINCE, method="paper")
    with transaction():
        correct_consent(given.id, draft, reason="書面だった", actor=recruiter, at=at)
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert [row.content.method for row in view.chain.rows] == ["click", "paper"]


def test_correction_needs_a_reason(subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime) -> None:
    given = consent(subject_id)
    draft = ConsentDraft(subject_id=subject_id, given_on=factories.SINCE, method="paper")
    with pytest.raises(RuleViolation) as refused, transaction():
        correct_consent(given.id, draft, reason="", actor=recruiter, at=at)
    assert [problem.field for problem in refused.value.problems] == ["reason"]


def test_evidence_can_be_added_later(subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime) -> None:
    given = consent(subject_id, method="oral")
    with transaction():
        add_evidence(subject_id, given.id, evidence_ref="CALL-123", actor=recruiter, at=at)
    [view] = consent_views(recruiter.operator_id, subject_id)
    assert view.evidence_refs == ("CALL-123",)


def test_consent_recorded_in_error_covers_nothing(
    subject_id: UUID,
    consent: Recording,
    facts: Callable[[], tuple[ConsentFacts, ...]],
    recruiter: Actor,
    at: datetime,
) -> None:
    given = consent(subject_id)
    with transaction():
        void_consent(subject_id, given.id, reason="別の人の同意", actor=recruiter, at=at)
    assert facts() == ()


def test_nothing_happens_to_a_void_consent_any_more(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    given = consent(subject_id)
    with transaction():
        void_consent(subject_id, given.id, reason="別の人の同意", actor=recruiter, at=at)
    with pytest.raises(Conflict), transaction():
        withdraw_consent(subject_id, given.id, actor=recruiter, at=at)


# --- Choosing and watching ---------------------------------------------------------------------------------------


def test_usable_consents_come_first_and_the_others_say_why_not(
    subject_id: UUID, consent: Recording, recruiter: Actor
) -> None:
    consent(subject_id, consent_ref="expired", expires_on=date(2026, 1, 31))
    consent(subject_id, consent_ref="narrow", scope=ScopeDraft(items=("name",), countries=("VN",)))
    consent(subject_id, consent_ref="fits", scope=ScopeDraft(items=("name", "email")))
    act = ActScope(TODAY, None, "x", None, None, frozenset({"email"}), frozenset(), "JP")
    choices = consents_for(recruiter.operator_id, subject_id, act)
    assert [(choice.consent.ref, choice.gaps) for choice in choices] == [
        ("fits", ()),
        ("expired", (Gap.EXPIRED,)),
        ("narrow", (Gap.ITEMS_BEYOND, Gap.OTHER_COUNTRY)),
    ]


def test_expiring_consents_leave_out_what_ended_already(
    subject_id: UUID, consent: Recording, recruiter: Actor, at: datetime
) -> None:
    soon = date(2026, 12, 1)
    consent(subject_id, consent_ref="today", expires_on=TODAY)
    consent(subject_id, consent_ref="far", expires_on=date(2027, 12, 1))
    kept = consent(subject_id, consent_ref="soon", expires_on=soon)
    ended = consent(subject_id, consent_ref="ended", expires_on=soon)
    changed = consent(subject_id, consent_ref="changed", expires_on=soon)
    with transaction():
        withdraw_consent(subject_id, ended.id, actor=recruiter, at=at)
        draft = ConsentDraft(subject_id=subject_id, given_on=factories.SINCE, method="click")
        correct_consent(changed.id, draft, reason="無期限だった", actor=recruiter, at=at)
    found = expiring_consents(recruiter.operator_id, TODAY, date(2026, 12, 31), limit=1)
    assert [known.id for known in found] == [kept.id]
    assert len(expiring_consents(recruiter.operator_id, TODAY, date(2026, 12, 31))) == 1


def test_consents_of_many_people_are_read_at_once(
    recruiter: Actor, registers: Operator, register: Callable[..., UUID], at: datetime
) -> None:
    people = [register(f"C-{number}") for number in range(3)]
    drafts = [
        ConsentDraft(f"K-{number}", subject_id=people[number % 3], given_on=TODAY, method="click")
        for number in range(1500)
    ]
    with transaction():
        outcomes = record_consents(drafts, actor=recruiter, at=at)
    assert not any(isinstance(outcome, Rejected | ConsentDiffers) for outcome in outcomes)
    book = ConsentBook.load(recruiter.operator_id, people)
    assert [len(book.consents_of(one)) for one in people] == [500, 500, 500]
    known = book.by_ref(people[1], "K-1")
    assert known is not None
    assert known.subject_id == people[1]


# --- Doubles of recipients ---------------------------------------------------------------------------------------


def test_consent_for_one_entry_counts_for_its_joined_double(
    subject_id: UUID,
    consent: Recording,
    facts: Callable[[], tuple[ConsentFacts, ...]],
    recruiter: Actor,
    at: datetime,
) -> None:
    consent(subject_id, scope=ScopeDraft(recipients=("R-1",)))
    with transaction():
        join_recipients("R-2", "R-1", reason="同じ会社", actor=recruiter, at=at)
    assert len(facts()[0].scope.recipients) == 2
    with transaction():
        part_recipients("R-2", "R-1", reason="別の会社だった", actor=recruiter, at=at)
    assert len(facts()[0].scope.recipients) == 1
