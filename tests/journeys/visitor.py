"""Be somebody at a browser: open pages, know their words in both languages, see what is wrong with them."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transfer_log.demo.load import PASSWORD
from transfer_log.i18n import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

WIDTHS: Final = {"desktop": 1280, "phone": 375}
LOCALES: Final = {"ja": "ja-JP", "en": "en-US"}
#: The server is on this machine: what is not there after this time will not come.
PATIENCE_MS: Final = 10_000
AXE: Final = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
USERS: Final = {
    "recruiter": "saiyo",
    "request_clerk": "madoguchi",
    "privacy_manager": "kanri",
    "auditor": "kansa",
    "administrator": "admin",
}
ONE_PERSON: Final = re.compile(r"/people/[0-9a-f-]{36}$")
ONE_PROVISION: Final = re.compile(r"/people/[0-9a-f-]{36}/provisions/[0-9a-f-]{36}$")


@dataclass(frozen=True)
class Visitor:
    """Hold a browser's page and the language it asks for; `t` gives the words of pages in that language."""

    page: Page
    address: str
    language: str

    def t(self, message: str, **values: object) -> str:
        """Return the text of a page in this visitor's language."""
        text = catalogue().japanese(message) if self.language == "ja" else message
        return text % values

    @property
    def main(self) -> Locator:
        """Return what the page is about, without the frame around it."""
        return self.page.locator("main")

    def open(self, path: str, status: int = 200) -> None:
        """Open a page, which must answer so."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"

    def sign_in(self, role: str, password: str = PASSWORD) -> None:
        """Send the form by which this role of the demo signs in."""
        self.open("/sign-in")
        self.page.locator("#email").fill(f"{USERS[role]}@mihon.example.jp")
        self.page.locator("#password").fill(password)
        self.press("Sign in")

    def press(self, message: str) -> None:
        """Press the button of these words."""
        self.main.get_by_role("button", name=self.t(message), exact=True).first.click()

    def follow(self, message: str) -> None:
        """Follow the link of these words."""
        self.main.get_by_role("link", name=self.t(message), exact=True).first.click()

    def choose(self, field: str, typed: str) -> None:
        """Type into a field with suggestions and take the first one."""
        box = self.page.locator(f"#{field}")
        box.press_sequentially(typed)
        suggestions = self.page.locator(f"#{box.get_attribute('aria-controls')}")
        suggestions.get_by_role("option").first.click()

    def find_person(self, text: str) -> None:
        """Look for people on their page."""
        self.open("/people/")
        self.page.locator("#q").fill(text)
        self.press("Find")

    def open_person(self, number: str) -> None:
        """Look for a person by the whole number: as it fits one alone, that leads to their page."""
        self.find_person(number)
        self.page.wait_for_url(ONE_PERSON)

    def is_whole(self) -> bool:
        """Tell whether the page fits its width: nothing has to be scrolled sideways."""
        root = "document.documentElement"
        return bool(self.page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth + 1"))

    def faults(self) -> list[str]:
        """Return what is wrong with the page: its width, title and ids, and what axe-core finds with every fold open."""
        found = [] if self.is_whole() else [f"wider than {self.page.viewport_size}: {self._too_wide()}"]
        heading = self.page.locator("h1").inner_text()
        if self.page.title() != f"{heading} · Transfer Log":
            found.append(f"title {self.page.title()!r} is not the heading {heading!r}")
        found += [f"id {one!r} stands twice" for one in self.page.evaluate(_DOUBLED_IDS)]
        self.page.evaluate("document.querySelectorAll('main details').forEach(fold => { fold.open = true })")
        self.page.evaluate(AXE)
        violations = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return found + [
            f"{fault['id']}: {fault['nodes'][0]['html'][:200]} {fault['nodes'][0]['failureSummary']}"
            for fault in violations
        ]

    def _too_wide(self) -> list[str]:
        found: list[str] = self.page.evaluate(_TOO_WIDE)
        return found


_DOUBLED_IDS: Final = """() => {
  const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  return [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))];
}"""
_TOO_WIDE: Final = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 5)"""


@contextmanager
def visiting(
    browser: Browser, address: str, language: str, width: str, *, with_script: bool = True
) -> Iterator[Visitor]:
    """Let a visitor in; what a script trips over, or the content security policy blocks, fails at the end."""
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900},
        locale=LOCALES[language],
        java_script_enabled=with_script,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    problems = watched(page)
    yield Visitor(page, address, language)
    context.close()
    assert [problem for problem in problems if "Failed to load" not in problem] == []


def watched(page: Page) -> list[str]:
    """Return the list in which all errors of a page will be found, an answer like 422 among them."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    return problems
