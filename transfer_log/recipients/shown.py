"""Say in words what a recipient's version holds: for its page, and for what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.accounts.states import State
from transfer_log.countries.names import UNKNOWN, country_name, is_country
from transfer_log.errors import Text
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.law import EquivalentSystem, label_of
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.register_pages import ShownField, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transfer_log.recipients.queries import RecipientSnapshot

PROVISIONAL: Final = State(Text("仮登録", "provisional"), "warn")
INCOMPLETE: Final = State(Text("情報不足", "incomplete"), "warn")
JOINED: Final = State(Text("統合済み", "joined"), "mute")

#: The fields that a record of a provision needs, and the article that asks for them.
MISSING: Final[Mapping[str, tuple[Text, str]]] = {
    "kind": (Text("種別", "kind"), "Rules Art. 20(1)"),
    "country": (Text("国・地域", "country"), "Rules Art. 17(1)"),
    "address": (Text("住所", "address"), "Rules Art. 20(1)(i)"),
    "representative": (Text("代表者", "representative"), "Rules Art. 20(1)(i)"),
}


def kind_text(code: str | None) -> Text | str:
    """Return the name of a kind; empty where none is entered."""
    if code is None:
        return ""
    return KINDS[code].name if code in KINDS else code


def country_text(code: str | None) -> Text | str:
    """Return the name of a country; empty where none is entered."""
    if code is None:
        return ""
    return country_name(code) if code == UNKNOWN or is_country(code) else code


def nature_text(code: str | None) -> Text | str:
    """Return the name of a legal nature; empty where none is known."""
    return NATURES.get(code or "", "")


def system_text(code: str | None) -> Text | str:
    """Return the equivalent system relied on; empty where there is none."""
    return "" if code in (None, EquivalentSystem.NONE) else label_of("equivalent_system", str(code))


def states_of(version: RecipientSnapshot) -> list[State]:
    """Return what has to be done about a recipient, for badges."""
    if version.is_provisional:
        return [PROVISIONAL]
    return [INCOMPLETE] if version.missing else []


SHOWN: Final[Mapping[str, ShownField]] = {
    "name": ShownField(_l("Legal name")),
    "name_en": ShownField(_l("Name in English")),
    "aliases": ShownField(_l("Other and old names"), tuple),
    "kind": ShownField(_l("Kind"), kind_text),
    "country": ShownField(_l("Country or region"), country_text),
    "country_profile": ShownField(_l("State or regime")),
    "address": ShownField(_l("Address")),
    "representative": ShownField(_l("Representative")),
    "corporate_number": ShownField(_l("Corporate number")),
    "legal_nature": ShownField(_l("Legal nature"), nature_text),
    "is_nature_confirmed": ShownField(_l("Legal nature confirmed"), yes_or_no),
    "handles_in_japan": ShownField(_l("Handles data for business in Japan"), yes_or_no),
    "same_legal_person": ShownField(_l("Our own branch"), yes_or_no),
    "equivalent_system": ShownField(_l("Equivalent system"), system_text),
    "parent_id": ShownField(_l("Belongs to"), lambda _id: Text("別の提供先", "another entry")),
    "policy_url": ShownField(_l("Privacy policy")),
    "opt_out_url": ShownField(_l("Page to opt out")),
    "is_provisional": ShownField(_l("Provisional"), yes_or_no),
}
