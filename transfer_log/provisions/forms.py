"""Define the forms of provisions: what a provision consists of, for recording, correcting and the stages of a disclosure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from wtforms import (
    DateField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from transfer_log.countries.names import all_countries
from transfer_log.errors import Text
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.japanese_dates import JAPAN
from transfer_log.law import basis_label, label_of
from transfer_log.law.vocabulary import Information, LegalBasis, Relation
from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.provisions.evidence_form import EvidenceForm
from transfer_log.provisions.offers import PLAIN
from transfer_log.provisions.vocabulary import ACTS, LONGEST, MODES
from transfer_log.situations.methods import METHODS, PROTECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transfer_log.errors import Problem
    from transfer_log.provisions.offers import Offers

BEFORE, AFTER = "before", "after"
#: Rows recorded on a page carry this source; the number of the form makes sending it twice one record.
PAGE_SOURCE: Final = "page"
LONGEST_REASON: Final = 1000

#: Fields whose value a situation may declare: equal to what it declares, they count as filled from it.
_DECLARED: Final = ("legal_basis", "method", "purpose", "mode", "act", "information", "relation")
_HEX_DIGEST: Final = re.compile(r"[0-9a-fA-F]{64}")


class Required:
    """Mark a field as one that has to be filled in; the operation itself says so when it is missing."""

    field_flags: Final = {"required": True}

    def __call__(self, form: Form, field: object) -> None:
        """Leave the judgement to the operation, which knows all of it at once."""


class CheckboxesField(SelectMultipleField):  # type: ignore[misc] # WTForms carries no types
    """Be a choice of several, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FactsForm(Form):
    """Ask what was given, when, how and on which ground; a situation fills in what it declares."""

    situation = SelectField(_l("Situation"), default="")
    #: The situation whose values stand in the fields below: choosing another one fills them anew.
    filled_for = HiddenField()
    provided_on = DateField(_l("Day of the provision"), [Optional(), Required()])
    provided_time = TimeField(_l("Time of day"), [Optional()], description=_l("If known"))
    last_provided_on = DateField(
        _l("Last day"), [Optional()], description=_l("Of repeated giving or viewing. Left empty: it goes on.")
    )
    data_items = CheckboxesField(_l("Items given"))
    method = SelectField(_l("Method"), default="")
    protection = SelectField(_l("Protected by"), default="")
    purpose = SelectField(_l("Purpose of use"), default="")
    legal_basis = SelectField(_l("Legal basis"), default="")
    consent_ref = SelectField(_l("Consent it rests on"), default="", validate_choice=False)
    case_ref = StringField(
        _l("Case"), [Length(max=LONGEST["case_ref"])], description=_l("Number of the job, campaign or warrant")
    )
    decided_by = SelectField(_l("Decided by"), default="")
    department = SelectField(_l("Department"), default="")
    mode = SelectField(_l("Way of recording"), default=PLAIN["mode"])
    act = SelectField(_l("What was done"), default="")
    country = SelectField(
        _l("Country of the recipient"), default="", description=_l("Only where it differs from the register")
    )
    information = SelectField(_l("Kind of information"), default=PLAIN["information"])
    relation = SelectField(_l("The person’s part in it"), default=PLAIN["relation"])
    sent_digest = StringField(
        _l("SHA-256 of what was sent"),
        [Optional(), Regexp(_HEX_DIGEST, message=_l("Enter 64 hexadecimal digits."))],
        description=_l("The file itself is not kept"),
    )
    sent_bytes = IntegerField(_l("Its size in bytes"), [Optional(), NumberRange(0, 2**62)])
    override_reason = TextAreaField(
        _l("Why a superior let it pass"), [Length(max=LONGEST["override_reason"])], description=_l("Kept and reported")
    )
    evidence = FormField(EvidenceForm)

    def offer(self, offers: Offers) -> None:
        """Fill in what may be chosen, in the language of the page."""
        none = [("", _("Not stated"))]
        language = current_language()
        self.situation.choices = choices_of([("", _("Choose (leave empty if none fits)")), *offers.situations()])
        self.data_items.choices = choices_of(
            (entry.ref, offers.item_name(entry.ref)) for entry, _version in offers.books.items.offered(offers.on)
        )
        self.protection.choices = choices_of([*none, *PROTECTIONS.items()])
        self.decided_by.choices = choices_of([("", _("I decided")), *offers.users()])
        self.department.choices = choices_of([("", _("My department")), *offers.departments()])
        self.mode.choices = choices_of(MODES.items())
        countries = [(each.code, each.name) for each in all_countries(language)]
        unknown = Text("国を特定できない", "cannot be identified")
        self.country.choices = choices_of([("", _("As registered")), *countries, ("unknown", unknown)])
        self.information.choices = choices_of((each.value, label_of("information", each)) for each in Information)
        self.relation.choices = choices_of((each.value, label_of("relation", each)) for each in Relation)
        self.consent_ref.choices = choices_of([("", _("The newest one that covers it"))])
        self._offer_declared(offers)

    def _offer_declared(self, offers: Offers) -> None:
        """Offer values that a situation may declare; empty only where it declares none: empty is filled from it."""
        declared = offers.declared(self.situation.data or "")
        unknown = _("Not known yet: a finding asks for it")
        for name, empty, choices in (
            ("legal_basis", unknown, ((each.value, basis_label(each)) for each in LegalBasis)),
            ("method", _("Not stated"), METHODS.items()),
            ("purpose", _("Not stated"), offers.purposes()),
            ("act", _("As the method says"), ACTS.items()),
        ):
            self[name].choices = choices_of([*([] if declared[name] else [("", empty)]), *choices])

    def settle(self, offers: Offers) -> None:
        """Fill in what the chosen situation declares, when the fields still show another one's."""
        chosen = self.situation.data or ""
        if self.filled_for.data != f"={chosen}":
            self.refill(offers.declared(chosen))
            self._offer_declared(offers)

    def refill(self, declared: Mapping[str, Any]) -> None:
        """Show these values, and that they belong to the chosen situation."""
        for name in (*_DECLARED, "data_items"):
            value = declared[name]
            self[name].data = list(value) if name == "data_items" else value
        self.filled_for.data = f"={self.situation.data or ''}"

    def fill(self, draft: ProvisionDraft, offers: Offers) -> None:
        """Show what a draft states, and where it states nothing what its situation declares."""
        self.situation.data = draft.situation
        declared = offers.declared(draft.situation)
        self.refill({name: getattr(draft, name) or value for name, value in declared.items()})
        self._offer_declared(offers)
        for name in ("provided_on", "last_provided_on", "protection", "consent_ref", "case_ref", "decided_by",
                     "department", "country", "override_reason", "sent_bytes"):  # fmt: skip
            self[name].data = getattr(draft, name)
        self.provided_time.data = draft.provided_at.astimezone(JAPAN).time() if draft.provided_at else None
        self.sent_digest.data = draft.sent_digest.hex() if draft.sent_digest else ""
        self.evidence.form.fill(draft.evidence)

    def to_draft(self, offers: Offers, base: ProvisionDraft | None = None) -> ProvisionDraft:
        """Return what the form states, on top of `base`; what equals the situation's own value is left to it."""
        declared = offers.declared(self.situation.data or "")
        stated: dict[str, Any] = {name: self._unless(name, declared[name]) for name in _DECLARED}
        items = tuple(sorted(self.data_items.data or ()))
        is_usual = bool(items) and set(items) == set(declared["data_items"])
        digest = (self.sent_digest.data or "").strip()
        return (base or ProvisionDraft())._replace(
            situation=self.situation.data or "",
            provided_on=self.provided_on.data,
            provided_at=self._instant(),
            last_provided_on=self.last_provided_on.data,
            data_items=() if is_usual else items,
            protection=self.protection.data or "",
            consent_ref=self.consent_ref.data or "",
            case_ref=(self.case_ref.data or "").strip(),
            decided_by=self.decided_by.data or "",
            department=self.department.data or "",
            country=self.country.data or "",
            sent_digest=bytes.fromhex(digest) if _HEX_DIGEST.fullmatch(digest) else None,
            sent_bytes=self.sent_bytes.data,
            override_reason=(self.override_reason.data or "").strip(),
            evidence=self.evidence.form.to_evidence(),
            **stated,
        )

    def _unless(self, name: str, declared: str) -> str:
        value: str = self[name].data or ""
        return "" if value == declared else value

    def _instant(self) -> datetime | None:
        if self.provided_on.data is None or self.provided_time.data is None:
            return None
        return datetime.combine(self.provided_on.data, self.provided_time.data, JAPAN).astimezone(UTC)

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field; fields of the evidence stand in a form of their own."""
        problems = list(problems)
        papers = self.evidence.form
        for problem in problems:
            part, _dot, name = (problem.field or "").partition(".")
            if part == "evidence" and name in papers._fields:
                papers[name].errors = [*papers[name].errors, problem.text.in_language(current_language())]
        super().add_problems(each for each in problems if not (each.field or "").startswith("evidence."))


class RecordForm(FactsForm):
    """Ask whose data went, or is about to go, to whom: people and recipients as ticked boxes and as typed text."""

    when = RadioField(_l("When"), default=AFTER)
    people = SelectMultipleField(_l("People"), validate_choice=False)
    people_add = StringField(_l("People"))
    recipients = SelectMultipleField(_l("Recipient"), validate_choice=False)
    recipients_add = StringField(_l("Recipient"), [Length(max=LONGEST["recipient_name"])])
    batch_ref = StringField(
        _l("Name of the batch"),
        [Length(max=LONGEST["batch_ref"])],
        description=_l("When several rows belong to one act. Left empty, a number is given."),
    )
    #: Made when the page is opened: the same form sent twice is one record.
    form_number = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 what WTForms takes
        """Put the fields into the order of the page, in which errors are told."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.__dict__["_fields"]
        first = {name: fields[name] for name in ("when", "people", "people_add", "recipients", "recipients_add")}
        self.__dict__["_fields"] = {**first, **fields}

    def offer(self, offers: Offers) -> None:
        """Fill in what may be chosen."""
        super().offer(offers)
        self.when.choices = choices_of([(BEFORE, _("About to send")), (AFTER, _("Already sent"))])

    @property
    def is_planned(self) -> bool:
        """Tell whether the act still lies ahead."""
        return bool(self.when.data == BEFORE)

    def external_id(self, draft: ProvisionDraft) -> str:
        """Return the id under which this form records this person and recipient, once."""
        pair = f"{draft.subject_id}\n{draft.recipient_ref}\n{draft.recipient_name}"
        return f"{self.form_number.data}-{sha256(pair.encode()).hexdigest()[:16]}"


class CorrectionForm(FactsForm):
    """Ask for the right facts of a stored provision, and why they differ from what was recorded."""

    recipient_name = StringField(_l("Recipient"), [Length(max=LONGEST["recipient_name"]), Required()])
    recipient_ref = HiddenField()
    reason = TextAreaField(
        _l("Why it is corrected"),
        [Length(max=LONGEST_REASON), Required()],
        description=_l("Both versions stay on record, with this reason."),
    )


class StageForm(FactsForm):
    """Ask for the wider disclosure that a person has wished for: the same person and recipient, more items."""

    wished_on = DateField(
        _l("Day of the person’s wish"),
        [Optional(), Required()],
        description=_l("On or before the day of the provision"),
    )
