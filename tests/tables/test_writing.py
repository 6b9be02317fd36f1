"""Check the files that go out: what Excel in Japan opens, what machines read, what is refused."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from transfer_log.errors import RuleViolation
from transfer_log.tables import UnwritableCharacters, join_list, write_csv, write_jsonl, write_xlsx
from transfer_log.tables import writing as module


def csv_of(rows: list[tuple[object, ...]], header: tuple[str, ...] = ("氏名",), encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    write_csv(buffer, header, rows, encoding=encoding)
    return buffer.getvalue()


def sheets_of(rows: list[tuple[object, ...]], header: tuple[str, ...] = ("ref",)) -> list[list[list[object]]]:
    buffer = io.BytesIO()
    write_xlsx(buffer, header, rows)
    buffer.seek(0)
    book = CalamineWorkbook.from_filelike(buffer)
    return [list(book.get_sheet_by_name(name).iter_rows()) for name in book.sheet_names]


def test_csv_for_excel_begins_with_a_byte_order_mark_and_ends_lines_with_crlf() -> None:
    assert csv_of([("山田",)]) == b"\xef\xbb\xbf" + "氏名\r\n山田\r\n".encode()


def test_csv_can_be_cp932() -> None:
    assert csv_of([("髙橋㈱①",)], encoding="cp932") == "氏名\r\n髙橋㈱①\r\n".encode("cp932")


def test_every_character_that_cp932_lacks_is_named_at_once() -> None:
    with pytest.raises(UnwritableCharacters) as refused:
        csv_of([("山田",), ("𠮷田",), ("山田",), ("José 𠮷",)], encoding="cp932")
    problem = refused.value.problems[0]
    assert (refused.value.characters, problem.found, problem.allowed) == (
        ("𠮷", "é"),
        "𠮷 (U+20BB7), é (U+00E9)",
        ("utf-8",),
    )


def test_a_header_that_cp932_lacks_is_refused_too() -> None:
    with pytest.raises(UnwritableCharacters):
        csv_of([], header=("𠮷",), encoding="cp932")


def test_a_broken_character_is_refused_by_name() -> None:
    with pytest.raises(UnwritableCharacters, match="1 problem"):
        csv_of([("\ud800",)])


def test_the_stream_stays_open_and_the_rows_are_counted() -> None:
    buffer = io.BytesIO()
    assert (write_csv(buffer, ["a"], [("1",), ("2",)]), buffer.closed) == (2, False)


def test_a_cell_that_excel_would_run_is_guarded() -> None:
    assert csv_of([("=1+1",), ("@x",)]).decode("utf-8-sig").splitlines()[1:] == ["'=1+1", "'@x"]


def test_days_numbers_and_nothing_have_one_form() -> None:
    text = csv_of([(date(2026, 11, 20), 5, -5, 1.5, True, None)]).decode("utf-8-sig")
    assert text.splitlines()[1] == "2026-11-20,5,-5,1.5,true,"


def test_an_instant_must_be_text_before_it_is_written() -> None:
    with pytest.raises(TypeError, match="time zone"):
        csv_of([(datetime(2026, 11, 20, tzinfo=UTC),)])


def test_another_reader_reads_the_csv_as_it_was_written() -> None:
    rows = [('a,"b"', "x\ny"), ("", " ")]
    text = csv_of(rows, header=("a", "b")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *map(list, rows)]


def test_text_in_a_sheet_stays_text() -> None:
    rows = [("=1+1",), ("0123",), ("https://example.jp",), ("+81-3",), ("1234567890123",)]
    assert sheets_of(rows)[0][1:] == [[cell] for (cell,) in rows]


def test_days_and_numbers_in_a_sheet_are_real_ones() -> None:
    assert sheets_of([(date(2026, 11, 20), 5, True, None)], ("a", "b", "c", "d"))[0][1] == [
        date(2026, 11, 20),
        5.0,
        "true",
        "",
    ]


def test_a_number_longer_than_excel_keeps_is_written_as_text() -> None:
    assert sheets_of([(1234567890123456,)])[0][1] == ["1234567890123456"]


def test_an_instant_is_refused_in_a_sheet_too() -> None:
    with pytest.raises(TypeError, match="time zone"):
        sheets_of([(datetime(2026, 11, 20, tzinfo=UTC),)])


def test_a_cell_too_long_for_excel_is_refused_by_row_and_field() -> None:
    with pytest.raises(RuleViolation) as refused:
        sheets_of([("x",), ("x" * 32_768,)])
    problem = refused.value.problems[0]
    assert (problem.row, problem.field) == (3, "ref")


def test_a_cell_of_the_greatest_length_is_written() -> None:
    assert sheets_of([("x" * 32_767,)])[0][1] == ["x" * 32_767]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SHEET_ROWS", 3)
    assert sheets_of([(f"R{n}",) for n in range(5)]) == [
        [["ref"], ["R0"], ["R1"]],
        [["ref"], ["R2"], ["R3"]],
        [["ref"], ["R4"]],
    ]


def test_json_lines_hold_the_values_unguarded() -> None:
    buffer = io.BytesIO()
    count = write_jsonl(buffer, [{"name": "=髙橋", "on": date(2026, 11, 20)}, {"name": None}])
    lines = buffer.getvalue().split(b"\n")
    assert (count, [json.loads(line) for line in lines[:2]], lines[2]) == (
        2,
        [{"name": "=髙橋", "on": "2026-11-20"}, {"name": None}],
        b"",
    )


def test_json_lines_hold_no_nan() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_jsonl(io.BytesIO(), [{"a": float("nan")}])


def test_a_list_becomes_one_cell() -> None:
    assert join_list(["name", "age"]) == "name;age"
