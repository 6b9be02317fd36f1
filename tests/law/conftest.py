"""Compare assessments with what a case settles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from transfer_log.law import Facts, assess

if TYPE_CHECKING:
    from collections.abc import Callable

Mapping = dict[str, Any]


def _differences(facts: Mapping, expected: Mapping) -> Mapping:
    """Return, for each key the case settles and the assessment does not meet, (expected, found).

    Lists are sets. An expected violation is an article that some violation must cite, others may stand beside it; an empty list means none.
    """
    found = assess(Facts.from_mapping(facts)).to_mapping()
    articles = [each["article"] for each in found["violations"]]
    differences = {}
    for key, value in expected.items():
        if key == "violations":
            meets = set(value) <= set(articles) if value else not articles
        elif isinstance(value, list):
            meets = sorted(value) == found[key]
        else:
            meets = value == found[key]
        if not meets:
            differences[key] = (value, articles if key == "violations" else found[key])
    return differences


@pytest.fixture
def differences() -> Callable[[Mapping, Mapping], Mapping]:
    """Return the comparison of a case with its assessment; an empty answer means the case is met."""
    return _differences
