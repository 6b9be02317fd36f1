"""Say what may happen to a provision after it is written: one table of legal steps that names the illegal one. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from transfer_log.errors import Conflict, Text

ORDINARY: Final = ""
PLANNED: Final = "planned"
OPEN: Final = "open"
VOIDED: Final = "voided"
IN_ERROR: Final = "in_error"
CANCELLED: Final = "cancelled"
SUPERSEDED: Final = "superseded"

STATE_LABELS: Final[dict[str, Text]] = {
    ORDINARY: Text("記録済み", "recorded"),
    PLANNED: Text("予定", "planned"),
    OPEN: Text("継続中", "still open"),
    VOIDED: Text("無効", "void"),
    IN_ERROR: Text("誤って提供", "sent in error"),
    CANCELLED: Text("取りやめ", "cancelled"),
    SUPERSEDED: Text("訂正済み", "replaced"),
}


class Step(NamedTuple):
    """Name what happens, from which states it may, the state it leads to (None: it stays), and its words."""

    from_states: frozenset[str]
    to_state: str | None
    label: Text
    only_for: str | None = None


_STANDING: Final = frozenset({ORDINARY, OPEN, IN_ERROR})
STEPS: Final[dict[str, Step]] = {
    "plan_cancelled": Step(frozenset({PLANNED}), CANCELLED, Text("予定を取りやめた", "plan cancelled")),
    "confirmed": Step(frozenset({PLANNED}), SUPERSEDED, Text("提供したことを確認した", "confirmed as done")),
    "corrected": Step(_STANDING, SUPERSEDED, Text("訂正した", "corrected")),
    "viewed": Step(frozenset({ORDINARY, OPEN}), None, Text("閲覧された", "viewed"), only_for="made_available"),
    "availability_ended": Step(
        frozenset({OPEN}), ORDINARY, Text("閲覧を終えた", "viewing ended"), only_for="made_available"
    ),
    "lump_closed": Step(
        frozenset({OPEN}), ORDINARY, Text("継続した提供を終えた", "repeated provision ended"), only_for="lump"
    ),
    "delivered": Step(_STANDING, None, Text("先方に届いた", "delivered")),
    "recipient_told": Step(_STANDING | {VOIDED}, None, Text("提供先に知らせた", "recipient told")),
    "sent_in_error": Step(frozenset({ORDINARY, OPEN}), IN_ERROR, Text("誤って提供した", "sent in error")),
    "voided": Step(_STANDING, VOIDED, Text("無効にした", "voided")),
}


def check_step(kind: str, state: str, act: str, mode: str) -> Step:
    """Return the step, or name why it cannot be taken from this state.

    :raises Conflict: when the step does not follow from the state, or does not belong to this kind of provision.
    """
    step = STEPS[kind]
    if step.only_for is not None and step.only_for not in (act, mode):
        raise Conflict(
            Text(
                f"「{step.label.ja}」は、この種類の提供には使えません。",
                f"{step.label.en!r} does not belong to this kind of provision.",
            ),
        )
    if state not in step.from_states:
        found = STATE_LABELS[state]
        raise Conflict(
            Text(
                f"状態が「{found.ja}」の提供を「{step.label.ja}」にはできません。",
                f"A provision that is {found.en!r} cannot become {step.label.en!r}.",
            ),
        )
    return step
