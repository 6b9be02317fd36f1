"""Decide whether a record is due, what it must hold, how it may be made, and what is wrong with the way it was made.

A giving without a valid ground still needs its record: what happened is written down.
Law: Act Art. 29-31, Rules Art. 19-29.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log.law.conditions import PSEUDONYMISED
from transfer_log.law.facts import JAPAN
from transfer_log.law.permission import Violation, violation
from transfer_log.law.vocabulary import (
    Act,
    BasisKind,
    CounterpartType,
    Information,
    RecordItem,
    RecordMode,
    Relation,
    RetentionClass,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transfer_log.law.case import Case
    from transfer_log.law.statute import RecordSet

#: Art. 29, 30 are about personal data; none of these is.
_NEVER_RECORDED = frozenset({Information.STATISTICAL, Information.ANONYMISED, Information.PSEUDONYMISED_INFORMATION})


@dataclass(frozen=True, slots=True)
class Recording:
    """Hold what the law asks of the record; without a duty everything but the article is empty."""

    required: bool
    article: str
    items: tuple[RecordItem, ...] = ()
    modes: tuple[RecordMode, ...] = ()
    retention_class: RetentionClass | None = None
    disclosable: bool = False
    faults: tuple[Violation, ...] = ()


def recording(case: Case) -> Recording:
    """Return what the law asks of the record of this act."""
    exemption = _exemption(case)
    if exemption is not None:
        return Recording(required=False, article=case.rules.articles[exemption])
    record_set = case.rules.record_sets[_record_set_code(case)]
    modes = tuple(_modes(case, record_set))
    mode = case.facts.record.mode
    kept_as = mode if mode in modes else RecordMode.EACH_TIME
    items = record_set.items_in_lump() if kept_as == RecordMode.LUMP else record_set.items
    return Recording(
        required=True,
        article=case.rules.articles[_duty_article(case)],
        items=tuple(sorted(RecordItem(item) for item in items if _can_be_stated(case, item))),
        modes=tuple(sorted(modes)),
        retention_class=RetentionClass(case.rules.modes[kept_as].retention),
        disclosable=_is_disclosable(case),
        faults=tuple(_faults(case, record_set, modes)),
    )


def _duty_article(case: Case) -> str:
    if not case.is_provider:
        return "record_recipient"
    return "record_personal_related" if _is_personal_related(case) else "record_provider"


def _exemption(case: Case) -> str | None:
    """Return the code of the article for which no record is due, None when one is.

    Where the duty does not even come up (nothing is given, or nothing that Art. 29-31 are about), that is the duty's own article.
    """
    facts = case.facts
    if facts.relation == Relation.BY_PRINCIPAL or facts.act in {Act.VIEWED_ONLY, Act.UNSOLICITED}:
        return "record_interpretation"
    if case.stays_with_us:
        return _duty_article(case)
    if case.has_my_number:
        return "record_my_number"
    if facts.information in _NEVER_RECORDED:
        return _duty_article(case)
    if not _is_personal_data_on_our_side(case):
        return _duty_article(case) if case.is_provider else "record_interpretation"
    if _is_lifted_by_relation(case):
        return "record_interpretation"
    if _is_personal_related(case) and not facts.personal_related.expected_as_personal_data:
        return _duty_article(case)
    if facts.counterpart.type == CounterpartType.PUBLIC_BODY:
        return "record_public_body"
    if case.is_item or case.is_shared:
        return "record_provider_exempt" if case.is_provider else "record_recipient_exempt"
    return None


def _is_personal_related(case: Case) -> bool:
    return case.facts.information == Information.PERSONAL_RELATED


def _is_personal_data_on_our_side(case: Case) -> bool:
    """Return whether it is personal data (or will be) for the party whose duty is asked about (Record Guideline 2-2-2-1)."""
    in_a_database = case.facts.information != Information.PERSONAL_INFORMATION
    return in_a_database and (case.is_provider or case.facts.counterpart.identifies_principal)


def _is_lifted_by_relation(case: Case) -> bool:
    """Return whether the way the person stands to the act lifts the duties of Art. 29, 30 (Record Guideline 2-2-1).

    The guideline reads Art. 29 and 30 only: the duties of Art. 31 stay with the provider of personal-related information.
    """
    if case.facts.relation == Relation.ONE_WITH_PRINCIPAL:
        return True
    lifts = case.facts.relation in {Relation.ON_BEHALF_OF_PRINCIPAL, Relation.PUBLIC_INFORMATION}
    return lifts and not (case.is_provider and _is_personal_related(case))


def _record_set_code(case: Case) -> str:
    """Return which list of items applies: the claimed ground decides, and consent only where it was obtained."""
    if case.is_provider:
        if _is_personal_related(case):
            return "provider_personal_related"
        if case.has_kind(BasisKind.OPT_OUT):
            return "provider_opt_out"
        return "provider_consent" if case.has_consent else "provider_other"
    if not case.facts.counterpart.is_business_operator:
        return "recipient_other"
    if _is_personal_related(case):
        return "recipient_personal_related"
    if case.has_kind(BasisKind.OPT_OUT):
        return "recipient_opt_out"
    return "recipient_consent" if case.has_consent else "recipient_other"


def _can_be_stated(case: Case, item: str) -> bool:
    """Return whether `item` is due and true: a record never states a consent or a confirmation that there was not."""
    related = case.facts.personal_related
    if item == RecordItem.CONSENT_CONFIRMED or (item == RecordItem.CONSENT and _is_personal_related(case)):
        return related.consent_confirmed and related.consent_by_action
    if item == RecordItem.FOREIGN_INFORMATION_CONFIRMED:
        return related.foreign_information_confirmed and _foreign_information_is_due(case)
    return True


def _foreign_information_is_due(case: Case) -> bool:
    """Act Art. 31(1)(ii): the party that takes the information as personal data is abroad, the other side or ourselves."""
    if case.is_provider:
        return case.needs_foreign_ground
    own_country = case.facts.own_country
    return own_country != JAPAN and own_country not in case.rules.designated_countries


def _modes(case: Case, record_set: RecordSet) -> Iterator[RecordMode]:
    """Yield the modes open to this act: a lump needs repetition (Rules 19(2)), a contract a tie to goods or services for the person (19(3))."""
    record = case.facts.record
    for mode in record_set.modes:
        if mode == RecordMode.LUMP and not record.continuous:
            continue
        if mode == RecordMode.CONTRACT and not record.connected_with_service:
            continue
        yield RecordMode(mode)


def _is_disclosable(case: Case) -> bool:
    """Act Art. 33(5) names the records of Art. 29(1) and 30(3): not a provider's under Art. 31, none of pseudonymised data, none under Order Art. 11."""
    under_article_31 = case.is_provider and _is_personal_related(case)
    is_pseudonymised = case.facts.information in PSEUDONYMISED
    return not under_article_31 and not is_pseudonymised and case.facts.excluded_by_order_11 is None


def _faults(case: Case, record_set: RecordSet, modes: tuple[RecordMode, ...]) -> Iterator[Violation]:
    """Yield the faults of form; a contract that misses its conditions is an ordinary record and no fault."""
    record = case.facts.record
    if not record.items_concrete:
        yield violation(case, "items_not_concrete", record_set.items_fault)
    if not record.principal_concrete and RecordItem.PRINCIPAL in record_set.items:
        yield violation(case, "principal_not_concrete", record_set.items_fault)
    if record.mode == RecordMode.LUMP and RecordMode.LUMP not in modes:
        yield violation(case, "lump_not_allowed", record_set.lump_fault)
