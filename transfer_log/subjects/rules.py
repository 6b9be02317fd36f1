"""Decide whether a consent covers an act, and which stop holds on a day. Pure: values in, reasons out.

Law: Act Art. 27(1), 28(1) (consent before the act, covering recipient, purpose, items, country), 27(2) and 35 (stops).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from transfer_log.errors import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID


class ConsentScope(NamedTuple):
    """Limit a consent or a withdrawal; an empty dimension is not limited. Ids are UUID text."""

    recipients: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


class Withdrawal(NamedTuple):
    """Say that a consent, or the part of it in `scope`, no longer holds from a Japan date on."""

    effective_on: date
    scope: ConsentScope | None


class ConsentFacts(NamedTuple):
    """Hold what coverage needs to know of one consent."""

    id: UUID
    subject_id: UUID
    ref: str | None
    given_on: date
    given_at: datetime | None
    expires_on: date | None
    scope: ConsentScope
    special_items: frozenset[str]
    information_given_on: date | None
    withdrawals: tuple[Withdrawal, ...] = ()


class ActScope(NamedTuple):
    """Describe the act that a consent is to cover. `special_items` are the special-care ones among `items`."""

    on: date
    at: datetime | None
    recipient: str
    kind: str | None
    purpose: str | None
    items: frozenset[str]
    special_items: frozenset[str]
    country: str | None


class Gap(StrEnum):
    """Name a reason why a consent does not cover an act."""

    GIVEN_AFTER = "given_after"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OTHER_RECIPIENT = "other_recipient"
    OTHER_PURPOSE = "other_purpose"
    ITEMS_BEYOND = "items_beyond"
    SPECIAL_NOT_NAMED = "special_not_named"
    OTHER_COUNTRY = "other_country"


GAP_TEXTS: Final[dict[Gap, Text]] = {
    Gap.GIVEN_AFTER: Text("同意が提供より後の日付です", "the consent was given after the act"),
    Gap.EXPIRED: Text("同意の有効期限が過ぎています", "the consent had expired"),
    Gap.WITHDRAWN: Text("同意が撤回されています", "the consent had been withdrawn"),
    Gap.OTHER_RECIPIENT: Text(
        "同意の範囲にこの提供先がありません", "the consent does not name this recipient or its kind"
    ),
    Gap.OTHER_PURPOSE: Text("同意の範囲にこの目的がありません", "the consent does not name this purpose"),
    Gap.ITEMS_BEYOND: Text("同意の範囲にない項目があります", "some items are outside the consent"),
    Gap.SPECIAL_NOT_NAMED: Text(
        "要配慮個人情報の項目が同意に明記されていません",
        "the consent does not name the special-care items",
    ),
    Gap.OTHER_COUNTRY: Text("同意の範囲にこの国がありません", "the consent does not name this country"),
}


def gaps(consent: ConsentFacts, act: ActScope) -> tuple[Gap, ...]:
    """Return every reason why `consent` does not cover `act`; an empty tuple means that it does.

    A consent given on the day of the act counts as prior unless both times of day are known and say otherwise.
    """
    found = []
    scope = consent.scope
    if _is_after(consent, act):
        found.append(Gap.GIVEN_AFTER)
    if consent.expires_on is not None and consent.expires_on < act.on:
        found.append(Gap.EXPIRED)
    if any(_withdraws(withdrawal, act) for withdrawal in consent.withdrawals):
        found.append(Gap.WITHDRAWN)
    if not _names_recipient(scope, act):
        found.append(Gap.OTHER_RECIPIENT)
    if scope.purposes and act.purpose is not None and act.purpose not in scope.purposes:
        found.append(Gap.OTHER_PURPOSE)
    if scope.items and not act.items <= scope.items | consent.special_items:
        found.append(Gap.ITEMS_BEYOND)
    if not act.special_items <= consent.special_items | scope.items:
        found.append(Gap.SPECIAL_NOT_NAMED)
    if scope.countries and act.country is not None and act.country not in scope.countries:
        found.append(Gap.OTHER_COUNTRY)
    return tuple(found)


def _is_after(consent: ConsentFacts, act: ActScope) -> bool:
    if consent.given_on == act.on and consent.given_at is not None and act.at is not None:
        return consent.given_at > act.at
    return consent.given_on > act.on


def _names_recipient(scope: ConsentScope, act: ActScope) -> bool:
    if not scope.recipients and not scope.kinds:
        return True
    return act.recipient in scope.recipients or act.kind in scope.kinds


def _withdraws(withdrawal: Withdrawal, act: ActScope) -> bool:
    if withdrawal.effective_on > act.on:
        return False
    scope = withdrawal.scope
    if scope is None:
        return True
    return (
        _names_recipient(scope, act)
        and (not scope.purposes or act.purpose in scope.purposes)
        and (not scope.items or bool(scope.items & act.items))
        and (not scope.countries or act.country in scope.countries)
    )


class Fit(NamedTuple):
    """Tell which consent an act rests on. `gaps` is empty where it covers the act; `consent` is None where there is none.

    `is_refused` marks the case in which the ledger holds a clear no: the named consent does not cover the act, or the
    only fitting one was withdrawn, had expired or came later.
    """

    consent: ConsentFacts | None
    gaps: tuple[Gap, ...]
    is_refused: bool


_ONCE_FITTED: Final = frozenset({Gap.WITHDRAWN, Gap.EXPIRED, Gap.GIVEN_AFTER})
NO_CONSENT: Final = Fit(None, (), False)


def fit_named(consent: ConsentFacts, act: ActScope) -> Fit:
    """Judge the consent that a provision names."""
    found = gaps(consent, act)
    return Fit(consent, found, bool(found))


def fit_best(consents: Sequence[ConsentFacts], act: ActScope) -> Fit:
    """Return the newest consent that covers the act.

    Where none does, a consent that would have covered it but for time (withdrawn, expired, given later) is a clear no;
    consents about other things say neither yes nor no.
    """
    lapsed: Fit | None = None
    for consent in sorted(consents, key=lambda known: (known.given_on, known.id), reverse=True):
        found = gaps(consent, act)
        if not found:
            return Fit(consent, (), False)
        if lapsed is None and _ONCE_FITTED.issuperset(found):
            lapsed = Fit(consent, found, True)
    return lapsed or NO_CONSENT


class StopGround(StrEnum):
    """Name on what ground a stop rests."""

    ASKED = "asked"
    OPT_OUT = "opt_out"
    BREACH = "35_3"
    HARM = "35_5"


class StopFacts(NamedTuple):
    """Hold one entry of the list of stops. `recipient` is UUID text, None for all recipients."""

    recorded_at: datetime
    kind: str
    recipient: str | None
    ground: StopGround
    effective_on: date


_STRENGTH: Final = (StopGround.OPT_OUT, StopGround.ASKED, StopGround.HARM, StopGround.BREACH)


def standing_stops(stops: Iterable[StopFacts], on: date) -> list[StopFacts]:
    """Return the entries that stop something on a day.

    For each recipient, for all of them, and for each ground the latest entry by `effective_on` decides, so that a stop
    found well-founded is not ended by lifting an earlier mere request.
    """
    latest: dict[tuple[str | None, StopGround], StopFacts] = {}
    for stop in stops:
        if stop.effective_on > on:
            continue
        key = (stop.recipient, stop.ground)
        known = latest.get(key)
        if known is None or (stop.effective_on, stop.recorded_at) >= (known.effective_on, known.recorded_at):
            latest[key] = stop
    return [stop for stop in latest.values() if stop.kind == "stopped"]


def stop_in_force(stops: Iterable[StopFacts], recipient: str, on: date) -> StopGround | None:
    """Return the strongest stop that holds for a recipient on a day, None where none does."""
    grounds = [stop.ground for stop in standing_stops(stops, on) if stop.recipient in (None, recipient)]
    return max(grounds, key=_STRENGTH.index, default=None)
