"""Take in provisions by the API, one or up to a thousand at once, through the one writer; correct them and add to them."""

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
from transfer_log.errors import Text
from transfer_log.organisation.queries import DepartmentBook
from transfer_log.provisions import happenings
from transfer_log.provisions.access import check_adding, check_correction, readable_provision
from transfer_log.provisions.drafts import Differs, Recorded
from transfer_log.provisions.drafts import Outcome as DraftOutcome
from transfer_log.provisions.operations import record_provisions
from transfer_log.provisions.schemas import (
    NEEDED,
    AddedEventView,
    CorrectionBody,
    EventBody,
    MoveBody,
    ProvisionBody,
    RecordedView,
    draft_of_body,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.drafts import ProvisionDraft
    from transfer_log.provisions.models import Provision

blueprint: Final = ApiBlueprint("provisions", "What was given to whom: record it, correct it, add what happened later.")

DOOR: Final = "api"
LARGEST_BATCH: Final = 8 * 1024 * 1024
#: What takes a record back, so that it needs the right to correct it.
_TAKES_BACK: Final = frozenset({"voided", "sent_in_error"})
_OTHER_CONTENT: Final = Text(
    "この external_id は、別の内容ですでに記録されています。訂正は corrections で送ってください。",
    "This external_id already stands for another content. To correct the record, post to its corrections.",
)
_EXAMPLE: Final[dict[str, Any]] = {
    "external_id": "SL-2026-1120",
    "subject_ref": "C-1001",
    "subject_name": "見本 花子",
    "recipient_ref": "R-0001",
    "provided_on": "2026-11-20",
    "situation": "placement",
}
_PROVISION: Final = ProvisionBody()
_RECORDED: Final = RecordedView()
_KNOWN: Final[dict[str, Any]] = {
    "subject_id": {"type": "string", "format": "uuid"},
    "id": {"type": "string", "format": "uuid"},
}


@blueprint.door(
    "POST",
    "/provisions",
    action="record_provision",
    body=one_or_several(_PROVISION, "One provision, or up to 1,000 of them.", one=NEEDED),
    answers={
        201: _RECORDED,
        200: _RECORDED,
        SEVERAL: several_view("One answer for each provision.", _RECORDED, _KNOWN),
    },
    writes=True,
    limit_bytes=LARGEST_BATCH,
    examples={"one provision": _EXAMPLE, "several": {"items": [_EXAMPLE, {**_EXAMPLE, "external_id": "SL-2026-1121"}]}},
)
def record_provision(*, body: object, actor: Actor, at: datetime) -> Reply:
    """Record one provision, or up to 1,000.

    The same `source` and `external_id` again is the same row (200); with other content it is 409 with the differences.
    Nothing is refused for being unlawful: the row is stored with findings. Of a list each one is written whole or not at
    all and answered with its own status: 201, 200, 409 or 422.
    """

    def record(bodies: Sequence[dict[str, Any]]) -> list[Outcome]:
        drafts = [draft_of_body(each) for each in bodies]
        return [_outcome(done) for done in record_provisions(drafts, actor=actor, at=at, door=DOOR)]

    return answer_one_or_several(body, _PROVISION, _RECORDED, record)


def _outcome(done: DraftOutcome) -> Outcome:
    if isinstance(done, Recorded):
        return Done(201 if done.is_new else 200, done, address_of(done.subject_id, done.id))
    if isinstance(done, Differs):
        return Different({"subject_id": str(done.subject_id), "id": str(done.id)}, done.differences, _OTHER_CONTENT)
    return Refused(done.problems)


def address_of(subject_id: UUID, provision_id: UUID) -> str:
    """Return where a provision can be read."""
    return f"{PREFIX}/people/{subject_id}/provisions/{provision_id}"


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/provisions/<uuid:provision_id>/events",
    action="record_provision",
    body=EventBody(),
    answers={201: AddedEventView()},
    writes=True,
    examples={"delivered": {"kind": "delivered", "occurred_on": "2026-11-20", "details": {"slip_number": "1234-5678"}}},
)
def add_provision_event(
    subject_id: UUID, provision_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime
) -> Reply:
    """Add what happened to a provision later: delivered, viewed, ended, void, sent in error and the like.

    Nothing is changed: each happening is a row of its own. To take a record back needs the right to correct it.
    """
    row = readable_provision(subject_id, provision_id, actor)
    if body["kind"] in _TAKES_BACK:
        check_correction(row, actor, at)
    else:
        check_adding(row, actor)
    event_id = happenings.record_happening(row, happenings.Happening(**body), actor=actor, at=at)
    return Reply({"id": event_id, "state": happenings.state_of(row)}, 201)


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/provisions/<uuid:provision_id>/corrections",
    action="record_provision",
    body=CorrectionBody(),
    answers={201: _RECORDED},
    writes=True,
    examples={
        "correction": {
            "provision": {key: value for key, value in _EXAMPLE.items() if key != "external_id"},
            "reason": "提供先を取り違えて記録していた",
        }
    },
)
def correct_provision(
    subject_id: UUID, provision_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime
) -> Reply:
    """Correct a provision by a whole new version with its reason, or confirm a plan with what was really given.

    The person stays the same; for a record under the wrong person see `move`.
    """
    row = readable_provision(subject_id, provision_id, actor)
    if row.stage == "planned":
        check_adding(row, actor)
    else:
        check_correction(row, actor, at)
    draft = _in_its_department(draft_of_body(body["provision"]), row)
    done = happenings.replace_provision(row, draft, body["reason"], actor=actor, at=at, door=DOOR)
    return Reply(done, 201, address_of(done.subject_id, done.id))


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/provisions/<uuid:provision_id>/move",
    action="correct_provision",
    body=MoveBody(),
    answers={201: _RECORDED},
    writes=True,
    examples={
        "wrong person": {
            "provision": {**_EXAMPLE, "external_id": None, "subject_ref": "C-1002"},
            "reason": "同姓の別人の記録にしていた",
        }
    },
)
def move_provision(
    subject_id: UUID, provision_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime
) -> Reply:
    """Make a record void under the wrong person and write it under the right one.

    No pointer leads from one person to the other: the records of neither tell of the other.
    """
    row = readable_provision(subject_id, provision_id, actor)
    check_correction(row, actor, at)
    draft = _in_its_department(draft_of_body(body["provision"]), row)
    done = happenings.move_to_person(row, draft, body["reason"], actor=actor, at=at, door=DOOR)
    return Reply(done, 201, address_of(done.subject_id, done.id))


def _in_its_department(draft: ProvisionDraft, row: Provision) -> ProvisionDraft:
    """Return the draft in the department of the record, where it names none: who corrects may belong to another."""
    if draft.department or row.department_id is None:
        return draft
    return draft._replace(department=DepartmentBook.load(row.operator_id).by_id[row.department_id].ref)
