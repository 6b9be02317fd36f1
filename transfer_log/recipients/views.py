"""Answer the pages on which recipients are listed, found and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, jsonify, render_template, request, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import can
from transfer_log.countries.queries import ProfileBook
from transfer_log.errors import Text
from transfer_log.recipients.forms import JoinForm, NatureForm, RecipientFilterForm
from transfer_log.recipients.listing import (
    COUNT_CAP,
    PAGE_ROWS,
    RecipientFilter,
    countries_of_recipients,
    recipient_count,
    recipients_listed,
)
from transfer_log.recipients.models import RecipientVersion
from transfer_log.recipients.picks import suggested_recipients
from transfer_log.recipients.queries import RecipientBook, joined_ids, parent_ids, recipient_by_ref, staying_ids
from transfer_log.recipients.queries import suspected_doubles as doubles_of
from transfer_log.recipients.rules import suggest_legal_nature
from transfer_log.recipients.search import find_recipients
from transfer_log.recipients.shown import (
    JOINED,
    MISSING,
    SHOWN,
    country_text,
    kind_text,
    nature_text,
    states_of,
    system_text,
)
from transfer_log.register_pages import ENDED, EndForm, Use, coming, history_steps, state_of, today, where_used
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.states import State
    from transfer_log.recipients.queries import RecipientEntry, RecipientSnapshot

blueprint = Blueprint("recipients", __name__, url_prefix="/recipients")

SEARCH_LIMIT: Final = 50
_PROVISIONAL: Final = Text("仮登録の提供先", "provisional recipients")
_DOUBLES: Final = Text("重複の疑い", "suspected doubles")


class Row(NamedTuple):
    """Be a recipient as the list shows it."""

    ref: str
    version: RecipientSnapshot
    kind: Text | str
    country: Text | str
    states: list[State]
    matched_name: str | None = None


@blueprint.get("/")
@requires("read_registers")
def index() -> ResponseReturnValue:
    """List the recipients of the operator by codes chosen."""
    operator_id, on = current_actor().operator_id, today()
    form = RecipientFilterForm(request.args)
    form.offer(countries_of_recipients(operator_id))
    is_valid = form.validate()
    chosen = form.chosen() if is_valid else RecipientFilter()
    after = request.args.get("after", "")
    entries = recipients_listed(operator_id, chosen, on=on, after=after, limit=PAGE_ROWS + 1)
    has_more = len(entries) > PAGE_ROWS
    entries = entries[:PAGE_ROWS]
    narrowed = {name: value for name in ("kind", "country", "state") if (value := getattr(chosen, name))}
    page = render_template(
        "recipients/index.html",
        form=form,
        rows=_rows(entries, on, staying_ids(operator_id)),
        count=_capped(recipient_count(operator_id, chosen, on=on)),
        narrowed=narrowed,
        tallies=_to_do(operator_id, on),
        first_url=url_for(".index", **narrowed) if after else None,
        next_url=url_for(".index", after=entries[-1].ref, **narrowed) if has_more else None,
    )
    return page, 200 if is_valid else 422


@blueprint.post("/")
@requires("read_registers")
def search() -> str:
    """Find recipients by any of their names, their code or their number; what is typed stays out of the address."""
    operator_id, on = current_actor().operator_id, today()
    typed = request.form.get("q", "").strip()[:100]
    hits = find_recipients(operator_id, typed, on=on, limit=SEARCH_LIMIT)
    rows = [
        Row(hit.ref, hit.recipient, kind_text(hit.recipient.kind), country_text(hit.recipient.country),
            states_of(hit.recipient), hit.matched_name)
        for hit in hits
    ]  # fmt: skip
    return render_template("recipients/found.html", rows=rows, typed=typed, is_cut=len(hits) == SEARCH_LIMIT)


@blueprint.post("/suggestions")
@requires("read_registers")
def suggestions() -> ResponseReturnValue:
    """Answer type-ahead for recipients."""
    picks = suggested_recipients(current_actor().operator_id, request.form.get("q", ""), today())
    return jsonify(options=[pick.as_option() for pick in picks])


@blueprint.get("/code/<ref>")
@requires("read_registers")
def recipient(ref: str) -> str:
    """Show one recipient: who it is today, what is missing, where it is used, what changed."""
    return recipient_page(ref)


def recipient_page(ref: str, *, end: EndForm | None = None, join: JoinForm | None = None) -> str:
    """Return the page of a recipient, with the form that was sent from it and refused."""
    actor, on = current_actor(), today()
    entry = recipient_by_ref(actor.operator_id, ref)
    version = entry.nearest(on)
    nature = NatureForm(formdata=None, legal_nature=version.legal_nature)
    nature.offer()
    staying = staying_ids(actor.operator_id)
    return render_template(
        "recipients/recipient.html",
        entry=entry,
        version=version,
        facts=_facts(version, entry, on),
        states=[*_shown_states(entry, on), *([JOINED] if entry.id in staying else []), *states_of(version)],
        missing=[MISSING[name] for name in version.missing],
        suggestion=suggest_legal_nature(version.kind, version.name, version.country),
        nature=nature_text(version.legal_nature),
        nature_form=nature,
        joined=_joined(actor.operator_id, entry, staying),
        steps=history_steps(RecipientVersion, entry.id, SHOWN),
        uses=where_used("recipients", entry),
        coming=coming(entry, on),
        end_form=end or EndForm(formdata=None),
        join_form=join or JoinForm(formdata=None),
        is_kept_here=can(actor, "keep_recipients"),
        is_ended=state_of(entry, on) is ENDED,
    )


def _shown_states(entry: RecipientEntry, on: date) -> list[State]:
    """Return the state of use; that an entry is in use needs no badge."""
    return [] if entry.is_offered(on) else [state_of(entry, on)]


class Facts(NamedTuple):
    """Hold the codes of a version in words."""

    kind: Text | str
    country: Text | str
    system: Text | str
    country_slug: str | None
    parent: tuple[str, str] | None
    children: list[tuple[str, str]]


def _facts(version: RecipientSnapshot, entry: RecipientEntry, on: date) -> Facts:
    operator_id = current_actor().operator_id
    above = parent_ids(operator_id)
    below = [child for child, parent in above.items() if parent == entry.id]
    family = RecipientBook.load_ids(operator_id, [*below, *([version.parent_id] if version.parent_id else [])]).by_id
    named = {known.id: (known.ref, known.nearest(on).name) for known in family.values()}
    profile = ProfileBook.load().entry_for(version.country, version.country_profile) if version.country else None
    return Facts(
        kind_text(version.kind),
        country_text(version.country),
        system_text(version.equivalent_system),
        profile.ref.replace("/", "-") if profile else None,
        named.get(version.parent_id) if version.parent_id else None,
        sorted(named[child] for child in below if child in named),
    )


class Joined(NamedTuple):
    """Be another entry held to be the same party."""

    ref: str
    name: str
    is_staying: bool


def _joined(operator_id: UUID, entry: RecipientEntry, staying: Mapping[UUID, UUID]) -> list[Joined]:
    others = joined_ids(operator_id, entry.id) - {entry.id}
    kept = staying.get(entry.id, entry.id)
    book = RecipientBook.load_ids(operator_id, others)
    return [Joined(other.ref, other.versions[-1].name, other.id == kept) for other in book]


def _rows(entries: Iterable[RecipientEntry], on: date, staying: Mapping[UUID, UUID]) -> list[Row]:
    rows = []
    for entry in entries:
        version = entry.nearest(on)
        states = [*_shown_states(entry, on), *([JOINED] if entry.id in staying else []), *states_of(version)]
        rows.append(Row(entry.ref, version, kind_text(version.kind), country_text(version.country), states))
    return rows


def _to_do(operator_id: UUID, on: date) -> list[Use]:
    """Return what a keeper has to do, each linked to its list; what is not due is left out."""
    if not can(current_actor(), "keep_recipients"):
        return []
    provisional = recipient_count(operator_id, RecipientFilter(state="provisional"), on=on)
    doubles = len(doubles_of(operator_id))
    found = [
        (_PROVISIONAL, _capped(provisional), url_for(".index", state="provisional")),
        (_DOUBLES, doubles, url_for("recipient_doubles.index")),
    ]
    return [Use(label, count, url) for label, count, url in found if count]


def _capped(count: int) -> int | str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else count
