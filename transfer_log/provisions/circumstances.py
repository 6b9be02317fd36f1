"""Turn what the registers hold about an act into the facts that the law is asked with. Pure.

`Circumstances` leaves out who and when: thousands of provisions share one, so that the law is asked once for them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transfer_log.findings.operations import Cause
from transfer_log.provisions import evidence as ev
from transfer_log.subjects.rules import StopGround

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from transfer_log.law import Assessment

DOUBTFUL: Final = "doubtful"
UNLAWFUL: Final = "unlawful"
HOME: Final = "JP"


class Circumstances(NamedTuple):
    """Hold what decides the law's answer, as codes.

    `consent_held`: True, False (a clear no) or None (nothing on record); `information_held` likewise for Act Art. 28(2).
    `purpose_state`: yes, no or missing. `evidence` is JSON text, so that this stays hashable; None where none is stated.
    """

    information: str
    act: str
    relation: str
    basis: str | None
    mode: str
    legal_nature: str | None
    country: str | None
    same_legal_person: bool
    handles_in_japan: bool
    equivalent_system: str | None
    consent_held: bool | None
    information_held: bool | None
    stop: StopGround | None
    has_special_care: bool
    has_my_number: bool
    purpose_state: str
    evidence: str | None


def facts_of(case: Circumstances, on: str) -> dict[str, Any]:
    """Return the facts in the vocabulary of `law.assess`; `on` is an ISO day. Defaults are left out."""
    stated: dict[str, object] = json.loads(case.evidence) if case.evidence else {}
    facts: dict[str, Any] = {"on": on, "information": case.information, "act": case.act, "relation": case.relation}
    facts["counterpart"] = _counterpart(case)
    if case.basis:
        facts["basis"] = case.basis
    for fact, value in stated.items():
        if fact in ev.PART_OF:
            facts.setdefault(ev.PART_OF[fact], {})[fact] = value
    basis_facts = facts.setdefault("basis_facts", {})
    if case.consent_held is not None:
        basis_facts["consent_obtained"] = case.consent_held
    if case.information_held is not None:
        basis_facts["information_given"] = case.information_held
    _add_stop(basis_facts, case.stop)
    data = facts.setdefault("data", {})
    if case.has_special_care:
        data["special_care"] = True
    if case.has_my_number:
        data["my_number"] = True
    if case.purpose_state == "no":
        data["provision_within_purpose"] = False
    facts.setdefault("record", {})["mode"] = case.mode
    return facts


def _counterpart(case: Circumstances) -> dict[str, object]:
    counterpart: dict[str, object] = {"country": case.country or HOME}
    if case.legal_nature:
        counterpart["type"] = case.legal_nature
    if case.same_legal_person:
        counterpart["same_legal_person"] = True
    if case.handles_in_japan:
        counterpart["handles_in_japan"] = True
    # An equivalent system is the ground only where the transfer does not rest on consent under 28(1); and the country
    # has to be known for it, being one of the seven facts of Rules Art. 18(3).
    if case.equivalent_system and case.basis != "consent" and case.country != "unknown":
        counterpart["equivalent_system"] = case.equivalent_system
    return counterpart


def _add_stop(basis_facts: dict[str, object], stop: StopGround | None) -> None:
    if stop in (StopGround.ASKED, StopGround.OPT_OUT):
        basis_facts["stop_requested"] = True
    elif stop is not None:
        basis_facts["art_35_stop"] = f"well_founded_{stop.value}"


def needs(case: Circumstances, assessment: Assessment) -> Iterator[ev.Need]:
    """Yield every fact that this act rests on, and that somebody has to be able to show."""
    result = assessment.to_mapping()
    if not result["is_provision"] or assessment.regime == "none":
        return
    if case.information == "anonymised":
        yield from ev.ANONYMISED_NEEDS
        return
    if case.information == "personal_related":
        yield from _needs_of_personal_related(case, assessment)
        return
    yield from ev.needs_of_basis(case.basis)
    if assessment.regime == "foreign_equivalent_system":
        yield ev.EQUIVALENT_SYSTEM_NEED
    if assessment.regime == "foreign_consent" and case.basis == "consent":
        yield ev.FOREIGN_CONSENT_NEED
    if result["record_required"]:
        yield from {"lump": (ev.LUMP_NEED,), "contract": (ev.CONTRACT_NEED,)}.get(case.mode, ())


def _needs_of_personal_related(case: Circumstances, assessment: Assessment) -> Iterator[ev.Need]:
    stated: Mapping[str, object] = json.loads(case.evidence) if case.evidence else {}
    if stated.get("expected_as_personal_data") is False:
        return
    yield from ev.PERSONAL_RELATED_NEEDS
    if case.country not in (None, HOME) and assessment.regime == "personal_related":
        yield ev.PERSONAL_RELATED_ABROAD


def causes_of(case: Circumstances, assessment: Assessment) -> tuple[Cause, ...]:
    """Return what is unlawful or doubtful about an act, without regard to who and when.

    `unlawful` comes from the law's violations alone; `doubtful` where neither a yes nor a no is on record.
    """
    stated: Mapping[str, object] = json.loads(case.evidence) if case.evidence else {}
    causes = [Cause(violation.code, violation.article, UNLAWFUL) for violation in assessment.violations]
    causes.extend(
        Cause("evidence_missing", need.article, DOUBTFUL, field=need.fact, document=need.fact)
        for need in needs(case, assessment)
        if not _is_answered(case, need, stated)
    )
    consent_decides = case.basis == "consent" and assessment.is_third_party and case.information == "personal_data"
    if consent_decides and case.consent_held is None:
        article = "Act Art. 28(1)" if assessment.regime == "foreign_consent" else "Act Art. 27(1)"
        causes.append(Cause("evidence_missing", article, DOUBTFUL, field="consent_ref", document="consent"))
    if assessment.permitted is None and assessment.is_provision:
        causes.append(_undecided(case))
    if case.purpose_state == "missing" and assessment.is_provision and not _is_27_1_item(case.basis):
        causes.append(Cause("evidence_missing", "Act Art. 18(1)", DOUBTFUL, field="purpose", document="purpose"))
    return tuple(causes)


def _undecided(case: Circumstances) -> Cause:
    """Return why the facts given do not decide whether the act is lawful."""
    if case.has_my_number:
        return Cause("undecided", "My Number Act Art. 19", DOUBTFUL, field="data_items")
    if case.basis is None:
        return Cause("basis_missing", "Act Art. 27(1)", DOUBTFUL, field="legal_basis")
    if case.stop is not None:
        return Cause("stop_asked", "Act Art. 35(3)", DOUBTFUL, field="subject_ref")
    return Cause("undecided", "Act Art. 27(1)", DOUBTFUL, field="legal_basis")


def _is_answered(case: Circumstances, need: ev.Need, stated: Mapping[str, object]) -> bool:
    if need.fact == "information_given" and case.information_held is not None:
        return True
    return ev.is_held(need, stated)


def _is_27_1_item(basis: str | None) -> bool:
    return basis not in (None, "consent", "opt_out", "entrustment", "succession", "joint_use")
