"""Record consents (同意), correct them, take in withdrawals and evidence; nothing written before is ever changed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.exc import IntegrityError

from transfer_log.db import new_id, table_of
from transfer_log.errors import Conflict, NotFound, Problem, RuleViolation, Text
from transfer_log.items.sets import ensure_item_sets
from transfer_log.law import japan_date
from transfer_log.register import Change, save_changes
from transfer_log.register_saving import Rejected
from transfer_log.subjects.consent_checks import ConsentChecks, Matched
from transfer_log.subjects.consent_rows import ConsentChain, ConsentContent, ConsentTextBook, consent_chains
from transfer_log.subjects.consent_views import difference, draft_of_match, drafts_of_rows
from transfer_log.subjects.drafts import ConsentDiffers, ConsentDraft, ConsentRecorded
from transfer_log.subjects.models import Consent, ConsentText, ConsentTextVersion
from transfer_log.subjects.queries import linked_ids, person_ids
from transfer_log.subjects.scopes import ensure_scopes
from transfer_log.trail.operations import add_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

ConsentOutcome = ConsentRecorded | Rejected | ConsentDiffers

_TABLE: Final = table_of(Consent)
_COLUMNS: Final = tuple(column.name for column in _TABLE.columns if column.name not in ("salt", "leaf_hash"))
#: Without I, L, O and U, so that a reference read out on the phone is written down right.
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

NO_CONSENT: Final = Text("この同意は記録されていません。", "There is no such consent.")
_OTHER_CONTENT: Final = Text(
    "同意「{ref}」は別の内容で記録されています。訂正は同意のページから行ってください。",
    "Consent “{ref}” stands with another content. To correct it, use the page of the consent.",
)
_AT_THE_SAME_MOMENT: Final = Text(
    "ほかの人が同時に訂正しました。読み直して、もう一度お試しください。",
    "Somebody corrected this at the same moment. Reload and try again.",
)
_DOUBLE: Final = Text(
    "同じ範囲の同意「{ref}」（{day}）がすでにあります。",
    "There is a consent of the same scope already: “{ref}” of {day}.",
)
_REASON_NEEDED: Final = Text("訂正の理由を入力してください。", "Enter why it is corrected.")
_OTHER_PERSON: Final = Text(
    "同意を別の人に移すことはできません。誤登録として取り消し、正しい人に記録してください。",
    "A consent cannot be moved to another person: mark it as recorded in error and record it under the right one.",
)
_VOID: Final = Text("この同意は誤登録として取り消されています。", "This consent was marked as recorded in error.")


@dataclass(slots=True)
class _NewRow:
    """Be a row of `consents` about to be written."""

    id: UUID
    matched: Matched
    ref: str | None
    replaces_id: UUID | None = None
    version_reason: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class _Batch:
    """Hold what is known about the people of a batch, and what it adds."""

    chains: Mapping[UUID, Sequence[ConsentChain]]
    text_refs: Mapping[UUID, str]
    actor: Actor
    new: dict[tuple[UUID, str], _NewRow] = field(default_factory=dict)

    def known(self, matched: Matched) -> ConsentChain | None:
        """Return the consent of this person that has the same reference."""
        chains = self.chains.get(matched.subject_id, ())
        return next((chain for chain in chains if matched.ref and chain.ref == matched.ref), None)

    def says_the_same(self, chain: ConsentChain, matched: Matched) -> bool:
        """Tell whether the consent, or an earlier state of it, says what the draft says."""
        return any(
            row.content._replace(consent_text_version_id=None) == matched.content
            and self.text_refs.get(row.content.consent_text_version_id or row.id, "") == matched.text_ref
            for row in chain.rows
        )

    def doubles(self, matched: Matched) -> tuple[Problem, ...]:
        """Return a warning for another consent of this person that covers the same and still holds."""
        for chain in self.chains.get(matched.subject_id, ()):
            if is_double(chain, matched.content):
                text = _DOUBLE.format(ref=chain.ref, day=chain.current.content.given_on)
                return (Problem("consent_ref", text, found=chain.ref),)
        return ()


def is_double(chain: ConsentChain, content: ConsentContent) -> bool:
    """Tell whether a consent on record covers what `content` covers, and still held when that was given."""
    known = chain.current.content
    lasts = known.expires_on is None or known.expires_on >= content.given_on
    ended = chain.is_void or any(event.kind == "withdrawn" and event.scope_digest is None for event in chain.events)
    same = (known.scope_digest, known.special_items_digest) == (content.scope_digest, content.special_items_digest)
    return same and lasts and not ended


def record_consents(drafts: Sequence[ConsentDraft], *, actor: Actor, at: datetime) -> list[ConsentOutcome]:
    """Record consents and return one outcome for each draft, in their order.

    The same reference for the same person again is the same consent; with another content it is `ConsentDiffers`. A draft
    without a reference gets one. A wording not known yet is begun without a body.

    Law: Act Art. 27(1), 28(1), (2).
    """
    checks = ConsentChecks.load(drafts, actor, at)
    found = [checks.match(draft) for draft in drafts]
    batch = _batch({match.subject_id for match in found if isinstance(match, Matched)}, actor)
    outcomes: list[ConsentOutcome] = []
    fresh: list[_NewRow] = []
    for match in found:
        if not isinstance(match, Matched):
            outcomes.append(Rejected(match))
            continue
        known = batch.known(match)
        begun = batch.new.get((match.subject_id, match.ref)) if match.ref else None
        if known is not None:
            outcomes.append(_repeated(batch, known, match))
        elif begun is not None:
            outcomes.append(_repeated_in_batch(begun, match, actor))
        else:
            row = _NewRow(new_id(), match, match.ref or new_consent_ref())
            batch.new[match.subject_id, row.ref or ""] = row
            fresh.append(row)
            warnings = (*match.warnings, *batch.doubles(match))
            outcomes.append(ConsentRecorded(match.subject_id, row.id, row.ref or "", True, warnings))
    _write(fresh, actor=actor, at=at)
    return outcomes


def record_consent(draft: ConsentDraft, *, actor: Actor, at: datetime) -> ConsentRecorded:
    """Record one consent, as a form does.

    :raises RuleViolation: with every problem; nothing is written then.
    :raises Conflict: when the reference stands for another content, with the differences.
    """
    [outcome] = record_consents([draft], actor=actor, at=at)
    if isinstance(outcome, Rejected):
        raise RuleViolation(outcome.problems)
    if isinstance(outcome, ConsentDiffers):
        raise Conflict(_OTHER_CONTENT.format(ref=outcome.ref), dict(outcome.differences))
    return outcome


def correct_consent(consent_id: UUID, draft: ConsentDraft, *, reason: str, actor: Actor, at: datetime) -> UUID:
    """Replace a consent by a row that says what was really given, and return the new row's id; the old one stays readable.

    `draft.subject_id` names the person, by any of the linked ids.

    :raises NotFound: when this person has no such consent.
    :raises RuleViolation: with every problem, a missing reason among them.
    :raises Conflict: when it was marked as recorded in error, or somebody else corrected it at the same moment.
    """
    checks = ConsentChecks.load([draft], actor, at)
    match = checks.match(draft)
    problems = [] if isinstance(match, Matched) else list(match)
    if not reason.strip():
        problems.append(Problem("reason", _REASON_NEEDED))
    if problems or not isinstance(match, Matched):
        raise RuleViolation(problems)
    chain = consent_chain(actor.operator_id, match.subject_id, consent_id)
    if chain.current.subject_id not in person_ids(match.subject_id):
        raise RuleViolation([Problem("subject_id", _OTHER_PERSON)])
    row = _NewRow(
        new_id(),
        match._replace(subject_id=chain.current.subject_id),
        None,
        replaces_id=chain.current.id,
        version_reason="correction",
        reason=reason.strip(),
    )
    try:
        _write([row], actor=actor, at=at)
    except IntegrityError as error:
        raise Conflict(_AT_THE_SAME_MOMENT) from error
    return row.id


def consent_chain(operator_id: UUID, subject_id: UUID, consent_id: UUID) -> ConsentChain:
    """Return a consent of a person (any linked id) by the id of any of its rows.

    :raises NotFound: when this person has no such consent at the operator.
    :raises Conflict: when it was marked as recorded in error: nothing can happen to it any more.
    """
    for chain in consent_chains(operator_id, person_ids(subject_id)):
        if any(row.id == consent_id for row in chain.rows):
            if chain.is_void:
                raise Conflict(_VOID)
            return chain
    raise NotFound(NO_CONSENT)


def new_consent_ref() -> str:
    """Return a reference for a consent that came without one."""
    return "K-" + "".join(secrets.choice(_LETTERS) for _ in range(10))


def _batch(subject_ids: set[UUID], actor: Actor) -> _Batch:
    linked = linked_ids(subject_ids)
    everybody = subject_ids.union(*linked.values())
    by_id: dict[UUID, list[ConsentChain]] = {}
    for chain in consent_chains(actor.operator_id, everybody):
        by_id.setdefault(chain.current.subject_id, []).append(chain)
    texts = ConsentTextBook.load(actor.operator_id)
    chains = {
        subject_id: [chain for one in linked.get(subject_id, (subject_id,)) for chain in by_id.get(one, ())]
        for subject_id in subject_ids
    }
    return _Batch(chains, {version.id: entry.ref for entry in texts for version in entry.versions}, actor)


def _repeated(batch: _Batch, chain: ConsentChain, match: Matched) -> ConsentOutcome:
    row = chain.current
    if batch.says_the_same(chain, match):
        return ConsentRecorded(row.subject_id, row.id, chain.ref, False)
    [stored] = drafts_of_rows(batch.actor.operator_id, [row])
    sent = draft_of_match(batch.actor.operator_id, match)
    return ConsentDiffers(row.subject_id, row.id, chain.ref, difference(stored, sent))


def _repeated_in_batch(first: _NewRow, match: Matched, actor: Actor) -> ConsentOutcome:
    same = (first.matched.content, first.matched.text_ref) == (match.content, match.text_ref)
    if same:
        return ConsentRecorded(match.subject_id, first.id, match.ref, False)
    pair = [draft_of_match(actor.operator_id, one) for one in (first.matched, match)]
    return ConsentDiffers(match.subject_id, first.id, match.ref, difference(*pair))


def _write(rows: Sequence[_NewRow], *, actor: Actor, at: datetime) -> None:
    """Write rows of `consents`, with what they refer to."""
    if not rows:
        return
    texts = _ensure_texts(rows, actor=actor, at=at)
    ensure_scopes({row.matched.scope.digest: row.matched.scope.scope for row in rows})
    ensure_item_sets(
        {
            row.matched.content.special_items_digest: row.matched.scope.special_items
            for row in rows
            if row.matched.content.special_items_digest is not None
        }
    )
    digests: dict[UUID, bytes] = {}
    values: list[tuple[Any, ...]] = []
    for row in sorted(rows, key=lambda one: one.matched.subject_id.int):
        content = row.matched.content
        if row.matched.text_ref:
            version = texts.by_ref[row.matched.text_ref].nearest(content.given_on)
            digests[version.id] = version.digest
            content = content._replace(consent_text_version_id=version.id)
        stated = content._asdict() | {
            "subject_id": row.matched.subject_id,
            "id": row.id,
            "operator_id": actor.operator_id,
            "recorded_at": at,
            "recorded_by": actor.user_id,
            "replaces_id": row.replaces_id,
            "version_reason": row.version_reason,
            "reason": row.reason,
            "consent_ref": row.ref,
        }
        values.append(tuple([stated[name] for name in _COLUMNS]))
    add_entries(_TABLE, _COLUMNS, list(zip(*values, strict=True)), {"consent_text_version_id": digests})


def _ensure_texts(rows: Sequence[_NewRow], *, actor: Actor, at: datetime) -> ConsentTextBook:
    """Return the wordings that these rows name, new ones begun without a body on the first day they were used."""
    first_days: dict[str, date] = {}
    for row in rows:
        if ref := row.matched.text_ref:
            day = row.matched.content.given_on
            first_days[ref] = min(day, first_days.get(ref, day))
    if not first_days:
        return ConsentTextBook(())
    book = ConsentTextBook.load(actor.operator_id, first_days)
    begun = [Change(ref, {}, min(day, japan_date(at))) for ref, day in first_days.items() if ref not in book.by_ref]
    if not begun:
        return book
    save_changes(ConsentText, ConsentTextVersion, begun, operator_id=actor.operator_id, actor_id=actor.user_id, at=at)
    return ConsentTextBook.load(actor.operator_id, first_days)
