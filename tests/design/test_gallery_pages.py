"""What every page made of the shell and the macros keeps to, seen in its HTML."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from design.gallery import ERROR_PAGES, PAGE_NAMES, create_gallery

from transfer_log.config import resource

if TYPE_CHECKING:
    from flask import Flask

PAGES = [*PAGE_NAMES, *(f"errors/{code}" for code in ERROR_PAGES)]
MACROS = resource("templates") / "macros"

every_page = pytest.mark.parametrize("name", PAGES)
both_languages = pytest.mark.parametrize("language", ["ja", "en"])


@cache
def gallery() -> Flask:
    return create_gallery()


@cache
def html(name: str, language: str = "ja") -> str:
    return gallery().test_client().get(f"/{name}", headers={"Accept-Language": language}).text


def tree(name: str, language: str = "ja") -> Any:
    return html5lib.parse(html(name, language), namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@every_page
@both_languages
def test_the_html_is_well_formed(name: str, language: str) -> None:
    html5lib.HTMLParser(strict=True).parse(html(name, language))


@every_page
@both_languages
def test_the_page_says_its_language(name: str, language: str) -> None:
    assert tree(name, language).get("lang") == language


@every_page
@both_languages
def test_the_title_is_the_heading(name: str, language: str) -> None:
    page = tree(name, language)
    assert page.findtext(".//title") == f"{words(page.find('.//h1'))} · Transfer Log"


@every_page
def test_there_is_one_main_heading(name: str) -> None:
    assert len(tree(name).findall(".//h1")) == 1


@every_page
def test_no_id_stands_twice(name: str) -> None:
    ids = [element.get("id") for element in tree(name).iter() if element.get("id")]
    assert [one for one in ids if ids.count(one) > 1] == []


@every_page
def test_every_reference_within_the_page_has_its_target(name: str) -> None:
    page = tree(name)
    ids = {element.get("id") for element in page.iter()}
    asked = {
        target
        for element in page.iter()
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "data-panel-id")
        for target in (element.get(attribute) or "").split()
    }
    links = {element.get("href")[1:] for element in page.iter("a") if (element.get("href") or "").startswith("#")} - {
        ""
    }
    assert (asked | links) - ids == set()


@every_page
def test_every_field_has_a_name_for_screen_readers(name: str) -> None:
    page = tree(name)
    labelled = {label.get("for") for label in page.iter("label")}
    fields = [field for kind in ("input", "select", "textarea") for field in page.iter(kind)]
    nameless = [
        field.get("name")
        for field in fields
        if field.get("type") != "hidden" and field.get("id") not in labelled and not field.get("aria-label")
    ]
    assert nameless == []


@every_page
def test_every_form_that_changes_something_carries_the_token(name: str) -> None:
    forms = [form for form in tree(name).iter("form") if form.get("method") == "post"]
    assert [form.get("action") for form in forms if form.find(".//input[@name='csrf_token']") is None] == []


@every_page
def test_nothing_stands_inline_that_the_policy_forbids(name: str) -> None:
    page = tree(name)
    handlers = [key for element in page.iter() for key in element.keys() if key == "style" or key.startswith("on")]  # noqa: SIM118 elements have no keys by iteration
    assert (handlers, [one for one in page.iter("script") if not one.get("src")], list(page.iter("style"))) == (
        [],
        [],
        [],
    )


@every_page
def test_the_english_page_has_no_japanese_of_the_shell(name: str) -> None:
    shell = tree(name, "en").find(".//header")
    said = re.sub("佐倉 はる|言語 / Language|日本語", "", words(shell) if shell is not None else "")
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", said)


def test_the_present_page_is_marked_in_the_navigation() -> None:
    current = [words(link) for link in tree("ledger", "en").iter("a") if link.get("aria-current") == "page"]
    assert set(current) == {"Ledger"}


def test_a_visitor_who_is_not_signed_in_sees_no_navigation() -> None:
    assert tree("sign_in").find(".//nav") is None


def test_a_visitor_who_is_not_signed_in_can_choose_the_language() -> None:
    assert tree("sign_in").find(".//footer//button[@value='en']") is not None


def test_the_summary_links_to_each_field_at_fault() -> None:
    links = [link.get("href") for link in tree("guide").iterfind(".//section[@class='error-summary']//a")]
    assert links == ["#refused-recipient_name", "#refused-provided_on", "#refused-items"]


def test_a_field_at_fault_is_described_by_its_error() -> None:
    field = tree("guide").find(".//input[@id='refused-recipient_name']")
    assert (field.get("aria-invalid"), field.get("aria-describedby")) == ("true", "refused-recipient_name-error")


def test_what_was_typed_is_shown_again() -> None:
    assert tree("record").find(".//input[@id='recipient_name']").get("value") == "Saigon Blue Software JSC"


def test_a_state_is_a_word_with_a_shape() -> None:
    badges = [one for one in tree("guide").iter("span") if (one.get("class") or "").startswith("badge ")]
    assert [words(badge) for badge in badges if badge.find("{*}svg") is None or not words(badge)] == []


def test_each_tone_has_its_own_shape() -> None:
    badges = tree("guide").iterfind(".//section[@class='sheet']//span[@class]")
    shapes = {
        badge.get("class"): badge.find(".//{*}path").get("d") for badge in badges if "badge--" in badge.get("class")
    }
    assert len(set(shapes.values())) == len(shapes) == 5


def test_a_fact_without_a_value_is_left_out() -> None:
    assert "なにもない行" not in html("provision")


def test_a_table_without_rows_says_what_to_do_first() -> None:
    assert "最初の提供先を登録するか、ファイルから取り込みます。" in html("guide")


def test_a_row_that_differs_says_so_in_words() -> None:
    assert "（違いあり）" in html("provision")


def test_a_button_that_may_not_be_pressed_says_why() -> None:
    page = tree("guide")
    button = page.find(".//button[@aria-disabled='true']")
    assert words(page.find(f".//*[@id='{button.get('aria-describedby')}']")) == "自分の申請は承認できません。"


def test_text_from_people_is_escaped() -> None:
    app = gallery()
    template = app.jinja_env.from_string('{% import "macros/ui.html" as ui %}{{ ui.badge("<script>", "good") }}')
    with app.test_request_context():
        assert "<script>" not in template.render()


def test_the_set_offers_every_macro_that_pages_call() -> None:
    called = {
        match
        for path in resource("templates").rglob("*.html")
        for match in re.findall(r"\bui\.(\w+)\(", path.read_text(encoding="utf-8"))
    }
    app = gallery()
    with app.test_request_context():
        offered = dir(app.jinja_env.get_template("macros/ui.html").module)
    assert called <= set(offered)


@pytest.mark.parametrize("path", sorted(MACROS.glob("*.html")), ids=lambda path: path.name)
def test_every_macro_file_says_on_top_what_its_macros_take(path: Any) -> None:
    assert path.read_text(encoding="utf-8").startswith("{#- ")
