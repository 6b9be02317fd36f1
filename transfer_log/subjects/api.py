"""Register people by the API, find them, read them, link registrations of one person. What is known about them goes by POST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.accounts.guard import describe_read
from transfer_log.accounts.policy import masks_contact
from transfer_log.api.batches import (
    SEVERAL,
    Done,
    Outcome,
    Refused,
    answer_one_or_several,
    one_or_several,
    renamed,
    several_view,
)
from transfer_log.api.blueprint import PREFIX, ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.register_saving import Rejected
from transfer_log.subjects.contact import masked_email, masked_phone
from transfer_log.subjects.links import DISTINCT, LINKED, link_people, links_of, mark_distinct, unlink_people
from transfer_log.subjects.operations import add_registration, save_people
from transfer_log.subjects.people import newest_values, person, registrations_of, value_history
from transfer_log.subjects.queries import person_ids, resolve_refs
from transfer_log.subjects.schemas import (
    PERSON_NAMES,
    HitsView,
    LinkBody,
    LinksView,
    LookupBody,
    LookupView,
    PersonBody,
    PersonHistoryView,
    PersonView,
    RegistrationBody,
    RegistrationView,
    SavedPersonView,
    SearchBody,
    person_of_body,
)
from transfer_log.subjects.search import search_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.drafts import PersonDraft
    from transfer_log.subjects.people import PersonValues

blueprint: Final = ApiBlueprint("people", "The people (本人) whose data is given, and their registrations.")

_PERSON: Final = PersonBody()
_SAVED: Final = SavedPersonView()
_OTHER: Final = "01a2009b-0b50-76c4-b670-ba28880942c4"
_EXAMPLE: Final = {"subject_ref": "C-1001", "name": "見本 花子", "kana": "ミホン ハナコ", "email": "hanako@example.jp"}


@blueprint.door(
    "POST",
    "/people",
    action="edit_subject",
    body=one_or_several(_PERSON, "One person, or up to 1,000 of them."),
    answers={201: _SAVED, 200: _SAVED, SEVERAL: several_view("One answer for each person.", _SAVED)},
    writes=True,
    limit_bytes=8 * 1024 * 1024,
    examples={"one person": _EXAMPLE},
)
def save_person(*, body: object, actor: Actor, at: datetime) -> Reply:
    """Register people, or say anew what is known about them.

    A number not known yet makes a new person (201); of a known one the values become a new version where they differ
    (200). A role that sees contact data in part only keeps e-mail and phone where it leaves them out.
    """

    def save(bodies: Sequence[dict[str, Any]]) -> list[Outcome]:
        drafts = [person_of_body(each) for each in bodies]
        if masks_contact(actor.role):
            drafts = _with_known_contact(drafts, actor)
        outcomes = save_people(drafts, actor=actor, at=at)
        return [
            Refused(renamed(each.problems, PERSON_NAMES))
            if isinstance(each, Rejected)
            else Done(201 if each.effect == "new" else 200, each, f"{PREFIX}/people/{each.subject_id}")
            for each in outcomes
        ]

    return answer_one_or_several(body, _PERSON, _SAVED, save)


def _with_known_contact(drafts: Sequence[PersonDraft], actor: Actor) -> list[PersonDraft]:
    """Return the drafts with the e-mail address and phone number on record where they state none."""
    known: dict[tuple[str, str], PersonValues] = {}
    for service in {draft.service for draft in drafts}:
        refs = resolve_refs(actor.operator_id, {draft.ref for draft in drafts if draft.service == service}, service)
        values = newest_values(refs.values())
        known |= {(ref, service): values[subject_id] for ref, subject_id in refs.items() if subject_id in values}
    return [_with_contact(draft, known.get((draft.ref, draft.service))) for draft in drafts]


def _with_contact(draft: PersonDraft, known: PersonValues | None) -> PersonDraft:
    if known is None:
        return draft
    return draft._replace(email=draft.email or known.email, phone=draft.phone or known.phone)


@blueprint.door(
    "POST",
    "/search/people",
    action="search_subjects",
    body=SearchBody(),
    answers={200: HitsView()},
    examples={"by name": {"q": "見本"}},
)
def find_people(*, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Find people by name, reading, old name, number, phone or part of an e-mail address.

    Kanji variants, kana, widths and spaces make no difference.
    """
    del at
    hits = search_people(actor.operator_id, body["q"], limit=body["limit"])
    describe_read(len(hits))
    return Reply({"items": hits})


@blueprint.door(
    "POST",
    "/search/people-by-number",
    action="search_subjects",
    body=LookupBody(),
    answers={200: LookupView()},
    examples={"two numbers": {"subject_refs": ["C-1001", "C-1002"]}},
)
def look_people_up(*, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Look up whom registration numbers mean."""
    del at
    refs = body["subject_refs"]
    known = resolve_refs(actor.operator_id, refs)
    describe_read(len(known))
    return Reply({"items": [{"subject_ref": ref, "subject_id": known.get(ref)} for ref in refs]})


@blueprint.door("GET", "/people/<uuid:subject_id>", action="read_subject", answers={200: PersonView()})
def read_person(subject_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read a person, by any of the linked ids."""
    del at
    found = person(actor.operator_id, subject_id)
    shown = {
        **found._asdict(),
        "linked_ids": found.ids,
        "values": _for_role(found.values, actor.role) if found.values else None,
        "others": [_for_role(each, actor.role) for each in found.others],
        "has_left": found.has_left,
    }
    return Reply(shown)


@blueprint.door("GET", "/people/<uuid:subject_id>/history", action="read_subject", answers={200: PersonHistoryView()})
def read_history_of_person(subject_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read every version of what was known about a person."""
    del at
    versions = value_history(actor.operator_id, person_ids(subject_id))
    return Reply({"items": [_for_role(each, actor.role) for each in versions]})


def _for_role(values: PersonValues, role: str) -> PersonValues:
    """Return the values as a role may see them."""
    if not masks_contact(role):
        return values
    return values._replace(email=masked_email(values.email), phone=masked_phone(values.phone))


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/registrations",
    action="edit_subject",
    body=RegistrationBody(),
    answers={201: RegistrationView()},
    writes=True,
    examples={"number of another service": {"subject_ref": "E-77", "service": "events"}},
)
def add_person_registration(subject_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Give a known person one more registration number."""
    add_registration(subject_id, body["subject_ref"], body["service"], actor=actor, at=at)
    listed = registrations_of(actor.operator_id, [subject_id])[subject_id]
    ref, service = body["subject_ref"].strip(), body["service"].strip()
    return Reply(next(each for each in listed if (each.ref, each.service) == (ref, service)), 201)


@blueprint.door("GET", "/people/<uuid:subject_id>/links", action="read_subject", answers={200: LinksView()})
def read_links_of_person(subject_id: UUID, *, actor: Actor, at: datetime) -> Reply:
    """Read which registrations are one person, and what was said about each pair."""
    del at
    found = person(actor.operator_id, subject_id)
    return Reply({"linked_ids": found.ids, "items": links_of(found.ids)})


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/links",
    action="link_subjects",
    body=LinkBody(),
    answers={201: LinksView()},
    writes=True,
    examples={"the same person": {"other_subject_id": _OTHER, "kind": "linked", "matched": ["email", "birth_date"]}},
)
def link_person(subject_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Say that two registrations are one person, no longer are, or are different people.

    Nothing is merged: each keeps what hangs on it, and a link is undone with everything back in place.
    """
    other, kind, reason = body["other_subject_id"], body["kind"], body["reason"]
    if kind == LINKED:
        link_people(subject_id, other, matched=body["matched"], reason=reason, actor=actor, at=at)
    elif kind == DISTINCT:
        mark_distinct(subject_id, other, reason=reason, actor=actor, at=at)
    else:
        unlink_people(subject_id, other, reason=reason, actor=actor, at=at)
    ids = person_ids(subject_id)
    return Reply({"linked_ids": ids, "items": links_of(ids)}, 201)
