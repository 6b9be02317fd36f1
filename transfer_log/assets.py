"""Serve style sheet, scripts and icons under an address that changes with their content, so they may be kept for ever.

The style sheet is written in one file per component; each declares its cascade layer, so the order of the files does not
matter and joining them here needs no build step.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, url_for

from transfer_log.web import public

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

FOLDER = Path(__file__).with_name("static")
STYLE_SHEET = "app.css"
LAYERS = "@layer tokens, base, layout, component, print;\n"

blueprint = Blueprint("assets", __name__, url_prefix="/assets")


@dataclass(frozen=True, slots=True)
class Assets:
    """Hold every file of `static/` by its name, the joined style sheet among them, and the digest of all."""

    files: Mapping[str, bytes]
    digest: str


def load_assets(folder: Path = FOLDER) -> Assets:
    """Read all assets, join the component style sheets and take the digest (16 hex digits) over names and contents."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
    sheets = [content for name, content in files.items() if name.endswith(".css")]
    files[STYLE_SHEET] = LAYERS.encode() + b"\n".join(sheets)
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Assets(files, digest.hexdigest()[:16])


@blueprint.get("/<digest>/<path:name>")
@public
def asset(digest: str, name: str) -> Response:
    """Answer one asset, to be kept a year; under an outdated address (a page opened before an update) not to be kept."""
    assets: Assets = current_app.extensions["assets"]
    if name not in assets.files:
        abort(404)
    answer = Response(assets.files[name], mimetype=mimetypes.guess_type(name)[0])
    keep = digest == assets.digest
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if keep else "no-store"
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
