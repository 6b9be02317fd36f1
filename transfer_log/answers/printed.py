"""Lay an answer out as words: what the page template shows, in the document's language, with nothing left to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.answers import wording
from transfer_log.errors import Text
from transfer_log.japanese_dates import JAPAN, long_date, long_instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from transfer_log.answers.document import AnswerDocument, AnswerRow, Days, Desk, Operator, Period, Recipient

#: A row with more letters than this may be broken between two pages; a shorter one stays whole.
WHOLE_ROW_LENGTH: Final = 900

_RECORD: Final = Text("番号 {number} の記録の", "record no. {number}, ")

#: Where a value of the printed page stands, in words: for the message about a character that no font shows.
PLACES: Final[Mapping[str, Text]] = {
    "author": Text("事業者の名称", "the operator’s name"),
    "operator.name": Text("事業者の名称", "the operator’s name"),
    "operator.lines": Text("事業者の住所又は代表者", "the operator’s address or representative"),
    "addressee.name": Text("本人の氏名", "the person’s name"),
    "addressee.kana": Text("本人のふりがな", "the reading of the person’s name"),
    "facts": Text("本人の管理番号など", "the person’s reference"),
    "lead": Text("本人の氏名又は事業者の名称", "the person’s or the operator’s name"),
    "records.rows.recipient.name": Text(_RECORD.ja + "提供先の名称", _RECORD.en + "the third party’s name"),
    "records.rows.recipient.lines": Text(
        _RECORD.ja + "提供先の住所又は代表者", _RECORD.en + "the third party’s address or representative"
    ),
    "records.rows.items": Text(_RECORD.ja + "個人データの項目", _RECORD.en + "the items of personal data"),
    "desk.name": Text("窓口の名称", "the name of the desk"),
    "desk.lines": Text("窓口の案内", "the desk"),
    "making.lines": Text("作成の目的など", "the purpose"),
}


def printed(document: AnswerDocument) -> dict[str, Any]:
    """Return the words of the printed answer, as JSON values for `templates/documents/answer.typ`."""
    making, language = document.making, document.language
    prepared_on = making.prepared_at.astimezone(JAPAN).date()
    name, operator = document.subject.name, document.operator.name.in_language(language)
    lead = wording.LEAD_INTERNAL if making.is_internal else wording.LEAD_DISCLOSED
    return {
        "language": language,
        "title": wording.TITLE.in_language(language),
        "author": operator,
        "mark": wording.INTERNAL_MARK.in_language(language) if making.is_internal else None,
        "date": long_date(prepared_on, language),
        "operator": {"name": operator, "lines": list(_operator_lines(document.operator))},
        "addressee": {
            "name": wording.ADDRESSEE.format(name=name).in_language(language),
            "kana": document.subject.kana,
        },
        "facts": list(_facts(document)),
        "lead": [
            lead.format(name=name, operator=operator).in_language(language),
            *([wording.INTERNAL_NOTE.in_language(language)] if making.is_internal else []),
        ],
        "records": _records(document) if document.rows else None,
        "nothing": None if document.rows else wording.NOTHING.in_language(language),
        "notes": [
            wording.NOTE.format(note=note.in_language(language)).in_language(language) for note in _notes(document)
        ],
        "terms": {"heading": wording.TERMS.in_language(language), "entries": list(_terms(document))},
        "desk": None if document.operator.desk is None else _desk(document.operator.desk, language),
        "making": {
            "heading": wording.MAKING.in_language(language),
            "lines": list(_making_lines(document)),
            "note": wording.DIGEST_NOTE.in_language(language),
        },
        "footer": {
            "number": f"{wording.DOCUMENT_NUMBER.in_language(language)} {making.number}",
            "digest": f"{wording.DIGEST.in_language(language)} {document.digest}",
        },
    }


def days_in_words(days: Days, language: str) -> tuple[str, ...]:
    """Return the parts, a line each: one day; since when and until when; or since when it goes on."""
    first = long_date(days.first_on, language)
    if days.last_on == days.first_on:
        return (first,)
    last = wording.CONTINUING if days.last_on is None else wording.TO.format(last=long_date(days.last_on, language))
    return wording.FROM.format(first=first).in_language(language), last.in_language(language)


def period_in_words(period: Period, language: str) -> str:
    """Return the limits of an answer in words."""
    first = long_date(period.first_on, language) if period.first_on else None
    last = long_date(period.last_on, language) if period.last_on else None
    if first and last:
        return wording.FROM_UNTIL.format(first=first, last=last).in_language(language)
    if first:
        return wording.FROM.format(first=first).in_language(language)
    if last:
        return wording.UNTIL.format(last=last).in_language(language)
    return wording.WHOLE_PERIOD.in_language(language)


def consent_in_words(row: AnswerRow) -> Text | None:
    """Return whether consent was obtained, where consent is the basis; else there is nothing to say."""
    if row.consent_obtained is None:
        return None
    return wording.CONSENT_GIVEN if row.consent_obtained else wording.CONSENT_MISSING


def recipient_in_words(recipient: Recipient) -> Text:
    """Return the name, or in its place the note that the data went to unspecified many."""
    return wording.UNSPECIFIED_PUBLIC if recipient.is_unspecified_public else recipient.name


def _line(label: Text, value: str, language: str) -> dict[str, str]:
    return {"label": label.in_language(language), "value": value}


def _operator_lines(operator: Operator) -> Iterator[str]:
    if operator.address:
        yield operator.address
    if operator.representative:
        yield operator.representative


def _facts(document: AnswerDocument) -> Iterator[dict[str, str]]:
    language = document.language
    if document.subject.refs:
        refs = wording.SEPARATOR.in_language(language).join(document.subject.refs)
        yield _line(wording.REFS, refs, language)
    yield _line(wording.PERIOD, period_in_words(document.period, language), language)
    shown = wording.WITH_VOLUNTARY if document.choices.voluntary_records else wording.STATUTORY_ONLY
    yield _line(wording.WHICH, shown.in_language(language), language)


def _records(document: AnswerDocument) -> dict[str, Any]:
    language, rows = document.language, document.rows
    day = wording.DAY
    if _all_days_for_reference(rows):
        day = Text(
            *(wording.REFERENCE_HEADING.format(heading=day.in_language(to)).in_language(to) for to in ("ja", "en"))
        )
    return {
        "heading": wording.RECORDS.format(count=len(rows)).in_language(language),
        "columns": [
            heading.in_language(language)
            for heading in (wording.NUMBER, day, wording.RECIPIENT, wording.ITEMS, wording.GROUND)
        ],
        "separator": wording.SEPARATOR.in_language(language),
        "has_days": any(row.days is not None for row in rows),
        "rows": [_row(number, row, document) for number, row in enumerate(rows, start=1)],
    }


def _row(number: int, row: AnswerRow, document: AnswerDocument) -> dict[str, Any]:
    language = document.language
    is_marked = row.days is not None and not row.is_day_statutory and row.is_statutory
    names = [item.name.in_language(language) for item in row.items] or [wording.NOT_RECORDED.in_language(language)]
    consent = consent_in_words(row)
    shown: dict[str, Any] = {
        "number": str(number),
        "badge": None if row.is_statutory else wording.VOLUNTARY.in_language(language),
        "days": [] if row.days is None else list(days_in_words(row.days, language)),
        "days_note": wording.REFERENCE.in_language(language)
        if is_marked and not _all_days_for_reference(document.rows)
        else None,
        "recipient": {
            "name": recipient_in_words(row.recipient).in_language(language),
            "lines": list(_recipient_lines(row.recipient, language)),
        },
        "items": names,
        "consent": None if consent is None else consent.in_language(language),
        "basis": wording.BASIS_NOT_RECORDED.in_language(language),
        "articles": "",
    }
    if row.basis is not None:
        shown["basis"] = wording.BASIS.format(basis=row.basis.name.in_language(language)).in_language(language)
        shown["articles"] = ", ".join(article.in_language(language) for article in row.basis.articles)
    lines = [shown["recipient"]["name"], *(line["value"] for line in shown["recipient"]["lines"])]
    shown["is_whole"] = max(len("".join(lines)), len("".join(shown["items"]))) <= WHOLE_ROW_LENGTH
    return shown


def _recipient_lines(recipient: Recipient, language: str) -> Iterator[dict[str, str]]:
    if recipient.is_unspecified_public:
        return
    missing = wording.NOT_RECORDED.in_language(language)
    if recipient.name.in_language(language) != recipient.name.ja:
        yield _labelled(wording.LEGAL_NAME, recipient.name.ja, language)
    yield _labelled(wording.ADDRESS, recipient.address or missing, language)
    if recipient.representative is not None:
        yield _labelled(wording.REPRESENTATIVE, recipient.representative or missing, language)
    if recipient.country is not None:
        yield _labelled(wording.COUNTRY, recipient.country.in_language(language), language)


def _labelled(label: Text, value: str, language: str) -> dict[str, str]:
    """Return a pair for running text, where the label carries its own colon."""
    return _line(wording.LABELLED.format(label=label.in_language(language)), value, language)


def _all_days_for_reference(rows: tuple[AnswerRow, ...]) -> bool:
    """Tell whether no day shown is a statutory item: then the heading says so once for all rows."""
    days = [row.is_day_statutory for row in rows if row.days is not None]
    return bool(days) and not any(days)


def _notes(document: AnswerDocument) -> Iterator[Text]:
    if any(row.days is not None and row.is_statutory and not row.is_day_statutory for row in document.rows):
        yield wording.REFERENCE_NOTE
    if not all(row.is_statutory for row in document.rows):
        yield wording.VOLUNTARY_NOTE


def _terms(document: AnswerDocument) -> Iterator[dict[str, str]]:
    language = document.language
    for term in document.terms:
        yield {
            "name": term.name.in_language(language),
            "articles": "",
            "meaning": term.meaning.in_language(language),
        }
    for basis in document.bases:
        yield {
            "name": basis.name.in_language(language),
            "articles": ", ".join(article.in_language(language) for article in basis.articles),
            "meaning": basis.meaning.in_language(language),
        }


def _desk(desk: Desk, language: str) -> dict[str, Any]:
    lines = (
        (wording.ADDRESS, desk.address),
        (wording.DESK_PHONE, desk.phone),
        (wording.DESK_EMAIL, desk.email),
        (wording.DESK_HOURS, desk.hours),
        (wording.DESK_CLOSED, desk.closed_days),
    )
    return {
        "heading": wording.DESK.in_language(language),
        "name": desk.name,
        "lines": [_line(label, value, language) for label, value in lines if value],
    }


def _making_lines(document: AnswerDocument) -> Iterator[dict[str, str]]:
    making, language = document.making, document.language
    yield _line(wording.DOCUMENT_NUMBER, making.number, language)
    yield _line(wording.PREPARED_AT, long_instant(making.prepared_at, language), language)
    if making.is_internal:
        yield _line(wording.PREPARED_BY, making.prepared_by, language)
        yield _line(wording.REASON, making.reason, language)
