"""Describe people, consents and stops before they are written: codes and references as a form, the API or a file state them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.errors import Problem

MAIN_SERVICE: Final = ""


class PersonDraft(NamedTuple):
    """State who is registered under a number of a service. Empty text means: not known.

    A draft is the whole content, not a patch. `subject_class`, `status` and `sources` are codes of the vocabulary.
    """

    ref: str
    name: str
    kana: str = ""
    former_names: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    birth_date: date | None = None
    prefecture: str = ""
    subject_class: str = ""
    status: str = "registered"
    sources: tuple[str, ...] = ()
    service: str = MAIN_SERVICE
    unreadable: tuple[Problem, ...] = ()


#: The fields of a draft that are values of the person, as versions have them.
CONTENT_FIELDS: Final = (
    "name",
    "kana",
    "former_names",
    "email",
    "phone",
    "birth_date",
    "prefecture",
    "subject_class",
    "status",
    "sources",
)


class ScopeDraft(NamedTuple):
    """Limit a consent or a withdrawal, by refs and codes; what is empty is not limited.

    Recipients and their kinds are alternatives: a recipient is inside when it is named or its kind is.
    """

    recipients: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


UNLIMITED: Final = ScopeDraft()


class ConsentDraft(NamedTuple):
    """State a consent (同意) as it was given. Days are Japan dates, instants aware UTC.

    The person is named by `subject_id` or by `subject_ref`. `text_version` is the ref of the wording that was shown;
    `special_items` names special-care items (要配慮個人情報) beside those in the scope; `signer_note` is the relation of
    a guardian or proxy, never a name; `information_given_on` the day on which country, system and measures were told
    (Act Art. 28(2)).
    """

    consent_ref: str = ""
    subject_ref: str = ""
    subject_id: UUID | None = None
    given_on: date | None = None
    given_at: datetime | None = None
    method: str = ""
    text_version: str = ""
    signer: str = "person"
    signer_note: str = ""
    scope: ScopeDraft = UNLIMITED
    special_items: tuple[str, ...] = ()
    expires_on: date | None = None
    evidence_ref: str = ""
    information_given_on: date | None = None
    unreadable: tuple[Problem, ...] = ()


class ConsentRecorded(NamedTuple):
    """Say that a consent stands on record. `is_new` is False where the same one was there; `warnings` stop nothing."""

    subject_id: UUID
    id: UUID
    ref: str
    is_new: bool
    warnings: tuple[Problem, ...] = ()


class ConsentDiffers(NamedTuple):
    """Say that this reference stands for another content: nothing was written. Field -> (stored, sent)."""

    subject_id: UUID
    id: UUID
    ref: str
    differences: Mapping[str, tuple[object, object]]


class StopDraft(NamedTuple):
    """State that a person stopped provision to a recipient, or to all where `recipient_ref` is empty.

    `ground` is a code of the vocabulary; `effective_on` a Japan date, None for the day of recording.
    """

    subject_id: UUID
    recipient_ref: str = ""
    ground: str = "asked"
    effective_on: date | None = None
    reason: str = ""
