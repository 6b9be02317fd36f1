"""Write screenshots of the gallery: `python tests/design/photograph.py OUT [PAGE …]`, in both widths, schemes and languages."""

from __future__ import annotations

import sys
from pathlib import Path

from gallery import CHROMIUM, ERROR_PAGES, PAGE_NAMES, Served
from playwright.sync_api import sync_playwright

VIEWS = (("light", "ja", 1280), ("light", "ja", 375), ("dark", "en", 1280), ("dark", "en", 375))


def photograph(folder: Path, only: set[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in (*PAGE_NAMES, *(f"errors/{code}" for code in ERROR_PAGES)) if not only or name in only]
    with Served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for scheme, language, width in VIEWS:
            viewport = {"width": width, "height": 900}
            context = browser.new_context(color_scheme=scheme, locale=language, viewport=viewport)
            page = context.new_page()
            for name in names:
                page.goto(f"{base}/{name}", wait_until="networkidle")
                file = f"{name.replace('/', '-')}-{width}-{scheme}-{language}.png"
                page.screenshot(path=folder / file, full_page=True)
            context.close()
        browser.close()


if __name__ == "__main__":
    photograph(Path(sys.argv[1]), set(sys.argv[2:]))
