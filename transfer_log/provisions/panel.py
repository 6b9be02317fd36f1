"""Fill the panel beside the form: may it be sent, person by person, and what mends it. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.accounts.policy import can, reach_of
from transfer_log.countries.profiles import profile_from
from transfer_log.countries.queries import facts_of
from transfer_log.countries.rules import CONFIDENCE_LABELS, PPC_STATUS_LABELS, PRESENCE_LABELS
from transfer_log.errors import Text
from transfer_log.findings.wording import wording_of
from transfer_log.provisions.drafts import Rejected
from transfer_log.provisions.preparing import Prepared, judge_drafts
from transfer_log.provisions.queries import earlier_to
from transfer_log.provisions.verdicts import (
    LawDetail,
    Verdict,
    Why,
    causes_about,
    law_detail,
    shared_whys,
    verdict_of,
)
from transfer_log.situations.rules import DOUBT_TEXTS
from transfer_log.subjects.names import people_named
from transfer_log.subjects.queries import ConsentBook, person_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.accounts.states import State
    from transfer_log.errors import Problem
    from transfer_log.provisions.drafts import ProvisionDraft
    from transfer_log.provisions.offers import Offers

#: Verdicts shown one by one; the others are counted. The gravest stand first.
SHOWN: Final = 12
#: Earlier provisions to the same recipient are looked up for so many people.
LOOKED_UP: Final = 5
_GRAVITY: Final = {"bad": 0, "warn": 1, "mute": 2, "good": 3}
_HOME: Final = "JP"


class ItemRemark(NamedTuple):
    """Say why an item stands out; `substitute` is the code of the item to give instead."""

    code: str
    name: Text
    text: Text
    article: str
    substitute: str | None = None
    substitute_name: Text | None = None


class CountryNote(NamedTuple):
    """Say in one line what is known about a country: its law, what the PPC says, when it was checked, how sure."""

    code: str
    profile: str
    law: Text | None = None
    ppc: Text | None = None
    sureness: Text | None = None
    checked_on: date | None = None


class Earlier(NamedTuple):
    """Say that the same person's data went to the same recipient before."""

    subject_id: UUID
    provision_id: UUID
    provided_on: date


@dataclass(frozen=True)
class Panel:
    """Be the verdict on what stands in the form. `problems` say what is missing or wrong before anything can be judged."""

    problems: tuple[Problem, ...] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    shared: tuple[Why, ...] = ()
    items: tuple[ItemRemark, ...] = ()
    recipients: tuple[Why, ...] = ()
    countries: tuple[CountryNote, ...] = ()
    details: tuple[LawDetail, ...] = ()
    late: Why | None = None
    earlier: tuple[Earlier, ...] = ()
    is_planned: bool = False

    @property
    def shown(self) -> tuple[Verdict, ...]:
        """Return the verdicts to show one by one, the gravest first."""
        return self.verdicts[:SHOWN]

    @property
    def hidden_count(self) -> int:
        """Return how many verdicts are not shown one by one; none of them is graver than those shown."""
        return len(self.verdicts) - len(self.shown)

    @property
    def state(self) -> State | None:
        """Return the gravest verdict, None where nothing could be judged."""
        return self.verdicts[0].state if self.verdicts else None

    @property
    def grave_count(self) -> int:
        """Return how many verdicts are as grave as the gravest one."""
        return sum(verdict.state == self.state for verdict in self.verdicts)

    @property
    def has_many_recipients(self) -> bool:
        """Tell whether a verdict has to name the recipient too."""
        return len({verdict.recipient_id for verdict in self.verdicts}) > 1

    @property
    def has_many_people(self) -> bool:
        """Tell whether there are several people, so that one can be taken out."""
        return len({verdict.subject_id for verdict in self.verdicts}) > 1

    def own_whys(self, verdict: Verdict) -> tuple[Why, ...]:
        """Return the reasons of one verdict that are not said for all."""
        return tuple(why for why in verdict.whys if why not in self.shared)

    def earlier_of(self, verdict: Verdict) -> Earlier | None:
        """Return what the same recipient already got about the same person."""
        return next((each for each in self.earlier if each.subject_id == verdict.subject_id), None)

    @property
    def missing_facts(self) -> tuple[str, ...]:
        """Return the facts that somebody has to be able to show and that the ledger does not hold."""
        found = {
            cause.document: None
            for verdict in self.verdicts
            for cause in verdict.judged.causes
            if cause.code == "evidence_missing" and cause.document and cause.field == cause.document
        }
        return tuple(found)


def judge(
    drafts: Sequence[ProvisionDraft], offers: Offers, *, actor: Actor, at: datetime, but: UUID | None = None
) -> Panel:
    """Return what the law would make of the drafts of one form as of `at`. Nothing is written.

    `but` is the row that a correction replaces: it is no earlier provision.
    """
    is_planned = any(draft.stage == "planned" for draft in drafts)
    found = judge_drafts(drafts, actor=actor, at=at)
    problems = tuple(dict.fromkeys(each for one in found if isinstance(one, Rejected) for each in one.problems))
    prepared = [one for one in found if isinstance(one, Prepared)]
    consents = ConsentBook.load(actor.operator_id, {one.resolved.subject_id for one in prepared})
    verdicts = sorted(
        (verdict_of(one, consents, is_planned=is_planned) for one in prepared),
        key=lambda verdict: _GRAVITY[verdict.state.tone],
    )
    details = {verdict.judged.verdict.digest: verdict.judged.verdict.assessment for verdict in verdicts}
    people = people_named({verdict.subject_id for verdict in verdicts}, actor.operator_id)
    return Panel(
        problems,
        {subject_id: person.name for subject_id, person in people.items()},
        tuple(verdicts),
        shared_whys(verdicts),
        _item_remarks(verdicts, prepared, offers),
        _recipient_remarks(verdicts),
        _country_notes(prepared),
        tuple(dict.fromkeys(law_detail(assessment) for assessment in details.values())),
        _late(verdicts),
        _earlier(verdicts, actor, but),
        is_planned,
    )


def _item_remarks(verdicts: Sequence[Verdict], prepared: Sequence[Prepared], offers: Offers) -> tuple[ItemRemark, ...]:
    situation = prepared[0].resolved.situation if prepared else None
    instead: Mapping[str, str] = situation.version.substitutions if situation else {}
    found: dict[str, ItemRemark] = {}
    for verdict in verdicts:
        for cause in verdict.judged.causes:
            if cause.field == "data_items" and cause.document and cause.document not in found:
                code = cause.document
                substitute = instead.get(code)
                found[code] = ItemRemark(
                    code,
                    offers.item_name(code),
                    DOUBT_TEXTS.get(cause.code) or wording_of(cause.code).meaning,
                    cause.article,
                    substitute,
                    offers.item_name(substitute) if substitute else None,
                )
    return tuple(found.values())


def _recipient_remarks(verdicts: Sequence[Verdict]) -> tuple[Why, ...]:
    names = {verdict.recipient: cause for verdict, cause in causes_about(verdicts, "recipient_incomplete")}
    return tuple(Why(Text(name, name), cause.article) for name, cause in names.items())


def _late(verdicts: Sequence[Verdict]) -> Why | None:
    late = causes_about(verdicts, "recorded_late")
    return Why(wording_of("recorded_late").meaning, late[0][1].article) if late else None


def _country_notes(prepared: Sequence[Prepared]) -> tuple[CountryNote, ...]:
    notes: dict[str, CountryNote] = {}
    for one in prepared:
        country, version = one.resolved.country, one.judged.profile
        if country in (None, _HOME) or country in notes:
            continue
        notes[str(country)] = CountryNote(str(country), "") if version is None else _country_note(version.id)
    return tuple(notes.values())


def _country_note(version_id: UUID) -> CountryNote:
    profile = profile_from(facts_of(version_id), source="database")
    return CountryNote(
        profile.alpha_2,
        profile.slug,
        PRESENCE_LABELS[profile.comprehensive_law.exists],
        PPC_STATUS_LABELS[profile.ppc_status].name,
        CONFIDENCE_LABELS[profile.confidence].name,
        profile.checked_on,
    )


def _earlier(verdicts: Sequence[Verdict], actor: Actor, but: UUID | None) -> tuple[Earlier, ...]:
    """Return what the same recipients got about the same people before, as far as the actor may see it."""
    if len(verdicts) > LOOKED_UP or not can(actor, "read_provisions"):
        return ()
    reach = reach_of(actor, "read_provisions")
    found = []
    for verdict in verdicts:
        rows = earlier_to(actor.operator_id, person_ids(verdict.subject_id), verdict.recipient_id)
        seen = (
            row.provision
            for row in rows
            if row.provision.id != but and reach.department_id in (None, row.provision.department_id)
        )
        last = next(seen, None)
        if last is not None:
            found.append(Earlier(verdict.subject_id, last.id, last.provided_on))
    return tuple(found)
