"""`transfer-log import` and `transfer-log export`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from transfer_log.accounts.policy import check
from transfer_log.cli import DONE, SOME_REFUSED
from transfer_log.commands.context import acting
from transfer_log.commands.words import say_both, say_problem
from transfer_log.db import transaction
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.exports.operations import FORMS, check_alone, write_rows
from transfer_log.exports.registry import export_kind
from transfer_log.imports.operations import Source, Watch, preview_file
from transfer_log.imports.operations import import_file as run_import
from transfer_log.imports.registry import import_kind
from transfer_log.provisions.queries import LedgerFilter
from transfer_log.trail.operations import record_act

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from transfer_log.config import Settings
    from transfer_log.tables import Cell


def import_file(chosen: Namespace, settings: Settings) -> int:
    """Take in a file; every row that cannot be taken is said with row, field, value and reason."""
    kind = import_kind(chosen.kind)
    if not chosen.file.is_file():
        text = Text("このファイルはありません。", "There is no such file.")
        raise RuleViolation([Problem(None, text, str(chosen.file))])
    with acting(chosen, settings) as who:
        check(who.actor, "import_files")
        source = Source(chosen.file, chosen.encoding, chosen.sheet)
        watch = Watch(on_progress=_show_progress, on_problem=say_problem)
        run = preview_file if chosen.dry_run else run_import
        result = run(kind, source, actor=who.actor, at=who.at, watch=watch)
    done = Text("試しました", "Tried") if chosen.dry_run else Text("取り込みました", "Imported")
    counts = (result.new_count, result.changed_count, result.same_count, result.refused_count)
    say_both(
        Text(
            f"{done.ja}：新規 {counts[0]}、変更 {counts[1]}、同じ {counts[2]}、受け取れない行 {counts[3]}",
            f"{done.en}: {counts[0]} new, {counts[1]} changed, {counts[2]} the same, {counts[3]} refused",
        ),
    )
    return DONE if result.is_complete else SOME_REFUSED


def _show_progress(done: int, total: int | None) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} / {total:,} " if total else f"\r{done:,} ")


def export_file(chosen: Namespace, settings: Settings) -> int:
    """Write the ledger or a register; the export itself is recorded with who, why and how many."""
    kind = export_kind(chosen.kind)
    if chosen.out.suffix.lower() not in FORMS:
        text = Text("ファイル名の終わりで形式を選んでください。", "Choose the form by the ending of the name.")
        raise RuleViolation([Problem("--out", text, chosen.out.name, FORMS)])
    with acting(chosen, settings) as who:
        check(who.actor, kind.action)
        wanted = _filter(chosen)
        check_alone(kind, wanted, actor=who.actor, at=who.at)
        count = _write(chosen.out, kind.header, kind.rows(who.actor.operator_id, wanted, who.at), chosen.encoding)
        details = {"kind": kind.code, "rows": count, "form": chosen.out.suffix.lower(), "reason": chosen.reason}
        with transaction():
            record_act("exported", details, actor=who.actor, at=who.at)
        say_both(Text(f"{count} 行を {chosen.out} に書きました。", f"Wrote {count} rows to {chosen.out}."))
    return DONE


def _filter(chosen: Namespace) -> LedgerFilter:
    return LedgerFilter(
        from_on=chosen.from_on,
        to_on=chosen.to_on,
        basis=chosen.filter_basis,
        kind=chosen.filter_kind,
        country=chosen.filter_country,
        recipient=chosen.filter_recipient,
        situation=chosen.filter_situation,
        finding=chosen.filter_finding,
        state=chosen.filter_state,
    )


def _write(path: Path, header: Sequence[str], rows: Iterator[tuple[Cell, ...]], encoding: str) -> int:
    """Write under another name first: a file that is there is a whole file."""
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as stream:
            count = write_rows(stream, path.suffix.lower(), header, rows, encoding)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count
