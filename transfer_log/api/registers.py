"""Open the doors of a register: list it, read an entry with its history, say anew what an entry is from a day on."""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import marshmallow as ma

from transfer_log.api.calls import Reply
from transfer_log.api.fields import (
    LARGEST_NUMBER,
    Body,
    Choice,
    Day,
    Id,
    Instant,
    Line,
    Several,
    View,
    Whole,
    Words,
    YesNo,
)
from transfer_log.api.paging import PageQuery, PageView, next_page, place_after
from transfer_log.book import Snapshot, revisions
from transfer_log.errors import NotFound, Text
from transfer_log.law import japan_date
from transfer_log.register_saving import LONGEST_REASON, accepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.api.blueprint import ApiBlueprint
    from transfer_log.book import Book, BookEntry
    from transfer_log.register_saving import Draft, Rejected, Saved

NO_ENTRY: Final = Text("この番号の登録はありません。", "There is no such entry.")
_STEP: Final = ("version_no", "valid_from", "is_active", "reason", "recorded_at", "recorded_by", "changed")
_OWN: Final = frozenset(field.name for field in fields(Snapshot))


class DatedBody(Body):
    """Be what every entry states beside its content. It is the whole of the entry: what is left out is not known any more."""

    valid_from = Day("since when it is true (Japan); left out: today", load_default=None, allow_none=True)
    reason = Words(LONGEST_REASON, "why it is changed", load_default=None, allow_none=True)
    is_active = YesNo("false: ended from that day on", load_default=True)


class EntryView(View):
    """Be what every entry shows beside its content."""

    ref = Line(80)
    version_no = Whole(1, LARGEST_NUMBER)
    valid_from = Day()
    is_active = YesNo()


class SavedView(View):
    """The register says so now."""

    ref = Line(80)
    version_no = Whole(1, LARGEST_NUMBER)
    valid_from = Day()
    effect = Line(10, "new, changed or same")


class RegisterQuery(PageQuery):
    """Choose entries of a register."""

    on = Day("as of which day (Japan); left out: today")
    state = Choice(("in_use", "all"), "`all`: ended ones and later ones, too", load_default="in_use")


class RevisionView(View):
    """One step in the history of an entry."""

    version_no = Whole(1, LARGEST_NUMBER)
    valid_from = Day()
    is_active = YesNo()
    reason = Words(LONGEST_REASON, allow_none=True)
    recorded_at = Instant()
    recorded_by = Id("user")
    changed = Several(Line(80), LARGEST_NUMBER, "names of the fields that differ from the step before")


def content_of(version: Snapshot) -> dict[str, Any]:
    """Return the content of a version by field name."""
    return {field.name: getattr(version, field.name) for field in fields(version) if field.name not in _OWN}


def unchanged(content: Mapping[str, Any]) -> dict[str, Any]:
    """Show a content as it is."""
    return dict(content)


@dataclass(frozen=True)
class Register:
    """Be one register as the API opens it.

    `noun` and `plural` name its doors; `view` shows the content of a version, an `EntryView`; `load` reads the entries of
    an operator, all or those of some refs; `in_words` is given an operator and returns what puts refs in place of ids;
    `after` yields the entries behind a ref in their order, where there are too many to read them all.
    """

    path: str
    noun: str
    plural: str
    view: type[EntryView]
    version_model: type[Any]
    load: Callable[[UUID, Iterable[str] | None], Book[Any]]
    in_words: Callable[[UUID], Callable[[Mapping[str, Any]], dict[str, Any]]] = lambda _operator_id: unchanged
    after: Callable[[UUID, str], Iterable[BookEntry[Any]]] | None = None

    def entries_after(self, operator_id: UUID, ref: str) -> Iterable[BookEntry[Any]]:
        """Return the entries behind a ref, in the order of refs."""
        if self.after is not None:
            return self.after(operator_id, ref)
        entries = self.load(operator_id, None).by_ref
        return (entries[known] for known in sorted(entries) if known > ref)


@dataclass(frozen=True)
class Keeping:
    """Say how entries of a register are kept: by whom, from which body, through which operation."""

    action: str
    body: ma.Schema
    draft: Callable[..., Draft]
    save: Callable[..., Sequence[Saved | Rejected]]
    example: Mapping[str, Any]


def open_register(blueprint: ApiBlueprint, register: Register, keeping: Keeping | None = None) -> None:
    """Open the doors of a register; without `keeping` it can only be read."""
    _open_list(blueprint, register)
    _open_entry(blueprint, register)
    if keeping is not None:
        _open_saving(blueprint, register, keeping)


def _open_list(blueprint: ApiBlueprint, register: Register) -> None:
    page_view = _page_view(register)

    def list_entries(*, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
        on = query.get("on") or japan_date(at)
        after = place_after(query, actor)
        entries = register.entries_after(actor.operator_id, after[0] if after else "")
        shown = list(islice(_chosen(entries, on, query["state"]), query["limit"] + 1))
        in_words = register.in_words(actor.operator_id)
        page = shown[: query["limit"]]
        last = page[-1][0].ref if len(shown) > len(page) else None
        items = [_entry(entry, version, in_words) for entry, version in page]
        return Reply({"items": items, "next": next_page([last] if last else None, actor)})

    list_entries.__name__ = f"list_{register.plural}"
    list_entries.__doc__ = f"List {register.plural.replace('_', ' ')} by code, as of a day."
    blueprint.door("GET", register.path, action="read_registers", query=RegisterQuery(), answers={200: page_view()})(
        list_entries
    )


def _chosen(entries: Iterable[BookEntry[Any]], on: date, state: str) -> Iterable[tuple[BookEntry[Any], Any]]:
    for entry in entries:
        version = entry.in_force(on) if state == "in_use" else entry.nearest(on)
        if version is not None and (state == "all" or version.is_active):
            yield entry, version


def _open_entry(blueprint: ApiBlueprint, register: Register) -> None:
    view = _entry_view(register)

    def read_entry(ref: str, *, actor: Actor, at: datetime) -> Reply:
        entry = register.load(actor.operator_id, [ref]).by_ref.get(ref)
        if entry is None:
            raise NotFound(NO_ENTRY)
        in_words = register.in_words(actor.operator_id)
        shown = _entry(entry, entry.nearest(japan_date(at)), in_words)
        history = [
            {**in_words(each.content), **{name: getattr(each, name) for name in _STEP}, "ref": ref}
            for each in revisions(register.version_model, entry.id)
        ]
        return Reply({**shown, "history": history})

    read_entry.__name__ = f"read_{register.noun}"
    read_entry.__doc__ = f"Read one {register.noun.replace('_', ' ')} as it is today, and every version of it."
    blueprint.door("GET", f"{register.path}/<ref>", action="read_registers", answers={200: view()})(read_entry)


def _open_saving(blueprint: ApiBlueprint, register: Register, keeping: Keeping) -> None:
    view = SavedView()

    def save_entry(ref: str, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
        stated = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
        [saved] = accepted(keeping.save([keeping.draft(ref=ref, **stated)], actor=actor, at=at))
        return Reply(saved, 201 if saved.effect == "new" else 200)

    name = register.noun.replace("_", " ")
    save_entry.__name__ = f"save_{register.noun}"
    save_entry.__doc__ = (
        f"Say what one {name} is from a day on.\n\nThe body is the whole of it. Nothing is overwritten: a change is a new "
        "version, and what already rests on an older one keeps it. Saying the same again changes nothing."
    )
    blueprint.door(
        "PUT",
        f"{register.path}/<ref>",
        action=keeping.action,
        body=keeping.body,
        answers={201: view, 200: view},
        writes=True,
        examples={name: dict(keeping.example)},
    )(save_entry)


def _entry(
    entry: BookEntry[Any], version: Snapshot, in_words: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    own = {name: getattr(version, name) for name in ("version_no", "valid_from", "is_active")}
    return {**in_words(content_of(version)), **own, "ref": entry.ref}


def _page_view(register: Register) -> type[View]:
    """Return the schema of a page of this register."""
    items = ma.fields.List(ma.fields.Nested(register.view))
    members = {"__doc__": f"A page of {register.plural.replace('_', ' ')}.", "items": items}
    return type(f"{register.view.__name__.removesuffix('View')}PageView", (PageView,), members)


def _entry_view(register: Register) -> type[View]:
    """Return the schema of an entry with its history."""
    name = register.view.__name__.removesuffix("View")
    revision = type(f"{name}RevisionView", (register.view, RevisionView), {"__doc__": "One version of it."})
    history = ma.fields.List(
        ma.fields.Nested(revision), metadata={"description": "every version, the last recorded first"}
    )
    members = {"__doc__": f"A {register.noun.replace('_', ' ')} with its history.", "history": history}
    return type(f"{name}EntryView", (register.view,), members)
