"""Give tests of accounts a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from transfer_log.accounts.actor import Actor


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """Return a function that opens a browser, signed in as an actor if one is given."""

    def open_browser(actor: Actor | None = None) -> Browser:
        return Browser(app, actor)

    return open_browser
