"""Let each person choose the language and whether single-key shortcuts work; kept in cookies, good without sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, redirect, request

from transfer_log.i18n import LANGUAGE_COOKIE, LANGUAGES, current_language
from transfer_log.web import public

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

KEYS_COOKIE = "keys"
KEYS_STATES = ("on", "off")
ONE_YEAR_SECONDS = 365 * 24 * 60 * 60

blueprint = Blueprint("preferences", __name__, url_prefix="/preferences")


@blueprint.post("/language")
@public
def language() -> Response:
    """Remember the language and go back to the page the choice was made on."""
    return _remember(LANGUAGE_COOKIE, request.form.get("language", ""), LANGUAGES)


@blueprint.post("/keys")
@public
def keys() -> Response:
    """Remember whether single-key shortcuts work (WCAG 2.1.4: they can be switched off)."""
    return _remember(KEYS_COOKIE, request.form.get("keys", ""), KEYS_STATES)


def _remember(cookie: str, value: str, allowed: tuple[str, ...]) -> Response:
    """Set the cookie for a year and answer 303 to the page named in the form; any other value is a 400."""
    if value not in allowed:
        abort(400)
    answer = redirect(own_path(request.form.get("back", "")), 303)
    remember(answer, cookie, value)
    return answer


def remember(answer: Response, cookie: str, value: str) -> None:
    """Keep a choice in the browser for a year."""
    answer.set_cookie(cookie, value, max_age=ONE_YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax")


def own_path(path: str) -> str:
    """Return `path` if it lies on this site, else the home page: a link cannot lead a person elsewhere."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if stays else "/"


def page_to_return_to() -> str:
    """Return the path of this page if it can be asked for again, else the home page."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    routes = current_app.create_url_adapter(request)
    return request.path if routes is not None and routes.test(request.path, "GET") else "/"


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
