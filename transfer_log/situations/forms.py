"""Define the form of a situation: who may receive what, for which purpose, on which basis, how."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import wtforms
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from transfer_log.accounts.forms import CheckboxesField
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.law import Act, Information, LegalBasis, RecordMode, Relation, basis_label, label_of, mode_label
from transfer_log.register_pages import Required, VersionForm
from transfer_log.situations.methods import METHODS
from transfer_log.situations.operations import LONGEST_PRACTICES, SituationDraft
from transfer_log.situations.shown import KIND_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transfer_log.errors import Text
    from transfer_log.items.shown import ItemGroup
    from transfer_log.situations.queries import SituationSnapshot

#: Empty rows for further substitutions; whoever needs more stores and opens the form again.
SPARE_ROWS: Final = 2
_DECLARED: Final = ("basis", "relation", "information", "act", "mode", "method")
_LABELS: Final = ("name_ja", "name_en", "practices")


class SubstitutionForm(wtforms.Form):  # type: ignore[misc] # WTForms carries no types
    """Ask for one item that is kept back, and the coarser one given instead."""

    class Meta(Form.Meta):
        """Send no token of its own: it stands inside a form that does."""

        csrf = False

    barred = SelectField(_l("Kept back"))
    given = SelectField(_l("Given instead"))


class Boxes(NamedTuple):
    """Be the boxes of one class of items."""

    name: Text
    boxes: list[object]


class SituationForm(VersionForm):
    """Ask what the company's policy declares about one way of providing."""

    name_ja = StringField(_l("Name in Japanese"), [Length(max=200), Required()])
    name_en = StringField(_l("Name in English"), [Length(max=200), Required()])
    recipient_kinds = CheckboxesField(_l("Who may receive"), description=_l("Nothing ticked: any kind of recipient."))
    usual_items = CheckboxesField(
        _l("Usually given"), description=_l("Ticked beforehand when a provision is recorded.")
    )
    also_items = CheckboxesField(_l("May be given as well"), description=_l("Offered, not ticked."))
    is_limited = BooleanField(
        _l("Nothing but these items"), description=_l("Any other item gets a finding when it is recorded.")
    )
    substitutions = FieldList(FormField(SubstitutionForm), _l("Given instead"))
    purpose_ref = SelectField(_l("Purpose of use"))
    basis = SelectField(_l("Legal basis"))
    relation = SelectField(_l("The person’s part in it"))
    information = SelectField(_l("Kind of information"))
    act = SelectField(_l("What is done"))
    mode = SelectField(_l("Way of recording"))
    method = SelectField(_l("Method"))
    practices = TextAreaField(
        _l("Where it is declared"), [Length(max=LONGEST_PRACTICES)], description=_l("Section of the policy.")
    )
    stands_at: ClassVar[Mapping[str, str]] = {"allowed_items": "also_items"}

    def offer(self, groups: Sequence[ItemGroup], purposes: Iterable[tuple[str, str]]) -> None:
        """Fill in what may be chosen, in the language of the page."""
        items = [pair for group in groups for pair in group.items]
        stated = [("", _("Stated with each provision"))]
        self.recipient_kinds.choices = choices_of(KIND_NAMES.items())
        self.usual_items.choices = self.also_items.choices = choices_of(items)
        self.purpose_ref.choices = choices_of([*stated, *purposes])
        self.basis.choices = choices_of([*stated, *((each.value, basis_label(each)) for each in LegalBasis)])
        self.method.choices = choices_of([*stated, *METHODS.items()])
        self.mode.choices = choices_of((each.value, mode_label(each)) for each in RecordMode)
        self.act.choices = choices_of(
            (each.value, label_of("act", each)) for each in Act if each not in (Act.VIEWED_ONLY, Act.UNSOLICITED)
        )
        self.relation.choices = choices_of((each.value, label_of("relation", each)) for each in Relation)
        self.information.choices = choices_of((each.value, label_of("information", each)) for each in Information)
        rows = len(self.substitutions)
        while len(self.substitutions) < rows + SPARE_ROWS and not self.is_submitted():
            self.substitutions.append_entry()
        for row in self.substitutions:
            row.form.barred.choices = row.form.given.choices = choices_of([("", _("None")), *items])

    def boxes(self, name: str, groups: Iterable[ItemGroup]) -> list[Boxes]:
        """Return the boxes of a field class by class."""
        known = {option.data: option for option in self[name]}
        return [Boxes(group.name, [known[code] for code, _name in group.items]) for group in groups]

    def fill(self, version: SituationSnapshot, purpose_ref: str) -> None:
        """Show what a version declares; called before `offer`, which adds empty rows."""
        for name in (*_LABELS, *_DECLARED):
            self[name].data = getattr(version, name) or ""
        self.recipient_kinds.data = list(version.recipient_kinds)
        self.usual_items.data = list(version.usual_items)
        self.also_items.data = [code for code in version.allowed_items if code not in version.usual_items]
        self.is_limited.data = bool(version.allowed_items)
        self.purpose_ref.data = purpose_ref
        for barred, given in version.substitutions.items():
            self.substitutions.append_entry({"barred": barred, "given": given})

    def to_draft(self, ref: str) -> SituationDraft:
        """Return what was written."""
        usual, also = self.usual_items.data or (), self.also_items.data or ()
        pairs = [(row.form.barred.data, row.form.given.data) for row in self.substitutions]
        return SituationDraft(
            ref=ref,
            name_ja=self.name_ja.data or "",
            name_en=self.name_en.data or "",
            recipient_kinds=tuple(self.recipient_kinds.data or ()),
            usual_items=tuple(usual),
            allowed_items=tuple(dict.fromkeys([*usual, *also])) if self.is_limited.data else (),
            substitutions={barred: given for barred, given in pairs if barred and given},
            purpose_ref=self.purpose_ref.data or None,
            basis=self.basis.data or None,
            relation=self.relation.data,
            information=self.information.data,
            act=self.act.data,
            mode=self.mode.data,
            method=self.method.data or None,
            practices=self.practices.data,
            **self.dated(),
        )
