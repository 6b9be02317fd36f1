"""Give what all answers share: the declaration of who may open a route, safe headers, size limits, the proxy in front.

Every view says who may open it: `@requires("action")` with an action of accounts.policy, or `@public`. A route that says
nothing stops the start. Who the visitor is and whether the action is allowed is decided by accounts.guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import MethodNotAllowed, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from transfer_log.config import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from flask import Response

    from transfer_log.config import Settings

P = ParamSpec("P")
R = TypeVar("R")

MIB: Final = 1024 * 1024
#: What a page or an API call may send; a view that takes files says more with `body_limit`.
LARGEST_BODY: Final = 2 * MIB
PUBLIC: Final = "public"
API_PREFIX: Final = "/api/"
NO_STORE: Final = "no-store"
REFUSED_METHODS: Final = frozenset({"TRACE", "TRACK", "CONNECT"})

# No inline script or style anywhere; nothing is loaded from, framed by or posted to another site.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cache-Control", NO_STORE),
)
TRANSPORT_SECURITY: Final = "max-age=31536000; includeSubDomains"


def requires(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the action of accounts.policy that somebody must be allowed to open this view or method of a view."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.__dict__["access"] = action
        return view

    return declare


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare that anybody may open this view, signed in or not."""
    return requires(PUBLIC)(view)


def body_limit(size_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare how many bytes may be sent to this view, where that is more than a form needs."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.__dict__["body_limit"] = size_bytes
        return view

    return declare


def declare_access(app: Flask, endpoint: str, action: str) -> None:
    """Declare who may open a route whose view an extension wrote."""
    app.extensions.setdefault("access", {})[endpoint] = action


def access_of(app: Flask, endpoint: str, method: str) -> str | None:
    """Return what a route declares for an HTTP method: an action, `public`, or None for nothing at all."""
    declared: str | None = app.extensions.get("access", {}).get(endpoint)
    return declared or _marks(app, endpoint, method).get("access")


def _marks(app: Flask, endpoint: str, method: str) -> dict[str, Any]:
    """Return what the decorators left on the view, or on the method of a class-based view."""
    view = app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    if view_class is None:
        return view.__dict__
    name = "get" if method == "HEAD" and not hasattr(view_class, "head") else method.lower()
    return {**view.__dict__, **getattr(getattr(view_class, name, None), "__dict__", {})}


def undeclared_routes(app: Flask) -> list[str]:
    """Return `METHOD path` of every route that does not say who may open it."""
    return [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if access_of(app, rule.endpoint, method) is None
    ]


def is_api() -> bool:
    """Tell whether this request came in at the API's door."""
    return request.path.startswith(API_PREFIX)


def wants_json() -> bool:
    """Tell whether the answer is for a program: the API, or a script of our own pages that asks for JSON."""
    best = request.accept_mimetypes.best
    return is_api() or best in ("application/json", "application/problem+json")


def init_web(app: Flask, settings: Settings) -> None:
    """Set limits, cookies, headers and the proxy of `app`; the routes are checked by `check_routes` at the end."""
    hosts = {urlsplit(settings.base_url).hostname, *LOOPBACK}
    app.config.update(
        SECRET_KEY=settings.secret_key,
        # The signed cookie of Flask holds the token against forged forms and the next message, never who is signed in.
        SESSION_COOKIE_NAME="__Host-page" if settings.is_https else "page",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=5000,
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_port=0, x_prefix=0
        )
    headers = HEADERS if not settings.is_https else (*HEADERS, ("Strict-Transport-Security", TRANSPORT_SECURITY))

    @app.before_request
    def limit_request() -> None:
        refuse_hosts(request, hosts)
        refuse_methods(request)
        if request.endpoint is not None:
            request.max_content_length = _marks(app, request.endpoint, request.method).get("body_limit", LARGEST_BODY)

    @app.after_request
    def add_headers(answer: Response) -> Response:
        for name, value in headers:
            answer.headers.setdefault(name, value)
        return answer


def refuse_hosts(asked: Request, hosts: Collection[str | None]) -> None:
    """Refuse a host name that is not ours: a name of another site that resolves to this machine (DNS rebinding).

    Werkzeug's own list of trusted hosts cannot hold an IPv6 address. HTTP/1.0 sends no host; no browser speaks it.
    """
    if asked.host and urlsplit(f"//{asked.host}").hostname not in hosts:
        raise SecurityError


def refuse_methods(asked: Request) -> None:
    """Refuse TRACE and its kind on every address, known or not, and say which methods there are."""
    if asked.method in REFUSED_METHODS:
        adapter = current_app.create_url_adapter(asked)
        allowed = sorted(adapter.allowed_methods(asked.path)) if adapter is not None else []
        raise MethodNotAllowed(valid_methods=allowed or ["GET", "HEAD"])


def check_routes(app: Flask, actions: frozenset[str]) -> None:
    """Stop the start when a route does not say who may open it, or names an action that is not in the table.

    :raises RuntimeError: naming each such route.
    """
    missing = undeclared_routes(app)
    if missing:
        raise RuntimeError(f"say @requires(action) or @public on: {', '.join(missing)}")
    unknown = {
        access
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if (access := access_of(app, rule.endpoint, method)) not in (*actions, PUBLIC)
    }
    if unknown:
        raise RuntimeError(f"no such action in accounts.policy: {', '.join(sorted(map(str, unknown)))}")
