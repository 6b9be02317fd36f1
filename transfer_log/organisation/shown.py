"""Say in words what versions of operators, departments, policies and purposes hold, for what a change changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.i18n import current_language
from transfer_log.i18n import lazy_gettext as _l
from transfer_log.register_pages import ShownField, yes_or_no
from transfer_log.text import japan_day_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


def day_text(day: date) -> str:
    """Return a stored day as pages show it."""
    return japan_day_text(day, current_language())


def listed(values: Any) -> tuple[str, ...]:  # noqa: ANN401 a JSON list
    """Return the entries of a stored list."""
    return tuple(map(str, values))


OPERATOR: Final[Mapping[str, ShownField]] = {
    "name": ShownField(_l("Name of the operator")),
    "name_en": ShownField(_l("Name in English")),
    "address": ShownField(_l("Address")),
    "representative": ShownField(_l("Representative")),
    "corporate_number": ShownField(_l("Corporate number")),
    "desk_name": ShownField(_l("Name of the desk")),
    "desk_address": ShownField(_l("Address of the desk")),
    "desk_phone": ShownField(_l("Telephone of the desk")),
    "desk_email": ShownField(_l("E-mail of the desk")),
    "desk_form_url": ShownField(_l("Web form of the desk")),
    "desk_hours": ShownField(_l("Hours of the desk")),
    "desk_closed_days": ShownField(_l("Days closed")),
    "late_after_days": ShownField(_l("Late after (business days)")),
    "company_holidays": ShownField(_l("Company holidays"), listed),
}

DEPARTMENT: Final[Mapping[str, ShownField]] = {
    "name": ShownField(_l("Name of the department")),
    "name_en": ShownField(_l("Name in English")),
}

POLICY: Final[Mapping[str, ShownField]] = {
    "label": ShownField(_l("Version")),
    "title": ShownField(_l("Title of the policy")),
    "published_on": ShownField(_l("Published on"), day_text),
    "representative": ShownField(_l("Signed by")),
    "url": ShownField(_l("Where it is published")),
    "next_review_on": ShownField(_l("Next review"), day_text),
    "precedence": ShownField(_l("Precedence")),
    "note": ShownField(_l("Unclear wording and notes")),
}

PURPOSE: Final[Mapping[str, ShownField]] = {
    "title": ShownField(_l("Purpose of use")),
    "title_en": ShownField(_l("Wording in English")),
    "covers_provision": ShownField(_l("Giving to third parties lies inside it"), yes_or_no),
    "is_special": ShownField(_l("Told at collection"), yes_or_no),
    "change_evidence": ShownField(_l("Notice or consent for the change")),
}
