"""Find the yes-or-no facts on which an assessment hangs.

A ledger often knows nothing on a fact and keeps the default. That matters only where the other answer would have changed the outcome.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from transfer_log.law.assess import assess

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transfer_log.law.facts import Facts


def decisive_facts(facts: Facts) -> tuple[str, ...]:
    """Return the dotted keys of the yes-or-no facts whose opposite would change the assessment, in the order of the vocabulary.

    :raises FactsError: if the facts cannot be assessed.
    """
    outcome = assess(facts)
    return tuple(key for key, other in _with_one_fact_reversed(facts) if assess(other) != outcome)


def _with_one_fact_reversed(facts: Facts) -> Iterator[tuple[str, Facts]]:
    for section in fields(facts):
        part: Any = getattr(facts, section.name)
        if not is_dataclass(part):
            continue
        for member in fields(part):
            value = getattr(part, member.name)
            if isinstance(value, bool):
                reversed_part: Any = replace(part, **{member.name: not value})  # type: ignore[type-var]
                yield f"{section.name}.{member.name}", replace(facts, **{section.name: reversed_part})
