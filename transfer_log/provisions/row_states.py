"""Say in a word and a shape how a provision stands: its own state, and the findings about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.accounts.states import State
from transfer_log.errors import Text
from transfer_log.findings.wording import SEVERITY_LABELS, wording_of
from transfer_log.findings.wording import STATE_LABELS as FINDING_STATES
from transfer_log.provisions.steps import (
    CANCELLED,
    IN_ERROR,
    OPEN,
    ORDINARY,
    PLANNED,
    STATE_LABELS,
    SUPERSEDED,
    VOIDED,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transfer_log.findings.queries import FindingRow
    from transfer_log.provisions.models import Provision

_TONES: Final[Mapping[str, str]] = {
    ORDINARY: "good",
    PLANNED: "wait",
    OPEN: "wait",
    VOIDED: "mute",
    IN_ERROR: "bad",
    CANCELLED: "mute",
    SUPERSEDED: "mute",
}
STATES: Final[Mapping[str, State]] = {code: State(label, _TONES[code]) for code, label in STATE_LABELS.items()}

IN_ORDER: Final = State(Text("問題なし", "in order"), "good")
NO_DUTY: Final = State(Text("記録義務なし", "no record duty"), "mute")
SETTLED: Final = State(Text("指摘は解決済み", "findings settled"), "mute")
SEVERITIES: Final[Mapping[str, State]] = {
    "unlawful": State(SEVERITY_LABELS["unlawful"], "bad"),
    "doubtful": State(SEVERITY_LABELS["doubtful"], "warn"),
}
FINDING_TONES: Final[Mapping[str, State]] = {
    "open": State(FINDING_STATES["open"], "warn"),
    "overridden": State(FINDING_STATES["overridden"], "mute"),
    "resolved": State(FINDING_STATES["resolved"], "good"),
}


def state_badge(code: str) -> State | None:
    """Return the state of a provision where it is not the ordinary one."""
    return None if code == ORDINARY else STATES[code]


def findings_badge(row: Provision, findings: Sequence[FindingRow]) -> State:
    """Return how a provision stands by its findings: the gravest open one, by name where it is a doubt."""
    open_ones = [found for found in findings if found.state == "open"]
    if open_ones:
        first = open_ones[0]
        if first.finding.severity == "unlawful":
            return SEVERITIES["unlawful"]
        return State(wording_of(first.finding.code).name, "warn")
    if findings:
        return SETTLED
    return IN_ORDER if row.record_required else NO_DUTY


def open_count(findings: Sequence[FindingRow]) -> int:
    """Return how many findings are open."""
    return sum(found.state == "open" for found in findings)
