"""Put together what the page of one provision shows: facts, judgements, history, findings, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import select

from transfer_log.accounts.queries import names_of
from transfer_log.accounts.states import State
from transfer_log.db import db
from transfer_log.errors import Text
from transfer_log.findings.queries import findings_about
from transfer_log.findings.wording import SEVERITY_LABELS, wording_of
from transfer_log.law import (
    RecordMode,
    RetentionClass,
    duty_label,
    keep_until,
    record_item_label,
    regime_label,
    retention_label,
)
from transfer_log.law.statute import statute
from transfer_log.provisions.access import can_add, can_correct, last_day_to_correct
from transfer_log.provisions.ledger_lines import LedgerLine, ledger_lines
from transfer_log.provisions.models import Provision, ProvisionEvent, ProvisionMark
from transfer_log.provisions.panel import Panel, judge
from transfer_log.provisions.preparing import Prepared, judge_drafts
from transfer_log.provisions.queries import assessments_of, events_of, history_of, with_words
from transfer_log.provisions.row_states import FINDING_TONES, SEVERITIES
from transfer_log.provisions.steps import CANCELLED, PLANNED, STEPS, SUPERSEDED, VOIDED
from transfer_log.provisions.stored import changed_fields, draft_of, full_draft_of
from transfer_log.provisions.vocabulary import ACTS, DOORS, MODES
from transfer_log.provisions.wording import evidence_lines, field_changes, items_change
from transfer_log.recipients.models import RecipientVersion
from transfer_log.situations.methods import PROTECTIONS
from transfer_log.subjects.models import Consent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.queries import FindingRow
    from transfer_log.findings.wording import Wording
    from transfer_log.provisions.offers import Offers
    from transfer_log.provisions.wording import FieldChange, ItemsChange

_YES: Final = Text("はい", "yes")
_NO: Final = Text("いいえ", "no")
_OPEN: Final = Text("事実だけでは決まらない", "the facts do not decide")
_DUE: Final = Text("義務あり", "due")
_NOT_DUE: Final = Text("義務なし", "no duty")
_NONE: Final = Text("なし", "none")

#: Steps that have a page of their own, or that no button takes.
_OTHER_PAGES: Final = frozenset({"confirmed", "corrected"})
#: Steps that take something back: the same right as correcting.
TAKING_BACK: Final = frozenset({"voided"})


class Step(NamedTuple):
    """Be one thing that may be added now."""

    kind: str
    label: Text


class HistoryLine(NamedTuple):
    """Be one thing that was recorded about a provision: a version, with what it changed, or a happening."""

    recorded_at: datetime
    mark: str
    tone: str
    title: Text
    by: str
    occurred_on: date | None = None
    reason: str | None = None
    changes: tuple[FieldChange, ...] = ()
    items: ItemsChange | None = None
    details: tuple[tuple[Text, str], ...] = ()
    provision_id: UUID | None = None


class FindingLine(NamedTuple):
    """Be one finding in words."""

    row: FindingRow
    wording: Wording
    severity: State
    state: State
    owner: str


class Comparison(NamedTuple):
    """Be one point of the assessment, as frozen and as of today."""

    label: Text
    then: Text
    now: Text


@dataclass(frozen=True)
class OnePage:
    """Be everything that the page of one provision shows."""

    line: LedgerLine
    recipient: RecipientVersion
    consent: Consent | None
    decided_by: str
    retention: Text | None
    keep_until: date | None
    record_items: tuple[Text, ...]
    regime: Text
    permitted: Text
    duties: tuple[Text, ...]
    record_article: str
    comparison: tuple[Comparison, ...]
    is_judged_today: bool
    evidence: tuple[tuple[Text, Text], ...]
    findings: tuple[FindingLine, ...]
    history: tuple[HistoryLine, ...]
    steps: tuple[Step, ...]
    can_correct: bool
    can_add: bool
    last_day_to_correct: date
    newer_id: UUID | None
    stage_before: UUID | None
    stages_after: tuple[UUID, ...]
    plan: Panel | None

    @property
    def row(self) -> Provision:
        """Return the stored row."""
        return self.line.row.provision

    @property
    def protection(self) -> Text | None:
        """Return how the data was protected on the way."""
        return PROTECTIONS.get(self.row.transit or "")

    @property
    def mode(self) -> Text:
        """Return the way of recording."""
        return MODES[self.row.mode]

    @property
    def act(self) -> Text:
        """Return what was done."""
        return ACTS.get(self.row.act, Text(self.row.act, self.row.act))

    @property
    def door(self) -> Text:
        """Return by which door the row came in."""
        return DOORS.get(self.row.door, Text(self.row.door, self.row.door))

    @property
    def is_planned(self) -> bool:
        """Tell whether the act still has to be confirmed."""
        return self.line.row.state == PLANNED

    @property
    def is_standing(self) -> bool:
        """Tell whether the row still counts: not replaced, voided or cancelled."""
        return self.line.row.state not in (SUPERSEDED, VOIDED, CANCELLED)


def one_page(row: Provision, offers: Offers, *, actor: Actor, at: datetime) -> OnePage:
    """Return what the page of a provision shows to the actor as of `at`."""
    mark = db.session.get(ProvisionMark, (row.subject_id, row.id))
    (words,) = with_words([(row, mark)])
    (line,) = ledger_lines([words], offers)
    frozen = assessments_of([row.assessment_digest])[row.assessment_digest].result
    may_correct, may_add = can_correct(row, actor, at), can_add(row, actor)
    today = _today_result(row, actor, at) if words.state not in (SUPERSEDED, VOIDED, CANCELLED) else None
    versions = history_of(row)
    return OnePage(
        line,
        db.session.get_one(RecipientVersion, row.recipient_version_id),
        db.session.get(Consent, (row.consent_subject_id, row.consent_id)) if row.consent_id else None,
        names_of([row.decided_by]).get(row.decided_by, "") if row.decided_by else "",
        retention_label(row.retention_class) if row.retention_class else None,
        _keep_until(row, words.last_provided_on),
        tuple(record_item_label(item) for item in frozen["record_items"]),
        regime_label(frozen["regime"]),
        _permitted(frozen),
        tuple(duty_label(duty) for duty in frozen["duties"]),
        frozen["record_article"],
        _compared(frozen, today),
        today is not None,
        tuple(evidence_lines(row.basis_evidence)),
        finding_lines(versions),
        _history(versions, offers),
        _steps(words.state, row, may_correct=may_correct, may_add=may_add),
        may_correct,
        may_add,
        last_day_to_correct(row),
        mark.superseded_by if mark else None,
        row.staged_after_id,
        tuple(db.session.scalars(_stages_after(row))),
        judge([draft_of(row)], offers, actor=actor, at=at, but=row.id) if words.state == PLANNED else None,
    )


def _stages_after(row: Provision) -> Any:  # noqa: ANN401 a SELECT of ids
    return select(Provision.id).where(Provision.subject_id == row.subject_id, Provision.staged_after_id == row.id)


def _keep_until(row: Provision, last_on: date | None) -> date | None:
    """Return the last day on which the record must still be kept (Act Art. 29(2)); None: no duty, or not known yet."""
    if row.retention_class is None:
        return None
    day = max(row.provided_on, statute().first_day)
    return keep_until(RetentionClass(row.retention_class), row.recorded_on, last_on, mode=RecordMode(row.mode), on=day)


def _steps(state: str, row: Provision, *, may_correct: bool, may_add: bool) -> tuple[Step, ...]:
    return tuple(
        Step(kind, step.label)
        for kind, step in STEPS.items()
        if kind not in _OTHER_PAGES
        and state in step.from_states
        and step.only_for in (None, row.act, row.mode)
        and (may_correct if kind in TAKING_BACK else may_add)
    )


# --- Assessment of that day and of today -------------------------------------------------------------------------------


def _today_result(row: Provision, actor: Actor, at: datetime) -> dict[str, Any] | None:
    """Return what the law makes of the row by the registers of today; None where today it could not be written at all."""
    (found,) = judge_drafts([draft_of(row)], actor=actor, at=at)
    return found.judged.verdict.result if isinstance(found, Prepared) else None


def _compared(then: dict[str, Any], now: dict[str, Any] | None) -> tuple[Comparison, ...]:
    """Return both assessments point by point where they differ in any, nothing where they agree."""
    if now is None or then == now:
        return ()
    points = [
        Comparison(Text("提供してよいか", "Permitted"), _permitted(then), _permitted(now)),
        Comparison(
            Text("適用される規律", "Rules that apply"), regime_label(then["regime"]), regime_label(now["regime"])
        ),
        Comparison(Text("記録", "Record"), _due(then), _due(now)),
        Comparison(Text("記録する事項", "It has to hold"), _listed(then), _listed(now)),
        Comparison(Text("保存", "Kept for"), _kept(then), _kept(now)),
        Comparison(Text("違反", "Violations"), _violations(then), _violations(now)),
        Comparison(Text("義務", "Duties"), _duties(then), _duties(now)),
    ]
    return tuple(points)


def _permitted(result: dict[str, Any]) -> Text:
    return {True: _YES, False: _NO, None: _OPEN}[result["permitted"]]


def _due(result: dict[str, Any]) -> Text:
    return _DUE if result["record_required"] else _NOT_DUE


def _listed(result: dict[str, Any]) -> Text:
    return _joined([record_item_label(item) for item in result["record_items"]])


def _kept(result: dict[str, Any]) -> Text:
    kept = result["retention"]["class"]
    return retention_label(kept) if kept else _NONE


def _violations(result: dict[str, Any]) -> Text:
    return _joined([wording_of(each["code"]).name for each in result["violations"]])


def _duties(result: dict[str, Any]) -> Text:
    return _joined([duty_label(duty) for duty in result["duties"]])


def _joined(texts: Sequence[Text]) -> Text:
    if not texts:
        return _NONE
    return Text("、".join(text.ja for text in texts), ", ".join(text.en for text in texts))


# --- Findings and history ----------------------------------------------------------------------------------------------


def finding_lines(versions: Sequence[Provision]) -> tuple[FindingLine, ...]:
    """Return the findings about any version of one provision in words, the gravest first."""
    newest = versions[-1]
    rows = findings_about(newest.subject_id, [version.id for version in versions])
    owners = names_of(row.owner_id for row in rows if row.owner_id)
    return tuple(
        FindingLine(
            row,
            wording_of(row.finding.code, row.document),
            SEVERITIES[row.finding.severity]
            if row.state == "open"
            else State(SEVERITY_LABELS[row.finding.severity], "mute"),
            FINDING_TONES[row.state],
            owners.get(row.owner_id, "") if row.owner_id else "",
        )
        for row in rows
    )


_VERSION_TITLES: Final = {
    None: Text("記録した", "recorded"),
    "correction": Text("訂正した", "corrected"),
    "confirmed": Text("提供したことを確認した", "confirmed as done"),
    "completed": Text("補った", "completed"),
}
_PLANNED_TITLE: Final = Text("予定として記録した", "recorded as planned")
_EVENT_MARKS: Final = {
    "viewed": ("eye", "wait"),
    "availability_ended": ("eye", "mute"),
    "lump_closed": ("check", "mute"),
    "delivered": ("check", "good"),
    "recipient_told": ("out", "mute"),
    "sent_in_error": ("bad", "bad"),
    "voided": ("stop", "bad"),
    "plan_cancelled": ("stop", "mute"),
}
DETAIL_LABELS: Final = {
    "slip_number": Text("送り状番号・受領の記録", "Slip number or receipt"),
    "view_count": Text("閲覧された回数", "Number of views"),
    "told": Text("知らせた内容", "What was said"),
}


def _history(versions: Sequence[Provision], offers: Offers) -> tuple[HistoryLine, ...]:
    """Return versions and happenings, the newest recorded first."""
    events = events_of(versions)
    names = names_of([*(row.recorded_by for row in versions), *(event.recorded_by for event in events)])
    lines = [
        _version_line(row, before, names, offers) for before, row in zip([None, *versions], versions, strict=False)
    ]
    lines += [_event_line(event, names) for event in events]
    return tuple(sorted(lines, key=lambda line: line.recorded_at, reverse=True))


def _version_line(row: Provision, before: Provision | None, names: dict[UUID, str], offers: Offers) -> HistoryLine:
    if before is None:
        title = _PLANNED_TITLE if row.stage == "planned" else _VERSION_TITLES[None]
        return HistoryLine(row.recorded_at, "out", "wait", title, names.get(row.recorded_by, ""), provision_id=row.id)
    old, new = full_draft_of(before), full_draft_of(row)
    return HistoryLine(
        row.recorded_at,
        "pen" if row.version_reason == "correction" else "check",
        "mute" if row.version_reason == "correction" else "good",
        _VERSION_TITLES[row.version_reason],
        names.get(row.recorded_by, ""),
        reason=row.reason,
        changes=tuple(field_changes(changed_fields(old, new), offers)),
        items=items_change(old, new, offers),
        provision_id=row.id,
    )


def _event_line(event: ProvisionEvent, names: dict[UUID, str]) -> HistoryLine:
    mark, tone = _EVENT_MARKS.get(event.kind, ("mute", "mute"))
    details = event.details or {}
    return HistoryLine(
        event.recorded_at,
        mark,
        tone,
        STEPS[event.kind].label,
        names.get(event.recorded_by, ""),
        occurred_on=event.occurred_on,
        reason=event.reason,
        details=tuple((DETAIL_LABELS.get(name, Text(name, name)), str(value)) for name, value in details.items()),
    )
