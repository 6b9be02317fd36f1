"""Answer the page that shows what users did that is about nobody in particular: roles, tokens, exports, seals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import Blueprint, render_template, request, url_for

from transfer_log.accounts.forms import ActFilterForm, page_place
from transfer_log.accounts.guard import current_actor
from transfer_log.accounts.policy import ROLES
from transfer_log.accounts.queries import names_of
from transfer_log.db import NIL_ID
from transfer_log.errors import Text
from transfer_log.trail.queries import acts_of
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from transfer_log.trail.models import Act

blueprint = Blueprint("acts", __name__, url_prefix="/acts")

KINDS: Final[Mapping[str, Text]] = {
    "user_added": Text("利用者の追加", "User added"),
    "user_changed": Text("利用者の変更", "User changed"),
    "role_changed": Text("役割の変更", "Role changed"),
    "user_disabled": Text("利用の停止", "User shut out"),
    "user_enabled": Text("利用の再開", "User let in again"),
    "password_changed": Text("パスワードの変更", "Password changed"),
    "password_given": Text("初回パスワードの発行", "First password given"),
    "token_issued": Text("API トークンの発行", "API token issued"),
    "token_revoked": Text("API トークンの取消し", "API token revoked"),
    "exported": Text("書き出し", "Export"),
    "imported": Text("取り込み", "Import"),
    "record_list_made": Text("本人の記録一覧の出力", "Record list made"),
    "access_log_sealed": Text("閲覧の記録の確定", "Access log bound"),
}
#: The detail that names the user an act is about; shown by name in a column of its own.
ABOUT: Final = "user_id"


@dataclass(frozen=True, slots=True)
class ShownAct:
    """Be one act as the page shows it: whom of the users it is about, and its codes and counts."""

    at: datetime
    by: str
    kind: Text
    about: str
    details: list[tuple[str, Any]]


@blueprint.get("/")
@requires("read_acts")
def index() -> ResponseReturnValue:
    """Show acts of the operator, newest first."""
    form = ActFilterForm(request.args)
    form.offer(KINDS)
    is_valid = form.validate()
    kind = form.kind.data or None if is_valid else None
    acts, older = acts_of(current_actor().operator_id, kind=kind, before=page_place(request.args.get("before")))
    return render_template(
        "accounts/acts.html",
        form=form,
        acts=_shown(acts),
        is_narrowed=kind is not None,
        older_url=url_for(".index", kind=kind, before=older) if older is not None else None,
    ), 200 if is_valid else 422


def _shown(acts: list[Act]) -> list[ShownAct]:
    about = {act.id: _user_in(act) for act in acts}
    names = names_of({user_id for user_id in about.values() if user_id} | {act.recorded_by for act in acts})
    return [
        ShownAct(
            at=act.recorded_at,
            by=names.get(act.recorded_by, ""),
            kind=KINDS.get(act.kind, Text(act.kind, act.kind)),
            about=names.get(about[act.id] or NIL_ID, ""),
            details=[(name, _worded(value)) for name, value in (act.details or {}).items() if name != ABOUT],
        )
        for act in acts
    ]


def _user_in(act: Act) -> UUID | None:
    details: Mapping[str, Any] = act.details or {}
    return UUID(details[ABOUT]) if ABOUT in details else None


def _worded(value: Any) -> Any:  # noqa: ANN401 any JSON value
    """Return a role in words, a list in one line, anything else as it is."""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return ROLES.get(value, value) if isinstance(value, str) else value
