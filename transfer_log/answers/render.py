"""Give an answer as PDF, CSV and JSON: three forms of the same records, under the same digest (Act Art. 33(2), (5))."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from transfer_log import pdf
from transfer_log.answers import wording
from transfer_log.answers.document import both_languages
from transfer_log.answers.printed import PLACES, consent_in_words, printed, recipient_in_words
from transfer_log.errors import Text, TransferLogError
from transfer_log.japanese_dates import JAPAN
from transfer_log.tables import join_list, write_csv

if TYPE_CHECKING:
    from transfer_log.answers.document import AnswerDocument, AnswerRow, Days
    from transfer_log.tables import Cell

#: Some 260 pages, two seconds and 400 MB; twice as many cost more than twice as much, and nobody reads them on paper.
PDF_RECORD_LIMIT: Final = 2_000

CSV_COLUMNS: Final = (
    Text("番号", "No."),
    Text("本人の氏名", "Person"),
    Text("本人の管理番号", "Person’s reference"),
    Text("提供年月日（最初の日）", "Provided on (first day)"),
    Text("提供年月日（最後の日）", "Provided on (last day)"),
    Text("日付の扱い", "Standing of the date"),
    Text("提供先の名称", "Third party"),
    Text("提供先の住所", "Third party’s address"),
    Text("提供先の代表者", "Third party’s representative"),
    Text("提供先の国・地域", "Third party’s country or region"),
    Text("個人データの項目", "Items of personal data"),
    Text("本人の同意", "Person’s consent"),
    Text("提供の根拠", "Legal basis"),
    Text("条文", "Articles"),
    Text("記録の種類", "Kind of record"),
    Text("記録の識別子", "Record id"),
    Text("文書番号", "Document number"),
    Text("記録内容のダイジェスト（SHA-256）", "Digest of the records (SHA-256)"),
    Text("取扱い", "Handling"),
)
STATUTORY_DAY: Final = Text("法定の記録事項", "Statutory item")
STATUTORY_RECORD: Final = Text("法令に基づく記録", "Required by law")
CONTINUING: Final = Text("継続中", "continuing")


class TooManyRecords(TransferLogError):
    """Say that a list is too long for a PDF; no document was made."""

    def __init__(self, count: int) -> None:
        """Name both figures and the way out."""
        super().__init__(
            Text(
                f"記録が {count:,} 件あり、PDF にできる {PDF_RECORD_LIMIT:,} 件を超えています。"
                "期間を区切るか、CSV または JSON で出力してください。",
                f"There are {count:,} records, more than the {PDF_RECORD_LIMIT:,} that a PDF can hold. "
                "Limit the period, or take CSV or JSON.",
            )
        )


def to_pdf(document: AnswerDocument) -> bytes:
    """Return the answer as PDF/UA-1 and PDF/A-2a in its language; the footer of each page carries the digest.

    :raises TooManyRecords: above `PDF_RECORD_LIMIT` records.
    :raises transfer_log.pdf.UnrenderableCharacter: if a name has a character that the fonts cannot show.
    """
    if len(document.rows) > PDF_RECORD_LIMIT:
        raise TooManyRecords(len(document.rows))
    created_on = document.making.prepared_at.astimezone(JAPAN).date()
    return pdf.render("answer", printed(document), created_on=created_on, places=PLACES)


def to_json(document: AnswerDocument) -> bytes:
    """Return the answer as JSON in both languages, UTF-8, the same bytes for the same document.

    - `content`: the records and whose they are (`AnswerDocument.content`); the only member that the digest covers
    - `digest`: `value` is SHA-256 over the RFC 8785 form of `content`, 64 hexadecimal digits
    - `copy`: number, language, UTC instant of this copy; inside the company also who took it and why; its mark
    - `statement`: that no record exists, where none does (Act Art. 33(3)); else null
    - `desk`: where to ask; null if none is set
    - `terms`, `bases`: what the words and the legal bases mean
    """
    making = document.making
    answer = {
        "title": both_languages(wording.TITLE),
        "copy": {
            "number": making.number,
            "language": document.language,
            "prepared_at": making.prepared_at.astimezone(JAPAN).isoformat(),
            "prepared_by": making.prepared_by if making.is_internal else None,
            "reason": making.reason if making.is_internal else None,
            "mark": both_languages(wording.INTERNAL_MARK) if making.is_internal else None,
        },
        "digest": {"algorithm": "SHA-256 over RFC 8785 of content", "value": document.digest},
        "content": document.content,
        "statement": None if document.rows else both_languages(wording.NOTHING),
        "desk": None if document.operator.desk is None else asdict(document.operator.desk),
        "terms": [
            {"name": both_languages(term.name), "meaning": both_languages(term.meaning)} for term in document.terms
        ],
        "bases": [
            {
                "code": basis.code,
                "name": both_languages(basis.name),
                "articles": [both_languages(article) for article in basis.articles],
                "meaning": both_languages(basis.meaning),
            }
            for basis in document.bases
        ],
    }
    return (json.dumps(answer, ensure_ascii=False, indent=2) + "\n").encode()


def to_csv(document: AnswerDocument, *, encoding: str = "utf-8") -> bytes:
    """Return one line a record under headings in the document's language, as Japanese Excel opens it.

    UTF-8 with BOM, or `cp932`; CRLF. Days are `YYYY-MM-DD`, lists are separated by `;`, what is not recorded is empty. Cells
    that a spreadsheet would run are guarded as `transfer_log.tables` does and undoes it. Every line names document and digest.

    :raises transfer_log.tables.UnwritableCharacters: if the encoding has no place for a character.
    """
    heading = [column.in_language(document.language) for column in CSV_COLUMNS]
    digest = document.digest
    lines = (_csv_line(number, row, document, digest) for number, row in enumerate(document.rows, start=1))
    with io.BytesIO() as stream:
        write_csv(stream, heading, lines, encoding=encoding)
        return stream.getvalue()


def _csv_line(number: int, row: AnswerRow, document: AnswerDocument, digest: str) -> tuple[Cell, ...]:
    language, recipient, basis = document.language, row.recipient, row.basis
    consent = consent_in_words(row)
    return (
        number,
        document.subject.name,
        join_list(document.subject.refs),
        row.days.first_on if row.days else None,
        _last_day(row.days, language) if row.days else None,
        (STATUTORY_DAY if row.is_day_statutory else wording.REFERENCE).in_language(language) if row.days else None,
        recipient_in_words(recipient).in_language(language),
        recipient.address,
        recipient.representative,
        recipient.country.in_language(language) if recipient.country else None,
        join_list(item.name.in_language(language) for item in row.items),
        consent.in_language(language) if consent else None,
        basis.name.in_language(language) if basis else None,
        join_list(article.in_language(language) for article in basis.articles) if basis else None,
        (STATUTORY_RECORD if row.is_statutory else wording.VOLUNTARY).in_language(language),
        row.provision_id,
        document.making.number,
        digest,
        wording.INTERNAL_MARK.in_language(language) if document.making.is_internal else None,
    )


def _last_day(days: Days, language: str) -> Cell:
    return CONTINUING.in_language(language) if days.last_on is None else days.last_on
