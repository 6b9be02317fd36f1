"""Define the form that takes in a file."""

from __future__ import annotations

from typing import Final

from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import Length

from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.imports.registry import KINDS
from transfer_log.register_pages import Required
from transfer_log.tables import ENCODINGS

LONGEST_SHEET: Final = 31  # as Excel has it
#: What a page takes in: the operators of the group serve all of them and come in at the server.
PAGE_KINDS: Final = {code: kind for code, kind in KINDS.items() if code != "operators"}


class UploadForm(Form):
    """Ask for a file, what is in it, and how it is to be read where that cannot be found out."""

    kind = SelectField(_l("What is in the file"))
    file = FileField(_l("File"), [Required()], description=_l("CSV or Excel (.xlsx), up to 20 MiB."))
    encoding = SelectField(_l("Encoding of the CSV file"), description=_l("Found out by itself, as a rule."))
    sheet = StringField(
        _l("Sheet"), [Length(max=LONGEST_SHEET)], description=_l("Of an Excel file. Left empty: the first one.")
    )

    def offer(self) -> None:
        """Fill in what may be chosen."""
        self.kind.choices = choices_of((kind.code, kind.name) for kind in PAGE_KINDS.values())
        self.encoding.choices = choices_of([("", _("Find it out")), *((name, name.upper()) for name in ENCODINGS)])
