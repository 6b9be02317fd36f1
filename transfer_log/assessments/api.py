"""Answer raw facts with what the law makes of them: the same answers as `transfer-log assess`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from transfer_log.api.batches import SEVERAL, listed
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.assessments.schemas import ANSWER, ANSWERS, BODY
from transfer_log.error_answers import problem_entry
from transfer_log.law import FactsError, assess_entry, identifier_of

if TYPE_CHECKING:
    from datetime import datetime

    from transfer_log.accounts.actor import Actor

blueprint: Final = ApiBlueprint("assessments", "What the law makes of facts; nothing is read and nothing is kept.")

_EXAMPLE: Final[dict[str, Any]] = {
    "id": "1",
    "input": {"on": "2026-11-20", "basis": "consent", "counterpart": {"country": "VN"}},
}


@blueprint.door(
    "POST",
    "/assessments",
    action="assess",
    body=BODY,
    answers={200: ANSWER, SEVERAL: ANSWERS},
    limit_bytes=8 * 1024 * 1024,
    examples={"one act": _EXAMPLE, "several": {"items": [_EXAMPLE, {"id": "2", "input": {}}]}},
)
def assess_facts(*, body: Any, actor: Actor, at: datetime) -> Reply:  # noqa: ANN401 any JSON value
    """Ask what the law makes of facts.

    The vocabulary is that of `transfer-log assess`. Of a list each one gets its answer, or its error by key.
    """
    del actor, at
    entries = listed(body)
    if entries is None:
        return Reply(assess_entry(body))
    return Reply({"items": [_answer(entry) for entry in entries]}, SEVERAL)


def _answer(entry: dict[str, Any]) -> dict[str, Any]:
    try:
        return assess_entry(entry)
    except FactsError as error:
        return {
            "id": identifier_of(entry),
            "error": f"{error.text.en} / {error.text.ja}",
            "errors": [problem_entry(problem) for problem in error.problems],
        }
