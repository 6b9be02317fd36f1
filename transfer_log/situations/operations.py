"""Save situations (場面): who may receive what in them, for which purpose, on which basis, how."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Text
from transfer_log.field_checks import FieldChecks, unknown_value
from transfer_log.items.queries import ItemBook
from transfer_log.law import Act, Information, LegalBasis, RecordMode, Relation, japan_date
from transfer_log.organisation.operations import PurposeDraft, save_purposes
from transfer_log.organisation.queries import PurposeBook
from transfer_log.organisation.rules import SINCE_THE_ACT
from transfer_log.recipients.kinds import KINDS
from transfer_log.register_saving import Draft, Rejected, Saved, accepted, end_entry, examined, said_by, save_examined
from transfer_log.situations.methods import METHODS
from transfer_log.situations.models import Situation, SituationVersion
from transfer_log.situations.queries import SituationBook
from transfer_log.situations.ready_made import READY_MADE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.register import Change
    from transfer_log.situations.queries import SituationEntry

LONGEST_PRACTICES: Final = 2000
#: What the giver's side does; mere viewing and unsolicited arrival are words of the receiving side.
_ACTS: Final = tuple(act.value for act in Act if act not in (Act.VIEWED_ONLY, Act.UNSOLICITED))
_BASES: Final = tuple(basis.value for basis in LegalBasis)
_RELATIONS: Final = tuple(relation.value for relation in Relation)
_INFORMATION: Final = tuple(information.value for information in Information)
_MODES: Final = tuple(mode.value for mode in RecordMode)

_NO_PURPOSE: Final = Text("この番号の利用目的は登録されていません。", "There is no purpose of this number.")
_NOT_ALLOWED_HERE: Final = Text(
    "ふだん渡す項目「{item}」が、渡してよい項目に入っていません。",
    "The usual item {item} is not among those that may be given.",
)
_BARRED_AND_GIVEN: Final = Text(
    "「{item}」は代わりの項目に置き換えるのに、渡す項目にも入っています。",
    "The item {item} is replaced by another one, yet it is among those given.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationDraft(Draft):
    """Say what the company's policy declares about one way of providing.

    Empty `recipient_kinds` or `allowed_items` leave any open; `substitutions` maps a barred item to the one given
    instead (address to prefecture); `practices` says where in a policy it is declared.
    """

    name_ja: str
    name_en: str
    recipient_kinds: tuple[str, ...] = ()
    usual_items: tuple[str, ...] = ()
    allowed_items: tuple[str, ...] = ()
    substitutions: Mapping[str, str] = field(default_factory=dict)
    purpose_ref: str | None = None
    basis: str | None = None
    relation: str = Relation.NONE.value
    information: str = Information.PERSONAL_DATA.value
    act: str = Act.SENT.value
    mode: str = RecordMode.EACH_TIME.value
    method: str | None = None
    practices: str | None = None


def draft_of(entry: SituationEntry, on: date, purposes: Mapping[UUID, str]) -> SituationDraft:
    """Return a draft that says what is in force on a Japan date, to be changed and saved; `purposes` maps id to ref."""
    version = entry.nearest(on)
    said = said_by(version)
    purpose_id = said.pop("purpose_id")
    return SituationDraft(ref=entry.ref, purpose_ref=purposes.get(purpose_id), is_active=version.is_active, **said)


def save_situations(drafts: Sequence[SituationDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save situations of the actor's operator."""
    today = japan_date(at)
    items = ItemBook.load().by_ref
    refs = {ref for draft in drafts if (ref := (draft.purpose_ref or "").strip())}
    purposes = {entry.ref: entry.id for entry in PurposeBook.load(actor.operator_id, refs)}
    changes = [_situation(draft, items, purposes, today) for draft in drafts]
    return save_examined(Situation, SituationVersion, changes, operator_id=actor.operator_id, actor=actor, at=at)


def _situation(
    draft: SituationDraft, items: Collection[str], purposes: Mapping[str, UUID], today: date
) -> Change | Rejected:
    checks = FieldChecks()
    purpose = (draft.purpose_ref or "").strip()
    if purpose and purpose not in purposes:
        checks.problems.append(unknown_value("purpose_ref", purpose, purposes, _NO_PURPOSE))
    usual = checks.codes("usual_items", draft.usual_items, items)
    allowed = checks.codes("allowed_items", draft.allowed_items, items)
    _check_items(draft, usual, allowed, checks)
    checks.codes("substitutions", [*draft.substitutions, *draft.substitutions.values()], items)
    content = {
        "name_ja": checks.needed_line("name_ja", draft.name_ja, 200),
        "name_en": checks.needed_line("name_en", draft.name_en, 200),
        "recipient_kinds": checks.codes("recipient_kinds", draft.recipient_kinds, KINDS),
        "usual_items": usual,
        "allowed_items": allowed,
        "substitutions": dict(draft.substitutions),
        "purpose_id": purposes.get(purpose),
        "basis": checks.code("basis", draft.basis, _BASES),
        "relation": checks.needed_code("relation", draft.relation, _RELATIONS),
        "information": checks.needed_code("information", draft.information, _INFORMATION),
        "act": checks.needed_code("act", draft.act, _ACTS),
        "mode": checks.needed_code("mode", draft.mode, _MODES),
        "method": checks.code("method", draft.method, METHODS),
        "practices": checks.words("practices", draft.practices, LONGEST_PRACTICES),
    }
    return examined(draft, content, checks, today)


def _check_items(draft: SituationDraft, usual: Sequence[str], allowed: Sequence[str], checks: FieldChecks) -> None:
    """Note items that the draft both gives and withholds."""
    for item in usual:
        if allowed and item not in allowed:
            checks.add("usual_items", _NOT_ALLOWED_HERE.format(item=item), item, allowed)
    for field_name, given in (("usual_items", usual), ("allowed_items", allowed)):
        for item in given:
            if item in draft.substitutions:
                checks.add(field_name, _BARRED_AND_GIVEN.format(item=item), item)


def end_situation(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a situation of the actor's operator from a Japan date on.

    :raises NotFound: when there is no such situation.
    """
    own = actor.operator_id
    return end_entry(Situation, SituationVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)


def add_ready_made(*, actor: Actor, at: datetime) -> list[Saved]:
    """Add the shipped situations that the actor's operator does not have yet, each with a purpose to start from.

    Those a keeper has changed or ended stay as they are. They hold since the Act does: a company that begins its log
    carries over what it gave before. The purposes stand in no policy version until the company says in which.
    """
    known = SituationBook.load(actor.operator_id).by_ref
    new = [shipped for shipped in READY_MADE if shipped.ref not in known]
    numbered = PurposeBook.load(actor.operator_id, {shipped.ref for shipped in new}).by_ref
    purposes = [
        PurposeDraft(ref=shipped.ref, title=shipped.purpose.ja, title_en=shipped.purpose.en, valid_from=SINCE_THE_ACT)
        for shipped in new
        if shipped.ref not in numbered
    ]
    accepted(save_purposes(purposes, actor=actor, at=at))
    drafts = [
        SituationDraft(
            ref=shipped.ref,
            name_ja=shipped.name.ja,
            name_en=shipped.name.en,
            recipient_kinds=shipped.recipient_kinds,
            usual_items=shipped.usual_items,
            allowed_items=shipped.allowed_items,
            substitutions=shipped.substitutions,
            purpose_ref=shipped.ref,
            basis=shipped.basis,
            relation=shipped.relation,
            information=shipped.information,
            act=shipped.act,
            mode=shipped.mode,
            method=shipped.method,
            practices=shipped.practices,
            valid_from=SINCE_THE_ACT,
        )
        for shipped in new
    ]
    return accepted(save_situations(drafts, actor=actor, at=at))
