"""Check Japan's corporate numbers (法人番号): 13 digits, the first of them a check digit.

Law: My Number Act Art. 39; the check digit follows the Order on corporate numbers (法人番号の指定等に関する省令) Art. 2.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s‐‑–—−ー-]")
_THIRTEEN_DIGITS: Final = re.compile(r"[0-9]{13}")


def plain_number(text: str) -> str:
    """Return the number as it is stored: half width, without the spaces and dashes people put between digits."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def is_corporate_number(number: str) -> bool:
    """Tell whether a plain number has 13 digits and the right check digit."""
    return _THIRTEEN_DIGITS.fullmatch(number) is not None and number[0] == check_digit(number[1:])


def check_digit(base: str) -> str:
    """Return the check digit of the 12 digits after it: 9 less the remainder by 9 of their sum, every other one doubled."""
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return str(9 - total % 9)
