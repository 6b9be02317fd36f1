"""What docs/law.md says about doubtful readings is what the law's function answers; its figures are those of the files."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, Final

import pytest
from docs.manual import DOCS, blocks_of, section_of, text_of

from transfer_log.config import resource
from transfer_log.countries.profiles import load_profiles
from transfer_log.law import Facts, assess, keep_until
from transfer_log.law.statute import statute
from transfer_log.law.vocabulary import RetentionClass

PAGE: Final = DOCS / "law.md"
CASES: Final = [
    json.loads(line)
    for block in blocks_of(PAGE)
    if block.info == "jsonl doubtful-readings"
    for line in block.text.splitlines()
]


def answer_to(facts: dict[str, Any]) -> dict[str, Any]:
    answer = assess(Facts.from_mapping(facts)).to_mapping()
    answer["articles"] = [violation["article"] for violation in answer["violations"]]
    return answer


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_doubtful_reading_is_what_the_law_answers(case: dict[str, Any]) -> None:
    answer = answer_to(case["input"])
    assert {key: answer[key] for key in case["expect"]} == case["expect"]


def test_every_reading_has_a_case_and_every_case_a_reading() -> None:
    named = re.findall(r"^\| (L\d\d) \|", section_of(PAGE, "Doubtful readings of the law"), re.MULTILINE)
    assert sorted(named) == sorted({case["id"][:3] for case in CASES})


def test_the_days_are_counted_as_told() -> None:
    last, made = (
        keep_until(RetentionClass.RL, None, day_of("2026-03-31")),
        keep_until(RetentionClass.R3, day_of("2026-04-10"), None),
    )
    assert [str(last), str(made)] == ["2029-03-30", "2029-04-10"]


def day_of(text: str) -> Any:
    return type(statute().first_day).fromisoformat(text)


def test_the_first_day_of_the_law_is_told() -> None:
    assert f"The earliest day known is {statute().first_day}" in text_of(PAGE)


def test_the_files_a_reading_names_are_there() -> None:
    named = set(re.findall(r"`(\w+/\w+\.py)`", text_of(PAGE)))
    assert not [name for name in named if not (DOCS.parent / "transfer_log" / name).is_file()]


def test_the_figures_on_country_profiles_are_those_of_the_files() -> None:
    profiles = load_profiles(resource("country_profiles")).values()
    oecd = Counter(profile.oecd_basis.value for profile in profiles)
    counted = [
        *(
            Counter(profile.confidence.value for profile in profiles)[code]
            for code in ("source-read", "from-knowledge")
        ),
        *(
            Counter(profile.ppc_status.value for profile in profiles)[code]
            for code in ("equivalent", "surveyed", "unknown")
        ),
        *(oecd["ppc-survey"], oecd["source-read"] + oecd["from-knowledge"], oecd["not-assessed"]),
    ]
    told = re.findall(r"\| (\d+) \|$", section_of(PAGE, "Country notes"), re.MULTILINE)
    assert [int(figure) for figure in told] == counted
    assert f"has {len(profiles)} files over {len({profile.alpha_2 for profile in profiles})} codes" in text_of(PAGE)
