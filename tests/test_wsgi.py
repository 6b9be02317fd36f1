"""Test the door for WSGI servers of one's own choice."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from transfer_log.config import Settings

ROOT = Path(__file__).resolve().parent.parent


def test_a_wsgi_server_finds_the_application(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSFER_LOG_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("TRANSFER_LOG_SECRET_KEY", str(settings.secret_key))
    app = runpy.run_path(str(ROOT / "wsgi.py"))["app"]
    assert app.test_client().get("/healthz").status_code == 200
