"""Say who may do what: one table of role × action, which pages, API, navigation and tests all read.

A role that has no entry for an action may not do it. An entry says how far the right reaches: the whole operator, the
own department, or the rows somebody wrote. Administrators run the installation and see no personal data.
Law: Act Art. 23 (security control) and PPC guidelines (general rules), annex 10-6 (1): access only as the work needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from transfer_log.db import NIL_ID
from transfer_log.errors import NotAllowed, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

ROLES: Final[Mapping[str, Text]] = {
    "recruiter": Text("採用担当", "Recruiter"),
    "request_clerk": Text("開示等請求の受付担当", "Request clerk"),
    "privacy_manager": Text("個人情報保護管理者", "Privacy manager"),
    "auditor": Text("監査担当", "Auditor"),
    "administrator": Text("システム管理者", "Administrator"),
}
SERVICE: Final = "service"
#: Rows one person may export alone; more needs a second person, whatever the role.
EXPORT_ROWS_ALONE: Final = 1000


class Limit(StrEnum):
    """Say how far a right reaches, always within the user's own operator."""

    ALL = "all"
    OWN_DEPARTMENT = "own_department"
    OWN_ROWS = "own_rows"

    @property
    def text(self) -> Text:
        """Return the limit in words, for the page that shows the table."""
        return _LIMIT_TEXTS[self]


_LIMIT_TEXTS: Final = {
    Limit.ALL: Text("できる", "yes"),
    Limit.OWN_DEPARTMENT: Text("自部署のみ", "own department"),
    Limit.OWN_ROWS: Text("自分の記録のみ（翌営業日まで）", "own rows, to the end of the next business day"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Be one row of the table: what is done, who may, and how far."""

    code: str
    text: Text
    limits: Mapping[str, Limit]


_COLUMNS: Final = (*ROLES, SERVICE)
ALL, DEP, OWN, ___ = Limit.ALL, Limit.OWN_DEPARTMENT, Limit.OWN_ROWS, None


def _action(code: str, *row: Limit | str | None) -> Action:
    *limits, ja, en = row
    granted = {role: limit for role, limit in zip(_COLUMNS, limits, strict=True) if isinstance(limit, Limit)}
    return Action(code, Text(str(ja), str(en)), granted)


# fmt: off
ACTIONS: Final[Mapping[str, Action]] = {action.code: action for action in (
    #        action              recr clerk  mgr  aud  adm  service
    _action("record_provision",  DEP, ___, ALL, ___, ___, ALL, "提供を記録する", "Record a provision"),
    _action("ask_clearance",     DEP, ___, ALL, ___, ___, ALL, "提供してよいか確かめる", "Ask whether it may be sent"),
    _action("assess",            ALL, ALL, ALL, ALL, ___, ALL, "法令の判定を調べる", "Look up what the law says"),
    _action("search_subjects",   ALL, ALL, ALL, ALL, ___, ALL, "本人を探す", "Find a person"),
    _action("read_subject",      ALL, ALL, ALL, ALL, ___, ALL, "本人の情報を見る", "See a person"),
    _action("edit_subject",      ALL, ALL, ALL, ___, ___, ALL, "本人を登録・更新する", "Enter and update people"),
    _action("link_subjects",     ___, ALL, ALL, ___, ___, ALL, "同じ本人として結ぶ", "Link registrations of one person"),
    _action("read_provisions",   DEP, ___, ALL, ALL, ___, ALL, "提供記録を見る", "See provisions"),
    _action("correct_provision", OWN, ___, ALL, ___, ___, ALL, "提供記録を訂正する", "Correct a provision"),
    _action("record_consent",    ALL, ALL, ALL, ___, ___, ALL, "同意・撤回・停止を記録する", "Record consents and stops"),
    _action("keep_consents",     ___, ___, ALL, ___, ___, ALL, "同意文を管理する", "Keep consent texts"),
    _action("print_records",     ___, ALL, ALL, ___, ___, ALL, "本人の提供記録を出力する", "Print a person's records"),
    _action("read_findings",     DEP, ___, ALL, ALL, ___, ALL, "指摘を見る", "See findings"),
    _action("resolve_findings",  DEP, ___, ALL, ___, ___, ALL, "指摘に対応する", "Resolve findings"),
    _action("export_ledger",     ___, ___, ALL, ALL, ___, ALL, "台帳を書き出す", "Export the ledger"),
    _action("import_files",      ___, ___, ALL, ___, ___, ALL, "ファイルを取り込む", "Import files"),
    _action("read_registers",    ALL, ALL, ALL, ALL, ___, ALL, "提供先などの登録を見る", "See registers"),
    _action("keep_recipients",   ___, ___, ALL, ___, ___, ALL, "提供先を管理する", "Keep recipients"),
    _action("keep_purposes",     ___, ___, ALL, ___, ___, ALL, "利用目的を管理する", "Keep purposes"),
    _action("keep_situations",   ___, ___, ALL, ___, ___, ALL, "提供場面を管理する", "Keep situations"),
    _action("keep_items",        ___, ___, ALL, ___, ___, ALL, "データ項目を管理する", "Keep data items"),
    _action("keep_operators",    ___, ___, ALL, ___, ALL, ALL, "事業者・部署・窓口を管理する", "Keep operators and departments"),
    _action("review_countries",  ___, ___, ALL, ___, ___, ALL, "国・地域の情報を確認する", "Review country notes"),
    _action("manage_users",      ___, ___, ALL, ___, ALL, ALL, "利用者と権限を管理する", "Manage users and roles"),
    _action("manage_tokens",     ___, ___, ___, ___, ALL, ALL, "API トークンを管理する", "Manage API tokens"),
    _action("read_acts",         ___, ___, ALL, ALL, ALL, ALL, "操作の記録を見る", "See what users did"),
    _action("read_access_log",   ___, ___, ALL, ALL, ___, ___, "閲覧の記録を見る", "See who looked at what"),
    _action("read_home",         ALL, ALL, ALL, ALL, ALL, ___, "ホームを見る", "See the home page"),
    _action("read_own_account",  ALL, ALL, ALL, ALL, ALL, ___, "自分の設定を変える", "Change one's own settings"),
    _action("read_api",          ALL, ALL, ALL, ALL, ALL, ___, "API の説明を見る", "See the description of the API"),
)}
# fmt: on

#: Actions by which somebody gets to see records of people: each use is written to the access log.
READS_PEOPLE: Final = frozenset(
    {"search_subjects", "read_subject", "read_provisions", "print_records", "export_ledger"},
)

# Who may hand out which role: nobody above himself, and never to himself (operations.py).
GRANTS: Final[Mapping[str, frozenset[str]]] = {
    "privacy_manager": frozenset({"recruiter", "request_clerk", "privacy_manager"}),
    "administrator": frozenset(ROLES),
    SERVICE: frozenset(ROLES),
}

# Contact data is shown in part only: they find the right person by name, kana and number.
MASKED_CONTACT: Final = frozenset({"recruiter", "auditor"})


@dataclass(frozen=True, slots=True)
class TokenScope:
    """Be what an API token may be used for: a part of what its user may do, never more."""

    code: str
    text: Text
    actions: frozenset[str]


def _scope(code: str, ja: str, en: str, *actions: str) -> TokenScope:
    return TokenScope(code, Text(ja, en), frozenset((*actions, "read_api")))


# fmt: off
SCOPES: Final[Mapping[str, TokenScope]] = {scope.code: scope for scope in (
    _scope("provisions:write", "提供の記録と訂正", "Record and correct provisions", "record_provision", "correct_provision"),
    _scope("provisions:read", "提供記録と指摘の閲覧", "Read provisions and findings", "read_provisions", "read_findings"),
    _scope("subjects:write", "本人の登録と更新", "Enter and update people", "edit_subject", "link_subjects"),
    _scope("subjects:read", "本人の検索と閲覧", "Find and read people", "search_subjects", "read_subject"),
    _scope("consents:write", "同意・撤回・停止の記録", "Record consents and stops", "record_consent", "keep_consents"),
    _scope("findings:write", "指摘への対応", "Resolve findings", "resolve_findings"),
    _scope("registers:write", "登録の管理", "Keep registers",
           "keep_recipients", "keep_purposes", "keep_situations", "keep_items", "keep_operators"),
    _scope("registers:read", "登録の閲覧", "Read registers", "read_registers"),
    _scope("records:print", "本人の提供記録の出力", "Print a person's records", "print_records"),
    _scope("exports", "台帳の書き出し", "Export the ledger", "export_ledger"),
    _scope("imports", "ファイルの取り込み", "Import files", "import_files"),
    _scope("assess", "法令の判定", "Look up what the law says", "assess"),
    _scope("clearances", "提供前の確認", "Ask whether it may be sent", "ask_clearance"),
)}
# fmt: on


@dataclass(frozen=True, slots=True)
class Reach:
    """Say which rows a right reaches; a query filters by every part that is not None.

    `department_id` is the nil id for somebody who belongs to no department: then no row is reached.
    """

    operator_id: UUID
    department_id: UUID | None = None
    recorded_by: UUID | None = None


def limit_of(role: str, action: str) -> Limit | None:
    """Return how far `role` may do `action`, None where it may not.

    :raises ValueError: for an action that is not in the table.
    """
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is no action: it is missing in accounts.policy.ACTIONS")
    return ACTIONS[action].limits.get(role)


def can(actor: Actor, action: str) -> bool:
    """Tell whether the actor's role, and for the API the token's scopes, allow the action at all."""
    if limit_of(actor.role, action) is None:
        return False
    return actor.scopes is None or action in _actions_of(actor.scopes)


def check(actor: Actor, action: str) -> None:
    """Pass if the actor may do the action.

    :raises NotAllowed: if not; the text names what was asked for.
    """
    if can(actor, action):
        return
    asked = ACTIONS[action].text
    raise NotAllowed(
        Text(f"「{asked.ja}」権限がありません。", f"You do not have the right to do this: {asked.en}."),
    )


def reach_of(actor: Actor, action: str) -> Reach:
    """Return which rows the actor's right to do `action` reaches.

    :raises NotAllowed: if there is no such right.
    """
    check(actor, action)
    limit = limit_of(actor.role, action)
    if limit is Limit.OWN_DEPARTMENT:
        return Reach(actor.operator_id, department_id=actor.department_id or NIL_ID)
    if limit is Limit.OWN_ROWS:
        return Reach(actor.operator_id, actor.department_id or NIL_ID, recorded_by=actor.user_id)
    return Reach(actor.operator_id)


def may_correct(actor: Actor, *, recorded_by: UUID, last_day: date, today: date) -> bool:
    """Tell whether the actor may correct a row that `recorded_by` wrote.

    Who may correct only own rows may do so up to `last_day`, the business day after the one of recording (Japan dates).
    """
    if not can(actor, "correct_provision"):
        return False
    if limit_of(actor.role, "correct_provision") is not Limit.OWN_ROWS:
        return True
    return recorded_by == actor.user_id and today <= last_day


def masks_contact(role: str) -> bool:
    """Tell whether e-mail, phone and the like are shown to this role in part only."""
    return role in MASKED_CONTACT


def rows_exportable_alone(actor: Actor) -> int | None:
    """Return how many rows the actor may export without a second person; None: any, at the server's own console."""
    return None if actor.role == SERVICE else EXPORT_ROWS_ALONE


def grantable_roles(role: str) -> frozenset[str]:
    """Return the roles that somebody with `role` may give and take away."""
    return GRANTS.get(role, frozenset())


@lru_cache(maxsize=256)
def _actions_of(scopes: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(SCOPES[code].actions for code in scopes if code in SCOPES))
