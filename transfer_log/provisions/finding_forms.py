"""Define the forms of causes of findings: which are listed, who cares for one until when, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from wtforms import DateField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from transfer_log.findings.wording import HOW_LABELS, SEVERITY_LABELS
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_REASON: Final = 1000
SETTLED: Final = "settled"
MINE: Final = "mine"
NOBODY: Final = "nobody"


class CauseFilterForm(Form):
    """Ask which causes are listed: codes only, so they may stand in the address."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    severity = SelectField(_l("Severity"), default="")
    owner = SelectField(_l("Owner"), default="")
    state = SelectField(_l("State"), default="")
    #: Set by links from the page of a recipient.
    recipient = HiddenField(validators=[Optional(), Length(max=80)])

    def offer(self) -> None:
        """Fill in what may be chosen."""
        everything = ("", _("All"))
        self.severity.choices = choices_of([everything, *SEVERITY_LABELS.items()])
        self.owner.choices = choices_of([everything, (MINE, _("Mine")), (NOBODY, _("No owner yet"))])
        self.state.choices = choices_of([("", _("To be settled")), (SETTLED, _("Settled"))])

    def query(self) -> dict[str, str]:
        """Return the filters as they stand in the address."""
        return {field.short_name: field.data for field in self if field.data}


class AssignForm(Form):
    """Ask who cares for a cause, until when."""

    owner_id = SelectField(_l("Owner"))
    due_on = DateField(_l("To be settled by"), [Optional()])
    note = TextAreaField(_l("Note"), [Length(max=LONGEST_REASON)])

    def offer(self, users: Iterable[tuple[UUID, str]]) -> None:
        """Fill in the users of the operator."""
        self.owner_id.choices = choices_of([("", _("No owner yet")), *((str(known), name) for known, name in users)])

    @property
    def owner(self) -> UUID | None:
        """Return who was chosen, None for nobody."""
        return UUID(self.owner_id.data) if self.owner_id.data else None


class ResolveForm(Form):
    """Ask how all findings of a cause so far ended, and why."""

    how = RadioField(_l("How it was settled"), [InputRequired()])
    reason = TextAreaField(_l("What was found and done"), [InputRequired(), Length(max=LONGEST_REASON)])

    def offer(self) -> None:
        """Fill in the ways in which findings end."""
        self.how.choices = choices_of(HOW_LABELS.items())


class ReopenForm(Form):
    """Ask why a settled cause is opened again."""

    reopen_reason = TextAreaField(_l("Why it is opened again"), [InputRequired(), Length(max=LONGEST_REASON)])
