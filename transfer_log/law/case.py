"""Answer the first questions about an act, on which permission, record and duties all rest.

Is anything provided at all, is the other side a third party, which regime applies, does the stated ground hold?
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from transfer_log.law.conditions import CONDITIONS, PSEUDONYMISED
from transfer_log.law.facts import JAPAN
from transfer_log.law.vocabulary import Act, BasisKind, EquivalentSystem, Information, Regime, Relation, Role

if TYPE_CHECKING:
    from transfer_log.law.facts import Facts
    from transfer_log.law.statute import Basis, Rules

#: Nothing leaves the legal person, or nobody else handles it (Act Art. 27; Q&A 7-53, 12-3).
_NOTHING_GIVEN = frozenset({Act.INTERNAL, Act.STORED_NOT_HANDLED, Act.OWN_SERVER})
#: Nothing was "received" (Record Guideline 2-2-2-2).
_NOTHING_RECEIVED = frozenset({Act.VIEWED_ONLY, Act.UNSOLICITED})
#: Art. 27 and 28 do not reach these; for pseudonymised ones Art. 41(6), 42 displace 28(1).
_BEYOND_27_28 = frozenset({Information.STATISTICAL, Information.PERSONAL_INFORMATION}) | PSEUDONYMISED
#: The grounds of Art. 27 say nothing on these, but for the items (i)-(vii) on personal-related information.
_WITHOUT_SHARING = frozenset({Information.STATISTICAL, Information.ANONYMISED, Information.PERSONAL_RELATED})


class Case:
    """Derive, from facts and the rules of their day, what every later question needs; each answer is computed once."""

    def __init__(self, facts: Facts, rules: Rules) -> None:
        self.facts = facts
        self.rules = rules
        self.is_provider = facts.role == Role.PROVIDER

    @cached_property
    def stays_with_us(self) -> bool:
        """Return whether nothing passes from one party to another: the same legal person, one's own server, a mere store."""
        return self.facts.act in _NOTHING_GIVEN or self.facts.counterpart.same_legal_person

    @cached_property
    def is_provision(self) -> bool:
        """Return whether information is provided to, or received from, another at all."""
        nothing_passes = self.facts.act in _NOTHING_RECEIVED or self.facts.relation == Relation.BY_PRINCIPAL
        return not self.stays_with_us and not nothing_passes

    @cached_property
    def is_third_party(self) -> bool:
        """Return whether the other side is a third party for Art. 27, 28: not inside one legal person, not one with the person, not under 27(5)."""
        with_the_person = self.facts.relation in {Relation.BY_PRINCIPAL, Relation.ONE_WITH_PRINCIPAL}
        return not self.stays_with_us and not with_the_person and not self.is_shared

    @cached_property
    def has_my_number(self) -> bool:
        """Return whether the My Number Act displaces Art. 27-30 (My Number Act Art. 30(2)); it goes before every kind of information."""
        return self.facts.data.my_number

    @cached_property
    def is_free_of_limits(self) -> bool:
        """Return whether no rule on giving to others applies, because nothing is given or it reaches the person's own side."""
        return not self.is_provision or (self.facts.relation == Relation.ONE_WITH_PRINCIPAL and not self.has_my_number)

    # Where the other side stands

    @cached_property
    def is_abroad(self) -> bool:
        """Return whether the other side is in a foreign country in the sense of Art. 28(1): not designated, not doing business in Japan."""
        country = self.facts.counterpart.country
        at_home = country == JAPAN or self.facts.counterpart.handles_in_japan
        return not at_home and country not in self.rules.designated_countries

    @cached_property
    def has_system(self) -> bool:
        """Return whether an equivalent system abroad is relied on and still kept (Rules Art. 16, Act Art. 28(3))."""
        return self._relies_on_system and self.facts.basis_facts.measures_kept

    @cached_property
    def lost_system(self) -> bool:
        """Return whether an equivalent system abroad is relied on that the recipient no longer keeps."""
        return self._relies_on_system and not self.facts.basis_facts.measures_kept

    @cached_property
    def needs_foreign_ground(self) -> bool:
        """Return whether the other side is a third party in the sense of Art. 28(1): abroad, without an equivalent system."""
        return self.is_abroad and not self.has_system

    @property
    def _relies_on_system(self) -> bool:
        return self.is_abroad and self.facts.counterpart.equivalent_system != EquivalentSystem.NONE

    @cached_property
    def regime(self) -> Regime:
        """Return the rules on giving that apply; they follow the other side's country unless something takes the act out of them."""
        facts = self.facts
        outside = facts.relation in {Relation.BY_PRINCIPAL, Relation.ONE_WITH_PRINCIPAL}
        if self.stays_with_us or outside or self.has_my_number or facts.information in _BEYOND_27_28:
            return Regime.NONE
        if facts.information == Information.PERSONAL_RELATED:
            return Regime.PERSONAL_RELATED
        if facts.information == Information.ANONYMISED:
            return Regime.ANONYMISED
        if self.needs_foreign_ground:
            return Regime.FOREIGN_CONSENT
        if self.has_system:
            return Regime.FOREIGN_EQUIVALENT_SYSTEM
        if facts.counterpart.country == JAPAN or facts.counterpart.handles_in_japan:
            return Regime.DOMESTIC
        return Regime.FOREIGN_EQUIVALENT_COUNTRY

    # The ground that is stated

    @cached_property
    def basis(self) -> Basis | None:
        """Return the stated ground as the rules of the day know it, None when none is stated."""
        return None if self.facts.basis is None else self.rules.bases[self.facts.basis]

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Return the codes of the conditions that the stated ground fails, in the order of the statute file."""
        if self.basis is None:
            return ()
        return tuple(code for code in self.basis.conditions if not CONDITIONS[code](self.facts))

    @cached_property
    def basis_holds(self) -> bool:
        """Return whether the stated ground is open for this information and place, and meets its conditions."""
        basis = self.basis
        if basis is None or self.missing:
            return False
        if self.has_my_number:
            return basis.for_my_number
        if self.facts.information in PSEUDONYMISED:
            return basis.for_pseudonymised
        # Art. 28(1) displaces Art. 27 for whoever gives abroad; a recipient looks at the giver's ground as it stands (Art. 30(1) proviso).
        displaced = (
            basis.kind in {BasisKind.SHARED, BasisKind.OPT_OUT}
            and self.regime == Regime.FOREIGN_CONSENT
            and self.is_provider
        )
        return not displaced

    def has_kind(self, kind: BasisKind) -> bool:
        """Return whether the stated ground is of `kind`, valid or not."""
        return self.basis is not None and self.basis.kind == kind

    @cached_property
    def is_item(self) -> bool:
        """Return whether an item of Art. 27(1)(i)-(vii) holds."""
        return self.has_kind(BasisKind.ITEM) and self.basis_holds

    @cached_property
    def is_shared(self) -> bool:
        """Return whether a case of Art. 27(5) holds, so that the other side is no third party."""
        return self.has_kind(BasisKind.SHARED) and self.basis_holds and self.facts.information not in _WITHOUT_SHARING

    @cached_property
    def has_consent(self) -> bool:
        """Return whether the stated ground is consent and the person gave it; it may still lack the information of Art. 28(2)."""
        return self.has_kind(BasisKind.CONSENT) and not self.missing
