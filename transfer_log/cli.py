"""Read the command line `transfer-log …` and call what it names. Nothing is decided here.

Exit codes: 0 done; 1 some rows or lines refused, each said with line, field, value and reason; 2 nothing done, because a
file, an argument or the configuration cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transfer_log import __version__
from transfer_log.config import read_settings
from transfer_log.errors import RuleViolation, TransferLogError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DONE: Final = 0
SOME_REFUSED: Final = 1
NOTHING_DONE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except RuleViolation as error:
        from transfer_log.commands.words import say_problem  # noqa: PLC0415 loaded when there is something to say

        for problem in error.problems:
            say_problem(problem)
        return NOTHING_DONE
    except TransferLogError as error:
        sys.stderr.write(f"{error.text.ja}\n{error.text.en}\n")
        return NOTHING_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="transfer-log",
        description="第三者提供記録の台帳 / The system of record for every provision of personal data (APPI).",
    )
    parser.add_argument("--version", action="version", version=f"transfer-log {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_setup(commands)
    _add_people(commands)
    _add_files(commands)
    _add_answers(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=text, description=text)


def _add_setup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = _command(commands, "init", "事業者と最初の管理者をつくる / make the operator and the first administrator")
    init.add_argument("--operator", metavar="NAME", help="事業者の名称 / name of the operator")
    init.add_argument("--admin", metavar="EMAIL", help="管理者のメールアドレス / e-mail address of the administrator")
    init.add_argument(
        "--password-stdin",
        action="store_true",
        help="パスワードを標準入力から読む / read the password from standard input",
    )
    _runs(init, "setting_up", "init")
    serve = _command(commands, "serve", "画面と API を動かす / serve the pages and the API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2)
    serve.add_argument("--no-jobs", action="store_true", help="ジョブを別に動かす / jobs run elsewhere")
    _runs(serve, "running", "serve")
    _runs(_command(commands, "jobs", "ジョブだけを動かす / run the jobs alone"), "running", "jobs")
    demo = _command(commands, "demo", "架空のデータを入れる / load plainly fictional data")
    demo.add_argument("--people", type=int, default=300)
    demo.add_argument("--provisions", type=int, default=3000)
    demo.add_argument("--seed", type=int, default=1)
    _acting(demo)
    _runs(demo, "setting_up", "demo")
    database = _command(commands, "db", "データベースの手入れ / tend the database")
    inner = database.add_subparsers(dest="action", required=True, metavar="ACTION")
    _runs(
        _command(inner, "upgrade", "この版の形にする / bring it to the schema of this version"), "setting_up", "upgrade"
    )
    _runs(_command(inner, "rebuild", "写しをつくり直す / rebuild projections and search"), "setting_up", "rebuild")
    _runs(_command(commands, "check", "動く状態かを確かめる / check that all is fit to run"), "checking", "check")


def _add_people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    user = _command(commands, "user", "利用者 / users").add_subparsers(dest="action", required=True, metavar="ACTION")
    add = _command(user, "add", "利用者を加える / add a user")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--role", required=True, help="recruiter request_clerk privacy_manager auditor administrator")
    add.add_argument("--department", metavar="D", help="部署のコード / code of the department")
    add.add_argument("--name", default="", help="表示する氏名 / name shown to colleagues")
    add.add_argument("--ends-on", type=_day, metavar="DATE", help="利用の最終日 / last day of access")
    add.add_argument("--password-stdin", action="store_true")
    _acting(add)
    _runs(add, "people", "add_user")
    token = _command(commands, "token", "API トークン / API tokens").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    issue = _command(token, "issue", "トークンを発行し、一度だけ表示する / issue a token and print it once")
    issue.add_argument("--user", required=True, metavar="EMAIL")
    issue.add_argument("--scope", required=True, action="append", metavar="S")
    issue.add_argument("--name", default="", help="用途 / what it is for")
    issue.add_argument("--expires-on", type=_day, metavar="DATE")
    _acting(issue)
    _runs(issue, "people", "issue_token")


def _add_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    take_in = _command(commands, "import", "ファイルを取り込む / take in a file")
    take_in.add_argument("kind", metavar="KIND")
    take_in.add_argument("file", type=Path, metavar="FILE")
    take_in.add_argument("--dry-run", action="store_true", help="試すだけ / try only, write nothing")
    take_in.add_argument("--encoding", help="文字コード（省略時は自動） / encoding, found by itself when left out")
    take_in.add_argument("--sheet", help="XLSX のシート / sheet of an XLSX")
    _acting(take_in)
    _runs(take_in, "files", "import_file")
    give_out = _command(commands, "export", "台帳や登録を書き出す / write the ledger or a register to a file")
    give_out.add_argument("kind", metavar="KIND")
    give_out.add_argument("--out", required=True, type=Path, metavar="FILE", help=".csv .xlsx .jsonl")
    give_out.add_argument("--encoding", default="utf-8", choices=("utf-8", "cp932"))
    give_out.add_argument("--reason", default="", help="書き出す理由 / why it is exported")
    for name in ("basis", "kind", "country", "recipient", "situation", "finding", "state"):
        give_out.add_argument(f"--{name}", dest=f"filter_{name}", default="", metavar="CODE")
    for name in ("from", "to"):
        give_out.add_argument(f"--{name}", dest=f"{name}_on", type=_day, metavar="DATE")
    _acting(give_out)
    _runs(give_out, "files", "export_file")


def _add_answers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    answer = _command(commands, "answer", "本人の提供記録の一覧をつくる / make a person's list of records")
    answer.add_argument("--subject", required=True, metavar="REF")
    answer.add_argument("--format", required=True, choices=("pdf", "csv", "json"))
    answer.add_argument("--lang", default="ja", choices=("ja", "en"))
    answer.add_argument("--out", required=True, type=Path, metavar="FILE")
    answer.add_argument(
        "--encoding", default="utf-8", choices=("utf-8", "cp932"), help="CSV の文字コード / encoding of the CSV"
    )
    answer.add_argument(
        "--include-voluntary", action="store_true", help="法定外の記録も含める / with records kept without a duty"
    )
    answer.add_argument("--reason", default="", help="つくる理由 / why it is made")
    for name in ("from", "to"):
        answer.add_argument(f"--{name}", dest=f"{name}_on", type=_day, metavar="DATE")
    _acting(answer)
    _runs(answer, "answering", "answer")
    assess = _command(commands, "assess", "事実の行ごとに法令の判定を返す / answer each line of facts with the law")
    assess.add_argument("file", metavar="FILE.jsonl", help="- は標準入力 / - reads standard input")
    _runs(assess, "assessing", "assess")


def _acting(parser: argparse.ArgumentParser) -> None:
    if parser.prog.split()[-1] != "init":
        parser.add_argument("--operator", metavar="REF", help="事業者のコード / code of the operator")
    parser.add_argument("--as", dest="as_email", metavar="EMAIL", help="誰として / in whose name")


def _runs(parser: argparse.ArgumentParser, module: str, function: str) -> None:
    """Tie a command to a function of `transfer_log.commands.<module>`, loaded only when the command is run."""

    def run(chosen: argparse.Namespace) -> int:
        from importlib import import_module  # noqa: PLC0415 what one command needs must not slow the others

        command: Callable[..., int] = getattr(import_module(f"transfer_log.commands.{module}"), function)
        return command(chosen, read_settings(os.environ)) if module != "assessing" else command(chosen)

    parser.set_defaults(run=run)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r}: 2026-11-20") from error


if __name__ == "__main__":
    sys.exit(main())
