"""List the kinds of files that can be imported, by the code people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transfer_log.errors import RuleViolation, Text
from transfer_log.field_checks import unknown_value
from transfer_log.imports.kinds import catalogue, consents, organisation, provisions, purposes, recipients, subjects

if TYPE_CHECKING:
    from transfer_log.imports.kind import ImportKind

#: In the order in which a company fills its log: what is named by others comes before them.
KINDS: dict[str, ImportKind] = {
    kind.code: kind
    for kind in (
        organisation.OPERATORS,
        organisation.DEPARTMENTS,
        organisation.POLICIES,
        purposes.KIND,
        catalogue.ITEMS,
        recipients.KIND,
        catalogue.SITUATIONS,
        subjects.KIND,
        consents.KIND,
        provisions.KIND,
    )
}

_NO_KIND = Text("この種類のファイルは取り込めません。", "There is no such kind of file.")


def import_kind(code: str) -> ImportKind:
    """Return the kind of file that people call `code`.

    :raises RuleViolation: when there is none; the problem lists those there are.
    """
    kind = KINDS.get(code)
    if kind is None:
        raise RuleViolation([unknown_value("kind", code, KINDS, _NO_KIND)])
    return kind
