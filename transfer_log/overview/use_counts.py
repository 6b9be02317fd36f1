"""Count how often the entries of a register are used, all of them in one look: the column of its list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from transfer_log.accounts.models import User
from transfer_log.accounts.policy import can, reach_of
from transfer_log.db import db, utc_now
from transfer_log.law import japan_date
from transfer_log.organisation.models import Department
from transfer_log.organisation.queries import PolicyBook, PurposeBook
from transfer_log.provisions.models import Provision
from transfer_log.provisions.queries import COUNT_CAP
from transfer_log.recipients.listing import counts_by_profile
from transfer_log.situations.models import Situation, SituationVersion
from transfer_log.situations.queries import SituationBook
from transfer_log.subjects.models import Consent, ConsentText, ConsentTextVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from transfer_log.accounts.actor import Actor

    Count = Callable[[Actor], Mapping[str, int]]


def use_counts(actor: Actor, register: str) -> Mapping[str, int]:
    """Return how often entries of a register are used, by code; what is not used is left out.

    Country notes by recipients, purposes and items by situations, policies by purposes, departments by users, consent texts
    by consents, situations by how many of the last 10,000 provisions the actor may read.
    """
    return _COUNTS[register](actor)


def _countries(actor: Actor) -> Mapping[str, int]:
    return counts_by_profile(actor.operator_id, on=_today())


def _situations(actor: Actor) -> Mapping[str, int]:
    if not can(actor, "read_provisions"):
        return {}
    reach = reach_of(actor, "read_provisions")
    own = select(Provision.situation_version_id).where(Provision.operator_id == actor.operator_id)
    if reach.department_id is not None:
        own = own.where(Provision.department_id == reach.department_id)
    last = own.order_by(Provision.provided_on.desc(), Provision.id.desc()).limit(COUNT_CAP).subquery()
    query = (
        select(Situation.ref, func.count())
        .select_from(last)
        .join(SituationVersion, SituationVersion.id == last.c.situation_version_id)
        .join(Situation, Situation.id == SituationVersion.head_id)
        .group_by(Situation.ref)
    )
    return {ref: count for ref, count in db.session.execute(query)}  # noqa: C416 rows are no pairs to mypy


def _purposes(actor: Actor) -> Mapping[str, int]:
    refs = {entry.id: entry.ref for entry in PurposeBook.load(actor.operator_id)}
    standing = SituationBook.load(actor.operator_id).offered(_today())
    return Counter(refs[version.purpose_id] for _, version in standing if version.purpose_id in refs)


def _policies(actor: Actor) -> Mapping[str, int]:
    refs = {version.id: entry.ref for entry in PolicyBook.load(actor.operator_id) for version in entry.versions}
    standing = PurposeBook.load(actor.operator_id).offered(_today())
    return Counter(refs[version.policy_version_id] for _, version in standing if version.policy_version_id in refs)


def _departments(actor: Actor) -> Mapping[str, int]:
    query = (
        select(Department.ref, func.count())
        .join(User, User.department_id == Department.id)
        .where(Department.operator_id == actor.operator_id, User.is_active)
        .group_by(Department.ref)
    )
    return {ref: count for ref, count in db.session.execute(query)}  # noqa: C416 rows are no pairs to mypy


def _items(actor: Actor) -> Mapping[str, int]:
    standing = SituationBook.load(actor.operator_id).offered(_today())
    named = ({*one.usual_items, *one.allowed_items, *one.substitutions} for _, one in standing)
    return Counter(code for codes in named for code in codes)


def _consent_texts(actor: Actor) -> Mapping[str, int]:
    query = (
        select(ConsentText.ref, func.count())
        .select_from(Consent)
        .join(ConsentTextVersion, ConsentTextVersion.id == Consent.consent_text_version_id)
        .join(ConsentText, ConsentText.id == ConsentTextVersion.head_id)
        .where(Consent.operator_id == actor.operator_id, Consent.replaces_id.is_(None))
        .group_by(ConsentText.ref)
    )
    return {ref: count for ref, count in db.session.execute(query)}  # noqa: C416 rows are no pairs to mypy


def _today() -> date:
    return japan_date(utc_now())


_COUNTS: Final[dict[str, Count]] = {
    "countries": _countries,
    "situations": _situations,
    "purposes": _purposes,
    "policies": _policies,
    "departments": _departments,
    "items": _items,
    "consent_texts": _consent_texts,
}
