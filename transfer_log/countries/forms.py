"""Define the filter of the list of countries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wtforms import SelectField

from transfer_log.countries.rules import CHECK_EVERY_MONTHS, CONFIDENCE_LABELS, PPC_STATUS_LABELS, is_stale
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from datetime import date

    from transfer_log.countries.facts import CountryProfile

WITH_RECIPIENTS: Final = "recipients"
STALE: Final = "stale"


class CountryFilterForm(Form):
    """Ask which countries are listed: codes only, so they may stand in the address."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    show = SelectField(_l("Which ones"), default="")
    standing = SelectField(_l("Standing with the PPC"), default="")
    sureness = SelectField(_l("How sure"), default="")

    def offer(self) -> None:
        """Fill in what may be chosen."""
        everything = [("", _("All"))]
        self.show.choices = choices_of(
            [*everything, (WITH_RECIPIENTS, _("With recipients")), (STALE, _("Due for checking"))]
        )
        self.standing.choices = choices_of(
            [*everything, *((code, each.name) for code, each in PPC_STATUS_LABELS.items())]
        )
        self.sureness.choices = choices_of(
            [*everything, *((code, each.name) for code, each in CONFIDENCE_LABELS.items())]
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything is filtered."""
        return any(field.data for field in self)

    def fits(self, profile: CountryProfile, on: date, recipient_count: int) -> bool:
        """Tell whether a country is to be shown."""
        return (
            (self.show.data != WITH_RECIPIENTS or recipient_count > 0)
            and (self.show.data != STALE or is_stale(profile, on, CHECK_EVERY_MONTHS))
            and self.standing.data in ("", profile.ppc_status)
            and self.sureness.data in ("", profile.confidence)
        )
