"""Change users, roles and tokens; each change is an act in the ledger's evidence, with ids and codes only.

Nobody changes his own rights, and nobody gives or takes a role that is not his to give (policy.GRANTS). A change of role or
password and disabling end every session of the user; disabling ends the user's tokens too.
Law: Act Art. 23; PPC Q&A 10-18 asks who may give access and that it is reviewed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING, Final

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from transfer_log.accounts.models import ApiToken, User
from transfer_log.accounts.passwords import hash_password, needs_new_hash, new_initial_password, password_problems
from transfer_log.accounts.policy import ACTIONS, ROLES, SCOPES, check, grantable_roles
from transfer_log.accounts.queries import is_department_of, plain_email, token_of, user_by_email, user_of
from transfer_log.accounts.sessions import end_sessions_of
from transfer_log.accounts.tokens import latest_expiry, new_token
from transfer_log.db import db, new_id
from transfer_log.errors import NotAllowed, Problem, RuleViolation, Text
from transfer_log.field_checks import FieldChecks, unknown_value
from transfer_log.japanese_dates import JAPAN
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from uuid import UUID

    from transfer_log.accounts.actor import Actor

#: An auditor's access ends by itself; without a day it is this many days ahead.
AUDITOR_DAYS: Final = 365
#: A password given by somebody else opens for so long, and only to choose an own one.
INITIAL_PASSWORD_LIFE: Final = timedelta(days=7)
LONGEST_NAME: Final = 200
LONGEST_EMAIL: Final = 254

_NOT_ONESELF: Final = Text(
    "自分自身の権限や状態は変えられません。ほかの管理者に頼んでください。",
    "You cannot change your own rights or state. Ask another administrator.",
)
_NOT_YOURS_TO_GIVE: Final = Text("この権限を付け外しする権限がありません。", "This role is not yours to give or take.")
_KNOWN_EMAIL: Final = Text("このメールアドレスはすでに登録されています。", "This e-mail address is registered already.")
_PAST_DAY: Final = Text("今日以降の日付にしてください。", "Choose today or a later day.")
_NO_DEPARTMENT: Final = Text("その部署はありません。", "There is no such department.")
_TOO_FAR: Final = Text("有効期限は 1 年以内にしてください。", "A token may be good for one year at most.")
_NO_SCOPE: Final = Text("使える範囲を 1 つ以上選んでください。", "Choose at least one thing the token may be used for.")
_USELESS_SCOPE: Final = Text(
    "この利用者の役割では「{ja}」は使えません。", "The role of this user does not allow this: {en}."
)
_BAD_NETWORK: Final = Text("192.0.2.0/24 のような形で書いてください。", "Write a network such as 192.0.2.0/24.")
_DISABLED: Final = Text("停止中の利用者にはトークンを発行できません。", "A disabled user cannot have a token.")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDraft:
    """Describe a new user; `password` is None where the user is to get an initial one. `ends_on` is a Japan date."""

    email: str
    role: str
    name: str = ""
    department_id: UUID | None = None
    ends_on: date | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserDetails:
    """Describe what of a user changes without changing rights beyond the department."""

    name: str
    department_id: UUID | None
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenDraft:
    """Describe an API token: whose, for what, from where (CIDR networks; none: anywhere), until which Japan date."""

    user_id: UUID
    scopes: tuple[str, ...]
    name: str = ""
    networks: tuple[str, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """Be a token just issued; `text` is shown once and stored nowhere."""

    id: UUID
    text: str


def add_user(draft: UserDraft, *, actor: Actor, at: datetime) -> UUID:
    """Add a user to the actor's operator and return the id.

    :raises NotAllowed: if the role is not the actor's to give.
    :raises RuleViolation: naming each field that is wrong; nothing is written then.
    """
    check(actor, "manage_users")
    email = plain_email(draft.email)
    checks = FieldChecks()
    checks.email("email", email, LONGEST_EMAIL)
    if not email:
        checks.needed_line("email", email, LONGEST_EMAIL)
    elif user_by_email(email) is not None:
        checks.add("email", _KNOWN_EMAIL)
    name = checks.line("name", draft.name, LONGEST_NAME) or email.partition("@")[0]
    if draft.role not in ROLES:
        checks.problems.append(unknown_value("role", draft.role, ROLES))
    if draft.password is not None:
        checks.problems += password_problems(draft.password, email=email)
    _check_department(draft.department_id, actor, checks)
    ends_on = _end_of_access(draft.role, draft.ends_on, at, checks)
    if checks.problems:
        raise RuleViolation(checks.problems)
    _check_grant(actor, draft.role)
    user = User(
        id=new_id(),
        operator_id=actor.operator_id,
        department_id=draft.department_id,
        email=email,
        name=name,
        role=draft.role,
        password_hash=None if draft.password is None else hash_password(draft.password),
        is_active=True,
        ends_on=ends_on,
        created_at=at,
        password_changed_at=None if draft.password is None else at,
    )
    db.session.add(user)
    try:
        db.session.flush()  # a user of the same address added at the same moment shows here
    except IntegrityError as error:
        raise RuleViolation([Problem("email", _KNOWN_EMAIL)]) from error
    record_act("user_added", {"user_id": str(user.id), "role": user.role}, actor=actor, at=at)
    return user.id


def change_details(user_id: UUID, details: UserDetails, *, actor: Actor, at: datetime) -> None:
    """Change name, department and last day of a user.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself, or somebody whose role is not the actor's to give.
    :raises RuleViolation: naming each field that is wrong.
    """
    user = _changeable(user_id, actor)
    checks = FieldChecks()
    name = checks.needed_line("name", details.name, LONGEST_NAME)
    _check_department(details.department_id, actor, checks)
    ends_on = user.ends_on
    if details.ends_on != user.ends_on:
        ends_on = _end_of_access(user.role, details.ends_on, at, checks)
    if checks.problems:
        raise RuleViolation(checks.problems)
    changed = {"name": name, "department_id": details.department_id, "ends_on": ends_on}
    fields = sorted(field for field, value in changed.items() if getattr(user, field) != value)
    if not fields:
        return
    for field in fields:
        setattr(user, field, changed[field])
    record_act("user_changed", {"user_id": str(user.id), "fields": fields}, actor=actor, at=at)


def change_role(user_id: UUID, role: str, *, actor: Actor, at: datetime) -> None:
    """Give a user another role; every session of theirs ends.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself, or where the old or the new role is not the actor's to give.
    :raises RuleViolation: for a role that does not exist.
    """
    user = _changeable(user_id, actor)
    if role not in ROLES:
        raise RuleViolation([unknown_value("role", role, ROLES)])
    _check_grant(actor, role)
    if role == user.role:
        return
    details = {"user_id": str(user.id), "from": user.role, "to": role}
    user.role = role
    if role == "auditor" and user.ends_on is None:
        user.ends_on = at.astimezone(JAPAN).date() + timedelta(days=AUDITOR_DAYS)
    end_sessions_of(user.id)
    record_act("role_changed", details, actor=actor, at=at)


def set_own_password(password: str, *, actor: Actor, at: datetime) -> None:
    """Set the actor's own password; every session of theirs ends, the caller opens a new one.

    :raises RuleViolation: if the password is too short, too long or a common one.
    """
    user = user_of(actor.operator_id, actor.user_id)
    problems = password_problems(password, email=user.email, field="new_password")
    if problems:
        raise RuleViolation(problems)
    user.password_hash = hash_password(password)
    user.password_changed_at = at
    user.initial_until_at = None
    end_sessions_of(user.id)
    record_act("password_changed", {"user_id": str(user.id)}, actor=actor, at=at)


def give_initial_password(user_id: UUID, *, actor: Actor, at: datetime) -> str:
    """Give a user a random password for the first sign-in and return it; every session and older password ends.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself, or somebody whose role is not the actor's to give.
    """
    user = _changeable(user_id, actor)
    password = new_initial_password()
    user.password_hash = hash_password(password)
    user.password_changed_at = None
    user.initial_until_at = at + INITIAL_PASSWORD_LIFE
    end_sessions_of(user.id)
    record_act("password_given", {"user_id": str(user.id)}, actor=actor, at=at)
    return password


def set_preferences(language: str, keys: str, *, actor: Actor) -> None:
    """Store the actor's language (`ja`, `en`) and whether single-letter keys work (`on`, `off`)."""
    user = user_of(actor.operator_id, actor.user_id)
    user.language = language
    user.preferences = {**(user.preferences or {}), "keys": keys}


def renew_hash(user: User, password: str) -> None:
    """Hash a right password anew where the stored hash was made with weaker parameters than today's."""
    if user.password_hash is not None and needs_new_hash(user.password_hash):
        user.password_hash = hash_password(password)


def disable_user(user_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Shut a user out at once: sessions end, tokens are revoked; what they recorded stays.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself, or somebody whose role is not the actor's to give.
    """
    user = _changeable(user_id, actor)
    if not user.is_active:
        return
    user.is_active = False
    end_sessions_of(user.id)
    db.session.execute(
        update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).values(revoked_at=at)
    )
    record_act("user_disabled", {"user_id": str(user.id)}, actor=actor, at=at)


def enable_user(user_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let a disabled user sign in again; revoked tokens stay revoked.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself, or somebody whose role is not the actor's to give.
    """
    user = _changeable(user_id, actor)
    if user.is_active:
        return
    user.is_active = True
    record_act("user_enabled", {"user_id": str(user.id)}, actor=actor, at=at)


def issue_token(draft: TokenDraft, *, actor: Actor, at: datetime) -> IssuedToken:
    """Issue an API token for a user of the actor's operator; its text is returned once.

    :raises NotFound: if there is no such user in the operator.
    :raises NotAllowed: for oneself.
    :raises RuleViolation: naming each field that is wrong.
    """
    check(actor, "manage_tokens")
    user = user_of(actor.operator_id, draft.user_id)
    _check_not_oneself(user, actor)
    today = at.astimezone(JAPAN).date()
    checks = FieldChecks()
    if not user.is_active:
        checks.add("user_id", _DISABLED)
    scopes = checks.codes("scopes", draft.scopes, SCOPES)
    if not draft.scopes:
        checks.add("scopes", _NO_SCOPE)
    checks.problems += [_useless(code) for code in scopes if not _serves(code, user.role)]
    name = checks.line("name", draft.name, LONGEST_NAME) or " ".join(scopes)
    checks.problems += [
        Problem("networks", _BAD_NETWORK, found=text) for text in draft.networks if not _is_network(text)
    ]
    expires_on = draft.expires_on or latest_expiry(today)
    if expires_on < today:
        checks.add("expires_on", _PAST_DAY, expires_on.isoformat())
    if expires_on > latest_expiry(today):
        checks.add("expires_on", _TOO_FAR, expires_on.isoformat())
    if checks.problems:
        raise RuleViolation(checks.problems)
    made = new_token()
    token = ApiToken(
        id=new_id(),
        public_id=made.public_id,
        secret_hash=made.secret_hash,
        user_id=user.id,
        name=name,
        scopes=scopes,
        networks=list(draft.networks) or None,
        created_at=at,
        expires_on=expires_on,
    )
    db.session.add(token)
    details = {
        "token_id": str(token.id),
        "user_id": str(user.id),
        "scopes": scopes,
        "expires_on": expires_on.isoformat(),
    }
    record_act("token_issued", details, actor=actor, at=at)
    return IssuedToken(token.id, made.text)


def revoke_token(token_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Revoke a token: from the next request on it opens nothing, on every worker.

    :raises NotFound: if there is no such token in the operator.
    """
    check(actor, "manage_tokens")
    token = token_of(actor.operator_id, token_id)
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    record_act("token_revoked", {"token_id": str(token.id), "user_id": str(token.user_id)}, actor=actor, at=at)


def _changeable(user_id: UUID, actor: Actor) -> User:
    """Return a user whose rights the actor may change, read anew inside the transaction."""
    check(actor, "manage_users")
    user = user_of(actor.operator_id, user_id)
    db.session.refresh(user, with_for_update=True)
    _check_not_oneself(user, actor)
    _check_grant(actor, user.role)
    return user


def _check_not_oneself(user: User, actor: Actor) -> None:
    if user.id == actor.user_id:
        raise NotAllowed(_NOT_ONESELF)


def _check_grant(actor: Actor, role: str) -> None:
    if role not in grantable_roles(actor.role):
        raise NotAllowed(_NOT_YOURS_TO_GIVE)


def _check_department(department_id: UUID | None, actor: Actor, checks: FieldChecks) -> None:
    if department_id is not None and not is_department_of(actor.operator_id, department_id):
        checks.add("department_id", _NO_DEPARTMENT)


def _end_of_access(role: str, ends_on: date | None, at: datetime, checks: FieldChecks) -> date | None:
    """Return the last Japan date of access; an auditor always has one."""
    today = at.astimezone(JAPAN).date()
    if ends_on is not None and ends_on < today:
        checks.add("ends_on", _PAST_DAY, ends_on.isoformat())
    if ends_on is None and role == "auditor":
        return today + timedelta(days=AUDITOR_DAYS)
    return ends_on


def _serves(scope: str, role: str) -> bool:
    """Tell whether a role may do anything of what a scope is for."""
    return any(role in ACTIONS[action].limits for action in SCOPES[scope].actions if action != "read_api")


def _useless(scope: str) -> Problem:
    words = SCOPES[scope].text
    return Problem("scopes", _USELESS_SCOPE.format(ja=words.ja, en=words.en), found=scope)


def _is_network(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True
