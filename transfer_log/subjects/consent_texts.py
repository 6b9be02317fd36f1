"""Save the wordings by which consent is asked: each save is a new dated version, consents keep the one they were given by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.field_checks import FieldChecks
from transfer_log.law import japan_date
from transfer_log.register_saving import Draft, Rejected, Saved, end_entry, examined, save_examined
from transfer_log.subjects.models import ConsentText, ConsentTextVersion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.register import Change

LONGEST_TITLE: Final = 200
LONGEST_BODY: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTextDraft(Draft):
    """Say how consent is asked; `ref` is the code that consents name, `body` the wording people are shown."""

    title: str
    body: str | None = None
    body_en: str | None = None


def save_consent_texts(drafts: Sequence[ConsentTextDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save wordings of the actor's operator."""
    today = japan_date(at)
    changes = [_text(draft, today) for draft in drafts]
    return save_examined(ConsentText, ConsentTextVersion, changes, operator_id=actor.operator_id, actor=actor, at=at)


def _text(draft: ConsentTextDraft, today: date) -> Change | Rejected:
    checks = FieldChecks()
    content = {
        "title": checks.needed_line("title", draft.title, LONGEST_TITLE),
        "body": checks.words("body", draft.body, LONGEST_BODY),
        "body_en": checks.words("body_en", draft.body_en, LONGEST_BODY),
    }
    return examined(draft, content, checks, today)


def end_consent_text(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a wording from a Japan date on: nobody is asked with it any more, consents given by it stay.

    :raises NotFound: when the operator has no such wording.
    """
    own = actor.operator_id
    return end_entry(ConsentText, ConsentTextVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)
