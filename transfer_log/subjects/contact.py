"""Show e-mail addresses and phone numbers in part only, to roles that find the right person without them. Pure."""

from __future__ import annotations

from typing import Final

_HIDDEN: Final = "••••"
_DIGITS_SHOWN: Final = 4


def masked_email(address: str) -> str:
    """Return an e-mail address with its first letter and its domain: h••••@example.jp; '' for none."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}{_HIDDEN}{at}{domain}" if address else ""


def masked_phone(number: str) -> str:
    """Return a phone number with its last four digits: •••-••••-1207; '' for none, nothing of a short one."""
    digits = "".join(letter for letter in number if letter.isdigit())
    shown = digits[-_DIGITS_SHOWN:] if len(digits) > 2 * _DIGITS_SHOWN else _HIDDEN
    return f"•••-••••-{shown}" if number else ""
