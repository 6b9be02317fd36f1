"""Photograph the main pages for the README: `python scripts/screenshots.py`, at 1280 px, in Japanese and English.

A demo of its own is loaded into a folder that goes away afterwards, and served on a free port of this machine. Needs what
the tests need, and pdftoppm (Debian: poppler-utils).
"""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import sync_playwright

from transfer_log.demo.load import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

PICTURES: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
LANGUAGES: Final = ("ja", "en")
COMMAND: Final = (sys.executable, "-m", "transfer_log.cli")
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
WIDTH: Final = 1280
HEIGHT: Final = 900
#: The form's own bar stays at the bottom: both verdicts stand above it.
HEIGHT_OF_FORM: Final = 1000
COLOURS: Final = 128
SECONDS_TO_START: Final = 60
#: Somebody with provisions, a consent and a stop; somebody to record beside them.
PERSON: Final = "C-00010"
COLLEAGUE: Final = "C-00003"
RECIPIENT: Final = "R-0001"
RECIPIENT_ABROAD: Final = "R-8001"


def record(page: Page, base: str) -> None:
    """Show the form of a recruiter who is about to send two people's data."""
    page.goto(f"{base}/provisions/new")
    page.locator("input[name=when]").first.check(force=True)
    for number in (PERSON, COLLEAGUE):
        page.fill("input[name=people_add]", number)
        page.locator("[role=option]:visible").first.click()
    page.fill("input[name=recipients_add]", RECIPIENT)
    page.locator("[role=option]:visible").first.click()
    page.select_option("select[name=situation]", "placement")
    page.wait_for_selector("#verdict .verdict")
    page.locator("h1").click()  # no field is in use on the picture
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT_OF_FORM})


def ledger(page: Page, base: str) -> None:
    """Show the ledger."""
    page.goto(f"{base}/ledger/")


def provision(page: Page, base: str) -> None:
    """Show the newest provision with something unlawful about it."""
    page.goto(f"{base}/ledger/?finding=unlawful")
    page.locator("main table a").first.click()
    page.wait_for_url("**/provisions/**")


def person(page: Page, base: str) -> None:
    """Show a person with everything recorded about them."""
    page.goto(f"{base}/people/")
    page.fill("main input[name=q]", PERSON)
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**/people/*-*")


def findings(page: Page, base: str) -> None:
    """Show findings by cause."""
    page.goto(f"{base}/findings/")


def recipient(page: Page, base: str) -> None:
    """Show a recipient abroad."""
    page.goto(f"{base}/recipients/code/{RECIPIENT_ABROAD}")


def country(page: Page, base: str) -> None:
    """Show what is known about a country."""
    page.goto(f"{base}/countries/VN")


def home(page: Page, base: str) -> None:
    """Show where the work begins."""
    page.goto(f"{base}/home")


#: Name of the picture -> who is signed in, and the way to the page.
SHOTS: Final[dict[str, tuple[str, Callable[[Page, str], None]]]] = {
    "record": ("saiyo", record),
    "ledger": ("kansa", ledger),
    "provision": ("kanri", provision),
    "person": ("kanri", person),
    "findings": ("kanri", findings),
    "recipient": ("kanri", recipient),
    "country": ("kanri", country),
    "home": ("kanri", home),
}


def photograph(only: set[str]) -> None:
    """Write the pictures of these names, or all of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as base:
        for language in LANGUAGES:
            photograph_pages(base, language, only)
            if not only or "record-list" in only:
                photograph_record_list(Path(folder), language)


def photograph_pages(base: str, language: str, only: set[str]) -> None:
    """Photograph the pages in one language."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for name, (user, visit) in SHOTS.items():
            if only and name not in only:
                continue
            context = browser.new_context(locale=language, viewport={"width": WIDTH, "height": HEIGHT})
            page = context.new_page()
            sign_in(page, base, user)
            visit(page, base)
            page.wait_for_load_state("networkidle")
            keep(Image.open(io.BytesIO(page.screenshot())), f"{name}-{language}.png")
            context.close()
        browser.close()


def sign_in(page: Page, base: str, user: str) -> None:
    """Sign in as a user of the demo."""
    page.goto(f"{base}/sign-in")
    page.fill("input[name=email]", f"{user}@mihon.example.jp")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/home**")


def photograph_record_list(folder: Path, language: str) -> None:
    """Photograph the first page of a record list as it is printed."""
    printed, picture = folder / "list.pdf", folder / "list"
    choice = ("--subject", PERSON, "--format", "pdf", "--lang", language, "--out", str(printed), "--operator", "mihon")
    run(*COMMAND, "answer", *choice, folder=folder)
    run("pdftoppm", "-png", "-singlefile", "-r", "110", str(printed), str(picture), folder=folder)
    keep(Image.open(picture.with_suffix(".png")), f"record-list-{language}.png")


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours: pages have no more, and the file is a third in size."""
    few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(PICTURES / name, optimize=True)


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Serve demo data from `folder` and give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{probe.getsockname()[1]}"
    os.environ["TRANSFER_LOG_BASE_URL"] = base
    run(*COMMAND, "demo", folder=folder)
    command = [*COMMAND, "serve", "--port", base.rpartition(":")[2], "--workers", "1", "--no-jobs"]
    with subprocess.Popen(command, env=environment(folder), start_new_session=True) as server:  # noqa: S603 our own
        try:
            wait_for(base, server)
            yield base
        finally:
            server.send_signal(signal.SIGTERM)


def wait_for(base: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server can do its work."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{base}/readyz", timeout=2):  # noqa: S310 our own server
                return
        except (URLError, OSError):
            time.sleep(0.2)
    sys.exit("the server did not become ready")


def run(*command: str, folder: Path) -> None:
    """Run a command with the demo's data folder."""
    subprocess.run(command, env=environment(folder), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 our own


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of the demo."""
    return {**os.environ, "TRANSFER_LOG_DATA_DIR": str(folder / "data")}


if __name__ == "__main__":
    photograph(set(sys.argv[1:]))
