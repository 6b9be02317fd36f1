"""Journeys of the product's users in a real browser; languages and widths are dealt out over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from journeys.examples import PERSON, RECIPIENT
from journeys.visitor import ONE_PROVISION, PATIENCE_MS

if TYPE_CHECKING:
    from pathlib import Path

    from journeys.visitor import Visitor

pytestmark = pytest.mark.journey

RECIPIENT_FILE = "recipient_ref,name,kind,country,address,representative,corporate_number\n"


def deal(*views: str, to: str = "visitor") -> pytest.MarkDecorator:
    """Run a journey in these languages and widths."""
    return pytest.mark.parametrize(to, views, indirect=True)


def describe(visitor: Visitor, person: str, recipient: str = RECIPIENT) -> None:
    """Open the form and state that a person was introduced to a recipient."""
    visitor.open("/provisions/new")
    visitor.choose("people_add", person)
    visitor.choose("recipients_add", recipient)
    visitor.page.locator("#situation").select_option("placement")


def verdict(visitor: Visitor, tone: str) -> str:
    """Wait until the verdict on the person and the recipient is of this tone, and return what it says."""
    found = visitor.page.locator("#verdict .verdict", has=visitor.page.locator(f".badge--{tone}")).first
    found.wait_for()
    return found.inner_text()


def record(visitor: Visitor, person: str, recipient: str = RECIPIENT) -> None:
    """Record an introduction and stand on its page."""
    describe(visitor, person, recipient)
    visitor.page.locator("#verdict .verdict").first.wait_for()
    visitor.press("Record")
    visitor.page.wait_for_url(ONE_PROVISION)


@deal("ja-desktop", "en-phone")
def test_a_first_sign_in_with_a_wrong_password_says_so_and_the_right_one_leads_to_ones_own_work(
    visitor: Visitor,
) -> None:
    visitor.sign_in("recruiter", "not the password")
    assert visitor.page.locator(".error-summary").get_by_role("alert").inner_text()
    assert visitor.page.locator("#email").input_value() == "saiyo@mihon.example.jp"
    visitor.sign_in("recruiter")
    visitor.page.wait_for_url("**/home")
    visitor.follow("Record a provision")
    assert visitor.page.locator("h1").inner_text() == visitor.t("Record a provision")


@deal("ja-phone", "en-desktop")
def test_a_recruiter_records_one_provision(visitor: Visitor) -> None:
    visitor.sign_in("recruiter")
    record(visitor, PERSON)
    assert visitor.t("One provision is recorded.", num=1) in visitor.main.get_by_role("status").first.inner_text()
    assert "株式会社見本精機" in visitor.main.inner_text()
    assert visitor.is_whole()


@deal("ja-desktop", "en-phone")
def test_a_refused_field_is_named_with_a_link_to_it_and_what_was_typed_stays(visitor: Visitor) -> None:
    visitor.sign_in("recruiter")
    visitor.open("/provisions/new")
    visitor.page.locator("#people_add").fill("Nobody Known")
    visitor.choose("recipients_add", RECIPIENT)
    visitor.page.locator("#situation").select_option("placement")
    visitor.press("Record")
    visitor.page.locator(".error-summary").get_by_role("link").first.click()
    field = visitor.page.locator("#people_add")
    assert field.evaluate("field => field === document.activeElement")
    assert field.input_value() == "Nobody Known"
    assert field.get_attribute("aria-invalid") == "true"
    assert visitor.page.locator("input[name=recipients]:checked").count() == 1


@deal("en-desktop", "ja-phone")
def test_yamada_is_found_by_two_characters_and_stands_in_no_address(visitor: Visitor) -> None:
    visitor.sign_in("privacy_manager")
    visitor.find_person("山田")
    visitor.page.wait_for_url("**/people/search")
    names = visitor.main.locator("a.row-link").all_inner_texts()
    assert names
    assert all("山田" in name for name in names)
    assert visitor.page.url == f"{visitor.address}/people/search"
    assert visitor.is_whole()


@deal("ja-desktop", "en-phone")
def test_a_withdrawn_consent_turns_the_verdict(visitor: Visitor) -> None:
    person = {"ja": "C-00009", "en": "C-00018"}[visitor.language]
    visitor.sign_in("privacy_manager")
    describe(visitor, person)
    verdict(visitor, "good")
    visitor.open_person(person)
    visitor.main.locator("a[href$='/withdraw']").first.click()
    visitor.page.locator("#reason").fill("電話での申し出")
    visitor.press("Record the withdrawal")
    visitor.main.get_by_text(visitor.t("Consent withdrawn")).first.wait_for()
    describe(visitor, person)
    verdict(visitor, "bad")


@deal("en-desktop", "ja-phone")
def test_a_recruiter_corrects_her_own_row(visitor: Visitor) -> None:
    visitor.sign_in("recruiter")
    record(visitor, {"ja": "C-00002", "en": "C-00004"}[visitor.language])
    first = visitor.page.url
    visitor.main.locator("a[href$='/correct']").first.click()
    visitor.page.locator("#method").select_option("fax")
    visitor.page.locator("#reason").fill("送り方の誤り")
    visitor.press("Correct the record")
    visitor.page.wait_for_url(ONE_PROVISION)
    assert visitor.page.url != first
    assert "送り方の誤り" in visitor.main.inner_text()


@deal("ja-desktop", "en-phone")
def test_a_clerk_takes_a_persons_record_list_as_pdf(visitor: Visitor, tmp_path: Path) -> None:
    visitor.sign_in("request_clerk")
    visitor.page.wait_for_url("**/home")
    visitor.open_person(PERSON)
    visitor.follow("Provision records")
    visitor.page.locator("#reason").fill("本人からの電話")
    with visitor.page.expect_download(timeout=2 * PATIENCE_MS) as waiting:
        visitor.press("Make the list")
    target = tmp_path / "list.pdf"
    waiting.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF-")


@deal("ja-phone", "en-desktop")
def test_an_auditor_filters_the_ledger_and_reads_a_row(visitor: Visitor) -> None:
    visitor.sign_in("auditor")
    visitor.page.wait_for_url("**/home")
    visitor.open("/ledger/")
    visitor.page.locator("#basis").select_option("entrustment")
    visitor.press("Show")
    visitor.page.wait_for_url("**/ledger/?*basis=entrustment*")
    visitor.main.locator("a.row-link").first.click()
    visitor.page.wait_for_url(ONE_PROVISION)
    assert {"ja": "委託", "en": "ntrust"}[visitor.language] in visitor.main.inner_text()
    assert visitor.is_whole()


@deal("ja-desktop", "en-phone")
def test_a_manager_settles_all_findings_of_one_cause(visitor: Visitor) -> None:
    visitor.sign_in("privacy_manager")
    visitor.page.wait_for_url("**/home")
    visitor.open("/findings/")
    visitor.main.locator("a.row-link").first.click()
    visitor.main.locator("input[name=how]").first.check()
    visitor.main.locator("#reason").fill("提供先に確認済み")
    visitor.press("Settle")
    visitor.main.get_by_text(visitor.t("settled"), exact=True).first.wait_for()
    assert "提供先に確認済み" in visitor.main.inner_text()
    assert visitor.is_whole()


@deal("ja-phone", "en-desktop")
def test_a_manager_mends_a_file_by_what_the_preview_says_and_imports_it(visitor: Visitor) -> None:
    ref = f"NEW-{visitor.language}"
    right = f"{ref}-1,株式会社取込見本,job_provider,JP,東京都見本区1-1,代表取締役 見本 一,\n"
    visitor.sign_in("privacy_manager")
    visitor.page.wait_for_url("**/home")
    upload(visitor, f"{right}{ref}-2,株式会社取込例示,job_provder,JP,東京都見本区1-2,代表取締役 見本 二,\n")
    errors = visitor.main.get_by_role("table").inner_text()
    assert "kind" in errors
    assert "job_provder" in errors
    assert visitor.is_whole()
    visitor.press("Give it up")
    visitor.page.wait_for_url("**/imports/?kind=recipients")
    upload(visitor, f"{right}{ref}-2,株式会社取込例示,job_provider,JP,東京都見本区1-2,代表取締役 見本 二,\n")
    visitor.press("Import 2 rows" if visitor.language == "en" else visitor.t("Import %(num)s row", num=2))
    visitor.main.get_by_text(visitor.t("Every row was taken. The uploaded file has been erased.")).wait_for()
    visitor.open(f"/recipients/code/{ref}-2")


def upload(visitor: Visitor, rows: str) -> None:
    """Let the page try a file of recipients."""
    visitor.open("/imports/?kind=recipients")
    content = (RECIPIENT_FILE + rows).encode("utf-8-sig")
    visitor.page.locator("#file").set_input_files({"name": "提供先.csv", "mimeType": "text/csv", "buffer": content})
    visitor.press("Try it")
    visitor.main.get_by_role("heading", name=visitor.t("Before it is imported")).wait_for()


@deal("ja-desktop", "en-phone")
def test_a_recipient_known_by_name_only_is_completed_later_by_the_keeper(visitor: Visitor) -> None:
    name = {"ja": "株式会社名前だけ見本", "en": "株式会社名称のみ例示"}[visitor.language]
    visitor.sign_in("recruiter")
    visitor.page.wait_for_url("**/home")
    visitor.open("/provisions/new")
    visitor.choose("people_add", PERSON)
    visitor.page.locator("#recipients_add").fill(name)
    visitor.page.locator("#situation").select_option("placement")
    visitor.page.locator("#verdict .verdict").first.wait_for()
    visitor.press("Record")
    visitor.page.wait_for_url(ONE_PROVISION)
    visitor.page.context.clear_cookies()
    visitor.sign_in("privacy_manager")
    visitor.page.wait_for_url("**/home")
    visitor.open("/recipients/?state=provisional")
    visitor.follow(name)
    visitor.follow("Complete it")
    visitor.page.locator("#kind").select_option("job_provider")
    visitor.page.locator("#country").select_option("JP")
    visitor.page.locator("#address").fill("東京都見本区例示町9-9")
    visitor.page.locator("#representative").fill("代表取締役 見本 三郎")
    visitor.press("Complete")
    visitor.main.get_by_role("heading", name=name).wait_for()
    assert visitor.main.get_by_text(visitor.t("What is still missing")).count() == 0


@deal("ja-desktop", "en-phone", to="plain_visitor")
def test_a_provision_is_recorded_without_javascript(plain_visitor: Visitor) -> None:
    plain_visitor.sign_in("recruiter")
    plain_visitor.open("/provisions/new")
    plain_visitor.page.locator("#people_add").fill(PERSON)
    plain_visitor.page.locator("#recipients_add").fill(RECIPIENT)
    plain_visitor.page.locator("#situation").select_option("placement")
    plain_visitor.press("Show the verdict")
    verdict(plain_visitor, "good")
    plain_visitor.press("Record")
    plain_visitor.page.wait_for_url(ONE_PROVISION)
