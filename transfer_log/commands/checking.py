"""`transfer-log check`: one line for each thing that has to be right before people can work."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from transfer_log import migrate
from transfer_log.cli import DONE, NOTHING_DONE
from transfer_log.commands.context import database
from transfer_log.commands.words import say
from transfer_log.config import DEMO_SECRET_FILE, resource
from transfer_log.countries.profiles import load_profiles
from transfer_log.db import db
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from transfer_log.config import Settings

_GIB: Final = 2**30
_LEAST_FREE_BYTES: Final = _GIB
Line = tuple[str, bool, str]


def check(_chosen: Namespace, settings: Settings) -> int:
    """Say of settings, database, schema, disk, clock and keys whether each is right; 2 when one is not."""
    with database(settings):
        lines = [*_settings(settings), *_database(settings), _disk(settings), *_clock(), *_keys(settings)]
    for name, is_right, words in lines:
        say(f"{'ok  ' if is_right else 'NG  '}{name}: {words}")
    return DONE if all(is_right for _, is_right, _ in lines) else NOTHING_DONE


def _settings(settings: Settings) -> Iterator[Line]:
    yield "settings", True, f"data {settings.data_dir}, base {settings.base_url}"
    mail = "mail by SMTP" if settings.smtp_url else "no mail is sent (TRANSFER_LOG_SMTP_URL is not set)"
    yield "mail", True, mail
    count = len(load_profiles(resource("country_profiles")))
    yield "country profiles", True, f"{count} read and well-formed"


def _database(settings: Settings) -> Iterator[Line]:
    shown = settings.database_url.render_as_string(hide_password=True)
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        yield "database", False, f"{shown}: {type(error.__cause__ or error).__name__}"
        return
    yield "database", True, shown
    found, newest = migrate.current(db.engine), migrate.head()
    words = found or "empty: run `transfer-log init`"
    yield "schema", found == newest, words if found == newest else f"{words}, this version needs {newest}"


def _disk(settings: Settings) -> Line:
    free = shutil.disk_usage(settings.data_dir).free
    return "disk", free >= _LEAST_FREE_BYTES, f"{free / _GIB:.1f} GiB free at {settings.data_dir}"


def _clock() -> Iterator[Line]:
    now = datetime.now(UTC)
    try:
        last = db.session.scalar(select(func.max(Act.recorded_at)))
    except SQLAlchemyError:
        return
    is_behind = last is not None and last > now
    words = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    yield "clock", not is_behind, f"{words}, behind the last record of {last}" if is_behind else words


def _keys(settings: Settings) -> Iterator[Line]:
    words = "secret of the demo" if settings.is_demo else "TRANSFER_LOG_SECRET_KEY is set"
    yield (
        "keys",
        settings.secret_key is not None,
        words if settings.secret_key else "TRANSFER_LOG_SECRET_KEY is missing",
    )
    demo = settings.data_dir / DEMO_SECRET_FILE
    if demo.exists():
        is_private = not demo.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        yield (
            "key file",
            is_private,
            f"{demo} is readable by its owner only" if is_private else f"{demo} is open to others",
        )
