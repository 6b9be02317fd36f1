"""Make the application: the only place that wires settings, database, extensions, doors and features."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from flask import Flask

import transfer_log.findings.completing  # registers what follows when a recipient is completed
import transfer_log.schema  # noqa: F401 every table is known before the first row is written
from transfer_log.accounts.access_log import BIND as ACCESS_LOG
from transfer_log.accounts.guard import init_guard
from transfer_log.accounts.policy import ACTIONS
from transfer_log.assets import init_assets
from transfer_log.config import PREFIX, resource
from transfer_log.db import configure_engine, db
from transfer_log.error_answers import init_error_answers
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.filters import init_filters
from transfer_log.i18n import init_i18n
from transfer_log.imports.uploads import FOLDER, Uploads
from transfer_log.overview.use_counts import use_counts
from transfer_log.overview.where_used import where_used
from transfer_log.preferences import init_preferences
from transfer_log.recipients.kinds import KINDS
from transfer_log.security_log import configure_logging
from transfer_log.shell import department_choices, init_shell
from transfer_log.web import check_routes, init_web

if TYPE_CHECKING:
    from transfer_log.config import Settings

#: Each names a module with a Flask `blueprint`: the pages of one feature, or a part of them.
PAGES: Final = (
    "transfer_log.health",
    "transfer_log.accounts.views",
    "transfer_log.accounts.user_views",
    "transfer_log.accounts.token_views",
    "transfer_log.accounts.access_views",
    "transfer_log.accounts.act_views",
    "transfer_log.overview.views",
    "transfer_log.overview.person_views",
    "transfer_log.subjects.views",
    "transfer_log.subjects.consent_pages",
    "transfer_log.subjects.link_pages",
    "transfer_log.provisions.views",
    "transfer_log.provisions.ledger_views",
    "transfer_log.provisions.provision_views",
    "transfer_log.provisions.change_views",
    "transfer_log.answers.views",
    "transfer_log.recipients.views",
    "transfer_log.recipients.keeping_views",
    "transfer_log.recipients.double_views",
    "transfer_log.countries.views",
    "transfer_log.organisation.views",
    "transfer_log.organisation.department_views",
    "transfer_log.organisation.policy_views",
    "transfer_log.organisation.purpose_views",
    "transfer_log.items.views",
    "transfer_log.situations.views",
    "transfer_log.subjects.consent_text_views",
    "transfer_log.provisions.finding_views",
    "transfer_log.imports.views",
    "transfer_log.exports.views",
)
#: Each names a module with an `ApiBlueprint`: the doors of one feature, in the order of the OpenAPI document.
APIS: Final = (
    "transfer_log.provisions.api",
    "transfer_log.provisions.ledger_api",
    "transfer_log.provisions.clearing_api",
    "transfer_log.assessments.api",
    "transfer_log.subjects.api",
    "transfer_log.subjects.consent_api",
    "transfer_log.answers.api",
    "transfer_log.provisions.findings_api",
    "transfer_log.recipients.api",
    "transfer_log.situations.api",
    "transfer_log.organisation.api",
    "transfer_log.subjects.consent_text_api",
    "transfer_log.items.api",
    "transfer_log.countries.api",
    "transfer_log.api.description",
)

_NEEDS_SECRET: Final = Problem(
    PREFIX + "SECRET_KEY",
    Text(
        "Web サーバーには TRANSFER_LOG_SECRET_KEY（32 文字以上の秘密の値）が必要です。",
        "The web server needs TRANSFER_LOG_SECRET_KEY, a secret of 32 or more characters.",
    ),
)


def create_app(settings: Settings) -> Flask:
    """Return the web application: pages, API, guard, error answers.

    :raises RuleViolation: when there is no secret key.
    :raises RuntimeError: when a route does not say who may open it.
    """
    if settings.secret_key is None:
        raise RuleViolation([_NEEDS_SECRET])
    configure_logging()
    app = database_app(settings)
    init_web(app, settings)
    init_i18n(app)
    init_filters(app)
    init_assets(app)
    init_preferences(app)
    init_guard(app, settings)
    init_shell(app)
    app.extensions["departments"] = department_choices
    app.extensions["where_used"] = where_used
    app.extensions["use_counts"] = use_counts
    app.extensions["uploads"] = Uploads(settings.data_dir / FOLDER)
    app.extensions["recipient_kinds"] = {code: kind.name for code, kind in KINDS.items()}
    for module in (*PAGES, *APIS):
        app.register_blueprint(import_module(module).blueprint)
    # Last: extensions register what they would say about errors, and every route is known.
    init_error_answers(app)
    check_routes(app, frozenset(ACTIONS))
    return app


def database_app(settings: Settings) -> Flask:
    """Return an application with the database alone, for the command line and the job process: no pages, no secret."""
    app = Flask("transfer_log", static_folder=None, template_folder=str(resource("templates")))
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    # An error of the database must not quote people's data in a log.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}
    if settings.access_log_url != settings.database_url:
        app.config["SQLALCHEMY_BINDS"] = {ACCESS_LOG: {"url": settings.access_log_url, "hide_parameters": True}}
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            configure_engine(engine)
    return app
