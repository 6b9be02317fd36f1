"""Give findings to programs, cause by cause, and take in who cares for them and how they ended.

The doors stand here and not in `findings`, because who may see a finding follows from the provision it is about.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from transfer_log.api.blueprint import ApiBlueprint
from transfer_log.api.calls import Reply
from transfer_log.api.paging import next_page, place_after
from transfer_log.db import instant_text
from transfer_log.errors import NotFound, Problem, RuleViolation
from transfer_log.findings.models import Finding
from transfer_log.findings.queries import (
    NO_FINDING,
    find_finding,
    findings_in,
    group_status,
    open_groups,
    steps_of_group,
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
from transfer_log.provisions.finding_access import check_alone, finding_scope, readable_group
from transfer_log.provisions.finding_schemas import (
    CauseDetailView,
    FindingGroupsView,
    FindingGroupView,
    FindingStepBody,
    FindingView,
    GroupQuery,
    GroupsQuery,
    GroupStepBody,
)
from transfer_log.recipients.queries import RecipientBook
from transfer_log.situations.queries import SituationBook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transfer_log.accounts.actor import Actor
    from transfer_log.findings.models import FindingGroup
    from transfer_log.findings.queries import FindingRow, GroupRow

blueprint: Final = ApiBlueprint("findings", "What is doubtful or unlawful, by cause, and how it ended.")


@blueprint.door(
    "GET", "/finding-groups", action="read_findings", query=GroupsQuery(), answers={200: FindingGroupsView()}
)
def list_finding_groups(*, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """List the causes that have open findings."""
    del at
    after = place_after(query, actor)
    groups = open_groups(
        actor.operator_id,
        severity=query.get("severity", ""),
        owner_id=query.get("owner_id"),
        subject_scope=finding_scope(actor, "read_findings"),
    )
    start = next((place for place, group in enumerate(groups, 1) if after and group.digest.hex() == after[0]), 0)
    page = groups[start : start + query["limit"]]
    last = [page[-1].digest.hex()] if start + len(page) < len(groups) else None
    words = _in_words(page, actor)
    items = [{**group._asdict(), **words[group.digest]} for group in page]
    return Reply({"items": items, "next": next_page(last, actor)})


@blueprint.door(
    "GET", "/finding-groups/<digest>", action="read_findings", query=GroupQuery(), answers={200: FindingGroupView()}
)
def read_finding_group(digest: str, *, query: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Read one cause, what was done about it, and its findings page by page."""
    del at
    group = readable_group(digest, actor, "read_findings")
    after = place_after(query, actor)
    place = (datetime.fromisoformat(after[0]), UUID(after[1])) if after else None
    found = findings_in(
        group.digest,
        is_open_only=query["state"] == "open",
        limit=query["limit"] + 1,
        subject_scope=finding_scope(actor, "read_findings"),
        after=place,
    )
    page = found[: query["limit"]]
    last = page[-1].finding if len(found) > len(page) else None
    mark = [instant_text(last.recorded_at), last.id] if last is not None else None
    return Reply({**_group_shown(group, actor), "items": list(map(_shown, page)), "next": next_page(mark, actor)})


@blueprint.door(
    "POST",
    "/finding-groups/<digest>/steps",
    action="resolve_findings",
    body=GroupStepBody(),
    answers={201: CauseDetailView()},
    writes=True,
    examples={
        "assign": {"kind": "assigned", "due_on": "2026-12-01"},
        "resolve": {"kind": "resolved", "how": "evidence_added", "reason": "同意書を確認した"},
    },
)
def add_step_to_group(digest: str, *, body: Mapping[str, Any], actor: Actor, at: datetime) -> Reply:
    """Say who cares for a cause until when, or how all its findings so far ended; or open it again."""
    group = readable_group(digest, actor, "resolve_findings")
    check_alone(group, actor)
    reason = body["reason"]
    if body["kind"] == "assigned":
        owner_id = body["owner_id"]
        if owner_id is not None and owner_id not in user_ids(actor.operator_id, [owner_id]):
            raise RuleViolation([Problem("owner_id", NO_USER)])
        assign_group(group, owner_id, body["due_on"], reason, actor=actor, at=at)
    elif body["kind"] == "resolved":
        resolve_group(group, body["how"] or "", reason, actor=actor, at=at)
    else:
        reopen_group(group, reason, actor=actor, at=at)
    return Reply(_group_shown(group, actor), 201)


@blueprint.door(
    "POST",
    "/people/<uuid:subject_id>/findings/<uuid:finding_id>/steps",
    action="resolve_findings",
    body=FindingStepBody(),
    answers={201: FindingView()},
    writes=True,
    examples={"resolve": {"kind": "resolved", "how": "no_issue", "reason": "原本で確認した"}},
)
def add_step_to_finding(
    subject_id: UUID, finding_id: UUID, *, body: Mapping[str, Any], actor: Actor, at: datetime
) -> Reply:
    """Say how one finding ended, apart from the others of its cause; or open it again.

    To let it pass (`overridden`) is for a superior, and never for who recorded it.
    """
    row = _finding(subject_id, finding_id, actor)
    if body["kind"] == "resolved":
        resolve_finding(row.finding, body["how"] or "", body["reason"], actor=actor, at=at)
    elif body["kind"] == "reopened":
        reopen_finding(row.finding, body["reason"], actor=actor, at=at)
    else:
        override_finding(row.finding, body["reason"], actor=actor, at=at)
    return Reply(_shown(find_finding(actor.operator_id, subject_id, finding_id)), 201)


def _finding(subject_id: UUID, finding_id: UUID, actor: Actor) -> FindingRow:
    row = find_finding(actor.operator_id, subject_id, finding_id)
    scope = finding_scope(actor, "resolve_findings")
    if scope is not None:
        seen = findings_in(
            row.finding.group_digest, is_open_only=False, subject_scope=scope & (Finding.id == finding_id)
        )
        if not seen:
            raise NotFound(NO_FINDING)
    return row


def _group_shown(group: FindingGroup, actor: Actor) -> dict[str, Any]:
    status = group_status(group.digest)
    return {
        "code": group.code,
        "severity": group.severity,
        "article": group.article,
        "document": group.document,
        "owner_id": status.owner_id if status else None,
        "due_on": status.due_on if status else None,
        "resolved_at": status.resolved_at if status else None,
        "how": status.how if status else None,
        "steps": steps_of_group(group.digest),
        "digest": group.digest,
        **_in_words([group], actor)[group.digest],
    }


def _in_words(groups: Sequence[GroupRow | FindingGroup], actor: Actor) -> dict[bytes, dict[str, Any]]:
    """Return the words of causes by digest: what they are called, and the refs of what they are about."""
    recipients = RecipientBook.load_ids(actor.operator_id, {each.recipient_id for each in groups if each.recipient_id})
    situations = SituationBook.load(actor.operator_id) if any(each.situation_id for each in groups) else None
    words = {}
    for group in groups:
        wording = wording_of(group.code, group.document)
        recipient = recipients.by_id.get(group.recipient_id) if group.recipient_id else None
        situation = situations.by_id.get(group.situation_id) if situations and group.situation_id else None
        words[group.digest] = {
            **wording._asdict(),
            "recipient_ref": recipient.ref if recipient else None,
            "situation_ref": situation.ref if situation else None,
        }
    return words


def _shown(row: FindingRow) -> dict[str, Any]:
    finding = row.finding
    names = ("subject_id", "id", "about_kind", "about_id", "code", "severity", "article", "field", "recorded_at")
    own = {name: getattr(finding, name) for name in names}
    return {**own, "state": row.state, "how": row.how, "owner_id": row.owner_id}
