"""Answer a system that asks before it sends whether a person's data may go to a recipient now, and if not, why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.batches import (
    SEVERAL,
    Done,
    Outcome,
    Refused,
    answer_one_or_several,
    one_or_several,
    several_view,
)
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.findings.wording import wording_of
from transfer_log.provisions.api import DOOR, LARGEST_BATCH
from transfer_log.provisions.clearing import Cleared, clear_provisions
from transfer_log.provisions.schemas import ClearanceView, ProvisionBody, draft_of_body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.api.calls import Reply
    from transfer_log.findings.operations import Cause

blueprint: Final = ApiBlueprint("clearances", "Ask before sending whether it may be sent.")

_PROVISION: Final = ProvisionBody()
_VIEW: Final = ClearanceView()
_NEEDED: Final[dict[str, Any]] = {
    "allOf": [
        {"anyOf": [{"required": ["subject_ref"]}, {"required": ["subject_id"]}]},
        {"anyOf": [{"required": ["recipient_ref"]}, {"required": ["recipient_name"]}]},
    ]
}


@blueprint.door(
    "POST",
    "/clearances",
    action="ask_clearance",
    body=one_or_several(_PROVISION, "What is about to be given, once or up to 1,000 times.", one=_NEEDED),
    answers={201: _VIEW, SEVERAL: several_view("One answer for each question.", _VIEW)},
    writes=True,
    limit_bytes=LARGEST_BATCH,
    examples={
        "one question": {
            "subject_ref": "C-1001",
            "subject_name": "見本 花子",
            "recipient_ref": "R-0001",
            "situation": "placement",
        }
    },
)
def ask_clearance(*, body: object, actor: Actor, at: datetime) -> Reply:
    """Ask whether it may be sent now.

    Registers, consents and stops are asked as of today, whatever day the body names. Question and answer are kept in the
    ledger; `reasons` stand in the way, `remarks` are to be mended and can wait.
    """

    def clear(bodies: Sequence[dict[str, Any]]) -> list[Outcome]:
        drafts = [draft_of_body(each) for each in bodies]
        answers = clear_provisions(drafts, actor=actor, at=at, door=DOOR)
        return [Done(201, _shown(each)) if isinstance(each, Cleared) else Refused(each.problems) for each in answers]

    return answer_one_or_several(body, _PROVISION, _VIEW, clear)


def _shown(answer: Cleared) -> dict[str, Any]:
    resolved, judged = answer.prepared
    consent = judged.fit.consent if not judged.fit.gaps else None
    return {
        "clearance_id": answer.id,
        "is_allowed": answer.is_allowed,
        "permitted": judged.verdict.assessment.permitted,
        "subject_id": resolved.subject_id,
        "asked_on": resolved.provided_on,
        "consent_ref": consent.ref if consent else None,
        "reasons": [_reason(cause) for cause in answer.reasons],
        "remarks": [_reason(cause) for cause in answer.remarks],
    }


def _reason(cause: Cause) -> dict[str, Any]:
    words = wording_of(cause.code, cause.document)
    return {
        "code": cause.code,
        "severity": cause.severity,
        "article": cause.article,
        "field": cause.field,
        "document": cause.document,
        "text": words.name if cause.document else words.meaning,
        "remedy": words.remedy,
    }
