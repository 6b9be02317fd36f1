"""The record list as JSON and CSV: read back with other readers, it says what the document says."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date

import pytest
import rfc8785
from answer_examples import (
    PUBLIC,
    RECIPIENT,
    document,
    many_rows,
    mixed_rows,
    opt_out_row,
    row,
    voluntary_row,
)

from transfer_log.answers.document import AnswerDocument, Days, Subject
from transfer_log.answers.render import TooManyRecords, to_csv, to_json, to_pdf
from transfer_log.errors import Text
from transfer_log.tables import UnwritableCharacters
from transfer_log.tables.guard import unguarded


def lines_of(shown: AnswerDocument) -> list[dict[str, str]]:
    """Read the CSV form back as Excel would, the guard taken off."""
    text = to_csv(shown).decode("utf-8-sig")
    return [
        {key: unguarded(cell) for key, cell in line.items()} for line in csv.DictReader(io.StringIO(text, newline=""))
    ]


def test_the_digest_of_the_json_form_can_be_computed_from_it() -> None:
    answer = json.loads(to_json(document(*mixed_rows())))
    assert hashlib.sha256(rfc8785.dumps(answer["content"])).hexdigest() == answer["digest"]["value"]


def test_a_changed_record_in_the_json_form_no_longer_fits_the_digest() -> None:
    answer = json.loads(to_json(document(row())))
    answer["content"]["records"][0]["recipient"]["name"]["ja"] = "株式会社別名"
    assert hashlib.sha256(rfc8785.dumps(answer["content"])).hexdigest() != answer["digest"]["value"]


def test_the_json_form_is_the_same_bytes_each_time() -> None:
    assert to_json(document(*mixed_rows())) == to_json(document(*mixed_rows()))


def test_the_json_form_carries_both_languages_and_every_record() -> None:
    content = json.loads(to_json(document(*mixed_rows())))["content"]
    assert [record["number"] for record in content["records"]] == list(range(1, 9))
    assert content["records"][2]["recipient"]["country"] == {"ja": "ベトナム", "en": "Viet Nam"}
    assert content["records"][6]["kind"] == "voluntary"


def test_inside_the_company_the_json_form_says_who_took_it_and_why() -> None:
    copy = json.loads(to_json(document(row())))["copy"]
    assert copy["prepared_by"] == "U-0012"
    assert copy["mark"] == {"ja": "社内用", "en": "For internal use"}


def test_a_disclosed_json_form_names_no_member_of_staff() -> None:
    inside = document(row())
    copy = json.loads(to_json(replace(inside, making=replace(inside.making, is_internal=False))))["copy"]
    assert (copy["prepared_by"], copy["reason"], copy["mark"]) == (None, None, None)


def test_where_there_is_no_record_the_json_form_says_so() -> None:
    statement = json.loads(to_json(document()))["statement"]
    assert "存在しません" in statement["ja"]


def test_the_csv_form_opens_in_japanese_excel() -> None:
    written = to_csv(document(row()))
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.count(b"\r\n") == 2
    assert written.count(b"\n") == 2


def test_the_csv_form_has_one_line_a_record_with_person_document_and_digest() -> None:
    shown = document(*mixed_rows())
    lines = lines_of(shown)
    assert [line["番号"] for line in lines] == [str(number) for number in range(1, 9)]
    assert {line["本人の氏名"] for line in lines} == {"山田 太郎"}
    assert {line["記録内容のダイジェスト（SHA-256）"] for line in lines} == {shown.digest}
    assert {line["取扱い"] for line in lines} == {"社内用"}


def test_the_csv_form_says_which_day_is_statutory() -> None:
    assert [line["日付の扱い"] for line in lines_of(document(row(), opt_out_row()))] == ["参考", "法定の記録事項"]


def test_the_csv_form_gives_first_and_last_day_and_what_goes_on() -> None:
    lump = row(1, days=Days(date(2026, 4, 1), date(2026, 9, 30)))
    going_on = row(2, days=Days(date(2026, 10, 1), None))
    days = [
        (line["提供年月日（最初の日）"], line["提供年月日（最後の日）"]) for line in lines_of(document(lump, going_on))
    ]
    assert days == [("2026-04-01", "2026-09-30"), ("2026-10-01", "継続中")]


def test_the_csv_form_notes_unspecified_many_in_place_of_a_name() -> None:
    assert lines_of(document(row(recipient=PUBLIC)))[0]["提供先の名称"] == "不特定かつ多数の者に対する提供"


def test_the_csv_form_leaves_empty_what_is_not_recorded() -> None:
    unknown = replace(RECIPIENT, address="", representative="")
    line = lines_of(document(row(recipient=unknown, basis=None, consent_obtained=None)))[0]
    assert (line["提供先の住所"], line["提供先の代表者"], line["提供の根拠"]) == ("", "", "")


def test_the_csv_form_in_english_has_english_headings_and_labels() -> None:
    line = lines_of(document(voluntary_row(), language="en"))[0]
    assert line["Third party"] == "Takahashi Data Analysis, Inc."
    assert line["Kind of record"] == "Voluntary"


@pytest.mark.parametrize("name", ["=1+1", "＝1+1", "+81", "-見本", "@SUM(A1)", "'=1", "\t=1", 'a",=b\r\n=c'])
def test_a_name_like_a_formula_is_guarded_and_comes_back_whole(name: str) -> None:
    shown = document(row(recipient=replace(RECIPIENT, name=Text(name, name))))
    assert lines_of(shown)[0]["提供先の名称"] == name
    written = next(csv.DictReader(io.StringIO(to_csv(shown).decode("utf-8-sig"), newline="")))["提供先の名称"]
    assert not written.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_cp932_names_the_character_it_has_no_place_for() -> None:
    with pytest.raises(UnwritableCharacters) as refused:
        to_csv(document(row(), subject=Subject(name="𠮷田 花子")), encoding="cp932")
    assert refused.value.characters == ("𠮷",)


def test_a_list_too_long_for_a_pdf_is_refused_with_the_way_out() -> None:
    with pytest.raises(TooManyRecords, match="take CSV or JSON") as refused:
        to_pdf(document(*many_rows(2_001)))
    assert "2,001" in refused.value.text.ja
