"""Save operators, departments, policies and numbered purposes: each save is a new dated version, nothing is overwritten."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transfer_log.db import NIL_ID
from transfer_log.errors import Text
from transfer_log.field_checks import FieldChecks
from transfer_log.law import japan_date
from transfer_log.organisation.models import (
    Department,
    DepartmentVersion,
    Operator,
    OperatorVersion,
    Policy,
    PolicyVersion,
    Purpose,
    PurposeVersion,
)
from transfer_log.organisation.queries import NO_USER, PolicyBook, user_ids
from transfer_log.organisation.rules import MAIN_POLICY, MAIN_POLICY_TITLE, day_of_label, is_closed_day
from transfer_log.register_saving import (
    Draft,
    Rejected,
    Saved,
    accepted,
    end_entry,
    examined,
    save_examined,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from transfer_log.accounts.actor import Actor
    from transfer_log.register import Change

LONGEST_LATE_AFTER: Final = 366
LONGEST_NOTE: Final = 4000
_KIND_CODE: Final = re.compile(r"[a-z][a-z_]*")

_BAD_LATE_AFTER: Final = Text(
    f"0 から {LONGEST_LATE_AFTER} までの日数を入力してください。",
    f"Enter a number of days from 0 to {LONGEST_LATE_AFTER}.",
)
_BAD_CLOSED_DAY: Final = Text(
    "休業日は 12-29 か 2026-12-29 の形で入力してください。", "Write a closed day as 12-29 or 2026-12-29."
)
_BAD_KIND: Final = Text("提供先の種類のコードではありません。", "This is not the code of a kind of recipient.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDraft(Draft):
    """Say who an operator (事業者) is and where its desk can be reached (Act Art. 32(1)).

    `company_holidays` are days such as 12-29 (every year) or 2026-12-29 on which it is closed besides Japan's holidays.
    """

    name: str
    name_en: str | None = None
    address: str | None = None
    representative: str | None = None
    corporate_number: str | None = None
    desk_name: str | None = None
    desk_address: str | None = None
    desk_phone: str | None = None
    desk_email: str | None = None
    desk_form_url: str | None = None
    desk_hours: str | None = None
    desk_closed_days: str | None = None
    late_after_days: int = 5
    company_holidays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentDraft(Draft):
    """Say what a department is called and which user is its information manager."""

    name: str
    name_en: str | None = None
    manager_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDraft(Draft):
    """Say what one published version of a privacy policy is; `ref` names the policy, `label` the version.

    Without `valid_from` it holds from its day of publication, or from the day that its label is.
    """

    label: str
    title: str
    published_on: date | None = None
    representative: str | None = None
    url: str | None = None
    next_review_on: date | None = None
    precedence: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeDraft(Draft):
    """Say what a numbered purpose is (Act Art. 17) and in which policy version it stands.

    `covers_provision` says whether giving to third parties lies inside it (Act Art. 18(1)), None where nobody has
    decided; `recipient_kinds` limits it, empty for any; `change_evidence` is the notice or consent of Act Art. 17(2).
    """

    title: str
    title_en: str | None = None
    policy_version: str | None = None
    covers_provision: bool | None = None
    recipient_kinds: tuple[str, ...] = ()
    is_special: bool = False
    change_evidence: str | None = None


def save_operators(drafts: Sequence[OperatorDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save operators of the group. A new one begins with a register of its own, empty until `setup` fills it."""
    today = japan_date(at)
    checked = [_operator(draft, today) for draft in drafts]
    return save_examined(Operator, OperatorVersion, checked, operator_id=NIL_ID, actor=actor, at=at)


def _operator(draft: OperatorDraft, today: date) -> Change | Rejected:
    checks = FieldChecks()
    if not 0 <= draft.late_after_days <= LONGEST_LATE_AFTER:
        checks.add("late_after_days", _BAD_LATE_AFTER, str(draft.late_after_days))
    for day in draft.company_holidays:
        if not is_closed_day(day):
            checks.add("company_holidays", _BAD_CLOSED_DAY, day)
    content = {
        "name": checks.needed_line("name", draft.name, 200),
        "name_en": checks.line("name_en", draft.name_en, 200),
        "address": checks.line("address", draft.address, 400),
        "representative": checks.line("representative", draft.representative, 200),
        "corporate_number": checks.corporate_number("corporate_number", draft.corporate_number),
        "desk_name": checks.line("desk_name", draft.desk_name, 200),
        "desk_address": checks.line("desk_address", draft.desk_address, 400),
        "desk_phone": checks.line("desk_phone", draft.desk_phone, 40),
        "desk_email": checks.email("desk_email", draft.desk_email),
        "desk_form_url": checks.url("desk_form_url", draft.desk_form_url),
        "desk_hours": checks.line("desk_hours", draft.desk_hours, 200),
        "desk_closed_days": checks.line("desk_closed_days", draft.desk_closed_days, 200),
        "late_after_days": draft.late_after_days,
        "company_holidays": sorted(set(draft.company_holidays)) or None,
    }
    return examined(draft, content, checks, today)


def save_departments(drafts: Sequence[DepartmentDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save departments of the actor's operator."""
    today = japan_date(at)
    users = user_ids(actor.operator_id, {draft.manager_id for draft in drafts if draft.manager_id is not None})
    checked = [_department(draft, users, today) for draft in drafts]
    return save_examined(Department, DepartmentVersion, checked, operator_id=actor.operator_id, actor=actor, at=at)


def _department(draft: DepartmentDraft, users: Collection[UUID], today: date) -> Change | Rejected:
    checks = FieldChecks()
    if draft.manager_id is not None and draft.manager_id not in users:
        checks.add("manager_id", NO_USER)
    content = {
        "name": checks.needed_line("name", draft.name, 200),
        "name_en": checks.line("name_en", draft.name_en, 200),
        "manager_id": draft.manager_id,
    }
    return examined(draft, content, checks, today)


def save_policies(drafts: Sequence[PolicyDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save policy versions of the actor's operator. What was published before stays and stays cited."""
    today = japan_date(at)
    checked = [_policy(draft, today) for draft in drafts]
    return save_examined(Policy, PolicyVersion, checked, operator_id=actor.operator_id, actor=actor, at=at)


def _policy(draft: PolicyDraft, today: date) -> Change | Rejected:
    checks = FieldChecks()
    content = {
        "label": checks.needed_line("label", draft.label, 40),
        "title": checks.needed_line("title", draft.title, 200),
        "published_on": checks.day("published_on", draft.published_on),
        "representative": checks.line("representative", draft.representative, 200),
        "url": checks.url("url", draft.url),
        "next_review_on": checks.day("next_review_on", draft.next_review_on),
        "precedence": draft.precedence,
        "note": checks.words("note", draft.note, LONGEST_NOTE),
    }
    begins = draft.valid_from or draft.published_on or day_of_label(draft.label) or today
    return examined(replace(draft, valid_from=begins), content, checks, today)


def save_purposes(drafts: Sequence[PurposeDraft], *, actor: Actor, at: datetime) -> list[Saved | Rejected]:
    """Save numbered purposes of the actor's operator.

    A policy version that a draft names and nobody has entered yet is made, under the main policy's title, valid from
    the day that its label is, or else from the draft's day. A purpose without a day holds since its policy version.
    """
    today = japan_date(at)
    checked = [_purpose(draft, today) for draft in drafts]
    right = [draft for draft, result in zip(drafts, checked, strict=True) if not isinstance(result, Rejected)]
    labels = _labels_with_versions(right, actor=actor, at=at)
    changes: list[Change | Rejected] = []
    for draft, result in zip(drafts, checked, strict=True):
        if isinstance(result, Rejected):
            changes.append(result)
            continue
        policy_version, since = labels.get((draft.policy_version or "").strip(), (None, today))
        content = {**result.content, "policy_version_id": policy_version}
        changes.append(replace(result, content=content, valid_from=draft.valid_from or since))
    return save_examined(Purpose, PurposeVersion, changes, operator_id=actor.operator_id, actor=actor, at=at)


def _purpose(draft: PurposeDraft, today: date) -> Change | Rejected:
    """Return the change that a draft asks for, still without its policy version."""
    checks = FieldChecks()
    # Which kinds there are is known further up (recipients stand on the organisation): here a code must look like one,
    # the doors check it against the list.
    for kind in draft.recipient_kinds:
        if not _KIND_CODE.fullmatch(kind):
            checks.add("recipient_kinds", _BAD_KIND, kind)
    checks.line("policy_version", draft.policy_version, 40)
    content = {
        "title": checks.needed_line("title", draft.title, 400),
        "title_en": checks.line("title_en", draft.title_en, 400),
        "covers_provision": draft.covers_provision,
        "recipient_kinds": sorted(set(draft.recipient_kinds)) or None,
        "is_special": draft.is_special,
        "change_evidence": checks.words("change_evidence", draft.change_evidence, LONGEST_NOTE),
    }
    return examined(draft, content, checks, today)


def _labels_with_versions(
    drafts: Iterable[PurposeDraft], *, actor: Actor, at: datetime
) -> Mapping[str, tuple[UUID, date]]:
    """Return `(policy version id, first day)` of every label, having made the versions that drafts name first."""
    book = PolicyBook.load(actor.operator_id)
    known = {label: (version.id, version.valid_from) for label, version in book.by_label().items()}
    wanted: dict[str, date] = {}
    for draft in drafts:
        label = (draft.policy_version or "").strip()
        if label and label not in known:
            begins = day_of_label(label) or draft.valid_from or japan_date(at)
            wanted[label] = min(begins, wanted.get(label, begins))
    main = book.main()
    ref, title = (main.ref, main.versions[-1].title) if main is not None else (MAIN_POLICY, MAIN_POLICY_TITLE)
    for label, day in sorted(wanted.items()):
        # One at a time: two labels without a date may begin on the same day, the later one then takes over.
        version = PolicyDraft(ref=ref, label=label, title=title, valid_from=day)
        [made] = accepted(save_policies([version], actor=actor, at=at))
        known[label] = (made.version_id, made.valid_from)
    return known


def end_operator(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End an operator from a Japan date on, such as after a merger; its records stay.

    :raises NotFound: when there is no such operator.
    """
    return end_entry(Operator, OperatorVersion, ref, operator_id=NIL_ID, on=on, reason=reason, actor=actor, at=at)


def end_department(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a department of the actor's operator from a Japan date on.

    :raises NotFound: when there is no such department.
    """
    own = actor.operator_id
    return end_entry(Department, DepartmentVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)


def end_policy(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a policy of the actor's operator from a Japan date on.

    :raises NotFound: when there is no such policy.
    """
    own = actor.operator_id
    return end_entry(Policy, PolicyVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)


def end_purpose(ref: str, *, on: date, reason: str, actor: Actor, at: datetime) -> Saved:
    """End a purpose of the actor's operator from a Japan date on.

    :raises NotFound: when there is no such purpose.
    """
    own = actor.operator_id
    return end_entry(Purpose, PurposeVersion, ref, operator_id=own, on=on, reason=reason, actor=actor, at=at)
