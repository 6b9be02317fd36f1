"""Check what people say about recipients against the code lists and the rest of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transfer_log.countries.names import UNKNOWN, all_countries, parse_country
from transfer_log.countries.queries import ProfileBook
from transfer_log.errors import Text
from transfer_log.field_checks import FieldChecks
from transfer_log.law import EquivalentSystem
from transfer_log.recipients.kinds import KINDS, NATURES
from transfer_log.recipients.models import Recipient
from transfer_log.recipients.queries import parent_ids
from transfer_log.recipients.rules import suggested_nature
from transfer_log.register import heads_by_ref
from transfer_log.register_saving import Draft, Rejected, Saved, examined, said_by
from transfer_log.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.register import Change

MOST_ALIASES: Final = 50
_SYSTEMS: Final = tuple(system.value for system in EquivalentSystem)

_NO_COUNTRY: Final = Text(
    "国が分かりません。国名か 2 文字のコード（JP、VN など）、特定できないときは unknown と入力してください。",
    "No such country. Enter a name or a code of two letters (JP, VN), or unknown where it cannot be identified.",
)
_MEANT: Final = Text("「{name}」のことですか。", "Did you mean {name}?")
_NO_PROFILE: Final = Text("この国の制度の情報に、その区分はありません。", "This country has no such profile.")
_NO_PARENT: Final = Text(
    "親会社「{ref}」は提供先に登録されていません。", "The parent “{ref}” is not among the recipients."
)
_OWN_PARENT: Final = Text(
    "自分自身や子会社を親会社にはできません。", "An entry cannot belong to itself or to one that belongs to it."
)
_TOO_MANY_ALIASES: Final = Text(
    f"別名は {MOST_ALIASES} 個までです。", f"There may be up to {MOST_ALIASES} other names."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientDraft(Draft):
    """Say who a recipient is from a day on (Rules Art. 20(1): name, address and representative are record items).

    `country` is a code or a name as people write it, or `unknown`; `legal_nature` None lets the product suggest one from
    kind and name; `equivalent_system` is the one relied on (Rules Art. 16).
    """

    name: str
    name_en: str | None = None
    aliases: tuple[str, ...] = ()
    address: str | None = None
    representative: str | None = None
    corporate_number: str | None = None
    kind: str | None = None
    country: str | None = None
    country_profile: str | None = None
    legal_nature: str | None = None
    is_nature_confirmed: bool = False
    handles_in_japan: bool | None = None
    same_legal_person: bool | None = None
    equivalent_system: str | None = None
    parent_ref: str | None = None
    policy_url: str | None = None
    opt_out_url: str | None = None
    is_provisional: bool = False


def draft_of(entry: RecipientEntry, on: date, parents: Mapping[UUID, str]) -> RecipientDraft:
    """Return a draft that says what is in force on a Japan date, to be changed and saved; `parents` maps id to ref.

    A nature that nobody has confirmed is left open, so that it is suggested anew from what is changed.
    """
    version = entry.nearest(on)
    said = said_by(version)
    parent_id = said.pop("parent_id")
    said["aliases"] = said["aliases"] or ()
    if not version.is_nature_confirmed:
        said["legal_nature"] = None
    return RecipientDraft(ref=entry.ref, parent_ref=parents.get(parent_id), is_active=version.is_active, **said)


class DraftChecks:
    """Check a batch of drafts; what they refer to is read once for all of them."""

    def __init__(self, drafts: Sequence[RecipientDraft], operator_id: UUID, today: date) -> None:
        """Read the parents and country profiles that the drafts name."""
        self._today = today
        self._named = {ref for draft in drafts if (ref := _parent_ref(draft)) is not None}
        children = {draft.ref.strip() for draft in drafts if _parent_ref(draft) is not None}
        heads = heads_by_ref(Recipient, operator_id, self._named | children) if self._named else {}
        self._ids = {ref: head.id for ref, head in heads.items()}
        self._above = parent_ids(operator_id) if self._named else {}
        names_profile = any(draft.country_profile for draft in drafts)
        self._profiles = ProfileBook.load() if names_profile else ProfileBook(())

    def knows_parent(self, draft: RecipientDraft) -> bool:
        """Tell whether the parent of a draft is in the register by now, or none is named."""
        ref = _parent_ref(draft)
        return ref is None or ref in self._ids

    def learn(self, saved: Iterable[Saved | Rejected]) -> None:
        """Remember entries that were saved since, so that they can be parents of others."""
        for outcome in saved:
            if isinstance(outcome, Saved) and outcome.ref in self._named:
                self._ids[outcome.ref] = outcome.id

    def change(self, draft: RecipientDraft) -> Change | Rejected:
        """Return the change that a draft asks for, or everything that is wrong with it."""
        checks = FieldChecks()
        name = checks.needed_line("name", draft.name, 200)
        kind = checks.code("kind", draft.kind, KINDS)
        country = _country(draft, checks)
        nature = checks.code("legal_nature", draft.legal_nature, NATURES)
        system = checks.code("equivalent_system", draft.equivalent_system, _SYSTEMS)
        content = {
            "name": name,
            "name_en": checks.line("name_en", draft.name_en, 200),
            "aliases": _aliases(draft, name, checks),
            "address": checks.line("address", draft.address, 400),
            "representative": checks.line("representative", draft.representative, 200),
            "corporate_number": checks.corporate_number("corporate_number", draft.corporate_number),
            "kind": kind,
            "country": country,
            "country_profile": self._profile(draft, country, checks),
            "legal_nature": nature or suggested_nature(kind, name, country),
            "is_nature_confirmed": nature is not None and draft.is_nature_confirmed,
            "handles_in_japan": draft.handles_in_japan,
            "same_legal_person": draft.same_legal_person,
            "equivalent_system": None if system == EquivalentSystem.NONE else system,
            "parent_id": self._parent(draft, checks),
            "policy_url": checks.url("policy_url", draft.policy_url),
            "opt_out_url": checks.url("opt_out_url", draft.opt_out_url),
            "is_provisional": draft.is_provisional,
        }
        return examined(draft, content, checks, self._today)

    def _profile(self, draft: RecipientDraft, country: str | None, checks: FieldChecks) -> str | None:
        key = (draft.country_profile or "").strip()
        if not key:
            return None
        own = sorted(entry.ref for entry in self._profiles if entry.versions[0].alpha_2 == country)
        # The address of a page shows AE-DIFC for AE/DIFC.
        found = next((ref for ref in own if key in (ref, ref.replace("/", "-"))), None)
        if found is None:
            checks.add("country_profile", _NO_PROFILE, key, own)
        return found

    def _parent(self, draft: RecipientDraft, checks: FieldChecks) -> UUID | None:
        ref = _parent_ref(draft)
        if ref is None:
            return None
        parent, own = self._ids.get(ref), self._ids.get(draft.ref.strip())
        if parent is None and ref != draft.ref.strip():
            checks.add("parent_ref", _NO_PARENT.format(ref=ref), ref)
        elif parent is None or self._is_above(own, parent):
            checks.add("parent_ref", _OWN_PARENT, ref)
        elif own is not None:
            self._above[own] = parent
        return parent

    def _is_above(self, entry: UUID | None, start: UUID) -> bool:
        """Tell whether `entry` is met on the way up from `start`, itself included."""
        above: UUID | None = start
        while above is not None:
            if above == entry:
                return True
            above = self._above.get(above)
        return False


def _parent_ref(draft: RecipientDraft) -> str | None:
    return (draft.parent_ref or "").strip() or None


def _aliases(draft: RecipientDraft, name: str, checks: FieldChecks) -> list[str] | None:
    if len(draft.aliases) > MOST_ALIASES:
        checks.add("aliases", _TOO_MANY_ALIASES, str(len(draft.aliases)))
        return None
    cleaned = (checks.line("aliases", alias, 200) for alias in draft.aliases)
    return list(dict.fromkeys(alias for alias in cleaned if alias and alias != name)) or None


def _country(draft: RecipientDraft, checks: FieldChecks) -> str | None:
    written = (draft.country or "").strip()
    if not written:
        return None
    if written.casefold() == UNKNOWN:
        return UNKNOWN
    code = parse_country(written)
    if code is None:
        meant = nearest(written, (name for each in all_countries("ja") for name in (each.name.ja, each.name.en)))
        hint = _MEANT.format(name=meant) if meant else Text("", "")
        checks.add("country", Text(_NO_COUNTRY.ja + hint.ja, f"{_NO_COUNTRY.en} {hint.en}".strip()), written)
    return code
