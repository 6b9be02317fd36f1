"""Fill the frame of every page: who is signed in, the way to other pages by role, the search box.

A role sees its own work first and nothing it may not open; what is used rarely stands under "more".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from transfer_log.accounts.guard import known_actor
from transfer_log.accounts.policy import ROLES, can
from transfer_log.db import utc_now
from transfer_log.errors import Text
from transfer_log.filters import japan_instant
from transfer_log.japanese_dates import JAPAN
from transfer_log.organisation.queries import departments_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask import Flask

    from transfer_log.accounts.actor import Actor

SEARCH: Final = "subjects.search"


@dataclass(frozen=True, slots=True)
class Place:
    """Be a page that the navigation may lead to: its endpoint, the action it needs, how it is called."""

    endpoint: str
    action: str
    label: Text
    group: Text | None = None


@dataclass(frozen=True, slots=True)
class NavLink:
    """Be a link of the navigation on this very page."""

    label: Text
    url: str
    current: bool
    more: bool
    count: int | None = None
    group: Text | None = None


@dataclass(frozen=True, slots=True)
class ShownUser:
    """Be who is signed in as the frame shows it."""

    name: str
    department: Text


REGISTERS: Final = Text("登録情報", "Registers")
FILES: Final = Text("ファイル", "Files")
SETTINGS: Final = Text("設定と記録", "Settings and logs")

# fmt: off
PLACES: Final[Mapping[str, Place]] = {
    "home": Place("overview.home", "read_home", Text("ホーム", "Home")),
    "record": Place("provisions.new", "record_provision", Text("提供を記録", "Record")),
    "people": Place("subjects.index", "search_subjects", Text("本人", "People")),
    "ledger": Place("ledger.index", "read_provisions", Text("台帳", "Ledger")),
    "findings": Place("findings.index", "read_findings", Text("指摘", "Findings")),
    "recipients": Place("recipients.index", "read_registers", Text("提供先", "Recipients"), REGISTERS),
    "consents": Place("consents.index", "read_registers", Text("同意文", "Consent texts"), REGISTERS),
    "situations": Place("situations.index", "read_registers", Text("提供場面", "Situations"), REGISTERS),
    "purposes": Place("purposes.index", "read_registers", Text("利用目的", "Purposes"), REGISTERS),
    "policies": Place("policies.index", "read_registers", Text("プライバシーポリシー", "Privacy policies"), REGISTERS),
    "items": Place("items.index", "read_registers", Text("データ項目", "Data items"), REGISTERS),
    "countries": Place("countries.index", "read_registers", Text("国・地域", "Countries"), REGISTERS),
    "imports": Place("imports.index", "import_files", Text("取り込み", "Import"), FILES),
    "exports": Place("exports.index", "export_ledger", Text("書き出し", "Export"), FILES),
    "operators": Place("organisation.index", "keep_operators", Text("事業者・部署", "Operators"), SETTINGS),
    "users": Place("users.index", "manage_users", Text("利用者", "Users"), SETTINGS),
    "tokens": Place("tokens.index", "manage_tokens", Text("API トークン", "API tokens"), SETTINGS),
    "access": Place("access_log.index", "read_access_log", Text("閲覧の記録", "Access log"), SETTINGS),
    "acts": Place("acts.index", "read_acts", Text("操作の記録", "Acts"), SETTINGS),
    "roles": Place("accounts.roles", "read_own_account", Text("役割と権限", "Roles"), SETTINGS),
}
# What stands in sight for each role, its own work first; everything else it may open follows under "more".
IN_SIGHT: Final[Mapping[str, tuple[str, ...]]] = {
    "recruiter": ("home", "record", "people", "ledger", "findings"),
    "request_clerk": ("home", "people", "recipients"),
    "privacy_manager": ("home", "findings", "ledger", "people", "record", "recipients"),
    "auditor": ("home", "ledger", "access", "findings", "people"),
    "administrator": ("home", "users", "tokens", "operators"),
}
# fmt: on


def navigation(actor: Actor) -> list[NavLink]:
    """Return the links the actor may follow, own work first; pages that are not part of this installation are left out."""
    in_sight = IN_SIGHT.get(actor.role, ())
    order = [*in_sight, *(name for name in PLACES if name not in in_sight)]
    return [
        NavLink(place.label, url, _is_at(request.path, url), more=name not in in_sight, group=place.group)
        for name in order
        if (place := PLACES[name]).endpoint in current_app.view_functions and can(actor, place.action)
        for url in [url_for(place.endpoint)]
    ]


def _is_at(here: str, url: str) -> bool:
    """Tell whether a page is the one linked to, or lies below it."""
    return here == url or (url != "/" and here.startswith(url.rstrip("/") + "/"))


def department_choices(operator_id: UUID) -> list[tuple[UUID, Text]]:
    """Return id and name of an operator's departments of today."""
    today = utc_now().astimezone(JAPAN).date()
    return [
        (entry.id, Text(department.name, department.name_en or department.name))
        for entry, department in departments_on(operator_id, today)
    ]


def _shown(actor: Actor) -> ShownUser:
    role = ROLES[actor.role]
    if actor.department_id is None:
        return ShownUser(actor.name, role)
    return ShownUser(actor.name, dict(department_choices(actor.operator_id)).get(actor.department_id, role))


def frame() -> dict[str, Any]:
    """Return what base.html reads; for a visitor, and while the database is away, only what needs nobody."""
    try:
        actor = known_actor()
    except SQLAlchemyError:
        # The page that says so must not fail for the same reason.
        return {}
    if actor is None:
        return {}
    return {
        "nav": navigation(actor),
        "current_user": _shown(actor),
        "actor": actor,
        "can": lambda action: can(actor, action),
        "search_url": url_for(SEARCH)
        if SEARCH in current_app.view_functions and can(actor, "search_subjects")
        else None,
        "account_url": url_for("accounts.own_account"),
        "sign_out_url": url_for("accounts.sign_out"),
        "printed": japan_instant(utc_now()),
    }


def init_shell(app: Flask) -> None:
    """Give every template of `app` its frame."""
    app.context_processor(frame)
