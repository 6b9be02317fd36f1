"""Check what becomes of recipients that are saved: versions, parents, provisional ones, doubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest
from sqlalchemy import select

from transfer_log.config import resource
from transfer_log.countries.operations import sync_profiles
from transfer_log.countries.profiles import load_profiles
from transfer_log.db import db, transaction
from transfer_log.errors import Conflict, NotFound, RuleViolation
from transfer_log.recipients import operations
from transfer_log.recipients.drafts import RecipientDraft, draft_of
from transfer_log.recipients.models import RecipientName
from transfer_log.recipients.operations import save_recipients
from transfer_log.recipients.queries import (
    RecipientBook,
    joined_ids,
    provisional_recipients,
    recipient_by_ref,
    recipient_page,
    staying_ids,
    suspected_doubles,
)
from transfer_log.register_saving import Rejected, accepted

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.register_saving import Saved

TODAY = date(2026, 11, 20)
MIHON = RecipientDraft(
    ref="R-1",
    name="株式会社見本商事",
    kind="job_provider",
    country="日本",
    address="東京都見本区1-1",
    representative="代表取締役 見本 太郎",
)


@pytest.fixture
def save(privacy_manager: Actor, at: datetime) -> Callable[..., list[Saved]]:
    """Return a function that saves recipients in a transaction and demands that none is refused."""

    def save_all(*drafts: RecipientDraft) -> list[Saved]:
        with transaction():
            return accepted(save_recipients(drafts, actor=privacy_manager, at=at))

    return save_all


@pytest.fixture
def stored(privacy_manager: Actor) -> Callable[[str], RecipientEntry]:
    """Return a function that reads a recipient back."""
    return lambda ref: recipient_by_ref(privacy_manager.operator_id, ref)


def problems_of(save: Any, *drafts: RecipientDraft) -> list[tuple[str | None, str | None]]:
    with pytest.raises(RuleViolation) as caught:
        save(*drafts)
    return [(problem.field, problem.found) for problem in caught.value.problems]


# --- Content -----------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_recipient_is_read_back_as_it_was_saved(save: Any, stored: Any) -> None:
    save(replace(MIHON, aliases=("見本", "Mihon"), corporate_number="7000012050002"))
    version = stored("R-1").nearest(TODAY)
    assert (version.name, version.country, version.aliases, version.corporate_number) == (
        "株式会社見本商事",
        "JP",
        ["見本", "Mihon"],
        "7000012050002",
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [("VN", "VN"), ("ベトナム", "VN"), ("Viet Nam", "VN"), ("unknown", "unknown"), ("", None), (None, None)],
)
def test_a_country_is_kept_as_its_code(save: Any, stored: Any, written: str | None, code: str | None) -> None:
    save(replace(MIHON, country=written))
    assert stored("R-1").nearest(TODAY).country == code


def test_every_wrong_field_is_named_with_what_was_found(save: Any) -> None:
    wrong = replace(
        MIHON,
        ref="",
        name="",
        kind="job_provder",
        country="ベトナムム",
        corporate_number="123",
        legal_nature="company",
        equivalent_system="iso",
        parent_ref="R-9",
        policy_url="example.jp",
    )
    assert set(problems_of(save, wrong)) == {
        ("name", None),
        ("kind", "job_provder"),
        ("country", "ベトナムム"),
        ("legal_nature", "company"),
        ("equivalent_system", "iso"),
        ("corporate_number", "123"),
        ("parent_ref", "R-9"),
        ("policy_url", "example.jp"),
        ("ref", None),
    }


def test_a_misspelt_country_is_answered_with_the_nearest_one(save: Any) -> None:
    with pytest.raises(RuleViolation) as caught:
        save(replace(MIHON, country="ベトナムム"))
    assert "「ベトナム」のことですか。" in caught.value.problems[0].text.ja


def test_the_legal_nature_is_suggested_and_not_taken_for_confirmed(save: Any, stored: Any) -> None:
    save(replace(MIHON, kind="police", name="見本県警察", is_nature_confirmed=True))
    version = stored("R-1").nearest(TODAY)
    assert (version.legal_nature, version.is_nature_confirmed) == ("public_body", False)


def test_a_nature_the_keeper_states_counts_over_the_suggested_one(save: Any, stored: Any) -> None:
    save(replace(MIHON, legal_nature="public_body", is_nature_confirmed=True))
    version = stored("R-1").nearest(TODAY)
    assert (version.legal_nature, version.is_nature_confirmed) == ("public_body", True)


def test_an_unconfirmed_nature_is_suggested_anew_when_the_kind_changes(save: Any, stored: Any) -> None:
    save(MIHON)
    save(replace(draft_of(stored("R-1"), TODAY, {}), kind="police"))
    assert stored("R-1").nearest(TODAY).legal_nature == "public_body"


def test_no_equivalent_system_is_kept_as_nothing(save: Any, stored: Any) -> None:
    save(replace(MIHON, equivalent_system="none"))
    assert stored("R-1").nearest(TODAY).equivalent_system is None


def test_a_profile_must_belong_to_the_country_and_may_be_written_as_in_addresses(
    save: Any, stored: Any, privacy_manager: Actor, at: datetime
) -> None:
    shipped = load_profiles(resource("country_profiles"))
    with transaction():
        sync_profiles({key: shipped[key] for key in ("AE/DIFC", "VN")}, actor=privacy_manager, at=at)
    save(replace(MIHON, country="AE", country_profile="AE-DIFC"))
    assert stored("R-1").nearest(TODAY).country_profile == "AE/DIFC"
    assert problems_of(save, replace(MIHON, country="VN", country_profile="AE/DIFC")) == [
        ("country_profile", "AE/DIFC")
    ]


# --- Versions ----------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_group_company_may_change_its_part_by_date(save: Any, stored: Any) -> None:
    save(
        replace(MIHON, kind="contractor", valid_from=date(2024, 4, 1)),
        replace(MIHON, kind="group_company", valid_from=date(2025, 4, 1)),
        replace(MIHON, kind="job_provider", valid_from=date(2026, 4, 1)),
    )
    kinds = [stored("R-1").nearest(date(year, 5, 1)).kind for year in (2024, 2025, 2026)]
    assert kinds == ["contractor", "group_company", "job_provider"]


def test_a_day_before_the_first_version_takes_the_first_one(save: Any, stored: Any) -> None:
    save(replace(MIHON, valid_from=date(2026, 4, 1)))
    assert stored("R-1").in_force(date(2020, 1, 1)) is None
    assert stored("R-1").nearest(date(2020, 1, 1)).version_no == 1


def test_a_version_entered_later_for_an_earlier_day_leaves_the_present_one_in_force(save: Any, stored: Any) -> None:
    save(replace(MIHON, valid_from=date(2026, 4, 1)))
    save(replace(MIHON, name="見本産業株式会社", valid_from=date(2020, 4, 1)))
    assert [stored("R-1").nearest(day).name for day in (date(2021, 1, 1), TODAY)] == [
        "見本産業株式会社",
        "株式会社見本商事",
    ]


def test_saving_the_same_again_changes_nothing(save: Any) -> None:
    save(MIHON)
    [again] = save(MIHON)
    assert again.effect == "same"


def test_an_ended_recipient_is_offered_no_more_but_stays_readable(
    save: Any, stored: Any, privacy_manager: Actor, at: datetime
) -> None:
    save(replace(MIHON, valid_from=date(2026, 4, 1)))
    with transaction():
        operations.end_recipient("R-1", on=date(2026, 11, 1), reason="取引終了", actor=privacy_manager, at=at)
    assert not stored("R-1").is_offered(TODAY)
    assert stored("R-1").nearest(TODAY).name == "株式会社見本商事"


def test_a_page_of_recipients_goes_on_after_the_last_of_the_page_before(save: Any, privacy_manager: Actor) -> None:
    save(*(replace(MIHON, ref=f"R-{number}") for number in range(1, 6)))
    first = recipient_page(privacy_manager.operator_id, limit=3)
    rest = recipient_page(privacy_manager.operator_id, after=first[-1].ref, limit=3)
    assert [entry.ref for entry in (*first, *rest)] == ["R-1", "R-2", "R-3", "R-4", "R-5"]


def test_a_recipient_of_another_operator_is_not_there(save: Any, stored: Any) -> None:
    other = factories.operator("other")
    factories.recipient(other, "R-77")
    with pytest.raises(NotFound):
        stored("R-77")


# --- Parents -----------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_parent_may_stand_after_its_child_in_the_same_batch(save: Any, stored: Any) -> None:
    save(replace(MIHON, ref="R-2", parent_ref="R-1"), MIHON)
    assert stored("R-2").nearest(TODAY).parent_id == stored("R-1").id


def test_outcomes_stand_in_the_order_of_the_drafts(save: Any) -> None:
    outcomes = save(replace(MIHON, ref="R-2", parent_ref="R-1"), MIHON)
    assert [saved.ref for saved in outcomes] == ["R-2", "R-1"]


def test_nothing_belongs_to_itself(save: Any) -> None:
    assert problems_of(save, replace(MIHON, parent_ref="R-1")) == [("parent_ref", "R-1")]


def test_nothing_belongs_to_what_belongs_to_it(save: Any) -> None:
    save(MIHON, replace(MIHON, ref="R-2", parent_ref="R-1"), replace(MIHON, ref="R-3", parent_ref="R-2"))
    assert problems_of(save, replace(MIHON, parent_ref="R-3")) == [("parent_ref", "R-3")]


def test_two_new_entries_cannot_belong_to_each_other(privacy_manager: Actor, at: datetime) -> None:
    drafts = [replace(MIHON, parent_ref="R-2"), replace(MIHON, ref="R-2", parent_ref="R-1")]
    with transaction():
        outcomes = save_recipients(drafts, actor=privacy_manager, at=at)
    assert all(isinstance(outcome, Rejected) for outcome in outcomes)


# --- Provisional ones --------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_name_nobody_knows_begins_a_provisional_recipient(privacy_manager: Actor, at: datetime, stored: Any) -> None:
    with transaction():
        refs = operations.ensure_provisional(["株式会社未知"], actor=privacy_manager, at=at)
    ref = refs["株式会社未知"]
    version = stored(ref).nearest(TODAY)
    assert (ref[:2], version.name, version.is_provisional) == ("P-", "株式会社未知", True)
    assert version.missing


def test_writings_of_one_name_begin_one_recipient(privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        refs = operations.ensure_provisional(["株式会社未知", "㈱未知", "未知(株)"], actor=privacy_manager, at=at)
    assert len(set(refs.values())) == 1


def test_companies_of_two_forms_begin_two_recipients(privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        refs = operations.ensure_provisional(["株式会社未知", "合同会社未知"], actor=privacy_manager, at=at)
    assert len(set(refs.values())) == 2


def test_a_known_name_begins_nothing(save: Any, privacy_manager: Actor, at: datetime) -> None:
    save(MIHON)
    with transaction():
        refs = operations.ensure_provisional(["㈱見本商事"], actor=privacy_manager, at=at)
    assert refs == {"㈱見本商事": "R-1"}


def test_a_name_begun_before_is_found_again(privacy_manager: Actor, at: datetime) -> None:
    with transaction():
        first = operations.ensure_provisional(["未知"], actor=privacy_manager, at=at)
        again = operations.ensure_provisional(["未知"], actor=privacy_manager, at=at)
    assert first == again


@pytest.mark.parametrize("name", ["", "　", "あ" * 201, "a\x00b"])
def test_what_cannot_be_a_name_begins_nothing(privacy_manager: Actor, at: datetime, name: str) -> None:
    with transaction():
        assert operations.ensure_provisional([name], actor=privacy_manager, at=at) == {}


@pytest.mark.engine
def test_a_completed_recipient_is_complete_since_it_began(privacy_manager: Actor, at: datetime, stored: Any) -> None:
    with transaction():
        ref = operations.ensure_provisional(["未知"], actor=privacy_manager, at=at)["未知"]
    began = stored(ref).versions[0].valid_from
    with transaction():
        operations.complete_recipient(replace(MIHON, ref=ref), actor=privacy_manager, at=at)
    version = stored(ref).nearest(began)
    assert (version.is_provisional, version.missing, version.name) == (False, (), "株式会社見本商事")
    assert provisional_recipients(privacy_manager.operator_id, TODAY) == []


def test_a_recipient_that_still_lacks_something_is_not_completed(
    privacy_manager: Actor, at: datetime, stored: Any
) -> None:
    with transaction():
        ref = operations.ensure_provisional(["未知"], actor=privacy_manager, at=at)["未知"]
    with pytest.raises(RuleViolation) as caught, transaction():
        operations.complete_recipient(replace(MIHON, ref=ref, address=None), actor=privacy_manager, at=at)
    assert [problem.field for problem in caught.value.problems] == ["address"]
    assert [entry.ref for entry in provisional_recipients(privacy_manager.operator_id, TODAY)] == [ref]


# --- Doubles -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def join(privacy_manager: Actor, at: datetime) -> Callable[[str, str], None]:
    """Return a function that joins a double into an entry."""

    def run(double: str, into: str) -> None:
        with transaction():
            operations.join_recipients(double, into, reason="同じ会社", actor=privacy_manager, at=at)

    return run


@pytest.fixture
def part(privacy_manager: Actor, at: datetime) -> Callable[[str, str], None]:
    """Return a function that parts two entries."""

    def run(one: str, other: str) -> None:
        with transaction():
            operations.part_recipients(one, other, reason="別の会社", actor=privacy_manager, at=at)

    return run


@pytest.fixture
def ids(save: Any, stored: Any) -> dict[str, Any]:
    """Return the ids of three recipients of nearly one name."""
    save(MIHON, replace(MIHON, ref="R-2", name="㈱見本商事"), replace(MIHON, ref="R-3", name="合同会社見本商事"))
    return {ref: stored(ref).id for ref in ("R-1", "R-2", "R-3")}


@pytest.mark.engine
def test_joined_entries_are_read_together(ids: Any, join: Any, privacy_manager: Actor) -> None:
    join("R-2", "R-1")
    join("R-3", "R-2")
    assert joined_ids(privacy_manager.operator_id, ids["R-1"]) == set(ids.values())
    assert staying_ids(privacy_manager.operator_id) == {ids["R-2"]: ids["R-1"], ids["R-3"]: ids["R-1"]}


@pytest.mark.engine
def test_parting_puts_everything_back(ids: Any, join: Any, part: Any, privacy_manager: Actor) -> None:
    join("R-2", "R-1")
    part("R-1", "R-2")
    assert joined_ids(privacy_manager.operator_id, ids["R-2"]) == {ids["R-2"]}


def test_parted_entries_can_be_joined_again(ids: Any, join: Any, part: Any, privacy_manager: Actor) -> None:
    join("R-2", "R-1")
    part("R-1", "R-2")
    join("R-1", "R-2")
    assert staying_ids(privacy_manager.operator_id) == {ids["R-1"]: ids["R-2"]}


def test_a_double_cannot_be_joined_twice(ids: Any, join: Any) -> None:
    join("R-2", "R-1")
    with pytest.raises(Conflict):
        join("R-2", "R-3")


def test_entries_cannot_be_joined_in_a_circle(ids: Any, join: Any) -> None:
    join("R-2", "R-1")
    join("R-3", "R-2")
    with pytest.raises(Conflict):
        join("R-1", "R-3")


def test_an_entry_cannot_be_joined_to_itself(ids: Any, join: Any) -> None:
    with pytest.raises(RuleViolation):
        join("R-1", "R-1")


def test_joining_needs_a_reason(ids: Any, privacy_manager: Actor, at: datetime) -> None:
    with pytest.raises(RuleViolation), transaction():
        operations.join_recipients("R-2", "R-1", reason=" ", actor=privacy_manager, at=at)


@pytest.mark.engine
def test_entries_of_one_name_and_form_are_suspected(ids: Any, privacy_manager: Actor) -> None:
    suspected = suspected_doubles(privacy_manager.operator_id)
    assert [({each.first.ref, each.second.ref}, each.same) for each in suspected] == [({"R-1", "R-2"}, "name")]


@pytest.mark.engine
def test_entries_of_one_corporate_number_are_suspected(save: Any, privacy_manager: Actor) -> None:
    save(
        replace(MIHON, corporate_number="7000012050002"),
        replace(MIHON, ref="R-2", name="別名株式会社", corporate_number="7000012050002"),
    )
    assert [each.same for each in suspected_doubles(privacy_manager.operator_id)] == ["corporate_number"]


def test_joined_entries_are_suspected_no_more(ids: Any, join: Any, privacy_manager: Actor) -> None:
    join("R-2", "R-1")
    assert suspected_doubles(privacy_manager.operator_id) == []


def test_entries_called_different_are_suspected_no_more(ids: Any, part: Any, privacy_manager: Actor) -> None:
    part("R-2", "R-1")
    assert suspected_doubles(privacy_manager.operator_id) == []


# --- The projection of names -------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_the_names_can_be_written_anew_from_the_register(ids: Any, privacy_manager: Actor) -> None:
    query = select(RecipientName.recipient_id, RecipientName.key).order_by(RecipientName.recipient_id)
    before = db.session.execute(query).all()
    with transaction():
        operations.rebuild_names()
    assert db.session.execute(query).all() == before


def test_a_book_of_some_refs_leaves_out_the_unknown_ones(ids: Any, privacy_manager: Actor) -> None:
    assert set(RecipientBook.load(privacy_manager.operator_id, ["R-1", "R-99"]).by_ref) == {"R-1"}
