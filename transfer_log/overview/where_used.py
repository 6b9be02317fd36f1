"""Say where an entry of a register is used: in provisions, consents, situations and other registers.

Registers stand below what uses them, so their pages ask through a look-up that `app.py` wires to `where_used`.
Counts stay cheap on a ledger of millions: those of a recipient stop at 10,000, those without an index look at the last
10,000 provisions and say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import url_for
from sqlalchemy import func, select

from transfer_log.accounts.models import User
from transfer_log.accounts.policy import can, reach_of
from transfer_log.db import db, utc_now
from transfer_log.errors import Text
from transfer_log.findings.models import FindingGroup
from transfer_log.items.models import ItemSetMember
from transfer_log.law import japan_date
from transfer_log.organisation.queries import PurposeBook
from transfer_log.provisions.models import Provision
from transfer_log.provisions.queries import COUNT_CAP, LedgerFilter, ledger_count
from transfer_log.recipients.listing import counts_by_profile
from transfer_log.recipients.queries import RecipientBook, joined_ids
from transfer_log.register_pages import LatestUse, Use, Uses
from transfer_log.situations.models import SituationVersion
from transfer_log.situations.queries import SituationBook
from transfer_log.subjects.models import Consent, ConsentTextVersion, ScopeMember

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.book import BookEntry

    Look = Callable[[Actor, BookEntry[Any]], Uses]

LATEST: Final = 5
PROVISIONS: Final = Text("提供の記録", "provisions")
_OF_THE_LAST: Final = Text(f"提供の記録（直近 {COUNT_CAP:,} 件のうち）", f"provisions (of the last {COUNT_CAP:,})")
_SITUATIONS: Final = Text("提供場面", "situations")
_PURPOSES: Final = Text("利用目的", "purposes")
_RECIPIENTS: Final = Text("提供先", "recipients")
_CONSENTS: Final = Text("同意", "consents")
_CONSENTS_NAMING: Final = Text("範囲に挙げている同意", "consents that name it")
_NO_SITUATION: Final = Text("（場面の指定なし）", "(no situation stated)")
_USERS: Final = Text("利用者", "users")
_FINDINGS: Final = Text("指摘", "findings")


def where_used(actor: Actor, register: str, entry: BookEntry[Any]) -> Uses:
    """Return where an entry of a register is used, as far as the actor may know."""
    return _LOOKS[register](actor, entry)


def _recipient(actor: Actor, entry: BookEntry[Any]) -> Uses:
    counts = []
    latest: tuple[LatestUse, ...] = ()
    ids = joined_ids(actor.operator_id, entry.id)
    if can(actor, "read_provisions"):
        refs = [known.ref for known in RecipientBook.load_ids(actor.operator_id, ids)]
        count = sum(_ledger_count(actor, recipient=ref) for ref in refs)
        # The ledger shows one entry at a time; rows of a joined double are reached from that one's page.
        counts.append(Use(PROVISIONS, _capped(count), url_for("ledger.index", recipient=entry.ref)))
        latest = tuple(_latest(actor, ids))
    if can(actor, "read_findings"):
        query = select(func.count()).select_from(FindingGroup).where(FindingGroup.recipient_id.in_(ids))
        groups = db.session.scalar(query.where(FindingGroup.operator_id == actor.operator_id)) or 0
        if groups:
            counts.append(Use(_FINDINGS, groups, url_for("findings.index", recipient=entry.ref)))
    named = _members("recipient", str(entry.id))
    if named:
        counts.append(Use(_CONSENTS_NAMING, named))
    return Uses(tuple(counts), latest)


def _latest(actor: Actor, recipient_ids: frozenset[UUID]) -> Iterator[LatestUse]:
    reach = reach_of(actor, "read_provisions")
    query = select(Provision.provided_on, Provision.subject_id, Provision.id, Provision.situation_version_id)
    query = query.where(Provision.operator_id == actor.operator_id, Provision.recipient_id.in_(recipient_ids))
    if reach.department_id is not None:
        query = query.where(Provision.department_id == reach.department_id)
    rows = list(db.session.execute(query.order_by(Provision.provided_on.desc(), Provision.id.desc()).limit(LATEST)))
    version = SituationVersion
    ids = {row.situation_version_id for row in rows if row.situation_version_id}
    named = {
        row.id: Text(row.name_ja, row.name_en)
        for row in db.session.execute(select(version.id, version.name_ja, version.name_en).where(version.id.in_(ids)))
    }
    for day, subject_id, provision_id, situation in rows:
        url = url_for("provision.show", subject_id=subject_id, provision_id=provision_id)
        yield LatestUse(day, named.get(situation, _NO_SITUATION), url)


def _situation(actor: Actor, entry: BookEntry[Any]) -> Uses:
    if not can(actor, "read_provisions"):
        return Uses()
    ids = [version.id for version in entry.versions]
    return Uses(
        (_recent(actor, Provision.situation_version_id.in_(ids), url_for("ledger.index", situation=entry.ref)),)
    )


def _purpose(actor: Actor, entry: BookEntry[Any]) -> Uses:
    counts = []
    using = [ref for ref, version in _situations(actor) if version.purpose_id == entry.id]
    if using:
        counts.append(Use(_SITUATIONS, len(using), url_for("situations.index", purpose=entry.ref)))
    if can(actor, "read_provisions"):
        ids = [version.id for version in entry.versions]
        counts.append(_recent(actor, Provision.purpose_version_id.in_(ids)))
    if named := _members("purpose", str(entry.id)):
        counts.append(Use(_CONSENTS_NAMING, named))
    return Uses(tuple(counts))


def _policy(actor: Actor, entry: BookEntry[Any]) -> Uses:
    ids = {version.id for version in entry.versions}
    standing = sum(
        version.policy_version_id in ids for _, version in PurposeBook.load(actor.operator_id).offered(_today())
    )
    counts = [Use(_PURPOSES, standing, url_for("purposes.index"))]
    if can(actor, "read_provisions"):
        counts.append(_recent(actor, Provision.policy_version_id.in_(sorted(ids))))
    return Uses(tuple(counts))


def _department(actor: Actor, entry: BookEntry[Any]) -> Uses:
    users = select(func.count()).select_from(User).where(User.department_id == entry.id, User.is_active)
    counts = [Use(_USERS, db.session.scalar(users) or 0)]
    if can(actor, "read_provisions"):
        counts.append(_recent(actor, Provision.department_id == entry.id))
    return Uses(tuple(counts))


def _item(actor: Actor, entry: BookEntry[Any]) -> Uses:
    using = [
        ref
        for ref, version in _situations(actor)
        if entry.ref in (*version.usual_items, *version.allowed_items, *version.substitutions)
    ]
    counts = [Use(_SITUATIONS, len(using), url_for("situations.index", item=entry.ref))] if using else []
    if can(actor, "read_provisions"):
        sets = select(ItemSetMember.digest).where(ItemSetMember.item == entry.ref)
        counts.append(_recent(actor, Provision.item_set_digest.in_(sets)))
    return Uses(tuple(counts))


def _consent_text(actor: Actor, entry: BookEntry[Any]) -> Uses:
    version = ConsentTextVersion
    query = (
        select(func.count())
        .select_from(Consent)
        .join(version, version.id == Consent.consent_text_version_id)
        .where(version.head_id == entry.id, Consent.operator_id == actor.operator_id, Consent.replaces_id.is_(None))
    )
    return Uses((Use(_CONSENTS, db.session.scalar(query) or 0),))


def _country(actor: Actor, entry: BookEntry[Any]) -> Uses:
    code = entry.versions[-1].alpha_2
    there = counts_by_profile(actor.operator_id, on=_today())[entry.ref]
    counts = [Use(_RECIPIENTS, there, url_for("recipients.index", country=code))]
    if can(actor, "read_provisions"):
        counts.append(_recent(actor, Provision.country == code, url_for("ledger.index", country=code)))
    return Uses(tuple(counts))


_LOOKS: Final[dict[str, Look]] = {
    "recipients": _recipient,
    "situations": _situation,
    "purposes": _purpose,
    "policies": _policy,
    "departments": _department,
    "items": _item,
    "consent_texts": _consent_text,
    "countries": _country,
}


def _today() -> date:
    return japan_date(utc_now())


def _capped(count: int) -> int | str:
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else count


def _ledger_count(actor: Actor, *, recipient: str) -> int:
    reach = reach_of(actor, "read_provisions")
    chosen = LedgerFilter(recipient=recipient, department_id=reach.department_id)
    return ledger_count(actor.operator_id, chosen)


def _recent(actor: Actor, condition: Any, url: str | None = None) -> Use:  # noqa: ANN401 a SQL condition
    """Count the last 10,000 provisions that the condition chooses; a ledger no longer than that is counted whole."""
    reach = reach_of(actor, "read_provisions")
    own = select(Provision.id, condition.label("is_chosen")).where(Provision.operator_id == actor.operator_id)
    if reach.department_id is not None:
        own = own.where(Provision.department_id == reach.department_id)
    last = own.order_by(Provision.provided_on.desc(), Provision.id.desc()).limit(COUNT_CAP).subquery()
    total = select(func.count()).select_from(last)
    seen, chosen = db.session.execute(
        select(total.scalar_subquery(), total.where(last.c.is_chosen).scalar_subquery())
    ).one()
    return Use(PROVISIONS if seen < COUNT_CAP else _OF_THE_LAST, chosen, url)


def _members(dimension: str, value: str) -> int:
    """Return how many consents name a value in their scope."""
    scopes = select(ScopeMember.digest).where(ScopeMember.dimension == dimension, ScopeMember.value == value)
    query = select(func.count()).select_from(Consent)
    return db.session.scalar(query.where(Consent.scope_digest.in_(scopes), Consent.replaces_id.is_(None))) or 0


def _situations(actor: Actor) -> Iterator[tuple[str, Any]]:
    for entry, version in SituationBook.load(actor.operator_id).offered(_today()):
        yield entry.ref, version
