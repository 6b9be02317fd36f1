"""Journeys of the three users in a real browser: languages and widths are dealt out over them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Visitor

pytestmark = pytest.mark.journey

ALL = ["ja-desktop", "en-desktop", "ja-phone", "en-phone"]
KNOWN = "C-00001"


def deal(*views: str) -> pytest.MarkDecorator:
    """Run a journey in these languages and widths."""
    return pytest.mark.parametrize("visitor", views, indirect=True)


def choose_person(visitor: Visitor, typed: str) -> None:
    box = visitor.page.locator("#people_add")
    box.fill(typed)
    visitor.page.get_by_role("option").first.click()


def choose_recipient(visitor: Visitor, typed: str) -> None:
    visitor.page.locator("#recipients_add").fill(typed)
    visitor.page.get_by_role("option").first.click()


def record_one(visitor: Visitor, person: str = KNOWN, recipient: str = "R-0001") -> None:
    """Record a placement and stand on the page of the provision."""
    visitor.open("/provisions/new")
    choose_person(visitor, person)
    choose_recipient(visitor, recipient)
    visitor.page.select_option("#situation", "placement")
    visitor.page.locator("#verdict .verdict").first.wait_for()
    visitor.page.locator("button[type=submit]", has_text=visitor.t("Record")).last.click()
    visitor.page.wait_for_url(re.compile(r"/people/.+/provisions/"))


@deal(*ALL)
def test_a_first_sign_in_leads_to_ones_own_work(visitor: Visitor) -> None:
    visitor.open("/sign-in")
    visitor.page.fill("input[name=email]", "saiyo@mihon.example.jp")
    visitor.page.fill("input[name=password]", "not the password")
    visitor.page.press("input[name=password]", "Enter")
    visitor.page.get_by_role("alert").or_(visitor.page.locator(".error-summary, .notice")).first.wait_for()
    visitor.sign_in("saiyo")
    assert visitor.page.get_by_role("link", name=visitor.t("Record a provision")).first.is_visible()


@deal(*ALL)
def test_a_recruiter_records_one_provision(visitor: Visitor) -> None:
    visitor.sign_in("saiyo")
    record_one(visitor)
    assert visitor.is_whole()


@deal("ja-desktop", "en-phone")
def test_a_refused_field_is_named_and_what_was_typed_stays(visitor: Visitor) -> None:
    visitor.sign_in("saiyo")
    visitor.open("/provisions/new")
    choose_person(visitor, KNOWN)
    visitor.page.select_option("#situation", "placement")
    visitor.page.locator("button[type=submit]", has_text=visitor.t("Record")).last.click()
    summary = visitor.page.locator(".error-summary")
    summary.wait_for()
    assert summary.get_by_role("link").count() >= 1
    assert visitor.page.locator("input[name=people]:checked").count() == 1


@deal("en-desktop", "ja-phone")
def test_yamada_is_found_by_two_characters(visitor: Visitor) -> None:
    visitor.sign_in("kanri")
    visitor.open("/people")
    visitor.page.locator("main input[name=q]").fill("山田")
    visitor.page.locator("main input[name=q]").press("Enter")
    visitor.page.wait_for_load_state()
    assert "山田" in visitor.page.locator("main").inner_text()
    assert "%E5%B1%B1" not in visitor.page.url
    assert visitor.is_whole()


@deal("ja-desktop", "en-phone")
def test_a_withdrawn_consent_changes_the_verdict(visitor: Visitor) -> None:
    visitor.sign_in("kanri")
    person = "C-00007" if visitor.language == "ja" else "C-00013"
    visitor.open("/provisions/new")
    choose_person(visitor, person)
    choose_recipient(visitor, "R-0001")
    visitor.page.select_option("#situation", "placement")
    good = visitor.page.locator("#verdict .badge--good")
    good.first.wait_for()
    open_person(visitor, person)
    visitor.page.locator("a[href*='/withdraw']").first.click()
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.wait_for_load_state()
    visitor.open("/provisions/new")
    choose_person(visitor, person)
    choose_recipient(visitor, "R-0001")
    visitor.page.select_option("#situation", "placement")
    visitor.page.locator("#verdict .badge--bad").first.wait_for()


def open_person(visitor: Visitor, number: str) -> None:
    visitor.open("/people")
    visitor.page.locator("main input[name=q]").fill(number)
    visitor.page.locator("main input[name=q]").press("Enter")
    visitor.page.wait_for_load_state()
    visitor.page.locator("main a[href^='/people/']").filter(has_not_text="new").first.click()
    visitor.page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}"))


@deal("en-desktop", "ja-phone")
def test_a_recruiter_corrects_her_own_row(visitor: Visitor) -> None:
    visitor.sign_in("saiyo")
    record_one(visitor, "C-00003")
    visitor.page.locator("a[href$='/correct']").first.click()
    visitor.page.select_option("#method", "fax")
    visitor.page.fill("#reason", "送り方の誤り")
    visitor.page.locator("main form button[type=submit]").last.click()
    visitor.page.wait_for_url(re.compile(r"/people/.+/provisions/[0-9a-f-]{36}$"))
    assert "送り方の誤り" in visitor.page.locator("main").inner_text()


@deal("ja-desktop", "en-phone")
def test_a_clerk_takes_a_persons_record_list_as_pdf(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in("madoguchi")
    open_person(visitor, KNOWN)
    visitor.page.locator("a[href$='/record-list']").first.click()
    visitor.page.fill("[name=reason]", "本人からの電話")
    with visitor.page.expect_download() as waiting:
        visitor.page.locator("main form button[type=submit]").last.click()
    target = tmp_path / "list.pdf"
    waiting.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF-")


@deal("ja-desktop", "en-phone")
def test_an_auditor_filters_the_ledger_and_reads_a_row(visitor: Visitor) -> None:
    visitor.sign_in("kansa")
    visitor.open("/ledger?basis=entrustment")
    visitor.page.locator("main table a").first.click()
    visitor.page.wait_for_url(re.compile(r"/provisions/"))
    assert visitor.is_whole()


@deal("ja-desktop")
def test_the_record_page_works_without_javascript(visitor: Visitor) -> None:
    context = visitor.page.context.browser.new_context(java_script_enabled=False, locale="ja-JP")
    page = context.new_page()
    page.goto(f"{visitor.address}/sign-in")
    page.fill("input[name=email]", "saiyo@mihon.example.jp")
    page.fill("input[name=password]", _password())
    page.press("input[name=password]", "Enter")
    page.goto(f"{visitor.address}/provisions/new")
    page.fill("#people_add", KNOWN)
    page.fill("#recipients_add", "R-0001")
    page.select_option("#situation", "placement")
    page.get_by_role("button", name=visitor.t("Show the verdict")).click()
    page.locator("#verdict .verdict").first.wait_for()
    page.locator("button[type=submit]", has_text=visitor.t("Record")).last.click()
    page.wait_for_url(re.compile(r"/people/.+/provisions/"))
    context.close()


def _password() -> str:
    from transfer_log.demo.load import PASSWORD  # noqa: PLC0415 used here alone

    return PASSWORD
