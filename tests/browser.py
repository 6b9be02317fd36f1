"""Drive the pages as a browser without JavaScript does: keep cookies, send the token a form carries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from transfer_log.accounts.sessions import start_session
from transfer_log.db import transaction, utc_now

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from transfer_log.accounts.actor import Actor

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser:
    """Be a visitor of the pages; with `actor`, one who is signed in."""

    def __init__(self, app: Flask, actor: Actor | None = None) -> None:
        self.client = app.test_client()
        self.cookie_name = "__Host-session" if app.config["SESSION_COOKIE_SECURE"] else "session"
        if actor is not None:
            with app.app_context(), transaction():
                cookie = start_session(actor.user_id, at=utc_now())
            self.client.set_cookie(self.cookie_name, cookie)

    @property
    def cookie(self) -> str | None:
        """Return the session cookie, None for a visitor."""
        cookie = self.client.get_cookie(self.cookie_name)
        return None if cookie is None else cookie.value

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with the token that the browser's pages carry."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def token(self) -> str:
        """Return the token against forged forms, from a page that everybody may open."""
        found = _TOKEN.search(self.client.get("/not-a-page").text)
        assert found is not None
        return found[1]
