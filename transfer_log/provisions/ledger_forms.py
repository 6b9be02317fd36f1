"""Define the filters of the ledger: codes and dates only, so that they may stand in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from wtforms import DateField, HiddenField, SelectField, validators
from wtforms.validators import Length, Optional

from transfer_log.countries.names import all_countries
from transfer_log.findings.wording import SEVERITY_LABELS
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.law import basis_label
from transfer_log.law.vocabulary import LegalBasis
from transfer_log.provisions.queries import LedgerFilter
from transfer_log.provisions.steps import STATE_LABELS
from transfer_log.provisions.vocabulary import DOORS
from transfer_log.recipients.kinds import KINDS
from transfer_log.situations.methods import METHODS

if TYPE_CHECKING:
    from transfer_log.accounts.policy import Reach
    from transfer_log.provisions.offers import Offers


class LedgerFilterForm(Form):
    """Ask which rows of the ledger are shown."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("To"), [Optional()])
    basis = SelectField(_l("Basis"), [Optional()])
    kind = SelectField(_l("Recipient kind"), [Optional()])
    situation = SelectField(_l("Situation"), [Optional()])
    finding = SelectField(_l("Findings"), [Optional()])
    state = SelectField(_l("State"), [Optional()])
    method = SelectField(_l("Method"), [Optional()])
    country = SelectField(_l("Country"), [Optional()])
    door = SelectField(_l("Came in by"), [Optional()])
    #: Set by links from other pages; codes and opaque ids.
    recipient = HiddenField(validators=[Optional(), Length(max=80)])
    batch = HiddenField(validators=[Optional(), validators.UUID()])
    recorder = HiddenField(validators=[Optional(), validators.UUID()])
    late = HiddenField(validators=[Optional(), Length(max=1)])

    def offer(self, offers: Offers) -> None:
        """Fill in what may be chosen, in the language of the page."""
        any_one = ("", _("Any"))
        self.basis.choices = choices_of(
            [any_one, *((each.value, basis_label(each)) for each in LegalBasis), ("none", _("Not stated"))]
        )
        self.kind.choices = choices_of([any_one, *((code, kind.name) for code, kind in KINDS.items())])
        self.situation.choices = choices_of([any_one, *offers.situations()])
        self.finding.choices = choices_of(
            [any_one, ("any", _("With findings")), *SEVERITY_LABELS.items(), ("none", _("Without findings"))]
        )
        states = [(code, label) for code, label in STATE_LABELS.items() if code]
        self.state.choices = choices_of([("", _("Standing records")), *states, ("all", _("All versions"))])
        self.method.choices = choices_of([any_one, *METHODS.items()])
        countries = [(each.code, each.name) for each in all_countries(current_language())]
        self.country.choices = choices_of([any_one, *countries])
        self.door.choices = choices_of([any_one, *DOORS.items()])

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered."""
        return any(field.data for field in self)

    @property
    def has_more(self) -> bool:
        """Tell whether one of the filters that are folded away is in use."""
        return any(field.data for field in (self.method, self.country, self.door))

    def query(self) -> dict[str, Any]:
        """Return the filters as they stand in the address."""
        return {field.short_name: str(field.data) for field in self if field.data}

    def to_filter(self, reach: Reach, late_after_days: int) -> LedgerFilter:
        """Return the rows to show, as far as the right of the reader reaches."""
        return LedgerFilter(
            from_on=self.since.data,
            to_on=self.until.data,
            basis=self.basis.data or "",
            kind=self.kind.data or "",
            country=self.country.data or "",
            recipient=self.recipient.data or "",
            situation=self.situation.data or "",
            method=self.method.data or "",
            finding=self.finding.data or "",
            state=self.state.data or "",
            door=self.door.data or "",
            batch_id=UUID(self.batch.data) if self.batch.data else None,
            late_after_days=late_after_days if self.late.data else None,
            department_id=reach.department_id,
            recorded_by=UUID(self.recorder.data) if self.recorder.data else None,
        )
