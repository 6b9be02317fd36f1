"""What every form of a page does: say what is wrong in the reader's language, beside the field and on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from wtforms import FieldList, FormField, IntegerField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Length

from transfer_log.errors import Problem, Text
from transfer_log.forms import ErrorLink, Form, choices_of
from transfer_log.i18n import init_i18n, lazy_gettext, using_language

if TYPE_CHECKING:
    from collections.abc import Iterator


class Desk(PlainForm):
    phone = StringField("電話", [DataRequired("電話番号を入力してください。")])


class Sample(Form):
    name = StringField(lazy_gettext("Name, kana or number"), [DataRequired(), Length(max=5)])
    count = IntegerField("件数")
    desk = FormField(Desk)
    aliases = FieldList(StringField("別名", [Length(max=2, message="2 文字まで")]))


@pytest.fixture
def in_request() -> Iterator[None]:
    app = Flask(__name__)
    app.secret_key = "only for tests"
    app.config["WTF_CSRF_ENABLED"] = False
    init_i18n(app)
    with app.test_request_context(method="POST"):
        yield


def sent(**values: str) -> Sample:
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415 only here

    form = Sample(MultiDict({"name": "山田", "desk-phone": "03", **values}))
    form.validate()
    return form


@pytest.mark.usefixtures("in_request")
def test_a_missing_value_is_named_in_japanese() -> None:
    assert sent(name="").name.errors == ["入力してください。"]


@pytest.mark.usefixtures("in_request")
def test_a_missing_value_is_named_in_english() -> None:
    with using_language("en"):
        assert sent(name="").name.errors == ["This field is required."]


@pytest.mark.usefixtures("in_request")
def test_a_limit_is_said_with_its_figure() -> None:
    assert sent(name="山田花子太郎").name.errors == ["5 文字以内で入力してください。"]


@pytest.mark.usefixtures("in_request")
def test_what_is_no_number_is_said() -> None:
    assert sent(count="三").count.errors == ["整数を入力してください。"]


@pytest.mark.usefixtures("in_request")
def test_the_summary_names_field_and_fault() -> None:
    assert sent(name="").error_links() == [ErrorLink("name", "氏名・カナ・番号で探す", "入力してください。")]


@pytest.mark.usefixtures("in_request")
def test_the_summary_finds_faults_in_forms_inside_the_form() -> None:
    assert sent(**{"desk-phone": ""}).error_links() == [ErrorLink("desk-phone", "電話", "電話番号を入力してください。")]


@pytest.mark.usefixtures("in_request")
def test_the_summary_finds_faults_in_lists_of_fields() -> None:
    assert sent(**{"aliases-0": "長い別名"}).error_links() == [ErrorLink("aliases-0", "別名", "2 文字まで")]


@pytest.mark.usefixtures("in_request")
def test_a_problem_of_an_operation_stands_beside_its_field() -> None:
    form = sent()
    form.add_problems([Problem("name", Text("同じ人がいます。", "This person is already there."))])
    assert form.error_links() == [ErrorLink("name", "氏名・カナ・番号で探す", "同じ人がいます。")]


@pytest.mark.usefixtures("in_request")
def test_a_problem_of_no_field_stands_on_top_without_a_link() -> None:
    form = sent()
    form.add_problems([Problem(None, Text("記録が重複しています。", "The record is there twice."))])
    assert form.error_links() == [ErrorLink(None, None, "記録が重複しています。")]


@pytest.mark.usefixtures("in_request")
def test_a_form_without_faults_has_no_summary() -> None:
    assert sent().error_links() == []


def test_choices_read_in_the_language_of_the_answer() -> None:
    with using_language("en"):
        (choice,) = choices_of([("JP", Text("日本", "Japan"))])
    assert (choice.value, choice.label) == ("JP", "Japan")
