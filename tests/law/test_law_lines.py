"""Check the assessment of files of JSON lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transfer_log.law import assess_lines


def only(line: str) -> tuple[dict[str, Any], bool]:
    """Return the one answer to one line."""
    (answer,) = assess_lines([line])
    return answer


def test_a_line_is_answered_under_its_id() -> None:
    answer, is_answer = only('{"id": "A1", "input": {"basis": "entrustment"}}\n')
    assert is_answer
    assert list(answer) == ["id", "output"]
    assert answer["id"] == "A1"
    assert answer["output"]["duties"] == ["supervise_25"]


def test_the_output_always_has_the_same_shape() -> None:
    answer, _ = only('{"id": 1, "input": {"information": "statistical"}}')
    assert json.dumps(answer["output"]) == (
        '{"is_provision": true, "is_third_party": true, "regime": "none", "permitted": true, "violations": [], '
        '"record_required": false, "record_article": "Act Art. 29(1)", "record_items": [], "modes": [], '
        '"retention": {"class": null, "keep_until": null}, "disclosable": false, "duties": []}'
    )


@pytest.mark.parametrize(
    ("line", "identifier", "named"),
    [
        ("{", None, "not JSON"),
        ("[1, 2]", None, "[1, 2]"),
        ('"text"', None, '"text"'),
        ('{"id": "a"}', "a", "no input"),
        ('{"input": {}}', None, "id: null"),
        ('{"id": true, "input": {}}', None, "id: true"),
        ('{"id": 1.5, "input": {}}', None, "id: 1.5"),
        ('{"id": "\\ud800", "input": {}}', None, "\\ud800"),
        ('{"id": "a", "inputs": {}}', "a", "inputs"),
        ('{"id": "a", "input": null}', "a", "input: null"),
        ('{"id": "a", "input": {"basis": "x", "rol": 1}}', "a", "rol"),
        ('{"id": "a", "input": {"on": "2021-01-01"}}', "a", "2022-04-01"),
        ('{"id": "a", "input": {"act": "viewed_only"}}', "a", "viewed_only"),
        ('{"id": "a", "id": "b", "input": {}}', None, '"id"'),
        ('{"id": "a", "input": {"basis": "law", "basis": "consent"}}', None, '"basis"'),
        ('{"id": NaN, "input": {}}', None, "NaN"),
        ('{"id": "a", "input": {"on": -Infinity}}', None, "-Infinity"),
        ('{"id": "a", "input": {"on": 1e999}}', "a", "on: Infinity"),
        ('{"id": ' + "9" * 5000 + ', "input": {}}', None, "not JSON"),
        ("[" * 100_000, None, "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_in_both_languages(line: str, identifier: str | None, named: str) -> None:
    answer, is_answer = only(line)
    assert not is_answer
    assert list(answer) == ["id", "error"]
    assert answer["id"] == identifier
    english, japanese = answer["error"].split(" / 1 行目: ")
    assert english.startswith("Line 1: ")
    assert named in english
    assert japanese
    answer["error"].encode("utf-8")


def test_all_that_is_wrong_with_a_line_is_named() -> None:
    answer, _ = only('{"inputs": 1, "input": {"role": "x", "data": {"special_care": 0}}}')
    assert all(key in answer["error"] for key in ("inputs", "id", "role", "data.special_care"))


def test_a_bad_line_does_not_stop_the_others() -> None:
    lines = ['{"id": 1, "input": {}}', "oops", "", "   \n", '{"id": 2, "input": {}}']
    found = list(assess_lines(lines))
    assert [(answer["id"], is_answer) for answer, is_answer in found] == [(1, True), (None, False), (2, True)]


def test_a_bad_line_is_found_by_its_number_in_the_file() -> None:
    ((answer, _),) = assess_lines(["", "\n", "oops"])
    assert answer["error"].startswith("Line 3: ")


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert only('\ufeff{"id": 1, "input": {}}')[1]


def test_the_worked_cases_can_be_assessed_as_published() -> None:
    answer, is_answer = only(
        '{"id": "C1", "source": "s", "facts": "f", "answer": "a", "certainty": "c", "input": {}, "expect": {}}'
    )
    assert is_answer
    assert list(answer) == ["id", "output"]
