"""Test the job process: duties are done at the start and at their hours, one that fails does not stop the others."""

from __future__ import annotations

import os
import signal
from contextlib import nullcontext
from typing import TYPE_CHECKING

import pytest

from transfer_log.jobs import QUEUE_FILE, Duty, keep_duties, open_queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from transfer_log.config import Settings


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Put back the handlers that a job process sets."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def told_to_stop(_at: datetime) -> None:
    """Do what `transfer-log serve` does to its job process at the end."""
    os.kill(os.getpid(), signal.SIGTERM)


def work_until_told_to_stop(settings: Settings, *duties: Callable[[datetime], object]) -> None:
    works = [*duties, told_to_stop]
    never = "59"
    keep_duties(
        settings, [Duty(f"duty {place}", work, never, never[:1]) for place, work in enumerate(works)], nullcontext
    )


@pytest.mark.engine
def test_duties_are_done_at_the_start_and_the_process_stops_when_told(settings: Settings) -> None:
    done: list[datetime] = []
    work_until_told_to_stop(settings, done.append)
    assert [at.utcoffset().total_seconds() for at in done] == [0]


def test_a_duty_that_fails_does_not_keep_the_others_from_being_done(settings: Settings) -> None:
    done: list[datetime] = []

    def fail(_at: datetime) -> None:
        raise RuntimeError("nothing works today")

    work_until_told_to_stop(settings, fail, done.append)
    assert len(done) == 1


def test_a_duty_runs_in_the_context_it_is_given(settings: Settings) -> None:
    seen: list[str] = []

    class Context:
        def __enter__(self) -> None:
            seen.append("in")

        def __exit__(self, *_exception: object) -> None:
            seen.append("out")

    keep_duties(settings, [Duty("stop", told_to_stop, "0", "0")], Context)
    assert seen == ["in", "out"]


def test_the_queue_of_the_embedded_engine_lies_in_the_data_folder(settings: Settings) -> None:
    work_until_told_to_stop(settings)
    assert (settings.data_dir / QUEUE_FILE).is_file()


def test_what_a_killed_process_left_in_the_queue_does_not_run_twice(settings: Settings) -> None:
    done: list[datetime] = []
    with open_queue(settings) as queue:
        queue.enqueue(queue.task(name="duty 0")(done.append).s("left behind"))
    work_until_told_to_stop(settings, done.append)
    assert len(done) == 1
