"""Say what the API reads and shows of consents (同意) and stops. Names of fields are those of the import files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import marshmallow as ma

from transfer_log.api.fields import (
    LARGEST_NUMBER,
    Body,
    Choice,
    Code,
    Day,
    Id,
    Instant,
    Line,
    Several,
    View,
    Whole,
    Words,
    YesNo,
)
from transfer_log.items.catalogue import CATALOGUE
from transfer_log.recipients.kinds import KINDS
from transfer_log.subjects.drafts import UNLIMITED, ConsentDraft, ScopeDraft
from transfer_log.subjects.vocabulary import CONSENT_METHODS, SIGNERS, STOP_GROUNDS

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_IN_A_SCOPE: Final = 1000
LONGEST_REASON: Final = 1000
_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True}


class ScopeBody(Body):
    """Limit a consent or a withdrawal; what is left out or empty is not limited."""

    recipients = Several(Line(80, least=1), MOST_IN_A_SCOPE, "codes of recipients")
    kinds = Several(Code(list(KINDS)), len(KINDS), "kinds of recipients", data_key="recipient_kinds")
    purposes = Several(Line(80, least=1), MOST_IN_A_SCOPE, "numbers of purposes")
    items = Several(Line(80, least=1), MOST_IN_A_SCOPE, "codes of items", data_key="data_items")
    countries = Several(Line(80, least=1), MOST_IN_A_SCOPE, "countries")


class ConsentBody(ScopeBody):
    """State a consent as it was given."""

    consent_ref = Line(80, "its number in your system; left out: a new one", **_OPTIONAL, example="K-1")
    subject_ref = Line(80, "number of the person", **_OPTIONAL, example="C-1001")
    subject_id = Id("the person by opaque id, instead of the number", **_OPTIONAL)
    given_on = Day("day on which it was given (Japan)", required=True, example="2026-11-01")
    given_at = Instant("moment, where the time of day is known", **_OPTIONAL)
    method = Code(list(CONSENT_METHODS), "how it was given", required=True, example="click")
    text_version = Line(80, "code of the wording that was shown", **_OPTIONAL)
    signer = Code(list(SIGNERS), "who gave it", **_OPTIONAL)
    signer_note = Line(200, "relation of a guardian or proxy, never a name", **_OPTIONAL)
    special_items = Several(
        Code([code for code, item in CATALOGUE.items() if item.is_special_care]),
        MOST_IN_A_SCOPE,
        "special-care items that it names",
        **_OPTIONAL,
    )
    expires_on = Day("last day on which it covers an act (Japan)", **_OPTIONAL)
    evidence_ref = Line(200, "where paper, log or recording lies", **_OPTIONAL)
    information_given_on = Day("day on which country, system and measures were told (Act Art. 28(2))", **_OPTIONAL)


_SCOPE: Final = frozenset(ScopeDraft._fields)


def scope_of_body(body: Mapping[str, Any]) -> ScopeDraft:
    """Return the scope that a body states; other fields are left out."""
    stated = {name: tuple(body[name]) for name in _SCOPE if body.get(name)}
    return ScopeDraft(**stated) if stated else UNLIMITED


def consent_of_body(body: Mapping[str, Any]) -> ConsentDraft:
    """Return the draft that a body states."""
    stated = {name: value for name, value in body.items() if value is not None and name not in _SCOPE}
    if "special_items" in stated:
        stated["special_items"] = tuple(stated["special_items"])
    return ConsentDraft(**stated, scope=scope_of_body(body))


class WithdrawalBody(Body):
    """State that a consent, or a part of it, is withdrawn."""

    scope = ma.fields.Nested(
        ScopeBody, load_default=None, allow_none=True, metadata={"description": "left out: all of it"}
    )
    effective_on = Day("from which day on (Japan); left out: today", load_default=None, **_OPTIONAL)
    reason = Words(LONGEST_REASON, "why", load_default=None, **_OPTIONAL)


class ConsentCorrectionBody(Body):
    """State what a consent should have said, whole, and why it is corrected."""

    consent = ma.fields.Nested(ConsentBody, required=True)
    reason = Words(LONGEST_REASON, "why", required=True, least=1)


class EvidenceBody(Body):
    """Name where further evidence lies."""

    evidence_ref = Line(200, "where paper, log or recording lies", required=True, least=1)
    reason = Words(LONGEST_REASON, "why", load_default=None, **_OPTIONAL)


class ReasonBody(Body):
    """Give a reason."""

    reason = Words(LONGEST_REASON, "why", required=True, least=1)


class WarningView(View):
    """What is to be looked at, and stops nothing."""

    field = Line(80, allow_none=True)
    message_ja = Line(1000, attribute="text.ja")
    message_en = Line(1000, attribute="text.en")


class RecordedConsentView(View):
    """The consent is on record."""

    subject_id = Id()
    id = Id()
    ref = Line(80, data_key="consent_ref")
    is_new = YesNo("false: the same one had been sent before")
    warnings = ma.fields.List(ma.fields.Nested(WarningView))


class ScopeView(View):
    """What a consent or a withdrawal is limited to; empty: not limited."""

    recipients = Several(Line(80), LARGEST_NUMBER)
    kinds = Several(Line(40), LARGEST_NUMBER, data_key="recipient_kinds")
    purposes = Several(Line(80), LARGEST_NUMBER)
    items = Several(Line(80), LARGEST_NUMBER, data_key="data_items")
    countries = Several(Line(10), LARGEST_NUMBER)


class WithdrawalView(View):
    """A withdrawal; `scope` null: all of the consent."""

    effective_on = Day()
    scope = ma.fields.Nested(ScopeView, allow_none=True)
    reason = Words(LONGEST_REASON, allow_none=True)
    recorded_at = Instant()


class ConsentView(View):
    """A consent with what happened to it."""

    subject_id = Id()
    id = Id()
    consent_ref = Line(80)
    state = Line(20, "in_force, partly_withdrawn, withdrawn, expired, void")
    given_on = Day()
    given_at = Instant(allow_none=True)
    method = Line(20)
    text_version = Line(80, "empty: not known")
    signer = Line(20)
    signer_note = Line(200)
    scope = ma.fields.Nested(ScopeView)
    special_items = Several(Line(80), LARGEST_NUMBER)
    expires_on = Day(allow_none=True)
    evidence_refs = Several(Line(200), LARGEST_NUMBER)
    information_given_on = Day(allow_none=True)
    recorded_at = Instant()
    version_count = Whole(1, LARGEST_NUMBER)
    withdrawals = ma.fields.List(ma.fields.Nested(WithdrawalView))


class ConsentsView(View):
    """The consents of a person over all linked registrations, the newest recorded first."""

    items = ma.fields.List(ma.fields.Nested(ConsentView))


class AddedView(View):
    """It is on record."""

    id = Id()


# --- Stops -------------------------------------------------------------------------------------------------------


class StopBody(Body):
    """State that a person stopped provision, or that the stop is lifted."""

    kind = Choice(("stopped", "lifted"), "what is said", load_default="stopped")
    recipient_ref = Line(80, "to which recipient; left out: to all", load_default="")
    ground = Code([str(ground) for ground in STOP_GROUNDS], "on which ground", load_default="asked")
    effective_on = Day("from which day on (Japan); left out: today", load_default=None, **_OPTIONAL)
    reason = Words(LONGEST_REASON, "why, in plain words", load_default="")


class StopView(View):
    """One entry of the list of stops."""

    subject_id = Id()
    id = Id()
    kind = Line(10)
    recipient_ref = Line(80, "null: all recipients", allow_none=True)
    ground = Line(20)
    effective_on = Day()
    reason = Words(LONGEST_REASON, allow_none=True)
    recorded_at = Instant()
    recorded_by = Id("user")
    holds = YesNo("whether it is in force today")


class StopsView(View):
    """The stops of a person over all linked registrations, the newest first."""

    items = ma.fields.List(ma.fields.Nested(StopView))
