"""Register people: new numbers become new people, new values become a new version; nothing of the ledger is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from transfer_log.bulk import insert_columns
from transfer_log.db import db, new_id, table_of
from transfer_log.errors import Conflict, NotFound, RuleViolation, Text
from transfer_log.field_checks import FieldChecks
from transfer_log.law import japan_date
from transfer_log.register_saving import Rejected
from transfer_log.subjects.drafts import CONTENT_FIELDS, MAIN_SERVICE, PersonDraft
from transfer_log.subjects.grams import keys_of
from transfer_log.subjects.models import Subject, SubjectRef, SubjectVersion
from transfer_log.subjects.people import NO_PERSON, PersonValues, newest_values, registrations_by_ref
from transfer_log.subjects.person_checks import LONGEST_SERVICE, checked_person
from transfer_log.subjects.queries import known_subjects, resolve_refs
from transfer_log.subjects.search_index import add_rows, index_people

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.register_saving import Effect

_AT_THE_SAME_MOMENT: Final = Text(
    "ほかの人が同時に変更しました。読み直して、もう一度お試しください。",
    "Somebody changed this at the same moment. Reload and try again.",
)
_TAKEN: Final = Text(
    "「{ref}」は別の人の番号です。同じ人なら、2 つの登録を名寄せしてください。",
    "“{ref}” is the number of somebody else. If they are the same person, link the two registrations.",
)


class SavedPerson(NamedTuple):
    """Say what became of a draft: who it is about, and whether anything was written."""

    subject_id: UUID
    ref: str
    effect: Effect


_Content = tuple[Any, ...]


def _content(stated: PersonDraft | PersonValues) -> _Content:
    """Return the values of a draft or a version, in the order of `CONTENT_FIELDS`."""
    return tuple([getattr(stated, name) for name in CONTENT_FIELDS])


# --- Registering -------------------------------------------------------------------------------------------------


def ensure_people(newcomers: Sequence[PersonDraft], *, actor: Actor, at: datetime) -> dict[str, UUID]:
    """Return the id behind each registration number; numbers not known yet become people, in one go.

    Of several newcomers with one number the first counts; a number that is known elsewhere and means one person only is
    that person's. What they are called is written as it stands, so that it must have been checked.
    """
    found: dict[str, UUID] = {}
    for service, by_ref in _by_service(newcomers).items():
        found |= resolve_refs(actor.operator_id, by_ref, service)
        unknown = [person for ref, person in by_ref.items() if ref not in found]
        found |= _register(unknown, actor=actor, at=at)
    return found


def _by_service(drafts: Iterable[PersonDraft]) -> dict[str, dict[str, PersonDraft]]:
    found: dict[str, dict[str, PersonDraft]] = {}
    for draft in drafts:
        found.setdefault(draft.service, {}).setdefault(draft.ref, draft)
    return found


def _register(people: Collection[PersonDraft], *, actor: Actor, at: datetime) -> dict[str, UUID]:
    """Make people of drafts of one service whose numbers are not known, and return the id behind each number.

    Two importers that bring the same number make one person: whose row of `subject_refs` is there first has made it, and
    the other one takes it from there.
    """
    # Sorted, so that two importers wait for one another and never in a circle.
    ordered = sorted(people, key=lambda person: person.ref)
    if not ordered:
        return {}
    proposed = {person.ref: new_id() for person in ordered}
    count, service = len(ordered), ordered[0].service
    insert_columns(
        table_of(SubjectRef),
        ("ref", "service", "operator_id", "subject_id", "status", "created_at"),
        (
            list(proposed),
            [service] * count,
            [actor.operator_id] * count,
            list(proposed.values()),
            [person.status for person in ordered],
            [at] * count,
        ),
        skip_existing=True,
    )
    there = registrations_by_ref(actor.operator_id, proposed, service)
    settled = {ref: registration.subject_id for ref, registration in there.items()}
    ours = [(settled[person.ref], person) for person in ordered if settled[person.ref] == proposed[person.ref]]
    ids = [subject_id for subject_id, _ in ours]
    insert_columns(
        table_of(Subject),
        ("subject_id", "kind", "created_at"),
        (ids, ["person"] * len(ids), [at] * len(ids)),
    )
    _write_versions([(subject_id, 1, _content(person)) for subject_id, person in ours], actor=actor, at=at)
    operator_id = actor.operator_id
    add_rows([(subject_id, operator_id, _keys(person)) for subject_id, person in ours])
    return settled


def _keys(person: PersonDraft) -> str:
    names = (person.name, person.kana, *person.former_names)
    return keys_of(names, (person.ref, person.email), person.phone, person.birth_date)


def _write_versions(versions: Sequence[tuple[UUID, int, _Content]], *, actor: Actor, at: datetime) -> None:
    """Write `(subject_id, version_no, content)`; unknown values become NULL."""
    if not versions:
        return
    count = len(versions)
    contents = zip(*[content for _, _, content in versions], strict=True)
    columns: dict[str, list[Any]] = {
        "subject_id": [subject_id for subject_id, _, _ in versions],
        "id": [new_id() for _ in versions],
        "version_no": [version_no for _, version_no, _ in versions],
        "operator_id": [actor.operator_id] * count,
        "recorded_at": [at] * count,
        "recorded_by": [actor.user_id] * count,
    }
    for name, column in zip(CONTENT_FIELDS, contents, strict=True):
        columns[name] = [value or None for value in column]
    insert_columns(table_of(SubjectVersion), tuple(columns), tuple(columns.values()))


# --- Saving ------------------------------------------------------------------------------------------------------


def save_people(drafts: Sequence[PersonDraft], *, actor: Actor, at: datetime) -> list[SavedPerson | Rejected]:
    """Register people or change their values, and return one outcome for each draft, in their order.

    A number not known at its service becomes a new person. Values that differ from the newest ones become a new version;
    the same ones again change nothing. Later drafts of a batch go on from earlier ones.

    :raises Conflict: when somebody else changed one of them at the same moment; nothing is written then.
    """
    today = japan_date(at)
    checked = [checked_person(draft, today) for draft in drafts]
    outcomes: list[SavedPerson | Rejected] = [one if isinstance(one, Rejected) else _UNSAVED for one in checked]
    by_service: dict[str, list[int]] = {}
    for place, one in enumerate(checked):
        if not isinstance(one, Rejected):
            by_service.setdefault(one.service, []).append(place)
    for places in by_service.values():
        people = [one for place in places if not isinstance(one := checked[place], Rejected)]
        for place, saved in zip(places, _save_at_service(people, actor=actor, at=at), strict=True):
            outcomes[place] = saved
    return outcomes


_UNSAVED: Final = Rejected(())


def _save_at_service(people: Sequence[PersonDraft], *, actor: Actor, at: datetime) -> list[SavedPerson]:
    operator_id, service = actor.operator_id, people[0].service
    refs = {person.ref for person in people}
    known = registrations_by_ref(operator_id, refs, service)
    unknown = {person.ref: person for person in reversed(people) if person.ref not in known}
    registered = _register(unknown.values(), actor=actor, at=at)
    current = {
        subject_id: (values.version_no, _content(values))
        for subject_id, values in newest_values(registration.subject_id for registration in known.values()).items()
    }
    for ref, subject_id in registered.items():
        current[subject_id] = (1, _content(unknown[ref]))
    saved: list[SavedPerson] = []
    versions: list[tuple[UUID, int, _Content]] = []
    statuses: dict[str, str] = {}
    for person in people:
        subject_id = registered[person.ref] if person.ref in registered else known[person.ref].subject_id
        version_no, before = current.get(subject_id, (0, None))
        content = _content(person)
        effect: Effect = "same"
        if unknown.get(person.ref) is person:
            effect = "new"
        elif content != before:
            effect = "changed"
            versions.append((subject_id, version_no + 1, content))
            current[subject_id] = (version_no + 1, content)
        if person.status != (known[person.ref].status if person.ref in known else unknown[person.ref].status):
            statuses[person.ref] = person.status
            effect = "changed" if effect == "same" else effect
        saved.append(SavedPerson(subject_id, person.ref, effect))
    _change(versions, statuses, service, actor=actor, at=at)
    return saved


def _change(
    versions: Sequence[tuple[UUID, int, _Content]],
    statuses: dict[str, str],
    service: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    try:
        _write_versions(versions, actor=actor, at=at)
    except IntegrityError as error:
        raise Conflict(_AT_THE_SAME_MOMENT) from error
    for ref, status in statuses.items():
        db.session.execute(
            update(SubjectRef)
            .where(SubjectRef.ref == ref, SubjectRef.service == service, SubjectRef.operator_id == actor.operator_id)
            .values(status=status)
        )
    index_people({subject_id for subject_id, _, _ in versions})


def add_registration(subject_id: UUID, ref: str, service: str, *, actor: Actor, at: datetime) -> None:
    """Give a known person one more registration number, of a service of the actor's operator.

    :raises NotFound: when the operator has no such person.
    :raises RuleViolation: when number or service cannot be used.
    :raises Conflict: when the number is somebody else's.
    """
    if subject_id not in known_subjects(actor.operator_id, [subject_id]):
        raise NotFound(NO_PERSON)
    checks = FieldChecks()
    ref = checks.ref("ref", ref)
    service = checks.line("service", service, LONGEST_SERVICE) or MAIN_SERVICE
    if checks.problems:
        raise RuleViolation(checks.problems)
    insert_columns(
        table_of(SubjectRef),
        ("ref", "service", "operator_id", "subject_id", "status", "created_at"),
        ([ref], [service], [actor.operator_id], [subject_id], ["registered"], [at]),
        skip_existing=True,
    )
    there = registrations_by_ref(actor.operator_id, [ref], service)
    if there[ref].subject_id != subject_id:
        raise Conflict(_TAKEN.format(ref=ref))
    index_people([subject_id])
