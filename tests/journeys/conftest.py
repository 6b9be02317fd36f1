"""Start the product as people do, with the demo's data, and drive it in a real browser."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import sync_playwright

from transfer_log.config import resource
from transfer_log.demo.load import PASSWORD
from transfer_log.i18n import load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

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
WIDTHS: Final = {"desktop": 1280, "phone": 375}
AXE: Final = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo on a free port of this machine and return its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "TRANSFER_LOG_DATA_DIR": str(tmp_path_factory.mktemp("journeys")),
        "TRANSFER_LOG_BASE_URL": url,
    }
    command = [sys.executable, "-m", "transfer_log.cli"]
    subprocess.run([*command, "demo", "--people", "80", "--provisions", "600"], env=environment, check=True)
    serving = [*command, "serve", "--port", str(port), "--workers", "1", "--no-jobs"]
    with subprocess.Popen(serving, env=environment, start_new_session=True) as server:
        try:
            _wait(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(SECONDS_TO_START)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        assert server.poll() is None, "the server ended"
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


@dataclass(frozen=True)
class Visitor:
    """Be somebody at a browser: pages in a language and of a width; `t` gives the words that the pages use."""

    page: Page
    address: str
    language: str

    def t(self, message: str, **values: object) -> str:
        """Return the text of a page in this visitor's language."""
        text = CATALOGUE.gettext(message) if self.language == "ja" else message
        return text % values if values else text

    def open(self, path: str) -> None:
        """Open a page, which must answer 200."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    def sign_in(self, name: str) -> None:
        """Sign in as a user of the demo."""
        self.open("/sign-in")
        self.page.fill("input[name=email]", f"{name}@mihon.example.jp")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url("**/home**")

    def press(self, message: str, **options: Any) -> None:
        """Press the button of these words."""
        self.page.get_by_role("button", name=self.t(message), exact=True, **options).first.click()

    def follow(self, message: str) -> None:
        """Follow the link of these words."""
        self.page.get_by_role("link", name=self.t(message), exact=True).first.click()

    def heading(self) -> str:
        """Return the main heading of the page."""
        return self.page.locator("h1").inner_text()

    def faults(self) -> list[str]:
        """Return what axe-core finds wrong with the page, with every fold open."""
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run()")
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]

    def is_whole(self) -> bool:
        """Tell whether the page fits its width: nothing has to be scrolled sideways."""
        root = "document.documentElement"
        return bool(self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth + 1"))


CATALOGUE: Final = load_catalogue(resource("translations"))


@pytest.fixture
def visitor(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Return a visitor in the language and width of the test (`ja-desktop` unless it says otherwise)."""
    language, _, width = getattr(request, "param", "ja-desktop").partition("-")
    with _visiting(chromium, address, language, width) as made:
        yield made


@contextmanager
def _visiting(chromium: Browser, address: str, language: str, width: str) -> Iterator[Visitor]:
    context = chromium.new_context(
        viewport={"width": WIDTHS[width], "height": 900},
        locale={"ja": "ja-JP", "en": "en-US"}[language],
        accept_downloads=True,
    )
    # What the content security policy blocks, or a script trips over, fails the journey that met it.
    problems: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield Visitor(page, address, language)
    context.close()
    assert problems == []
