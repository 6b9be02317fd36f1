"""Check how the fields of a draft are cleaned, and what is said about wrong ones."""

from __future__ import annotations

from datetime import date

import pytest

from transfer_log.field_checks import FieldChecks, unknown_value


@pytest.fixture
def checks() -> FieldChecks:
    """Return checks that have found nothing yet."""
    return FieldChecks()


def found(checks: FieldChecks) -> list[tuple[str | None, str | None]]:
    return [(problem.field, problem.found) for problem in checks.problems]


def test_spaces_around_a_value_are_dropped(checks: FieldChecks) -> None:
    assert checks.line("name", "　 見本 ", 200) == "見本"


def test_a_line_break_inside_a_line_becomes_a_space(checks: FieldChecks) -> None:
    assert checks.line("address", "東京都\r\n見本区", 200) == "東京都 見本区"


def test_words_keep_their_line_breaks(checks: FieldChecks) -> None:
    assert checks.words("note", "一\n二", 200) == "一\n二"


@pytest.mark.parametrize("empty", ["", "  ", "　", None])
def test_nothing_written_is_none_and_no_problem(checks: FieldChecks, empty: str | None) -> None:
    assert (checks.line("name", empty, 200), checks.problems) == (None, [])


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud842b", "a\x1bb"])
def test_what_no_engine_keeps_is_refused_and_shown(checks: FieldChecks, bad: str) -> None:
    assert checks.line("name", bad, 200) is None
    [(_, shown)] = found(checks)
    assert shown is not None
    assert "U+" in shown


def test_an_unusual_but_real_name_is_kept(checks: FieldChecks) -> None:
    assert checks.line("name", "𠮷野家👪葛󠄀", 200) == "𠮷野家👪葛󠄀"


def test_a_value_that_is_too_long_says_how_long_it_is(checks: FieldChecks) -> None:
    checks.line("name", "あ" * 201, 200)
    assert "201" in checks.problems[0].text.en


@pytest.mark.parametrize("ref", ["P1", "R-00001", "見本_1", "C.12:3", "A" * 80])
def test_a_code_may_be(checks: FieldChecks, ref: str) -> None:
    assert (checks.ref("ref", ref), checks.problems) == (ref, [])


@pytest.mark.parametrize("ref", ["", "a b", "a;b", "a/b", "a?b", "a#b", "a%b", "a\nb", "A" * 81])
def test_a_code_may_not_be(checks: FieldChecks, ref: str) -> None:
    checks.ref("ref", ref)
    assert [problem.field for problem in checks.problems] == ["ref"]


def test_codes_stand_once_in_the_order_given(checks: FieldChecks) -> None:
    assert checks.codes("kinds", ["b", "a", "b"], ("a", "b")) == ["b", "a"]


def test_a_needed_code_names_those_allowed(checks: FieldChecks) -> None:
    checks.needed_code("mode", "", ("lump", "each_time"))
    assert checks.problems[0].allowed == ("lump", "each_time")


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(2201, 1, 1)])
def test_a_day_of_another_age_is_refused(checks: FieldChecks, day: date) -> None:
    assert checks.day("valid_from", day) is None
    assert found(checks) == [("valid_from", day.isoformat())]


@pytest.mark.parametrize("url", ["https://example.jp/a?b=c", "http://例え.jp"])
def test_an_address_may_be(checks: FieldChecks, url: str) -> None:
    assert (checks.url("url", url), checks.problems) == (url, [])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "example.jp", "https://", "https://a b", "https://[", "ftp://a"]
)
def test_an_address_may_not_be(checks: FieldChecks, url: str) -> None:
    assert checks.url("url", url) is None
    assert found(checks) == [("url", url)]


def test_the_word_that_was_meant_is_named() -> None:
    problem = unknown_value("kind", "job_provder", ("job_provider", "court"))
    assert (problem.text.ja, problem.allowed) == (
        "この値は使えません。「job_provider」のことですか。",
        ("job_provider", "court"),
    )


def test_where_nothing_is_near_nothing_is_guessed() -> None:
    assert unknown_value("kind", "zzz", ("court",)).text.en == "This value cannot be used."
