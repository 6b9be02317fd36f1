"""Save checked drafts of a register: the right ones are written, the wrong ones come back with their problems.

The shape is that of every writer of this product: a batch in, one outcome for each in the order given. A form is a batch
of one and calls `accepted`, which turns a refusal into an error; a file carries on with its other rows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from transfer_log.book import Snapshot
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.register import Change, content_of, heads_by_ref, in_force, save_changes, versions_by_head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.field_checks import FieldChecks

Effect = Literal["new", "changed", "same"]

_TWICE: Final = Text(
    "「{ref}」が同じ日付で 2 回、違う内容で入力されています。",
    "“{ref}” is given twice for the same day, with different content.",
)


_NO_ENTRY: Final = Text("「{ref}」は登録されていません。", "There is no entry “{ref}”.")
_NOT_YET: Final = Text(
    "「{ref}」は {day} にはまだ登録されていません。", "“{ref}” was not in the register yet on {day}."
)
LONGEST_REASON: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Say what a register entry is to hold from a day on, as people wrote it; subclasses add the content.

    A draft is the whole content, not a patch. `valid_from` is a Japan date, None for the day on which it is saved.
    `unreadable` holds what was found wrong while reading it, so that all problems can be told at once.
    """

    ref: str
    valid_from: date | None = None
    reason: str | None = None
    is_active: bool = True
    unreadable: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """Say what became of a draft: the entry, the version that now says it, and whether anything was written."""

    id: UUID
    ref: str
    version_id: UUID
    version_no: int
    valid_from: date
    effect: Effect


@dataclass(frozen=True, slots=True)
class Rejected:
    """Say why a draft was refused; nothing of it was written."""

    problems: tuple[Problem, ...]


_Accepted = TypeVar("_Accepted")


def accepted(outcomes: Sequence[_Accepted | Rejected]) -> list[_Accepted]:
    """Return the outcomes when none was refused.

    :raises RuleViolation: with every problem; of a batch of several each says in `row` which draft it is about, from 1.
        The caller's transaction then takes back what was written for the others.
    """
    refused = [(place, outcome) for place, outcome in enumerate(outcomes, 1) if isinstance(outcome, Rejected)]
    if refused:
        several = len(outcomes) > 1
        raise RuleViolation(
            [
                problem.at_row(place) if several else problem
                for place, rejected in refused
                for problem in rejected.problems
            ],
        )
    return [outcome for outcome in outcomes if not isinstance(outcome, Rejected)]


def examined(draft: Draft, content: Mapping[str, Any], checks: FieldChecks, today: date) -> Change | Rejected:
    """Return the change that a draft asks for, or all that `checks` found wrong with it."""
    ref = checks.ref("ref", draft.ref)
    valid_from = checks.day("valid_from", draft.valid_from) or today
    reason = checks.words("reason", draft.reason, LONGEST_REASON)
    if draft.unreadable or checks.problems:
        told = {problem.field for problem in draft.unreadable}
        return Rejected((*draft.unreadable, *(problem for problem in checks.problems if problem.field not in told)))
    return Change(ref, dict(content), valid_from, reason, is_active=draft.is_active)


def said_by(snapshot: Snapshot) -> dict[str, Any]:
    """Return the content of a version by field name, to begin a draft that changes part of it."""
    own = {field.name for field in fields(Snapshot)}
    content = {field.name: getattr(snapshot, field.name) for field in fields(snapshot) if field.name not in own}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in content.items()}


def end_entry(  # noqa: PLR0913 the two tables, the owner, which one, since when, why, who and when
    head_model: type[Any],
    version_model: type[Any],
    ref: str,
    *,
    operator_id: UUID,
    on: date,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Saved:
    """End an entry from the Japan date `on`: it is offered no more and stays readable wherever it was used.

    :raises NotFound: when the register has no such entry, or none yet on that day.
    """
    head = heads_by_ref(head_model, operator_id, [ref]).get(ref)
    if head is None:
        raise NotFound(_NO_ENTRY.format(ref=ref))
    version = in_force(versions_by_head(version_model, [head.id])[head.id], on)
    if version is None:
        raise NotFound(_NOT_YET.format(ref=ref, day=on))
    change = Change(ref, content_of(version), on, reason, is_active=False)
    outcomes = save_examined(head_model, version_model, [change], operator_id=operator_id, actor=actor, at=at)
    [saved] = accepted(outcomes)
    return saved


def save_examined(
    head_model: type[Any],
    version_model: type[Any],
    examined: Sequence[Change | Rejected],
    *,
    operator_id: UUID,
    actor: Actor,
    at: datetime,
) -> list[Saved | Rejected]:
    """Write the changes that passed and return one outcome for each, in the order given.

    Two changes of one ref for one day that contradict each other cannot both be right: the second is refused.

    :raises Conflict: when somebody else changed one of the entries at the same moment; nothing is written then.
    """
    outcomes: list[Saved | Rejected | None] = [None] * len(examined)
    seen: dict[tuple[str, date], Change] = {}
    places: list[int] = []
    for place, result in enumerate(examined):
        if isinstance(result, Rejected):
            outcomes[place] = result
            continue
        first = seen.setdefault((result.ref, result.valid_from), result)
        if (first.content, first.is_active) != (result.content, result.is_active):
            outcomes[place] = Rejected((Problem(None, _TWICE.format(ref=result.ref), found=result.ref),))
            continue
        places.append(place)
    changes = [change for place in places if isinstance(change := examined[place], Change)]
    written = save_changes(head_model, version_model, changes, operator_id=operator_id, actor_id=actor.user_id, at=at)
    for place, stored in zip(places, written, strict=True):
        effect: Effect = "same" if not stored.is_changed else "new" if stored.version_no == 1 else "changed"
        outcomes[place] = Saved(
            stored.head_id, stored.ref, stored.version_id, stored.version_no, stored.valid_from, effect
        )
    return [outcome for outcome in outcomes if outcome is not None]
