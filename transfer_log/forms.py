"""Be the base of every page form: safe from forgery, in the reader's language, never losing what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, SelectChoice

from transfer_log.i18n import current_language, wording, wording_for_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transfer_log.errors import Problem, Text


class BuiltInMessages:
    """Say the messages WTForms brings along; their Japanese stands in `translations/ja/forms.po`, in our words."""

    def gettext(self, message: str) -> str:
        """Return a message still to be formatted."""
        return wording(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return a message for `count`, still to be formatted."""
        return wording_for_count(singular, plural, count)


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """Point from the summary on top of a page to the field that needs mending; without `field_id` to no field."""

    field_id: str | None
    label: str | None
    message: str


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF carries no types
    """Carry the CSRF token and Japanese or English messages; collect what is wrong for the summary on top."""

    class Meta:
        """Tell WTForms which words to use."""

        def get_translations(self, _form: FlaskForm) -> BuiltInMessages:
            """Return our wording of the built-in messages."""
            return BuiltInMessages()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Put each problem an operation found beside its field, or on top where the form has no such field."""
        for problem in problems:
            message = problem.text.in_language(current_language())
            field = self._fields.get(problem.field)
            if field is None:
                self.form_errors.append(message)
            else:
                field.errors = [*field.errors, message]

    def error_links(self) -> list[ErrorLink]:
        """Return every error of the form in the order of its fields, those of no field first."""
        whole = [ErrorLink(None, None, str(message)) for message in self.form_errors]
        return [*whole, *_links(self)]


def choices_of(labels: Iterable[tuple[str, Text | str]]) -> list[SelectChoice]:
    """Return the choices of a select, radio or box field from codes and labels, in the language of the answer."""
    language = current_language()
    return [
        SelectChoice(code, label if isinstance(label, str) else label.in_language(language)) for code, label in labels
    ]


def _links(fields: Iterable[Any]) -> Iterator[ErrorLink]:
    """Yield the errors of each field, going into forms inside forms and lists of fields."""
    for field in fields:
        if isinstance(field, FormField | FieldList):
            yield from _links(field)
        else:
            for message in field.errors:
                yield ErrorLink(field.id, str(field.label.text), str(message))
