"""Hand out the OpenAPI document of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.document import document

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.accounts.actor import Actor

blueprint: Final = ApiBlueprint("description", "What the API offers, for programs that read it.")


@blueprint.door(
    "GET",
    "/openapi.json",
    action="read_api",
    answers={200: {"type": "object", "description": "An OpenAPI 3.1 document."}},
)
def describe_api(*, actor: Actor, at: datetime) -> Reply:
    """Describe this API (OpenAPI 3.1)."""
    del actor, at
    return Reply(document(current_app))
