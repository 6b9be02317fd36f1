"""Read acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from transfer_log.db import db
from transfer_log.trail.models import Act

if TYPE_CHECKING:
    from uuid import UUID

PAGE_ROWS: Final = 100


def acts_of(operator_id: UUID, *, kind: str | None = None, before: UUID | None = None) -> tuple[list[Act], UUID | None]:
    """Return a page of an operator's acts, newest first, and where the next one begins; None at the end."""
    query = select(Act).where(Act.operator_id == operator_id)
    if kind is not None:
        query = query.where(Act.kind == kind)
    if before is not None:
        query = query.where(Act.id < before)
    acts = list(db.session.scalars(query.order_by(Act.id.desc()).limit(PAGE_ROWS + 1)))
    older = acts[PAGE_ROWS - 1].id if len(acts) > PAGE_ROWS else None
    return acts[:PAGE_ROWS], older
