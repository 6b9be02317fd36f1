"""Tell on one line what was recorded about a person: provisions, consents, withdrawals, stops, registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from transfer_log.accounts.policy import can, reach_of
from transfer_log.errors import Text
from transfer_log.law import japan_date
from transfer_log.provisions.ledger_lines import ledger_lines
from transfer_log.provisions.queries import LedgerFilter, provisions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.ledger_lines import LedgerLine
    from transfer_log.provisions.offers import Offers
    from transfer_log.subjects.consent_pages import ShownConsent
    from transfer_log.subjects.consent_rows import EventRow
    from transfer_log.subjects.people import Person, Registration
    from transfer_log.subjects.scope_words import ScopeWords
    from transfer_log.subjects.stops import StopView

#: What the timeline can be narrowed down to.
KINDS: Final = {
    "provisions": Text("提供", "Provisions"),
    "consents": Text("同意・撤回・停止", "Consents and stops"),
    "registrations": Text("登録", "Registrations"),
}
PAGE: Final = 30


@dataclass(frozen=True)
class Happening:
    """Be one entry of the timeline; exactly one of the last six says what it is."""

    on: date
    recorded_at: datetime
    kind: str
    provision: LedgerLine | None = None
    consent: ShownConsent | None = None
    withdrawal: tuple[ShownConsent, EventRow, ScopeWords | None] | None = None
    stop: StopView | None = None
    registration: Registration | None = None

    @property
    def time(self) -> datetime | None:
        """Return the time of day where it is known."""
        return self.provision.row.provision.provided_at if self.provision is not None else None


@dataclass(frozen=True)
class Timeline:
    """Be a page of the timeline by years, newest first; `older` is the Japan date at which the next page ends."""

    years: tuple[tuple[int, tuple[Happening, ...]], ...]
    counts: dict[str, int]
    older: date | None


def timeline(
    person: Person,
    consents: Sequence[ShownConsent],
    stops: Sequence[StopView],
    offers: Offers,
    *,
    actor: Actor,
    kind: str = "",
    until: date | None = None,
) -> Timeline:
    """Return what was recorded about a person as far as the actor may see it, up to a Japan date, newest first."""
    everything = [
        *_provisions(person.ids, offers, actor),
        *_consents(consents),
        *(Happening(stop.effective_on, stop.recorded_at, "consents", stop=stop) for stop in stops),
        *(
            Happening(japan_date(one.created_at), one.created_at, "registrations", registration=one)
            for one in person.registrations
        ),
    ]
    counts = {name: sum(each.kind == name for each in everything) for name in KINDS}
    chosen = [each for each in everything if kind in ("", each.kind) and (until is None or each.on <= until)]
    chosen.sort(key=lambda each: (each.on, each.recorded_at), reverse=True)
    shown, older = _cut(chosen)
    return Timeline(_by_year(shown), counts, older)


def _provisions(ids: Iterable[UUID], offers: Offers, actor: Actor) -> list[Happening]:
    if not can(actor, "read_provisions"):
        return []
    reach = reach_of(actor, "read_provisions")
    # Plans and voided rows belong to a person's history too; only what was replaced is told by its newer version.
    rows = provisions_of(actor.operator_id, ids, LedgerFilter(state="all", department_id=reach.department_id))
    standing = [row for row in rows if row.state != "superseded"]
    return [
        Happening(line.row.provision.provided_on, line.row.provision.recorded_at, "provisions", provision=line)
        for line in ledger_lines(standing, offers)
    ]


def _consents(consents: Iterable[ShownConsent]) -> list[Happening]:
    found = []
    for shown in consents:
        first = shown.view.chain.rows[0]
        found.append(Happening(shown.view.draft.given_on or japan_date(first.recorded_at), first.recorded_at, "consents", consent=shown))  # fmt: skip
        found += [
            Happening(event.occurred_on, event.recorded_at, "consents", withdrawal=(shown, event, scope))
            for event, scope in shown.withdrawals
        ]
    return found


def _cut(chosen: Sequence[Happening]) -> tuple[Sequence[Happening], date | None]:
    """Return one page, never cutting through a day, and the day at which the next one ends."""
    if len(chosen) <= PAGE:
        return chosen, None
    last = chosen[PAGE - 1].on
    page = [each for each in chosen if each.on >= last]
    return page, (last - timedelta(days=1)) if len(page) < len(chosen) else None


def _by_year(shown: Iterable[Happening]) -> tuple[tuple[int, tuple[Happening, ...]], ...]:
    years: dict[int, list[Happening]] = {}
    for each in shown:
        years.setdefault(each.on.year, []).append(each)
    return tuple((year, tuple(entries)) for year, entries in years.items())
