"""Put the country profiles of the package into the database, a new version for each that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from transfer_log.countries.models import CountryProfileHead, CountryProfileVersion
from transfer_log.countries.profiles import content
from transfer_log.db import NIL_ID, db
from transfer_log.register import Change
from transfer_log.register_saving import Saved, accepted, save_examined

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from transfer_log.accounts.actor import Actor
    from transfer_log.countries.facts import CountryProfile

PACKAGE = "package"


def sync_profiles(profiles: Mapping[str, CountryProfile], *, actor: Actor, at: datetime) -> list[Saved]:
    """Save every shipped profile whose facts differ from the last ones shipped; return what was saved.

    A version holds from the day on which its facts were checked. Versions of the company's own reviewer are left alone:
    they are compared with nothing here, and the one of the later day is in force.
    """
    last = _last_shipped()
    changes = []
    for profile in profiles.values():
        facts = content(profile)
        before = last.get(profile.id)
        if before is not None and before.facts == facts:
            continue
        # Facts checked anew must not hide behind the version they replace.
        since = profile.checked_on if before is None else max(profile.checked_on, before.valid_from)
        columns = {
            "alpha_2": profile.alpha_2,
            "origin": PACKAGE,
            "confidence": profile.confidence.value,
            "checked_on": profile.checked_on,
            "facts": facts,
        }
        changes.append(Change(profile.id, columns, since))
    return accepted(
        save_examined(CountryProfileHead, CountryProfileVersion, changes, operator_id=NIL_ID, actor=actor, at=at)
    )


def _last_shipped() -> dict[str, CountryProfileVersion]:
    query = (
        select(CountryProfileHead.ref, CountryProfileVersion)
        .join(CountryProfileVersion, CountryProfileVersion.head_id == CountryProfileHead.id)
        .where(CountryProfileVersion.origin == PACKAGE)
        .order_by(CountryProfileVersion.version_no)
    )
    return {ref: version for ref, version in db.session.execute(query)}  # noqa: C416 rows are no pairs to mypy
