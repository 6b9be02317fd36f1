"""Save recipients (第三者): complete ones, provisional ones that begin with a name only, doubles joined and parted again."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from sqlalchemy import delete, select

from transfer_log.bulk import insert_columns
from transfer_log.db import db, new_id, table_of
from transfer_log.errors import Conflict, Problem, RuleViolation, Text
from transfer_log.field_checks import NEEDED, FieldChecks
from transfer_log.law import japan_date
from transfer_log.recipients.drafts import DraftChecks, RecipientDraft
from transfer_log.recipients.models import Recipient, RecipientLink, RecipientName, RecipientVersion
from transfer_log.recipients.queries import (
    RecipientBook,
    name_key,
    names_of,
    recipient_by_ref,
    staying_ids,
)
from transfer_log.recipients.search import resolve_names
from transfer_log.register_saving import Rejected, Saved, accepted, end_entry, save_examined
from transfer_log.text import company_form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.recipients.queries import RecipientEntry

PROVISIONAL_PREFIX: Final = "P-"
#: Without I, L, O and U, so that a code read out on the phone is written down right.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 10
_DELETED_AT_ONCE: Final = 500
LONGEST_REASON: Final = 400

_ITSELF: Final = Text("同じ提供先どうしです。", "These are the same entry.")
_ALREADY_JOINED: Final = Text(
    "「{ref}」はすでにほかの提供先に統合されています。", "“{ref}” is already joined to another entry."
)
_CIRCLE: Final = Text("「{ref}」はこの提供先に統合されています。", "“{ref}” is itself joined to this entry.")


def save_recipients(drafts: Sequence[RecipientDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save recipients of the actor's operator: new ones, or new versions of known ones.

    A draft may name as its parent a recipient that another draft of the batch makes.

    :raises Conflict: when somebody else changed one of them at the same moment; nothing is written then.
    """
    checks = DraftChecks(drafts, actor.operator_id, japan_date(at))
    outcomes: dict[int, Saved | Rejected] = {}
    waiting = list(range(len(drafts)))
    while waiting:
        # When no parent comes any more, the rest is checked as it is, and refused for it.
        ready = [place for place in waiting if checks.knows_parent(drafts[place])] or waiting
        changes = [checks.change(drafts[place]) for place in ready]
        saved = save_examined(Recipient, RecipientVersion, changes, operator_id=actor.operator_id, actor=actor, at=at)
        outcomes.update(zip(ready, saved, strict=True))
        checks.learn(saved)
        waiting = [place for place in waiting if place not in outcomes]
    written = {saved.ref for saved in outcomes.values() if isinstance(saved, Saved) and saved.effect != "same"}
    book = RecipientBook.load(actor.operator_id, written)
    _write_names(actor.operator_id, book)
    _tell_completed(book, actor=actor, at=at)
    return [outcomes[place] for place in range(len(drafts))]


def end_recipient(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a recipient from a Japan date on: it is offered no more, what names it stays readable.

    :raises NotFound: when the operator has no such recipient, or none yet on that day.
    """
    own = actor.operator_id
    return end_entry(Recipient, RecipientVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)


# --- Provisional recipients --------------------------------------------------------------------------------------------


def ensure_provisional(names: Iterable[str], *, actor: Actor, at: datetime) -> dict[str, str]:
    """Return the ref of the recipient that each name means, having begun a provisional one for each name that means none.

    Writings of one name (株式会社見本, ㈱見本) begin one entry. A name that cannot be kept (empty, over 200 characters,
    with control characters) is left out.
    """
    written = [name for name in dict.fromkeys(names) if _can_be_kept(name)]
    meant = resolve_names(actor.operator_id, written)
    begun: dict[tuple[str, str | None], RecipientDraft] = {}
    for name in written:
        if name not in meant:
            ref = PROVISIONAL_PREFIX + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
            begun.setdefault(_party(name), RecipientDraft(ref=ref, name=name, is_provisional=True))
    accepted(save_recipients(list(begun.values()), actor=actor, at=at))
    return meant | {name: begun[_party(name)].ref for name in written if name not in meant}


class WhenComplete(Protocol):
    """Do what follows when nothing is missing any more of recipients that were changed, inside the same transaction."""

    def __call__(self, recipient_ids: Collection[UUID], *, actor: Actor, at: datetime) -> None:
        """Act on the recipients."""


_when_complete: Final[list[WhenComplete]] = []


def when_complete(act: WhenComplete) -> WhenComplete:
    """Register what is to follow when recipients have become complete, whichever door they were completed by.

    What waits for them, such as findings, stands above the registers and is not known here.
    """
    _when_complete.append(act)
    return act


def _tell_completed(book: RecipientBook, *, actor: Actor, at: datetime) -> None:
    """Tell of changed entries of which nothing is missing on any day; one that is new had nothing waiting for it."""
    completed = [entry.id for entry in book if len(entry.versions) > 1 and _is_complete(entry)]
    if completed:
        for act in _when_complete:
            act(completed, actor=actor, at=at)


def _is_complete(entry: RecipientEntry) -> bool:
    standing = [entry.nearest(day) for day in set(entry.days)]
    return not any(version.missing or version.is_provisional for version in standing)


def _can_be_kept(name: str) -> bool:
    checks = FieldChecks()
    checks.needed_line("name", name, 200)
    return not checks.problems


def _party(name: str) -> tuple[str, str | None]:
    return name_key(name), company_form(name)


def complete_recipient(draft: RecipientDraft, *, actor: Actor, at: datetime) -> Saved:
    """Complete a provisional recipient for all rows that wait for it.

    What is entered holds since the entry began, unless the draft names another day: it was true all along, nobody had
    written it down.

    :raises NotFound: when the operator has no such recipient.
    :raises RuleViolation: with every problem, fields that are still missing among them.
    """
    entry = recipient_by_ref(actor.operator_id, draft.ref)
    since = draft.valid_from or entry.versions[0].valid_from
    [saved] = accepted(save_recipients([replace(draft, valid_from=since, is_provisional=False)], actor=actor, at=at))
    now = recipient_by_ref(actor.operator_id, draft.ref).nearest(saved.valid_from)
    if now.missing:
        raise RuleViolation([Problem(field, NEEDED) for field in now.missing])
    return saved


# --- Doubles -----------------------------------------------------------------------------------------------------------


def join_recipients(double_ref: str, into_ref: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Record that two entries are one party; `into_ref` stays in use, the double is offered no more.

    Nothing is moved: records keep the entry they were made with, and are read together.

    :raises NotFound: when the operator lacks one of them.
    :raises Conflict: when the double is joined already, or the other entry is joined to it.
    :raises RuleViolation: when both are the same entry, or no reason is given.
    """
    double, into = _pair(double_ref, into_ref, actor.operator_id)
    staying = staying_ids(actor.operator_id)
    if double in staying:
        raise Conflict(_ALREADY_JOINED.format(ref=double_ref))
    if staying.get(into) == double:
        raise Conflict(_CIRCLE.format(ref=into_ref))
    _link(double, into, "joined", reason, actor=actor, at=at)


def part_recipients(one_ref: str, other_ref: str, *, reason: str, actor: Actor, at: datetime) -> None:
    """Record that two entries are different parties: undoes their joining, and stops them from being suspected again.

    :raises NotFound: when the operator lacks one of them.
    :raises RuleViolation: when both are the same entry, or no reason is given.
    """
    one, other = _pair(one_ref, other_ref, actor.operator_id)
    _link(one, other, "parted", reason, actor=actor, at=at)


def _pair(one_ref: str, other_ref: str, operator_id: UUID) -> tuple[UUID, UUID]:
    one, other = recipient_by_ref(operator_id, one_ref), recipient_by_ref(operator_id, other_ref)
    if one.id == other.id:
        raise RuleViolation([Problem("into_ref", _ITSELF, found=other_ref)])
    return one.id, other.id


def _link(double: UUID, into: UUID, kind: str, reason: str, *, actor: Actor, at: datetime) -> None:
    checks = FieldChecks()
    words = checks.needed_line("reason", reason, LONGEST_REASON)
    if checks.problems:
        raise RuleViolation(checks.problems)
    db.session.add(
        RecipientLink(
            id=new_id(),
            recipient_id=double,
            into_id=into,
            kind=kind,
            reason=words,
            recorded_at=at,
            recorded_by=actor.user_id,
        ),
    )
    db.session.flush()  # what is read next must know of it


# --- The names by which recipients are found ---------------------------------------------------------------------------


def write_names(operator_id: UUID, refs: Iterable[str] | None = None) -> None:
    """Write the projection `recipient_names` anew for some recipients of an operator, or for all of them."""
    _write_names(operator_id, RecipientBook.load(operator_id, refs))


def _write_names(operator_id: UUID, book: RecipientBook) -> None:
    ids = list(book.by_id)
    for start in range(0, len(ids), _DELETED_AT_ONCE):
        part = ids[start : start + _DELETED_AT_ONCE]
        db.session.execute(
            delete(RecipientName).where(RecipientName.recipient_id.in_(part)),
            execution_options={"synchronize_session": False},
        )
    pairs = [(entry.id, key) for entry in book for key in sorted({name_key(name) for name in names_of(entry)})]
    columns: list[list[Any]] = [[id_ for id_, _ in pairs], [key for _, key in pairs], [operator_id] * len(pairs)]
    insert_columns(table_of(RecipientName), ["recipient_id", "key", "operator_id"], columns)


def rebuild_names() -> None:
    """Write the whole projection anew, from the registers of all operators."""
    db.session.execute(delete(RecipientName), execution_options={"synchronize_session": False})
    for operator_id in db.session.scalars(select(Recipient.operator_id).distinct()).all():
        write_names(operator_id)
