"""Check that recipients are found by whatever people call them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import factories
import pytest

from transfer_log.db import transaction
from transfer_log.recipients import operations
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.operations import save_recipients
from transfer_log.recipients.search import find_recipients, resolve_names
from transfer_log.register_saving import accepted

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.accounts.actor import Actor

TODAY = date(2026, 11, 20)
SINCE = date(2024, 4, 1)

pytestmark = pytest.mark.engine


@pytest.fixture
def register(privacy_manager: Actor, at: datetime) -> Actor:
    """Save a register of recipients and return who may search it."""
    drafts = [
        RecipientDraft(ref="R-1", name="株式会社見本商事", aliases=("見本グループ",), valid_from=SINCE),
        RecipientDraft(ref="R-2", name="見本商事サービス株式会社", valid_from=SINCE),
        RecipientDraft(ref="R-3", name="Rhein Muster GmbH", name_en="Rhine Sample", valid_from=SINCE),
        RecipientDraft(ref="R-4", name="旧名産業株式会社", corporate_number="7000012050002", valid_from=SINCE),
        RecipientDraft(
            ref="R-4", name="新名産業株式会社", corporate_number="7000012050002", valid_from=date(2026, 1, 1)
        ),
        RecipientDraft(ref="R-5", name="合同会社見本商事", valid_from=SINCE),
        RecipientDraft(ref="R-6", name="終了株式会社", valid_from=SINCE),
        RecipientDraft(ref="x_7", name="下線", valid_from=SINCE),
        RecipientDraft(ref="xy7", name="無線", valid_from=SINCE),
    ]
    with transaction():
        accepted(save_recipients(drafts, actor=privacy_manager, at=at))
        operations.end_recipient("R-6", on=date(2026, 1, 1), reason="-", actor=privacy_manager, at=at)
    return privacy_manager


def refs(actor: Actor, text: str, limit: int = 20) -> list[str]:
    return [hit.ref for hit in find_recipients(actor.operator_id, text, on=TODAY, limit=limit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("㈱見本商事", ["R-1", "R-5", "R-2"], id="exact names first, then longer ones"),
        pytest.param("見本グル", ["R-1"], id="the beginning of an alias"),
        pytest.param("サービス", ["R-2"], id="a part inside a name"),
        pytest.param("ｻｰﾋﾞｽ", ["R-2"], id="half-width kana"),
        pytest.param("旧名", ["R-4"], id="an old name"),
        pytest.param("rhein", ["R-3"], id="small letters"),
        pytest.param("RHINE SAMPLE", ["R-3"], id="the English name"),
        pytest.param("r-4", ["R-4"], id="a code"),
        pytest.param("7000-0120-50002", ["R-4"], id="a corporate number"),
        pytest.param("終了", [], id="an ended one is offered no more"),
        pytest.param("%", [], id="a percent sign is no wild card"),
        pytest.param("x_7", ["x_7"], id="an underscore is no wild card"),
        pytest.param("", [], id="nothing finds nothing"),
        pytest.param("　", [], id="a space finds nothing"),
    ],
)
def test_a_recipient_is_found_by(register: Actor, text: str, found: list[str]) -> None:
    assert refs(register, text) == found


def test_a_hit_by_an_old_name_says_which_name_fits(register: Actor) -> None:
    [hit] = find_recipients(register.operator_id, "旧名", on=TODAY)
    assert (hit.recipient.name, hit.matched_name) == ("新名産業株式会社", "旧名産業株式会社")


def test_a_hit_by_the_present_name_says_no_other(register: Actor) -> None:
    [hit] = find_recipients(register.operator_id, "新名", on=TODAY)
    assert hit.matched_name is None


def test_no_more_are_shown_than_asked_for(register: Actor) -> None:
    assert len(refs(register, "見本", limit=2)) == 2


def test_a_joined_double_gives_the_entry_that_stays(register: Actor, at: datetime) -> None:
    with transaction():
        operations.join_recipients("R-2", "R-1", reason="同じ会社", actor=register, at=at)
    assert refs(register, "サービス") == ["R-1"]


def test_recipients_of_another_operator_are_not_found(register: Actor) -> None:
    stranger = factories.actor(factories.operator("other"))
    assert refs(stranger, "見本") == []


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        pytest.param("㈱見本商事", "R-1", id="the same form, written shorter"),
        pytest.param("合同会社見本商事", "R-5", id="another form is another company"),
        pytest.param("見本商事", None, id="without a form it could be two companies"),
        pytest.param("有限会社見本商事", None, id="a form that none of them has"),
        pytest.param("見本グループ", "R-1", id="an alias"),
        pytest.param("旧名産業", "R-4", id="an old name, without its form"),
        pytest.param("終了株式会社", "R-6", id="an ended one is still meant"),
        pytest.param("見本", None, id="a part of a name means nobody"),
    ],
)
def test_a_name_means(register: Actor, name: str, ref: str | None) -> None:
    assert resolve_names(register.operator_id, [name]) == ({name: ref} if ref else {})


def test_a_name_of_joined_entries_means_the_one_that_stays(register: Actor, at: datetime) -> None:
    with transaction():
        operations.join_recipients("R-5", "R-1", reason="同じ会社", actor=register, at=at)
    assert resolve_names(register.operator_id, ["見本商事", "合同会社見本商事"]) == {
        "見本商事": "R-1",
        "合同会社見本商事": "R-1",
    }


def test_a_complete_entry_goes_before_a_provisional_one_of_the_same_name(register: Actor, at: datetime) -> None:
    with transaction():
        begun = RecipientDraft(ref="P-0000000001", name="株式会社見本商事", is_provisional=True)
        accepted(save_recipients([begun], actor=register, at=at))
    assert resolve_names(register.operator_id, ["株式会社見本商事"]) == {"株式会社見本商事": "R-1"}
