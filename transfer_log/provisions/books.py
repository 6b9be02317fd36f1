"""Load what a batch of drafts refers to, in a handful of queries whatever its size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from transfer_log.accounts.models import User
from transfer_log.countries.models import CountryProfileVersion
from transfer_log.countries.queries import ProfileBook
from transfer_log.db import db
from transfer_log.items.models import DataItemVersion
from transfer_log.items.queries import ItemBook
from transfer_log.organisation.models import DepartmentVersion, OperatorVersion, PolicyVersion, PurposeVersion
from transfer_log.organisation.queries import (
    DepartmentBook,
    OperatorBook,
    OperatorSnapshot,
    PolicyBook,
    PolicySnapshot,
    PurposeBook,
)
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.models import SituationVersion
from transfer_log.situations.queries import SituationBook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.engine import Engine

    from transfer_log.accounts.actor import Actor
    from transfer_log.provisions.drafts import ProvisionDraft

_SMALL: Final = (
    OperatorVersion,
    DepartmentVersion,
    PolicyVersion,
    PurposeVersion,
    SituationVersion,
    DataItemVersion,
    CountryProfileVersion,
)


@dataclass(frozen=True, slots=True)
class SmallBooks:
    """Hold the registers of an operator that are small and change rarely."""

    operators: OperatorBook
    departments: DepartmentBook
    policies: PolicyBook
    purposes: PurposeBook
    situations: SituationBook
    items: ItemBook
    profiles: ProfileBook

    @classmethod
    def load(cls, operator_id: UUID) -> SmallBooks:
        """Read them all."""
        return cls(
            OperatorBook.load(),
            DepartmentBook.load(operator_id),
            PolicyBook.load(operator_id),
            PurposeBook.load(operator_id),
            SituationBook.load(operator_id),
            ItemBook.load(),
            ProfileBook.load(),
        )

    def policy_version(self, version_id: UUID | None) -> PolicySnapshot | None:
        """Return the policy version of this id, None for none."""
        versions = (version for entry in self.policies for version in entry.versions)
        return next((version for version in versions if version.id == version_id), None)

    def main_policy(self, on: date) -> PolicySnapshot | None:
        """Return the policy that goes before the others on a day, None where none was in force."""
        in_force = [version for _, version in self.policies.offered(on)]
        return max(in_force, key=lambda version: version.precedence, default=None)

    def operator_on(self, operator_id: UUID, on: date) -> OperatorSnapshot:
        """Return the operator as it was on a day."""
        return self.operators.by_id[operator_id].nearest(on)


_STAMP: Final = select(
    *(select(func.count()).select_from(model).scalar_subquery() for model in _SMALL),
    *(select(model.id).order_by(model.id.desc()).limit(1).scalar_subquery() for model in _SMALL),
)
_cache: WeakKeyDictionary[Engine, dict[UUID, tuple[tuple[object, ...], SmallBooks]]] = WeakKeyDictionary()


def small_books(operator_id: UUID) -> SmallBooks:
    """Return the small registers, read again only when one of them has changed.

    Register versions are only ever added: their count and newest id tell whether what is held still stands, also where
    a transaction that added some was taken back. One cheap query instead of seven.
    """
    stamp = tuple(db.session.connection().execute(_STAMP).one())
    known = _cache.setdefault(db.engine, {})
    held = known.get(operator_id)
    if held is None or held[0] != stamp:
        held = known[operator_id] = (stamp, SmallBooks.load(operator_id))
    return held[1]


@dataclass(frozen=True, slots=True)
class Books:
    """Hold what the drafts of one batch refer to; `people` maps a number to a person, `users` an e-mail to a user."""

    small: SmallBooks
    recipients: RecipientBook
    users: dict[str, UUID]

    @classmethod
    def load(cls, drafts: Sequence[ProvisionDraft], actor: Actor) -> Books:
        """Read the registers for these drafts."""
        refs = {draft.recipient_ref for draft in drafts if draft.recipient_ref}
        return cls(
            small_books(actor.operator_id),
            RecipientBook.load(actor.operator_id, refs),
            _users({draft.decided_by.lower() for draft in drafts if draft.decided_by}, actor),
        )


def _users(emails: set[str], actor: Actor) -> dict[str, UUID]:
    if not emails:
        return {}
    query = select(User.email, User.id).where(User.operator_id == actor.operator_id, User.email.in_(emails))
    return {str(email): user_id for email, user_id in db.session.execute(query)}
