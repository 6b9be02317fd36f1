"""The record list as PDF, read back with other readers: words, tags, standards, fonts, and no letter that comes out wrong."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from answer_examples import (
    ABROAD,
    ITEMS,
    PUBLIC,
    RECIPIENT,
    document,
    many_rows,
    mixed_rows,
    opt_out_row,
    row,
    voluntary_row,
)
from pypdf import PdfReader

from transfer_log.answers.document import AnswerDocument, Choices, Subject
from transfer_log.answers.render import to_pdf
from transfer_log.errors import Text
from transfer_log.fonts import coverage
from transfer_log.pdf import UnrenderableCharacter

if TYPE_CHECKING:
    from collections.abc import Iterator

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"

set_once = cache(to_pdf)


def pages_of(shown: AnswerDocument) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(set_once(shown))).pages]


def words_of(shown: AnswerDocument) -> str:
    """Return the text of the whole document without the breaks between lines."""
    return "".join(pages_of(shown)).replace("\n", "")


def named(name: str) -> AnswerDocument:
    """Return an answer about a person of this name."""
    return document(row(), subject=Subject(name=name))


def metadata_of(shown: AnswerDocument) -> dict[str, str]:
    """Return the elements of the XMP packet by their full names."""
    with pikepdf.open(io.BytesIO(set_once(shown))) as pdf:
        packet = ET.fromstring(pdf.Root.Metadata.read_bytes())  # noqa: S314 - our own bytes
    return {element.tag: element.text or "" for element in packet.iter()}


def elements_of(shown: AnswerDocument, tag: str) -> Iterator[pikepdf.Dictionary]:
    """Walk the structure tree and give every element of a tag, as long as the file is open."""
    with pikepdf.open(io.BytesIO(set_once(shown))) as pdf:
        waiting = [pdf.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if element.get("/S") == tag:
                yield element
            children = element.get("/K", [])
            listed = children if isinstance(children, pikepdf.Array) else [children]
            waiting += [child for child in listed if isinstance(child, pikepdf.Dictionary) and "/S" in child]


def scope_of(head: pikepdf.Dictionary) -> str:
    """Return what the attributes of a table head say it is the head of."""
    attributes = head.A if isinstance(head.A, pikepdf.Array) else [head.A]
    return next(str(entry.Scope) for entry in attributes if "/Scope" in entry)


# --- What it says ------------------------------------------------------------------------------------------------


def test_every_page_carries_mark_document_number_digest_and_page_of_pages() -> None:
    shown = document(*many_rows(30))
    pages = pages_of(shown)
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "社内用" in page
        assert "A-2026-000123" in page
        assert shown.digest in page
        assert f"{number} / {len(pages)}" in page


def test_a_disclosed_list_has_no_internal_mark_and_names_no_member_of_staff() -> None:
    inside = document(row())
    words = words_of(replace(inside, making=replace(inside.making, is_internal=False)))
    assert "開示します" in words
    assert "社内" not in words
    assert "U-0012" not in words


def test_the_letter_names_person_operator_day_and_law() -> None:
    words = words_of(document(row()))
    for said in (
        "第三者提供記録の一覧",
        "山田 太郎 様",
        "C-000123、E-77-0045",
        "令和8年11月21日",
        "株式会社みほん人材",
    ):
        assert said in words
    assert "第33条第5項" in words


def test_a_record_shows_recipient_address_representative_items_and_consent() -> None:
    words = words_of(document(row()))
    for said in (
        "株式会社髙橋データ分析",
        "大阪府大阪市北区架空島二丁目4番6号",
        "代表取締役 髙橋 一郎",
        "氏名、ふりがな、生年月日、性別",
        "同意を得ています",
        "法27条1項",
    ):
        assert said in words


def test_the_same_records_read_in_english_under_the_same_digest() -> None:
    english = document(*mixed_rows(), language="en")
    words = words_of(english)
    for said in ("Records of provision to third parties", "20 November 2026", "Viet Nam", "For internal use"):
        assert said in words
    assert document(*mixed_rows()).digest in words


def test_days_for_reference_only_are_marked_once_in_the_heading() -> None:
    words = words_of(document(row(1), row(2)))
    assert "提供年月日（参考）" in words
    assert words.count("参考") == 2  # the heading and the note


def test_beside_a_statutory_day_each_day_for_reference_is_marked() -> None:
    words = words_of(document(row(1), opt_out_row(2), row(3)))
    assert "提供年月日（参考）" not in words
    assert words.count("参考") == 3  # two rows and the note


def test_without_any_day_the_column_falls_away() -> None:
    shown = document(row().without_reference_day(), choices=Choices(reference_days=False))
    assert "提供年月日" not in words_of(shown)


def test_a_voluntary_record_is_marked_and_explained() -> None:
    words = words_of(document(row(1), voluntary_row(2)))
    assert words.count("任意の記録") == 2  # the row and the note


def test_unspecified_many_stand_in_place_of_a_name_and_address() -> None:
    words = words_of(document(opt_out_row(recipient=PUBLIC)))
    assert "不特定かつ多数の者に対する提供" in words
    assert "住所：" not in words


def test_a_missing_address_is_said_to_be_missing() -> None:
    assert "住所：記録がありません" in words_of(document(row(recipient=replace(RECIPIENT, address=""))))


def test_a_natural_person_has_no_line_for_a_representative() -> None:
    assert "代表者：" not in words_of(document(row(recipient=replace(RECIPIENT, representative=None))))


def test_each_basis_is_explained_in_plain_words() -> None:
    words = words_of(document(row(1), opt_out_row(2)))
    assert "あらかじめ同意をいただいて" in words
    assert "個人情報保護委員会に届け出た" in words


def test_where_there_is_no_record_the_list_says_so_with_the_article() -> None:
    words = words_of(document())
    assert "該当する第三者提供記録は存在しません（法33条5項において準用する同条3項）" in words
    assert "提供先" not in words


def test_the_desk_is_shown_with_phone_hours_and_closed_days() -> None:
    words = words_of(document())
    for said in ("個人情報ご相談窓口", "03-0000-0000", "午前10時から午後5時まで", "12月29日から1月3日まで"):
        assert said in words


def test_the_head_of_the_table_is_repeated_on_each_page_of_it() -> None:
    table_pages = [page for page in pages_of(document(*many_rows(30))) if "株式会社髙橋データ分析" in page]
    assert len(table_pages) > 2
    assert all("提供した個人データの項目" in page for page in table_pages)


# --- What it is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_claims_pdf_a_2a_and_pdf_ua_1_at_once(language: str) -> None:
    metadata = metadata_of(document(row(), language=language))
    assert (metadata[f"{PDFA}part"], metadata[f"{PDFA}conformance"], metadata[f"{PDFUA}part"]) == ("2", "A", "1")


@pytest.mark.parametrize(("language", "tag"), [("ja", "ja-JP"), ("en", "en-GB")])
def test_it_says_its_language_and_title(language: str, tag: str) -> None:
    reader = PdfReader(io.BytesIO(set_once(document(row(), language=language))))
    assert reader.trailer["/Root"]["/Lang"] == tag
    assert reader.metadata is not None
    assert reader.metadata.title in {"第三者提供記録の一覧", "Records of provision to third parties"}


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(set_once(named("Łukasz 葛\U000e0100")))) as pdf:
        descriptors = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
        assert len(descriptors) >= 3
        assert all("/FontFile2" in found or "/FontFile3" in found for found in descriptors)


def test_the_heads_of_the_table_are_tagged_for_their_columns() -> None:
    scopes = [scope_of(head) for head in elements_of(document(row()), "/TH")]
    assert scopes == 5 * ["/Column"]


def test_each_section_is_a_heading() -> None:
    assert len(list(elements_of(document(row()), "/H1"))) == 4


def test_the_same_document_gives_the_same_bytes() -> None:
    shown = document(*mixed_rows())
    assert to_pdf(shown) == to_pdf(shown)


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys; from answer_examples import document, row; from transfer_log.answers.render import to_pdf;"
        "sys.stdout.buffer.write(to_pdf(document(row())))"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "TZ": "Pacific/Honolulu"},
    )
    assert elsewhere.stdout == set_once(document(row()))


# --- Letters -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("𠮷田 花子", id="a kanji beyond the first plane"),
        pytest.param("葛\U000e0100城 葛\U000e0101子", id="both forms of 葛"),
        pytest.param("辻\U000e0100 一郎", id="辻 with one dot"),
        pytest.param("髙橋 﨑子", id="variants in names"),
        pytest.param("Nguyễn Thị Ánh", id="Vietnamese"),
        pytest.param("Łukasz Škoda Şahin", id="letters of the other font"),
        pytest.param("Ганбаатар Өлзий", id="Mongolian"),
        pytest.param("김철수", id="Korean"),
        pytest.param("#strong[甲] $x$ \\ *乙* ", id="what would be markup"),
        pytest.param("{name} {0}", id="what would be a placeholder"),
    ],
)
def test_a_name_comes_out_as_it_was_typed(name: str) -> None:
    assert name.strip() in words_of(named(name))


def test_a_word_with_a_letter_of_the_other_font_is_set_whole_in_it() -> None:
    with pikepdf.open(io.BytesIO(set_once(named("Škoda")))) as pdf:
        fonts = {
            str(thing.BaseFont)
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        }
    assert any("NotoSans-" in font for font in fonts)


def test_every_fifth_character_that_passes_the_check_can_really_be_set() -> None:
    passing = [chr(code_point) for code_point in sorted(coverage().code_points)][::5]
    chunks = ["".join(passing[start : start + 400]) for start in range(0, len(passing), 400)]
    shown = document(*(row(number, recipient=replace(RECIPIENT, address=chunk)) for number, chunk in enumerate(chunks)))
    assert len(PdfReader(io.BytesIO(to_pdf(shown))).pages) > 5


def test_hidden_characters_are_shown_as_marks() -> None:
    assert "甲〔U+202E〕乙〔U+0000〕丙〔U+200B〕" in words_of(named("甲\u202e乙\x00丙\u200b"))


def test_a_character_without_a_glyph_stops_the_document_and_is_named_with_its_place() -> None:
    shown = document(row(1), row(2, recipient=replace(ABROAD, representative="นาย สมชาย")))
    with pytest.raises(UnrenderableCharacter) as refused:
        to_pdf(shown)
    assert refused.value.character == "น"
    assert "番号 2 の記録の提供先の住所又は代表者の文字「น」（U+0E19 THAI CHARACTER NO NU）" in refused.value.text.ja
    assert "(U+0E19 THAI CHARACTER NO NU) in record no. 2, the third party’s address" in refused.value.text.en


def test_a_form_of_a_kanji_that_no_font_has_stops_the_document() -> None:
    with pytest.raises(UnrenderableCharacter) as refused:
        to_pdf(named("葛\U000e01ef城"))
    assert refused.value.character == "葛\U000e01ef"
    assert "本人の氏名" in refused.value.text.ja


def test_the_message_about_a_character_does_not_repeat_the_name() -> None:
    with pytest.raises(UnrenderableCharacter) as refused:
        to_pdf(named("山田🙂太郎"))
    assert "山田" not in refused.value.text.ja + refused.value.text.en


def test_a_place_without_words_is_named_by_its_keys() -> None:
    shown = document(row(), operator=replace(document().operator, name=Text("見本🙂", "Mihon")))
    broken = replace(shown, terms=(replace(shown.terms[0], meaning=Text("🙂", "🙂")),), operator=document().operator)
    with pytest.raises(UnrenderableCharacter) as refused:
        to_pdf(broken)
    assert "terms.entries.1.meaning" in refused.value.text.en


# --- Size --------------------------------------------------------------------------------------------------------


def test_a_word_longer_than_its_column_is_broken_and_stays_whole_in_the_text() -> None:
    word = "Donaudampfschifffahrtsgesellschaft" * 4
    words = words_of(document(row(recipient=replace(RECIPIENT, name=Text(word, word)))))
    assert word in words.replace("\u200b", "")


def test_a_record_longer_than_a_page_runs_over_pages() -> None:
    crowded = row(items=tuple(ITEMS[number % len(ITEMS)] for number in range(600)))
    assert sum("面談の記録" in page for page in pages_of(document(crowded))) > 1
