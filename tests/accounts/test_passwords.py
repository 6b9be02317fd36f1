"""Passwords: long enough, not a common one, hashed so that nobody can read them back."""

from __future__ import annotations

import pytest

from transfer_log.accounts import passwords
from transfer_log.accounts.passwords import (
    common_passwords,
    hash_password,
    is_common,
    needs_new_hash,
    new_initial_password,
    password_problems,
    verify_password,
)

GOOD = "yubeno tsuki wa maru"


def problems(password: str, email: str = "hanako.yamada@mihon.example.jp") -> list[str]:
    return [problem.text.en for problem in password_problems(password, email=email)]


def test_eleven_characters_are_too_few() -> None:
    assert problems("vK9#mPq2xLw") == ["Use 12 characters or more; 15 is better."]


def test_twelve_characters_of_one_kind_are_enough() -> None:
    assert problems("xbqzrtmnvkpd") == []


def test_characters_are_counted_and_not_bytes() -> None:
    assert problems("ゆうべの月は丸かった") == ["Use 12 characters or more; 15 is better."]
    assert problems("ゆうべの月は丸かったね、君") == []


def test_128_characters_are_accepted_and_129_are_not() -> None:
    long = ("the moon over Nagano was round and the river was quiet " * 3)[:128]
    assert problems(long) == []
    assert problems(long + "x") == ["Use 128 characters or fewer."]


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password1234", "a common word with digits"),
        ("P@ssw0rd2026!!", "a common word spelt with digits and signs"),
        ("sakura-sakura-2026", "a Japanese word, repeated"),
        ("パスワード20261121", "a Japanese word with a date"),
        ("サクラサクラサクラサクラ", "a Japanese word, repeated"),
        ("aaaaaaaaaaaa", "one letter"),
        ("123412341234", "a short pattern"),
        ("qwertyuiopas", "a row of keys"),
        ("lkjhgfdsapoi", "a row of keys backwards"),
        ("987654321098", "digits in a row, backwards"),
        ("passwordpassword", "a common word twice"),
        ("correct horse battery staple", "the best known example"),
        ("transferlogdemo", "the name of the product"),
    ],
    ids=lambda value: value if " " in value else None,
)
def test_a_password_that_is_tried_first_is_refused(password: str, why: str) -> None:
    assert is_common(password), why


@pytest.mark.parametrize("password", [GOOD, "vK9#mPq2xLw8", "money thunder cheese banana", "112358132134"])
def test_a_password_that_is_not_tried_first_is_accepted(password: str) -> None:
    assert not is_common(password)


def test_the_name_in_the_e_mail_address_is_refused() -> None:
    assert problems("Hanako.Yamada's cat") == ["Leave out the name in your e-mail address."]


def test_a_refusal_never_repeats_the_password() -> None:
    assert all(problem.found is None for problem in password_problems("password1234", email="a@example.jp"))


def test_the_list_of_common_passwords_holds_japanese_ones() -> None:
    assert {"さくら", "パスワード", "doraemon"} <= common_passwords()
    assert len(common_passwords()) > 500


def test_a_hash_is_argon2id_and_never_twice_the_same() -> None:
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second


def test_only_the_very_password_matches() -> None:
    stored = hash_password(GOOD)
    assert verify_password(stored, GOOD)
    assert not verify_password(stored, GOOD + " ")
    assert not verify_password(stored, GOOD.upper())


def test_nothing_matches_somebody_without_a_password() -> None:
    assert not verify_password(None, "")
    assert not verify_password("", "")


def test_checking_somebody_without_a_password_is_the_same_work() -> None:
    assert not needs_new_hash(passwords._NOBODYS_HASH)


def test_a_hash_with_weaker_parameters_is_to_be_renewed() -> None:
    assert needs_new_hash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$9iCaPXFPTNX2vXcfFm1zSg")
    assert not needs_new_hash(hash_password(GOOD))


def test_an_initial_password_is_random_and_good_enough() -> None:
    first, second = new_initial_password(), new_initial_password()
    assert first != second
    assert problems(first) == []
