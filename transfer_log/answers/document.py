"""Hold one answer whole: who answers, about whom, which records, what each word means.

The document is complete and frozen: whoever builds it has decided what is shown, and the renderers only show it. It carries
nothing that is not shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import rfc8785

from transfer_log.law.vocabulary import RecordItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from transfer_log.errors import Language, Text

CONTENT_FORMAT: Final = "transfer-log/provision-records/1"

#: The record items (assessment.md) that are a day; only opt-out records have one by law (Rules Art. 20(1)(i)).
DAY_ITEMS: Final = frozenset({RecordItem.DATE, RecordItem.FIRST_DATE, RecordItem.LAST_DATE})


@dataclass(frozen=True, slots=True)
class Desk:
    """Name the desk that takes questions and requests (Act Art. 32(1), Order Art. 10); what is empty is not shown."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    closed_days: str = ""


@dataclass(frozen=True, slots=True)
class Operator:
    """Name the operator (事業者) that answers; `representative` is title and name, as letters show it."""

    name: Text
    address: str = ""
    representative: str = ""
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """Name the person (本人): name and references are the record item "principal" of every row."""

    name: str
    kana: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """Limit an answer to provisions of these Japan dates, both included; None is open."""

    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """Say what was chosen beyond what the law asks to show.

    `voluntary_records`: records kept without a duty are listed too. `reference_days`: the day of a provision is shown also
    where it is not a record item, so by consent (Rules Art. 20(1)(ii)).
    """

    voluntary_records: bool = False
    reference_days: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """Say on which Japan dates data were provided: one day, a first and a last, or since a day without an end (None)."""

    first_on: date
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Name the third party as it was recorded then (Rules Art. 20(1)(i)(b)).

    An empty `address` or `representative` is missing and shown as missing; a `representative` of None does not apply (a
    natural person). `country` is None for a recipient in Japan. `is_unspecified_public`: the data went to unspecified many, and
    the note of it stands in place of a name; the other fields are then empty.
    """

    name: Text
    address: str = ""
    representative: str | None = ""
    country: Text | None = None
    is_unspecified_public: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """Name one item of personal data (個人データの項目); its value is never stored."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Basis:
    """Name the legal basis, with the article(s) it stands on and what it means in plain words."""

    code: str
    name: Text
    meaning: Text
    articles: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """Show one provision record.

    `record_items` are the statutory items of this record (assessment.md); none means that it was kept without a duty, as a
    voluntary record. `consent_obtained` is None where consent is not the basis. `days` is None where the day is not shown.
    """

    provision_id: str
    record_items: frozenset[str]
    recipient: Recipient
    items: tuple[Item, ...]
    days: Days | None = None
    basis: Basis | None = None
    consent_obtained: bool | None = None

    @property
    def is_statutory(self) -> bool:
        """Tell whether the law asked for this record (Act Art. 29(1))."""
        return bool(self.record_items)

    @property
    def is_day_statutory(self) -> bool:
        """Tell whether the day is one of the items the law asks for; else it is shown for reference."""
        return bool(self.record_items & DAY_ITEMS)

    def without_reference_day(self) -> AnswerRow:
        """Return the row with its day only if the law asks to show it."""
        return self if self.is_day_statutory else replace(self, days=None)


@dataclass(frozen=True, slots=True)
class Term:
    """Explain one word of the law in plain words."""

    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Making:
    """Say how this copy came to be. `prepared_at` is a UTC instant, `prepared_by` a reference, never a name."""

    number: str
    prepared_at: datetime
    prepared_by: str
    reason: str
    is_internal: bool


@dataclass(frozen=True, slots=True)
class AnswerDocument:
    """Hold the provision records of one person at one operator, in the order in which they are shown.

    `language` is that of the PDF and the CSV; the JSON carries both. `terms` are the words used that need explaining besides
    the bases, which explain themselves.

    :raises ValueError: if a row shows what was not chosen; the choices are printed, and they have to be true.
    """

    language: Language
    operator: Operator
    subject: Subject
    making: Making
    rows: tuple[AnswerRow, ...]
    period: Period = Period()
    choices: Choices = Choices()
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if not self.choices.voluntary_records and not all(row.is_statutory for row in self.rows):
            raise ValueError("a voluntary record is listed that was not asked for")
        if not self.choices.reference_days and any(row.days and not row.is_day_statutory for row in self.rows):
            raise ValueError("a day is shown for reference that was not asked for")

    def numbered(self, number: str) -> AnswerDocument:
        """Return the document under the number by which this copy is known."""
        return replace(self, making=replace(self.making, number=number))

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Return every basis that holds for a row, once, in the order of first use.

        A consent that was claimed and never obtained is no basis: its meaning would say that it was.
        """
        stated = (row.basis for row in self.rows if row.consent_obtained is not False)
        return tuple(dict.fromkeys(basis for basis in stated if basis is not None))

    @property
    def content(self) -> dict[str, Any]:
        """Return what this document says about the person, as JSON values: the part that the digest covers.

        The moment, number, language, reason and reader of a copy are not in it, nor the desk or the explanations: the
        same records give the same content in every copy and in both languages. Days are `YYYY-MM-DD`; what does not
        apply is null; sets are sorted.
        """
        return {
            "format": CONTENT_FORMAT,
            "operator": {
                "name": both_languages(self.operator.name),
                "address": self.operator.address,
                "representative": self.operator.representative,
            },
            "subject": {"name": self.subject.name, "kana": self.subject.kana, "refs": list(self.subject.refs)},
            "period": {"first_on": _day(self.period.first_on), "last_on": _day(self.period.last_on)},
            "choices": {
                "voluntary_records": self.choices.voluntary_records,
                "reference_days": self.choices.reference_days,
            },
            "records": [_record(number, row) for number, row in enumerate(self.rows, start=1)],
        }

    @property
    def digest(self) -> str:
        """Return the digest of the content, 64 lower-case hexadecimal digits.

        It is SHA-256 over the canonical form (RFC 8785) of the member `content` of the JSON form. To check a copy: take that
        member, order its keys and strip its blanks as RFC 8785 says, hash the UTF-8 bytes, and compare with the footer.
        """
        return content_digest(self.content)


def content_digest(content: Mapping[str, Any]) -> str:
    """Return SHA-256 over the RFC 8785 form of `content`, in lower-case hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps(dict(content))).hexdigest()


def both_languages(text: Text) -> dict[str, str]:
    """Return a text as JSON holds it."""
    return {"ja": text.ja, "en": text.en}


def _record(number: int, row: AnswerRow) -> dict[str, Any]:
    recipient, days, basis = row.recipient, row.days, row.basis
    return {
        "number": number,
        "provision_id": row.provision_id,
        "kind": "statutory" if row.is_statutory else "voluntary",
        "record_items": sorted(row.record_items),
        "days": None
        if days is None
        else {
            "first_on": _day(days.first_on),
            "last_on": _day(days.last_on),
            "is_statutory": row.is_day_statutory,
        },
        "recipient": {
            "name": both_languages(recipient.name),
            "address": recipient.address,
            "representative": recipient.representative,
            "country": None if recipient.country is None else both_languages(recipient.country),
            "is_unspecified_public": recipient.is_unspecified_public,
        },
        "items": [{"code": item.code, "name": both_languages(item.name)} for item in row.items],
        "consent_obtained": row.consent_obtained,
        "basis": None
        if basis is None
        else {
            "code": basis.code,
            "name": both_languages(basis.name),
            "articles": [both_languages(article) for article in basis.articles],
        },
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
