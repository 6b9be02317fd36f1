"""Give the situations (場面) of an operator to programs, and take in what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.registers import Keeping, Register, open_register
from transfer_log.organisation.queries import PurposeBook
from transfer_log.situations.models import SituationVersion
from transfer_log.situations.operations import SituationDraft, save_situations
from transfer_log.situations.queries import SituationBook
from transfer_log.situations.schemas import SituationBody, SituationView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

blueprint: Final = ApiBlueprint(
    "situations", "The situations (場面) in which data is given, as the policy declares them."
)


def _in_words(operator_id: UUID) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    purposes = {entry.id: entry.ref for entry in PurposeBook.load(operator_id)}

    def in_words(content: Mapping[str, Any]) -> dict[str, Any]:
        return {**content, "purpose_ref": purposes.get(content["purpose_id"])}

    return in_words


open_register(
    blueprint,
    Register("/situations", "situation", "situations", SituationView, SituationVersion, SituationBook.load, _in_words),
    Keeping(
        "keep_situations",
        SituationBody(),
        SituationDraft,
        save_situations,
        {
            "name_ja": "求人企業への推薦",
            "name_en": "Introduction to a company with a job",
            "recipient_kinds": ["job_provider"],
            "usual_items": ["name", "work_history"],
            "purpose_ref": "P1",
            "basis": "consent",
            "method": "email",
        },
    ),
)
