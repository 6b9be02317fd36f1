"""List the codes a provision may carry, with the words people read for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, Text
from transfer_log.law.vocabulary import Information, LegalBasis, Relation
from transfer_log.situations.methods import METHODS, PROTECTIONS
from transfer_log.text import nearest, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transfer_log.provisions.drafts import ProvisionDraft

# What the giver's side may record; mere viewing and unsolicited arrival are words of the receiving side.
ACTS: Final[dict[str, Text]] = {
    "sent": Text("送った", "sent"),
    "made_available": Text("閲覧できるようにした", "made available for viewing"),
    "published": Text("公表した", "published"),
    "internal": Text("社内で使った", "used inside the company"),
    "stored_not_handled": Text("保管のみ（先方は取り扱わない）", "stored only, not handled by them"),
    "own_server": Text("自社のサーバーに置いた", "kept on our own server"),
}
MODES: Final[dict[str, Text]] = {
    "each_time": Text("都度の記録", "record each time"),
    "lump": Text("一括の記録", "lump record"),
    "contract": Text("契約書等による記録", "contract or other document"),
}
DOORS: Final[dict[str, Text]] = {
    "page": Text("画面", "page"),
    "api": Text("API", "API"),
    "file": Text("ファイル", "file"),
}
STAGES: Final = ("planned", "done")
CODES: Final[dict[str, frozenset[str]]] = {
    "legal_basis": frozenset(LegalBasis),
    "method": frozenset(METHODS),
    "protection": frozenset(PROTECTIONS),
    "mode": frozenset(MODES),
    "act": frozenset(ACTS),
    "information": frozenset(Information),
    "relation": frozenset(Relation),
    "stage": frozenset(STAGES),
}
_FIELDS: Final = tuple(CODES.items())


# How long a text may be, in characters; the columns of the ledger hold no more.
LONGEST: Final[dict[str, int]] = {
    "subject_ref": 80,
    "subject_name": 200,
    "recipient_ref": 80,
    "recipient_name": 200,
    "case_ref": 120,
    "batch_ref": 80,
    "external_id": 120,
    "source": 80,
    "source_ledger": 200,
    "country": 10,
    "override_reason": 2000,
}
_LIMITS: Final = tuple(LONGEST.items())
# Control characters and halves of surrogate pairs: nobody sees them, and not every engine keeps them.
_UNSTORABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def text_problems(draft: ProvisionDraft) -> Iterator[Problem]:
    """Yield a problem for every text that is too long or holds a character that cannot be kept."""
    for name, longest in _LIMITS:
        value = getattr(draft, name)
        if len(value) > longest:
            text = Text(f"{longest} 文字以内で入れてください。", f"At most {longest} characters.")
            yield Problem(name, text, f"{len(value)}")
        elif value and _UNSTORABLE.search(value):
            text = Text("保存できない制御文字が含まれています。", "It holds a control character that cannot be kept.")
            yield Problem(name, text, visible(value))


def code_problems(draft: ProvisionDraft) -> Iterator[Problem]:
    """Yield a problem for every code that is not one of those allowed; an empty field is no problem here."""
    for name, allowed in _FIELDS:
        value = getattr(draft, name)
        if value and value not in allowed:
            close = nearest(value, allowed)
            text = Text("使えない値です。", "This value is not one of those allowed.")
            if close:
                text = Text(
                    f"使えない値です。「{close}」のことですか。", f"This value is not allowed. Did you mean {close!r}?"
                )
            yield Problem(name, text, value, tuple(sorted(allowed)))
