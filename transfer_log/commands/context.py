"""Open what a command needs: the database, the operator it is about, and in whose name it acts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transfer_log import migrate
from transfer_log.accounts.console import actor_for_email, service_actor
from transfer_log.app import database_app
from transfer_log.db import db, utc_now
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.organisation.queries import OperatorBook

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings


@dataclass(frozen=True, slots=True)
class Acting:
    """Say in whose name a command acts, and when it began."""

    actor: Actor
    at: datetime


@contextmanager
def database(settings: Settings) -> Iterator[None]:
    """Open the database for a command and close it behind it."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with database_app(settings).app_context():
        try:
            yield
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@contextmanager
def acting(chosen: Namespace, settings: Settings) -> Iterator[Acting]:
    """Open the database and find the operator (`--operator`, default: the only one) and the user (`--as`).

    :raises RuleViolation: when the database is not ready, or it is not said which of several operators is meant.
    """
    with database(settings):
        check_ready()
        operator = _operator(chosen.operator)
        at = utc_now()
        email = chosen.as_email
        actor = actor_for_email(email, operator, at=at) if email else service_actor(operator, at=at)
        yield Acting(actor, at)


def check_ready() -> None:
    """Refuse to go on with a database that is empty or of another version.

    :raises RuleViolation: saying what to run first.
    """
    if not migrate.is_current(db.engine):
        raise RuleViolation([_not_ready()])


def _not_ready() -> Problem:
    return Problem(
        None,
        Text(
            "データベースの準備ができていません。先に transfer-log init（更新後は transfer-log db upgrade）を実行してください。",
            "The database is not ready. Run `transfer-log init` first (after an update: `transfer-log db upgrade`).",
        ),
    )


def _operator(ref: str | None) -> UUID:
    book = OperatorBook.load()
    refs = tuple(sorted(book.by_ref))
    if not refs:
        raise RuleViolation([_not_ready()])
    if ref is None and len(refs) == 1:
        return book.by_ref[refs[0]].id
    if ref is not None and ref in book.by_ref:
        return book.by_ref[ref].id
    text = (
        Text(
            "事業者が複数あります。--operator で選んでください。",
            "There are several operators. Choose one with --operator.",
        )
        if ref is None
        else Text("このコードの事業者はありません。", "There is no operator of this code.")
    )
    raise RuleViolation([Problem("--operator", text, ref, refs)])
