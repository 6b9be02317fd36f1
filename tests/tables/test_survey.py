"""Check that the encoding of a CSV is found out, or refused with the line."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.errors import Problem, RuleViolation
from transfer_log.tables.survey import CHUNK_BYTES, file_digest, survey

if TYPE_CHECKING:
    from pathlib import Path

#: What charset guessers stumble over: half-width kana beside the characters that only CP932 has.
HARD = "氏名,備考\r\n髙橋,ﾔﾏﾀﾞ①㈱\r\n"
PLAIN = "氏名,住所\r\n山田太郎,東京都見本区\r\n"


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


def problem_of(path: Path, encoding: str | None = None) -> Problem:
    with pytest.raises(RuleViolation) as refused:
        survey(path, encoding)
    return refused.value.problems[0]


@pytest.mark.parametrize(
    ("codec", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp932", "cp932")],
)
@pytest.mark.parametrize("repeats", [1, 5, 500])
def test_the_encoding_is_found_out(tmp_path: Path, codec: str, found: str, repeats: int) -> None:
    assert survey(file_of(tmp_path, (HARD * repeats).encode(codec))).encoding == found


@pytest.mark.parametrize("repeats", [1, 5, 500])
def test_euc_jp_is_told_from_cp932(tmp_path: Path, repeats: int) -> None:
    assert survey(file_of(tmp_path, (PLAIN * repeats).encode("euc_jp"))).encoding == "euc-jp"


def test_plain_ascii_is_utf_8(tmp_path: Path) -> None:
    assert survey(file_of(tmp_path, b"a,b\n1,2\n")).encoding == "utf-8"


def test_cp932_behind_a_long_ascii_start_is_found_out(tmp_path: Path) -> None:
    content = b"a,b\n" * (CHUNK_BYTES // 2) + "髙橋,1\n".encode("cp932")
    assert survey(file_of(tmp_path, content)).encoding == "cp932"


def test_a_damaged_place_in_utf_8_is_named_by_its_line(tmp_path: Path) -> None:
    content = PLAIN.encode() * 100 + b"\xe3\x81,x\r\n" + PLAIN.encode()
    assert problem_of(file_of(tmp_path, content)).row == 201


def test_a_damaged_place_far_behind_the_first_chunk_is_named_by_its_line(tmp_path: Path) -> None:
    line = "山田太郎,東京都見本区\n".encode()
    count = 3 * CHUNK_BYTES // len(line)
    problem = problem_of(file_of(tmp_path, line * count + b"ok,\xff\xfe\n" + line))
    assert (problem.row, problem.found) == (count + 1, "0xFF")


def test_a_character_cut_by_the_end_of_the_file_is_a_fault(tmp_path: Path) -> None:
    assert problem_of(file_of(tmp_path, PLAIN.encode() + "山".encode()[:2])).row == 3


def test_a_byte_order_mark_binds(tmp_path: Path) -> None:
    assert problem_of(file_of(tmp_path, b"\xef\xbb\xbfa,b\n\x93\xfa,1\n")).row == 2


def test_what_fits_no_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    problem = problem_of(file_of(tmp_path, b"a,b\n1,2\n\x82\xff\xfe\xa0\xfd\xff,2\n"))
    assert problem.row == 3


def test_the_chosen_encoding_is_used(tmp_path: Path) -> None:
    assert survey(file_of(tmp_path, b"a\n\xb1\xb2\n"), "cp932").encoding == "cp932"


def test_shift_jis_means_cp932(tmp_path: Path) -> None:
    assert survey(file_of(tmp_path, HARD.encode("cp932")), "Shift_JIS").encoding == "cp932"


def test_a_chosen_encoding_that_does_not_fit_is_refused_with_its_line(tmp_path: Path) -> None:
    problem = problem_of(file_of(tmp_path, PLAIN.encode("cp932")), "utf-8")
    assert (problem.row, "UTF-8" in problem.text.en) == (1, True)


def test_an_unknown_encoding_is_refused_with_those_known(tmp_path: Path) -> None:
    assert problem_of(file_of(tmp_path, b"a\n"), "latin-1").allowed == ("utf-8", "utf-16", "cp932", "euc-jp")


def test_lines_are_counted(tmp_path: Path) -> None:
    assert survey(file_of(tmp_path, b"a\r\nb\r\nc\r\n")).line_count == 3


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    assert problem_of(file_of(tmp_path, b"a\n" + b"x" * (17 << 20))).row == 2


def test_an_empty_file_is_utf_8(tmp_path: Path) -> None:
    assert survey(file_of(tmp_path, b"")).encoding == "utf-8"


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert file_digest(file_of(tmp_path, b"a,b\n")) == sha256(b"a,b\n").digest()


@given(st.text(alphabet="山田髙橋東京都株式会社あいうえおアイウ,\n1a", min_size=1))
def test_whatever_was_saved_as_cp932_is_read_as_it_was(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = file_of(tmp_path_factory.mktemp("survey"), ("氏名\n" + text).encode("cp932"))
    assert path.read_bytes().decode(survey(path).codec) == "氏名\n" + text
