"""Check how a file is read, written chunk by chunk and answered for, on the file of departments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from transfer_log.errors import Conflict, RuleViolation, Text
from transfer_log.imports import operations
from transfer_log.imports.kind import ChunkOutcome, ImportKind
from transfer_log.imports.kinds.organisation import DEPARTMENTS
from transfer_log.imports.operations import Source, Watch, import_file, preview_file
from transfer_log.organisation.queries import DepartmentBook
from transfer_log.tables import Columns, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from transfer_log.accounts.actor import Actor
    from transfer_log.errors import Problem
    from transfer_log.imports.operations import ImportResult

HEADER = "department_ref,name,name_en,valid_from\n"


@pytest.fixture
def source(tmp_path: Path) -> Callable[..., Source]:
    """Return a function that writes a CSV file and names it as a source."""

    def write(text: str, encoding: str = "utf-8") -> Source:
        path = tmp_path / "departments.csv"
        path.write_bytes(text.encode(encoding))
        return Source(path)

    return write


@pytest.fixture
def take_in(source: Any, privacy_manager: Actor, at: datetime) -> Callable[..., ImportResult]:
    """Return a function that imports CSV text as departments."""

    def run(text: str, encoding: str = "utf-8", watch: Watch = operations.QUIET) -> ImportResult:
        return import_file(DEPARTMENTS, source(text, encoding), actor=privacy_manager, at=at, watch=watch)

    return run


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.new_count, result.changed_count, result.same_count, result.refused_count


def places(result: ImportResult) -> list[tuple[int | None, str | None, str | None]]:
    return [(problem.row, problem.field, problem.found) for problem in result.problems]


@pytest.mark.engine
def test_rows_are_written_and_counted(take_in: Any, privacy_manager: Actor) -> None:
    result = take_in(HEADER + "sales,営業部,Sales,\nhr,人事部,,2024/4/1\n")
    assert counts(result) == (2, 0, 0, 0)
    book = DepartmentBook.load(privacy_manager.operator_id)
    assert book.by_ref["hr"].days == (date(2024, 4, 1),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_is_read_in_each_encoding_that_excel_writes(take_in: Any, privacy_manager: Actor, encoding: str) -> None:
    take_in(HEADER + "hr,髙橋①部,,\n", encoding)
    assert DepartmentBook.load(privacy_manager.operator_id).by_ref["hr"].versions[0].name == "髙橋①部"


@pytest.mark.engine
def test_the_same_file_again_changes_nothing(take_in: Any, privacy_manager: Actor) -> None:
    text = HEADER + "sales,営業部,Sales,\nhr,人事部,,2024/4/1\n"
    take_in(text)
    assert counts(take_in(text)) == (0, 0, 2, 0)
    assert all(len(entry.versions) == 1 for entry in DepartmentBook.load(privacy_manager.operator_id))


def test_a_changed_row_is_counted_as_changed(take_in: Any) -> None:
    take_in(HEADER + "sales,営業部,,\n")
    assert counts(take_in(HEADER + "sales,営業本部,,\n")) == (0, 1, 0, 0)


def test_refused_rows_do_not_stop_the_others(take_in: Any, privacy_manager: Actor) -> None:
    result = take_in(HEADER + "sales,営業部,,\n,名無し,,\nhr,,,昨日\nit,情報部,,\n")
    assert counts(result) == (2, 0, 0, 2)
    assert places(result) == [(3, "department_ref", None), (4, "valid_from", "昨日"), (4, "name", None)]
    assert set(DepartmentBook.load(privacy_manager.operator_id).by_ref) == {"sales", "it"}


def test_a_row_the_reader_cannot_read_is_refused_by_its_number(take_in: Any) -> None:
    result = take_in(HEADER + "sales,営業部,,\nhr,人事部\nit,情報部,,\n")
    assert (counts(result), places(result)) == ((2, 0, 0, 1), [(3, None, "2")])


def test_every_problem_is_handed_to_who_watches(take_in: Any) -> None:
    seen: list[Problem] = []
    take_in(HEADER + ",営業部,,\nhr,,,\n", watch=Watch(on_problem=seen.append))
    assert [problem.row for problem in seen] == [2, 3]


def test_a_file_with_refused_rows_is_not_complete(take_in: Any) -> None:
    assert not take_in(HEADER + ",営業部,,\n").is_complete


def test_an_unknown_column_is_named_with_the_nearest_known_one_and_nothing_is_done(
    take_in: Any, privacy_manager: Actor
) -> None:
    with pytest.raises(RuleViolation) as caught:
        take_in("department_ref,nmae,name\nsales,x,営業部\n")
    [problem] = caught.value.problems
    assert (problem.field, "Did you mean name?" in problem.text.en) == ("nmae", True)
    assert len(DepartmentBook.load(privacy_manager.operator_id)) == 0


def test_a_missing_column_is_named_and_nothing_is_done(take_in: Any) -> None:
    with pytest.raises(RuleViolation) as caught:
        take_in("department_ref\nsales\n")
    assert [problem.field for problem in caught.value.problems] == ["name"]


def test_bytes_that_are_no_text_stop_the_file_before_the_first_row(
    source: Any, privacy_manager: Actor, at: datetime
) -> None:
    broken = source(HEADER + "sales,営業部,,\n" * 9)
    broken.path.write_bytes(broken.path.read_bytes() + b"hr,\xff\xff,,\n")
    with pytest.raises(RuleViolation):
        import_file(DEPARTMENTS, broken, actor=privacy_manager, at=at)
    assert len(DepartmentBook.load(privacy_manager.operator_id)) == 0


@pytest.mark.engine
def test_a_preview_counts_like_the_import_and_writes_nothing(source: Any, privacy_manager: Actor, at: datetime) -> None:
    result = preview_file(DEPARTMENTS, source(HEADER + "sales,営業部,,\n,x,,\n"), actor=privacy_manager, at=at)
    assert (counts(result), result.is_dry_run) == ((1, 0, 0, 1), True)
    assert len(DepartmentBook.load(privacy_manager.operator_id)) == 0


def test_a_column_that_the_file_lacks_leaves_what_is_known(take_in: Any, privacy_manager: Actor) -> None:
    take_in(HEADER + "sales,営業部,Sales,\n")
    take_in("department_ref,name\nsales,営業本部\n")
    assert DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"].versions[-1].name_en == "Sales"


def test_an_empty_cell_leaves_what_is_known(take_in: Any, privacy_manager: Actor) -> None:
    take_in(HEADER + "sales,営業部,Sales,\n")
    take_in(HEADER + "sales,営業本部,,\n")
    assert DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"].versions[-1].name_en == "Sales"


def test_the_history_of_an_entry_can_stand_in_one_file(take_in: Any, privacy_manager: Actor) -> None:
    take_in(HEADER + "sales,営業部,Sales,2024-04-01\nsales,営業本部,,2025-04-01\n")
    versions = DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"].versions
    assert [(version.name, version.name_en) for version in versions] == [("営業部", "Sales"), ("営業本部", "Sales")]


def test_an_entry_is_ended_by_a_row(take_in: Any, privacy_manager: Actor) -> None:
    take_in(HEADER + "sales,営業部,,2024-04-01\n")
    take_in("department_ref,name,is_active,valid_from\nsales,営業部,いいえ,2026-04-01\n")
    assert not DepartmentBook.load(privacy_manager.operator_id).by_ref["sales"].is_offered(date(2026, 4, 1))


def test_the_manager_is_named_by_the_address_of_a_user(take_in: Any, privacy_manager: Actor) -> None:
    result = take_in("department_ref,name,manager_email\nsales,営業部,nobody@example.jp\n")
    assert places(result) == [(2, "manager_email", "nobody@example.jp")]


def test_an_excel_file_is_read_like_a_csv_file(tmp_path: Path, privacy_manager: Actor, at: datetime) -> None:
    path = tmp_path / "departments.xlsx"
    write_xlsx(path, ["department_ref", "name"], [["sales", "営業部"], ["hr", "人事部"]])
    result = import_file(DEPARTMENTS, Source(path), actor=privacy_manager, at=at)
    assert counts(result) == (2, 0, 0, 0)


# --- Chunks ------------------------------------------------------------------------------------------------------------


def probe(write: Any) -> ImportKind:
    return ImportKind("probe", Text("試験", "probe"), Columns(("ref",), ("ref",)), lambda _run: write)


def test_progress_is_told_after_each_chunk(
    source: Any, privacy_manager: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "CHUNK_ROWS", 2)
    told: list[tuple[int, int | None]] = []
    kind = probe(lambda rows: ChunkOutcome(new_count=len(rows)))
    watch = Watch(on_progress=lambda done, total: told.append((done, total)))
    import_file(kind, source("ref\na\nb\nc\n"), actor=privacy_manager, at=at, watch=watch)
    assert told == [(2, 3), (3, 3)]


def test_a_conflict_refuses_its_chunk_and_the_next_one_is_written(
    source: Any, privacy_manager: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "CHUNK_ROWS", 2)

    def write(rows: Any) -> ChunkOutcome:
        if rows[0][0] == 2:
            raise Conflict(Text("競合", "conflict"))
        return ChunkOutcome(new_count=len(rows))

    result = import_file(probe(write), source("ref\na\nb\nc\n"), actor=privacy_manager, at=at)
    assert (counts(result), places(result)) == ((1, 0, 0, 2), [(2, None, None)])
