"""Check what the files of registers say, in the columns that stay fixed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from transfer_log.db import transaction
from transfer_log.errors import RuleViolation
from transfer_log.imports.operations import Source, import_file
from transfer_log.imports.registry import KINDS, import_kind
from transfer_log.items.operations import add_catalogue
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.queries import OperatorBook, PolicyBook, PurposeBook
from transfer_log.recipients.operations import ensure_provisional
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.queries import SituationBook

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from transfer_log.accounts.actor import Actor
    from transfer_log.imports.operations import ImportResult

TODAY = date(2026, 11, 20)
RECIPIENTS = "recipient_ref,name,kind,country,address,representative,corporate_number"
COMPANY = "R1,株式会社見本,job_provider,JP,東京都見本区1,代表 一,7000012050002"


@pytest.fixture
def take_in(tmp_path: Path, privacy_manager: Actor, at: datetime) -> Callable[[str, str], ImportResult]:
    """Return a function that imports CSV lines as a kind of file."""

    def run(kind: str, *lines: str) -> ImportResult:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return import_file(import_kind(kind), Source(path), actor=privacy_manager, at=at)

    return run


@pytest.fixture
def recipient(privacy_manager: Actor) -> Callable[[str], Any]:
    """Return a function that reads the present version of a recipient."""
    return lambda ref: RecipientBook.load(privacy_manager.operator_id).by_ref[ref].nearest(TODAY)


def places(result: ImportResult) -> list[tuple[int | None, str | None, str | None]]:
    return [(problem.row, problem.field, problem.found) for problem in result.problems]


def test_a_kind_that_is_none_is_answered_with_those_there_are() -> None:
    with pytest.raises(RuleViolation) as caught:
        import_kind("recipient")
    [problem] = caught.value.problems
    assert problem.allowed == tuple(KINDS)
    assert "recipients" in problem.text.en


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("purposes", ("purpose_ref", "title", "policy_version")),
        ("recipients", tuple(RECIPIENTS.split(","))),
    ],
)
def test_the_fixed_columns_of_a_file_are_the_ones_it_must_have(kind: str, columns: tuple[str, ...]) -> None:
    assert import_kind(kind).columns.required == columns


def test_the_columns_that_may_be_left_out_of_recipients_are_known() -> None:
    assert {"legal_nature", "valid_from"} <= set(import_kind("recipients").columns.known)


# --- Recipients --------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_recipient_is_taken_from_the_fixed_columns(take_in: Any, recipient: Any) -> None:
    assert take_in("recipients", RECIPIENTS, COMPANY).is_complete
    version = recipient("R1")
    assert (version.name, version.kind, version.country, version.corporate_number) == (
        "株式会社見本",
        "job_provider",
        "JP",
        "7000012050002",
    )


def test_a_stated_nature_is_a_confirmed_one(take_in: Any, recipient: Any) -> None:
    take_in("recipients", RECIPIENTS + ",legal_nature", "R1,見本市立病院,job_provider,JP,,,,public_body")
    assert (recipient("R1").legal_nature, recipient("R1").is_nature_confirmed) == ("public_body", True)


def test_a_suggested_nature_is_not_confirmed(take_in: Any, recipient: Any) -> None:
    take_in("recipients", RECIPIENTS, "R1,見本市立病院,job_provider,JP,,,")
    assert (recipient("R1").legal_nature, recipient("R1").is_nature_confirmed) == ("public_body", False)


def test_every_wrong_cell_of_a_recipient_is_named_by_its_column(take_in: Any) -> None:
    header = RECIPIENTS + ",valid_from,handles_in_japan"
    result = take_in("recipients", header, "R 1,,job_provder,Nowhere,,,123,20261301,perhaps")
    assert set(places(result)) == {
        (2, "recipient_ref", " "),
        (2, "name", None),
        (2, "kind", "job_provder"),
        (2, "country", "Nowhere"),
        (2, "corporate_number", "123"),
        (2, "valid_from", "20261301"),
        (2, "handles_in_japan", "perhaps"),
    }


def test_a_wrong_code_is_answered_with_the_nearest_one(take_in: Any) -> None:
    [problem] = take_in("recipients", RECIPIENTS, "R1,株式会社見本,job_provder,JP,,,").problems
    assert "Did you mean “job_provider”?" in problem.text.en


def test_a_file_without_the_keepers_columns_leaves_what_the_keeper_entered(take_in: Any, recipient: Any) -> None:
    take_in("recipients", RECIPIENTS + ",aliases,legal_nature", COMPANY + ",見本;Mihon,public_body")
    take_in("recipients", RECIPIENTS, COMPANY.replace("見本区1", "見本区2"))
    version = recipient("R1")
    assert (version.address, version.aliases, version.legal_nature, version.is_nature_confirmed) == (
        "東京都見本区2",
        ["見本", "Mihon"],
        "public_body",
        True,
    )


@pytest.mark.engine
def test_the_same_recipients_again_change_nothing(take_in: Any) -> None:
    lines = (RECIPIENTS + ",parent_ref,aliases", COMPANY + ",R2,見本", "R2,見本HD,group_company,日本,,,,,")
    take_in("recipients", *lines)
    assert take_in("recipients", *lines).same_count == 2


def test_a_recipient_keeps_its_parent_when_the_file_does_not_name_it(take_in: Any, recipient: Any) -> None:
    take_in("recipients", RECIPIENTS + ",parent_ref", COMPANY + ",R2", "R2,見本HD,group_company,JP,,,,")
    take_in("recipients", RECIPIENTS, COMPANY.replace("見本区1", "見本区2"))
    assert recipient("R1").parent_id is not None


def test_a_file_that_names_a_provisional_recipient_completes_it_since_it_began(
    take_in: Any, recipient: Any, privacy_manager: Actor, at: datetime
) -> None:
    with transaction():
        ref = ensure_provisional(["株式会社見本"], actor=privacy_manager, at=at)["株式会社見本"]
    began = recipient(ref).valid_from
    take_in("recipients", RECIPIENTS, COMPANY.replace("R1", ref))
    version = recipient(ref)
    assert (version.is_provisional, version.missing, version.valid_from) == (False, (), began)


# --- Purposes and policies ---------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_a_purpose_makes_the_policy_version_it_names(take_in: Any, privacy_manager: Actor) -> None:
    take_in("purposes", "purpose_ref,title,policy_version", "P1,職業紹介,2024-07-10")
    [version] = PurposeBook.load(privacy_manager.operator_id).by_ref["P1"].versions
    label = PolicyBook.load(privacy_manager.operator_id).by_label()["2024-07-10"]
    assert (version.policy_version_id, version.valid_from) == (label.id, date(2024, 7, 10))


def test_the_same_purposes_again_change_nothing(take_in: Any) -> None:
    lines = (
        "purpose_ref,title,policy_version,covers_provision,recipient_kinds",
        "P1,職業紹介,2024-07-10,はい,job_provider;placement_agency",
    )
    take_in("purposes", *lines)
    assert take_in("purposes", *lines).same_count == 1


def test_a_kind_that_is_none_cannot_limit_a_purpose(take_in: Any) -> None:
    result = take_in(
        "purposes", "purpose_ref,title,policy_version,recipient_kinds", "P1,職業紹介,2024-07-10,job_provder"
    )
    assert places(result) == [(2, "recipient_kinds", "job_provder")]


def test_a_policy_version_known_in_part_is_completed_by_a_file(take_in: Any, privacy_manager: Actor) -> None:
    take_in("policies", "policy_ref,label,title,url", "main,2024-07-10,方針,https://mihon.example.jp/privacy")
    take_in("policies", "policy_ref,label,title,next_review_on", "main,2024-07-10,方針,2027/7/1")
    version = PolicyBook.load(privacy_manager.operator_id).by_label()["2024-07-10"]
    assert (version.url, version.next_review_on) == ("https://mihon.example.jp/privacy", date(2027, 7, 1))


def test_the_versions_of_a_policy_stand_in_one_file_each_with_its_own_facts(
    take_in: Any, privacy_manager: Actor
) -> None:
    take_in("policies", "policy_ref,label,title,url", "main,2022-04-01,方針,https://a.example", "main,2024-07-10,方針,")
    labels = PolicyBook.load(privacy_manager.operator_id).by_label()
    assert [labels[label].url for label in ("2022-04-01", "2024-07-10")] == ["https://a.example", None]


# --- Operators, items, situations --------------------------------------------------------------------------------------


def test_an_operator_keeps_what_the_file_does_not_say(take_in: Any) -> None:
    take_in("operators", "operator_ref,name,company_holidays,late_after_days", "mihon,株式会社見本人材,12-29;12-30,3")
    version = OperatorBook.load().by_ref["mihon"].nearest(TODAY)
    assert (version.company_holidays, version.late_after_days, version.desk_phone) == (
        ["12-29", "12-30"],
        3,
        "03-0000-0000",
    )


def test_a_number_that_is_none_is_named(take_in: Any) -> None:
    result = take_in("operators", "operator_ref,name,late_after_days", "mihon,見本,five")
    assert places(result) == [(2, "late_after_days", "five")]


def test_an_item_of_the_companys_own_is_taken_from_a_file(take_in: Any) -> None:
    take_in("items", "item,name_ja,name_en,item_class,is_special_care", "hobby,趣味,hobby,identity,いいえ")
    assert ItemBook.load().by_ref["hobby"].nearest(TODAY).name_en == "hobby"


@pytest.mark.engine
def test_a_situation_is_taken_from_a_file_and_again_changes_nothing(
    take_in: Any, privacy_manager: Actor, at: datetime
) -> None:
    with transaction():
        add_catalogue(actor=privacy_manager, at=at)
    lines = (
        "situation_ref,name_ja,name_en,recipient_kinds,usual_items,substitutions,legal_basis,method",
        "fair,説明会,Fair,job_provider;event_company,name;email,address>prefecture;birth_date>age,consent,email",
    )
    assert take_in("situations", *lines).is_complete
    version = SituationBook.load(privacy_manager.operator_id).by_ref["fair"].nearest(TODAY)
    assert version.substitutions == {"address": "prefecture", "birth_date": "age"}
    assert take_in("situations", *lines).same_count == 1


def test_a_substitution_that_is_no_pair_is_named(take_in: Any) -> None:
    result = take_in("situations", "situation_ref,name_ja,name_en,substitutions", "fair,説明会,Fair,address")
    assert places(result) == [(2, "substitutions", "address")]
