"""Turn what stands in a form into recipients: ticked boxes, a typed name or code; a name that is nobody's yet is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.countries.names import country_name
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.recipients.kinds import KINDS
from transfer_log.recipients.queries import RecipientBook
from transfer_log.recipients.search import find_recipients, resolve_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.recipients.queries import RecipientSnapshot

SUGGESTIONS: Final = 8
#: How a recipient that has no entry yet is told apart from the codes of those that have.
NEW: Final = "new:"


class Pick(NamedTuple):
    """Be somebody or something chosen, or to choose from: what is sent, what is read, what tells namesakes apart.

    `short` is the note once the choice is made, where the one to choose by is long.
    """

    ref: str
    name: str
    note: str
    short: str = ""

    def as_option(self) -> dict[str, str]:
        """Return the choice as type-ahead reads it (combobox.js)."""
        return {"value": self.ref, "label": self.name, "note": self.note, "short": self.short or self.note}


class Recipients(NamedTuple):
    """Hold the recipients of a form; the ref of one without an entry begins with `new:`.

    `suggestions` are registered ones that the `typed` name may mean.
    """

    picks: tuple[Pick, ...] = ()
    suggestions: tuple[Pick, ...] = ()
    typed: str = ""


def named_only(value: str) -> str | None:
    """Return the name of a recipient that has no entry yet, None for one that has."""
    return value.removeprefix(NEW) if value.startswith(NEW) else None


def recipients_chosen(operator_id: UUID, values: Sequence[str], typed: str, on: date) -> Recipients:
    """Return the recipients of ticked boxes and of a typed name, each once, in the order in which they were added."""
    refs = [value for value in values if named_only(value) is None]
    names = [name for value in values if (name := named_only(value))]
    suggestions: tuple[Pick, ...] = ()
    typed = typed.strip()
    known = _ref_of(operator_id, typed) if typed else None
    if known is not None:
        refs.append(known)
    elif typed:
        suggestions = tuple(suggested_recipients(operator_id, typed, on))
        names.append(typed)
    book = RecipientBook.load(operator_id, refs)
    picks = [recipient_pick(ref, book.by_ref[ref].nearest(on)) for ref in dict.fromkeys(refs) if ref in book.by_ref]
    picks += [Pick(NEW + name, name, _("new, to be completed later")) for name in dict.fromkeys(names)]
    return Recipients(tuple(picks), suggestions, typed)


def recipient_pick(ref: str, version: RecipientSnapshot) -> Pick:
    """Return a recipient as a choice: country and kind tell namesakes apart."""
    language = current_language()
    kind = KINDS[version.kind].name.in_language(language) if version.kind in KINDS else ""
    country = country_name(version.country).in_language(language) if version.country else ""
    return Pick(ref, version.name, " · ".join(filter(None, (country, kind))))


def suggested_recipients(operator_id: UUID, text: str, on: date) -> list[Pick]:
    """Return the recipients that somebody may mean who has typed `text`; another name explains itself."""
    picks = []
    for hit in find_recipients(operator_id, text, on=on, limit=SUGGESTIONS):
        pick = recipient_pick(hit.ref, hit.recipient)
        parts = (pick.note, hit.matched_name or "", hit.ref)
        picks.append(pick._replace(note=" · ".join(filter(None, parts)), short=pick.note))
    return picks


def _ref_of(operator_id: UUID, typed: str) -> str | None:
    if typed in RecipientBook.load(operator_id, [typed]).by_ref:
        return typed
    return resolve_names(operator_id, [typed]).get(typed)
