"""Define the form by which a person's record list is made: period, kinds of records, language, format, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from transfer_log.answers.building import Wish
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from transfer_log.errors import Language

LONGEST_REASON: Final = 500
PDF, CSV, CSV_EXCEL, JSON = "pdf", "csv", "csv-cp932", "json"


class RecordListForm(Form):
    """Ask which records are listed, in which language and format, and why."""

    first_on = DateField(_l("From"), [Optional()])
    last_on = DateField(_l("To"), [Optional()])
    voluntary = BooleanField(
        _l("Records kept voluntarily too"),
        description=_l("The law does not ask for these records, nor for disclosing them."),
    )
    language = RadioField(_l("Language"))
    file_format = RadioField(_l("Format"), default=PDF)
    reason = StringField(
        _l("Why it is made"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=_l("Kept with who made it and when."),
    )

    def offer(self) -> None:
        """Fill in what may be chosen, in the language of the page."""
        self.language.choices = choices_of([("ja", "日本語"), ("en", "English")])
        self.file_format.choices = choices_of(
            [
                (PDF, _("PDF, to read and to print")),
                (CSV, _("CSV for Excel (UTF-8)")),
                (CSV_EXCEL, _("CSV for old Excel (Shift_JIS)")),
                (JSON, _("JSON, for programs")),
            ]
        )
        self.language.data = self.language.data or current_language()

    def to_wish(self) -> Wish:
        """Return what was asked for; as long as there is no request desk, every list is for internal use."""
        language: Language = "en" if self.language.data == "en" else "ja"
        return Wish(
            language,
            (self.reason.data or "").strip(),
            self.first_on.data,
            self.last_on.data,
            bool(self.voluntary.data),
            is_internal=True,
        )
