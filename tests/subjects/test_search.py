"""Check that people are found however their names are typed, and that nobody else is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.db import new_id, transaction
from transfer_log.subjects.grams import grams_of, keys_of, marks_of, phone_key, sought
from transfer_log.subjects.links import link_people, mark_distinct
from transfer_log.subjects.search import find_many, search_people, suggest_doubles
from transfer_log.subjects.search_index import forget_people, rebuild_index

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor


@pytest.fixture
def found(recruiter: Actor) -> Callable[[str], list[str]]:
    """Return a function that searches and gives back the numbers of who was found, the best first."""
    return lambda text: [hit.refs[0] for hit in search_people(recruiter.operator_id, text)]


# --- However it is typed -----------------------------------------------------------------------------------------


@pytest.mark.engine
@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ({"name": "山田 太郎"}, "山田"),
        ({"name": "山田 太郎"}, "山田太郎"),
        ({"name": "山田太郎"}, "山田 太郎"),
        ({"name": "山田　太郎"}, "山田太"),  # an ideographic space
        ({"name": "山田 太郎"}, "太郎"),
        ({"name": "山田 太郎"}, "田太"),  # across the gap
        ({"name": "林 太郎"}, "林"),
        ({"name": "林 太郎"}, "郎"),  # one character, the last
        ({"name": "髙橋 一郎"}, "高橋"),
        ({"name": "高橋 一郎"}, "髙橋"),
        ({"name": "渡邉 さくら"}, "渡辺"),
        ({"name": "斎藤 さくら"}, "齋藤"),
        ({"name": "葛󠄀城 さくら"}, "葛城"),  # with a variation selector
        ({"name": "𠮷野 家"}, "吉野"),  # outside the basic plane
        ({"name": "佐々木 希"}, "佐佐木"),
        ({"kana": "ヤマダ タロウ"}, "やまだ"),
        ({"kana": "やまだ たろう"}, "ヤマダ"),
        ({"kana": "ﾔﾏﾀﾞ ﾀﾛｳ"}, "ヤマダ"),
        ({"kana": "ヤマダ タロウ"}, "ﾔﾏﾀﾞ"),
        ({"kana": "ヤマダ タロウ"}, "ヤ"),
        ({"kana": "ヤマダ タロウ"}, "マダ"),
        ({"name": "Ａｎｎａ Müller"}, "anna muller"),
        ({"name": "Anna Müller"}, "ANNA"),
        ({"name": "Anna Müller"}, "nnam"),
        ({"name": "O'Brien Mary-Ann"}, "o'brien maryann"),
        ({"name": "ジョン・スミス"}, "スミス"),
        ({"name": "山田 花子", "former_names": ("小泉 花子",)}, "小泉"),
        ({"email": "Taro.Yamada+job@Example.co.jp"}, "taro.yamada"),
        ({"email": "taro.yamada@example.co.jp"}, "amad"),
        ({"email": "taro.yamada@example.co.jp"}, "@ex"),
        ({"email": "taro.yamada@example.co.jp"}, "example.co"),
        ({"email": 'a"b*c@example.jp'}, '"b*c@'),
        ({"phone": "090-1234-5678"}, "09012345678"),
        ({"phone": "09012345678"}, "090-1234"),
        ({"phone": "+81 90-1234-5678"}, "090 1234 5678"),
        ({"phone": "０９０（１２３４）５６７８"}, "5678"),
        ({"phone": "090-1234-5678"}, "+819012345678"),
        ({"birth_date": date(1990, 4, 1)}, "山田 1990-04-01"),
    ],
)
def test_person_is_found(
    register: Callable[..., UUID], found: Callable[[str], list[str]], stored: dict[str, object], typed: str
) -> None:
    register("C-1", **stored)
    assert found(typed) == ["C-1"]


@pytest.mark.engine
@pytest.mark.parametrize("typed", ["C-0042", "c-0042", "C0042", "c-00", "0042", "42", "Ｃ－００４２"])
def test_person_is_found_by_number(
    register: Callable[..., UUID], found: Callable[[str], list[str]], typed: str
) -> None:
    register("C-0042")
    assert found(typed) == ["C-0042"]


@pytest.mark.engine
@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("山田 太郎", "田山"),
        ("山田 太郎", "山太"),
        ("山田 太郎", "山田 花子"),  # one word of two
        ("山川山田 川山", "川山川"),  # every pair is there, the whole is not
        ("山田 太郎", "*"),
        ("山田 太郎", '"'),
        ("山田 太郎", "山田*"),
        ("山田 太郎", "OR"),
        ("山田 太郎", "%"),
        ("山田 太郎", "_"),
        ("山田 太郎", "　 "),
        ("山田 太郎", "-"),
    ],
)
def test_person_is_not_found(
    register: Callable[..., UUID], found: Callable[[str], list[str]], stored: str, typed: str
) -> None:
    register("C-1", stored)
    assert found(typed) == []


# --- In which order ----------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_whole_family_name_goes_before_beginning_and_inside(
    register: Callable[..., UUID], found: Callable[[str], list[str]]
) -> None:
    register("inside", "小山田 健")
    register("beginning", "山田川 健")
    register("whole", "山田 健")
    register("newer-inside", "奥山田 健")
    assert found("山田") == ["whole", "beginning", "newer-inside", "inside"]


@pytest.mark.engine
def test_whole_name_goes_before_its_words(register: Callable[..., UUID], found: Callable[[str], list[str]]) -> None:
    register("words", "健太 山田")
    register("whole", "山田 健太")
    register("longer", "山田 健太郎")
    assert found("山田 健太") == ["whole", "words", "longer"]


@pytest.mark.engine
def test_list_ends_at_its_limit(recruiter: Actor, register: Callable[..., UUID]) -> None:
    for number in range(5):
        register(f"C-{number}", "山田 太郎")
    assert [hit.refs[0] for hit in search_people(recruiter.operator_id, "山田", 3)] == ["C-4", "C-3", "C-2"]


# --- What is shown -----------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_hit_shows_what_tells_people_apart(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("C-1", kana="ヤマダ ハナコ", birth_date=date(1990, 4, 1), prefecture="東京都")
    [hit] = search_people(recruiter.operator_id, "山田")
    assert (hit.kana, hit.birth_year, hit.prefecture, hit.refs) == ("ヤマダ ハナコ", 1990, "東京都", ("C-1",))


@pytest.mark.engine
def test_name_of_an_earlier_version_finds_and_explains_the_hit(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("C-1", "山田 花子")
    register("C-1", "佐藤 花子")
    [hit] = search_people(recruiter.operator_id, "山田")
    assert (hit.name, hit.other_name) == ("佐藤 花子", "山田 花子")


@pytest.mark.engine
def test_present_name_needs_no_explanation(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("C-1", "山田 花子", former_names=("小山田 花子",))
    [hit] = search_people(recruiter.operator_id, "山田")
    assert hit.other_name == ""


@pytest.mark.engine
def test_old_e_mail_address_finds_nobody(register: Callable[..., UUID], found: Callable[[str], list[str]]) -> None:
    register("C-1", email="old@example.jp")
    register("C-1", email="new@example.jp")
    assert (found("old@"), found("new@")) == ([], ["C-1"])


@pytest.mark.engine
def test_linked_registrations_are_one_hit(recruiter: Actor, register: Callable[..., UUID], at: datetime) -> None:
    one, other = register("C-1"), register("C-2")
    with transaction():
        link_people(one, other, matched=["name"], actor=recruiter, at=at)
    [hit] = search_people(recruiter.operator_id, "山田")
    assert set(hit.refs) == {"C-1", "C-2"}


# --- Whose people ------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_other_operators_people_are_not_found(
    recruiter: Actor, register: Callable[..., UUID], found: Callable[[str], list[str]]
) -> None:
    other = factories.actor(factories.operator("other"))
    register("C-1")
    register("X-1", actor=other)
    assert found("山田") == ["C-1"]
    assert [hit.refs for hit in search_people(other.operator_id, "山田")] == [("X-1",)]


@pytest.mark.engine
def test_forgotten_person_is_found_no_more(register: Callable[..., UUID], found: Callable[[str], list[str]]) -> None:
    subject_id = register("C-1")
    register("C-2")
    with transaction():
        forget_people([subject_id])
    assert found("山田") == ["C-2"]


@pytest.mark.engine
def test_rebuilt_index_finds_the_same(register: Callable[..., UUID], found: Callable[[str], list[str]]) -> None:
    register("C-1", "山田 花子", email="hanako@example.jp", phone="03-1234-5678")
    register("C-1", "佐藤 花子", email="hanako@example.jp", phone="03-1234-5678")
    register("C-2", "山田 太郎")
    searches = ("山田", "花子", "hanako", "5678", "c-1")
    before = [found(text) for text in searches]
    with transaction():
        rebuild_index()
    assert [found(text) for text in searches] == before


# --- Many at once ------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_pasted_lines_are_found_by_number_name_or_address(recruiter: Actor, register: Callable[..., UUID]) -> None:
    register("C-1", "山田 花子", email="hanako@example.jp", phone="090-1234-5678")
    register("C-2", "佐藤 一郎")
    register("C-3", "佐藤 一郎")
    lines = ["C-2", "山田花子", "", "hanako@example.jp", "09012345678", "佐藤 一郎", "山", "hanako", "鈴木"]
    assert [(line.line, line.state) for line in find_many(recruiter.operator_id, lines)] == [
        ("C-2", "found"),
        ("山田花子", "found"),
        ("hanako@example.jp", "found"),
        ("09012345678", "found"),
        ("佐藤 一郎", "several"),
        ("山", "not_found"),
        ("hanako", "not_found"),
        ("鈴木", "not_found"),
    ]


# --- Doubles -----------------------------------------------------------------------------------------------------

BORN = date(1990, 4, 1)


@pytest.mark.engine
@pytest.mark.parametrize(
    ("values", "matched"),
    [
        ({"name": "佐藤 花子", "email": "H@Example.jp"}, ("email",)),
        ({"name": "佐藤 花子", "phone": "+81 90 1234 5678"}, ("phone",)),
        ({"name": "山田花子", "birth_date": BORN}, ("name", "birth_date")),
        ({"name": "山田 華子", "kana": "やまだ はなこ", "birth_date": BORN}, ("kana", "birth_date")),
    ],
)
def test_double_is_suggested_with_what_matched(
    recruiter: Actor, register: Callable[..., UUID], values: dict[str, object], matched: tuple[str, ...]
) -> None:
    mine = register("C-1", kana="ヤマダ ハナコ", email="h@example.jp", phone="090-1234-5678", birth_date=BORN)
    other = register("C-2", **values)
    [double] = suggest_doubles(recruiter.operator_id, mine)
    assert (double.person.subject_id, double.matched) == (other, matched)


@pytest.mark.engine
def test_same_name_alone_is_no_double(recruiter: Actor, register: Callable[..., UUID]) -> None:
    mine = register("C-1", birth_date=BORN)
    register("C-2", birth_date=date(1991, 4, 1))
    register("C-3")
    assert suggest_doubles(recruiter.operator_id, mine) == []


@pytest.mark.engine
def test_linked_and_distinct_people_are_not_suggested(
    recruiter: Actor, register: Callable[..., UUID], at: datetime
) -> None:
    mine, linked, distinct = (register(f"C-{n}", email="h@example.jp") for n in range(3))
    with transaction():
        link_people(mine, linked, matched=["email"], actor=recruiter, at=at)
        mark_distinct(mine, distinct, reason="双子", actor=recruiter, at=at)
    assert suggest_doubles(recruiter.operator_id, mine) == []


# --- Grams, without a database -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("090-1234-5678", "09012345678"),
        ("＋８１　９０（１２３４）５６７８", "09012345678"),
        ("+81 (0)3-1234-5678", "0312345678"),
        ("010-81-3-1234-5678", "0312345678"),
        ("+1 415 555 0100", "14155550100"),
        ("内線 12", "12"),
    ],
)
def test_phone_number_has_one_key_however_it_is_written(written: str, key: str) -> None:
    assert phone_key(written) == key


MARKS = marks_of(new_id())
NAMES = st.text(st.sampled_from("山田中川太郎ヤマダやまabc髙𠮷"), min_size=1, max_size=12)


@given(NAMES, st.data())
def test_any_part_of_a_name_has_the_grams_it_is_asked_for(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    grams = grams_of(keys_of([name], [], None), MARKS)
    assert set(sought(name[start:end], MARKS).stages[-1]) <= grams


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=20), st.text(max_size=20))
def test_grams_hold_nothing_that_an_engine_could_take_for_a_separator(names: list[str], code: str, phone: str) -> None:
    grams = grams_of(keys_of(names, [code], phone), MARKS)
    assert all(gram[0] in MARKS and not any(each.isspace() or each in '"\x00' for each in gram) for gram in grams)
