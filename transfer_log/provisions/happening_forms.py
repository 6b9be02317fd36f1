"""Define the forms by which later happenings are added to a provision, findings settled, a plan confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from transfer_log.findings.wording import HOW_LABELS
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.japanese_dates import JAPAN
from transfer_log.provisions.forms import LONGEST_REASON, Required
from transfer_log.provisions.happenings import NEEDS_REASON, Happening

#: What belongs to a happening beside its day, by the kind of the step.
DETAILS: Final = {"delivered": "slip_number", "viewed": "view_count", "recipient_told": "told"}
#: The way to end a finding that is a superior's decision.
OVERRIDE: Final = "override"
_MOST_VIEWS: Final = 1_000_000


class HappeningForm(Form):
    """Ask when something happened, why, and what belongs to it."""

    occurred_on = DateField(_l("Day"), [InputRequired()])
    occurred_time = TimeField(_l("Time of day"), [Optional()], description=_l("If known"))
    slip_number = StringField(_l("Slip number or receipt"), [Length(max=200)])
    view_count = IntegerField(_l("Number of views"), [Optional(), NumberRange(1, _MOST_VIEWS)])
    told = TextAreaField(
        _l("What was said"),
        [Length(max=LONGEST_REASON)],
        description=_l("Such as: which items to correct or to stop using"),
    )
    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_REASON)])

    def needs_reason(self, kind: str) -> bool:
        """Tell whether this kind of step has to say why."""
        return kind in NEEDS_REASON

    def to_happening(self, kind: str) -> Happening:
        """Return what happened."""
        name = DETAILS.get(kind)
        value: Any = self[name].data if name else None
        return Happening(
            kind,
            self.occurred_on.data,
            instant_of(self.occurred_on.data, self.occurred_time.data),
            (self.reason.data or "").strip(),
            {name: value} if name and value else None,
        )


class ConfirmForm(Form):
    """Ask on which day, and when if known, what was planned was done."""

    provided_on = DateField(_l("Day of the provision"), [InputRequired()])
    provided_time = TimeField(_l("Time of day"), [Optional()], description=_l("If known"))


class MoveForm(Form):
    """Ask whose record it is in truth, and how it came under the wrong person."""

    person = StringField(
        _l("The right person"), [Length(max=200), Required()], description=_l("Number, or whole name as registered")
    )
    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_REASON), Required()])


class FindingForm(Form):
    """Ask how a finding ended, and why."""

    how = SelectField(_l("How it was settled"), [Required()], default="")
    reason = TextAreaField(_l("Reason"), [Length(max=LONGEST_REASON), Required()])

    def offer(self, *, may_override: bool) -> None:
        """Fill in the ways in which a finding may end; nobody lets pass what he recorded himself."""
        pass_on = [(OVERRIDE, _("A superior lets it pass"))] if may_override else []
        self.how.choices = choices_of([("", _("Choose")), *HOW_LABELS.items(), *pass_on])


def instant_of(on: date | None, time: Any) -> datetime | None:  # noqa: ANN401 a time of day or None
    """Return the instant of a time of day on a Japan date, None where one of them is not known."""
    return None if on is None or time is None else datetime.combine(on, time, JAPAN).astimezone(UTC)
