"""Say in refs and names what consents hold, for people to read, to correct and to compare; and which of them can be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select

from transfer_log.db import db
from transfer_log.items.queries import items_of_sets
from transfer_log.organisation.queries import PurposeBook
from transfer_log.recipients.queries import RecipientBook
from transfer_log.subjects.consent_rows import ConsentTextBook, consent_chains
from transfer_log.subjects.drafts import ConsentDraft, ScopeDraft
from transfer_log.subjects.models import Consent
from transfer_log.subjects.queries import ConsentBook, person_ids, scopes_of
from transfer_log.subjects.rules import gaps
from transfer_log.subjects.scopes import FIELD_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from transfer_log.organisation.queries import PurposeEntry
    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.subjects.consent_checks import Matched
    from transfer_log.subjects.consent_rows import ConsentChain, ConsentContent, ConsentRow, EventRow
    from transfer_log.subjects.rules import ActScope, ConsentFacts, ConsentScope, Gap


# --- Consents as drafts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScopeNames:
    """Hold the recipients and purposes that scopes name, by id."""

    recipients: Mapping[UUID, RecipientEntry]
    purposes: Mapping[UUID, PurposeEntry]

    @classmethod
    def load(cls, operator_id: UUID, scopes: Iterable[ConsentScope]) -> ScopeNames:
        """Read the entries that these scopes name."""
        scopes = list(scopes)
        recipients = {UUID(value) for scope in scopes for value in scope.recipients}
        names_purposes = any(scope.purposes for scope in scopes)
        return cls(
            RecipientBook.load_ids(operator_id, recipients).by_id,
            PurposeBook.load(operator_id).by_id if names_purposes else {},
        )

    def draft_of(self, scope: ConsentScope) -> ScopeDraft:
        """Return a scope in refs and codes, sorted."""
        return ScopeDraft(
            tuple(sorted(self.recipients[UUID(value)].ref for value in scope.recipients)),
            tuple(sorted(scope.kinds)),
            tuple(sorted(self.purposes[UUID(value)].ref for value in scope.purposes)),
            tuple(sorted(scope.items)),
            tuple(sorted(scope.countries)),
        )


def drafts_of_rows(operator_id: UUID, rows: Sequence[ConsentRow]) -> list[ConsentDraft]:
    """Return stored consents as the drafts that would write them again, to start a correction or to compare."""
    scopes = scopes_of(row.content.scope_digest for row in rows)
    special = items_of_sets(digest for row in rows if (digest := row.content.special_items_digest) is not None)
    names = ScopeNames.load(operator_id, scopes.values())
    texts = ConsentTextBook.load(operator_id)
    text_refs = {version.id: entry.ref for entry in texts for version in entry.versions}
    return [
        _draft(
            row.subject_id,
            row.ref or "",
            text_refs[row.content.consent_text_version_id] if row.content.consent_text_version_id else "",
            row.content,
            names.draft_of(scopes[row.content.scope_digest]),
            special.get(row.content.special_items_digest or b"", frozenset()),
        )
        for row in rows
    ]


def draft_of_match(operator_id: UUID, match: Matched) -> ConsentDraft:
    """Return a matched draft in the same form as stored consents."""
    scope = ScopeNames.load(operator_id, [match.scope.scope]).draft_of(match.scope.scope)
    return _draft(match.subject_id, match.ref, match.text_ref, match.content, scope, match.scope.special_items)


def _draft(
    subject_id: UUID,
    ref: str,
    text_ref: str,
    content: ConsentContent,
    scope: ScopeDraft,
    special_items: frozenset[str],
) -> ConsentDraft:
    return ConsentDraft(
        consent_ref=ref,
        subject_id=subject_id,
        given_on=content.given_on,
        given_at=content.given_at,
        method=content.method,
        text_version=text_ref,
        signer=content.signer_kind,
        signer_note=content.signer_note or "",
        scope=scope,
        special_items=tuple(sorted(special_items.difference(scope.items))),
        expires_on=content.expires_on,
        evidence_ref=content.evidence_ref or "",
        information_given_on=content.information_given_on,
    )


def difference(stored: ConsentDraft, sent: ConsentDraft) -> dict[str, tuple[object, object]]:
    """Return in which fields two consents of one person differ: field -> (stored, sent)."""
    found: dict[str, tuple[object, object]] = {}
    for name in ConsentDraft._fields:
        before, after = getattr(stored, name), getattr(sent, name)
        if name in ("consent_ref", "subject_ref", "subject_id", "scope", "unreadable") or before == after:
            continue
        found[name] = (before, after)
    for name, field_name in FIELD_NAMES.items():
        before, after = getattr(stored.scope, name), getattr(sent.scope, name)
        if before != after:
            found[field_name] = (before, after)
    return found


# --- Consents for people to read ---------------------------------------------------------------------------------


class WithdrawalView(NamedTuple):
    """Be a withdrawal (撤回) as a page shows it; `scope` None: the whole consent."""

    event: EventRow
    scope: ScopeDraft | None


@dataclass(frozen=True, slots=True)
class ConsentView:
    """Be a consent as a page shows it: in refs and codes, with its history. `names` looks up names of its scope."""

    chain: ConsentChain
    draft: ConsentDraft
    text_title: str | None
    withdrawals: tuple[WithdrawalView, ...]
    names: ScopeNames

    @property
    def evidence_refs(self) -> tuple[str, ...]:
        """Return every place where evidence lies, the first one first."""
        added = [
            str((event.details or {})["evidence_ref"]) for event in self.chain.events if event.kind == "evidence_added"
        ]
        return tuple(filter(None, (self.draft.evidence_ref, *added)))

    def state_on(self, today: date) -> str:
        """Return void, withdrawn, expired, partly_withdrawn or in_force, as of a Japan date."""
        if self.chain.is_void:
            return "void"
        effective = [known for known in self.withdrawals if known.event.occurred_on <= today]
        if any(known.scope is None for known in effective):
            return "withdrawn"
        if self.draft.expires_on is not None and self.draft.expires_on < today:
            return "expired"
        return "partly_withdrawn" if effective else "in_force"


def consent_views(operator_id: UUID, subject_id: UUID) -> list[ConsentView]:
    """Return all consents of a person (over linked ids) at an operator, the newest recorded first."""
    chains = consent_chains(operator_id, person_ids(subject_id))
    drafts = drafts_of_rows(operator_id, [chain.current for chain in chains])
    digests = {event.scope_digest for chain in chains for event in chain.events if event.scope_digest is not None}
    scopes = scopes_of(digests | {chain.current.content.scope_digest for chain in chains})
    names = ScopeNames.load(operator_id, scopes.values())
    texts = ConsentTextBook.load(operator_id).by_ref
    return [
        ConsentView(
            chain,
            draft._replace(consent_ref=chain.ref),
            texts[draft.text_version].nearest(chain.current.content.given_on).title if draft.text_version else None,
            tuple(
                WithdrawalView(event, names.draft_of(scopes[event.scope_digest]) if event.scope_digest else None)
                for event in chain.events
                if event.kind == "withdrawn"
            ),
            names,
        )
        for chain, draft in zip(chains, drafts, strict=True)
    ]


class ConsentChoice(NamedTuple):
    """Be a consent that might cover an act; `gaps` say why not, none means that it does."""

    consent: ConsentFacts
    gaps: tuple[Gap, ...]


def consents_for(operator_id: UUID, subject_id: UUID, act: ActScope) -> list[ConsentChoice]:
    """Return all consents of a person, those that cover the act first, the others with every reason why not."""
    consents = ConsentBook.load(operator_id, [subject_id]).consents_of(subject_id)
    choices = [ConsentChoice(consent, gaps(consent, act)) for consent in consents]
    newest_first = sorted(choices, key=lambda choice: (choice.consent.given_on, choice.consent.id), reverse=True)
    return sorted(newest_first, key=lambda choice: len(choice.gaps))


# --- What runs out -----------------------------------------------------------------------------------------------


class Expiring(NamedTuple):
    """Be a consent that ends soon."""

    subject_id: UUID
    id: UUID
    expires_on: date


def expiring_consents(operator_id: UUID, after: date, until: date, limit: int = 100) -> list[Expiring]:
    """Return consents whose last day lies in `after` < day <= `until` (Japan dates), the first to end first.

    Corrected, withdrawn and void ones are left out; a consent withdrawn in part is in.
    """
    columns: tuple[Any, ...] = (Consent.subject_id, Consent.id, Consent.expires_on)
    query = (
        select(*columns)
        .where(Consent.operator_id == operator_id, Consent.expires_on > after, Consent.expires_on <= until)
        .order_by(Consent.expires_on, Consent.id)
    )
    found: list[Expiring] = []
    place: tuple[date, UUID] | None = None
    while len(found) < limit:
        page = query if place is None else query.where(_behind(place))
        rows = [Expiring._make(row) for row in db.session.execute(page.limit(limit))]
        if not rows:
            break
        place = (rows[-1].expires_on, rows[-1].id)
        book = ConsentBook.load(operator_id, {row.subject_id for row in rows}, linked={})
        standing = {
            consent.id
            for row in rows
            for consent in book.consents_of(row.subject_id)
            if not any(withdrawal.scope is None for withdrawal in consent.withdrawals)
        }
        found += [row for row in rows if row.id in standing]
    return found[:limit]


def _behind(place: tuple[date, UUID]) -> ColumnElement[bool]:
    return or_(Consent.expires_on > place[0], and_(Consent.expires_on == place[0], Consent.id > place[1]))
