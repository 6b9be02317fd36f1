"""Put causes of findings into words for their pages: what they are called, whom they concern, the rows they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask import url_for
from sqlalchemy import select

from transfer_log.accounts.policy import can
from transfer_log.accounts.queries import names_of
from transfer_log.accounts.states import State
from transfer_log.countries.names import country_name, is_country
from transfer_log.db import db
from transfer_log.errors import Text
from transfer_log.findings.completing import INCOMPLETE
from transfer_log.findings.wording import HOW_LABELS, STATE_LABELS, wording_of
from transfer_log.items.shown import item_names
from transfer_log.provisions.models import Provision
from transfer_log.provisions.queries import COUNT_CAP
from transfer_log.provisions.row_states import SEVERITIES
from transfer_log.recipients.models import RecipientVersion
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.queries import SituationBook
from transfer_log.situations.shown import situation_name
from transfer_log.subjects.names import people_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.models import FindingGroup, FindingGroupEvent
    from transfer_log.findings.queries import FindingRow, GroupRow
    from transfer_log.findings.wording import Wording
    from transfer_log.subjects.names import PersonName

OVERDUE: Final = State(Text("期限を過ぎています", "overdue"), "bad")
_TONES: Final[Mapping[str, str]] = {"open": "wait", "resolved": "good", "overridden": "mute"}
_STEPS: Final[Mapping[str, Text]] = {
    "assigned": Text("担当と期限を決めた", "Owner and day set"),
    "noted": Text("メモを残した", "Noted"),
    "resolved": Text("解決した", "Settled"),
    "reopened": Text("再び開いた", "Opened again"),
}
_ITEM_CODES: Final = frozenset({"item_barred", "item_not_allowed", "item_not_usual"})


class Link(NamedTuple):
    """Be something a cause concerns: what it is called, where its page is."""

    name: Text
    url: str


@dataclass(frozen=True, slots=True)
class Cause:
    """Be a cause of findings as pages show it."""

    digest: str
    wording: Wording
    severity: State
    article: str
    recipient: Link | None
    situation: Link | None
    count: int | str
    last_at: datetime | None
    owner: str
    due_on: date | None
    is_overdue: bool


def causes(groups: Sequence[GroupRow], actor: Actor, on: date) -> list[Cause]:
    """Return causes in words."""
    links = _Links(groups, actor, on)
    owners = names_of(group.owner_id for group in groups if group.owner_id is not None)
    return [
        Cause(
            group.digest.hex(),
            links.wording(group),
            SEVERITIES[group.severity],
            group.article,
            links.recipient(group),
            links.situation(group),
            group.open_count if group.open_count <= COUNT_CAP else f"{COUNT_CAP:,}+",
            group.last_at,
            owners.get(group.owner_id, "") if group.owner_id else "",
            group.due_on,
            group.due_on is not None and group.due_on < on,
        )
        for group in groups
    ]


class _Links:
    """Look up once what some causes concern."""

    def __init__(self, groups: Iterable[GroupRow | FindingGroup], actor: Actor, on: date) -> None:
        self._on = on
        groups = list(groups)
        ids = {group.recipient_id for group in groups if group.recipient_id is not None}
        self._recipients = RecipientBook.load_ids(actor.operator_id, ids).by_id
        has_situations = any(group.situation_id is not None for group in groups)
        self._situations = SituationBook.load(actor.operator_id).by_id if has_situations else {}
        self._items = item_names(on) if any(group.code in _ITEM_CODES for group in groups) else {}

    def wording(self, group: GroupRow | FindingGroup) -> Wording:
        """Return the words of a cause; an item or a country it is about is called by its name."""
        document = group.document or ""
        if group.code in _ITEM_CODES and document in self._items:
            return _about(wording_of(group.code), self._items[document])
        if is_country(document):
            return _about(wording_of(group.code), country_name(document))
        return wording_of(group.code, group.document)

    def recipient(self, group: GroupRow | FindingGroup) -> Link | None:
        """Return the recipient that a cause is about."""
        entry = self._recipients.get(group.recipient_id) if group.recipient_id else None
        if entry is None:
            return None
        name = entry.nearest(self._on).name
        return Link(Text(name, name), url_for("recipients.recipient", ref=entry.ref))

    def situation(self, group: GroupRow | FindingGroup) -> Link | None:
        """Return the situation that a cause is about."""
        entry = self._situations.get(group.situation_id) if group.situation_id else None
        if entry is None:
            return None
        return Link(situation_name(entry.nearest(self._on)), url_for("situations.situation", ref=entry.ref))


def _about(wording: Wording, what: Text) -> Wording:
    return wording._replace(name=Text(f"{wording.name.ja}：{what.ja}", f"{wording.name.en}: {what.en}"))


# --- One cause ---------------------------------------------------------------------------------------------------------


class Mend(NamedTuple):
    """Be the page on which a cause can be mended at its root."""

    label: Text
    url: str


class CauseStep(NamedTuple):
    """Be what was done about a cause."""

    what: Text
    by: str
    at: datetime
    owner: str
    due_on: date | None
    how: Text | None
    reason: str | None


class Line(NamedTuple):
    """Be a finding with the provision it is about."""

    row: FindingRow
    state: State
    person: PersonName
    provided_on: date | None
    recipient: str
    url: str
    settle_url: str


def words_of(group: FindingGroup, actor: Actor, on: date) -> tuple[Wording, Link | None, Link | None]:
    """Return the words of one cause, the recipient and the situation it concerns."""
    links = _Links([group], actor, on)
    return links.wording(group), links.recipient(group), links.situation(group)


def mend_of(group: FindingGroup, actor: Actor) -> Mend | None:
    """Return where the cause is mended for all its rows at once, None where each has to be looked at."""
    if group.code == INCOMPLETE and group.recipient_id is not None and can(actor, "keep_recipients"):
        entry = RecipientBook.load_ids(actor.operator_id, [group.recipient_id]).by_id.get(group.recipient_id)
        if entry is not None:
            label = Text("提供先の情報を補う", "Complete the recipient")
            return Mend(label, url_for("recipient_keeping.edit", ref=entry.ref))
    if group.code == "no_country_profile" and can(actor, "read_registers"):
        return Mend(Text("国・地域の情報を見る", "Look at the country notes"), url_for("countries.index"))
    return None


def cause_steps(steps: Sequence[FindingGroupEvent]) -> list[CauseStep]:
    """Return what was done about a cause, the newest first."""
    names = names_of([*(step.recorded_by for step in steps), *(step.owner_id for step in steps if step.owner_id)])
    return [
        CauseStep(
            _STEPS.get(step.kind, Text(step.kind, step.kind)),
            names.get(step.recorded_by, ""),
            step.recorded_at,
            names.get(step.owner_id, "") if step.owner_id else "",
            step.due_on,
            HOW_LABELS.get(step.how) if step.how else None,
            step.reason,
        )
        for step in reversed(steps)
    ]


def lines(rows: Sequence[FindingRow], actor: Actor) -> list[Line]:
    """Return findings with the provisions they are about."""
    if not rows:
        return []
    people = people_named({row.finding.subject_id for row in rows}, actor.operator_id)
    version = RecipientVersion
    query = (
        select(Provision.id, Provision.provided_on, version.name)
        .join(version, version.id == Provision.recipient_version_id)
        .where(
            Provision.subject_id.in_({row.finding.subject_id for row in rows}),
            Provision.id.in_({row.finding.about_id for row in rows}),
        )
    )
    about: dict[UUID, tuple[date, str]] = {known: (day, name) for known, day, name in db.session.execute(query)}
    return [_line(row, people[row.finding.subject_id], about.get(row.finding.about_id)) for row in rows]


def _line(row: FindingRow, person: PersonName, about: tuple[date, str] | None) -> Line:
    finding = row.finding
    address: dict[str, Any] = {"subject_id": finding.subject_id, "provision_id": finding.about_id}
    return Line(
        row,
        State(STATE_LABELS[row.state], _TONES[row.state]),
        person,
        about[0] if about else None,
        about[1] if about else "",
        url_for("provision.show", **address),
        url_for("provision.finding", finding_id=finding.id, **address),
    )
