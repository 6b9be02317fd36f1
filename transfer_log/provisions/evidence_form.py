"""Ask for what shows the basis of a provision: facts answered yes or no, and papers named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wtforms import Form as PlainForm
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from transfer_log.forms import choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.law import fact_label
from transfer_log.provisions.evidence import PAPERS, PART_OF, needs_of_basis

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LONGEST_PAPER: Final = 500
YES, NO = "yes", "no"
#: Papers that are answered by yes or no.
_CHOSEN: Final = frozenset({"is_voluntary"})
#: What an inquiry of an authority is known by, beside the article it rests on.
_OF_AN_INQUIRY: Final = ("authority", "document_no", "is_voluntary", "request_copy_ref")
_ALWAYS: Final = ("note",)


class EvidenceForm(PlainForm):  # type: ignore[misc] # WTForms carries no types
    """Hold one field for every fact and paper that may be stated; a page shows those its basis asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 what WTForms takes
        """Say labels and choices in the language of the page."""
        super().__init__(*args, **kwargs)
        language = current_language()
        for field in self:
            name = field.short_name
            text = fact_label(f"{PART_OF[name]}.{name}") if name in PART_OF else PAPERS[name]
            said = text.in_language(language)
            field.label.text = said[:1].upper() + said[1:]
            if isinstance(field, SelectField):
                field.choices = choices_of([("", _("Not known yet")), (YES, _("Yes")), (NO, _("No"))])

    def fill(self, evidence: Mapping[str, object] | None) -> None:
        """Show evidence that was stated before."""
        for name, value in (evidence or {}).items():
            if name in self._fields:
                self[name].data = (YES if value else NO) if isinstance(value, bool) else str(value)

    def to_evidence(self) -> dict[str, object] | None:
        """Return the evidence that was stated, None where nothing was."""
        stated: dict[str, object] = {}
        for field in self:
            name, value = field.short_name, (field.data or "").strip()
            if value:
                stated[name] = value == YES if isinstance(field, SelectField) else value
        return stated or None

    def shown(self, basis: str, missing: Collection[str]) -> list[Any]:
        """Return the fields to show: what the basis rests on, what is still missing, and what was stated."""
        needs = needs_of_basis(basis)
        names = {need.fact for need in needs} | {paper for need in needs for paper in need.papers}
        names |= {*missing, *(self.to_evidence() or {}), *_ALWAYS, *(_OF_AN_INQUIRY if basis == "law" else ())}
        return [field for field in self if field.short_name in names]


for _name in (*PART_OF, *PAPERS):
    _is_chosen = _name in PART_OF or _name in _CHOSEN
    _field = (
        SelectField(validators=[Optional()], default="")
        if _is_chosen
        else StringField(validators=[Length(max=LONGEST_PAPER)])
    )
    setattr(EvidenceForm, _name, _field)
