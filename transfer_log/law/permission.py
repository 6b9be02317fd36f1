"""Decide whether an act of giving is lawful, and name everything that is wrong with it.

Three answers: True, False (something named here forbids it), None (the facts do not decide it). What comes close to a fault of the giver
is asked of the giver only: a recipient's own acquisition (Act Art. 20) is not assessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from transfer_log.law.conditions import PSEUDONYMISED, has_pending_stop
from transfer_log.law.reading import UNKNOWN_COUNTRY
from transfer_log.law.vocabulary import Article35Stop, BasisKind, Information, Regime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transfer_log.errors import Text
    from transfer_log.law.case import Case


@dataclass(frozen=True, slots=True)
class Violation:
    """Hold one thing that is wrong: `blocks` False = a fault that says nothing on whether the data may be given."""

    code: str
    article: str
    message: Text
    blocks: bool

    def to_mapping(self) -> dict[str, Any]:
        """Return the violation as the assessment's vocabulary has it."""
        return {
            "code": self.code,
            "article": self.article,
            "message_en": self.message.en,
            "message_ja": self.message.ja,
        }


def violation(case: Case, code: str, article: str | None = None) -> Violation:
    """Return the violation `code` as the rules of the day word it; `article` is what it breaks where the rules leave that to the case.

    :raises ValueError: if neither names an article, which is a fault of the statute file.
    """
    rule = case.rules.violations[code]
    broken = rule.article or article
    if broken is None:
        raise ValueError(f"no article for violation {code}")
    return Violation(code, broken, rule.message, rule.blocks)


def violations_of_giving(case: Case) -> list[Violation]:
    """Return all that is wrong with the giving itself, faults of the record aside; empty for a recipient."""
    if not case.is_provider or case.is_free_of_limits:
        return []
    return [*_of_the_ground(case), *_of_purpose(case), *_of_stop(case)]


def permitted(case: Case, violations: list[Violation]) -> bool | None:
    """Return whether the giving is lawful, given everything that is wrong with it; None for a recipient and while facts are open."""
    if not case.is_provider:
        return None
    if any(each.blocks for each in violations):
        return False
    return None if not case.is_free_of_limits and _is_open(case) else True


def _of_the_ground(case: Case) -> Iterator[Violation]:
    information = case.facts.information
    if case.has_my_number:
        yield from _of_my_number(case)
    elif information == Information.ANONYMISED:
        yield from _of_anonymised(case)
    elif information == Information.PERSONAL_RELATED:
        yield from _of_personal_related(case)
    elif information in PSEUDONYMISED:
        yield from _of_pseudonymised(case)
    elif information == Information.PERSONAL_DATA:
        yield from _of_personal_data_abroad(case) if case.regime == Regime.FOREIGN_CONSENT else _of_personal_data(case)


def _of_my_number(case: Case) -> Iterator[Violation]:
    """My Number Act Art. 19: consent, opt-out, joint use and the academic items are not in its list."""
    if case.basis is not None and not case.basis.for_my_number:
        yield violation(case, "my_number_basis")


def _of_anonymised(case: Case) -> Iterator[Violation]:
    """Act Art. 43(4) for what we made ourselves, Art. 44 for what we received and pass on."""
    anonymised = case.facts.anonymised
    article = case.rules.articles["anonymised_made" if anonymised.made_by_self else "anonymised_received"]
    if not anonymised.published_beforehand:
        yield violation(case, "anonymised_not_published", article)
    if not anonymised.stated_to_recipient:
        yield violation(case, "anonymised_not_stated", article)


def _of_personal_related(case: Case) -> Iterator[Violation]:
    """Act Art. 31: nothing is asked where the recipient will not take it as personal data, or where an item of Art. 27(1) holds."""
    related = case.facts.personal_related
    if not related.expected_as_personal_data or case.is_item:
        return
    if not related.consent_confirmed:
        yield violation(case, "personal_related_consent_not_confirmed")
    if not related.consent_by_action:
        yield violation(case, "personal_related_consent_without_action")
    if case.needs_foreign_ground and not related.foreign_information_confirmed:
        yield violation(case, "personal_related_foreign_information_not_confirmed")
    if case.lost_system:
        yield violation(case, "personal_related_system_not_kept")


def _of_pseudonymised(case: Case) -> Iterator[Violation]:
    """Act Art. 41(6), 42(1), (2): open only under a law and in the cases of Art. 27(5), wherever the recipient is."""
    article = case.rules.articles[f"ban_{case.facts.information}"]
    if case.basis is not None and not case.basis.for_pseudonymised:
        yield violation(case, "basis_not_open", article)
    else:
        yield from (violation(case, code, article) for code in case.missing)


def _of_personal_data(case: Case) -> Iterator[Violation]:
    """Act Art. 27, for recipients in Japan, in designated countries and with an equivalent system that is kept."""
    article = case.rules.articles["ban"]
    yield from (violation(case, code, article) for code in case.missing)
    if case.has_kind(BasisKind.OPT_OUT) and not case.facts.basis_facts.opt_out_published:
        yield violation(case, "opt_out_not_published")


def _of_personal_data_abroad(case: Case) -> Iterator[Violation]:
    """Act Art. 28(1), (2): consent with information, or an item of Art. 27(1); Art. 27(2) and (5) are not available."""
    if case.is_item:
        return  # Art. 28(1) leaves the items out, so no system is relied on either
    if case.has_kind(BasisKind.ITEM):
        yield from (violation(case, code, case.rules.articles["ban_abroad"]) for code in case.missing)
    if case.lost_system:
        yield violation(case, "system_not_kept")
    uninformed = _missing_information(case) if case.has_consent else []
    yield from (violation(case, code) for code in uninformed)
    without_consent = case.basis is not None and not case.has_consent
    lost_without_ground = case.lost_system and (bool(uninformed) or not case.has_consent)
    if without_consent or lost_without_ground:
        yield violation(case, "foreign_without_consent")


def _missing_information(case: Case) -> list[str]:
    """Return what Act Art. 28(2), Rules Art. 17 ask to be told before consent and was not.

    Where the country cannot be identified, the reason and what may help take the place of its name and system (Rules Art. 17(3)).
    """
    told = case.facts.basis_facts
    country_is_unknown = case.facts.counterpart.country == UNKNOWN_COUNTRY
    missing = {
        "foreign_information_missing": not country_is_unknown and not told.information_given,
        "country_reason_missing": country_is_unknown and not told.country_reason_given,
        "measures_reason_missing": not told.measures_reason_given,
    }
    return [code for code, is_missing in missing.items() if is_missing]


def _of_purpose(case: Case) -> Iterator[Violation]:
    """Act Art. 18(1), (3); Art. 41(3) for pseudonymised personal data, where only a law excepts and consent does not."""
    data, information = case.facts.data, case.facts.information
    if data.provision_within_purpose or case.is_item:
        return
    if information == Information.PSEUDONYMISED_PERSONAL_DATA:
        yield violation(case, "outside_purpose", case.rules.articles["purpose_pseudonymised"])
    elif information in {Information.PERSONAL_DATA, Information.PERSONAL_INFORMATION} and not case.has_consent:
        yield violation(case, "outside_purpose", case.rules.articles["purpose"])


def _of_stop(case: Case) -> Iterator[Violation]:
    """Act Art. 35(4), (6): a request found well-founded, unless substitute measures are taken or the ground stands above it."""
    if not _stop_can_bind(case) or case.is_shared or case.facts.basis_facts.art_35_substitute:
        return
    if case.facts.basis_facts.art_35_stop == Article35Stop.WELL_FOUNDED_35_3:
        yield violation(case, "stop_35_3")
    elif case.facts.basis_facts.art_35_stop == Article35Stop.WELL_FOUNDED_35_5:
        yield violation(case, "stop_35_5")


def _stop_can_bind(case: Case) -> bool:
    """Return whether Art. 35 reaches this giving: personal data (Art. 41(9) frees pseudonymised data), no item of Art. 27(1)."""
    return case.facts.information == Information.PERSONAL_DATA and not case.is_item


def _is_open(case: Case) -> bool:
    """Return whether the facts leave the question undecided, supposing that nothing forbids the giving."""
    information = case.facts.information
    if case.has_my_number:
        return True
    if information in PSEUDONYMISED:
        return case.basis is None
    if information != Information.PERSONAL_DATA:
        return False
    return case.basis is None or _is_open_by_stop(case)


def _is_open_by_stop(case: Case) -> bool:
    if not _stop_can_bind(case):
        return False
    stop = case.facts.basis_facts.art_35_stop
    if case.is_shared:
        return stop == Article35Stop.WELL_FOUNDED_35_5
    is_well_founded = stop in {Article35Stop.WELL_FOUNDED_35_3, Article35Stop.WELL_FOUNDED_35_5}
    return is_well_founded or (case.has_kind(BasisKind.CONSENT) and has_pending_stop(case.facts))
