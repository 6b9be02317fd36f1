"""Tell whoever watches over the server that it lives (`/healthz`) and that it can do its work (`/readyz`)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from transfer_log.db import db
from transfer_log.security_log import log_failure
from transfer_log.web import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> dict[str, str]:
    """Answer as long as the process does; nothing is asked of the database."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@public
def ready() -> tuple[dict[str, Any], int]:
    """Answer 200 if the database can be reached and has the schema of this version, else 503 and what is missing."""
    try:
        db.session.execute(text("SELECT 1"))
        is_current = _is_schema_current()
    except SQLAlchemyError as error:
        log_failure("database_away", error)
        return {"status": "waiting", "database": "away"}, 503
    if not is_current:
        return {
            "status": "waiting",
            "database": "reachable",
            "schema": "other version: run transfer-log db upgrade",
        }, 503
    return {"status": "ready", "database": "reachable", "schema": "current"}, 200


def _is_schema_current() -> bool:
    # Alembic costs a quarter of the whole start: it is loaded when somebody asks.
    from transfer_log import migrate  # noqa: PLC0415

    return migrate.is_current(db.engine)
