"""Give the wordings by which consent is asked to programs, and take in what changes."""

from __future__ import annotations

from typing import Any, Final

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.fields import Line, Words
from transfer_log.api.registers import DatedBody, EntryView, Keeping, Register, open_register
from transfer_log.subjects.consent_rows import ConsentTextBook
from transfer_log.subjects.consent_texts import LONGEST_BODY, LONGEST_TITLE, ConsentTextDraft, save_consent_texts
from transfer_log.subjects.models import ConsentTextVersion

blueprint: Final = ApiBlueprint("consent texts", "The wordings by which consent is asked.")

_OPTIONAL: Final[dict[str, Any]] = {"allow_none": True, "load_default": None}


class ConsentTextBody(DatedBody):
    """State how consent is asked."""

    title = Line(LONGEST_TITLE, required=True, least=1, example="応募時の同意")
    body = Words(LONGEST_BODY, "the wording people are shown", **_OPTIONAL)
    body_en = Words(LONGEST_BODY, "the same in English", **_OPTIONAL)


class ConsentTextView(EntryView):
    """A wording by which consent is asked; without a body only its name came in by a file."""

    title = Line(LONGEST_TITLE, allow_none=True)
    body = Words(LONGEST_BODY, allow_none=True)
    body_en = Words(LONGEST_BODY, allow_none=True)


open_register(
    blueprint,
    Register(
        "/consent-texts", "consent_text", "consent_texts", ConsentTextView, ConsentTextVersion, ConsentTextBook.load
    ),
    Keeping(
        "keep_consents",
        ConsentTextBody(),
        ConsentTextDraft,
        save_consent_texts,
        {"title": "応募時の同意", "body": "応募先の企業へ経歴書を提供することに同意します。"},
    ),
)
