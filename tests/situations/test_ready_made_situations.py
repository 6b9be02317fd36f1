"""Check the situations that come with the product: sound in themselves, and covering what the policies declare."""

from __future__ import annotations

import pytest

from transfer_log.items.catalogue import CATALOGUE
from transfer_log.law import Act, Information, LegalBasis, RecordMode, Relation
from transfer_log.recipients.kinds import KINDS
from transfer_log.situations.methods import METHODS, PROTECTIONS
from transfer_log.situations.ready_made import READY_MADE, ReadyMade
from transfer_log.situations.rules import item_doubts

BY_REF = {situation.ref: situation for situation in READY_MADE}
each_situation = pytest.mark.parametrize("situation", READY_MADE, ids=lambda situation: situation.ref)


def test_no_two_situations_have_one_code() -> None:
    assert len(BY_REF) == len(READY_MADE)


@each_situation
def test_every_situation_is_named_in_both_languages(situation: ReadyMade) -> None:
    assert all((situation.name.ja, situation.name.en, situation.purpose.ja, situation.purpose.en))


@each_situation
def test_every_code_is_known(situation: ReadyMade) -> None:
    substitutes = {*situation.substitutions, *situation.substitutions.values()}
    items = {*situation.usual_items, *situation.allowed_items, *substitutes}
    assert not items - CATALOGUE.keys()
    assert not set(situation.recipient_kinds) - KINDS.keys()
    assert situation.basis in (None, *LegalBasis)
    assert situation.relation in tuple(Relation)
    assert situation.information in tuple(Information)
    assert situation.act in tuple(Act)
    assert situation.mode in tuple(RecordMode)
    assert situation.method in (None, *METHODS)


@each_situation
def test_what_is_usual_raises_no_doubt(situation: ReadyMade) -> None:
    assert list(item_doubts(situation, situation.usual_items, barred={"my_number", "password"})) == []


@each_situation
def test_usual_items_are_allowed_ones(situation: ReadyMade) -> None:
    assert not situation.allowed_items or set(situation.usual_items) <= set(situation.allowed_items)


@each_situation
def test_a_barred_item_is_not_given_and_its_substitute_is(situation: ReadyMade) -> None:
    given = {*situation.usual_items, *situation.allowed_items}
    assert not given & situation.substitutions.keys()
    assert set(situation.substitutions.values()) <= given


@each_situation
def test_no_item_is_listed_twice(situation: ReadyMade) -> None:
    for items in (situation.usual_items, situation.allowed_items, situation.recipient_kinds):
        assert len(items) == len(set(items))


@each_situation
def test_special_care_items_are_in_no_shipped_situation(situation: ReadyMade) -> None:
    assert not any(CATALOGUE[item].is_special_care for item in (*situation.usual_items, *situation.allowed_items))


def test_my_number_goes_only_to_authorities_and_only_under_a_law() -> None:
    carrying = [situation for situation in READY_MADE if "my_number" in situation.allowed_items]
    assert [(situation.ref, situation.basis) for situation in carrying] == [("statutory_notice", "law")]


@pytest.mark.parametrize(
    "practice",
    [*(f"001-{n}" for n in range(18, 32)), "002-7", "002-8", *(f"003-{n}" for n in range(7, 14))],
)
def test_every_practice_of_giving_has_a_situation(practice: str) -> None:
    assert any(practice in situation.practices.split() for situation in READY_MADE)


@pytest.mark.parametrize("ref", ["scouting", "agency_contact"])
@pytest.mark.parametrize("item", ["name", "kana", "address", "birth_date", "phone", "email", "photo"])
def test_before_the_person_wishes_nobody_learns_who_it_is(ref: str, item: str) -> None:
    doubts = list(item_doubts(BY_REF[ref], [item]))
    assert [doubt.code for doubt in doubts] == ["item_not_allowed"]


def test_instead_of_address_and_birth_date_prefecture_and_age_are_offered() -> None:
    doubts = item_doubts(BY_REF["scouting"], ["address", "birth_date"])
    assert {doubt.item: doubt.substitute for doubt in doubts} == {"address": "prefecture", "birth_date": "age"}


def test_identifiers_alone_are_given_as_person_related_information() -> None:
    situation = BY_REF["ad_identifiers"]
    assert situation.information == "personal_related"
    assert all(CATALOGUE[item].is_person_related for item in situation.allowed_items)


@pytest.mark.parametrize("code", ["view", "email", "portal", "fax", "letter", "courier", "media", "oral", "api"])
def test_every_promised_method_is_there_in_both_languages(code: str) -> None:
    assert all((METHODS[code].ja, METHODS[code].en))


@pytest.mark.parametrize("code", ["tls", "password", "encrypted_file", "registered_mail", "sealed", "none", "unknown"])
def test_every_protection_on_the_way_is_there_in_both_languages(code: str) -> None:
    assert all((PROTECTIONS[code].ja, PROTECTIONS[code].en))
