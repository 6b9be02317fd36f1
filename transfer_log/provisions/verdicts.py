"""Say what the law makes of provisions in the words of the panel: may it be sent, why not, what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.accounts.states import State
from transfer_log.errors import Text
from transfer_log.findings.wording import wording_of
from transfer_log.law import (
    duty_label,
    mode_label,
    record_item_label,
    regime_label,
    retention_label,
)
from transfer_log.provisions.clearing import is_blocking
from transfer_log.recipients.rules import basis_doubt
from transfer_log.subjects.rules import GAP_TEXTS, ActScope, gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from transfer_log.findings.operations import Cause
    from transfer_log.law import Assessment
    from transfer_log.provisions.assessing import Judged
    from transfer_log.provisions.preparing import Prepared
    from transfer_log.provisions.resolve import Resolved
    from transfer_log.subjects.queries import ConsentBook
    from transfer_log.subjects.rules import ConsentFacts

# Before the act the question is whether it may be done, afterwards whether it was in order.
MAY_BE_SENT: Final = State(Text("送れます", "may be sent"), "good")
LOOK_FIRST: Final = State(Text("確認が必要", "look first"), "warn")
MUST_NOT: Final = State(Text("送れません", "must not be sent"), "bad")
IN_ORDER: Final = State(Text("問題なし", "in order"), "good")
TO_BE_CHECKED: Final = State(Text("確認が必要", "to be checked"), "warn")
UNLAWFUL: Final = State(Text("法令違反", "unlawful"), "bad")
NO_PROVISION: Final = State(Text("提供に当たらない", "no provision"), "mute")

#: These are said once for all people, beside the recipient, the country, the day and the items.
_SAID_APART: Final = frozenset({"recipient_incomplete", "recorded_late", "no_country_profile"})
_ITEMS: Final = "data_items"


class Why(NamedTuple):
    """Be one reason in words, with its article."""

    text: Text
    article: str


class Consideration(NamedTuple):
    """Be a consent of the person, and why it does not cover the act; no reason means that it does."""

    consent: ConsentFacts
    gaps: tuple[Text, ...]


class Verdict(NamedTuple):
    """Be what the law makes of one person's data going to one recipient."""

    subject_id: UUID
    recipient: str
    recipient_id: UUID
    state: State
    whys: tuple[Why, ...]
    consent: ConsentFacts | None
    others: tuple[Consideration, ...]
    judged: Judged


class LawDetail(NamedTuple):
    """Be what follows from one assessment, in the law's own order."""

    regime: Text
    is_record_required: bool
    record_article: str
    record_items: tuple[Text, ...]
    modes: tuple[Text, ...]
    retention: Text | None
    is_disclosable: bool
    duties: tuple[Text, ...]


def state_of(judged: Judged, *, is_planned: bool) -> State:
    """Return the verdict in a word: after the act whatever is doubtful counts, before it only what stands in the way."""
    assessment = judged.verdict.assessment
    if assessment.permitted is False or any(cause.severity == "unlawful" for cause in judged.causes):
        return MUST_NOT if is_planned else UNLAWFUL
    standing = any(map(is_blocking, judged.causes)) if is_planned else bool(judged.causes)
    if standing:
        return LOOK_FIRST if is_planned else TO_BE_CHECKED
    if not assessment.is_provision:
        return NO_PROVISION
    return MAY_BE_SENT if is_planned else IN_ORDER


def verdict_of(found: Prepared, consents: ConsentBook, *, is_planned: bool) -> Verdict:
    """Return the verdict on one prepared draft, with the consents of the person that might have served."""
    resolved, judged = found.resolved, found.judged
    own = [cause for cause in judged.causes if cause.code not in _SAID_APART and cause.field != _ITEMS]
    is_by_consent = resolved.draft.legal_basis == "consent"
    considered = _considered(resolved, consents) if is_by_consent else ()
    covering = judged.fit.consent if judged.fit.consent is not None and not judged.fit.gaps else None
    return Verdict(
        resolved.subject_id,
        resolved.recipient_version.name,
        resolved.recipient.id,
        state_of(judged, is_planned=is_planned),
        tuple(_why(cause, resolved) for cause in own),
        covering,
        tuple(each for each in considered if covering is None or each.consent.id != covering.id),
        judged,
    )


def _why(cause: Cause, resolved: Resolved) -> Why:
    if cause.code == "basis_doubtful":
        version = resolved.recipient_version
        doubt = basis_doubt(
            version.kind,
            version.legal_nature,
            resolved.country,
            resolved.draft.legal_basis or None,
            is_like_home=bool(version.handles_in_japan) or version.equivalent_system is not None,
        )
        if doubt is not None:
            return Why(doubt.text, cause.article)
    wording = wording_of(cause.code, cause.document)
    # The name of a missing paper says more than that evidence is missing.
    return Why(wording.name if cause.document else wording.meaning, cause.article)


def scope_of(resolved: Resolved) -> ActScope:
    """Return the act as consents are compared with it."""
    return ActScope(
        resolved.provided_on,
        resolved.draft.provided_at,
        str(resolved.recipient.id),
        resolved.recipient_version.kind,
        str(resolved.purpose.id) if resolved.purpose else None,
        resolved.items.codes,
        resolved.items.special,
        resolved.country,
    )


def _considered(resolved: Resolved, consents: ConsentBook) -> tuple[Consideration, ...]:
    act = scope_of(resolved)
    newest_first = sorted(
        consents.consents_of(resolved.subject_id), key=lambda known: (known.given_on, known.id), reverse=True
    )
    return tuple(
        Consideration(consent, tuple(GAP_TEXTS[gap] for gap in gaps(consent, act))) for consent in newest_first
    )


def law_detail(assessment: Assessment) -> LawDetail:
    """Return what follows from an assessment in words."""
    kept = assessment.retention.retention_class
    return LawDetail(
        regime_label(assessment.regime),
        assessment.record_required,
        assessment.record_article,
        tuple(record_item_label(item) for item in assessment.record_items),
        tuple(mode_label(mode) for mode in assessment.modes),
        retention_label(kept) if kept is not None else None,
        assessment.disclosable,
        tuple(duty_label(duty) for duty in assessment.duties),
    )


def shared_whys(verdicts: Sequence[Verdict]) -> tuple[Why, ...]:
    """Return the reasons that all verdicts have in common, which need to be said once only."""
    if len(verdicts) < 2:  # noqa: PLR2004 one verdict says its own reasons
        return ()
    first, *others = verdicts
    return tuple(why for why in first.whys if all(why in other.whys for other in others))


def causes_about(verdicts: Iterable[Verdict], code: str) -> list[tuple[Verdict, Cause]]:
    """Return the causes of one code, with the verdict each belongs to."""
    return [(verdict, cause) for verdict in verdicts for cause in verdict.judged.causes if cause.code == code]
