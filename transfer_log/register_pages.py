"""Share what the pages of all registers do: ask since when and why, save, show the history and where an entry is used.

A register page never overwrites: its form is the draft of a new version, and what was said before stays in the history.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Protocol

from flask import current_app, flash
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.queries import names_of
from transfer_log.accounts.states import State
from transfer_log.book import revisions
from transfer_log.db import transaction, utc_now
from transfer_log.errors import Conflict, RuleViolation, Text
from transfer_log.field_checks import LONGEST_REF
from transfer_log.forms import Form
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.law import japan_date
from transfer_log.register import in_force
from transfer_log.register_saving import LONGEST_REASON, accepted
from transfer_log.text import japan_day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.book import BookEntry, Revision, Snapshot
    from transfer_log.errors import Problem
    from transfer_log.i18n import LazyText
    from transfer_log.register_saving import Draft, Rejected, Saved

IN_USE: Final = State(Text("利用中", "in use"), "good")
TO_COME: Final = State(Text("これから有効", "not yet in force"), "wait")
ENDED: Final = State(Text("終了", "ended"), "mute")


class Required:
    """Mark a field as one that has to be filled in; the operation itself says so when it is missing."""

    field_flags: Final = {"required": True}

    def __call__(self, form: Form, field: object) -> None:
        """Leave the judgement to the operation, which knows all that is wrong at once."""


class VersionForm(Form):
    """Ask since when the content holds and why it changes; subclasses ask for the content."""

    ref = StringField(_l("Code"), [Length(max=LONGEST_REF), Required()])
    valid_from = DateField(_l("In force from"), [Optional()])
    reason = TextAreaField(_l("Why it changes"), [InputRequired(), Length(max=LONGEST_REASON)])
    #: The newest version when the page was opened: what somebody else wrote since must not be passed over.
    seen = HiddenField()
    #: Fields of a draft whose problems stand beside a field of another name.
    stands_at: ClassVar[Mapping[str, str]] = {}

    def for_new(self) -> None:
        """Ask for the code of a new entry, and for no reason: there is nothing yet that changes."""
        del self.reason, self.seen

    def for_entry(self, entry: BookEntry[Any]) -> None:
        """Change an entry whose code is settled."""
        del self.ref
        if not self.is_submitted():
            self.seen.data = str(_newest(entry))
            self.valid_from.data = today()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside the field where people wrote what it is about."""
        super().add_problems(replace(each, field=self.stands_at.get(each.field or "", each.field)) for each in problems)

    def is_code_free(self, known: BookEntry[Any] | None) -> bool:
        """Tell whether nothing has the code yet; if something has, say so: a new entry must not become a version of it."""
        if known is None:
            return True
        self.ref.errors = [*self.ref.errors, _("This code is taken. Open that entry to change it.")]
        return False

    def is_up_to_date(self, entry: BookEntry[Any]) -> bool:
        """Tell whether nobody has changed the entry since the page was opened; if so say it, and let a second try pass."""
        newest = str(_newest(entry))
        if self.seen.data == newest:
            return True
        self.seen.data = self.seen.raw_data = newest
        self.form_errors.append(
            _(
                "Somebody else changed this entry in the meantime. Compare with its page, then store again if it is still right."
            )
        )
        return False

    def dated(self) -> dict[str, Any]:
        """Return day and reason as a draft takes them."""
        reason = self.reason.data.strip() if self.reason else None
        return {"valid_from": self.valid_from.data, "reason": reason}


class SaveMany(Protocol):
    """Be an operation that saves drafts of one register."""

    def __call__(self, drafts: Sequence[Any], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
        """Return one outcome for each draft."""


class EndOne(Protocol):
    """Be an operation that ends an entry of one register."""

    def __call__(self, ref: str, /, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
        """Return what became of the entry."""


class EndForm(Form):
    """Ask from which day on an entry is no longer used, and why."""

    ended_on = DateField(_l("No longer in use from"), [InputRequired()])
    end_reason = StringField(_l("Why it ends"), [InputRequired(), Length(max=LONGEST_REASON)])


def _newest(entry: BookEntry[Any]) -> int:
    newest: int = max(version.version_no for version in entry.versions)
    return newest


def today() -> date:
    """Return the Japan date of now."""
    return japan_date(utc_now())


def saved(form: Form, save: Callable[[Actor, datetime], Saved]) -> Saved | None:
    """Run `save` in a transaction; what it finds wrong goes beside the fields of the form, and None comes back."""
    try:
        with transaction():
            return save(current_actor(), utc_now())
    except RuleViolation as refused:
        form.add_problems(refused.problems)
    except Conflict as conflict:
        form.form_errors.append(conflict.text.in_language(current_language()))
    return None


def stored(form: Form, save: SaveMany, draft: Draft) -> bool:
    """Save one draft by an operation that saves many; tell whether it was saved, and say so on the next page."""

    def save_one(actor: Actor, at: datetime) -> Saved:
        [done] = accepted(save([draft], actor=actor, at=at))
        return done

    done = saved(form, save_one)
    if done is not None:
        tell_saved(done)
    return done is not None


def ended(form: EndForm, end: EndOne, ref: str) -> bool:
    """End the entry `ref` as the form says; tell whether it was done, and say so on the next page."""
    if not form.validate():
        return False
    on, reason = form.ended_on.data, form.end_reason.data
    done = saved(form, lambda actor, at: end(ref, on=on, reason=reason, actor=actor, at=at))
    if done is not None:
        tell_saved(done)
    return done is not None


def tell_saved(saved: Saved) -> None:
    """Say on the next page what became of what was entered."""
    if saved.effect == "same":
        flash(_("Nothing differs from what is in force: nothing was stored."), "mute")
    elif saved.valid_from > today():
        day = japan_day_text(saved.valid_from, current_language())
        flash(_("Stored. It takes effect on %(day)s.", day=day), "good")
    else:
        flash(_("Stored."), "good")


def state_of(entry: BookEntry[Any], on: date) -> State:
    """Return whether an entry is in use on a Japan date."""
    version: Snapshot | None = entry.in_force(on)
    if version is None:
        return TO_COME
    return IN_USE if version.is_active else ENDED


def coming(entry: BookEntry[Any], on: date) -> date | None:
    """Return the first day of the next version, None where none takes over later."""
    return min((day for day in entry.days if day > on), default=None)


# --- History -----------------------------------------------------------------------------------------------------------

#: How a value of a version reads: a text, or the entries of a list.
Said = str | Text | tuple[str | Text, ...]


class ShownField(NamedTuple):
    """Say how a field of a version is called on the page, and how its value reads."""

    label: LazyText
    said: Callable[[Any], Said] = str


@dataclass(frozen=True, slots=True)
class Difference:
    """Be one field that a version changed; of a list what came and what went, of anything else before and after."""

    label: str
    before: str | Text = ""
    after: str | Text = ""
    added: tuple[str | Text, ...] = ()
    removed: tuple[str | Text, ...] = ()

    @property
    def is_list(self) -> bool:
        """Tell whether entries came and went."""
        return bool(self.added or self.removed)

    @property
    def is_long(self) -> bool:
        """Tell whether the texts are too long to stand in one line."""
        return any(len(text) > _LONG or "\n" in text for text in map(str, (self.before, self.after)))


_LONG: Final = 160


@dataclass(frozen=True, slots=True)
class Step:
    """Be one version as its history shows it."""

    version_no: int
    valid_from: date
    recorded_at: datetime
    by: str
    reason: str | None
    is_first: bool
    is_end: bool
    is_in_force: bool
    differences: tuple[Difference, ...] = field(default=())


def history_steps(version_model: type[Any], head_id: UUID, shown: Mapping[str, ShownField]) -> list[Step]:
    """Return the versions of an entry, newest first, each with what it changed; fields that are not `shown` are left out."""
    steps = revisions(version_model, head_id)
    names = names_of(step.recorded_by for step in steps)
    current = in_force(steps, today())
    earlier_ones: list[Revision | None] = [*steps[1:], None]
    return [
        Step(
            step.version_no,
            step.valid_from,
            step.recorded_at,
            names.get(step.recorded_by, ""),
            step.reason,
            is_first=before is None,
            is_end=not step.is_active,
            is_in_force=current is not None and step.version_no == current.version_no,
            differences=() if before is None else tuple(_differences(before, step, shown)),
        )
        for step, before in zip(steps, earlier_ones, strict=True)
    ]


def _differences(before: Revision, after: Revision, shown: Mapping[str, ShownField]) -> Iterable[Difference]:
    for name, (label, said) in shown.items():
        if name not in after.changed:
            continue
        old, new = _say(before.content[name], said), _say(after.content[name], said)
        if isinstance(old, tuple) or isinstance(new, tuple):
            was, now = _listed(old), _listed(new)
            added = tuple(one for one in now if one not in was)
            removed = tuple(one for one in was if one not in now)
            yield Difference(str(label), added=added, removed=removed)
        else:
            yield Difference(str(label), old, new)


def _say(value: Any, said: Callable[[Any], Said]) -> Said:  # noqa: ANN401 any content value
    return "" if value is None else said(value)


def _listed(said: Said) -> tuple[str | Text, ...]:
    return said if isinstance(said, tuple) else (said,) if said else ()


def yes_or_no(value: bool) -> str:  # noqa: FBT001 a stored answer
    """Return a stored yes or no in words."""
    return _("Yes") if value else _("No")


# --- Where an entry is used --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Use:
    """Be one kind of thing that names an entry: how many, and where to look at them."""

    label: Text
    count: int | str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class LatestUse:
    """Be one of the last things that name an entry."""

    on: date
    label: Text
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """Say where an entry of a register is used, as far as the reader may know."""

    counts: tuple[Use, ...] = ()
    latest: tuple[LatestUse, ...] = ()


def where_used(register: str, entry: BookEntry[Any]) -> Uses:
    """Return where an entry is used.

    What uses it stands above the registers and is not known here: `app.py` wires the look-up, as for departments.
    """
    look_up: Callable[[Actor, str, BookEntry[Any]], Uses] = current_app.extensions["where_used"]
    return look_up(current_actor(), register, entry)


def labels_of(codes: Sequence[str] | None, labels: Mapping[str, Text]) -> tuple[str | Text, ...]:
    """Return codes in words; a code that is no longer known stands for itself."""
    return tuple(labels.get(code, code) for code in codes or ())


def use_counts(register: str) -> Mapping[str, int]:
    """Return how often the entries of a register are used, by code; what is not used is left out. For lists."""
    count: Callable[[Actor, str], Mapping[str, int]] = current_app.extensions["use_counts"]
    return count(current_actor(), register)
