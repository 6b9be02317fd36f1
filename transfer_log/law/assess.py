"""Answer, for one act or for many, what the Act on the Protection of Personal Information makes of it.

Pure: facts in, legal consequences out. The form, the API, the import and the request desk all ask this one function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from transfer_log.law.case import Case
from transfer_log.law.duties import duties
from transfer_log.law.permission import Violation, permitted, violations_of_giving
from transfer_log.law.problems import FactsError
from transfer_log.law.recording import recording
from transfer_log.law.retention import keep_until
from transfer_log.law.statute import statute

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from datetime import date

    from transfer_log.law.facts import Facts
    from transfer_log.law.statute import Period, Rules
    from transfer_log.law.vocabulary import Duty, RecordItem, RecordMode, Regime, RetentionClass


@dataclass(frozen=True, slots=True)
class Retention:
    """Hold the class of a record (None = no record is due) and the last Japan date it must be kept (None = not known yet)."""

    retention_class: RetentionClass | None
    keep_until: date | None = None

    def to_mapping(self) -> dict[str, Any]:
        """Return the retention as the assessment's vocabulary has it."""
        return {
            "class": None if self.retention_class is None else self.retention_class.value,
            "keep_until": None if self.keep_until is None else self.keep_until.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """Hold the legal consequences of one act; tuples are sorted, violations stand in the order of the statute file.

    `permitted` None = the facts do not decide it. `record_article` names the duty, or why there is none.
    """

    is_provision: bool
    is_third_party: bool
    regime: Regime
    permitted: bool | None
    violations: tuple[Violation, ...]
    record_required: bool
    record_article: str
    record_items: tuple[RecordItem, ...]
    modes: tuple[RecordMode, ...]
    retention: Retention
    disclosable: bool
    duties: tuple[Duty, ...]

    def to_mapping(self) -> dict[str, Any]:
        """Return the assessment in its published vocabulary, ready for JSON; keys and lists always come in the same order."""
        return {
            "is_provision": self.is_provision,
            "is_third_party": self.is_third_party,
            "regime": self.regime.value,
            "permitted": self.permitted,
            "violations": [each.to_mapping() for each in self.violations],
            "record_required": self.record_required,
            "record_article": self.record_article,
            "record_items": [item.value for item in self.record_items],
            "modes": [mode.value for mode in self.modes],
            "retention": self.retention.to_mapping(),
            "disclosable": self.disclosable,
            "duties": [duty.value for duty in self.duties],
        }


def assess(facts: Facts) -> Assessment:
    """Return the legal consequences of `facts` under the law of the day `facts.on`.

    :raises FactsError: if `on` lies before the first dated rule, or the facts contradict each other.
    """
    return _with_keep_until(_judge(facts), facts)


def assess_all(many: Iterable[Facts]) -> Iterator[Assessment]:
    """Yield the assessment of each of `many`, in order; equal combinations are judged once, only `keep_until` is counted for each.

    :raises FactsError: at the first facts that cannot be assessed.
    """
    judged: dict[Hashable, Assessment] = {}
    dated: dict[
        Hashable, Assessment
    ] = {}  # rows of one day share the whole answer; building one costs more than finding it
    for facts in many:
        combination = _combination(facts, statute().period_of(facts.on))
        key = (combination, facts.record.recorded_on, facts.record.last_provided_on)
        assessment = dated.get(key)
        if assessment is None:
            if combination not in judged:
                judged[combination] = _judge(facts)
            assessment = dated[key] = _with_keep_until(judged[combination], facts)
        yield assessment


def _judge(facts: Facts) -> Assessment:
    """Return everything but `keep_until`; no date is read, `on` only chooses the rules."""
    contradictions = [problem for _, problem in facts.contradictions()]
    if contradictions:
        raise FactsError(contradictions)
    rules = statute().rules_on(facts.on)
    case = Case(facts, rules)
    record = recording(case)
    giving = violations_of_giving(case)
    return Assessment(
        is_provision=case.is_provision,
        is_third_party=case.is_third_party,
        regime=case.regime,
        permitted=permitted(case, giving),
        violations=_in_order([*giving, *record.faults], rules),
        record_required=record.required,
        record_article=record.article,
        record_items=record.items,
        modes=record.modes,
        retention=Retention(record.retention_class),
        disclosable=record.disclosable,
        duties=duties(case, record_required=record.required),
    )


def _in_order(violations: list[Violation], rules: Rules) -> tuple[Violation, ...]:
    order = list(rules.violations)
    return tuple(sorted(violations, key=lambda each: order.index(each.code)))


def _with_keep_until(assessment: Assessment, facts: Facts) -> Assessment:
    retention_class, record = assessment.retention.retention_class, facts.record
    if retention_class is None or (record.recorded_on is None and record.last_provided_on is None):
        return assessment
    last_day = keep_until(retention_class, record.recorded_on, record.last_provided_on, mode=record.mode, on=facts.on)
    return replace(assessment, retention=Retention(retention_class, last_day))


def _combination(facts: Facts, period: Period) -> Hashable:
    """Return what decides everything but `keep_until`: all facts but the dates, `on` as its statute period.

    The same as `facts.without_dates()`, at a fraction of its cost: a bulk import asks once for every row.
    """
    record = facts.record
    return (
        period.valid_from,
        facts.role,
        facts.own_country,
        facts.information,
        facts.act,
        facts.relation,
        facts.counterpart,
        facts.basis,
        facts.basis_facts,
        facts.data,
        facts.personal_related,
        facts.anonymised,
        facts.excluded_by_order_11,
        record.mode,
        record.continuous,
        record.connected_with_service,
        record.items_concrete,
        record.principal_concrete,
    )
