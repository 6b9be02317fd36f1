"""Give findings to programs, cause by cause, and take in who cares for them and how they ended.

The doors stand here and not in `findings`, because who may see a finding follows from the provision it is about.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import exists

from transfer_log.accounts.guard import describe_read
from transfer_log.accounts.policy import reach_of
from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.paging import next_page, place_after
from transfer_log.errors import NotAllowed, NotFound, Problem, RuleViolation, Text
from transfer_log.findings.models import Finding
from transfer_log.findings.queries import (
    find_finding,
    find_group,
    finding_state,
    findings_page,
    group_row,
    open_groups,
)
from transfer_log.findings.resolving import (
    assign_group,
    override_finding,
    reopen_finding,
    reopen_group,
    resolve_finding,
    resolve_group,
)
from transfer_log.findings.wording import wording_of
from transfer_log.organisation.queries import NO_USER, user_ids
from transfer_log.provisions.finding_schemas import (
    FindingGroupDetailView,
    FindingGroupsView,
    FindingStepBody,
    FindingView,
    GroupQuery,
    GroupsQuery,
    GroupStepBody,
)
from transfer_log.provisions.models import Provision
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.queries import SituationBook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.sql.elements import ColumnElement

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.queries import FindingRow, GroupRow

blueprint: Final = ApiBlueprint("findings", "What is doubtful or unlawful, by cause, and how it ended.")

NO_FINDING: Final = Text("この指摘は見つかりません。", "There is no such finding.")
_NOT_ALONE: Final = Text(
    "ほかの部署の記録にも関わる指摘です。自部署の記録の指摘を 1 件ずつ解決してください。",
    "This cause touches records of other departments, too. Resolve the findings of your own one by one.",
)
