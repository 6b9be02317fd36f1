"""Define the forms of recipients: what one is since a day, which are shown, which are the same party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from transfer_log.countries.names import UNKNOWN, UNKNOWN_NAME, all_countries, country_name
from transfer_log.countries.queries import ProfileBook
from transfer_log.countries.stored import profile_of
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.law import EquivalentSystem, label_of
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.recipients.listing import STATES, RecipientFilter
from transfer_log.recipients.operations import LONGEST_REASON
from transfer_log.register_pages import Required, VersionForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transfer_log.errors import Text

YES, NO = "yes", "no"
_DECIDED: Final[dict[str, bool | None]] = {YES: True, NO: False, "": None}
#: Fields of the form that a draft holds under the same name, as text.
_PLAIN: Final = (
    "name", "name_en", "kind", "country", "country_profile", "address", "representative", "corporate_number",
    "legal_nature", "equivalent_system", "policy_url", "opt_out_url",
)  # fmt: skip
#: Fields that few recipients need.
_FOLDED: Final = (
    "name_en", "aliases", "parent_name", "country_profile", "equivalent_system", "handles_in_japan",
    "same_legal_person", "policy_url", "opt_out_url",
)  # fmt: skip


class RecipientForm(VersionForm):
    """Ask who a recipient is: name, address and representative are items of every record (Rules Art. 20(1))."""

    name = StringField(_l("Legal name"), [Length(max=200), Required()])
    name_en = StringField(_l("Name in English"), [Length(max=200)])
    aliases = TextAreaField(
        _l("Other and old names"),
        [Optional(), Length(max=12_000)],
        description=_l("One a line. Each of them finds this entry; 株式会社, (株) and ㈱ count as one."),
    )
    kind = SelectField(_l("Kind"), description=_l("What it is to us."))
    country = SelectField(_l("Country or region"), description=_l("Where it receives the data."))
    country_profile = SelectField(
        _l("State or regime"),
        description=_l(
            "Only where a country has several systems, such as the states of the USA. Left empty: the federal one."
        ),
    )
    address = StringField(_l("Address"), [Length(max=400)])
    representative = StringField(
        _l("Representative"), [Length(max=200)], description=_l("Title and name, such as 代表取締役 見本 太郎.")
    )
    corporate_number = StringField(
        _l("Corporate number"), [Length(max=40)], description=_l("13 digits; checked by its first digit.")
    )
    legal_nature = SelectField(
        _l("Legal nature"), description=_l("What it is in law. A city hospital is a job provider and a public body.")
    )
    handles_in_japan = SelectField(
        _l("Handles the data for business in Japan"), description=_l("Of a foreign corporation only.")
    )
    same_legal_person = SelectField(_l("Our own branch"), description=_l("The same legal person is no third party."))
    equivalent_system = SelectField(
        _l("Equivalent system"), description=_l("Of a recipient abroad: what stands in for consent (Rules Art. 16).")
    )
    parent_name = StringField(_l("Belongs to"), [Length(max=200)], description=_l("Parent company, by name or code."))
    parent_ref = HiddenField()
    policy_url = StringField(_l("Privacy policy"), [Length(max=400)])
    opt_out_url = StringField(_l("Page to opt out"), [Length(max=400)], description=_l("Of an ad platform."))

    stands_at: ClassVar[Mapping[str, str]] = {"parent_ref": "parent_name"}

    def offer(self) -> None:
        """Fill in what may be chosen, in the language of the page."""
        none = [("", _("Not stated"))]
        undecided = [("", _("Not stated")), (YES, _("Yes")), (NO, _("No"))]
        self.kind.choices = choices_of([*none, *((code, kind.name) for code, kind in KINDS.items())])
        self.country.choices = choices_of([*none, *countries()])
        self.country_profile.choices = choices_of([("", _("None")), *profiles()])
        self.legal_nature.choices = choices_of([("", _("Suggest it from kind and name")), *NATURES.items()])
        self.equivalent_system.choices = choices_of(
            [
                ("", _("None")),
                *(
                    (each.value, label_of("equivalent_system", each))
                    for each in EquivalentSystem
                    if each is not EquivalentSystem.NONE
                ),
            ]
        )
        self.handles_in_japan.choices = choices_of(undecided)
        self.same_legal_person.choices = choices_of(undecided)

    def fill(self, draft: RecipientDraft, parent_name: str) -> None:
        """Show what a draft holds."""
        for name in _PLAIN:
            self[name].data = getattr(draft, name) or ""
        self.aliases.data = "\n".join(draft.aliases)
        self.handles_in_japan.data = _decision(draft.handles_in_japan)
        self.same_legal_person.data = _decision(draft.same_legal_person)
        self.parent_ref.data = draft.parent_ref or ""
        self.parent_name.data = parent_name

    @property
    def has_more(self) -> bool:
        """Tell whether something stands in the fields that are folded away at first, or is wrong there."""
        return any(field.data or field.errors for field in (self[name] for name in _FOLDED))

    def to_draft(self, ref: str, parent_ref: str | None) -> RecipientDraft:
        """Return what was written; `parent_ref` is the code that the text or the choice means.

        A nature that somebody chose here is confirmed by that.
        """
        stated: dict[str, Any] = {name: (self[name].data or "").strip() or None for name in _PLAIN}
        stated["name"] = (self.name.data or "").strip()
        return RecipientDraft(
            ref=ref,
            aliases=tuple(line.strip() for line in (self.aliases.data or "").splitlines() if line.strip()),
            is_nature_confirmed=bool(self.legal_nature.data),
            handles_in_japan=_DECIDED[self.handles_in_japan.data or ""],
            same_legal_person=_DECIDED[self.same_legal_person.data or ""],
            parent_ref=parent_ref,
            **self.dated(),
            **stated,
        )


def _decision(value: bool | None) -> str:  # noqa: FBT001 a stored answer
    return {True: YES, False: NO, None: ""}[value]


class RecipientFilterForm(Form):
    """Ask which recipients are listed: codes only, so they may stand in the address."""

    class Meta(Form.Meta):
        """Send no token: the form is sent by GET and changes nothing."""

        csrf = False

    kind = SelectField(_l("Kind"), default="")
    country = SelectField(_l("Country or region"), default="")
    state = SelectField(_l("Which ones"), default="")

    def offer(self, used_countries: Iterable[str]) -> None:
        """Fill in what may be chosen; of the countries those of recipients in the register."""
        everything = [("", _("All"))]
        self.kind.choices = choices_of([*everything, *((code, kind.name) for code, kind in KINDS.items())])
        self.country.choices = choices_of([*everything, *((code, country_name(code)) for code in used_countries)])
        self.state.choices = choices_of([("", _("In use")), *STATES.items()])

    def chosen(self) -> RecipientFilter:
        """Return the filter."""
        return RecipientFilter(self.kind.data or "", self.country.data or "", self.state.data or "")


class NatureForm(Form):
    """Ask what a recipient is in law."""

    legal_nature = RadioField(_l("Legal nature"), [InputRequired()])

    def offer(self) -> None:
        """Fill in what may be chosen."""
        self.legal_nature.choices = choices_of(NATURES.items())


class JoinForm(Form):
    """Ask which other entry is the same party, and how one knows."""

    other_name = StringField(_l("The entry to keep"), [Length(max=200), Required()], description=_l("Name or code."))
    other_ref = HiddenField()
    join_reason = StringField(_l("How one knows"), [InputRequired(), Length(max=LONGEST_REASON)])


class PairForm(Form):
    """Ask of two entries whether they are the same party; the button pressed says which one stays."""

    first = HiddenField(validators=[InputRequired()])
    second = HiddenField(validators=[InputRequired()])
    pair_reason = StringField(_l("How one knows"), [InputRequired(), Length(max=LONGEST_REASON)])


def countries() -> list[tuple[str, Text]]:
    """Return every country to choose from, and that it cannot be identified."""
    return [*((each.code, each.name) for each in all_countries(current_language())), (UNKNOWN, UNKNOWN_NAME)]


def profiles() -> list[tuple[str, Text]]:
    """Return the profiles of states and regimes within a country."""
    book = ProfileBook.load().by_ref.items()
    within = [(ref, entry.versions[-1].id) for ref, entry in sorted(book) if ref != entry.versions[0].alpha_2]
    return [(ref, profile_of(version_id).name) for ref, version_id in within]
