"""Keep a spreadsheet from running a cell as a formula, in a way that can be undone exactly.

A cell that begins with one of `= + - @`, a tab, a line break or their full-width twins is run or rewritten by Excel when
it opens a CSV. One apostrophe before it makes it text; the reader takes exactly one away. So that nothing is lost, a cell
that already looks guarded (`'=1`) gets one more: `unguarded(guarded(x)) == x` for every text.
"""

from __future__ import annotations

import re
from typing import Final

_STARTS: Final = "=+\\-@\t\r\n＝＋－＠"
_NEEDS_GUARD: Final = re.compile(f"'*[{_STARTS}]")
_LOOKS_GUARDED: Final = re.compile(f"'+[{_STARTS}]")

#: First characters of cells worth a look: all others leave and come as they are.
RISKY_STARTS: Final = frozenset("'=+-@\t\r\n＝＋－＠")


def guarded(cell: str) -> str:
    """Return `cell` as a CSV file holds it."""
    return f"'{cell}" if _NEEDS_GUARD.match(cell) else cell


def guarded_in_sheet(cell: str) -> str:
    """Return `cell` as an XLSX file holds it: its cells say themselves that they are text.

    Only what the reader would take for guarded is guarded, so that it comes back whole.
    """
    return f"'{cell}" if _LOOKS_GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` or `guarded_in_sheet` was given."""
    return cell[1:] if _LOOKS_GUARDED.match(cell) else cell
