"""Give the notes on countries and regimes to programs: what their law is, what the PPC says, how sure it is (Rules Art. 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import marshmallow as ma

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.fields import LARGEST_NUMBER, Both, Day, Digest, Instant, Line, Value, View, Whole, Words
from transfer_log.api.paging import PageQuery, PageView, next_page, place_after
from transfer_log.book import revisions
from transfer_log.countries.models import CountryProfileVersion
from transfer_log.countries.queries import facts_of
from transfer_log.countries.stored import StoredProfile, stored_profile, stored_profiles
from transfer_log.errors import NotFound, Text
from transfer_log.law import japan_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from transfer_log.accounts.actor import Actor

blueprint: Final = ApiBlueprint("countries", "What is known about the protection of personal information abroad.")

_NO_PROFILE: Final = Text("この国・地域の情報はありません。", "There is no profile of this country or regime.")


class CountryView(View):
    """What is known about a country or regime, in short."""

    id = Line(40, "VN, US-CA, AE/DIFC")
    slug = Line(40, "the id as it stands in addresses: AE-DIFC")
    alpha_2 = Line(2)
    name = Both()
    ppc_status = Line(20, "how the PPC has dealt with it")
    confidence = Line(20, "source-read or from-knowledge")
    checked_on = Day()
    origin = Line(10, "package or company")
    version_no = Whole(1, LARGEST_NUMBER)
    digest = Digest("what provisions to it freeze")


class CountriesView(PageView):
    """A page of countries and regimes, by id."""

    items = ma.fields.List(ma.fields.Nested(CountryView))


class CountryRevisionView(View):
    """One version of a profile."""

    version_no = Whole(1, LARGEST_NUMBER)
    valid_from = Day()
    recorded_at = Instant()
    reason = Words(1000, allow_none=True)


class CountryDetailView(CountryView):
    """All that is known about a country or regime."""

    facts = Value({"type": "object"}, "the whole profile, with its sources")
    history = ma.fields.List(ma.fields.Nested(CountryRevisionView))


@blueprint.door("GET", "/countries", action="read_registers", query=PageQuery(), answers={200: CountriesView()})
def list_countries(*, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """List the countries and regimes that something is known about."""
    after = place_after(query, actor)
    known = [each for each in stored_profiles(japan_date(at)) if after is None or each.entry.ref > after[0]]
    page = known[: query["limit"]]
    last = [page[-1].entry.ref] if len(known) > len(page) else None
    return Reply({"items": [_shown(each) for each in page], "next": next_page(last, actor)})


@blueprint.door("GET", "/countries/<slug>", action="read_registers", answers={200: CountryDetailView()})
def read_country(slug: str, *, actor: Actor, at: datetime) -> Reply:
    """Read all that is known about a country or regime, with its sources and versions."""
    del actor
    known = stored_profile(slug, japan_date(at))
    if known is None:
        raise NotFound(_NO_PROFILE)
    history = revisions(CountryProfileVersion, known.entry.id)
    return Reply({**_shown(known), "facts": facts_of(known.version.id), "history": history})


def _shown(known: StoredProfile) -> dict[str, Any]:
    profile, version = known.profile, known.version
    return {
        "id": profile.id,
        "slug": profile.slug,
        "alpha_2": profile.alpha_2,
        "name": profile.name,
        "ppc_status": profile.ppc_status.value,
        "confidence": version.confidence,
        "checked_on": version.checked_on,
        "origin": version.origin,
        "version_no": version.version_no,
        "digest": version.digest,
    }
