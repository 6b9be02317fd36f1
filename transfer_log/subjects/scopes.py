"""Match the scope of a consent or withdrawal with the registers, and keep scopes under the digest of their content."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import rfc8785
from sqlalchemy import select

from transfer_log.bulk import insert_columns
from transfer_log.countries.names import UNKNOWN, all_countries, parse_country
from transfer_log.db import db, table_of
from transfer_log.errors import Problem, Text
from transfer_log.field_checks import unknown_value
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.queries import PurposeBook
from transfer_log.recipients.kinds import KINDS
from transfer_log.recipients.models import Recipient
from transfer_log.recipients.queries import RecipientBook
from transfer_log.subjects.models import Scope, ScopeMember
from transfer_log.subjects.rules import ConsentScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from transfer_log.subjects.drafts import ScopeDraft

#: Field of a scope -> dimension of its members.
DIMENSIONS: Final = {
    "recipients": "recipient",
    "kinds": "kind",
    "purposes": "purpose",
    "items": "item",
    "countries": "country",
}

#: Field of a scope -> the name by which files and the API know it.
FIELD_NAMES: Final = {
    "recipients": "recipients",
    "kinds": "recipient_kinds",
    "purposes": "purposes",
    "items": "data_items",
    "countries": "countries",
}

_ALIKE: Final = 2
_MOST_ALIKE: Final = 500

_NO_RECIPIENT: Final = Text("この提供先コードは登録されていません。", "There is no recipient of this code.")
_NO_KIND: Final = Text("この種類はありません。", "There is no such kind of recipient.")
_NO_PURPOSE: Final = Text("この利用目的は登録されていません。", "There is no such purpose.")
_NO_ITEM: Final = Text("この項目は目録にありません。", "There is no such data item.")
_NO_COUNTRY: Final = Text(
    "国が分かりません。国名か 2 文字のコード（JP、VN など）を入力してください。",
    "No such country. Enter a name or a code of two letters (JP, VN).",
)
_NOT_SPECIAL: Final = Text("要配慮個人情報の項目ではありません。", "This is not a special-care item.")


def scope_digest(scope: ConsentScope) -> bytes:
    """Return the digest of a scope: SHA-256 of the RFC 8785 object of its dimensions, values sorted, empty ones left out."""
    body = {DIMENSIONS[name]: sorted(values) for name, values in scope._asdict().items() if values}
    return sha256(rfc8785.dumps(body)).digest()


def ensure_scopes(scopes: Mapping[bytes, ConsentScope]) -> None:
    """Write the scopes that are not there yet; the same digest is the same content, so known ones stay as they are."""
    if not scopes:
        return
    digests = sorted(scopes)
    insert_columns(table_of(Scope), ("digest",), (digests,), skip_existing=True)
    members = [
        (digest, DIMENSIONS[name], value)
        for digest in digests
        for name, values in scopes[digest]._asdict().items()
        for value in sorted(values)
    ]
    columns = [[member[place] for member in members] for place in range(3)]
    insert_columns(table_of(ScopeMember), ("digest", "dimension", "value"), columns, skip_existing=True)


class MatchedScope(NamedTuple):
    """Be a scope matched with the registers, and its special-care items."""

    digest: bytes
    scope: ConsentScope
    special_items: frozenset[str]


@dataclass(slots=True)
class ScopeMatcher:
    """Match scopes with the registers of one operator; equal scopes are matched once."""

    operator_id: UUID
    recipients: RecipientBook
    purposes: PurposeBook
    items: ItemBook
    _matched: dict[tuple[ScopeDraft, tuple[str, ...]], MatchedScope | tuple[Problem, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, operator_id: UUID, drafts: Iterable[ScopeDraft]) -> ScopeMatcher:
        """Read what these scopes name."""
        drafts = list(drafts)
        recipients = {ref for draft in drafts for ref in draft.recipients}
        purposes = any(draft.purposes for draft in drafts)
        return cls(
            operator_id,
            RecipientBook.load(operator_id, recipients),
            PurposeBook.load(operator_id) if purposes else PurposeBook(()),
            ItemBook.load(),
        )

    def match(self, draft: ScopeDraft, special_items: tuple[str, ...] = ()) -> MatchedScope | tuple[Problem, ...]:
        """Return the scope with ids for refs, or a problem for every name that is not known."""
        key = (draft, special_items)
        known = self._matched.get(key)
        if known is None:
            known = self._matched[key] = self._match(draft, special_items)
        return known

    def _match(self, draft: ScopeDraft, special_items: tuple[str, ...]) -> MatchedScope | tuple[Problem, ...]:
        problems: list[Problem] = []
        recipients = self._recipients(draft.recipients, problems)
        kinds = _known("recipient_kinds", draft.kinds, KINDS, _NO_KIND, problems)
        purposes = _known("purposes", draft.purposes, self.purposes.by_ref, _NO_PURPOSE, problems)
        items = _known("data_items", draft.items, self.items.by_ref, _NO_ITEM, problems)
        countries = _countries(draft.countries, problems)
        named = _known("special_items", special_items, self.items.by_ref, _NO_ITEM, problems)
        special = {code for code in items | named if self.items.by_ref[code].versions[-1].is_special_care}
        problems += [Problem("special_items", _NOT_SPECIAL, found=code) for code in sorted(named - special)]
        if problems:
            return tuple(problems)
        purpose_ids = frozenset(str(self.purposes.by_ref[ref].id) for ref in purposes)
        scope = ConsentScope(recipients, kinds, purpose_ids, items, countries)
        return MatchedScope(scope_digest(scope), scope, frozenset(special))

    def _recipients(self, refs: Iterable[str], problems: list[Problem]) -> frozenset[str]:
        written = [ref.strip() for ref in refs if ref.strip()]
        for ref in written:
            if ref not in self.recipients.by_ref:
                problem = unknown_value("recipients", ref, self._refs_like(ref), _NO_RECIPIENT)
                problems.append(replace(problem, allowed=()))
        return frozenset(str(self.recipients.by_ref[ref].id) for ref in written if ref in self.recipients.by_ref)

    def _refs_like(self, ref: str) -> list[str]:
        """Return some refs that begin alike: a register may hold more of them than anybody could be shown."""
        alike = Recipient.ref.startswith(ref[:_ALIKE], autoescape=True)
        query = select(Recipient.ref).where(Recipient.operator_id == self.operator_id, alike)
        return list(db.session.scalars(query.order_by(Recipient.ref).limit(_MOST_ALIKE)))


def _known(
    name: str, codes: Iterable[str], known: Mapping[str, object], text: Text, problems: list[Problem]
) -> frozenset[str]:
    stripped = [code.strip() for code in codes if code.strip()]
    problems += [unknown_value(name, code, known, text) for code in stripped if code not in known]
    return frozenset(code for code in stripped if code in known)


def _countries(written: Iterable[str], problems: list[Problem]) -> frozenset[str]:
    codes: set[str] = set()
    for country in filter(None, (each.strip() for each in written)):
        code = UNKNOWN if country.casefold() == UNKNOWN else parse_country(country)
        if code is None:
            names = [name for each in all_countries("ja") for name in (each.name.ja, each.name.en)]
            # Five hundred names help nobody; the nearest one stands in the text.
            problems.append(replace(unknown_value("countries", country, names, _NO_COUNTRY), allowed=()))
        else:
            codes.add(code)
    return frozenset(codes)
