"""Set up an installation: schema, constants, the first operator and its administrator, and what the package ships.

Each part is made only where it is not there yet, so that setting up again changes nothing, and setting up after an
update adds what the new version ships.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log import migrate
from transfer_log.accounts.actor import Actor
from transfer_log.accounts.console import service_actor
from transfer_log.accounts.operations import UserDraft, add_user
from transfer_log.accounts.policy import SERVICE
from transfer_log.config import resource
from transfer_log.countries.operations import sync_profiles
from transfer_log.countries.profiles import load_profiles
from transfer_log.db import NIL_ID, db, instant_text, transaction
from transfer_log.errors import Text
from transfer_log.items.operations import add_catalogue
from transfer_log.organisation.operations import OperatorDraft, PolicyDraft, save_operators, save_policies
from transfer_log.organisation.queries import OperatorBook, PolicyBook
from transfer_log.organisation.rules import MAIN_POLICY, MAIN_POLICY_TITLE, SINCE_THE_ACT
from transfer_log.register_saving import accepted
from transfer_log.situations.operations import add_ready_made
from transfer_log.trail.models import Installation

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from transfer_log.register_saving import Saved

FIRST_OPERATOR: Final = "main"
#: In force until the company enters the version it has published, whatever the day of that one is.
FIRST_LABEL: Final = "initial"
_FIRST_NOTE: Final = Text(
    "設定のときに仮に作られた版です。公表している方針の版と日付を登録してください。",
    "Made at set-up to begin with. Enter the version of the policy that you have published, and its date.",
)
_LOG_ID_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOperator:
    """Say who runs the installation, and who signs in first. The password is kept as a hash only."""

    name: str
    admin_email: str
    admin_password: str
    ref: str = FIRST_OPERATOR


def initialise(first: FirstOperator, *, at: datetime) -> bool:
    """Set the installation up and return whether it was new; an operator that is there already stays as it is.

    Needs an application context and no open transaction: migrations run in their own.

    :raises RuleViolation: when name, e-mail address or password will not do; then only schema and constants have been made.
    """
    migrate.upgrade(db.engine)
    with transaction():
        make_constants(at=at)
    with transaction():
        is_new = len(OperatorBook.load()) == 0
        if is_new:
            nobody = Actor(NIL_ID, NIL_ID, SERVICE, None, "")
            draft = OperatorDraft(ref=first.ref, name=first.name)
            [operator] = accepted(save_operators([draft], actor=nobody, at=at))
            administrator = UserDraft(email=first.admin_email, role="administrator", password=first.admin_password)
            add_user(administrator, actor=service_actor(operator.id, at=at), at=at)
        add_shipped(at=at)
    return is_new


def add_operator(draft: OperatorDraft, *, actor: Actor, at: datetime) -> Saved:
    """Add another operator of the group, with a policy to begin with and the ready-made situations.

    :raises RuleViolation: with every problem of the draft.
    """
    [saved] = accepted(save_operators([draft], actor=actor, at=at))
    _furnish(saved.id, at=at)
    return saved


def upgrade(*, at: datetime) -> None:
    """Bring the schema, and what the package ships, to this version; an installation without an operator gets the schema.

    Needs an application context and no open transaction.
    """
    migrate.upgrade(db.engine)
    with transaction():
        if len(OperatorBook.load()):
            add_shipped(at=at)


def add_shipped(*, at: datetime) -> None:
    """Add what this version ships and the database lacks: data items, country profiles, situations of every operator."""
    operators = list(OperatorBook.load())
    actor = service_actor(operators[0].id, at=at)
    add_catalogue(actor=actor, at=at)
    sync_profiles(load_profiles(resource("country_profiles")), actor=actor, at=at)
    for operator in operators:
        _furnish(operator.id, at=at)


def make_constants(*, at: datetime) -> None:
    """Fix the constants of the installation, once: the id of its log, which stands in every leaf, and its first instant."""
    known = set(db.session.scalars(select(Installation.name)))
    constants = {"log_id": secrets.token_hex(_LOG_ID_BYTES), "made_at": instant_text(at)}
    db.session.add_all(Installation(name=name, value=value) for name, value in constants.items() if name not in known)
    db.session.flush()  # the first act of the installation already needs the id of the log


def _furnish(operator_id: UUID, *, at: datetime) -> None:
    actor = service_actor(operator_id, at=at)
    if len(PolicyBook.load(operator_id)) == 0:
        policy = PolicyDraft(
            ref=MAIN_POLICY,
            label=FIRST_LABEL,
            title=MAIN_POLICY_TITLE,
            valid_from=SINCE_THE_ACT,
            note=f"{_FIRST_NOTE.ja}\n{_FIRST_NOTE.en}",
        )
        accepted(save_policies([policy], actor=actor, at=at))
    add_ready_made(actor=actor, at=at)
