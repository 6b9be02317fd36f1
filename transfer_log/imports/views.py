"""Answer the pages that take in files: upload, preview with every error by row and field, run, result."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for

from transfer_log.accounts.guard import current_actor
from transfer_log.db import utc_now
from transfer_log.errors import NotFound, Problem, RuleViolation, Text
from transfer_log.i18n import current_language
from transfer_log.i18n import gettext as _
from transfer_log.imports.forms import PAGE_KINDS, UploadForm
from transfer_log.imports.operations import Source, import_file, preview_file, row_total
from transfer_log.imports.registry import import_kind
from transfer_log.imports.uploads import DONE, Outcome
from transfer_log.tables import write_csv
from transfer_log.web import MIB, body_limit, requires

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.imports.kind import ImportKind
    from transfer_log.imports.uploads import Upload, Uploads

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

LARGEST_FILE: Final = 20 * MIB
#: The page waits for the dry run; a larger file is for the command line, which says how far it has come.
MOST_ROWS: Final = 5000
PROBLEMS_SHOWN: Final = 100

_NO_FILE: Final = Text("ファイルを選んでください。", "Choose a file.")
_TOO_LARGE: Final = Text("ファイルは 20 MiB までです。", "A file may have up to 20 MiB.")
_TOO_MANY_ROWS: Final = Text(
    "この画面で取り込めるのは {most} 行までです（{count} 行あります）。大きなファイルは、サーバーで transfer-log import {kind} ファイル名 を実行してください。",
    "This page takes up to {most} rows; there are {count}. For a larger file run transfer-log import {kind} FILE on the server.",
)


def uploads() -> Uploads:
    """Return where uploaded files are kept (wired in app.py)."""
    kept: Uploads = current_app.extensions["uploads"]
    return kept


@blueprint.get("/")
@requires("import_files")
def index() -> str:
    """Ask for a file."""
    kind = request.args.get("kind", "")
    form = UploadForm(formdata=None, kind=kind if kind in PAGE_KINDS else "recipients")
    form.offer()
    return _form_page(form)


@blueprint.post("/")
@requires("import_files")
@body_limit(LARGEST_FILE + MIB)
def upload() -> ResponseReturnValue:
    """Keep the file, try what importing it would do, and lead to what was found."""
    actor, at = current_actor(), utc_now()
    form = UploadForm()
    form.offer()
    sent = form.file.data
    content = sent.read(LARGEST_FILE + 1) if sent is not None and sent.filename else b""
    if form.validate():
        try:
            tried = _tried(form, PurePath(sent.filename if sent is not None else "").name, content, actor, at)
        except RuleViolation as refused:
            in_form = [
                problem for problem in refused.problems if problem.field in ("file", "encoding", "sheet", "kind")
            ]
            form.add_problems(in_form)
            return _form_page(form, tuple(each for each in refused.problems if each not in in_form)), 422
        return redirect(url_for(".preview", upload_id=tried.id), 303)
    return _form_page(form), 422


def _tried(form: UploadForm, name: str, content: bytes, actor: Actor, at: datetime) -> Upload:
    """Keep the file and return it with what importing it would do.

    :raises RuleViolation: when the file as a whole cannot be used; it is not kept then.
    """
    if not content:
        raise RuleViolation([Problem("file", _NO_FILE)])
    if len(content) > LARGEST_FILE:
        raise RuleViolation([Problem("file", _TOO_LARGE)])
    kind = import_kind(form.kind.data)
    ending = PurePath(name).suffix.lower().removeprefix(".")
    new = uploads().new(kind.code, name, ending if ending.isalnum() else "", actor=actor, at=at)
    new = replace(new, encoding=form.encoding.data or None, sheet=(form.sheet.data or "").strip() or None)
    uploads().write(new, content)
    try:
        source = _source(new)
        _check_size(kind, source)
        with source.open(kind) as table:
            columns = tuple(table.names)
        result = preview_file(kind, source, actor=actor, at=at)
    except BaseException:
        uploads().drop(new)
        raise
    tried = replace(new, columns=columns, outcome=Outcome.of(result))
    uploads().note(tried)
    return tried


def _source(kept: Upload) -> Source:
    return Source(uploads().path(kept), kept.encoding, kept.sheet)


def _check_size(kind: ImportKind, source: Source) -> None:
    count = row_total(kind, source)
    if count is None or count > MOST_ROWS:
        text = _TOO_MANY_ROWS.format(most=f"{MOST_ROWS:,}", count=f"{count or 0:,}", kind=kind.code)
        raise RuleViolation([Problem("file", text)])


@blueprint.get("/<uuid:upload_id>")
@requires("import_files")
def preview(upload_id: UUID) -> str:
    """Show what importing would do, or what it did."""
    kept = uploads().find(upload_id, current_actor(), utc_now())
    kind = PAGE_KINDS[kept.kind]
    return render_template(
        "imports/done.html" if kept.state == DONE else "imports/preview.html",
        upload=kept,
        kind=kind,
        outcome=kept.outcome,
        problems=kept.outcome.problems[:PROBLEMS_SHOWN],
        not_in_file=[name for name in kind.columns.known if name not in kept.columns],
    )


@blueprint.post("/<uuid:upload_id>/run")
@requires("import_files")
def run(upload_id: UUID) -> ResponseReturnValue:
    """Import the file and erase it."""
    actor, at = current_actor(), utc_now()
    kept = uploads().claim(uploads().find(upload_id, actor, at))
    try:
        result = import_file(PAGE_KINDS[kept.kind], _source(kept), actor=actor, at=at)
    finally:
        uploads().drop_file(kept)
    uploads().note(replace(kept, state=DONE, outcome=Outcome.of(result)))
    return redirect(url_for(".preview", upload_id=upload_id), 303)


@blueprint.post("/<uuid:upload_id>/drop")
@requires("import_files")
def drop(upload_id: UUID) -> ResponseReturnValue:
    """Give a file up: it is erased, nothing was written."""
    kept = uploads().find(upload_id, current_actor(), utc_now())
    uploads().drop(kept)
    flash(_("The file is erased; nothing was imported."), "mute")
    return redirect(url_for(".index", kind=kept.kind), 303)


@blueprint.get("/<uuid:upload_id>/problems.csv")
@requires("import_files")
def problems(upload_id: UUID) -> ResponseReturnValue:
    """Give every problem as a file: row, column, what was found, what is wrong, what is allowed."""
    kept = uploads().find(upload_id, current_actor(), utc_now())
    language = current_language()
    rows = (
        (each.row, each.field, each.found, each.text.in_language(language), "; ".join(each.allowed))
        for each in kept.outcome.problems
    )
    body = io.BytesIO()
    write_csv(body, (_("Row"), _("Column"), _("Value found"), _("What is wrong"), _("Allowed")), rows)
    body.seek(0)
    return send_file(body, "text/csv", as_attachment=True, download_name=f"problems-{kept.kind}.csv")


@blueprint.get("/columns/<code>.csv")
@requires("import_files")
def columns(code: str) -> ResponseReturnValue:
    """Give an empty file with the columns of a kind, to be filled in."""
    kind = PAGE_KINDS.get(code)
    if kind is None:
        raise NotFound(Text("この種類のファイルはありません。", "There is no such kind of file."))
    body = io.BytesIO()
    write_csv(body, kind.columns.known, ())
    body.seek(0)
    return send_file(body, "text/csv", as_attachment=True, download_name=f"{code}.csv")


def _form_page(form: UploadForm, wrong: tuple[Problem, ...] = ()) -> str:
    return render_template(
        "imports/index.html",
        form=form,
        wrong=wrong[:PROBLEMS_SHOWN],
        kinds=PAGE_KINDS.values(),
        most_rows=MOST_ROWS,
    )
