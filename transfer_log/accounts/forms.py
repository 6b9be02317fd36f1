"""Define the forms of sign-in, one's own account, users and tokens; each names the fields it takes and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from werkzeug.exceptions import BadRequest
from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from transfer_log.accounts.operations import LONGEST_EMAIL, LONGEST_NAME, TokenDraft, UserDetails, UserDraft
from transfer_log.accounts.passwords import LONGEST as LONGEST_PASSWORD
from transfer_log.accounts.policy import ROLES, SCOPES
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transfer_log.errors import Text


class CheckboxesField(SelectMultipleField):  # type: ignore[misc] # WTForms carries no types
    """Be a choice of several, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(Form):
    """Ask for e-mail address and password."""

    email = EmailField(_l("E-mail address"), [InputRequired(), Length(max=LONGEST_EMAIL)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])


class OwnPasswordForm(Form):
    """Ask for the password in use and, once, for the new one: it may be shown while typing."""

    current_password = PasswordField(_l("Password in use"), [InputRequired(), Length(max=LONGEST_PASSWORD)])
    new_password = PasswordField(
        _l("New password"),
        [InputRequired()],
        description=_l("12 characters or more; 15 is better. A sentence you can remember serves well."),
    )


class PreferencesForm(Form):
    """Ask for language and single-letter keys."""

    language = RadioField(_l("Language"), choices=[SelectChoice("ja", "日本語"), SelectChoice("en", "English")])
    keys = RadioField(
        _l("Single-letter keys"),
        choices=[SelectChoice("on", _l("On: / jumps to the search box")), SelectChoice("off", _l("Off"))],
    )


class UserForm(Form):
    """Ask for what makes a user: the role is offered only as far as it may be given."""

    email = EmailField(
        _l("E-mail address"), [InputRequired(), Length(max=LONGEST_EMAIL)], description=_l("Used to sign in.")
    )
    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)])
    role = RadioField(_l("Role"), [InputRequired()])
    department_id = SelectField(_l("Department"), [Optional()])
    ends_on = DateField(
        _l("Last day of access"),
        [Optional()],
        description=_l("For auditors and temporary staff. An auditor's access ends after a year if it is left empty."),
    )

    def offer(self, roles: Iterable[str], departments: list[tuple[UUID, Any]]) -> None:
        """Fill in what may be chosen."""
        self.role.choices = choices_of((role, ROLES[role]) for role in ROLES if role in set(roles))
        offer_departments(self.department_id, departments)

    def to_draft(self) -> UserDraft:
        """Return the user that was described, without a password."""
        return UserDraft(
            email=self.email.data,
            name=self.name.data,
            role=self.role.data,
            department_id=chosen_id(self.department_id.data),
            ends_on=self.ends_on.data,
        )


class UserDetailsForm(Form):
    """Ask for what of a user may change without changing the role."""

    name = StringField(_l("Name"), [InputRequired(), Length(max=LONGEST_NAME)])
    department_id = SelectField(_l("Department"), [Optional()])
    ends_on = DateField(_l("Last day of access"), [Optional()])

    def to_details(self) -> UserDetails:
        """Return what was written."""
        return UserDetails(
            name=self.name.data, department_id=chosen_id(self.department_id.data), ends_on=self.ends_on.data
        )


class RoleForm(Form):
    """Ask for another role."""

    role = RadioField(_l("Role"), [InputRequired()])

    def offer(self, roles: Iterable[str]) -> None:
        """Fill in the roles that may be given."""
        self.role.choices = choices_of((role, ROLES[role]) for role in ROLES if role in set(roles))


class TokenForm(Form):
    """Ask for what an API token is for and how far it reaches."""

    user_id = SelectField(
        _l("In the name of"), [InputRequired()], description=_l("The token can do no more than this user.")
    )
    name = StringField(
        _l("What it is for"), [InputRequired(), Length(max=LONGEST_NAME)], description=_l("Such as “ATS, recording”.")
    )
    scopes = CheckboxesField(_l("What it may be used for"))
    networks = TextAreaField(
        _l("Networks it may come from"),
        [Optional(), Length(max=2000)],
        description=_l("One a line, such as 192.0.2.0/24. Left empty: from anywhere."),
    )
    expires_on = DateField(_l("Last day"), [InputRequired()], description=_l("One year ahead at most."))

    def offer(self, users: list[tuple[UUID, str]]) -> None:
        """Fill in the users and the scopes."""
        self.user_id.choices = choices_of([("", _("Choose")), *((str(user_id), name) for user_id, name in users)])
        self.scopes.choices = choices_of((scope.code, scope.text) for scope in SCOPES.values())

    def to_draft(self) -> TokenDraft:
        """Return the token that was described."""
        return TokenDraft(
            user_id=UUID(self.user_id.data),
            name=self.name.data,
            scopes=tuple(self.scopes.data or ()),
            networks=tuple((self.networks.data or "").split()),
            expires_on=self.expires_on.data,
        )


class AccessFilterForm(Form):
    """Ask which rows of the access log are shown; codes and dates only, so they may stand in the address."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    on = DateField(_l("Day"), [Optional()])
    user = SelectField(_l("User"), [Optional()])

    def offer(self, users: list[tuple[UUID, str]]) -> None:
        """Fill in the users."""
        self.user.choices = choices_of([("", _("Everybody")), *((str(user_id), name) for user_id, name in users)])


class ActFilterForm(Form):
    """Ask which acts are shown."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    kind = SelectField(_l("Act"), [Optional()])

    def offer(self, kinds: Mapping[str, Text]) -> None:
        """Fill in the kinds."""
        self.kind.choices = choices_of([("", _("All")), *kinds.items()])


def offer_departments(field: SelectField, departments: list[tuple[UUID, Any]]) -> None:
    """Fill the departments of today into a field, and that there may be none."""
    field.choices = choices_of([("", _("No department")), *((str(known), label) for known, label in departments)])


def chosen_id(value: str | None) -> UUID | None:
    """Return the id that was chosen, None for the empty choice."""
    return UUID(value) if value else None


def page_place(text: str | None) -> UUID | None:
    """Return the row at which a page of a list begins, None for the first page.

    :raises werkzeug.exceptions.BadRequest: if it is no id.
    """
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise BadRequest from error
