"""Answer the pages that write files: exactly the rows of the ledger that are filtered, and the registers."""

from __future__ import annotations

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final, cast

from flask import Blueprint, render_template, request, send_file, url_for
from werkzeug.exceptions import BadRequest

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can, masks_contact, reach_of, rows_exportable_alone
from transfer_log.accounts.queries import names_of
from transfer_log.db import transaction, utc_now
from transfer_log.errors import NotAllowed, RuleViolation, Text
from transfer_log.exports.forms import FILE_FORMS, ExportForm, RegisterExportForm
from transfer_log.exports.operations import ABOUT_PEOPLE, NEEDS_ANOTHER, Export, export_to
from transfer_log.exports.registry import KINDS
from transfer_log.i18n import current_language
from transfer_log.law import japan_date
from transfer_log.provisions.ledger_forms import LedgerFilterForm
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.queries import COUNT_CAP, LedgerFilter, ledger_count
from transfer_log.recipients.queries import RecipientBook
from transfer_log.trail.queries import acts_of
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

LEDGER: Final = "provisions"
#: Sets the fields of the second form of the page apart from those of the first.
REGISTER: Final = "register"
LATEST: Final = 10
#: More than that goes to a file on disk while it is written.
IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
_NAMES: Final[Mapping[str, Text]] = {
    LEDGER: Text("提供の記録", "provisions"),
    "subjects": Text("本人（連絡先を含む）", "people, with contact data"),
    "consents": Text("同意", "consents"),
    "recipients": Text("提供先", "recipients"),
    "purposes": Text("利用目的", "purposes"),
}
_CONTENT_TYPES: Final = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jsonl": "application/x-ndjson",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Be the rows of the ledger that an address chooses: as a filter, as codes, and in words."""

    filter: LedgerFilter
    codes: dict[str, Any]
    words: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EarlierExport:
    """Be an export that was made before."""

    at: datetime
    by: str
    what: Text | str
    rows: int
    reason: str


@blueprint.get("/")
@requires("export_ledger")
def index() -> str:
    """Show what an export of the rows in the address would hold, and the registers that can be written."""
    return _page(ExportForm(formdata=None), RegisterExportForm(formdata=None, prefix=REGISTER))


@blueprint.post("/ledger")
@requires("export_ledger")
def ledger() -> ResponseReturnValue:
    """Write the rows of the ledger that the address chooses."""
    form = ExportForm()
    form.offer()
    chosen = _chosen()
    export = Export(KINDS[LEDGER], chosen.filter, form.reason.data or "", chosen.codes)
    sent = _sent(form, export) if form.validate() else None
    return (_page(form, RegisterExportForm(formdata=None, prefix=REGISTER)), 422) if sent is None else sent


@blueprint.post("/register")
@requires("export_ledger")
def register() -> ResponseReturnValue:
    """Write a register in the columns of its import file."""
    form = RegisterExportForm(prefix=REGISTER)
    form.offer()
    form.offer_kinds(_registers(current_actor()))
    sent = None
    if form.validate():
        sent = _sent(form, Export(KINDS[form.what.data], LedgerFilter(), form.reason.data or "", {}))
    return (_page(ExportForm(formdata=None), form), 422) if sent is None else sent


def _sent(form: ExportForm, export: Export) -> ResponseReturnValue | None:
    """Return the file, having recorded that it was exported; None when something stands in the way, said on the form."""
    actor, at = current_actor(), utc_now()
    _label, ending, encoding = FILE_FORMS[form.file_form.data]
    # The answer closes the file when it has been sent.
    stream = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY_BYTES))  # noqa: SIM115
    try:
        with transaction():
            count = export_to(export, stream, ending, encoding, actor=actor, at=at)
    except RuleViolation as refused:
        form.add_problems(refused.problems)
    except NotAllowed as refused:
        form.form_errors.append(refused.text.in_language(current_language()))
    else:
        stream.seek(0)
        if export.kind.action == ABOUT_PEOPLE:
            describe_read(count, reason=export.reason.strip())
        else:
            describe_read(0, reason=export.reason.strip())
        name = f"{export.kind.code}-{japan_date(at):%Y%m%d}{ending}"
        return send_file(stream, _CONTENT_TYPES[ending], as_attachment=True, download_name=name)
    stream.close()
    return None


def _chosen() -> Chosen:
    """Return the rows that the address chooses.

    :raises werkzeug.exceptions.BadRequest: when it cannot be read: an export must not hold more than was asked for.
    """
    actor = current_actor()
    offers = Offers.load(actor, japan_date(utc_now()))
    form = LedgerFilterForm(request.args)
    form.offer(offers)
    if not form.validate():
        raise BadRequest
    late_after_days = offers.books.operator_on(actor.operator_id, offers.on).late_after_days
    chosen = form.to_filter(reach_of(actor, "export_ledger"), late_after_days)
    return Chosen(chosen, form.query(), _in_words(form, actor))


def _in_words(form: LedgerFilterForm, actor: Actor) -> list[tuple[str, str]]:
    words = []
    for field in form:
        if not field.data or field.type == "CSRFTokenField":
            continue
        labels = {choice.value: choice.label for choice in getattr(field, "choices", ())}
        shown = labels.get(field.data, str(field.data))
        if field.short_name == "recipient":
            entry = RecipientBook.load(actor.operator_id, [field.data]).by_ref.get(field.data)
            shown = entry.versions[-1].name if entry else shown
        words.append((str(field.label.text), str(shown)))
    return words


def _registers(actor: Actor) -> dict[str, Text]:
    """Return the registers that the actor may export: contact data only if shown in full on pages, too."""
    hidden = {LEDGER, *(("subjects",) if masks_contact(actor.role) else ())}
    return {code: _NAMES[code] for code, kind in KINDS.items() if code not in hidden and can(actor, kind.action)}


def _page(form: ExportForm, register_form: RegisterExportForm) -> str:
    actor, at = current_actor(), utc_now()
    chosen = _chosen()
    form.offer()
    register_form.offer()
    register_form.offer_kinds(_registers(actor))
    count, alone = ledger_count(actor.operator_id, chosen.filter), rows_exportable_alone(actor)
    is_too_many = alone is not None and count > alone
    describe_read(0)
    return render_template(
        "exports/index.html",
        form=form,
        register_form=register_form,
        words=chosen.words,
        count=count if count <= COUNT_CAP else f"{COUNT_CAP:,}+",
        too_many=NEEDS_ANOTHER.format(alone=f"{alone:,}") if is_too_many else None,
        has_rows=count > 0,
        codes=chosen.codes,
        ledger_url=url_for("ledger.index", **chosen.codes),
        exports=_earlier(actor),
        today=japan_date(at),
    )


def _earlier(actor: Actor) -> list[EarlierExport]:
    acts, _older = acts_of(actor.operator_id, kind="exported")
    names = names_of(act.recorded_by for act in acts[:LATEST])
    return [
        EarlierExport(
            act.recorded_at,
            names.get(act.recorded_by, ""),
            _NAMES.get(details.get("kind", ""), details.get("kind", "")),
            details.get("rows", 0),
            details.get("reason", ""),
        )
        for act in acts[:LATEST]
        for details in [act.details or {}]
    ]
