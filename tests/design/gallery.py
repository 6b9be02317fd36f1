"""Show every component and the main pages with made-up people, for tests and for looking at them (photograph.py)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, flash, jsonify, render_template, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.serving import make_server
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from transfer_log.assets import init_assets
from transfer_log.config import resource
from transfer_log.errors import Problem, Text
from transfer_log.filters import init_filters
from transfer_log.forms import Form, choices_of
from transfer_log.i18n import current_language, init_i18n
from transfer_log.preferences import init_preferences

PAGES = Path(__file__).with_name("pages")
PAGE_NAMES = ("guide", "home", "record", "person", "ledger", "provision", "sign_in")
ERROR_PAGES = (400, 403, 404, 409, 422, 429, 500)
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, 5, 5, tzinfo=UTC)


@dataclass(frozen=True)
class Thing:
    """Carry made-up values under any name."""

    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


def thing(**values: Any) -> Thing:
    return Thing(values)


def say(ja: str, en: str) -> Text:
    return Text(ja, en)


def here(ja: str, en: str) -> str:
    """Return the wording in the language of the page, as gettext does in the product."""
    return Text(ja, en).in_language(current_language())


PEOPLE = [
    thing(ref="C-00412", name="山田 花子", note="1991 · 東京 · C-00412"),
    thing(ref="C-00977", name="髙﨑 健", note="1988 · 千葉 · C-00977"),
]
GOOD = thing(label=say("問題なし", "in order"), tone="good")
LATE = thing(label=say("記録が遅い", "recorded late"), tone="warn")
NO_CONSENT = thing(label=say("同意なし", "no consent"), tone="bad")
NO_DUTY = thing(label=say("記録義務なし", "no record duty"), tone="mute")
WAITING = thing(label=say("閲覧中", "being viewed"), tone="wait")


class BoxesField(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def sample_form(name: str) -> Form:
    """Build a form in the language of the page; `name` makes ids differ where a page shows several."""

    class Sample(Form):
        when = RadioField(
            here("いつ", "When"),
            choices=choices_of(
                [("before", here("これから送る", "About to send")), ("after", here("もう送った", "Already sent"))]
            ),
            default="before",
        )
        recipient_name = StringField(here("提供先", "Recipient"), [DataRequired(), Length(max=200)])
        recipient_ref = HiddenField()
        situation = SelectField(
            here("場面", "Situation"),
            [DataRequired()],
            choices=choices_of(
                [("", ""), ("placement", here("職業紹介（応募の代行）", "Placement (applying for the person)"))]
            ),
        )
        provided_on = DateField(
            here("提供した日", "Provided on"),
            [DataRequired()],
            description=here("日本の日付で", "As Japan counts days"),
        )
        items = BoxesField(
            here("項目", "Items"),
            choices=choices_of(
                [
                    ("name", here("氏名", "name")),
                    ("age", here("年齢", "age")),
                    ("education", here("学歴", "education")),
                    ("work_history", here("職務経歴", "work history")),
                    ("interview_notes", here("面談の所見", "interview notes")),
                    ("health", here("健康に関する情報", "health")),
                ]
            ),
            default=["name", "age"],
        )
        method = SelectField(
            here("方法", "Method"),
            choices=choices_of(
                [
                    ("", here("すべて", "Any")),
                    ("portal", here("ポータル", "portal")),
                    ("email", here("メール", "e-mail")),
                ]
            ),
        )
        reason = TextAreaField(
            here("理由", "Reason"),
            description=here("なぜ訂正するかを一文で。", "Say in one sentence why it is corrected."),
        )
        file = FileField(here("ファイル", "File"), description="CSV, XLSX")
        email = StringField(here("メールアドレス", "E-mail"), [DataRequired()])
        password = PasswordField(here("パスワード", "Password"), [DataRequired()])
        voluntary = BooleanField(
            here("任意の記録も含める", "Include voluntary records"),
            description=here("法律上の義務がない記録です。", "Records the law does not ask for."),
        )
        from_on = DateField(here("開始日", "From"))
        to_on = DateField(here("終了日", "To"))
        basis = SelectField(here("根拠", "Basis"), choices=choices_of([("", here("すべて", "Any"))]))
        kind = SelectField(here("提供先の種類", "Recipient kind"), choices=choices_of([("", here("すべて", "Any"))]))
        finding = SelectField(here("確認事項", "Findings"), choices=choices_of([("", here("すべて", "Any"))]))

    return Sample(prefix=name, recipient_name="Saigon Blue Software JSC", situation="placement", provided_on=TODAY)


def refused_form() -> Form:
    form = sample_form("refused-")
    form.recipient_name.data, form.provided_on.data = "", None
    form.recipient_name.errors = [form.recipient_name.gettext("This field is required.")]
    form.provided_on.errors = [form.provided_on.gettext("Not a valid date value.")]
    form.items.errors = [here("「旅券番号」は目録にありません。", "“passport number” is not in the catalogue.")]
    form.add_problems([Problem(None, say("同じ記録がすでにあります。", "The same record is already there."))])
    return form


PORTAL = say("14:05 · ポータル", "14:05 · portal")
PLACEMENT = say("職業紹介", "Placement")
ABROAD = say("国外への同意", "Consent abroad")
CONSENT = say("同意", "Consent")
VIETNAM = say("ベトナム · 求人者", "Vietnam · job provider")
JAPAN = say("日本 · 求人者", "Japan · job provider")
VOID = thing(label=say("取り消し", "void"), tone="mute")
# Day of November 2026, below the date, person, number, recipient, below it, situation, basis, article, state.
LEDGER = [
    (20, PORTAL, "山田 花子", "C-00412", "Saigon Blue Software JSC", VIETNAM, PLACEMENT, ABROAD, "Act Art. 28(1)", GOOD),
    (20, PORTAL, "髙﨑 健", "C-00977", "Saigon Blue Software JSC", VIETNAM, PLACEMENT, ABROAD, "Act Art. 28(1)", NO_CONSENT),
    (18, say("閲覧 11/18–30", "view, 18–30 Nov"), "佐藤 美咲", "C-01544", "Rhein Werkzeug GmbH",
     say("ドイツ · 求人者", "Germany · job provider"), say("スカウト", "Scouting"), CONSENT, "Act Art. 27(1)", WAITING),
    (17, say("書面", "letter"), "中村 翔", "C-00031", "見本県警察本部", say("日本 · 警察", "Japan · police"),
     say("公的機関の照会", "Authority’s request"), say("法令に基づく", "Under law"), "Act Art. 27(1)(i)", NO_DUTY),
    (16, say("メール · 30 人分", "e-mail · batch of 30"), "伊藤 凛", "C-02210", "見本精機株式会社", JAPAN,
     say("イベント参加", "Event registration"), CONSENT, "Act Art. 27(1)", LATE),
    (16, say("メール", "e-mail"), "小林 直樹", "C-00745", "株式会社ひなた製作所", JAPAN, PLACEMENT, CONSENT, "Act Art. 27(1)", VOID),
]  # fmt: skip
LEDGER_KEYS = ("day", "sub", "person", "ref", "recipient", "kind", "situation", "basis", "article", "state")


def ledger_rows() -> list[Thing]:
    shared = {
        "items": [
            say("氏名", "name"),
            say("年齢", "age"),
            say("学歴", "education"),
            say("職歴", "career"),
            say("所見", "notes"),
        ],
        "recorded": say("当日", "same day"),
        "by": say("人材紹介部 · 佐倉", "Placement · Sakura"),
    }
    rows = [dict(zip(LEDGER_KEYS, row, strict=True)) for row in LEDGER]
    return [
        thing(**shared, **row, provided_on=date(2026, 11, row["day"]), is_void=row["state"] is VOID) for row in rows
    ]


def navigation(current: str) -> list[Thing]:
    def entry(key: str, ja: str, en: str, count: object = None, *, more: bool = False) -> Thing:
        return thing(label=say(ja, en), url=f"/{key}", current=key == current, count=count, more=more)

    return [
        entry("home", "ホーム", "Home"),
        entry("record", "提供を記録", "Record a provision"),
        entry("ledger", "台帳", "Ledger"),
        entry("person", "本人", "People"),
        entry("recipients", "提供先", "Recipients"),
        entry("consents", "同意", "Consents"),
        entry("findings", "確認事項", "Findings", 3),
        entry("situations", "場面", "Situations", more=True),
        entry("items", "項目", "Data items", more=True),
        entry("countries", "国", "Countries", more=True),
        entry("imports", "取り込み", "Imports", more=True),
    ]


def context_of(name: str) -> dict[str, Any]:
    """Return what a page gets beside the shell."""
    context: dict[str, Any] = {"form": sample_form(""), "people": PEOPLE, "rows": ledger_rows(), "state": GOOD}
    if name == "guide":
        context |= {"refused": refused_form(), "states": [GOOD, LATE, NO_CONSENT, WAITING, NO_DUTY]}
    return context


def create_gallery() -> Flask:
    """Make an app of the shell, the macros and made-up pages, strict about undefined names and about the CSP."""
    app = Flask("gallery", static_folder=None)
    app.secret_key = "made-up pages only"
    app.config.update(WTF_CSRF_TIME_LIMIT=None, TESTING=True)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(resource("templates")), FileSystemLoader(PAGES)])  # type: ignore[assignment]
    CSRFProtect(app)
    init_i18n(app)
    init_filters(app)
    init_preferences(app)
    init_assets(app)
    app.jinja_env.globals.update(t=here, both=say, thing=thing, today=TODAY, now=NOW)

    @app.context_processor
    def shell() -> dict[str, Any]:
        name = (request.view_args or {}).get("name", "")
        user = thing(name="佐倉 はる", department=say("人材紹介部", "Placement"))
        signed_in = {"nav": navigation(name), "search_url": "/search", "current_user": user, "sign_out_url": "/out"}
        return {} if name == "sign_in" else {**signed_in, "account_url": "/account"}

    @app.after_request
    def policy(answer: Any) -> Any:
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    @app.get("/")
    @app.get("/<name>")
    def page(name: str = "home") -> Any:
        if name == "guide":
            flash(say("1 件の提供を記録しました。", "One provision recorded."), "good")
        return render_template(f"{name}.html", **context_of(name))

    @app.get("/errors/<int:code>")
    def error(code: int) -> Any:
        problems = [
            Problem(
                "items", say("項目を 1 つ以上選んでください。", "Choose at least one item."), article="Act Art. 29(1)"
            )
        ]
        differences = [
            (say("提供した日", "Provided on"), "2026-11-20", "2026-11-19"),
            (say("方法", "Method"), "portal", "portal"),
        ]
        given = {"problems": problems, "differences": differences, "error_id": "0193-4c1e-77aa"}
        return render_template(f"errors/{code}.html", **given), code

    @app.post("/suggest")
    def suggest() -> Any:
        asked = request.form["q"]
        people = [
            ("C-00412", "山田 花子", "ヤマダ ハナコ · 1991 · 東京 · C-00412"),
            ("C-01701", "山田 太郎", "ヤマダ タロウ · 1979 · 大阪 · C-01701"),
        ]
        return jsonify(options=[{"value": v, "label": n, "note": w} for v, n, w in people if asked in n + w])

    @app.post("/resolve")
    def resolve() -> Any:
        lines = [line.strip() for line in request.form["lines"].splitlines()]
        known = {"C-01701": "山田 太郎", "C-00031": "中村 翔"}
        found = [{"value": line, "label": known[line], "note": line} for line in lines if line in known]
        return jsonify(options=found, unclear=[line for line in lines if line and line not in known])

    @app.post("/panel")
    def panel() -> str:
        return render_template("panel.html", people=request.form.getlist("subjects"))

    return app


class Served:
    """Serve the gallery on a free port of this machine while the block runs."""

    def __enter__(self) -> str:
        self.server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return f"http://127.0.0.1:{self.server.port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ],
}  # fmt: skip
