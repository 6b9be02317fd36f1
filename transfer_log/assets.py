"""Serve style sheet, scripts and icons under an address that changes with their content, so they may be kept for ever.

The style sheet is written in one file per component; each declares its cascade layer, so the order of the files does not
matter and joining them here needs no build step.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app, send_from_directory, url_for

if TYPE_CHECKING:
    from flask import Flask

FOLDER = Path(__file__).with_name("static")
STYLE_SHEET = "app.css"
LAYERS = "@layer tokens, base, layout, component, print;\n"

blueprint = Blueprint("assets", __name__, url_prefix="/assets")


@dataclass(frozen=True, slots=True)
class Assets:
    """Hold the joined style sheet and the digest of everything in `static/`."""

    style_sheet: bytes
    digest: str


def load_assets(folder: Path = FOLDER) -> Assets:
    """Join the component style sheets and take the digest (16 hex digits) over names and contents."""
    sheets = sorted((folder / "css").glob("*.css"))
    style_sheet = LAYERS.encode() + b"\n".join(sheet.read_bytes() for sheet in sheets)
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return Assets(style_sheet, digest.hexdigest()[:16])


@blueprint.get("/<digest>/<path:name>")
def asset(digest: str, name: str) -> Response:
    """Answer one asset, to be kept a year; under an outdated address (a page opened before an update) not to be kept."""
    assets: Assets = current_app.extensions["assets"]
    if name == STYLE_SHEET:
        answer = Response(assets.style_sheet, content_type="text/css; charset=utf-8")
    else:
        answer = send_from_directory(FOLDER, name)
    if digest == assets.digest:
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def asset_url(name: str) -> str:
    """Return the address of a file in `static/`, or of the joined style sheet `app.css`."""
    assets: Assets = current_app.extensions["assets"]
    return url_for("assets.asset", digest=assets.digest, name=name)


def init_assets(app: Flask) -> None:
    """Read the assets once and give templates `asset_url`."""
    app.extensions["assets"] = load_assets()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
