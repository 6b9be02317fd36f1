"""Hold the assessment to the worked cases from the PPC's guidelines, by id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_LINES = Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()
_CASES = [json.loads(line) for line in _LINES]


@pytest.mark.parametrize("case", _CASES, ids=[case["id"] for case in _CASES])
def test_assessment_meets_the_worked_case(case: dict[str, Any], differences: Any) -> None:
    assert differences(case["input"], case["expect"]) == {}, case.get("answer", case["facts"])


def test_all_published_cases_are_here() -> None:
    assert len({case["id"] for case in _CASES}) == 120
