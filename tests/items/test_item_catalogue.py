"""Check the shipped catalogue of data items: every code there is, and what the law says of some."""

from __future__ import annotations

import pytest

from transfer_log.items.catalogue import BARS, CATALOGUE, ITEM_CLASSES
from transfer_log.law import article_label

#: Codes that files and the API may rely on; more may be added, none of these is ever renamed.
PROMISED = [
    "name",
    "kana",
    "former_name",
    "photo",
    "sex",
    "birth_date",
    "age",
    "address",
    "prefecture",
    "legal_domicile",
    "phone",
    "email",
    "emergency_contact",
    "employer",
    "department",
    "job_title",
    "education",
    "work_history",
    "qualifications",
    "desired_conditions",
    "interview_notes",
    "questionnaire_answers",
    "registration_info",
    "activity_history",
    "activity_score",
    "call_recording",
    "transaction_history",
    "bank_account",
    "shareholding",
    "my_number",
    "user_id",
    "password",
    "ip_address",
    "cookie_id",
    "advertising_id",
    "device_info",
    "hashed_email",
    "browsing_history",
    "purchase_history",
    "health",
    "criminal_record",
    "creed",
    "race",
    "disability",
    "crime_victim",
]


@pytest.mark.parametrize("code", PROMISED)
def test_every_promised_item_is_there(code: str) -> None:
    assert code in CATALOGUE


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_item_has_a_name_in_both_languages_and_a_known_class(code: str) -> None:
    item = CATALOGUE[code]
    assert all((item.name.ja, item.name.en, item.item_class in ITEM_CLASSES))


def test_no_two_items_have_one_name() -> None:
    assert len({item.name.ja for item in CATALOGUE.values()}) == len(CATALOGUE)


def test_every_class_is_used() -> None:
    assert {item.item_class for item in CATALOGUE.values()} == set(ITEM_CLASSES)


def test_the_special_care_items_are_those_of_the_act_and_the_order() -> None:
    # Act Art. 2(3): race, creed, social status, medical history, criminal record, crime victim; Order Art. 2: disability,
    # check-ups and treatment (in health), criminal and juvenile procedure.
    assert {code for code, item in CATALOGUE.items() if item.is_special_care} == {
        "race",
        "creed",
        "social_status",
        "health",
        "criminal_record",
        "crime_victim",
        "disability",
        "criminal_procedure",
    }


def test_every_item_that_is_never_provided_says_why() -> None:
    assert {code for code, item in CATALOGUE.items() if item.is_never_provided} == set(BARS)


@pytest.mark.parametrize("code", [code for code, bar in BARS.items() if bar.article])
def test_the_article_behind_a_bar_can_be_cited_in_japanese(code: str) -> None:
    article = BARS[code].article or ""
    assert article_label(article).ja != article


@pytest.mark.parametrize(
    ("item", "coarser"), [("address", "prefecture"), ("birth_date", "age"), ("legal_domicile", "prefecture")]
)
def test_a_coarser_item_stands_in(item: str, coarser: str) -> None:
    assert CATALOGUE[item].substitute == coarser


def test_what_stands_in_is_an_item_that_may_be_given() -> None:
    substitutes = [CATALOGUE[item.substitute] for item in CATALOGUE.values() if item.substitute]
    assert not any(item.is_never_provided or item.is_special_care for item in substitutes)


@pytest.mark.parametrize(("code", "is_related"), [("cookie_id", True), ("advertising_id", True), ("name", False)])
def test_an_identifier_of_a_device_alone_is_person_related_information(code: str, *, is_related: bool) -> None:
    assert CATALOGUE[code].is_person_related is is_related
