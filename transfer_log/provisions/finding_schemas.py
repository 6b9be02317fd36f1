"""Say what the API reads and shows of findings."""

from __future__ import annotations

import marshmallow as ma

from transfer_log.api.fields import (
    LARGEST_NUMBER,
    Body,
    Both,
    Choice,
    Day,
    Digest,
    Id,
    Instant,
    Line,
    View,
    Whole,
    Words,
)
from transfer_log.api.paging import PageQuery, PageView
from transfer_log.findings.wording import HOW_LABELS, SEVERITY_LABELS

LONGEST_REASON = 2000


class GroupsQuery(PageQuery):
    """Choose causes with open findings."""

    severity = Choice(list(SEVERITY_LABELS), "how grave")
    owner_id = Id("user who cares for it")


class GroupQuery(PageQuery):
    """Choose findings of one cause."""

    state = Choice(("open", "all"), "`all`: settled ones, too", load_default="open")


class GroupStepBody(Body):
    """State who cares for a cause until when, or how all of it ended."""

    kind = Choice(("assigned", "resolved", "reopened"), "what is done", required=True)
    owner_id = Id("user who cares for it, when assigned; null: nobody", load_default=None, allow_none=True)
    due_on = Day("until when, when assigned (Japan)", load_default=None, allow_none=True)
    how = Choice(list(HOW_LABELS), "how it ended, when resolved", load_default=None, allow_none=True)
    reason = Words(LONGEST_REASON, "why; needed to resolve and to reopen", load_default="")


class FindingStepBody(Body):
    """State how one finding ended."""

    kind = Choice(("resolved", "overridden", "reopened"), "what is done", required=True)
    how = Choice(list(HOW_LABELS), "how it ended, when resolved", load_default=None, allow_none=True)
    reason = Words(LONGEST_REASON, "why", required=True, least=1)


class CauseView(View):
    """What findings of one cause share."""

    digest = Digest("names the cause in addresses")
    code = Line(60)
    severity = Line(10)
    article = Line(60)
    recipient_ref = Line(80, allow_none=True)
    situation_ref = Line(80, allow_none=True)
    document = Line(80, "the paper or fact that is missing, or what it is about", allow_none=True)
    name = Both()
    meaning = Both()
    remedy = Both()
    owner_id = Id("user", allow_none=True)
    due_on = Day(allow_none=True)


class OpenCauseView(CauseView):
    """A cause with open findings."""

    open_count = Whole(1, LARGEST_NUMBER)
    last_at = Instant()


class FindingGroupsView(PageView):
    """Causes with open findings, unlawful ones first, then the newest."""

    items = ma.fields.List(ma.fields.Nested(OpenCauseView))


class GroupStepView(View):
    """What was done about a cause."""

    kind = Line(20)
    owner_id = Id("user", allow_none=True)
    due_on = Day(allow_none=True)
    how = Line(40, allow_none=True)
    reason = Words(LONGEST_REASON, allow_none=True)
    recorded_at = Instant()
    recorded_by = Id("user")


class FindingView(View):
    """A finding about one record."""

    subject_id = Id()
    id = Id()
    about_kind = Line(20)
    about_id = Id()
    code = Line(60)
    severity = Line(10)
    article = Line(60)
    field = Line(80, allow_none=True)
    state = Line(20, "open, overridden or resolved")
    how = Line(40, allow_none=True)
    owner_id = Id("user", allow_none=True)
    recorded_at = Instant()


class CauseDetailView(CauseView):
    """A cause with what was done about it."""

    resolved_at = Instant(allow_none=True)
    how = Line(40, allow_none=True)
    steps = ma.fields.List(ma.fields.Nested(GroupStepView))


class FindingGroupView(CauseDetailView, PageView):
    """A cause with what was done about it and a page of its findings, newest first."""

    items = ma.fields.List(ma.fields.Nested(FindingView))
