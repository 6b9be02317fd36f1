"""Name the duties that come with an act besides its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.law.conditions import PSEUDONYMISED
from transfer_log.law.vocabulary import BasisKind, Duty, Information, LegalBasis, Regime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transfer_log.law.case import Case


def duties(case: Case, *, record_required: bool) -> tuple[Duty, ...]:
    """Return the duties of the side that is asked about, sorted; a recipient confirms exactly where it records (Act Art. 30)."""
    if not case.is_provider:
        return (Duty.CONFIRM_30_1,) if record_required else ()
    if case.is_free_of_limits:
        return ()
    return tuple(sorted(_of_provider(case)))


def _of_provider(case: Case) -> Iterator[Duty]:
    information = case.facts.information
    if case.has_my_number:
        # Art. 27-30 give way to the My Number Act; the supervision of Art. 25 does not.
        yield from _of_entrustment(case)
    elif information == Information.ANONYMISED:
        yield Duty.PUBLISH_ANONYMISED
        yield Duty.STATE_ANONYMISED
    elif information == Information.PERSONAL_RELATED:
        yield from _of_personal_related(case)
    elif information in PSEUDONYMISED:
        yield from _of_entrustment(case)
        yield from _of_joint_use(case)
    elif information == Information.PERSONAL_DATA:
        yield from _of_entrustment(case)
        yield from _of_personal_data(case)


def _of_entrustment(case: Case) -> Iterator[Duty]:
    """Act Art. 25 follows the nature of the act, also where Art. 28(1) asks for consent on top."""
    is_entrustment = case.facts.basis == LegalBasis.ENTRUSTMENT and not case.missing
    by_nature = case.facts.basis_facts.entrustment_by_nature and case.has_kind(BasisKind.CONSENT)
    if is_entrustment or (by_nature and case.regime == Regime.FOREIGN_CONSENT):
        yield Duty.SUPERVISE_25


def _of_joint_use(case: Case) -> Iterator[Duty]:
    if case.facts.basis == LegalBasis.JOINT_USE:
        yield Duty.JOINT_USE_NOTICE


def _of_personal_data(case: Case) -> Iterator[Duty]:
    if case.regime == Regime.FOREIGN_CONSENT:
        if case.has_kind(BasisKind.CONSENT):
            yield Duty.INFORM_28_2
        return
    yield from _of_joint_use(case)
    if case.has_kind(BasisKind.OPT_OUT):
        yield Duty.OPT_OUT_FILING
    # Art. 28(3) comes with the system as the ground; where an item of Art. 27(1) holds, nothing rests on the system.
    if case.regime == Regime.FOREIGN_EQUIVALENT_SYSTEM and not case.is_item:
        yield Duty.ANNUAL_CHECK_28_3
        yield Duty.INFORM_ON_REQUEST_28_3


def _of_personal_related(case: Case) -> Iterator[Duty]:
    """Act Art. 31(1), (2): the yearly check applies, the duty to inform the person does not."""
    if not case.facts.personal_related.expected_as_personal_data or case.is_item:
        return
    yield Duty.CONFIRM_31_1
    if case.has_system:
        yield Duty.ANNUAL_CHECK_28_3
