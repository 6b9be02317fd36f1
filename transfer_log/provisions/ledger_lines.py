"""Put the words to rows of the ledger as its page and other lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transfer_log.accounts.queries import names_of
from transfer_log.errors import Text
from transfer_log.findings.queries import findings_of_many
from transfer_log.law import basis_article, basis_label
from transfer_log.provisions.row_states import findings_badge, open_count, state_badge
from transfer_log.provisions.steps import CANCELLED, PLANNED, SUPERSEDED, VOIDED
from transfer_log.recipients.kinds import KINDS
from transfer_log.situations.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transfer_log.accounts.states import State
    from transfer_log.provisions.offers import Offers
    from transfer_log.provisions.queries import LedgerRow


class LedgerLine(NamedTuple):
    """Be one row of the ledger in words. `state` is None in the ordinary state; `finding_count` counts open findings."""

    row: LedgerRow
    state: State | None
    finding: State
    finding_count: int
    method: Text | None
    kind: Text | None
    situation: Text | None
    items: tuple[Text, ...]
    basis: Text | None
    article: str | None
    recorded_by: str
    department: Text | None

    @property
    def is_gone(self) -> bool:
        """Tell whether the row stands no longer for something that happened: voided, cancelled or replaced."""
        return self.row.state in (VOIDED, CANCELLED, SUPERSEDED)

    @property
    def shows_findings(self) -> bool:
        """Tell whether the findings say how the row stands: there are none yet about what is only planned."""
        return not self.is_gone and self.row.state != PLANNED


def ledger_lines(rows: Sequence[LedgerRow], offers: Offers) -> list[LedgerLine]:
    """Return rows in words, in their order."""
    findings = findings_of_many([(row.provision.subject_id, row.provision.id) for row in rows])
    names = names_of(row.provision.recorded_by for row in rows)
    return [
        LedgerLine(
            row,
            state_badge(row.state),
            findings_badge(row.provision, findings.get(row.provision.id, ())),
            open_count(findings.get(row.provision.id, ())),
            METHODS.get(row.provision.method or ""),
            KINDS[row.recipient.kind].name if row.recipient.kind in KINDS else None,
            Text(row.situation[1], row.situation[2]) if row.situation else None,
            offers.item_names(row.items),
            basis_label(row.provision.basis) if row.provision.basis else None,
            basis_article(row.provision.basis, row.provision.route) if row.provision.basis else None,
            names.get(row.provision.recorded_by, ""),
            department_of(row, offers),
        )
        for row in rows
    ]


def department_of(row: LedgerRow, offers: Offers) -> Text | None:
    """Return the department for which a provision was recorded."""
    if row.provision.department_id is None:
        return None
    entry = offers.books.departments.by_id.get(row.provision.department_id)
    if entry is None:
        return None
    version = entry.nearest(row.provision.provided_on)
    return Text(version.name, version.name_en or version.name)
