"""Know what the job process does by itself, and when: bind the access log into the evidence, forget what has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transfer_log.accounts.access_log import seal_finished_hours
from transfer_log.accounts.console import service_actor
from transfer_log.accounts.lockout import forget_old_attempts
from transfer_log.accounts.sessions import forget_old_sessions
from transfer_log.api import repeats
from transfer_log.app import database_app
from transfer_log.db import transaction
from transfer_log.jobs import Duty, keep_duties
from transfer_log.organisation.queries import OperatorBook
from transfer_log.security_log import configure_logging

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.config import Settings


def run_worker(settings: Settings) -> None:
    """Be the job process: do the duties at their hours until told to stop. Needs the database, but no secret."""
    configure_logging()
    keep_duties(settings, DUTIES, database_app(settings).app_context)


def seal_access_log(at: datetime) -> None:
    """Bind each hour of the access log that is over into an act, in the name of the service user (PPC Q&A 10-20)."""
    with transaction():
        # One access log serves the installation; before `init` there is neither an operator nor anything to bind.
        operators = list(OperatorBook.load())
        if operators:
            seal_finished_hours(actor=service_actor(operators[0].id, at=at), at=at)


def forget_what_has_run_out(at: datetime) -> None:
    """Delete sessions that nobody can use any more, old failed sign-ins, and answers to requests of 30 days ago."""
    with transaction():
        forget_old_sessions(at=at)
        forget_old_attempts(at=at)
        repeats.forget_old(at=at)


DUTIES: Final = (
    Duty("seal_access_log", seal_access_log, minute="3"),
    Duty("forget_what_has_run_out", forget_what_has_run_out, minute="33"),
)
