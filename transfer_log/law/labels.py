"""Give the codes of the assessment words for people, in Japanese and English.

Words come from the latest rules known; an unknown code is a KeyError, because codes are checked long before they are shown.
"""

from __future__ import annotations

from functools import cache

from transfer_log.errors import Text
from transfer_log.law.statute import load_data, statute
from transfer_log.law.vocabulary import Regime

_VOCABULARIES = (
    "role",
    "information",
    "act",
    "relation",
    "counterpart_type",
    "equivalent_system",
    "art_35_stop",
    "order_11",
    "regime",
    "duty",
)


def basis_label(code: str) -> Text:
    """Return the name of a legal basis, such as 本人の同意."""
    return statute().latest_rules().bases[code].label


def basis_explanation(code: str) -> Text:
    """Return, in plain words for the person concerned, what giving data on this basis means."""
    return statute().latest_rules().bases[code].explanation


def basis_article(code: str, regime: str | None = None) -> str:
    """Return the article of a legal basis; consent abroad (`regime` foreign_consent) rests on Act Art. 28(1)."""
    basis = statute().latest_rules().bases[code]
    return basis.article_abroad or basis.article if regime == Regime.FOREIGN_CONSENT else basis.article


def record_item_label(code: str) -> Text:
    """Return the name of an item that a record must hold."""
    return statute().latest_rules().record_items[code].label


def record_item_article(code: str) -> str:
    """Return the article that asks for an item of a record."""
    return statute().latest_rules().record_items[code].article


def mode_label(code: str) -> Text:
    """Return the name of a way of recording."""
    return statute().latest_rules().modes[code].label


def retention_label(code: str) -> Text:
    """Return in words how long a record of a retention class is kept."""
    return statute().latest_rules().retention[code].label


def regime_label(code: str) -> Text:
    """Return the name of a regime."""
    return label_of("regime", code)


def duty_label(code: str) -> Text:
    """Return a duty in words, with its article."""
    return label_of("duty", code)


def label_of(vocabulary: str, code: str) -> Text:
    """Return the name of a code of another vocabulary.

    `vocabulary` is role, information, act, relation, counterpart_type, equivalent_system, art_35_stop, order_11, regime or duty.
    """
    return _labels()[vocabulary, code]


def fact_label(key: str) -> Text:
    """Return what the yes-or-no fact `key`, dotted as in `basis_facts.consent_obtained`, says when it is true."""
    return _facts()[key][0]


def fact_article(key: str) -> str:
    """Return the article that asks for the yes-or-no fact `key`."""
    return _facts()[key][1]


@cache
def _labels() -> dict[tuple[str, str], Text]:
    words = load_data("wording.yaml")
    return {(name, code): Text(**text) for name in _VOCABULARIES for code, text in words[name].items()}


@cache
def _facts() -> dict[str, tuple[Text, str]]:
    words = load_data("wording.yaml")["facts"]
    return {key: (Text(ja=entry["ja"], en=entry["en"]), entry["article"]) for key, entry in words.items()}
