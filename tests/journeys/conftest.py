"""Start the product as people do, with the demo's data, for a real browser to drive."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from journeys.examples import Examples, add_examples
from journeys.visitor import Visitor, visiting
from playwright.sync_api import sync_playwright

from transfer_log.config import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS_TO_START: Final = 60


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the settings of an installation with demo data, on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        **os.environ,
        "TRANSFER_LOG_DATA_DIR": str(tmp_path_factory.mktemp("journeys")),
        "TRANSFER_LOG_BASE_URL": f"http://127.0.0.1:{port}",
    }
    subprocess.run([*_command(), "demo", "--people", "80", "--provisions", "600"], env=settings, check=True)
    return settings


@pytest.fixture(scope="session")
def examples(environment: dict[str, str]) -> Examples:
    """Return something of each kind that the demo holds, for pages that show one of them."""
    return add_examples(read_settings(environment))


@pytest.fixture(scope="session")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the installation and return its address."""
    url = environment["TRANSFER_LOG_BASE_URL"]
    serving = [*_command(), "serve", "--port", url.rpartition(":")[2], "--workers", "1", "--no-jobs"]
    log = tmp_path_factory.mktemp("serve") / "log"
    with log.open("wb") as said, subprocess.Popen(serving, env=environment, stderr=said) as server:
        try:
            _wait(url, server, log)
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(SECONDS_TO_START)


def _command() -> list[str]:
    return [sys.executable, "-m", "transfer_log.cli"]


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        assert server.poll() is None, log.read_text(encoding="utf-8")
        try:
            with urlopen(f"{url}/readyz", timeout=2):  # noqa: S310 our own server
                return
        except (URLError, OSError):
            assert time.monotonic() < deadline, "the server did not become ready"
            time.sleep(0.2)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return one browser for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Return a visitor in the language and width of the test."""
    language, _, width = request.param.partition("-")
    with visiting(chromium, address, language, width) as made:
        yield made


@pytest.fixture
def plain_visitor(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Return a visitor whose browser runs no scripts."""
    language, _, width = request.param.partition("-")
    with visiting(chromium, address, language, width, with_script=False) as made:
        yield made
