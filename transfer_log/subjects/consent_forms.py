"""Define the forms about consents (同意): one as it was given, withdrawn in whole or in part, evidence, recorded in error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from transfer_log.countries.names import country_name
from transfer_log.errors import Text
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.queries import PurposeBook
from transfer_log.recipients.kinds import KINDS
from transfer_log.subjects.consent_rows import ConsentTextBook
from transfer_log.subjects.drafts import ConsentDraft, ScopeDraft
from transfer_log.subjects.forms import CheckboxesField, Required
from transfer_log.subjects.links import LONGEST_REASON
from transfer_log.subjects.vocabulary import CONSENT_METHODS, SIGNERS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

WHOLE, PART = "whole", "part"
LONGEST_NOTE: Final = 200
_BETWEEN: Final = re.compile(r"[;；,、\n]+")


class ScopeForm(Form):
    """Ask how far a consent or a withdrawal reaches; what is left empty is not limited."""

    recipients = SelectMultipleField(_l("Recipients"), validate_choice=False)
    recipients_add = StringField(_l("Recipients"), [Length(max=LONGEST_NOTE)])
    recipient_kinds = CheckboxesField(_l("Kinds of recipients"))
    purposes = CheckboxesField(_l("Purposes"))
    data_items = CheckboxesField(_l("Items"))
    countries = StringField(
        _l("Countries"), [Length(max=1000)], description=_l("Names or codes, separated by commas, such as Vietnam, DE")
    )

    def offer(self, operator_id: UUID, on: date) -> None:
        """Fill in what may be chosen, in the language of the page."""
        self.recipient_kinds.choices = choices_of((code, kind.name) for code, kind in KINDS.items())
        self.purposes.choices = choices_of(
            (entry.ref, Text(f"{entry.ref} {version.title}", f"{entry.ref} {version.title_en or version.title}"))
            for entry, version in PurposeBook.load(operator_id).offered(on)
        )
        items = [(entry, version) for entry, version in ItemBook.load().offered(on) if not version.is_never_provided]
        self.data_items.choices = choices_of((entry.ref, Text(item.name_ja, item.name_en)) for entry, item in items)

    def to_scope(self, recipients: Sequence[str]) -> ScopeDraft:
        """Return the scope; `recipients` are the codes of those chosen or typed."""
        return ScopeDraft(
            tuple(recipients),
            tuple(self.recipient_kinds.data or ()),
            tuple(self.purposes.data or ()),
            tuple(self.data_items.data or ()),
            tuple(part.strip() for part in _BETWEEN.split(self.countries.data or "") if part.strip()),
        )

    def fill_scope(self, scope: ScopeDraft) -> None:
        """Show a scope."""
        language = current_language()
        self.recipients.data = list(scope.recipients)
        self.recipient_kinds.data = list(scope.kinds)
        self.purposes.data = list(scope.purposes)
        self.data_items.data = list(scope.items)
        self.countries.data = "、".join(country_name(code).in_language(language) for code in scope.countries)


class ConsentForm(ScopeForm):
    """Ask for a consent as it was given."""

    text_version = SelectField(_l("Wording shown"), default="")
    given_on = DateField(_l("Given on"), [Optional(), Required()])
    method = SelectField(_l("How"), [Required()], default="")
    signer = RadioField(_l("Given by"), default="person")
    signer_note = StringField(
        _l("Relation to the person"), [Length(max=LONGEST_NOTE)], description=_l("Such as mother. No name.")
    )
    special_items = CheckboxesField(_l("Special-care items it names"))
    expires_on = DateField(_l("Last day"), [Optional()], description=_l("Left empty: it does not expire."))
    information_given_on = DateField(
        _l("Told about country and recipient on"),
        [Optional()],
        description=_l("For recipients abroad: country, its system, the recipient’s measures (Act Art. 28(2))."),
    )
    evidence_ref = StringField(
        _l("Where the evidence lies"),
        [Length(max=LONGEST_NOTE)],
        description=_l("Number of the paper, log or recording"),
    )
    consent_ref = StringField(_l("Number of the consent"), [Length(max=80)], description=_l("Left empty, one is made."))

    def offer(self, operator_id: UUID, on: date) -> None:
        """Fill in what may be chosen."""
        super().offer(operator_id, on)
        texts = ConsentTextBook.load(operator_id).offered(on)
        self.text_version.choices = choices_of(
            [("", _("Not recorded")), *((entry.ref, _title(entry.ref, version.title)) for entry, version in texts)]
        )
        self.method.choices = choices_of([("", _("Choose")), *CONSENT_METHODS.items()])
        self.signer.choices = choices_of(SIGNERS.items())
        special = [(entry, version) for entry, version in ItemBook.load().offered(on) if version.is_special_care]
        self.special_items.choices = choices_of(
            (entry.ref, Text(item.name_ja, item.name_en)) for entry, item in special
        )

    def fill(self, draft: ConsentDraft) -> None:
        """Show a consent that is on record."""
        for name in ("text_version", "given_on", "method", "signer", "signer_note", "expires_on",
                     "information_given_on", "evidence_ref", "consent_ref"):  # fmt: skip
            self[name].data = getattr(draft, name)
        self.special_items.data = list(draft.special_items)
        self.fill_scope(draft.scope)

    def to_draft(self, subject_id: UUID, recipients: Sequence[str]) -> ConsentDraft:
        """Return the consent of a person that was described."""
        return ConsentDraft(
            consent_ref=(self.consent_ref.data or "").strip(),
            subject_id=subject_id,
            given_on=self.given_on.data,
            method=self.method.data or "",
            text_version=self.text_version.data or "",
            signer=self.signer.data or "person",
            signer_note=self.signer_note.data or "",
            scope=self.to_scope(recipients),
            special_items=tuple(self.special_items.data or ()),
            expires_on=self.expires_on.data,
            evidence_ref=self.evidence_ref.data or "",
            information_given_on=self.information_given_on.data,
        )


class ConsentCorrectionForm(ConsentForm):
    """Ask for the right content of a consent, and why it differs from what was recorded."""

    reason = TextAreaField(
        _l("Why it is corrected"), [Length(max=LONGEST_REASON), Required()],
        description=_l("Both versions stay on record, with this reason."),
    )  # fmt: skip


class WithdrawalForm(ScopeForm):
    """Ask what of a consent is withdrawn, and since when."""

    extent = RadioField(_l("What is withdrawn"), default=WHOLE)
    effective_on = DateField(_l("Withdrawn on"), [Optional(), Required()])
    reason = TextAreaField(_l("What the person said"), [Length(max=LONGEST_REASON)])

    def offer(self, operator_id: UUID, on: date) -> None:
        """Fill in what may be chosen."""
        super().offer(operator_id, on)
        self.extent.choices = choices_of([(WHOLE, _("All of it")), (PART, _("The part below"))])


class EvidenceForm(Form):
    """Ask where further evidence of a consent lies."""

    evidence_ref = StringField(_l("Where the evidence lies"), [Length(max=LONGEST_NOTE), Required()])


class VoidForm(Form):
    """Ask why a consent was never given as recorded."""

    reason = StringField(_l("Reason"), [Length(max=LONGEST_REASON), Required()])


def _title(ref: str, title: str | None) -> str:
    return f"{ref} {title}" if title else ref
