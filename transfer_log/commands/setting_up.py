"""`transfer-log init`, `demo` and `db`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from transfer_log import migrate
from transfer_log.accounts.policy import ROLES
from transfer_log.cli import DONE
from transfer_log.commands.context import database
from transfer_log.commands.people import read_password
from transfer_log.commands.words import say, say_both
from transfer_log.db import db, transaction, utc_now
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.recipients.operations import rebuild_names
from transfer_log.setup import FirstOperator, initialise
from transfer_log.setup import upgrade as upgrade_installation
from transfer_log.subjects.links import rebuild_links
from transfer_log.subjects.search_index import rebuild_index

if TYPE_CHECKING:
    from argparse import Namespace

    from transfer_log.config import Settings


def init(chosen: Namespace, settings: Settings) -> int:
    """Make the operator and the first administrator; again changes nothing."""
    name, email = _asked(chosen.operator, "事業者の名称 / name of the operator", "--operator"), chosen.admin
    email = _asked(email, "管理者のメールアドレス / e-mail of the administrator", "--admin")
    password = read_password(is_piped=chosen.password_stdin)
    with database(settings):
        is_new = initialise(FirstOperator(name=name, admin_email=email, admin_password=password), at=utc_now())
    say_both(
        Text("準備ができました。", "Ready.")
        if is_new
        else Text("すでに準備ができています。何も変えていません。", "It is ready already; nothing was changed."),
    )
    return DONE


def _asked(given: str | None, question: str, option: str) -> str:
    if given:
        return str(given)
    if not sys.stdin.isatty():
        text = Text(f"{option} を付けてください。", f"Give {option}.")
        raise RuleViolation([Problem(option, text)])
    return input(f"{question}: ").strip()


def upgrade(_chosen: Namespace, settings: Settings) -> int:
    """Bring the database to the schema of this version, and add what it ships."""
    with database(settings):
        before = migrate.current(db.engine)
        upgrade_installation(at=utc_now())
        after = migrate.current(db.engine)
    say(f"{before or '-'} → {after}")
    return DONE


def rebuild(_chosen: Namespace, settings: Settings) -> int:
    """Rebuild what is only a copy: who is linked with whom, the search over people, the names of recipients."""
    with database(settings), transaction():
        rebuild_links()
        rebuild_index()
        rebuild_names()
    say_both(Text("つくり直しました。", "Rebuilt."))
    return DONE


def demo(chosen: Namespace, settings: Settings) -> int:
    """Load plainly fictional data into an empty installation; again changes nothing. Say where to look and as whom."""
    from transfer_log.demo.load import PASSWORD, SIGN_INS, load_demo  # noqa: PLC0415 only this command needs it

    is_new = load_demo(
        settings,
        people=chosen.people,
        provisions=chosen.provisions,
        seed=chosen.seed,
        operator=chosen.operator,
    )
    say_both(
        Text("架空のデータを入れました。", "Fictional data is loaded.")
        if is_new
        else Text("架空のデータはすでに入っています。", "The fictional data is there already."),
    )
    say(f"\n  {settings.base_url}/\n")
    for email, role, name, _ in SIGN_INS:
        say(f"  {ROLES[role].ja} / {ROLES[role].en}: {email} （{name}）")
    say(f"  パスワード / password: {PASSWORD}\n")
    return DONE
