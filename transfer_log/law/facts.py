"""Hold the facts of one act by which information about people reaches someone else.

The keys, values and defaults are those of the published vocabulary of the assessment; each fact left out has the value shown here.
All classes are frozen and hashable: equal facts have equal consequences, so facts serve as cache keys.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from transfer_log.errors import Problem, Text
from transfer_log.law.problems import FactsError, value_not_allowed
from transfer_log.law.reading import UNKNOWN_COUNTRY, MappingReader, non_defaults
from transfer_log.law.statute import before_first_day, statute
from transfer_log.law.vocabulary import (
    Act,
    Article35Stop,
    CounterpartType,
    EquivalentSystem,
    Information,
    LegalBasis,
    Order11Ground,
    RecordMode,
    Relation,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

JAPAN = "JP"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Describe the other side: the recipient for role provider, the giver for role recipient."""

    type: CounterpartType = CounterpartType.BUSINESS
    #: Role recipient: the giver handles databases for business; this alone decides Rules Art. 24(1)(iv).
    is_business_operator: bool = True
    #: ISO 3166-1 alpha-2, or "unknown" while it cannot be identified.
    country: str = field(default=JAPAN, metadata={"may_be_unknown": True})
    same_legal_person: bool = False
    #: A foreign corporation that runs a personal-information database for business in Japan is not "abroad".
    handles_in_japan: bool = False
    #: The system *relied on* (Rules Art. 16); none when the ground is consent under Act Art. 28(1).
    equivalent_system: EquivalentSystem = EquivalentSystem.NONE
    #: False: what arrives is no personal data for the recipient.
    identifies_principal: bool = True


@dataclass(frozen=True, slots=True)
class BasisFacts:
    """Hold what the grounds for giving depend on; most keys matter for one ground only."""

    consent_obtained: bool = True
    consent_was_hard: bool = True
    foreign_law_only: bool = False
    information_given: bool = True
    country_reason_given: bool = True
    measures_reason_given: bool = True
    opt_out_filed: bool = True
    opt_out_notified: bool = True
    opt_out_published: bool = True
    objection_period_left: bool = True
    stop_requested: bool = False
    art_35_stop: Article35Stop = Article35Stop.NONE
    art_35_substitute: bool = False
    within_entrusted_work: bool = True
    entrustment_by_nature: bool = False
    rights_unjustly_harmed: bool = False
    own_academic: bool = True
    matched_across_entrusters: bool = False
    notice_complete: bool = True
    within_notified_scope: bool = True
    published_instead_of_notified: bool = True
    measures_kept: bool = True
    before_contract: bool = False
    safety_contract: bool = True


@dataclass(frozen=True, slots=True)
class Data:
    """Describe the data itself, never its values."""

    special_care: bool = False
    improperly_acquired: bool = False
    acquired_by_opt_out: bool = False
    my_number: bool = False
    provision_within_purpose: bool = True


@dataclass(frozen=True, slots=True)
class PersonalRelated:
    """Hold what Act Art. 31 asks about personal-related information."""

    expected_as_personal_data: bool = True
    consent_confirmed: bool = True
    consent_by_action: bool = True
    foreign_information_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Anonymised:
    """Hold what Act Art. 43(4) and 44 ask about anonymised information."""

    made_by_self: bool = True
    published_beforehand: bool = True
    stated_to_recipient: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """Describe the record as made; role recipient: the days are those of receipt."""

    mode: RecordMode = RecordMode.EACH_TIME
    continuous: bool = True
    connected_with_service: bool = True
    provided_on: date | None = None
    last_provided_on: date | None = None
    recorded_on: date | None = None
    items_concrete: bool = True
    principal_concrete: bool = True


_COUNTERPART, _BASIS_FACTS, _DATA = Counterpart(), BasisFacts(), Data()
_PERSONAL_RELATED, _ANONYMISED, _RECORD = PersonalRelated(), Anonymised(), Record()


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold everything the law asks about one act; `on` is the Japan date whose law applies."""

    on: date = date(2026, 11, 21)
    role: Role = Role.PROVIDER
    own_country: str = JAPAN
    information: Information = Information.PERSONAL_DATA
    act: Act = Act.SENT
    relation: Relation = Relation.NONE
    counterpart: Counterpart = _COUNTERPART
    basis: LegalBasis | None = None
    basis_facts: BasisFacts = _BASIS_FACTS
    data: Data = _DATA
    personal_related: PersonalRelated = _PERSONAL_RELATED
    anonymised: Anonymised = _ANONYMISED
    record: Record = _RECORD
    excluded_by_order_11: Order11Ground | None = None

    @classmethod
    def from_mapping(cls, mapping: object) -> Facts:
        """Return the facts that `mapping` (as parsed from JSON) states; keys left out keep their defaults.

        :raises FactsError: with every unknown key, wrong value, wrong type and contradiction, each under its dotted key.
        """
        reader = MappingReader(cls)
        facts: Facts = reader.read(cls, mapping)
        doubtful = {problem.field for problem in reader.problems}
        # A key that could not be read stands at its default, which must not be held against the other keys.
        contradictions = [problem for keys, problem in facts.contradictions() if doubtful.isdisjoint(keys)]
        if reader.problems or contradictions:
            raise FactsError([*reader.problems, *contradictions])
        return facts

    def to_mapping(self) -> dict[str, Any]:
        """Return the keys that differ from their defaults, as JSON values; `from_mapping` gives the same facts back."""
        return non_defaults(self)

    def without_dates(self) -> Facts:
        """Return the combination these facts belong to: no dates in the record, `on` replaced by the start of its statute period.

        Facts of the same combination have the same assessment but for `retention.keep_until`.

        :raises FactsError: if `on` lies before the first dated rule.
        """
        record = replace(self.record, provided_on=None, last_provided_on=None, recorded_on=None)
        return replace(self, on=statute().period_of(self.on).valid_from, record=record)

    def contradictions(self) -> Iterator[tuple[tuple[str, ...], Problem]]:
        """Yield each combination that cannot be assessed, as (the keys involved, the problem)."""
        if self.role == Role.PROVIDER and self.act in _RECEIVING_ACTS:
            yield ("role", "act"), _act_of_a_recipient(self.act)
        if self.counterpart.country == UNKNOWN_COUNTRY and self.counterpart.equivalent_system != EquivalentSystem.NONE:
            yield ("counterpart.country", "counterpart.equivalent_system"), _system_in_unknown_country()
        first_day = statute().first_day
        if self.on < first_day:
            yield ("on",), before_first_day(self.on, first_day)
        elif self.basis is not None and self.basis not in (bases := statute().rules_on(self.on).bases):
            yield ("on", "basis"), value_not_allowed("basis", str(self.basis), [*bases, "null"])


_RECEIVING_ACTS = (Act.VIEWED_ONLY, Act.UNSOLICITED)


def _act_of_a_recipient(act: str) -> Problem:
    allowed = tuple(each.value for each in Act if each not in _RECEIVING_ACTS)
    choices = ", ".join(allowed)
    text = Text(
        f'act の値 "{act}" は role が "recipient" の場合だけ使えます。提供する側で相手が閲覧する場合は "made_available" です。使える値: {choices}。',
        f'act: "{act}" is allowed only with role "recipient"; the giver\'s side of a view is "made_available". Allowed: {choices}.',
    )
    return Problem("act", text, found=f'"{act}"', allowed=allowed)


def _system_in_unknown_country() -> Problem:
    text = Text(
        f'counterpart.country の値 "{UNKNOWN_COUNTRY}" は counterpart.equivalent_system と一緒に使えません。'
        "基準適合体制による提供では国名を本人に伝える必要があります（規則18条3項）。国名か、equivalent_system に none を指定してください。",
        f'counterpart.country: "{UNKNOWN_COUNTRY}" is not allowed with counterpart.equivalent_system, because the country is one of the facts '
        "to be told on request (Rules Art. 18(3)). Allowed: a country, or equivalent_system none.",
    )
    return Problem(
        "counterpart.country",
        text,
        found=f'"{UNKNOWN_COUNTRY}"',
        allowed=("ISO 3166-1 alpha-2",),
        article="Rules Art. 18(3)",
    )
