"""Record what happens to a consent later: withdrawn in whole or in part, evidence added, found to be recorded in error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.errors import Conflict, Problem, RuleViolation, Text
from transfer_log.field_checks import NEEDED, FieldChecks
from transfer_log.law import japan_date
from transfer_log.subjects.consents import consent_chain
from transfer_log.subjects.drafts import UNLIMITED
from transfer_log.subjects.models import ConsentEvent
from transfer_log.subjects.scopes import MatchedScope, ScopeMatcher, ensure_scopes
from transfer_log.trail.operations import add_entry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.consent_rows import ConsentChain
    from transfer_log.subjects.drafts import ScopeDraft

LONGEST_REASON: Final = 1000
_LONGEST_EVIDENCE: Final = 200

_EMPTY_SCOPE: Final = Text(
    "撤回する範囲を入れてください。全部を撤回するときは、範囲を指定しないでください。",
    "Enter what is withdrawn; for the whole consent give no scope at all.",
)
_WITHDRAWN: Final = Text("この同意は {day} から撤回されています。", "This consent is withdrawn already, from {day} on.")
_NOT_GIVEN_YET: Final = Text("同意日より前には撤回できません。", "It cannot be withdrawn before it was given.")


def withdraw_consent(
    subject_id: UUID,
    consent_id: UUID,
    *,
    scope: ScopeDraft | None = None,
    effective_on: date | None = None,
    reason: str | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Record that a consent, or the part of it in `scope`, no longer holds from `effective_on` (Japan date) on.

    Without a day it is the day of recording. Provisions before that day stay covered. Returns the id of the event.

    :raises NotFound: when this person has no such consent.
    :raises RuleViolation: when the scope names something unknown or nothing at all.
    :raises Conflict: when this was withdrawn before, from the same day on or an earlier one.
    """
    chain = consent_chain(actor.operator_id, subject_id, consent_id)
    checks = FieldChecks()
    day = checks.day("effective_on", effective_on) or japan_date(at)
    words = checks.words("reason", reason, LONGEST_REASON)
    if day < chain.current.content.given_on:
        checks.add("effective_on", _NOT_GIVEN_YET, day.isoformat(), (f">= {chain.current.content.given_on}",))
    digest = _scope_digest(scope, checks.problems, actor)
    if checks.problems:
        raise RuleViolation(checks.problems)
    _check_not_withdrawn(chain, digest, day)
    return _add_event(chain, "withdrawn", actor=actor, at=at, occurred_on=day, reason=words, scope_digest=digest)


def add_evidence(
    subject_id: UUID, consent_id: UUID, *, evidence_ref: str, reason: str | None = None, actor: Actor, at: datetime
) -> UUID:
    """Record where further evidence of a consent lies (a scan, a recording) and return the id of the event.

    :raises NotFound: when this person has no such consent.
    :raises RuleViolation: when nothing is named.
    """
    chain = consent_chain(actor.operator_id, subject_id, consent_id)
    checks = FieldChecks()
    place = checks.needed_line("evidence_ref", evidence_ref, _LONGEST_EVIDENCE)
    words = checks.words("reason", reason, LONGEST_REASON)
    if checks.problems:
        raise RuleViolation(checks.problems)
    return _add_event(
        chain,
        "evidence_added",
        actor=actor,
        at=at,
        occurred_on=japan_date(at),
        reason=words,
        details={"evidence_ref": place},
    )


def void_consent(subject_id: UUID, consent_id: UUID, *, reason: str, actor: Actor, at: datetime) -> UUID:
    """Record that a consent was never given as recorded (wrong person, mere trial): it covers nothing, not even the past.

    :raises NotFound: when this person has no such consent.
    :raises RuleViolation: when no reason is given.
    """
    chain = consent_chain(actor.operator_id, subject_id, consent_id)
    if not reason.strip():
        raise RuleViolation([Problem("reason", NEEDED)])
    checks = FieldChecks()
    words = checks.words("reason", reason, LONGEST_REASON)
    if checks.problems:
        raise RuleViolation(checks.problems)
    return _add_event(chain, "voided", actor=actor, at=at, occurred_on=japan_date(at), reason=words)


def _scope_digest(scope: ScopeDraft | None, problems: list[Problem], actor: Actor) -> bytes | None:
    """Return the digest of what is withdrawn, None for the whole; the scope itself is written."""
    if scope is None:
        return None
    if scope == UNLIMITED:
        problems.append(Problem("scope", _EMPTY_SCOPE))
        return None
    matched = ScopeMatcher.load(actor.operator_id, [scope]).match(scope)
    if not isinstance(matched, MatchedScope):
        problems.extend(matched)
        return None
    ensure_scopes({matched.digest: matched.scope})
    return matched.digest


def _check_not_withdrawn(chain: ConsentChain, digest: bytes | None, day: date) -> None:
    earlier: Sequence[date] = [
        event.occurred_on
        for event in chain.events
        if event.kind == "withdrawn" and event.scope_digest in (None, digest) and event.occurred_on <= day
    ]
    if earlier:
        raise Conflict(_WITHDRAWN.format(day=min(earlier)))


def _add_event(chain: ConsentChain, kind: str, *, actor: Actor, at: datetime, **content: Any) -> UUID:  # noqa: ANN401 columns of the event
    return add_entry(
        ConsentEvent,
        {
            "subject_id": chain.current.subject_id,
            "operator_id": actor.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "about_id": chain.current.id,
            "kind": kind,
            **content,
        },
    )
