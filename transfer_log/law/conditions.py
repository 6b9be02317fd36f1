"""Say which fact each condition of a ground for giving rests on.

Keys are codes of violations as `statute.yaml` lists them under each basis; a value is true when the condition is met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.law.vocabulary import Article35Stop, CounterpartType, Information, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from transfer_log.law.facts import Facts

PSEUDONYMISED = frozenset({Information.PSEUDONYMISED_PERSONAL_DATA, Information.PSEUDONYMISED_INFORMATION})


def has_pending_stop(facts: Facts) -> bool:
    """Return whether the person asked to stop and nothing has been decided on it under Act Art. 35."""
    return facts.basis_facts.stop_requested or facts.basis_facts.art_35_stop == Article35Stop.REQUESTED


def _counterpart_is_academic(facts: Facts) -> bool:
    return facts.counterpart.type == CounterpartType.ACADEMIC


def _giver_is_academic(facts: Facts) -> bool:
    """Items (v), (vi) look at the giver: ourselves, or the other side when we are the recipient."""
    return facts.basis_facts.own_academic if facts.role == Role.PROVIDER else _counterpart_is_academic(facts)


def _recipient_is_academic(facts: Facts) -> bool:
    """Item (vii) looks at the recipient: the other side, or ourselves."""
    return _counterpart_is_academic(facts) if facts.role == Role.PROVIDER else facts.basis_facts.own_academic


def _task_is_japanese(facts: Facts) -> bool:
    """Item (iv) covers Japan's public tasks; as a recipient the task is ours, whoever gives."""
    return facts.role == Role.RECIPIENT or facts.counterpart.type != CounterpartType.FOREIGN_PUBLIC_BODY


CONDITIONS: Mapping[str, Callable[[Facts], bool]] = {
    "consent_missing": lambda f: f.basis_facts.consent_obtained,
    "foreign_law_only": lambda f: not f.basis_facts.foreign_law_only,
    "consent_was_possible": lambda f: f.basis_facts.consent_was_hard,
    "asking_was_harmless": lambda f: f.basis_facts.consent_was_hard,
    "foreign_public_task": _task_is_japanese,
    "giver_not_academic": _giver_is_academic,
    "recipient_not_academic": _recipient_is_academic,
    "rights_unjustly_harmed": lambda f: not f.basis_facts.rights_unjustly_harmed,
    "opt_out_special_care": lambda f: not f.data.special_care,
    "opt_out_improperly_acquired": lambda f: not f.data.improperly_acquired,
    "opt_out_acquired_by_opt_out": lambda f: not f.data.acquired_by_opt_out,
    "opt_out_not_filed": lambda f: f.basis_facts.opt_out_filed,
    "opt_out_not_notified": lambda f: f.basis_facts.opt_out_notified,
    "opt_out_after_stop": lambda f: not has_pending_stop(f),
    "opt_out_no_objection_period": lambda f: f.basis_facts.objection_period_left,
    "beyond_entrusted_work": lambda f: f.basis_facts.within_entrusted_work,
    "matched_across_entrusters": lambda f: not f.basis_facts.matched_across_entrusters,
    "safety_contract_missing": lambda f: f.basis_facts.safety_contract or not f.basis_facts.before_contract,
    "joint_use_notice_incomplete": lambda f: f.basis_facts.notice_complete,
    "outside_joint_use_notice": lambda f: f.basis_facts.within_notified_scope,
    "joint_use_not_published": lambda f: (
        f.information not in PSEUDONYMISED or f.basis_facts.published_instead_of_notified
    ),
}
