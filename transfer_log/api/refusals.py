"""Say in the OpenAPI document how calls are refused: one problem (RFC 9457) in both languages, whatever the reason."""

from __future__ import annotations

from typing import Any, Final

from transfer_log.error_answers import PROBLEM_JSON

_BOTH: Final = {
    "message_ja": {"type": "string", "description": "what is wrong, in Japanese"},
    "message_en": {"type": "string", "description": "what is wrong, in English"},
}
FIELD_ERROR: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What is wrong with one field.",
    "properties": {
        "field": {
            "type": ["string", "null"],
            "description": "name of the field, dotted where it lies in another one (`items.2.name`); null: no single one",
        },
        **_BOTH,
        "found": {"type": ["string", "null"], "description": "what was found there"},
        "allowed": {"type": "array", "items": {"type": "string"}, "description": "what is allowed there"},
        "article": {"type": "string", "description": "the article it follows from"},
        "row": {"type": "integer"},
    },
    "required": ["field", "message_ja", "message_en", "found", "allowed"],
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Why a call was refused (RFC 9457); `title` and `detail` in the language of Accept-Language.",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "what kind of problem, for programs"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        **_BOTH,
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
        "differences": {
            "type": "object",
            "description": "field → what is stored and what was sent",
            "additionalProperties": {
                "type": "object",
                "properties": {"stored": {}, "sent": {}},
                "required": ["stored", "sent"],
            },
        },
        "error_id": {"type": "string", "description": "number under which the log of the server has more"},
    },
    "required": ["type", "title", "status", "detail", "message_ja", "message_en"],
}

#: Status → name of the response in the document, and when it comes.
REFUSALS: Final[dict[int, tuple[str, str]]] = {
    400: ("Unreadable", "The body cannot be read as JSON."),
    401: ("NotSignedIn", "There is no good token: missing, wrong, expired, revoked, or used from elsewhere."),
    403: ("NotAllowed", "The role of the token's user, or the scope of the token, does not allow it."),
    404: ("NotFound", "There is no such thing, or it is not yours: both answer the same."),
    409: (
        "Conflict",
        "Something else is on record, or the state does not allow it; `differences` where there are any.",
    ),
    413: ("TooLarge", "The body is too large."),
    415: ("NotJSON", "The body is not said to be `application/json`."),
    422: ("Refused", "Something is wrong with what was sent; `errors` says what, field by field."),
}


def refusal(status: int, description: str) -> dict[str, Any]:
    """Return how the document describes a refusal."""
    said: dict[str, Any] = {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:  # noqa: PLR2004 HTTP
        said["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return said
