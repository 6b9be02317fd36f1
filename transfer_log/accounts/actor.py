"""Say who acts: every operation takes an `Actor`, never a request or a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Be the user in whose name something is done, within one operator.

    `scopes` is None for a person at a page or the command line, and the scope codes of the token for the API.
    """

    user_id: UUID
    operator_id: UUID
    role: str
    department_id: UUID | None
    name: str
    scopes: frozenset[str] | None = None
