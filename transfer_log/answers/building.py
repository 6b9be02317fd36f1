"""Gather a person's provision records from the ledger into one frozen document.

Statutory records by default: those the person may ask for (Act Art. 33(5)). Records kept without a duty come in by choice.
What was voided, replaced, or only planned is no record of a provision and is left out; what was sent in error was sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.answers.document import (
    AnswerDocument,
    AnswerRow,
    Choices,
    Days,
    Desk,
    Item,
    Making,
    Operator,
    Period,
    Recipient,
    Subject,
)
from transfer_log.answers.terms import COMMON_TERMS, basis_in_words
from transfer_log.countries.names import country_name
from transfer_log.db import db
from transfer_log.errors import NotFound, Text
from transfer_log.items.queries import ItemBook
from transfer_log.law import japan_date
from transfer_log.organisation.queries import OperatorBook
from transfer_log.provisions.queries import LedgerFilter, assessments_of, provisions_of
from transfer_log.provisions.steps import IN_ERROR, OPEN, ORDINARY
from transfer_log.recipients.models import RecipientVersion
from transfer_log.subjects.names import people_named
from transfer_log.subjects.queries import known_subjects, person_ids, refs_of
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.errors import Language
    from transfer_log.items.queries import ItemEntry
    from transfer_log.provisions.models import AssessmentSet
    from transfer_log.provisions.queries import LedgerRow

_HOME: Final = "JP"
_SHOWN: Final = frozenset({ORDINARY, OPEN, IN_ERROR})
_LONG: Final = frozenset({"lump"})


@dataclass(frozen=True, slots=True)
class Wish:
    """Say which list is wanted: language, period (Japan dates, both included), and what beyond the statutory records."""

    language: Language
    reason: str
    first_on: date | None = None
    last_on: date | None = None
    voluntary_records: bool = False
    is_internal: bool = True


def make_record_list(subject_id: UUID, wish: Wish, *, actor: Actor, at: datetime) -> AnswerDocument:
    """Return a person's record list and record that it was made, by whom and why.

    :raises NotFound: when the person has no registration at the actor's operator.
    """
    ids = person_ids(subject_id)
    if not known_subjects(actor.operator_id, ids):
        raise NotFound(Text("この人は登録されていません。", "There is no such person."))
    rows = _rows(actor.operator_id, ids, wish)
    document = AnswerDocument(
        language=wish.language,
        operator=_operator(actor.operator_id, japan_date(at)),
        subject=_subject(subject_id, ids, actor.operator_id),
        making=Making("", at, str(actor.user_id), wish.reason, wish.is_internal),
        rows=tuple(rows),
        period=Period(wish.first_on, wish.last_on),
        choices=Choices(voluntary_records=wish.voluntary_records),
        terms=COMMON_TERMS,
    )
    details = {"subject_id": str(subject_id), "rows": len(rows), "digest": document.digest, "reason": wish.reason}
    act_id = record_act("record_list_made", details, actor=actor, at=at)
    return document.numbered(_number(act_id, at))


def _number(act_id: UUID, at: datetime) -> str:
    """Return the number printed on the list: the day, and the end of the id of the act that made it."""
    return f"TL-{japan_date(at):%Y%m%d}-{act_id.hex[-8:].upper()}"


def _rows(operator_id: UUID, ids: Iterable[UUID], wish: Wish) -> list[AnswerRow]:
    chosen = LedgerFilter(from_on=wish.first_on, to_on=wish.last_on)
    standing = [row for row in provisions_of(operator_id, ids, chosen) if row.state in _SHOWN]
    listed = [row for row in standing if _is_listed(row, wish)]
    assessed = assessments_of(row.provision.assessment_digest for row in listed)
    versions = _recipient_versions({row.provision.recipient_version_id for row in listed})
    items = ItemBook.load().by_ref
    return [_row(row, assessed, versions, items) for row in listed]


def _is_listed(row: LedgerRow, wish: Wish) -> bool:
    provision = row.provision
    return provision.disclosable or (wish.voluntary_records and provision.is_provision)


def _recipient_versions(version_ids: set[UUID]) -> dict[UUID, RecipientVersion]:
    return {version_id: db.session.get_one(RecipientVersion, version_id) for version_id in version_ids}


def _row(
    row: LedgerRow,
    assessed: Mapping[bytes, AssessmentSet],
    versions: Mapping[UUID, RecipientVersion],
    items: Mapping[str, ItemEntry],
) -> AnswerRow:
    provision = row.provision
    result: dict[str, Any] = assessed[provision.assessment_digest].result
    # A record that the person may not ask for (Act Art. 31) is shown like one kept without a duty.
    record_items = frozenset(result["record_items"]) if provision.disclosable else frozenset()
    is_consent = provision.basis == "consent"
    return AnswerRow(
        provision_id=str(provision.id),
        record_items=record_items,
        recipient=_recipient(versions[provision.recipient_version_id], provision.country),
        items=tuple(Item(code, _item_name(items, code)) for code in row.items),
        days=_days(row),
        basis=basis_in_words(provision.basis, provision.route) if provision.basis else None,
        consent_obtained=("consent" in result["record_items"]) if is_consent and record_items else None,
    )


def _days(row: LedgerRow) -> Days:
    provision = row.provision
    is_long = provision.mode in _LONG or provision.act == "made_available"
    return Days(provision.provided_on, row.last_provided_on if is_long else provision.provided_on)


def _item_name(items: Mapping[str, ItemEntry], code: str) -> Text:
    version = items[code].versions[-1]
    return Text(version.name_ja, version.name_en)


def _recipient(version: RecipientVersion, country: str | None) -> Recipient:
    if version.legal_nature == "unspecified_public":
        return Recipient(Text("", ""), is_unspecified_public=True)
    abroad = country is not None and country != _HOME
    return Recipient(
        name=Text(version.name, version.name_en or version.name),
        address=version.address or "",
        representative=None if version.legal_nature == "individual" else version.representative or "",
        country=country_name(country) if abroad and country else None,
    )


def _operator(operator_id: UUID, today: date) -> Operator:
    version = OperatorBook.load().by_id[operator_id].nearest(today)
    desk = (
        Desk(
            name=version.desk_name,
            address=version.desk_address or "",
            phone=version.desk_phone or "",
            email=version.desk_email or "",
            hours=version.desk_hours or "",
            closed_days=version.desk_closed_days or "",
        )
        if version.desk_name
        else None
    )
    return Operator(
        name=Text(version.name, version.name_en or version.name),
        address=version.address or "",
        representative=version.representative or "",
        desk=desk,
    )


def _subject(subject_id: UUID, ids: Sequence[UUID], operator_id: UUID) -> Subject:
    person = people_named([subject_id], operator_id)[subject_id]
    refs = refs_of(ids, operator_id)
    numbers = tuple(dict.fromkeys(ref for known in ids for ref in refs.get(known, ())))
    return Subject(person.name, person.kana, numbers)
