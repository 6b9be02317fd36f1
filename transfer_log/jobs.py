"""Do at its hours what nobody waits for: one job process beside the web workers, with huey as its queue.

A duty is idempotent: it looks at what there is to do and does it, so doing it twice, or late, is the same as doing it
once. The queue lies in a SQLite file of its own in the data folder, or in the same PostgreSQL as the ledger.
"""

from __future__ import annotations

from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import psycopg
from huey import PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from transfer_log.db import utc_now
from transfer_log.security_log import log_event, log_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from huey import Huey

    from transfer_log.config import Settings

QUEUE_NAME: Final = "transfer_log"
QUEUE_FILE: Final = "jobs.sqlite"


@dataclass(frozen=True, slots=True)
class Duty:
    """Be something that has to be done again and again, at these minutes and hours (UTC, in the words of cron).

    `work` takes the present instant (aware UTC) and does all that is due by then.
    """

    name: str
    work: Callable[[datetime], object]
    minute: str
    hour: str = "*"


@contextmanager
def open_queue(settings: Settings) -> Iterator[Huey]:
    """Give the queue of this installation; its file or its tables are made when they are not there."""
    if settings.is_embedded:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        queue = SqliteHuey(QUEUE_NAME, filename=str(settings.data_dir / QUEUE_FILE), fsync=True)
        with closing(queue.storage):
            yield queue
    else:
        # huey opens one connection a thread and leaves closing them to chance: here they are closed at the end.
        address = settings.database_url.set(drivername="postgresql").render_as_string(hide_password=False)
        with ExitStack() as opened:
            yield PostgresHuey(QUEUE_NAME, connection=lambda: opened.enter_context(closing(psycopg.connect(address))))


def keep_duties(
    settings: Settings,
    duties: Sequence[Duty],
    context: Callable[[], AbstractContextManager[object]],
) -> None:
    """Do the duties at their hours until this process is told to stop (SIGTERM or SIGINT); work begun is finished.

    All of them are done once at the start, for the hours when nothing ran. `context` gives what a duty needs around it,
    such as the application's database session. A duty that fails is logged, and comes again at its next hour.
    """
    with open_queue(settings) as queue:
        queue.flush()  # what an earlier process left undone is done now anyway
        for duty in duties:
            register = queue.periodic_task(crontab(minute=duty.minute, hour=duty.hour), name=duty.name)
            queue.enqueue(register(partial(_do, duty, context)).s())
        Consumer(queue, workers=1, max_delay=1.0, graceful_signal="TERM").run()


def _do(duty: Duty, context: Callable[[], AbstractContextManager[object]]) -> None:
    try:
        with context():
            duty.work(utc_now())
    except Exception as error:  # noqa: BLE001 one duty that fails must not end the others
        log_failure("duty_failed", error, duty=duty.name)
    else:
        log_event("duty_done", duty=duty.name)
