"""Raw facts in, what the law makes of them out: as `transfer-log assess` answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from api.caller import fields

from transfer_log.law import assess_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from api.caller import Caller


@pytest.fixture
def assessing(caller_for: Callable[..., Caller], recruiter: Any) -> Caller:
    return caller_for(recruiter, "assess")


@pytest.fixture(scope="module")
def worked_cases(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    folder: Path = request.config.rootpath / "tests" / "law"
    [file] = folder.glob("**/*cases*.jsonl")
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def test_facts_are_answered_with_their_consequences(assessing: Caller) -> None:
    answer = assessing.post("/assessments", {"id": "a", "input": {"on": "2026-11-20", "basis": "consent"}})
    assert (answer.status_code, answer.get_json()["id"]) == (200, "a")
    assert answer.get_json()["output"]["permitted"] is True


def test_the_api_answers_as_the_command_line_does(assessing: Caller, worked_cases: list[dict[str, Any]]) -> None:
    lines = [json.dumps(case) for case in worked_cases]
    assert assessing.post("/assessments", worked_cases).get_json()["items"] == [said for said, _ in assess_lines(lines)]


def test_a_single_mistake_is_refused_by_its_key(assessing: Caller) -> None:
    assert fields(assessing.post("/assessments", {"id": 1, "input": {"counterpart": {"kind": "business"}}})) == [
        "counterpart.kind"
    ]


def test_of_a_list_the_others_are_still_answered(assessing: Caller) -> None:
    said = assessing.post("/assessments", [{"id": 1, "input": {"basis": "luck"}}, {"id": 2, "input": {}}]).get_json()
    wrong, right = said["items"]
    assert (wrong["id"], wrong["errors"][0]["field"], "output" in right) == (1, "basis", True)


@pytest.mark.parametrize(
    "body", [{}, {"id": None, "input": {}}, {"input": {}}, {"id": 1, "input": []}, {"id": 1, "in": {}}]
)
def test_what_is_no_question_is_refused(assessing: Caller, body: Any) -> None:
    assert assessing.post("/assessments", body).status_code == 422
