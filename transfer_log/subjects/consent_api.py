"""Record consents (同意), withdrawals and stops by the API, and read those of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.batches import (
    SEVERAL,
    Different,
    Done,
    Outcome,
    Refused,
    answer_one_or_several,
    one_or_several,
    several_view,
)
from transfer_log.api.blueprint import PREFIX, ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.errors import NotFound, Text
from transfer_log.law import japan_date
from transfer_log.register_saving import Rejected
from transfer_log.subjects.consent_events import add_evidence, void_consent, withdraw_consent
from transfer_log.subjects.consent_schemas import (
    AddedView,
    ConsentBody,
    ConsentCorrectionBody,
    ConsentsView,
    EvidenceBody,
    ReasonBody,
    RecordedConsentView,
    StopBody,
    StopsView,
    WithdrawalBody,
    consent_of_body,
    scope_of_body,
)
from transfer_log.subjects.consent_views import consent_views
from transfer_log.subjects.consents import correct_consent, record_consents
from transfer_log.subjects.drafts import ConsentDiffers, StopDraft
from transfer_log.subjects.people import NO_PERSON
from transfer_log.subjects.queries import known_subjects, person_ids
from transfer_log.subjects.stops import lift_stop, person_stops, stop_provision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.consent_views import ConsentView
    from transfer_log.subjects.consents import ConsentOutcome

blueprint: Final = ApiBlueprint("consents", "What people consented to, took back, and stopped.")

_OTHER_CONTENT: Final = Text(
    "この consent_ref は、別の内容ですでに記録されています。訂正は corrections で送ってください。",
    "This consent_ref already stands for another content. To correct the consent, post to its corrections.",
)
_CONSENT: Final = ConsentBody()
_RECORDED: Final = RecordedConsentView()
_ADDED: Final = AddedView()
_KNOWN: Final[dict[str, Any]] = {
    "subject_id": {"type": "string", "format": "uuid"},
    "id": {"type": "string", "format": "uuid"},
}
_EXAMPLE: Final[dict[str, Any]] = {
    "consent_ref": "K-1",
    "subject_ref": "C-1001",
    "given_on": "2026-11-01",
    "method": "click",
    "text_version": "2026-04",
    "recipient_kinds": ["job_provider"],
}


@blueprint.door(
    "POST",
    "/consents",
    action="record_consent",
    body=one_or_several(
        _CONSENT,
        "One consent, or up to 1,000 of them.",
        one={"anyOf": [{"required": ["subject_ref"]}, {"required": ["subject_id"]}]},
    ),
    answers={201: _RECORDED, 200: _RECORDED, SEVERAL: several_view("One answer for each consent.", _RECORDED, _KNOWN)},
    writes=True,
    limit_bytes=8 * 1024 * 1024,
    examples={"one consent": _EXAMPLE},
)
def record_consent(*, body: object, actor: Actor, at: datetime) -> Reply:
    """Record consents.

    The same `consent_ref` for the same person again is the same consent (200); with other content it is 409 with the
    differences. What a consent does not limit it leaves open: without recipients and kinds it covers every recipient.
    """

    def record(bodies: Sequence[dict[str, Any]]) -> list[Outcome]:
        return [
            _outcome(each) for each in record_consents([consent_of_body(each) for each in bodies], actor=actor, at=at)
        ]

    return answer_one_or_several(body, _CONSENT, _RECORDED, record)


def _outcome(done: ConsentOutcome) -> Outcome:
    if isinstance(done, Rejected):
        return Refused(done.problems)
    if isinstance(done, ConsentDiffers):
        return Different({"subject_id": str(done.subject_id), "id": str(done.id)}, done.differences, _OTHER_CONTENT)
    return Done(201 if done.is_new else 200, done, f"{PREFIX}/people/{done.subject_id}/consents")


@blueprint.door("GET", "/people/<uuid:subject_id>/consents", action="read_subject", answers={200: ConsentsView()})
def list_consents_of_person(subject_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read the consents of a person, over all linked registrations."""
    _check_person(subject_id, actor)
    today = japan_date(at)
    return Reply({"items": [_shown(each, today) for each in consent_views(actor.operator_id, subject_id)]})


def _shown(view: ConsentView, today: date) -> dict[str, Any]:
    row = view.chain.current
    withdrawals = [
        {
            "effective_on": each.event.occurred_on,
            "scope": each.scope,
            "reason": each.event.reason,
            "recorded_at": each.event.recorded_at,
        }
        for each in view.withdrawals
    ]
    return {
        **view.draft._asdict(),
        "subject_id": row.subject_id,
        "id": row.id,
        "state": view.state_on(today),
        "evidence_refs": view.evidence_refs,
        "recorded_at": row.recorded_at,
        "version_count": len(view.chain.rows),
        "withdrawals": withdrawals,
    }


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/consents/<uuid:consent_id>/withdrawals",
    action="record_consent",
    body=WithdrawalBody(),
    answers={201: _ADDED},
    writes=True,
    examples={"all of it": {"effective_on": "2026-11-20"}, "a part": {"scope": {"recipient_kinds": ["advertiser"]}}},
)
def withdraw(subject_id: UUID, consent_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Record that a consent, or a part of it, is withdrawn. What was given before that day stays covered."""
    scope = None if body["scope"] is None else scope_of_body(body["scope"])
    event_id = withdraw_consent(
        subject_id,
        consent_id,
        scope=scope,
        effective_on=body["effective_on"],
        reason=body["reason"],
        actor=actor,
        at=at,
    )
    return Reply({"id": event_id}, 201)


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/consents/<uuid:consent_id>/corrections",
    action="record_consent",
    body=ConsentCorrectionBody(),
    answers={201: _ADDED},
    writes=True,
    examples={"another day": {"consent": {**_EXAMPLE, "given_on": "2026-11-02"}, "reason": "日付の誤り"}},
)
def correct(subject_id: UUID, consent_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Replace a consent by what was really given; the old one stays readable."""
    draft = consent_of_body(body["consent"])._replace(subject_id=subject_id, subject_ref="")
    return Reply({"id": correct_consent(consent_id, draft, reason=body["reason"], actor=actor, at=at)}, 201)


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/consents/<uuid:consent_id>/evidence",
    action="record_consent",
    body=EvidenceBody(),
    answers={201: _ADDED},
    writes=True,
    examples={"recording": {"evidence_ref": "REC-2026-0077"}},
)
def add_consent_evidence(
    subject_id: UUID, consent_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime
) -> Reply:
    """Record where further evidence of a consent lies."""
    event_id = add_evidence(
        subject_id, consent_id, evidence_ref=body["evidence_ref"], reason=body["reason"], actor=actor, at=at
    )
    return Reply({"id": event_id}, 201)


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/consents/<uuid:consent_id>/void",
    action="record_consent",
    body=ReasonBody(),
    answers={201: _ADDED},
    writes=True,
    examples={"another person's": {"reason": "別人の同意を記録していた"}},
)
def void(subject_id: UUID, consent_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Record that a consent was never given as recorded: it covers nothing, not even the past."""
    return Reply({"id": void_consent(subject_id, consent_id, reason=body["reason"], actor=actor, at=at)}, 201)


@blueprint.door("GET", "/people/<uuid:subject_id>/stops", action="read_subject", answers={200: StopsView()})
def list_stops_of_person(subject_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read the stops of a person, over all linked registrations."""
    _check_person(subject_id, actor)
    stops = person_stops(actor.operator_id, subject_id, japan_date(at))
    shown = [{**each._asdict(), "recipient_ref": each.recipient.ref if each.recipient else None} for each in stops]
    return Reply({"items": shown})


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/stops",
    action="record_consent",
    body=StopBody(),
    answers={201: _ADDED},
    writes=True,
    examples={
        "to one recipient": {"recipient_ref": "R-0001", "reason": "本人からの電話"},
        "to all": {"ground": "opt_out"},
    },
)
def add_stop(subject_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Record that a person stopped provision to a recipient or to all, or that such a stop is lifted."""
    stated = {name: value for name, value in body.items() if name != "kind"}
    draft = StopDraft(subject_id, **stated)
    act = lift_stop if body["kind"] == "lifted" else stop_provision
    return Reply({"id": act(draft, actor=actor, at=at)}, 201)


def _check_person(subject_id: UUID, actor: Actor) -> None:
    if not known_subjects(actor.operator_id, person_ids(subject_id)):
        raise NotFound(NO_PERSON)
