"""Define the form of a wording by which consent is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from transfer_log.i18n import lazy_gettext as _l
from transfer_log.register_pages import Required, VersionForm
from transfer_log.subjects.consent_texts import LONGEST_BODY, LONGEST_TITLE, ConsentTextDraft

if TYPE_CHECKING:
    from transfer_log.subjects.consent_rows import ConsentTextSnapshot


class ConsentTextForm(VersionForm):
    """Ask by which words consent is asked."""

    title = StringField(_l("Title of the wording"), [Length(max=LONGEST_TITLE), Required()])
    body = TextAreaField(
        _l("Wording in Japanese"),
        [Length(max=LONGEST_BODY)],
        description=_l("Word for word, as people see it when they consent."),
    )
    body_en = TextAreaField(_l("Wording in English"), [Length(max=LONGEST_BODY)])

    def fill(self, version: ConsentTextSnapshot) -> None:
        """Show what a version holds."""
        for name in ("title", "body", "body_en"):
            self[name].data = getattr(version, name) or ""

    def to_draft(self, ref: str) -> ConsentTextDraft:
        """Return what was written."""
        return ConsentTextDraft(
            ref=ref, title=self.title.data or "", body=self.body.data, body_en=self.body_en.data, **self.dated()
        )
