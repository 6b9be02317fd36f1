"""Keep passwords: Argon2id hashes, a least length, and a list of common ones; no rule about kinds of characters.

Follows OWASP ASVS 5.0 6.2 and NIST SP 800-63B: length is what counts, and what everybody tries first is refused.
"""

from __future__ import annotations

import re
import secrets
import string
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from transfer_log.errors import Problem, Text

SHORTEST: Final = 12
LONGEST: Final = 128
#: A piece as short as this, repeated, is no password: abcabcabcabc, 121212121212.
LONGEST_PATTERN: Final = 6
SHORTEST_TELLING_NAME: Final = 4
#: Up to so many common words in a row are tried by machines; four or more make a passphrase.
MOST_COMMON_WORDS: Final = 3

COMMON_FILE: Final = Path(__file__).with_name("common_passwords.txt")
_DIGITS_AND_SIGNS: Final = string.digits + string.punctuation + " "
_SPELLINGS: Final = str.maketrans("013457@$!", "oleastasi")
_KEY_ROWS: Final = (
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
# Letters and digits that are hard to mix up when read out or typed from paper.
_CLEAR_CHARACTERS: Final = "abcdefghijkmnpqrstuvwxyz23456789"

# Argon2id with the library's defaults: RFC 9106's profile for little memory (64 MiB, 3 passes, 4 lanes).
_hasher: Final = PasswordHasher()
# Of a random password that was thrown away; made with today's parameters, so that checking it takes the same time.
_NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$MHOF+FGA6vpLMWPljZUAJw$ke7Jjq+hnCmbTeBzcad3l3DVZRbTnPfirCImPVFJTgM"
)


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, parameters and salt included."""
    return _hasher.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Tell whether the password belongs to the stored hash.

    Without a stored hash (no such user, or one who cannot sign in) the same work is done for nothing, so that the time
    taken does not tell which addresses have an account.
    """
    try:
        matches = _hasher.verify(stored or _NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return matches and stored is not None


def needs_new_hash(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def new_initial_password() -> str:
    """Return a random first password of about 98 bits, in groups that can be read out; its owner replaces it at once."""
    groups = ("".join(secrets.choice(_CLEAR_CHARACTERS) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def password_problems(password: str, *, email: str, field: str = "password") -> list[Problem]:
    """Return what speaks against a password, nothing if it is good; what was typed is never repeated."""
    problems: list[Text] = []
    if len(password) < SHORTEST:
        problems.append(
            Text(
                f"{SHORTEST} 文字以上にしてください（15 文字以上をおすすめします）。",
                f"Use {SHORTEST} characters or more; 15 is better.",
            )
        )
    if len(password) > LONGEST:
        problems.append(Text(f"{LONGEST} 文字以下にしてください。", f"Use {LONGEST} characters or fewer."))
    if not problems and is_common(password):
        problems.append(
            Text(
                "推測されやすいパスワードです。別のものにしてください。",
                "This password is easily guessed. Choose another one.",
            )
        )
    name = email.partition("@")[0].casefold()
    if len(name) >= SHORTEST_TELLING_NAME and name in password.casefold():
        problems.append(
            Text("メールアドレスの名前の部分を含めないでください。", "Leave out the name in your e-mail address.")
        )
    return [Problem(field, text) for text in problems]


def is_common(password: str) -> bool:
    """Tell whether a password is a common one, or one made of a common word, digits and signs, a row of keys or a pattern."""
    typed = password.casefold()
    if typed in common_passwords() or _repeats(typed) or _is_row_of_keys(typed):
        return True
    # "P@ssw0rd2026!!" is "password" with what people add when they are asked for length.
    core = typed.strip(_DIGITS_AND_SIGNS)
    for spelling in (typed, core.translate(_SPELLINGS)):
        words = {word for word in re.split(r"[\W\d_]+", spelling) if word}
        if 0 < len(words) <= MOST_COMMON_WORDS and all(_is_common_word(word) for word in words):
            return True
        if re.sub(r"[\W\d_]+", "", spelling) in common_passwords():
            return True
    return False


def _is_common_word(word: str) -> bool:
    if len(word) == 1 or word in common_passwords() or _is_row_of_keys(word):
        return True
    return any(
        word == word[:size] * (len(word) // size) and word[:size] in common_passwords() for size in _divisors(len(word))
    )


def _divisors(length: int) -> list[int]:
    return [size for size in range(1, length // 2 + 1) if length % size == 0]


def _repeats(typed: str) -> bool:
    """Tell whether a short piece is repeated over and over, the last time perhaps cut off."""
    return any(
        all(letter == typed[place % size] for place, letter in enumerate(typed))
        for size in range(1, min(LONGEST_PATTERN, len(typed) // 2) + 1)
    )


def _is_row_of_keys(typed: str) -> bool:
    """Tell whether all of it runs along the keyboard or the alphabet, forwards or backwards, perhaps over and over."""
    for row in _KEY_ROWS:
        endless = row * (len(typed) // len(row) + 2)
        if typed in endless or typed in endless[::-1]:
            return True
    return False


@cache
def common_passwords() -> frozenset[str]:
    """Return the shipped list of common passwords and words, in lower case."""
    lines = COMMON_FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))
