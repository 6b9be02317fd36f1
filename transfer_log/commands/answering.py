"""`transfer-log answer`: a person's provision records as PDF, CSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.accounts.access_log import Read, log_read
from transfer_log.accounts.policy import check
from transfer_log.answers.building import Wish, make_record_list
from transfer_log.answers.render import to_csv, to_json, to_pdf
from transfer_log.cli import DONE
from transfer_log.commands.context import acting
from transfer_log.commands.words import say_both
from transfer_log.db import transaction
from transfer_log.errors import NotFound, Text
from transfer_log.subjects.queries import resolve_refs

if TYPE_CHECKING:
    from argparse import Namespace

    from transfer_log.answers.document import AnswerDocument
    from transfer_log.config import Settings


def answer(chosen: Namespace, settings: Settings) -> int:
    """Write the record list of one person of one operator, marked "for internal use"."""
    with acting(chosen, settings) as who:
        check(who.actor, "print_records")
        subject_id = resolve_refs(who.actor.operator_id, [chosen.subject]).get(chosen.subject)
        if subject_id is None:
            raise NotFound(Text("この番号の人は登録されていません。", "Nobody has this number."))
        wish = Wish(
            chosen.lang,
            chosen.reason or "コマンドラインでの出力 / made at the command line",
            chosen.from_on,
            chosen.to_on,
            voluntary_records=chosen.include_voluntary,
        )
        read = Read("print_records", "transfer-log answer", subject_id=subject_id, reason=wish.reason)
        log_read(read, actor=who.actor, at=who.at)
        with transaction():
            document = make_record_list(subject_id, wish, actor=who.actor, at=who.at)
            content = _rendered(document, chosen.format, chosen.encoding)
        chosen.out.write_bytes(content)
        count = len(document.rows)
        say_both(Text(f"{count} 件の記録を {chosen.out} に書きました。", f"Wrote {count} records to {chosen.out}."))
    return DONE


def _rendered(document: AnswerDocument, form: str, encoding: str) -> bytes:
    if form == "csv":
        return to_csv(document, encoding=encoding)
    return to_pdf(document) if form == "pdf" else to_json(document)
