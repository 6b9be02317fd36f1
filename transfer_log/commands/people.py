"""`transfer-log user add` and `transfer-log token issue`."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from transfer_log.accounts.operations import TokenDraft, UserDraft
from transfer_log.accounts.operations import add_user as add
from transfer_log.accounts.operations import issue_token as issue
from transfer_log.accounts.queries import NO_USER, user_by_email
from transfer_log.cli import DONE
from transfer_log.commands.context import acting
from transfer_log.commands.words import say, say_both
from transfer_log.db import transaction
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.organisation.queries import DepartmentBook

if TYPE_CHECKING:
    from argparse import Namespace
    from uuid import UUID

    from transfer_log.config import Settings


def add_user(chosen: Namespace, settings: Settings) -> int:
    """Add a user; the password comes from standard input, or is asked for when run by hand."""
    with acting(chosen, settings) as who:
        draft = UserDraft(
            email=chosen.email,
            role=chosen.role,
            name=chosen.name,
            department_id=_department(chosen.department, who.actor.operator_id),
            ends_on=chosen.ends_on,
            password=read_password(is_piped=chosen.password_stdin),
        )
        with transaction():
            add(draft, actor=who.actor, at=who.at)
        say_both(Text(f"{chosen.email} を加えました。", f"Added {chosen.email}."))
    return DONE


def _department(ref: str | None, operator_id: UUID) -> UUID | None:
    if ref is None:
        return None
    book = DepartmentBook.load(operator_id)
    if ref not in book.by_ref:
        text = Text("このコードの部署はありません。", "There is no department of this code.")
        raise RuleViolation([Problem("--department", text, ref, tuple(sorted(book.by_ref)))])
    return book.by_ref[ref].id


def issue_token(chosen: Namespace, settings: Settings) -> int:
    """Issue an API token and print it, this once."""
    with acting(chosen, settings) as who:
        user = user_by_email(chosen.user)
        if user is None or user.operator_id != who.actor.operator_id:
            raise NotFound(NO_USER)
        scopes = tuple(scope for given in chosen.scope for scope in given.replace(",", " ").split())
        draft = TokenDraft(user_id=user.id, scopes=scopes, name=chosen.name, expires_on=chosen.expires_on)
        with transaction():
            token = issue(draft, actor=who.actor, at=who.at)
        say(token.text)
    return DONE


def read_password(*, is_piped: bool) -> str:
    """Return the password: the first line of standard input, or asked for twice at the terminal.

    :raises RuleViolation: when there is no terminal to ask at, or the two do not agree.
    """
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        text = Text(
            "--password-stdin を付けて、標準入力から渡してください。",
            "Give it by standard input with --password-stdin.",
        )
        raise RuleViolation([Problem("password", text)])
    first = getpass.getpass("パスワード / password: ")
    if first != getpass.getpass("もう一度 / again: "):
        raise RuleViolation([Problem("password", Text("二つが一致しません。", "The two do not agree."))])
    return first
