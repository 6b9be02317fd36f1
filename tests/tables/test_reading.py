"""Check how tables are read: header, rows, broken rows, sheets."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_log.errors import Problem, RuleViolation
from transfer_log.tables import Columns, Row, open_table, read_rows, split_list, write_csv, write_xlsx
from transfer_log.tables.records import MAX_CELL_CHARACTERS

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = Columns(known=("ref", "name", "note"), required=("ref",))


def csv_file(folder: Path, text: str, codec: str = "utf-8") -> Path:
    path = folder / "file.csv"
    path.write_bytes(text.encode(codec))
    return path


def xlsx_file(folder: Path, rows: list[list[object]], **formats: str) -> Path:
    path = folder / "file.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy/mm/dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date | time):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell)
    return path


def read(path: Path, columns: Columns = COLUMNS, **options: str) -> tuple[list[Row], list[Problem]]:
    problems: list[Problem] = []
    with open_table(path, columns, **options) as table:
        rows = list(table.rows(problems.append))
    return rows, problems


def refusal(path: Path, columns: Columns = COLUMNS, **options: str) -> tuple[Problem, ...]:
    with pytest.raises(RuleViolation) as refused:
        read(path, columns, **options)
    return refused.value.problems


# --- Header ------------------------------------------------------------------------------------------------------


def test_cells_come_by_column_name_with_the_row_number_of_the_sheet(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, "ref,name,note\nR1,見本,x\n"))
    assert rows == [Row(2, {"ref": "R1", "name": "見本", "note": "x"})]


def test_a_column_the_file_lacks_is_empty(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, "name,ref\n見本,R1\n"))
    assert rows[0].cells == {"ref": "R1", "name": "見本", "note": ""}


def test_an_unknown_column_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    problem = refusal(csv_file(tmp_path, "ref,nmae\n"))[0]
    assert (problem.field, problem.text.en, problem.text.ja) == (
        "nmae",
        "There is no column nmae. Did you mean name?",
        "「nmae」という列はありません。「name」のことですか。",
    )


def test_a_doubled_column_is_refused(tmp_path: Path) -> None:
    assert [problem.field for problem in refusal(csv_file(tmp_path, "ref,name,name\n"))] == ["name"]


def test_a_missing_required_column_is_named(tmp_path: Path) -> None:
    assert [problem.field for problem in refusal(csv_file(tmp_path, "name\n"))] == ["ref"]


def test_everything_wrong_with_a_header_is_said_at_once(tmp_path: Path) -> None:
    problems = refusal(csv_file(tmp_path, "name,,name,colour\n"))
    assert [problem.field for problem in problems] == [None, "colour", "name", "ref"]


def test_columns_separated_by_tabs_are_recognised(tmp_path: Path) -> None:
    assert "tabs" in refusal(csv_file(tmp_path, "ref\tname\nR1\tx\n"))[0].text.en


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert refusal(csv_file(tmp_path, ""))[0].text.en == "The file is empty."


def test_blank_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, "\n,,\nref,name\nR1,x\n"))
    assert rows[0].number == 4


def test_empty_columns_at_the_right_end_are_let_pass(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, "ref,name,,\nR1,x,,\n"))
    assert (rows[0].cells["name"], problems) == ("x", [])


def test_a_value_in_an_unnamed_column_refuses_its_row(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, "ref,name,\nR1,x,stray\nR2,y,\n"))
    assert ([row.number for row in rows], [(p.row, p.found) for p in problems]) == ([3], [(2, "stray")])


def test_a_broken_row_above_the_header_refuses_the_file(tmp_path: Path) -> None:
    assert refusal(csv_file(tmp_path, '"a"b,ref\nref,name\n'))[0].row == 1


def test_a_broken_row_far_below_the_header_does_not_refuse_the_file(tmp_path: Path) -> None:
    _, problems = read(csv_file(tmp_path, 'ref,name\nR1,x\n"a"b,y\n'))
    assert [problem.row for problem in problems] == [3]


# --- Rows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_rows_are_read_in_every_encoding_with_every_line_end(tmp_path: Path, codec: str, line_end: str) -> None:
    text = line_end.join(["ref,name,note", 'R1,髙橋,"a,""b"""', "R2,㈱見本,ｶﾅ", ""])
    rows, _ = read(csv_file(tmp_path, text, codec))
    assert [list(row.cells.values()) for row in rows] == [["R1", "髙橋", 'a,"b"'], ["R2", "㈱見本", "ｶﾅ"]]


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, "ref,name\n\n,\nR1,x\n"))
    assert ([row.number for row in rows], problems) == ([4], [])


def test_a_cell_over_several_lines_stays_one_row(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, 'ref,note\nR1,"a\nb"\nR2,c\n'))
    assert [(row.number, row.cells["note"]) for row in rows] == [(2, "a\nb"), (3, "c")]


def test_a_cell_over_the_edge_of_a_block_stays_whole(tmp_path: Path) -> None:
    filler = "".join(f"F{n},x\n" for n in range(8_000))
    long = "line\n" * 20_000
    rows, problems = read(csv_file(tmp_path, f'ref,note\n{filler}R1,"{long}"\nR2,end\n{filler}'))
    assert (len(rows), rows[8_000].cells["note"] == long, rows[8_001].number, problems) == (16_002, True, 8_003, [])


@pytest.mark.parametrize(("line", "count"), [("R1", "1"), ("R1,x,y", "3")])
def test_a_ragged_row_is_refused_and_the_next_one_read(tmp_path: Path, line: str, count: str) -> None:
    rows, problems = read(csv_file(tmp_path, f"ref,name\n{line}\nR2,y\n"))
    assert ([row.number for row in rows], [(p.row, p.found, p.allowed) for p in problems]) == (
        [3],
        [(2, count, ("2",))],
    )


def test_a_nul_is_refused_by_row_and_field(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, "ref,name\nR1,a\0b\nR2,y\n"))
    assert ([row.number for row in rows], [(p.row, p.field) for p in problems]) == ([3], [(2, "name")])


def test_a_cell_too_long_is_refused_by_row_and_field(tmp_path: Path) -> None:
    long = "x" * (MAX_CELL_CHARACTERS + 1)
    rows, problems = read(csv_file(tmp_path, f"ref,name\nR1,{long}\nR2,y\n"))
    assert ([row.number for row in rows], [(p.row, p.field) for p in problems]) == ([3], [(2, "name")])


def test_a_cell_of_the_greatest_length_is_read(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, f"ref,name\nR1,{'x' * MAX_CELL_CHARACTERS}\n"))
    assert (len(rows[0].cells["name"]), problems) == (MAX_CELL_CHARACTERS, [])


def test_a_lone_quotation_mark_is_refused_by_row_and_field(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, 'ref,name,note\nR1,x,y\nR2,"15" screen,y\nR3,x,y\n'))
    assert ([row.number for row in rows], [(p.row, p.field) for p in problems]) == ([2, 4], [(3, "name")])


def test_an_open_quotation_mark_does_not_swallow_the_rows_behind_it(tmp_path: Path) -> None:
    rows, problems = read(csv_file(tmp_path, 'ref,name\nR1,x\nR2,"open\nR3,x\nR4,"quoted"\nR5,x\n'))
    assert ([row.number for row in rows], [(p.row, p.field) for p in problems]) == ([2, 4, 5, 6], [(3, "name")])


def test_a_quotation_mark_open_to_the_end_of_a_long_file_costs_one_row(tmp_path: Path) -> None:
    filler = "".join(f"F{n},some words of filling\n" for n in range(60_000))
    rows, problems = read(csv_file(tmp_path, f'ref,name\nR1,"open\n{filler}'))
    assert (len(rows), rows[-1].number, [(p.row, p.field) for p in problems]) == (60_000, 60_002, [(2, "name")])


def test_each_of_many_broken_rows_is_refused_alone(tmp_path: Path) -> None:
    lines = "".join(f'R{n},"a"b\nS{n},x\n' for n in range(500))
    rows, problems = read(csv_file(tmp_path, f"ref,name\n{lines}"))
    assert ([row.number for row in rows], [p.row for p in problems]) == (
        list(range(3, 1_003, 2)),
        list(range(2, 1_002, 2)),
    )


def test_a_file_of_broken_rows_is_given_up(tmp_path: Path) -> None:
    assert "Export the file again" in refusal(csv_file(tmp_path, "ref,name\n" + 'R,"a"b\n' * 1_001))[0].text.en


def test_an_endless_row_is_given_up(tmp_path: Path) -> None:
    cell = '"' + ("x" * 999 + "\n") * 900 + '",'
    assert "Row 2 is too long" in refusal(csv_file(tmp_path, f"ref,name\n{cell * 30}"))[0].text.en


def test_the_formula_guard_is_taken_off(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, "ref,name,note\nR1,'+81-3,'O''Brien\n"))
    assert list(rows[0].cells.values()) == ["R1", "+81-3", "'O''Brien"]


def test_cells_come_in_the_order_asked_for(tmp_path: Path) -> None:
    with open_table(csv_file(tmp_path, "ref,name\nR1,x\n"), COLUMNS) as table:
        assert list(table.positional(("name", "note", "ref"), [].append)) == [(2, ("x", "", "R1"))]


def test_one_column_alone_comes_as_a_tuple(tmp_path: Path) -> None:
    with open_table(csv_file(tmp_path, "ref\nR1\n"), COLUMNS) as table:
        assert list(table.positional(("ref",), [].append)) == [(2, ("R1",))]


def test_asking_for_an_unknown_column_is_a_fault_of_the_caller(tmp_path: Path) -> None:
    with open_table(csv_file(tmp_path, "ref\nR1\n"), COLUMNS) as table, pytest.raises(ValueError, match="colour"):
        table.positional(("colour",), [].append)


def test_rows_are_read_without_opening_a_table(tmp_path: Path) -> None:
    assert list(read_rows(csv_file(tmp_path, "ref,name\nR1,x\n"), COLUMNS, [].append)) == [(2, ("R1", "x", ""))]


def test_what_is_known_of_the_file_is_told(tmp_path: Path) -> None:
    with open_table(csv_file(tmp_path, "ref,name\nR1,髙\n", "cp932"), COLUMNS) as table:
        assert (table.file.encoding, table.file.line_count, len(table.file.digest)) == ("cp932", 2, 32)


def test_a_chosen_encoding_is_obeyed(tmp_path: Path) -> None:
    rows, _ = read(csv_file(tmp_path, "ref,name\nR1,ｱｲ\n", "cp932"), encoding="cp932")
    assert rows[0].cells["name"] == "ｱｲ"


def test_a_large_file_is_read_in_flat_memory(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "ref,name,note\n" + "R1,山田 太郎,some words\n" * 100_000)
    tracemalloc.start()
    count = sum(1 for _ in read_rows(path, COLUMNS, [].append))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (count, peak < 8 << 20) == (100_000, True)


CELL = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)


@given(st.lists(st.tuples(CELL, CELL, CELL).filter(any), max_size=20))
@settings(deadline=None)
def test_what_we_write_as_csv_we_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str, str]]
) -> None:
    buffer = io.BytesIO()
    write_csv(buffer, COLUMNS.known, written)
    path = tmp_path_factory.mktemp("csv") / "file.csv"
    path.write_bytes(buffer.getvalue())
    assert [cells for _, cells in read_rows(path, COLUMNS, [].append)] == written


@given(st.text(alphabet="\",\r\n'aé山=", max_size=60))
@settings(deadline=None)
def test_no_text_whatever_breaks_the_reader_or_loses_a_row(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    path = csv_file(tmp_path_factory.mktemp("csv"), "ref,name\n" + body)
    rows, problems = read(path)
    numbers = [row.number for row in rows] + [problem.row for problem in problems]
    assert len(numbers) == len(set(numbers))


@given(st.lists(st.lists(CELL, min_size=2, max_size=2).filter(any), max_size=20))
@settings(deadline=None)
def test_a_well_formed_file_is_read_as_the_csv_module_reads_it(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["ref", "name"], *([cell.lstrip("'") for cell in row] for row in cells)])
    path = csv_file(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    _, *expected = csv.reader(io.StringIO(buffer.getvalue(), newline=""))
    rows, _ = read(path)
    assert [[row.cells["ref"], row.cells["name"]] for row in rows] == [row for row in expected if any(row)]


# --- Sheets ------------------------------------------------------------------------------------------------------


def test_a_sheet_is_read_like_a_csv(tmp_path: Path) -> None:
    rows, _ = read(xlsx_file(tmp_path, [["ref", "name"], ["R1", "髙橋"], [None, None], ["R2", "a\nb"]]))
    assert [(row.number, row.cells["name"]) for row in rows] == [(2, "髙橋"), (4, "a\nb")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 11, 20), "2026-11-20"),
        (datetime(2026, 11, 20, 9, 5, 1), "2026-11-20T09:05:01"),  # noqa: DTZ001 a cell has no time zone
        (1234567890123, "1234567890123"),
        (5, "5"),
        (1.5, "1.5"),
        (-3, "-3"),
        (True, "true"),
        (1234567890123456, "1234567890123456.0"),  # Excel keeps 15 digits: it must not look exact
        ("0123", "0123"),
        ("'=1", "=1"),
    ],
)
def test_the_value_of_a_cell_becomes_plain_text(tmp_path: Path, value: object, text: str) -> None:
    rows, _ = read(xlsx_file(tmp_path, [["ref", "name"], ["R1", value]]))
    assert rows[0].cells["name"] == text


def test_a_cell_with_an_error_value_refuses_the_file_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Q&A <1>")
        sheet.write_row(0, 0, ["ref", "name"])
        sheet.write_row(1, 0, ["R1"])
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    assert refusal(path)[0].found == "B2"


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        hidden = book.add_worksheet("hidden")
        hidden.write_row(0, 0, ["colour"])
        seen = book.add_worksheet("seen")
        seen.write_row(0, 0, ["ref"])
        seen.write_row(1, 0, ["R1"])
        seen.activate()
        seen.set_first_sheet()
        hidden.hide()
    rows, _ = read(path)
    assert rows[0].cells["ref"] == "R1"


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("one").write_row(0, 0, ["colour"])
        book.add_worksheet("二").write_row(0, 0, ["ref"])
    rows, _ = read(path, sheet="二")
    assert rows == []


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    problems = refusal(xlsx_file(tmp_path, [["ref"]]), sheet="none")
    assert problems[0].text.en == "There is no sheet of that name."


def test_an_empty_sheet_is_refused(tmp_path: Path) -> None:
    assert refusal(xlsx_file(tmp_path, []))[0].text.en == "The file is empty."


def test_a_sheet_can_be_left_half_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [["ref", "name"], *([f"R{n}", "x" * 100] for n in range(5_000))])
    with open_table(path, COLUMNS) as table:
        assert next(table.positional(("ref",), [].append)) == (2, ("R0",))


def zip_file(folder: Path, members: dict[str, bytes], level: int = 9) -> Path:
    path = folder / "file.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_an_archive_that_packs_too_well_is_refused(tmp_path: Path) -> None:
    assert "ratio" in refusal(zip_file(tmp_path, {"xl/workbook.xml": b"0" * 10_000_000}))[0].text.en


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    parts = {f"{n}.xml": bytes(40 << 20) for n in range(6)}
    assert "unpacks" in refusal(zip_file(tmp_path, parts, level=1))[0].text.en


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    assert "files inside" in refusal(zip_file(tmp_path, {f"{n}": b"" for n in range(1_001)}))[0].text.en


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(21 << 20))
    assert refusal(path)[0].allowed == ("20 MiB",)


def test_another_kind_of_archive_is_refused(tmp_path: Path) -> None:
    assert "not an Excel workbook" in refusal(zip_file(tmp_path, {"word/document.xml": b"<a/>"}))[0].text.en


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(zip_file(tmp_path, {"xl/workbook.xml": b"<a"}))[0].text.en


def test_a_sheet_that_claims_a_billion_cells_is_refused(tmp_path: Path) -> None:
    original = xlsx_file(tmp_path, [["ref"], ["R1"]])
    with zipfile.ZipFile(original) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", far)
    assert "too big" in refusal(zip_file(tmp_path, members))[0].text.en


@pytest.mark.parametrize(
    ("name", "content"),
    [("file.csv", b"PK\x03\x04rest"), ("file.xlsx", b"ref,name\n"), ("file.txt", b"ref\n"), ("file", b"ref\n")],
)
def test_ending_and_content_must_agree(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path)[0].allowed == ("csv", "xlsx")


def test_an_old_or_locked_workbook_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
    assert "password" in refusal(path)[0].text.en


#: A sheet is XML: controls and cells of nothing but white space do not come through it.
SHEET_CELL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=8)


@given(st.lists(st.tuples(SHEET_CELL, SHEET_CELL, SHEET_CELL).filter(any), min_size=1, max_size=5))
@settings(deadline=None, max_examples=15)
def test_what_we_write_as_a_sheet_we_read_back(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("xlsx") / "file.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, COLUMNS.known, written)
    assert [cells for _, cells in read_rows(path, COLUMNS, [].append)] == written


# --- Lists in a cell ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "entries"),
    [("", ()), ("name", ("name",)), ("name;age", ("name", "age")), (" name ；age; ", ("name", "age")), (";", ())],
)
def test_a_list_in_a_cell_is_split(cell: str, entries: tuple[str, ...]) -> None:
    assert split_list(cell) == entries
