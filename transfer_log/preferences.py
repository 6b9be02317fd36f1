"""Let each person choose the language and whether single-key shortcuts work; kept in cookies, good without sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, redirect, request

from transfer_log.i18n import LANGUAGE_COOKIE, LANGUAGES, current_language

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

KEYS_COOKIE = "keys"
KEYS_STATES = ("on", "off")
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60

blueprint = Blueprint("preferences", __name__, url_prefix="/preferences")


@blueprint.post("/language")
def language() -> Response:
    """Remember the language and go back to the page the choice was made on."""
    return _remember(LANGUAGE_COOKIE, request.form.get("language", ""), LANGUAGES)


@blueprint.post("/keys")
def keys() -> Response:
    """Remember whether single-key shortcuts work (WCAG 2.1.4: they can be switched off)."""
    return _remember(KEYS_COOKIE, request.form.get("keys", ""), KEYS_STATES)


def _remember(cookie: str, value: str, allowed: tuple[str, ...]) -> Response:
    """Set the cookie for a year and answer 303 to the page named in the form; any other value is a 400."""
    if value not in allowed:
        abort(400)
    answer = redirect(own_path(request.form.get("back", "")), 303)
    answer.set_cookie(cookie, value, max_age=ONE_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax")
    return answer


def own_path(path: str) -> str:
    """Return `path` if it lies on this site, else the home page: a link cannot lead a person elsewhere."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if stays else "/"


def page_to_return_to() -> str:
    """Return the path of this page if it can be asked for again, else the home page."""
    rule = request.url_rule
    if rule is None or rule.methods is None or "GET" not in rule.methods:
        return "/"
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def init_preferences(app: Flask) -> None:
    """Add the two routes, and to every template the language, the page to return to and the state of the keys."""
    app.register_blueprint(blueprint)

    @app.context_processor
    def shell() -> dict[str, Any]:
        return {
            "language": current_language(),
            "page_to_return_to": page_to_return_to(),
            "keys": "off" if request.cookies.get(KEYS_COOKIE) == "off" else "on",
        }
