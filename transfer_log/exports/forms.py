"""Define the forms of exports: in which form, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import Length

from transfer_log.errors import Text
from transfer_log.exports.operations import LONGEST_REASON
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.register_pages import Required

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What people choose: ending and encoding.
CSV: Final = "csv"
FILE_FORMS: Final[Mapping[str, tuple[Text, str, str]]] = {
    CSV: (Text("CSV（UTF-8、Excel でそのまま開けます）", "CSV (UTF-8, opens in Excel)"), ".csv", "utf-8"),
    "cp932": (
        Text("CSV（Shift_JIS / CP932、古いシステム向け）", "CSV (Shift_JIS / CP932, for old systems)"),
        ".csv",
        "cp932",
    ),
    "xlsx": (Text("Excel（.xlsx）", "Excel (.xlsx)"), ".xlsx", "utf-8"),
    "jsonl": (Text("JSON Lines（プログラム向け）", "JSON Lines (for programs)"), ".jsonl", "utf-8"),
}


class ExportForm(Form):
    """Ask in which form rows are written, and why."""

    file_form = RadioField(_l("Form"), default=CSV)
    reason = TextAreaField(
        _l("Why it is exported"),
        [Length(max=LONGEST_REASON), Required()],
        description=_l(
            "Who gets it and what for. It stands in the record of acts with your name and the number of rows."
        ),
    )

    def offer(self) -> None:
        """Fill in what may be chosen."""
        self.file_form.choices = choices_of((code, label) for code, (label, _ending, _encoding) in FILE_FORMS.items())


class RegisterExportForm(ExportForm):
    """Ask which register is written, too."""

    what = SelectField(_l("What is written"))

    def offer_kinds(self, kinds: Mapping[str, Text]) -> None:
        """Fill in the registers that the visitor may export."""
        self.what.choices = choices_of(kinds.items())
