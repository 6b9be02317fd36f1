"""Which language is spoken, and that a sentence without Japanese still reads in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, render_template_string

from transfer_log.i18n import (
    TranslationClash,
    current_language,
    gettext,
    init_i18n,
    lazy_gettext,
    load_catalogue,
    ngettext,
    using_language,
)

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    init_i18n(app)
    return app


def test_outside_a_request_japanese_is_spoken() -> None:
    assert current_language() == "ja"


def test_a_browser_that_wishes_nothing_gets_japanese(app: Flask) -> None:
    with app.test_request_context():
        assert current_language() == "ja"


def test_a_browser_that_prefers_english_gets_english(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en-GB,en;q=0.9,ja;q=0.5"}):
        assert current_language() == "en"


def test_a_browser_that_knows_neither_gets_japanese(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert current_language() == "ja"


def test_the_own_choice_goes_before_the_wish_of_the_browser(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ja", "Cookie": "lang=en"}):
        assert current_language() == "en"


def test_a_choice_that_is_no_language_is_ignored(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en", "Cookie": "lang=xx"}):
        assert current_language() == "en"


def test_a_document_may_be_written_in_another_language_than_the_page(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "lang=ja"}), using_language("en"):
        assert gettext("Older") == "Older"


def test_after_the_document_the_page_speaks_its_own_language_again(app: Flask) -> None:
    with app.test_request_context(headers={"Cookie": "lang=ja"}):
        with using_language("en"):
            pass
        assert gettext("Older") == "古い方へ"


def test_a_message_without_japanese_reads_in_english() -> None:
    assert gettext("No such message %(n)s", n=3) == "No such message 3"


def test_a_percent_sign_is_written_twice() -> None:
    assert gettext("100%%") == "100%"


@pytest.mark.parametrize(("count", "wording"), [(1, "Please mend one thing"), (2, "Please mend 2 things")])
def test_english_has_two_forms_for_numbers(count: int, wording: str) -> None:
    with using_language("en"):
        assert ngettext("Please mend one thing", "Please mend %(num)s things", count) == wording


def test_japanese_has_one_form_for_numbers() -> None:
    assert ngettext("Please mend one thing", "Please mend %(num)s things", 1) == "1 か所を直してください"


def test_a_plural_without_japanese_reads_in_the_english_form_for_its_count() -> None:
    assert ngettext("one goose", "%(num)s geese", 2) == "2 geese"


def test_a_lazy_message_speaks_the_language_of_the_moment_it_is_shown() -> None:
    message = lazy_gettext("Older")
    with using_language("en"):
        assert str(message) == "Older"
    assert str(message) == "古い方へ"


def test_a_lazy_message_can_be_formatted_later_as_validators_do() -> None:
    assert lazy_gettext("Copy %(what)s") % {"what": "番号"} == "番号をコピー"


def test_a_template_translates_and_escapes_what_it_fills_in(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string('{{ _("Copy %(what)s", what=name) }}', name="<b>")
    assert page == "&lt;b&gt;をコピー"


def test_a_template_counts_in_japanese(app: Flask) -> None:
    with app.test_request_context():
        page = render_template_string('{{ ngettext("Please mend one thing", "Please mend %(num)s things", 4) }}')
    assert page == "4 か所を直してください"


def test_two_files_that_translate_one_message_differently_stop_the_start(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(HEADER + 'msgid "Show"\nmsgstr "表示"\n', encoding="utf-8")
    (tmp_path / "b.po").write_text(HEADER + 'msgid "Show"\nmsgstr "絞り込む"\n', encoding="utf-8")
    with pytest.raises(TranslationClash, match=r"b\.po translates 'Show'"):
        load_catalogue(tmp_path)


def test_a_translation_marked_as_unsure_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(HEADER + '#, fuzzy\nmsgid "Show"\nmsgstr "表示"\n', encoding="utf-8")
    assert load_catalogue(tmp_path).japanese("Show") == "Show"
