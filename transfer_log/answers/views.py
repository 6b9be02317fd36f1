"""Answer the page on which a person's provision records are made as PDF, CSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, render_template

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.answers.building import make_record_list
from transfer_log.answers.forms import CSV, CSV_EXCEL, JSON, PDF, RecordListForm
from transfer_log.answers.render import TooManyRecords, to_csv, to_json, to_pdf
from transfer_log.db import transaction, utc_now
from transfer_log.i18n import current_language
from transfer_log.pdf import UnrenderableCharacter
from transfer_log.subjects.people import person
from transfer_log.tables import UnwritableCharacters
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from transfer_log.answers.document import AnswerDocument

blueprint = Blueprint("answers", __name__, url_prefix="/people/<uuid:subject_id>")

#: Format -> how it is made, its type, the ending of its name.
FORMATS: Final[Mapping[str, tuple[Callable[[AnswerDocument], bytes], str, str]]] = {
    PDF: (to_pdf, "application/pdf", "pdf"),
    CSV: (to_csv, "text/csv; charset=utf-8", "csv"),
    CSV_EXCEL: (lambda document: to_csv(document, encoding="cp932"), "text/csv; charset=Shift_JIS", "csv"),
    JSON: (to_json, "application/json", "json"),
}


@blueprint.route("/record-list", methods=["GET", "POST"])
@requires("print_records")
def record_list(subject_id: UUID) -> ResponseReturnValue:
    """Ask which records are wanted and why; give them as a file marked for internal use."""
    known = person(current_actor().operator_id, subject_id)
    form = RecordListForm()
    form.offer()
    if form.validate_on_submit():
        try:
            return _file(subject_id, form)
        except UnwritableCharacters as refused:
            form.add_problems(refused.problems)
        except (TooManyRecords, UnrenderableCharacter) as refused:
            form.form_errors.append(refused.text.in_language(current_language()))
    describe_read(subject_id=subject_id, action="read_subject")
    page = render_template("answers/record_list.html", form=form, person=known)
    return page, 422 if form.errors or form.form_errors else 200


def _file(subject_id: UUID, form: RecordListForm) -> Response:
    """Return the record list as a file; where it cannot be made, nothing is recorded either."""
    make, content_type, ending = FORMATS[form.file_format.data]
    wish = form.to_wish()
    with transaction():
        document = make_record_list(subject_id, wish, actor=current_actor(), at=utc_now())
        body = make(document)
    describe_read(subject_id=subject_id, reason=wish.reason)
    answer = Response(body, content_type=content_type)
    # The number of the document, never the name of a person.
    answer.headers["Content-Disposition"] = f'attachment; filename="{document.making.number}.{ending}"'
    return answer
