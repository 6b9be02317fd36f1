"""Define the forms about people (本人): who they are, which registrations are one person, what they stopped."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from wtforms import DateField, EmailField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms import TextAreaField as AreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from transfer_log.accounts.policy import masks_contact
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.subjects.drafts import MAIN_SERVICE, PersonDraft, StopDraft
from transfer_log.subjects.links import LONGEST_REASON
from transfer_log.subjects.person_checks import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PHONE, LONGEST_SERVICE
from transfer_log.subjects.vocabulary import CLASSES, MATCHED_FIELDS, PREFECTURES, SOURCES, STATUSES, STOP_GROUNDS

if TYPE_CHECKING:
    from uuid import UUID

    from transfer_log.subjects.people import PersonValues

LONGEST_REF: Final = 80
#: Without I, L, O and U, so that a number read out on the phone is written down right.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTER_COUNT: Final = 8
_BETWEEN_NAMES: Final = re.compile(r"[\n;；、,]+")


class Required:
    """Mark a field as one that has to be filled in; the operation itself says so when it is missing."""

    field_flags: Final = {"required": True}

    def __call__(self, form: Form, field: object) -> None:
        """Leave the judgement to the operation, which knows all of it at once."""


class CheckboxesField(SelectMultipleField):  # type: ignore[misc] # WTForms carries no types
    """Be a choice of several, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PersonForm(Form):
    """Ask who somebody is: what tells them from others, and how they came into the register."""

    ref = StringField(
        _l("Number"),
        [Length(max=LONGEST_REF)],
        description=_l("Your own number for this person. Left empty, one is made."),
    )
    name = StringField(_l("Name"), [Length(max=LONGEST_NAME), Required()])
    kana = StringField(_l("Kana"), [Length(max=LONGEST_NAME)])
    former_names = StringField(
        _l("Former names"), [Length(max=1000)], description=_l("Several separated by commas. They are searched too.")
    )
    birth_date = DateField(_l("Date of birth"), [Optional()])
    prefecture = SelectField(_l("Prefecture"), default="")
    email = EmailField(_l("E-mail address"), [Length(max=LONGEST_EMAIL)])
    phone = StringField(_l("Phone"), [Length(max=LONGEST_PHONE)])
    subject_class = SelectField(_l("Class"), default="")
    status = RadioField(_l("Status"), default="registered")
    sources = CheckboxesField(_l("Where the data came from"))

    def offer(self) -> None:
        """Fill in what may be chosen, in the language of the page."""
        none = ("", _("Not known"))
        self.prefecture.choices = choices_of([none, *((name, name) for name in PREFECTURES)])
        if self.prefecture.data and self.prefecture.data not in PREFECTURES:
            self.prefecture.choices += choices_of([(self.prefecture.data, self.prefecture.data)])
        self.subject_class.choices = choices_of([none, *((code, each.label) for code, each in CLASSES.items())])
        self.status.choices = choices_of(STATUSES.items())
        self.sources.choices = choices_of(SOURCES.items())

    def fill(self, values: PersonValues, role: str) -> None:
        """Show the values of a person; of contact data nothing to roles that see it in part only."""
        for name in ("name", "kana", "birth_date", "prefecture", "subject_class", "status"):
            self[name].data = getattr(values, name)
        self.sources.data = list(values.sources)
        self.former_names.data = "、".join(values.former_names)
        if not masks_contact(role):
            self.email.data, self.phone.data = values.email, values.phone

    def to_draft(self, ref: str = "", service: str = MAIN_SERVICE, hidden: PersonValues | None = None) -> PersonDraft:
        """Return what the form states; contact data left empty by somebody who may not see it stays as in `hidden`."""
        email, phone = (self.email.data or "").strip(), (self.phone.data or "").strip()
        if hidden is not None:
            email, phone = email or hidden.email, phone or hidden.phone
        names = _BETWEEN_NAMES.split(self.former_names.data or "")
        return PersonDraft(
            ref=ref or (self.ref.data or "").strip() or new_number(),
            name=self.name.data or "",
            kana=self.kana.data or "",
            former_names=tuple(name.strip() for name in names if name.strip()),
            email=email,
            phone=phone,
            birth_date=self.birth_date.data,
            prefecture=self.prefecture.data or "",
            subject_class=self.subject_class.data or "",
            status=self.status.data or "registered",
            sources=tuple(self.sources.data or ()),
            service=service,
        )


def new_number() -> str:
    """Return a number for somebody who came without one."""
    return "P-" + "".join(secrets.choice(_LETTERS) for _place in range(_LETTER_COUNT))


class RegistrationForm(Form):
    """Ask for one more number by which a service of the operator knows a person."""

    service = StringField(_l("Service"), [Length(max=LONGEST_SERVICE), Required()])
    ref = StringField(_l("Number there"), [Length(max=LONGEST_REF), Required()])


class LinkForm(Form):
    """Ask what shows that two registrations are one person."""

    other = HiddenField()
    matched = CheckboxesField(_l("What matched"), [Required()])
    reason = StringField(_l("Remark"), [Length(max=LONGEST_REASON)])

    def offer(self) -> None:
        """Fill in what may have matched."""
        self.matched.choices = choices_of(MATCHED_FIELDS.items())


class ReasonForm(Form):
    """Ask why, and about which other registration."""

    other = HiddenField()
    reason = StringField(_l("Reason"), [Length(max=LONGEST_REASON), Required()])


class OtherPersonForm(Form):
    """Ask for the other registration of a pair by number, name or address."""

    q = StringField(_l("Number, name or part of an e-mail address"), [Length(max=100)])


class StopForm(Form):
    """Ask what a person wants stopped: giving to one recipient or to all, on which ground, since when."""

    recipient_name = StringField(
        _l("Recipient"), [Length(max=200)], description=_l("Left empty: giving to anybody is stopped.")
    )
    recipient_ref = HiddenField()
    ground = SelectField(_l("Ground"), default="asked")
    effective_on = DateField(_l("Since"), [Optional(), Required()])
    reason = AreaField(_l("What the person said"), [Length(max=LONGEST_REASON)])

    def offer(self) -> None:
        """Fill in the grounds."""
        self.ground.choices = choices_of((str(ground), label) for ground, label in STOP_GROUNDS.items())

    def to_draft(self, subject_id: UUID, recipient_ref: str) -> StopDraft:
        """Return the stop of a person that was described."""
        return StopDraft(
            subject_id, recipient_ref, self.ground.data, self.effective_on.data, (self.reason.data or "").strip()
        )
