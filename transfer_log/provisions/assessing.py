"""Ask the law about resolved drafts: which consent they rest on, what it makes of them, what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import rfc8785

from transfer_log.db import json_text
from transfer_log.errors import Problem, Text
from transfer_log.findings.operations import Cause
from transfer_log.law import Facts, assess, business_days_between, period_of
from transfer_log.law.statute import statute
from transfer_log.organisation.rules import company_holidays
from transfer_log.provisions.circumstances import DOUBTFUL, HOME, Circumstances, causes_of, facts_of
from transfer_log.recipients.rules import basis_doubt, incomplete_fields
from transfer_log.situations.rules import item_doubts
from transfer_log.subjects.rules import NO_CONSENT, ActScope, Fit, fit_best, fit_named, stop_in_force

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.countries.queries import ProfileSnapshot
    from transfer_log.law import Assessment
    from transfer_log.law.calendar import CompanyHolidays
    from transfer_log.organisation.queries import OperatorSnapshot, PolicySnapshot
    from transfer_log.provisions.books import SmallBooks
    from transfer_log.provisions.resolve import Resolved
    from transfer_log.subjects.queries import ConsentBook, StopBook


class Verdict(NamedTuple):
    """Hold what the law makes of one set of circumstances, ready to be frozen into rows."""

    digest: bytes
    facts: dict[str, Any]
    result: dict[str, Any]
    law_version: str
    assessment: Assessment
    causes: tuple[Cause, ...]
    retention_class: str | None


class Judged(NamedTuple):
    """Hold what is computed about one resolved draft."""

    verdict: Verdict
    fit: Fit
    profile: ProfileSnapshot | None
    policy: PolicySnapshot | None
    days_to_record: int
    causes: tuple[Cause, ...]


@lru_cache(maxsize=4096)
def asked(case: Circumstances, period: str) -> Verdict:
    """Return what the law of a statute period, named by its first day, makes of circumstances; the same for all time.

    A process asks once: the answer follows from its arguments alone. Nobody changes the mappings in it.
    """
    facts = facts_of(case, period)
    assessment = assess(Facts.from_mapping(facts))
    result = assessment.to_mapping()
    kept = {"facts": {key: value for key, value in facts.items() if value}, "result": result}
    digest = sha256(rfc8785.dumps({**kept, "law_version": period})).digest()
    causes = causes_of(case, assessment)
    return Verdict(digest, kept["facts"], result, period, assessment, causes, result["retention"]["class"])


@dataclass
class Assessor:
    """Judge resolved drafts of one operator; equal circumstances are put to the law once."""

    small: SmallBooks
    consents: ConsentBook
    stops: StopBook
    actor: Actor
    _verdicts: dict[tuple[Circumstances, str], Verdict] = field(default_factory=dict)
    _doubts: dict[tuple[object, ...], tuple[Cause, ...]] = field(default_factory=dict)
    _days: dict[tuple[date, date], int] = field(default_factory=dict)
    _policies: dict[tuple[UUID | None, date], PolicySnapshot | None] = field(default_factory=dict)

    def unknown_consent(self, row: Resolved) -> Problem | None:
        """Return the problem of a draft that names a consent nobody has recorded for this person."""
        ref = row.draft.consent_ref
        if not ref or self.consents.by_ref(row.subject_id, ref) is not None:
            return None
        text = Text("この同意は、この本人について登録されていません。", "No such consent is on record for this person.")
        known = tuple(consent.ref for consent in self.consents.consents_of(row.subject_id) if consent.ref)
        return Problem("consent_ref", text, ref, known[:20])

    def judge(self, row: Resolved) -> Judged:
        """Return the law's answer to a resolved draft, the consent it rests on, and every cause for a finding."""
        fit = self._fit(row)
        case = self._circumstances(row, fit)
        verdict = self._verdict(case, row.provided_on)
        days = self._days_to_record(row)
        profile = self._profile(row)
        causes = verdict.causes + self._register_doubts(row)
        if days > self._operator.late_after_days:
            causes += (Cause("recorded_late", "Rules Art. 19(2)", DOUBTFUL, field="recorded_on"),)
        if profile is None and row.country not in (None, HOME, "unknown") and verdict.assessment.is_provision:
            causes += (Cause("no_country_profile", "Act Art. 23", DOUBTFUL, field="country", document=row.country),)
        if row.provided_on < self._first_day:
            causes += (Cause("earlier_than_known_law", "Act Art. 29(1)", DOUBTFUL, field="provided_on"),)
        return Judged(
            verdict,
            fit,
            profile,
            self._policy(row),
            days,
            tuple(self._placed(cause, row) for cause in causes),
        )

    @cached_property
    def _first_day(self) -> date:
        """Return the earliest day whose law is known; older acts are judged by it and marked."""
        return statute().first_day

    @cached_property
    def _closed(self) -> CompanyHolidays:
        return company_holidays(self._operator.company_holidays)

    @cached_property
    def _operator(self) -> OperatorSnapshot:
        return self.small.operators.by_id[self.actor.operator_id].versions[-1]

    def _placed(self, cause: Cause, row: Resolved) -> Cause:
        situation = row.situation.entry.id if row.situation else None
        return cause._replace(recipient_id=row.recipient.id, situation_id=situation)

    def _fit(self, row: Resolved) -> Fit:
        draft = row.draft
        if draft.legal_basis != "consent" and not draft.consent_ref:
            return NO_CONSENT
        act = ActScope(
            row.provided_on,
            draft.provided_at,
            str(row.recipient.id),
            row.recipient_version.kind,
            str(row.purpose.id) if row.purpose else None,
            row.items.codes,
            row.items.special,
            row.country,
        )
        if draft.consent_ref:
            named = self.consents.by_ref(row.subject_id, draft.consent_ref)
            return NO_CONSENT if named is None else fit_named(named, act)
        return fit_best(self.consents.consents_of(row.subject_id), act)

    def _circumstances(self, row: Resolved, fit: Fit) -> Circumstances:
        draft, version = row.draft, row.recipient_version
        consent = fit.consent if not fit.gaps else None
        told = consent.information_given_on if consent is not None else None
        stops = self.stops.stops_of(row.subject_id)
        return Circumstances(
            draft.information or "personal_data",
            draft.act or ("made_available" if draft.method == "view" else "sent"),
            draft.relation or "none",
            draft.legal_basis or None,
            draft.mode or "each_time",
            version.legal_nature,
            row.country,
            bool(version.same_legal_person),
            bool(version.handles_in_japan),
            version.equivalent_system,
            False if fit.is_refused else (True if consent is not None else None),
            True if told is not None and told <= row.provided_on else None,
            stop_in_force(stops, str(row.recipient.id), row.provided_on) if stops else None,
            bool(row.items.special),
            row.items.has_my_number,
            _purpose_state(row),
            json_text(draft.evidence) if draft.evidence else None,
        )

    def _verdict(self, case: Circumstances, on: date) -> Verdict:
        period = period_of(max(on, self._first_day)).valid_from.isoformat()
        known = self._verdicts.get((case, period))
        if known is None:
            known = self._verdicts[case, period] = asked(case, period)
        return known

    def verdicts(self) -> list[Verdict]:
        """Return every distinct answer given so far."""
        return list(self._verdicts.values())

    def _days_to_record(self, row: Resolved) -> int:
        draft = row.draft
        if draft.stage == "planned":
            return 0
        # A lump or a viewing is recorded promptly after its end; one that is still open cannot be late.
        is_long = draft.mode == "lump" or draft.act == "made_available"
        act_on = (draft.last_provided_on or row.recorded_on) if is_long else row.provided_on
        key = (act_on, row.recorded_on)
        days = self._days.get(key)
        if days is None:
            days = self._days[key] = business_days_between(act_on, row.recorded_on, self._closed)
        return days

    def _profile(self, row: Resolved) -> ProfileSnapshot | None:
        if row.country is None or row.country in (HOME, "unknown"):
            return None
        return self.small.profiles.version_for(row.country, row.recipient_version.country_profile, row.provided_on)

    def _policy(self, row: Resolved) -> PolicySnapshot | None:
        """Return the policy version in which the purpose stands, else the main policy of that day."""
        stands_in = row.purpose_version.policy_version_id if row.purpose_version else None
        key = (stands_in, row.provided_on)
        if key not in self._policies:
            self._policies[key] = self.small.policy_version(stands_in) or self.small.main_policy(row.provided_on)
        return self._policies[key]

    def _register_doubts(self, row: Resolved) -> tuple[Cause, ...]:
        draft, version = row.draft, row.recipient_version
        situation = row.situation.version.id if row.situation else None
        has_wish, has_reason = draft.wished_on is not None, bool(draft.override_reason)
        key = (version.id, row.country, draft.legal_basis, situation, row.items.digest, has_wish, has_reason)
        known = self._doubts.get(key)
        if known is None:
            known = self._doubts[key] = tuple(_register_doubts(row))
        return known


def _purpose_state(row: Resolved) -> str:
    purpose = row.purpose_version
    if purpose is None:
        return "missing"
    kinds = purpose.recipient_kinds
    kind = row.recipient_version.kind
    if purpose.covers_provision is False or (kinds and kind is not None and kind not in kinds):
        return "no"
    return "yes"


_ITEMS: Final = "data_items"


def _register_doubts(row: Resolved) -> list[Cause]:
    version = row.recipient_version
    causes = []
    missing = incomplete_fields(version)
    if missing or version.is_provisional:
        causes.append(Cause("recipient_incomplete", "Rules Art. 20(1)", DOUBTFUL, field="recipient_ref"))
    doubt = basis_doubt(
        version.kind,
        version.legal_nature,
        row.country,
        row.draft.legal_basis or None,
        is_like_home=bool(version.handles_in_japan) or version.equivalent_system is not None,
    )
    if doubt is not None:
        causes.append(Cause("basis_doubtful", doubt.article or "Act Art. 27(1)", DOUBTFUL, field="legal_basis"))
    situation = row.situation.version if row.situation else None
    causes.extend(
        Cause(doubt.code, doubt.article, DOUBTFUL, field=_ITEMS, document=doubt.item)
        for doubt in item_doubts(
            situation,
            row.items.codes,
            row.items.barred,
            has_wish=row.draft.wished_on is not None,
            has_reason=bool(row.draft.override_reason),
        )
    )
    return causes
