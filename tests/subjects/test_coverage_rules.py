"""Check when a consent covers an act, and which stop holds on a day: pure rules, no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from transfer_log.subjects.rules import (
    GAP_TEXTS,
    ActScope,
    ConsentFacts,
    ConsentScope,
    Gap,
    StopFacts,
    StopGround,
    Withdrawal,
    fit_best,
    fit_named,
    gaps,
    stop_in_force,
)

DAY = date(2026, 6, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
NOON = datetime(2026, 6, 1, 3, 0, tzinfo=UTC)


def act(**changes: Any) -> ActScope:
    plain = ActScope(DAY, None, "A", "job_provider", "P1", frozenset({"name", "email"}), frozenset(), "JP")
    return plain._replace(**changes)


def consent(**changes: Any) -> ConsentFacts:
    plain = ConsentFacts(UUID(int=1), UUID(int=9), "K-1", BEFORE, None, None, ConsentScope(), frozenset(), None)
    return plain._replace(**changes)


def scope(**dimensions: set[str]) -> ConsentScope:
    return ConsentScope(**{name: frozenset(values) for name, values in dimensions.items()})


def withdrawn(on: date = BEFORE, **dimensions: set[str]) -> ConsentFacts:
    return consent(withdrawals=(Withdrawal(on, scope(**dimensions) if dimensions else None),))


# --- Time --------------------------------------------------------------------------------------------------------


def test_consent_without_limits_covers_any_act_after_it() -> None:
    assert gaps(consent(), act()) == ()


def test_consent_given_after_the_act_never_heals_it() -> None:
    assert gaps(consent(given_on=AFTER), act()) == (Gap.GIVEN_AFTER,)


def test_consent_of_the_same_day_counts_as_prior() -> None:
    assert gaps(consent(given_on=DAY), act()) == ()


def test_consent_of_the_same_day_at_a_later_time_does_not() -> None:
    later = consent(given_on=DAY, given_at=NOON + timedelta(hours=1))
    assert gaps(later, act(at=NOON)) == (Gap.GIVEN_AFTER,)


def test_consent_still_covers_on_its_last_day() -> None:
    assert gaps(consent(expires_on=DAY), act()) == ()


def test_consent_covers_no_longer_on_the_day_after_its_last() -> None:
    assert gaps(consent(expires_on=BEFORE), act()) == (Gap.EXPIRED,)


# --- Withdrawal --------------------------------------------------------------------------------------------------


def test_consent_withdrawn_before_the_day_does_not_cover() -> None:
    assert gaps(withdrawn(BEFORE), act()) == (Gap.WITHDRAWN,)


def test_withdrawal_takes_effect_on_its_day() -> None:
    assert gaps(withdrawn(DAY), act()) == (Gap.WITHDRAWN,)


def test_act_before_the_withdrawal_stays_covered() -> None:
    assert gaps(withdrawn(AFTER), act()) == ()


@pytest.mark.parametrize(
    "part",
    [
        {"recipients": {"A"}},
        {"kinds": {"job_provider"}},
        {"purposes": {"P1"}},
        {"items": {"email"}},
        {"countries": {"JP"}},
    ],
    ids=["recipient", "kind", "purpose", "item", "country"],
)
def test_partial_withdrawal_ends_what_it_names(part: dict[str, set[str]]) -> None:
    assert gaps(withdrawn(**part), act()) == (Gap.WITHDRAWN,)


@pytest.mark.parametrize(
    "part",
    [
        {"recipients": {"B"}},
        {"kinds": {"advertiser"}},
        {"purposes": {"P2"}},
        {"items": {"phone"}},
        {"countries": {"VN"}},
        {"recipients": {"A"}, "items": {"phone"}},  # both must meet the act
    ],
    ids=["recipient", "kind", "purpose", "item", "country", "recipient and item"],
)
def test_partial_withdrawal_leaves_the_rest(part: dict[str, set[str]]) -> None:
    assert gaps(withdrawn(**part), act()) == ()


# --- Scope -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dimensions", "gap"),
    [
        ({"recipients": {"B"}}, Gap.OTHER_RECIPIENT),
        ({"kinds": {"advertiser"}}, Gap.OTHER_RECIPIENT),
        ({"purposes": {"P2"}}, Gap.OTHER_PURPOSE),
        ({"items": {"name"}}, Gap.ITEMS_BEYOND),
        ({"countries": {"VN"}}, Gap.OTHER_COUNTRY),
    ],
)
def test_act_outside_a_dimension_is_not_covered(dimensions: dict[str, set[str]], gap: Gap) -> None:
    assert gaps(consent(scope=scope(**dimensions)), act()) == (gap,)


def test_recipient_is_covered_by_its_kind() -> None:
    assert gaps(consent(scope=scope(recipients={"B"}, kinds={"job_provider"})), act()) == ()


def test_special_care_items_must_be_named_even_where_items_are_not_limited() -> None:
    sensitive = act(items=frozenset({"name", "health"}), special_items=frozenset({"health"}))
    assert gaps(consent(), sensitive) == (Gap.SPECIAL_NOT_NAMED,)


def test_special_care_items_that_are_named_are_covered() -> None:
    sensitive = act(items=frozenset({"name", "health"}), special_items=frozenset({"health"}))
    assert gaps(consent(special_items=frozenset({"health"})), sensitive) == ()


def test_named_special_care_item_widens_limited_items() -> None:
    sensitive = act(items=frozenset({"name", "health"}), special_items=frozenset({"health"}))
    limited = consent(scope=scope(items={"name"}), special_items=frozenset({"health"}))
    assert gaps(limited, sensitive) == ()


def test_every_gap_has_words_in_both_languages() -> None:
    assert all(GAP_TEXTS[gap].ja and GAP_TEXTS[gap].en for gap in Gap)


# --- Properties --------------------------------------------------------------------------------------------------

_NAMES = {
    "recipients": ("A", "B"),
    "kinds": ("job_provider", "advertiser"),
    "purposes": ("P1", "P2"),
    "items": ("name", "email", "phone", "health"),
    "countries": ("JP", "VN"),
}
SCOPES = st.builds(ConsentScope, **{name: st.frozensets(st.sampled_from(values)) for name, values in _NAMES.items()})
DAYS = st.dates(date(2026, 5, 25), date(2026, 6, 8))
CONSENTS = st.builds(
    ConsentFacts,
    id=st.uuids(),
    subject_id=st.just(UUID(int=9)),
    ref=st.just("K-1"),
    given_on=DAYS,
    given_at=st.none(),
    expires_on=st.none() | DAYS,
    scope=SCOPES,
    special_items=st.frozensets(st.just("health")),
    information_given_on=st.none(),
    withdrawals=st.lists(st.builds(Withdrawal, DAYS, st.none() | SCOPES), max_size=2).map(tuple),
)
ACTS = st.builds(
    lambda on, recipient, kind, purpose, items, country: ActScope(
        on, None, recipient, kind, purpose, items, items & {"health"}, country
    ),
    DAYS,
    st.sampled_from("AB"),
    st.sampled_from(_NAMES["kinds"]),
    st.sampled_from(_NAMES["purposes"]),
    st.frozensets(st.sampled_from(_NAMES["items"]), min_size=1),
    st.sampled_from(_NAMES["countries"]),
)


@given(CONSENTS, ACTS)
def test_a_withdrawal_never_makes_a_consent_cover_more(known: ConsentFacts, one: ActScope) -> None:
    kept = known._replace(withdrawals=())
    assert set(gaps(kept, one)) <= set(gaps(known, one))


@given(CONSENTS, ACTS, DAYS)
def test_whole_withdrawal_ends_everything_from_its_day_on(known: ConsentFacts, one: ActScope, day: date) -> None:
    ended = known._replace(withdrawals=(Withdrawal(day, None),))
    assert (Gap.WITHDRAWN in gaps(ended, one)) == (day <= one.on)


@given(CONSENTS, ACTS)
def test_fewer_items_never_need_a_wider_consent(known: ConsentFacts, one: ActScope) -> None:
    fewer = frozenset(sorted(one.items)[:1])
    smaller = one._replace(items=fewer, special_items=fewer & one.special_items)
    assert set(gaps(known, smaller)) <= set(gaps(known, one))


@given(CONSENTS, ACTS, st.sampled_from(list(_NAMES)))
def test_dropping_a_limit_closes_gaps_and_opens_none(known: ConsentFacts, one: ActScope, name: str) -> None:
    assume(name != "items" or not one.special_items)  # to be limited to an item is to name it
    names = ("recipients", "kinds") if name in ("recipients", "kinds") else (name,)
    wider = known._replace(scope=known.scope._replace(**dict.fromkeys(names, frozenset())))
    assert set(gaps(wider, one)) <= set(gaps(known, one))


@given(st.lists(CONSENTS, max_size=4), ACTS)
def test_best_fit_covers_whenever_any_consent_does(known: list[ConsentFacts], one: ActScope) -> None:
    fit = fit_best(known, one)
    assert (fit.consent is not None and not fit.gaps) == any(not gaps(each, one) for each in known)


@given(st.lists(CONSENTS, max_size=4), ACTS)
def test_a_clear_no_names_a_consent_that_time_alone_ruled_out(known: list[ConsentFacts], one: ActScope) -> None:
    fit = fit_best(known, one)
    if fit.is_refused:
        assert fit.gaps
        assert set(fit.gaps) <= {Gap.WITHDRAWN, Gap.EXPIRED, Gap.GIVEN_AFTER}


# --- Which consent an act rests on -------------------------------------------------------------------------------


def test_newest_consent_that_covers_is_taken() -> None:
    older = consent(id=UUID(int=1), given_on=date(2025, 1, 1))
    newer = consent(id=UUID(int=2), given_on=date(2026, 1, 1))
    assert fit_best([newer, older], act()).consent == newer


def test_consent_about_something_else_says_neither_yes_nor_no() -> None:
    fit = fit_best([consent(scope=scope(recipients={"B"}))], act())
    assert (fit.consent, fit.is_refused) == (None, False)


def test_withdrawn_consent_that_would_have_fitted_is_a_clear_no() -> None:
    assert fit_best([withdrawn()], act()).is_refused


def test_named_consent_that_does_not_cover_is_a_clear_no() -> None:
    fit = fit_named(consent(scope=scope(purposes={"P2"})), act())
    assert (fit.is_refused, fit.gaps) == (True, (Gap.OTHER_PURPOSE,))


# --- Stops -------------------------------------------------------------------------------------------------------


def stop(on: date = BEFORE, kind: str = "stopped", **changes: Any) -> StopFacts:
    return StopFacts(NOON, kind, None, StopGround.ASKED, on)._replace(**changes)


def test_stop_for_all_recipients_holds_for_each() -> None:
    assert stop_in_force([stop()], "A", DAY) is StopGround.ASKED


def test_stop_for_one_recipient_leaves_the_others() -> None:
    assert stop_in_force([stop(recipient="B")], "A", DAY) is None


def test_stop_holds_from_its_day_on() -> None:
    assert stop_in_force([stop(DAY)], "A", DAY) is StopGround.ASKED
    assert stop_in_force([stop(AFTER)], "A", DAY) is None


def test_lifted_stop_holds_no_longer() -> None:
    assert stop_in_force([stop(BEFORE), stop(DAY, "lifted")], "A", DAY) is None


def test_of_one_day_the_entry_recorded_last_decides() -> None:
    lifted = stop(BEFORE, "lifted", recorded_at=NOON + timedelta(minutes=1))
    assert stop_in_force([lifted, stop(BEFORE)], "A", DAY) is None


def test_lifting_a_wish_does_not_end_a_well_founded_request() -> None:
    stops = [stop(), stop(ground=StopGround.BREACH), stop(DAY, "lifted")]
    assert stop_in_force(stops, "A", DAY) is StopGround.BREACH


def test_lifting_a_stop_for_one_recipient_does_not_end_a_stop_for_all() -> None:
    stops = [stop(), stop(recipient="A"), stop(DAY, "lifted", recipient="A")]
    assert stop_in_force(stops, "A", DAY) is StopGround.ASKED
