"""Give a person's record list to programs, as JSON in both languages under its digest (Act Art. 33(5))."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from transfer_log.answers.building import Wish, make_record_list
from transfer_log.answers.render import to_json
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.fields import Body, Choice, Day, Words, YesNo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

blueprint: Final = ApiBlueprint("record lists", "The list of what was given of one person, for the person to have.")

LONGEST_REASON: Final = 1000
_ANSWER: Final[dict[str, Any]] = {
    "type": "object",
    "description": "The record list; `digest` covers `content` alone, so that every copy has the same.",
    "properties": {
        "title": {"type": "object"},
        "copy": {"type": "object", "description": "number and moment of this copy, who took it and why"},
        "digest": {
            "type": "object",
            "properties": {"algorithm": {"type": "string"}, "value": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
            "required": ["algorithm", "value"],
        },
        "content": {"type": "object"},
        "statement": {"type": ["object", "null"], "description": "that there is no record, where there is none"},
        "desk": {"type": ["object", "null"]},
        "terms": {"type": "array", "items": {"type": "object"}},
        "bases": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["title", "copy", "digest", "content", "statement", "desk", "terms", "bases"],
}


class RecordListBody(Body):
    """Say which list is wanted, and why."""

    reason = Words(LONGEST_REASON, "why it is made; it is kept", required=True, least=1, example="本人からの問い合わせ")
    first_on = Day("first day (Japan)", load_default=None, allow_none=True)
    last_on = Day("last day (Japan)", load_default=None, allow_none=True)
    voluntary_records = YesNo("records kept without a duty, too", load_default=False)
    language = Choice(("ja", "en"), "language of the copy; the JSON has both", load_default="ja")


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/record-lists",
    action="print_records",
    body=RecordListBody(),
    answers={201: _ANSWER},
    writes=True,
    examples={"all statutory records": {"reason": "本人からの問い合わせ"}},
)
def make_list_of_person(subject_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Make the list of what was given of one person, over all linked registrations.

    It is marked "for internal use", and that it was made is on record: by whom and why.
    """
    document = make_record_list(subject_id, Wish(**body), actor=actor, at=at)
    return Reply(json.loads(to_json(document)), 201)
