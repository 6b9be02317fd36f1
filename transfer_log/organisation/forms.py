"""Define the forms of operators, departments, policies and numbered purposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final
from uuid import UUID

from wtforms import BooleanField, DateField, EmailField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from transfer_log.accounts.forms import CheckboxesField
from transfer_log.forms import choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.organisation.operations import (
    LONGEST_LATE_AFTER,
    LONGEST_NOTE,
    DepartmentDraft,
    OperatorDraft,
    PolicyDraft,
    PurposeDraft,
)
from transfer_log.register_pages import Required, VersionForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transfer_log.errors import Text
    from transfer_log.organisation.queries import (
        DepartmentSnapshot,
        OperatorSnapshot,
        PolicySnapshot,
        PurposeSnapshot,
    )

YES, NO = "yes", "no"
_DECIDED: Final[Mapping[str, bool | None]] = {YES: True, NO: False, "": None}
_OPERATOR_LINES: Final = (
    "name", "name_en", "address", "representative", "corporate_number", "desk_name", "desk_address", "desk_phone",
    "desk_email", "desk_form_url", "desk_hours", "desk_closed_days",
)  # fmt: skip
_MOST_RANK: Final = 1000


class OperatorForm(VersionForm):
    """Ask who the operator is and where its desk can be reached (Act Art. 32(1))."""

    name = StringField(_l("Name of the operator"), [Length(max=200), Required()])
    name_en = StringField(_l("Name in English"), [Length(max=200)])
    address = StringField(_l("Address"), [Length(max=400)])
    representative = StringField(_l("Representative"), [Length(max=200)], description=_l("Title and name."))
    corporate_number = StringField(_l("Corporate number"), [Length(max=40)])
    desk_name = StringField(_l("Name of the desk"), [Length(max=200)])
    desk_address = StringField(_l("Address of the desk"), [Length(max=400)])
    desk_phone = StringField(_l("Telephone of the desk"), [Length(max=40)])
    desk_email = EmailField(_l("E-mail of the desk"), [Length(max=200)])
    desk_form_url = StringField(_l("Web form of the desk"), [Length(max=400)])
    desk_hours = StringField(_l("Hours of the desk"), [Length(max=200)], description=_l("Such as 10:00 to 17:00."))
    desk_closed_days = StringField(_l("Days closed"), [Length(max=200)])
    late_after_days = IntegerField(
        _l("Late after (business days)"),
        [InputRequired(), NumberRange(0, LONGEST_LATE_AFTER)],
        description=_l("What is recorded later than so many business days after the act gets a finding."),
    )
    company_holidays = TextAreaField(
        _l("Company holidays"),
        [Optional(), Length(max=4000)],
        description=_l("One a line besides Japan’s holidays: 12-29 every year, 2026-12-29 once."),
    )

    def fill(self, version: OperatorSnapshot) -> None:
        """Show what a version holds."""
        for name in _OPERATOR_LINES:
            self[name].data = getattr(version, name) or ""
        self.late_after_days.data = version.late_after_days
        self.company_holidays.data = "\n".join(version.company_holidays or ())

    def to_draft(self, ref: str) -> OperatorDraft:
        """Return what was written."""
        lines: dict[str, Any] = {name: (self[name].data or "").strip() or None for name in _OPERATOR_LINES}
        lines["name"] = lines["name"] or ""
        return OperatorDraft(
            ref=ref,
            late_after_days=self.late_after_days.data,
            company_holidays=tuple((self.company_holidays.data or "").split()),
            **self.dated(),
            **lines,
        )


class DepartmentForm(VersionForm):
    """Ask what a department is called, and who its information manager is."""

    name = StringField(_l("Name of the department"), [Length(max=200), Required()])
    name_en = StringField(_l("Name in English"), [Length(max=200)])
    manager_id = SelectField(_l("Information manager"))

    def offer(self, users: Iterable[tuple[UUID, str]]) -> None:
        """Fill in the users of the operator."""
        self.manager_id.choices = choices_of([("", _("Not stated")), *((str(known), name) for known, name in users)])

    def fill(self, version: DepartmentSnapshot) -> None:
        """Show what a version holds."""
        self.name.data, self.name_en.data = version.name, version.name_en or ""
        self.manager_id.data = str(version.manager_id or "")

    def to_draft(self, ref: str) -> DepartmentDraft:
        """Return what was written."""
        manager_id = UUID(self.manager_id.data) if self.manager_id.data else None
        return DepartmentDraft(
            ref=ref, name=self.name.data or "", name_en=self.name_en.data, manager_id=manager_id, **self.dated()
        )


class PolicyForm(VersionForm):
    """Ask for one published version of a privacy policy."""

    label = StringField(
        _l("Version"), [Length(max=40), Required()], description=_l("How it is called, such as its date 2026-04-01.")
    )
    title = StringField(_l("Title of the policy"), [Length(max=200), Required()])
    published_on = DateField(_l("Published on"), [Optional()])
    representative = StringField(_l("Signed by"), [Length(max=200)])
    url = StringField(_l("Where it is published"), [Length(max=400)])
    next_review_on = DateField(_l("Next review"), [Optional()])
    precedence = IntegerField(
        _l("Precedence"),
        [InputRequired(), NumberRange(-_MOST_RANK, _MOST_RANK)],
        default=0,
        description=_l("Of several policies the one with the greater number goes first."),
    )
    note = TextAreaField(
        _l("Unclear wording and notes"),
        [Length(max=LONGEST_NOTE)],
        description=_l("Wording such as “mutual use” that has to be classified before it is relied on."),
    )

    def fill(self, version: PolicySnapshot) -> None:
        """Show what a version holds."""
        for name in ("label", "title", "representative", "url", "note"):
            self[name].data = getattr(version, name) or ""
        for name in ("published_on", "next_review_on", "precedence"):
            self[name].data = getattr(version, name)

    def to_draft(self, ref: str) -> PolicyDraft:
        """Return what was written."""
        return PolicyDraft(
            ref=ref,
            label=self.label.data or "",
            title=self.title.data or "",
            published_on=self.published_on.data,
            representative=self.representative.data,
            url=self.url.data,
            next_review_on=self.next_review_on.data,
            precedence=self.precedence.data,
            note=self.note.data,
            **self.dated(),
        )


class PurposeForm(VersionForm):
    """Ask what a numbered purpose says (Act Art. 17), and whether giving to third parties lies inside it."""

    title = StringField(
        _l("Purpose of use"), [Length(max=400), Required()], description=_l("In the policy’s own words.")
    )
    title_en = StringField(_l("Wording in English"), [Length(max=400)])
    policy_version = SelectField(
        _l("Stands in"), description=_l("The policy version in which this wording was published.")
    )
    covers_provision = SelectField(
        _l("Giving to third parties lies inside it"),
        description=_l("While this is not decided, each provision for this purpose gets a finding."),
    )
    recipient_kinds = CheckboxesField(
        _l("Only to these kinds of recipients"), description=_l("Nothing ticked: to any kind.")
    )
    is_special = BooleanField(
        _l("Told at collection"),
        description=_l("Told to the person when the data was collected; goes before the general ones."),
    )
    change_evidence = TextAreaField(
        _l("Notice or consent for the change"),
        [Length(max=LONGEST_NOTE)],
        description=_l("When the purpose was changed: the notice given, or where the consents lie (Act Art. 17(2))."),
    )
    stands_at: ClassVar[Mapping[str, str]] = {"policy_version_id": "policy_version"}

    def offer(self, policies: Iterable[tuple[str, str]], kinds: Mapping[str, Text]) -> None:
        """Fill in what may be chosen: labels of policy versions, kinds of recipients."""
        self.policy_version.choices = choices_of([("", _("None yet")), *policies])
        self.covers_provision.choices = choices_of([("", _("Not decided")), (YES, _("Yes")), (NO, _("No"))])
        self.recipient_kinds.choices = choices_of(kinds.items())

    def fill(self, version: PurposeSnapshot, label: str) -> None:
        """Show what a version holds; `label` is that of its policy version."""
        for name in ("title", "title_en", "change_evidence"):
            self[name].data = getattr(version, name) or ""
        self.policy_version.data = label
        self.covers_provision.data = {True: YES, False: NO, None: ""}[version.covers_provision]
        self.recipient_kinds.data = list(version.recipient_kinds or ())
        self.is_special.data = version.is_special

    def to_draft(self, ref: str) -> PurposeDraft:
        """Return what was written."""
        return PurposeDraft(
            ref=ref,
            title=self.title.data or "",
            title_en=self.title_en.data,
            policy_version=self.policy_version.data,
            covers_provision=_DECIDED[self.covers_provision.data or ""],
            recipient_kinds=tuple(self.recipient_kinds.data or ()),
            is_special=self.is_special.data,
            change_evidence=self.change_evidence.data,
            **self.dated(),
        )
