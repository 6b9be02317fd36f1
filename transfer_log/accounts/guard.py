"""Stand at every door: who is asking, may they, was it they who asked; and log what of people they get to see.

Pages know people by the session cookie, the API by its bearer token and by nothing else. Views read `current_actor()`;
what they declare with `@requires` has been checked before they run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from uuid import UUID

from flask import current_app, g, redirect, request, session, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden

from transfer_log.accounts import access_log, policy, sessions, tokens
from transfer_log.db import transaction, utc_now
from transfer_log.errors import NotSignedIn, Text
from transfer_log.web import PUBLIC, access_of, is_api

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.wrappers import Response as AnyResponse

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PASSWORD: Final = "accounts.own_password"  # noqa: S105 the name of a page
SIGN_IN: Final = "accounts.sign_in"
SUCCESS: Final = range(200, 300)

_PLACEHOLDER: Final = re.compile("<[^>]*>")
_SIGN_IN_FIRST: Final = Text("サインインしてください。", "Please sign in.")
_BAD_TOKEN: Final = Text(
    "有効な API トークンを Authorization: Bearer で送ってください。",
    "Send a valid API token as Authorization: Bearer.",
)

_csrf: Final = CSRFProtect()


def current_actor() -> Actor:
    """Return who is asking.

    :raises NotSignedIn: on a public page that nobody signed in looks at.
    """
    actor = known_actor()
    if actor is None:
        raise NotSignedIn(_SIGN_IN_FIRST)
    return actor


def known_actor() -> Actor | None:
    """Return who is asking, None for a visitor."""
    if "actor" in g:
        token_actor: Actor = g.actor
        return token_actor
    known = current_session()
    return None if known is None else known.actor


def current_session() -> sessions.SignedIn | None:
    """Return the session of this request's cookie, looked up once; None for a visitor and for the API."""
    if "session_known" not in g:
        cookie = request.cookies.get(cookie_name(), "")
        g.session_known = sessions.signed_in(cookie, at=utc_now()) if cookie and not is_api() else None
    known: sessions.SignedIn | None = g.session_known
    return known


def cookie_name() -> str:
    """Return the name of the session cookie: bound to this host by its prefix where https is spoken."""
    return "__Host-session" if current_app.config["SESSION_COOKIE_SECURE"] else "session"


def hand_over(cookie: str, answer: AnyResponse) -> None:
    """Put a new session into the browser; whatever the page cookie held before is dropped with it."""
    session.clear()
    answer.set_cookie(
        cookie_name(), cookie, secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )


def take_back(answer: AnyResponse) -> None:
    """Take the session out of the browser, and with it what the browser kept of our pages."""
    session.clear()
    answer.delete_cookie(
        cookie_name(), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'


def describe_read(
    people_count: int = 1, *, subject_id: UUID | None = None, reason: str | None = None, action: str | None = None
) -> None:
    """Say more about what the answer shows of people: of how many, of whom, and why.

    A view whose action reads people is logged in any case; a list says here how many people it shows. A view of another
    action that shows a person's data names the `action` by which it does, such as `read_subject`.
    """
    g.read_described = (people_count, subject_id, reason, action)


def init_guard(app: Flask, settings: Settings) -> None:
    """Put the guard before every view of `app`."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard asks, for pages only
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open as long as the session lasts
        WTF_CSRF_SSL_STRICT=False,  # we send no referrer; Sec-Fetch-Site tells more
    )
    _csrf.init_app(app)
    app.extensions["sign_in_secret"] = settings.secret_key
    app.before_request(_guard)
    app.after_request(_log_read)


def _guard() -> AnyResponse | None:
    if request.endpoint is None or request.method == "OPTIONS":
        return None
    action = access_of(current_app, request.endpoint, request.method)
    if is_api():
        if action != PUBLIC:
            policy.check(_caller(), str(action))
        return None
    refuse_forgery()
    if action == PUBLIC:
        return None
    known = current_session()
    if known is None:
        return _to_sign_in()
    g.who = {"user_id": known.actor.user_id, "role": known.actor.role}
    at = utc_now()
    if known.is_to_be_seen(at):
        with transaction():
            sessions.see_session(known, at=at)
    if known.must_choose_password and request.endpoint != OWN_PASSWORD:
        return redirect(url_for(OWN_PASSWORD), 303)
    policy.check(known.actor, str(action))
    return None


def refuse_forgery() -> None:
    """Refuse what another site made the browser send: a change without our token, or sent from elsewhere.

    :raises werkzeug.exceptions.HTTPException: 400 for a missing or wrong token, 403 for another site.
    """
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden
    if current_app.config["WTF_CSRF_ENABLED"]:
        _csrf.protect()


def _caller() -> Actor:
    """Return who holds the bearer token of this call."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    at = utc_now()
    holder = tokens.token_holder(text.strip(), request.remote_addr, at=at) if scheme.lower() == "bearer" else None
    if holder is None:
        raise NotSignedIn(_BAD_TOKEN)
    if holder.is_use_to_be_written(at):
        with transaction():
            tokens.write_use(holder, at=at)
    g.actor = holder.actor
    g.token_id = holder.token_id
    g.who = {"user_id": holder.actor.user_id, "role": holder.actor.role, "token_id": holder.token_id}
    return holder.actor


def _to_sign_in() -> AnyResponse:
    """Lead a visitor to the sign-in page and back afterwards; a script in an open page gets 401 instead of a page."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        raise NotSignedIn(_SIGN_IN_FIRST)
    target = url_for(SIGN_IN)
    if request.method == "GET" and request.path != "/":
        target += "?" + urlencode({"next": request.full_path.rstrip("?")})
    return redirect(target, 303)


def _log_read(answer: Response) -> Response:
    """Log that records of people are about to be shown, before the body goes out; if that fails, nothing is shown."""
    if answer.status_code not in SUCCESS or request.endpoint is None or request.method == "OPTIONS":
        return answer
    declared = access_of(current_app, request.endpoint, request.method)
    people_count, subject_id, reason, named = g.get("read_described", (None, None, None, None))
    action = named or (declared if declared in policy.READS_PEOPLE else None)
    if action is None:
        return answer
    in_address = (request.view_args or {}).get("subject_id")
    subject_id = subject_id or (in_address if isinstance(in_address, UUID) else None)
    read = access_log.Read(
        action,
        _PLACEHOLDER.sub("…", str(request.url_rule)),
        subject_id,
        people_count if people_count is not None else int(subject_id is not None),
        reason,
    )
    access_log.log_read(read, actor=current_actor(), at=utc_now())
    return answer
