"""Write the OpenAPI document of all doors, from what they declare; made once in a process, when it is first asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import flask_smorest
from flask import Flask

from transfer_log import __version__
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.refusals import FIELD_ERROR, PROBLEM, REFUSALS, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    import marshmallow as ma

OPENAPI_VERSION: Final = "3.1.0"
TITLE: Final = "Transfer Log"
_ABOUT: Final = """\
Record every provision of personal data to a third party, ask before sending whether it may be sent, and read the records.

Every call carries an API token: `Authorization: Bearer tl_…`. A token can do what its scopes allow, and never more than
the role of its user. Days are Japan dates, instants UTC. Errors are problem documents (RFC 9457) that say in Japanese and
in English what is wrong, field by field. Long lists come in pages: follow `next` until it is null.
"""


class _Api(flask_smorest.Api):  # type: ignore[misc] # flask-smorest carries no types
    """Describe the doors as they are: each names its own refusals, and none has an unnamed one."""

    DEFAULT_ERROR_RESPONSE_NAME = None


def names_of_properties(converter: Any, field: ma.fields.Field[Any], **_known: Any) -> dict[str, Any]:  # noqa: ANN401 as in apispec
    """Say what the names in a mapping look like, which apispec leaves out."""
    keys = getattr(field, "key_field", None)
    return {} if keys is None else {"propertyNames": converter.field2property(keys)}


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application's doors, as JSON values."""
    return _document(tuple(door for door in app.blueprints.values() if isinstance(door, ApiBlueprint)))


@lru_cache(maxsize=1)
def _document(blueprints: Iterable[ApiBlueprint]) -> dict[str, Any]:
    # An application of its own: flask-smorest answers errors and adds commands, and the product does both itself.
    described = Flask("described")
    described.config.update(API_TITLE=TITLE, API_VERSION=__version__, OPENAPI_VERSION=OPENAPI_VERSION)
    api = _Api(
        described,
        spec_kwargs={
            "info": {"description": _ABOUT, "license": {"name": "MIT", "identifier": "MIT"}},
            "servers": [{"url": "/", "description": "this installation"}],
            "security": [{"token": []}],
        },
    )
    api.ma_plugin.converter.add_attribute_function(names_of_properties)
    parts = api.spec.components
    parts.security_scheme("token", {"type": "http", "scheme": "bearer", "description": "an API token, `tl_…`"})
    parts.schema("FieldError", FIELD_ERROR)
    parts.schema("Problem", PROBLEM)
    for status, (name, description) in REFUSALS.items():
        parts.response(name, refusal(status, description))
    for blueprint in blueprints:
        api.register_blueprint(blueprint, name=blueprint.subject)
    written: dict[str, Any] = api.spec.to_dict()
    return written
