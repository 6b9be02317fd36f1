"""Give recipients (第三者) to programs, take in what changes, join doubles and part them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.registers import Keeping, Register, open_register
from transfer_log.law import japan_date
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.models import RecipientVersion
from transfer_log.recipients.operations import complete_recipient, join_recipients, part_recipients, save_recipients
from transfer_log.recipients.queries import RecipientBook, joined_ids, recipient_by_ref, recipient_page
from transfer_log.recipients.schemas import (
    RecipientBody,
    RecipientHitsView,
    RecipientLinkBody,
    RecipientLinksView,
    RecipientSearchBody,
    RecipientView,
)
from transfer_log.recipients.search import find_recipients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.recipients.queries import RecipientEntry
    from transfer_log.register_saving import Rejected, Saved

blueprint: Final = ApiBlueprint("recipients", "Who receives data: the third parties (第三者), by date.")

_PAGE_ROWS: Final = 200


def _save(drafts: Sequence[RecipientDraft], *, actor: Actor, at: datetime) -> Sequence[Saved | Rejected]:
    """Save one recipient; one that began with a name only is completed for all rows that wait for it."""
    [draft] = drafts
    entry = RecipientBook.load(actor.operator_id, [draft.ref]).by_ref.get(draft.ref)
    if entry is not None and entry.versions[-1].is_provisional:
        return [complete_recipient(draft, actor=actor, at=at)]
    return save_recipients(drafts, actor=actor, at=at)


def _after(operator_id: UUID, ref: str) -> Iterator[RecipientEntry]:
    """Yield the recipients behind a ref, a page at a time: there may be a hundred thousand of them."""
    while page := recipient_page(operator_id, after=ref, limit=_PAGE_ROWS):
        yield from page
        if len(page) < _PAGE_ROWS:
            return
        ref = page[-1].ref


def _in_words(operator_id: UUID) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    parents: dict[UUID, str] = {}

    def in_words(content: Mapping[str, Any]) -> dict[str, Any]:
        parent_id = content["parent_id"]
        if parent_id is not None and parent_id not in parents:
            parents.update({entry.id: entry.ref for entry in RecipientBook.load_ids(operator_id, [parent_id])})
        return {**content, "parent_ref": parents.get(parent_id) if parent_id is not None else None}

    return in_words


@blueprint.door(
    "POST",
    "/search/recipients",
    action="read_registers",
    body=RecipientSearchBody(),
    answers={200: RecipientHitsView()},
    examples={"by name": {"q": "見本商事"}},
)
def search_recipients(*, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Find recipients by any of their names, by code, by corporate number. 株式会社, ㈱ and (株) make no difference."""
    hits = find_recipients(actor.operator_id, body["q"], on=japan_date(at), limit=body["limit"])
    names = ("name", "kind", "country", "is_provisional")
    items = [
        {**{name: getattr(hit.recipient, name) for name in names}, "ref": hit.ref, "matched_name": hit.matched_name}
        for hit in hits
    ]
    return Reply({"items": items})


@blueprint.door(
    "POST",
    "/recipients/<ref>/links",
    action="keep_recipients",
    body=RecipientLinkBody(),
    answers={201: RecipientLinksView()},
    writes=True,
    examples={"double": {"other_ref": "R-0001", "kind": "joined", "reason": "同じ法人の二重登録"}},
)
def link_recipient(ref: str, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Say that an entry is a double of another one, or that the two are different parties.

    Nothing is moved: records keep the entry they were made with and are read together, and parting undoes it all.
    """
    act = join_recipients if body["kind"] == "joined" else part_recipients
    act(ref, body["other_ref"], reason=body["reason"], actor=actor, at=at)
    ids = joined_ids(actor.operator_id, recipient_by_ref(actor.operator_id, ref).id)
    return Reply({"refs": sorted(entry.ref for entry in RecipientBook.load_ids(actor.operator_id, ids))}, 201)


open_register(
    blueprint,
    Register(
        "/recipients", "recipient", "recipients", RecipientView, RecipientVersion, RecipientBook.load, _in_words, _after
    ),
    Keeping(
        "keep_recipients",
        RecipientBody(),
        RecipientDraft,
        _save,
        {
            "name": "株式会社見本商事",
            "kind": "job_provider",
            "country": "JP",
            "address": "大阪府大阪市北区見本1-1",
            "representative": "代表取締役 例示 次郎",
        },
    ),
)
