"""The components in a real browser: nothing for axe to find, whole on a phone, quick with the keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from design.gallery import CHROMIUM, ERROR_PAGES, PAGE_NAMES, Served
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.journey

AXE = (Path(__file__).resolve().parent.parent / "journeys" / "axe.min.js").read_text(encoding="utf-8")
PAGES = [*PAGE_NAMES, *(f"errors/{code}" for code in ERROR_PAGES)]
EXPECTED_LOG = re.compile("Failed to load resource: the server responded with a status of (4|5)")


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with Served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def open_page(base: str, browser: Browser) -> Iterator[Any]:
    """Open pages of the gallery; at the end the browser must not have complained, about the policy least of all."""
    complaints: list[str] = []
    contexts = []

    def open_one(
        name: str,
        *,
        scheme: str = "light",
        language: str = "ja",
        width: int = 1280,
        until: str = "networkidle",
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            color_scheme=scheme, locale=language, viewport={"width": width, "height": 900}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{base}/{name}", wait_until=until)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [one for one in complaints if not EXPECTED_LOG.match(one)] == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "language", "width"), [("light", "ja", 1280), ("dark", "en", 375)])
def test_axe_finds_nothing_even_with_everything_unfolded(
    open_page: Any, name: str, scheme: str, language: str, width: int
) -> None:
    page = open_page(name, scheme=scheme, language=language, width=width, until="load")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(result => result.violations.map(one => [one.id, one.nodes[0].html]))")
    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_on_a_phone(open_page: Any, name: str) -> None:
    page = open_page(name, width=375, until="load")
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def offered(page: Page) -> Locator:
    """Return the suggestions in sight."""
    return page.get_by_role("listbox").get_by_role("option")


def test_typing_a_name_offers_people_with_what_tells_them_apart(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#subjects_add").press_sequentially("山田 太")
    expect(offered(page)).to_have_text(["山田 太郎ヤマダ タロウ · 1979 · 大阪 · C-01701"])


def test_a_person_is_chosen_with_the_keyboard_alone(open_page: Any) -> None:
    page = open_page("record")
    field = page.locator("#subjects_add")
    field.press_sequentially("山田")
    offered(page).nth(1).wait_for()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        field.press(key)
    expect(page.get_by_role("checkbox", name="山田 太郎")).to_be_checked()


def test_the_option_under_the_arrow_is_told_to_screen_readers(open_page: Any) -> None:
    page = open_page("record")
    field = page.locator("#subjects_add")
    field.press_sequentially("山田")
    offered(page).first.wait_for()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == offered(page).first.get_attribute("id")


def test_escape_closes_the_suggestions_and_keeps_the_text(open_page: Any) -> None:
    page = open_page("record")
    field = page.locator("#subjects_add")
    field.press_sequentially("山田")
    offered(page).first.wait_for()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_have_value("山田")


def test_nothing_is_asked_while_an_input_method_is_composing(open_page: Any) -> None:
    page = open_page("record")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/suggest") else None)
    field = page.locator("#subjects_add")
    field.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "やまだ", "selectionStart": 3, "selectionEnd": 3})
    page.wait_for_timeout(600)
    assert asked == []


def test_what_the_input_method_settles_is_looked_up(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#subjects_add").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "やまだ", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send("Input.insertText", {"text": "山田"})
    expect(offered(page)).to_have_count(2)


def test_nobody_found_is_said_aloud(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#subjects_add").press_sequentially("見当たらない")
    expect(page.get_by_role("status").filter(has_text="該当する人がいません")).to_have_count(1)


def test_choosing_a_recipient_fills_its_reference(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#recipient_name").fill("C-00412")
    offered(page).first.click()
    expect(page.locator("#recipient_ref")).to_have_value("C-00412")


def test_typing_on_after_a_choice_empties_its_reference(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#recipient_name").fill("C-00412")
    offered(page).first.click()
    page.locator("#recipient_name").press_sequentially("x")
    expect(page.locator("#recipient_ref")).to_have_value("")


def test_a_pasted_column_becomes_people_and_what_fits_nobody_stays_to_be_mended(open_page: Any) -> None:
    page = open_page("record")
    paste(page, "C-01701\nC-00031\nC-99999")
    expect(page.get_by_role("checkbox", name="中村 翔")).to_be_checked()
    expect(page.locator("#subjects_add-lines")).to_have_value("C-99999")


def test_a_person_is_not_added_twice(open_page: Any) -> None:
    page = open_page("record")
    paste(page, "C-01701\nC-01701")
    expect(page.get_by_role("checkbox", name="山田 太郎")).to_have_count(1)


def paste(page: Page, text: str) -> None:
    page.locator("#subjects_add").evaluate(
        """(field, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_the_panel_follows_the_form(open_page: Any) -> None:
    page = open_page("record")
    page.get_by_role("checkbox", name="髙﨑 健").uncheck(force=True)
    expect(page.locator(".panel-count")).to_have_text("1")


def test_the_last_good_panel_stays_when_the_server_cannot_be_reached(open_page: Any) -> None:
    page = open_page("record")
    page.route("**/panel", lambda route: route.fulfill(status=500))
    page.get_by_role("checkbox", name="髙﨑 健").uncheck(force=True)
    expect(page.locator("#verdict[data-stale]")).to_contain_text("送ってよいか")


def test_today_is_the_day_in_japan(open_page: Any) -> None:
    page = open_page("guide", timezone_id="America/Los_Angeles")
    page.clock.set_fixed_time("2026-11-20T20:05:00Z")
    page.get_by_role("button", name="今日").first.click()
    expect(page.locator("#refused-provided_on")).to_have_value("2026-11-21")


def test_a_slash_jumps_to_the_search_box(open_page: Any) -> None:
    page = open_page("ledger")
    page.keyboard.press("/")
    expect(page.locator("#find-bar")).to_be_focused()


def test_a_slash_inside_a_field_is_a_slash(open_page: Any) -> None:
    page = open_page("record")
    page.locator("#recipient_name").fill("A")
    page.locator("#recipient_name").press("/")
    expect(page.locator("#recipient_name")).to_have_value("A/")


def test_a_slash_does_nothing_once_switched_off(open_page: Any, base: str) -> None:
    page = open_page("ledger")
    page.context.add_cookies([{"name": "keys", "value": "off", "url": base}])
    page.reload(wait_until="networkidle")
    page.keyboard.press("/")
    expect(page.locator("#find-bar")).not_to_be_focused()


def test_escape_closes_the_menu_and_returns_to_its_handle(open_page: Any) -> None:
    page = open_page("ledger", width=375)
    handle = page.locator(".drop--phone > summary")
    handle.click()
    page.keyboard.press("Escape")
    expect(handle).to_be_focused()
    expect(page.locator(".drop--phone")).not_to_have_attribute("open", "")


def test_the_summary_of_errors_has_the_focus(open_page: Any) -> None:
    expect(open_page("guide").locator(".error-summary")).to_be_focused()


def test_a_whole_row_of_the_ledger_can_be_pressed(open_page: Any) -> None:
    page = open_page("ledger")
    cell = page.get_by_text("Rhein Werkzeug GmbH").bounding_box()
    page.mouse.click(cell["x"] + 5, cell["y"] + 5)
    expect(page.get_by_role("heading", level=1)).to_contain_text("提供")


def test_the_head_of_the_table_stays_in_sight(open_page: Any) -> None:
    page = open_page("ledger")
    page.evaluate("document.body.style.paddingBlockEnd = '200vh'; scrollTo(0, 420)")
    assert page.locator("thead th").first.bounding_box()["y"] == 0


def test_without_javascript_people_can_still_be_taken_out_and_added(open_page: Any) -> None:
    page = open_page("record", java_script_enabled=False)
    page.get_by_role("checkbox", name="髙﨑 健").uncheck(force=True)
    page.get_by_text("一覧を貼り付ける").click()
    page.locator("#subjects_add-lines").fill("C-01701")
    assert page.get_by_role("checkbox", name="髙﨑 健").is_checked() is False


def test_on_paper_there_is_nothing_to_press(open_page: Any) -> None:
    page = open_page("provision")
    page.emulate_media(media="print")
    assert page.get_by_role("button").all_inner_texts() == []


def test_on_paper_stands_who_printed_it(open_page: Any) -> None:
    page = open_page("provision")
    page.emulate_media(media="print")
    expect(page.locator(".print-head")).to_contain_text("人材紹介部 · 佐倉 はる")
