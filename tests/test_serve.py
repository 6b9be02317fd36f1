"""Test the server as processes: they start together, stop together, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from transfer_log.errors import RuleViolation
from transfer_log.serve import address_of, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transfer_log.config import Settings

PROGRAM: Final = """
import os, sys
from transfer_log.config import read_settings
from transfer_log.serve import serve

serve(read_settings(os.environ), host="127.0.0.1", port=int(sys.argv[1]), workers=2, with_jobs=sys.argv[2] == "jobs")
"""
PATIENCE_SECONDS: Final = 60


@dataclass(frozen=True)
class Running:
    """Be a server that answers."""

    process: subprocess.Popen[bytes]
    url: str

    def children(self) -> set[int]:
        """Return the ids of the processes that the parent started and that still run."""
        return {pid for pid, parent in _processes().items() if parent == self.process.pid}

    def jobs(self) -> set[int]:
        """Return the ids of the job processes."""
        return {pid for pid in self.children() if "spawn_main" in _command_of(pid)}

    def workers(self) -> set[int]:
        """Return the ids of the web workers, which are forks of the parent."""
        return {pid for pid in self.children() if _command_of(pid) == _command_of(self.process.pid)}

    def stop(self, how: signal.Signals) -> int:
        """Send a signal to the parent and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


@pytest.fixture
def started(settings: Settings) -> Iterator[Running]:
    """Start a server with two web workers and a job process."""
    with _server(settings, "jobs") as running:
        yield running


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda how: how.name)
def test_all_processes_stop_when_the_parent_is_told_to(started: Running, how: signal.Signals) -> None:
    children = started.children()
    assert started.stop(how) == 0
    _wait_until(lambda: not children & _processes().keys())


def test_nothing_is_left_when_the_parent_is_killed(started: Running) -> None:
    children = started.children()
    started.stop(signal.SIGKILL)
    _wait_until(lambda: not children & _processes().keys())


def test_a_job_process_that_dies_is_started_again(started: Running) -> None:
    (job,) = started.jobs()
    os.kill(job, signal.SIGKILL)
    _wait_until(lambda: len(started.jobs() - {job}) == 1)


def test_a_web_worker_that_dies_is_started_again(started: Running) -> None:
    workers = started.workers()
    assert len(workers) == 2
    os.kill(min(workers), signal.SIGKILL)
    _wait_until(lambda: len(started.workers() - {min(workers)}) == 2)


def test_the_job_process_can_run_elsewhere(settings: Settings) -> None:
    with _server(settings, "no jobs") as running:
        assert not running.jobs()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "log.example.jp"])  # noqa: S104 refused is the fact
def test_plain_http_is_not_shown_to_a_network(settings: Settings, host: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        serve(settings, host=host, port=0, workers=1, with_jobs=False)
    assert [problem.field for problem in refused.value.problems] == ["--host"]


def test_behind_a_proxy_any_address_may_be_listened_to(settings: Settings) -> None:
    # The port is in use, which is looked at only when the address is allowed.
    with _listening("0.0.0.0") as port, pytest.raises(RuleViolation) as refused:  # noqa: S104 what is tested
        serve(replace(settings, trusted_proxies=1), host="0.0.0.0", port=port, workers=1, with_jobs=False)  # noqa: S104
    assert [problem.field for problem in refused.value.problems] == ["--port"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_this_machine_alone_may_always_be_listened_to(settings: Settings, host: str) -> None:
    with _listening(host) as port, pytest.raises(RuleViolation) as refused:
        serve(settings, host=host, port=port, workers=1, with_jobs=False)
    assert [problem.field for problem in refused.value.problems] == ["--port"]


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "http://127.0.0.1:8123"), ("localhost", "http://localhost:8123"), ("::1", "http://[::1]:8123")],
)
def test_it_says_where_it_listens(settings: Settings, host: str, said: str) -> None:
    assert address_of(settings, host, 8123) == said


def test_behind_a_proxy_it_says_where_the_proxy_is(settings: Settings) -> None:
    there = replace(settings, trusted_proxies=1, base_url="https://log.example.jp")
    assert address_of(there, "127.0.0.1", 8123) == "https://log.example.jp"


def test_serving_without_a_secret_is_refused(settings: Settings) -> None:
    with pytest.raises(RuleViolation) as refused:
        serve(replace(settings, secret_key=None), host="127.0.0.1", port=0, workers=1, with_jobs=False)
    assert [problem.field for problem in refused.value.problems] == ["TRANSFER_LOG_SECRET_KEY"]


@contextmanager
def _listening(host: str) -> Iterator[int]:
    with closing(socket.create_server((host, 0))) as listener:
        yield listener.getsockname()[1]


@contextmanager
def _server(settings: Settings, jobs: str) -> Iterator[Running]:
    with _listening("127.0.0.1") as port:
        pass
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "TRANSFER_LOG_DATA_DIR": str(settings.data_dir),
        "TRANSFER_LOG_SECRET_KEY": str(settings.secret_key),
        "TRANSFER_LOG_BASE_URL": url,
    }
    command = [sys.executable, "-c", PROGRAM, str(port), jobs]
    with subprocess.Popen(command, env=environment, cwd=settings.data_dir, start_new_session=True) as process:
        running = Running(process, url)
        try:
            _wait_until(lambda: _answers(running))
            yield running
        finally:
            process.terminate()


def _answers(running: Running) -> bool:
    assert running.process.poll() is None, "the server ended by itself"
    try:
        with urlopen(f"{running.url}/healthz"):  # noqa: S310 our own address
            return True
    except URLError:
        return False


def _wait_until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _processes() -> dict[int, int]:
    """Return pid -> parent pid of everything that runs on this machine and has not ended."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue  # it ended while we looked
        if state != "Z":
            found[int(path.parent.name)] = int(parent)
    return found


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
