"""Match consent drafts with the registers: name every problem, leave nothing half-known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.errors import Problem, Text
from transfer_log.field_checks import NEEDED, FieldChecks
from transfer_log.items.queries import item_set_digest
from transfer_log.law import japan_date
from transfer_log.subjects.consent_rows import ConsentContent
from transfer_log.subjects.queries import known_subjects, resolve_refs
from transfer_log.subjects.scopes import MatchedScope, ScopeMatcher
from transfer_log.subjects.vocabulary import CONSENT_METHODS, SIGNERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.drafts import ConsentDraft

_LONGEST_TEXT_REF: Final = 80
_LONGEST_NOTE: Final = 200

_NO_PERSON: Final = Text("この番号の人は登録されていません。", "Nobody has this number.")
_CHOOSE_PERSON: Final = Text(
    "本人を選ぶか、本人の番号を入れてください。", "Choose a person or enter the person's number."
)
_AHEAD: Final = Text(
    "まだ来ていない日です。今日までの日を入れてください。", "This day has not come yet: enter one up to today."
)
_TIME_AHEAD: Final = Text("まだ来ていない時刻です。", "This time has not come yet.")
_OTHER_DAY: Final = Text("時刻の日付が同意日と違います。", "The time of day lies on another day than the consent.")
_EXPIRES_BEFORE: Final = Text("有効期限が同意日より前です。", "It would expire before it was given.")
_RELATION: Final = Text(
    "本人との関係を入力してください（母、成年後見人など）。", "Enter the relation to the person, such as mother."
)
_NO_RECORDING: Final = Text(
    "口頭の同意に録音などの記録がありません。あとから証拠を追加できます。",
    "There is no recording of this oral consent. Evidence can be added later.",
)


class Matched(NamedTuple):
    """Be a draft matched with the registers. The wording is a ref still: a new one is made only for what is written."""

    subject_id: UUID
    ref: str
    text_ref: str
    scope: MatchedScope
    content: ConsentContent
    warnings: tuple[Problem, ...]


@dataclass(slots=True)
class ConsentChecks:
    """Check drafts of one operator; what they name is read once for all of them."""

    scopes: ScopeMatcher
    people: Mapping[str, UUID]
    known_ids: frozenset[UUID]
    at: datetime
    today: date

    @classmethod
    def load(cls, drafts: Sequence[ConsentDraft], actor: Actor, at: datetime) -> ConsentChecks:
        """Read the people and register entries that these drafts name."""
        refs = {draft.subject_ref.strip() for draft in drafts if draft.subject_id is None and draft.subject_ref}
        ids = {draft.subject_id for draft in drafts if draft.subject_id is not None}
        return cls(
            ScopeMatcher.load(actor.operator_id, {draft.scope for draft in drafts}),
            resolve_refs(actor.operator_id, refs),
            known_subjects(actor.operator_id, ids),
            at,
            japan_date(at),
        )

    def match(self, draft: ConsentDraft) -> Matched | tuple[Problem, ...]:
        """Return the draft matched with the registers, or every problem that keeps it from being written."""
        checks = FieldChecks(list(draft.unreadable))
        subject_id = self._subject(draft, checks)
        ref = checks.ref("consent_ref", draft.consent_ref) if draft.consent_ref.strip() else ""
        given_on = self._days(draft, checks)
        method = checks.code("method", draft.method, CONSENT_METHODS)
        if not draft.method.strip():
            checks.add("method", NEEDED, allowed=CONSENT_METHODS)
        signer = checks.code("signer", draft.signer, SIGNERS) or "person"
        note = checks.line("signer_note", draft.signer_note, _LONGEST_NOTE)
        if signer != "person" and note is None:
            checks.add("signer_note", _RELATION)
        text_ref = checks.line("text_version", draft.text_version, _LONGEST_TEXT_REF)
        evidence_ref = checks.line("evidence_ref", draft.evidence_ref, _LONGEST_NOTE)
        scope = self.scopes.match(draft.scope, draft.special_items)
        if not isinstance(scope, MatchedScope):
            checks.problems += scope
        if checks.problems or subject_id is None or method is None or not isinstance(scope, MatchedScope):
            return _each_field_once(draft, checks.problems)
        content = ConsentContent(
            given_on,
            draft.given_at,
            method,
            None,
            signer,
            note if signer != "person" else None,
            scope.digest,
            item_set_digest(scope.special_items) if scope.special_items else None,
            draft.expires_on,
            evidence_ref,
            draft.information_given_on,
        )
        warnings = (Problem("evidence_ref", _NO_RECORDING),) if method == "oral" and evidence_ref is None else ()
        return Matched(subject_id, ref, text_ref or "", scope, content, warnings)

    def _subject(self, draft: ConsentDraft, checks: FieldChecks) -> UUID | None:
        if draft.subject_id is not None:
            if draft.subject_id in self.known_ids:
                return draft.subject_id
            checks.add("subject_id", _NO_PERSON)
            return None
        ref = draft.subject_ref.strip()
        if not ref:
            checks.add("subject_ref", _CHOOSE_PERSON)
        elif ref not in self.people:
            checks.add("subject_ref", _NO_PERSON, ref)
        return self.people.get(ref)

    def _days(self, draft: ConsentDraft, checks: FieldChecks) -> date:
        given_on = checks.day("given_on", draft.given_on)
        if given_on is None and draft.given_at is not None:
            given_on = japan_date(draft.given_at)
        if given_on is None:
            if draft.given_on is None:
                checks.add("given_on", NEEDED)
            return self.today
        if given_on > self.today:
            checks.add("given_on", _AHEAD, given_on.isoformat(), (f"<= {self.today.isoformat()}",))
        if draft.given_at is not None and japan_date(draft.given_at) != given_on:
            checks.add("given_at", _OTHER_DAY, draft.given_at.isoformat(), (given_on.isoformat(),))
        elif draft.given_at is not None and draft.given_at > self.at:
            checks.add("given_at", _TIME_AHEAD, draft.given_at.isoformat())
        if (expires_on := checks.day("expires_on", draft.expires_on)) is not None and expires_on < given_on:
            checks.add("expires_on", _EXPIRES_BEFORE, expires_on.isoformat(), (f">= {given_on.isoformat()}",))
        told_on = checks.day("information_given_on", draft.information_given_on)
        if told_on is not None and told_on > self.today:
            checks.add("information_given_on", _AHEAD, told_on.isoformat(), (f"<= {self.today.isoformat()}",))
        return given_on


def _each_field_once(draft: ConsentDraft, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems without those of fields that could not even be read: these have been told already."""
    told = {problem.field for problem in draft.unreadable}
    return tuple(problem for problem in problems if problem in draft.unreadable or problem.field not in told)
