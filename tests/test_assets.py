"""Style sheet, scripts and icons: kept for ever under an address that changes with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from transfer_log.assets import FOLDER, asset_url, init_assets, load_assets
from transfer_log.config import resource

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

STYLE_SHEETS = sorted((FOLDER / "css").glob("*.css"))
SCRIPTS = sorted((FOLDER / "js").glob("*.js"))
MACROS = {path.stem for path in (resource("templates") / "macros").glob("*.html")}
#: The frame and the bare elements have no macro of their own; the last four are pieces that pages write out themselves.
WITHOUT_MACRO = {"base", "tokens", "print", "shell", "big_find", "finding", "suggestions", "tabs"}


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__, static_folder=None)
    init_assets(app)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return asset_url(name)


def test_the_style_sheet_of_every_component_is_in_the_joined_one(app: Flask, client: FlaskClient) -> None:
    joined = client.get(address(app, "app.css")).text
    assert [path.name for path in STYLE_SHEETS if path.read_text() not in joined] == []


def test_the_joined_style_sheet_names_its_layers_first(app: Flask, client: FlaskClient) -> None:
    assert client.get(address(app, "app.css")).text.startswith("@layer tokens, base, layout, component, print;")


def test_an_asset_may_be_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app, "js/app.js"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_script_is_served_as_a_script(app: Flask, client: FlaskClient) -> None:
    assert client.get(address(app, "js/app.js")).mimetype == "text/javascript"


def test_under_an_outdated_address_nothing_is_kept(client: FlaskClient) -> None:
    assert client.get("/assets/0000000000000000/app.css").headers["Cache-Control"] == "no-store"


def test_nothing_outside_the_folder_is_served(app: Flask, client: FlaskClient) -> None:
    assert client.get(address(app, "../assets.py")).status_code == 404


def test_the_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a.css").write_text("@layer base {}")
    before = load_assets(tmp_path).digest
    (tmp_path / "css" / "a.css").write_text("@layer component {}")
    assert load_assets(tmp_path).digest != before


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_each_style_sheet_keeps_to_one_layer(path: Path) -> None:
    assert len(re.findall(r"^@layer \w+ \{", path.read_text(), re.MULTILINE)) == 1


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_each_style_sheet_is_named_as_its_macro(path: Path) -> None:
    assert path.stem in MACROS | WITHOUT_MACRO


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_no_style_shouts_or_hangs_on_an_id(path: Path) -> None:
    without_values = re.sub(r":[^;{}]*;", ";", path.read_text())
    assert not re.search(r"!important|(^|[\s,>+~])#[a-z]", without_values)


@pytest.mark.parametrize(
    "path", [path for path in STYLE_SHEETS if path.stem not in ("tokens", "print")], ids=lambda path: path.name
)
def test_colours_are_taken_from_the_tokens(path: Path) -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\bhsl\(", path.read_text())


def test_every_colour_of_the_light_scheme_has_its_dark_one() -> None:
    light, dark = (FOLDER / "css" / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    colours = set(re.findall(r"(--[\w-]+): (?:#|rgb)", light))
    assert colours - set(re.findall(r"(--[\w-]+):", dark)) == set()


def test_every_token_that_is_used_exists() -> None:
    sheets = "\n".join(path.read_text() for path in STYLE_SHEETS)
    assert set(re.findall(r"var\((--[\w-]+)", sheets)) <= set(re.findall(r"(--[\w-]+):", sheets))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_calls_another_site_or_makes_code_from_text(path: Path) -> None:
    assert not re.search(r"https?://|\beval\(|new Function|\.style\b", path.read_text())


def test_every_script_is_loaded_by_another_one() -> None:
    loaded = {name for path in SCRIPTS for name in re.findall(r'"\./([\w-]+\.js)"', path.read_text())}
    assert {path.name for path in SCRIPTS} - loaded == {"app.js"}
