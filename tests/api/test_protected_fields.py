"""No call sets what the product alone decides: each such field in each body is refused, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from api.caller import check_answer
from web.routes import application

from transfer_log.api.document import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.caller import Caller

PROTECTED: Final = (
    "id",
    "operator_id",
    "recorded_at",
    "recorded_by",
    "created_at",
    "salt",
    "leaf_hash",
    "digest",
    "version_no",
    "head_id",
    "replaces_id",
    "version_reason",
    "batch_id",
    "door",
    "draft_digest",
    "assessment_digest",
    "item_set_digest",
    "is_provision",
    "permitted",
    "record_required",
    "disclosable",
    "retention_class",
    "override_reason",
    "role",
    "scopes",
    "is_provisional",
)
NOBODY: Final = "01a2009b-0b50-76c4-b670-ba28880942c4"


def doors() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield `(name, method, address, body)` of every door that takes a body, with an example of it."""
    described = document(application())
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if not isinstance(operation, dict) or "requestBody" not in operation:
                continue
            content = operation["requestBody"]["content"]["application/json"]
            examples = [example["value"] for example in content.get("examples", {}).values()] or [{}]
            address = path
            for parameter in operations.get("parameters", ()):
                address = address.replace(f"{{{parameter['name']}}}", NOBODY)
            yield operation["operationId"], method.upper(), address, examples[0]


DOORS: Final = sorted(doors())


@pytest.mark.parametrize(("name", "method", "address", "body"), DOORS, ids=[door[0] for door in DOORS])
def test_a_field_that_is_not_the_callers_to_set_is_refused(
    manager: Caller, name: str, method: str, address: str, body: dict[str, Any]
) -> None:
    if name == "assess_facts":
        sent = {field: {**body, field: 1} for field in PROTECTED if field != "id"}
    else:
        sent = {field: {**body, field: 1} for field in PROTECTED}
    accepted = []
    for field, changed in sent.items():
        answer = manager.call(method, address, json=changed)
        check_answer(manager.app, method, address, answer)
        named = {error["field"] for error in answer.get_json(force=True).get("errors", ())}
        if answer.status_code != 422 or field not in named:
            accepted.append((field, answer.status_code))
    assert accepted == []


def test_every_door_that_takes_a_body_has_an_example() -> None:
    assert [name for name, _, _, body in DOORS if not body] == []
