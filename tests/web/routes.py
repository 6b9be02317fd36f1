"""List every route of the application with what it declares, and build an address for each."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from werkzeug.routing import AnyConverter

from transfer_log.app import create_app
from transfer_log.config import read_settings
from transfer_log.db import new_id
from transfer_log.web import API_PREFIX, PUBLIC, access_of

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import BaseConverter, Rule

_SAMPLES = {"UUIDConverter": str(new_id()), "IntegerConverter": "1", "FloatConverter": "1.0"}


@dataclass(frozen=True)
class Route:
    """Be one method of one route, with the action it declares and an address at which nothing lies."""

    method: str
    rule: str
    endpoint: str
    action: str
    path: str

    @property
    def is_api(self) -> bool:
        return self.rule.startswith(API_PREFIX)

    @property
    def is_public(self) -> bool:
        return self.action == PUBLIC

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


@cache
def application() -> Flask:
    """Return an application that is only asked for its routes; its database is never opened."""
    environment = {"TRANSFER_LOG_DATA_DIR": tempfile.gettempdir(), "TRANSFER_LOG_SECRET_KEY": "x" * 40}
    return create_app(read_settings(environment))


@cache
def all_routes() -> tuple[Route, ...]:
    """Return every method of every route."""
    app = application()
    return tuple(
        Route(method, rule.rule, rule.endpoint, str(access_of(app, rule.endpoint, method)), _path(rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    )


def _sample(converter: BaseConverter) -> str:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return _SAMPLES.get(type(converter).__name__, "x")


def _path(rule: Rule) -> str:
    values = {name: _sample(converter) for name, converter in rule._converters.items()}
    built = rule.build(values, append_unknown=False)
    assert built is not None
    return built[1]
