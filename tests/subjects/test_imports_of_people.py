"""Check what the files of people and consents say, in the columns that stay fixed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from transfer_log.imports.operations import Source, import_file
from transfer_log.imports.registry import import_kind
from transfer_log.subjects.consent_views import consent_views
from transfer_log.subjects.drafts import ScopeDraft
from transfer_log.subjects.people import newest_values, registrations_of
from transfer_log.subjects.queries import resolve_refs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.imports.operations import ImportResult
    from transfer_log.organisation.models import Operator
    from transfer_log.subjects.consent_views import ConsentView
    from transfer_log.subjects.people import PersonValues

PEOPLE = "subject_ref,name,kana,email,phone,birth_date,prefecture,class"
CONSENTS = (
    "consent_ref,subject_ref,given_on,method,text_version,recipients,recipient_kinds,purposes,data_items,countries,"
    "expires_on"
)


@pytest.fixture
def take_in(tmp_path: Path, recruiter: Actor, at: datetime) -> Callable[..., ImportResult]:
    """Return a function that imports CSV lines as a kind of file."""

    def run(kind: str, *lines: str) -> ImportResult:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return import_file(import_kind(kind), Source(path), actor=recruiter, at=at)

    return run


@pytest.fixture
def values(recruiter: Actor) -> Callable[[str], PersonValues]:
    """Return a function that reads the newest values behind a number."""

    def of(ref: str) -> PersonValues:
        subject_id = resolve_refs(recruiter.operator_id, [ref])[ref]
        return newest_values([subject_id])[subject_id]

    return of


@pytest.fixture
def consents(recruiter: Actor) -> Callable[[str], list[ConsentView]]:
    """Return a function that reads the consents behind a number."""
    return lambda ref: consent_views(recruiter.operator_id, resolve_refs(recruiter.operator_id, [ref])[ref])


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return (result.new_count, result.changed_count, result.same_count, result.refused_count)


def places(result: ImportResult) -> list[tuple[int | None, str | None, str | None]]:
    return [(problem.row, problem.field, problem.found) for problem in result.problems]


# --- People ------------------------------------------------------------------------------------------------------


@pytest.mark.engine
def test_row_makes_a_person(take_in: Callable[..., ImportResult], values: Callable[[str], PersonValues]) -> None:
    line = "C-1,山田 花子,ヤマダ ハナコ,hanako@example.jp,090-1234-5678,1990/4/1,東京都,candidate"
    assert counts(take_in("subjects", PEOPLE, line)) == (1, 0, 0, 0)
    known = values("C-1")
    assert (known.name, known.kana, known.email, known.phone) == (
        "山田 花子",
        "ヤマダ ハナコ",
        "hanako@example.jp",
        "090-1234-5678",
    )
    assert (known.birth_date, known.prefecture, known.subject_class) == (date(1990, 4, 1), "東京都", "candidate")


@pytest.mark.engine
def test_same_file_again_changes_nothing(take_in: Callable[..., ImportResult]) -> None:
    lines = (PEOPLE, "C-1,山田 花子,,,,,,", "C-2,佐藤 一郎,,,,,,")
    take_in("subjects", *lines)
    assert counts(take_in("subjects", *lines)) == (0, 0, 2, 0)


def test_empty_cell_and_missing_column_leave_what_is_known(
    take_in: Callable[..., ImportResult], values: Callable[[str], PersonValues]
) -> None:
    take_in("subjects", PEOPLE, "C-1,山田 花子,,hanako@example.jp,090-1234-5678,,,")
    assert counts(take_in("subjects", "subject_ref,name,phone", "C-1,佐藤 花子,")) == (0, 1, 0, 0)
    known = values("C-1")
    assert (known.name, known.email, known.phone) == ("佐藤 花子", "hanako@example.jp", "090-1234-5678")


def test_later_row_of_a_file_goes_on_from_the_earlier(
    take_in: Callable[..., ImportResult], values: Callable[[str], PersonValues]
) -> None:
    lines = ("C-1,山田 花子,,hanako@example.jp,,,,", "C-1,佐藤 花子,,,,,,", "C-1,佐藤 花子,,,,,,")
    assert counts(take_in("subjects", PEOPLE, *lines)) == (1, 1, 1, 0)
    assert values("C-1").email == "hanako@example.jp"


def test_services_keep_their_own_numbers(take_in: Callable[..., ImportResult], recruiter: Actor) -> None:
    take_in("subjects", "subject_ref,name,service", "100,山田 花子,", "100,佐藤 一郎,scout")
    subject_id = resolve_refs(recruiter.operator_id, ["100"], "scout")["100"]
    [[registration]] = registrations_of(recruiter.operator_id, [subject_id]).values()
    assert (registration.service, newest_values([subject_id])[subject_id].name) == ("scout", "佐藤 一郎")


def test_lists_in_a_cell_are_separated_by_semicolons(
    take_in: Callable[..., ImportResult], values: Callable[[str], PersonValues]
) -> None:
    take_in("subjects", "subject_ref,name,former_names,sources", "C-1,山田 花子,佐藤 花子;鈴木 花子,application;event")
    known = values("C-1")
    assert (known.former_names, known.sources) == (("佐藤 花子", "鈴木 花子"), ("application", "event"))


def test_every_problem_of_a_person_names_row_and_column(take_in: Callable[..., ImportResult]) -> None:
    result = take_in(
        "subjects",
        PEOPLE,
        "C-1,,,hanako,なし,1990-02-30,,candidat",
        ",山田 花子,,,,,,",
        "C-3,山田 花子,,,,,,",
    )
    assert counts(result) == (1, 0, 0, 2)
    assert sorted(places(result), key=lambda place: (place[0] or 0, place[1] or "")) == [
        (2, "birth_date", "1990-02-30"),
        (2, "class", "candidat"),
        (2, "email", "hanako"),
        (2, "name", None),
        (2, "phone", "なし"),
        (3, "subject_ref", None),
    ]


# --- Consents ----------------------------------------------------------------------------------------------------

FULL = "K-1,C-1,2026/4/1,click,2024-04,R-1;R-2,job_provider,P1,name;email,JP;ベトナム,2027-03-31"


@pytest.mark.engine
def test_row_makes_a_consent(
    take_in: Callable[..., ImportResult],
    consents: Callable[[str], list[ConsentView]],
    register: Callable[..., UUID],
    registers: Operator,
) -> None:
    register("C-1")
    assert counts(take_in("consents", CONSENTS, FULL)) == (1, 0, 0, 0)
    [view] = consents("C-1")
    assert view.draft.scope == ScopeDraft(("R-1", "R-2"), ("job_provider",), ("P1",), ("email", "name"), ("JP", "VN"))
    assert (view.chain.ref, view.draft.given_on, view.draft.expires_on, view.draft.text_version) == (
        "K-1",
        date(2026, 4, 1),
        date(2027, 3, 31),
        "2024-04",
    )


@pytest.mark.engine
def test_same_file_of_consents_again_changes_nothing(
    take_in: Callable[..., ImportResult], register: Callable[..., UUID], registers: Operator
) -> None:
    register("C-1")
    take_in("consents", CONSENTS, FULL)
    assert counts(take_in("consents", CONSENTS, FULL)) == (0, 0, 1, 0)


def test_same_reference_with_other_content_is_refused_with_both(
    take_in: Callable[..., ImportResult], register: Callable[..., UUID], registers: Operator
) -> None:
    register("C-1")
    take_in("consents", CONSENTS, FULL)
    result = take_in("consents", CONSENTS, FULL.replace("name;email", "name"))
    [problem] = result.problems
    assert (problem.row, problem.field, problem.found, problem.allowed) == (2, "data_items", "name", ("email;name",))


def test_empty_scope_is_not_limited(
    take_in: Callable[..., ImportResult],
    consents: Callable[[str], list[ConsentView]],
    register: Callable[..., UUID],
    registers: Operator,
) -> None:
    register("C-1")
    take_in("consents", CONSENTS, "K-1,C-1,2026-04-01,paper,,,,,,,")
    assert consents("C-1")[0].draft.scope == ScopeDraft()


def test_every_problem_of_a_consent_names_row_and_column(
    take_in: Callable[..., ImportResult], register: Callable[..., UUID], registers: Operator
) -> None:
    register("C-1")
    result = take_in(
        "consents",
        CONSENTS,
        "K-1,C-9,2026-13-01,telepathy,,R-9,job_providers,P9,nam,Wonderland,someday",
        ",C-1,2026-04-01,click,,,,,,,",
        "K-3,C-1,2026-04-01,click,,,,,,,",
    )
    assert counts(result) == (1, 0, 0, 2)
    assert {(row, field) for row, field, _ in places(result)} == {
        (2, "subject_ref"),
        (2, "given_on"),
        (2, "method"),
        (2, "recipients"),
        (2, "recipient_kinds"),
        (2, "purposes"),
        (2, "data_items"),
        (2, "countries"),
        (2, "expires_on"),
        (3, "consent_ref"),
    }
