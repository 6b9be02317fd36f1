"""Answer the pages of countries and regimes: the list with how sure each note is, and each note in its four parts."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, render_template, request

from transfer_log.accounts.states import State
from transfer_log.countries.facts import Confidence, PPCStatus
from transfer_log.countries.forms import CountryFilterForm
from transfer_log.countries.models import CountryProfileVersion
from transfer_log.countries.names import JAPAN, UNKNOWN
from transfer_log.countries.names import country as country_of
from transfer_log.countries.parts import four_parts, sources
from transfer_log.countries.rules import (
    CHECK_EVERY_MONTHS,
    CONFIDENCE_LABELS,
    PPC_STATUS_LABELS,
    fresh_until,
    is_stale,
)
from transfer_log.countries.shown import SHOWN
from transfer_log.countries.stored import profile_of, stored_profile, stored_profiles
from transfer_log.countries.wording import note_in_both_languages
from transfer_log.errors import NotFound, Text
from transfer_log.i18n import current_language
from transfer_log.register_pages import history_steps, today, use_counts, where_used
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from flask.typing import ResponseReturnValue

    from transfer_log.countries.facts import CountryProfile
    from transfer_log.countries.parts import Part, Statement
    from transfer_log.countries.rules import Label
    from transfer_log.countries.stored import StoredProfile

blueprint = Blueprint("countries", __name__, url_prefix="/countries")

NO_PROFILE: Final = Text("この国・地域の情報はありません。", "There is no note on this country or region.")
STALE: Final = State(Text("再確認の時期", "due for checking"), "warn")
_SURENESS: Final = {
    Confidence.SOURCE_READ: "good",
    Confidence.FROM_KNOWLEDGE: "warn",
}
_STANDING: Final = {PPCStatus.EQUIVALENT: "good", PPCStatus.SURVEYED: "wait", PPCStatus.UNKNOWN: "mute"}


class Row(NamedTuple):
    """Be a country or regime as the list shows it."""

    slug: str
    profile: CountryProfile
    standing: State
    sureness: State
    freshness: State | None
    recipient_count: int


@blueprint.get("/")
@requires("read_registers")
def index() -> ResponseReturnValue:
    """List the notes: those of countries with recipients first, then in the order of names."""
    form = CountryFilterForm(request.args)
    form.offer()
    is_valid = form.validate()
    on, counts = today(), use_counts("countries")
    rows = [_row(stored.profile, counts, on) for stored in stored_profiles(on)]
    shown = [row for row in rows if form.fits(row.profile, on, row.recipient_count)] if is_valid else rows
    page = render_template(
        "countries/index.html",
        form=form,
        rows=sorted(shown, key=lambda row: (not row.recipient_count, _by_name(row.profile))),
        count=len(rows),
        without_note=sorted(set(counts) - {row.profile.id for row in rows} - {JAPAN, UNKNOWN}),
        is_narrowed=form.is_narrowed,
        months=CHECK_EVERY_MONTHS,
    )
    return page, 200 if is_valid else 422


def _by_name(profile: CountryProfile) -> str:
    if current_language() == "en":
        return profile.name.en
    return country_of(profile.alpha_2).reading + profile.id


@blueprint.get("/<slug>")
@requires("read_registers")
def country(slug: str) -> str:
    """Show the note on a country or regime that is in force today."""
    stored = _stored(slug)
    return _page(stored, stored.version.version_no)


@blueprint.get("/<slug>/versions/<int:version_no>")
@requires("read_registers")
def version(slug: str, version_no: int) -> str:
    """Show an earlier or later version of a note: records keep the one of their day."""
    return _page(_stored(slug), version_no)


def _stored(slug: str) -> StoredProfile:
    stored = stored_profile(slug, today())
    if stored is None:
        raise NotFound(NO_PROFILE)
    return stored


def _page(stored: StoredProfile, version_no: int) -> str:
    entry = stored.entry
    chosen = next((known for known in entry.versions if known.version_no == version_no), None)
    if chosen is None:
        raise NotFound(NO_PROFILE)
    profile = profile_of(chosen.id)
    return render_template(
        "countries/country.html",
        slug=profile.slug,
        profile=profile,
        version=chosen,
        is_today=chosen.id == stored.version.id,
        standing=PPC_STATUS_LABELS[profile.ppc_status],
        standing_tone=_STANDING[profile.ppc_status],
        standing_note=note_in_both_languages(profile.ppc_note),
        sureness=_sureness(profile),
        sureness_label=CONFIDENCE_LABELS[profile.confidence],
        freshness=_freshness(profile, today()),
        fresh_until=fresh_until(profile.checked_on, CHECK_EVERY_MONTHS),
        parts=[_shown(part) for part in four_parts(profile)],
        note=note_in_both_languages(profile.confidence_note) if profile.confidence_note else None,
        sources=sources(profile),
        steps=history_steps(CountryProfileVersion, entry.id, SHOWN),
        uses=where_used("countries", entry),
        siblings=_siblings(profile),
    )


class ShownPart(NamedTuple):
    """Be one of the four parts as the page shows it: statements of one label stand together."""

    title: Text
    sureness: Label
    caution: Text | None
    remark: Text | None
    note: Text | None
    statements: list[tuple[Text, list[Statement]]]


def _shown(part: Part) -> ShownPart:
    statements = [(label, list(group)) for label, group in groupby(part.statements, key=attrgetter("label"))]
    return ShownPart(part.title, part.sureness, part.caution, part.remark, part.note, statements)


def _row(profile: CountryProfile, counts: Mapping[str, int], on: date) -> Row:
    label: Label = PPC_STATUS_LABELS[profile.ppc_status]
    return Row(
        profile.slug,
        profile,
        State(label.name, _STANDING[profile.ppc_status]),
        _sureness(profile),
        _freshness(profile, on),
        counts.get(profile.id, 0),
    )


def _sureness(profile: CountryProfile) -> State:
    return State(CONFIDENCE_LABELS[profile.confidence].name, _SURENESS[profile.confidence])


def _freshness(profile: CountryProfile, on: date) -> State | None:
    return STALE if is_stale(profile, on, CHECK_EVERY_MONTHS) else None


def _siblings(profile: CountryProfile) -> list[CountryProfile]:
    """Return the other notes on the same country: its federal law, its states and regimes."""
    others = (stored.profile for stored in stored_profiles(today()))
    return [other for other in others if other.alpha_2 == profile.alpha_2 and other.id != profile.id]
