"""Write the lists of codes in docs/glossary.md anew from the code: `python scripts/glossary.py`.

What stands between `<!-- list NAME -->` and `<!-- end -->` is made here; everything else in the file is written by hand.
A test fails when the file is behind the code.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transfer_log.accounts.policy import ACTIONS, ROLES, SCOPES
from transfer_log.findings.wording import HOW_LABELS, OWN_CODES, SEVERITY_LABELS, wording_of
from transfer_log.findings.wording import STATE_LABELS as FINDING_STATES
from transfer_log.items.catalogue import CATALOGUE, ITEM_CLASSES
from transfer_log.law import article_label, basis_article, basis_label, label_of
from transfer_log.law.statute import statute
from transfer_log.law.vocabulary import Information, LegalBasis, Regime, Relation
from transfer_log.provisions.steps import STATE_LABELS, STEPS
from transfer_log.provisions.vocabulary import ACTS, MODES
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.situations.methods import METHODS, PROTECTIONS
from transfer_log.situations.ready_made import READY_MADE
from transfer_log.subjects import vocabulary as people
from transfer_log.subjects.rules import GAP_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from transfer_log.errors import Text

GLOSSARY: Final = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
LIST: Final = re.compile(r"(?<=<!-- list )(?P<name>[a-z-]+)( -->\n).*?(?=<!-- end -->)", re.DOTALL)

Row = tuple[str, ...]
Table = tuple[Row, list[Row]]


def rendered(text: str) -> str:
    """Return the glossary with every list made anew.

    :raises KeyError: for a list that nobody makes.
    """
    tables = lists()
    return LIST.sub(lambda found: f"{found['name']}{found[2]}{_markdown(*tables[found['name']])}", text)


def lists() -> dict[str, Table]:
    """Return header and rows of every list, by the name that the glossary calls it."""
    words = {
        "natures": NATURES,
        "item-classes": ITEM_CLASSES,
        "methods": METHODS,
        "protections": PROTECTIONS,
        "acts": ACTS,
        "modes": MODES,
        "information": _of_law("information", Information),
        "relations": _of_law("relation", Relation),
        "routes": _of_law("regime", Regime),
        "people-classes": {code: known.label for code, known in people.CLASSES.items()},
        "sources": people.SOURCES,
        "statuses": people.STATUSES,
        "consent-methods": people.CONSENT_METHODS,
        "signers": people.SIGNERS,
        "consent-events": people.CONSENT_EVENTS,
        "scope-dimensions": people.SCOPE_DIMENSIONS,
        "gaps": GAP_TEXTS,
        "stop-grounds": people.STOP_GROUNDS,
        "matched-fields": people.MATCHED_FIELDS,
        "states": {code or "(ordinary)": text for code, text in STATE_LABELS.items()},
        "happenings": {code: step.label for code, step in STEPS.items()},
        "severities": SEVERITY_LABELS,
        "finding-states": FINDING_STATES,
        "resolutions": HOW_LABELS,
        "situations": {known.ref: known.name for known in READY_MADE},
        "roles": ROLES,
        "actions": {code: action.text for code, action in ACTIONS.items()},
        "scopes": {code: scope.text for code, scope in SCOPES.items()},
    }
    return {name: _plain_list(known) for name, known in words.items()} | {
        "kinds": (
            ("code", "日本語", "English", "as a rule in law"),
            [(_code(code), kind.name.ja, kind.name.en, _code(kind.nature)) for code, kind in KINDS.items()],
        ),
        "items": (
            ("code", "日本語", "English", "class"),
            [(_code(code), item.name.ja, item.name.en, _code(item.item_class)) for code, item in CATALOGUE.items()],
        ),
        "bases": (("code", "日本語", "English", "条文", "article"), list(_bases())),
        "record-items": _of_statute("record_items"),
        "retention": _of_statute("retention"),
        "findings": (
            ("code", "日本語", "English"),
            [(_code(code), wording_of(code).name.ja, wording_of(code).name.en) for code in OWN_CODES],
        ),
        "violations": (("code", "日本語", "English", "article"), list(_violations())),
    }


def _of_law(vocabulary: str, codes: Iterable[str]) -> dict[str, Text]:
    return {str(code): label_of(vocabulary, code) for code in codes}


def _plain_list(known: Mapping[str, Text]) -> Table:
    return ("code", "日本語", "English"), [(_code(code), text.ja, text.en) for code, text in known.items()]


def _of_statute(name: str) -> Table:
    entries = getattr(statute().latest_rules(), name)
    rows = [(_code(code), entry.label.ja, entry.label.en, entry.article) for code, entry in entries.items()]
    return ("code", "日本語", "English", "article"), rows


def _bases() -> Iterator[Row]:
    for code in LegalBasis:
        article = basis_article(code)
        label = basis_label(code)
        yield _code(code), label.ja, label.en, article_label(article).ja, article


def _violations() -> Iterator[Row]:
    for code, rule in statute().latest_rules().violations.items():
        yield _code(code), rule.message.ja, rule.message.en, rule.article or "of the basis"


def _code(code: str) -> str:
    return f"`{code}`"


def _markdown(header: Row, rows: list[Row]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    GLOSSARY.write_text(rendered(GLOSSARY.read_text(encoding="utf-8")), encoding="utf-8")
