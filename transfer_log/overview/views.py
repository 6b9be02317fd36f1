"""Answer the home page: each role sees its own work first, and every figure leads to the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, current_app, redirect, render_template, url_for

from transfer_log.accounts.guard import current_actor, describe_read
from transfer_log.accounts.policy import can, reach_of
from transfer_log.accounts.queries import names_of
from transfer_log.db import utc_now
from transfer_log.errors import Text
from transfer_log.findings.models import Finding
from transfer_log.findings.queries import open_groups
from transfer_log.findings.wording import wording_of
from transfer_log.law import basis_label, japan_date
from transfer_log.overview.home_queries import (
    countries_since,
    counts_by_basis,
    installation,
    made_lists,
    stale_notes,
)
from transfer_log.provisions.ledger_lines import ledger_lines
from transfer_log.provisions.ledger_views import shown_count
from transfer_log.provisions.offers import Offers
from transfer_log.provisions.queries import LedgerFilter, ledger_count, ledger_page
from transfer_log.provisions.row_states import SEVERITIES
from transfer_log.recipients.queries import RecipientBook, provisional_recipients
from transfer_log.subjects.consent_views import expiring_consents
from transfer_log.subjects.names import people_named
from transfer_log.web import requires

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from transfer_log.accounts.actor import Actor
    from transfer_log.accounts.states import State
    from transfer_log.findings.queries import GroupRow
    from transfer_log.findings.wording import Wording

blueprint = Blueprint("overview", __name__)

LAST_ROWS: Final = 6
GROUPS: Final = 8
SOON: Final = timedelta(days=30)
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Tally:
    """Be a figure that leads to the list behind it."""

    label: Text
    count: int | str
    url: str


@dataclass(frozen=True)
class Bar:
    """Be a row of a drawn table."""

    label: Text
    count: int
    url: str | None


@dataclass(frozen=True)
class ShownGroup:
    """Be a cause of open findings in words."""

    group: GroupRow
    wording: Wording
    state: State
    recipient: str
    owner: str
    url: str | None


@blueprint.get("/")
@requires("read_home")
def root() -> ResponseReturnValue:
    """Lead to the home page."""
    return redirect(url_for(".home"), 303)


@blueprint.get("/home")
@requires("read_home")
def home() -> str:
    """Show the home page of the visitor's role."""
    actor, today = current_actor(), japan_date(utc_now())
    return render_template("overview/home.html", today=today, role=actor.role, **_PARTS[actor.role](actor, today))


def _recruiter(actor: Actor, today: date) -> dict[str, Any]:
    mine = LedgerFilter(recorded_by=actor.user_id, department_id=reach_of(actor, "read_provisions").department_id)
    groups = _groups(actor, is_own=True)
    month = today.replace(day=1)
    planned = LedgerFilter(recorded_by=actor.user_id, department_id=mine.department_id, state="planned")
    this_month = LedgerFilter(recorded_by=actor.user_id, department_id=mine.department_id, from_on=month)
    ledger: dict[str, Any] = {"recorder": actor.user_id}
    return {
        "tallies": [
            _tally(Text("対応が必要な指摘", "Findings to settle"), len(groups), _findings_url()),
            _tally(
                Text("確認待ちの予定", "Plans to confirm"),
                ledger_count(actor.operator_id, planned),
                url_for("ledger.index", state="planned", **ledger),
            ),
            _tally(
                Text("今月の自分の記録", "Recorded by me this month"),
                ledger_count(actor.operator_id, this_month),
                url_for("ledger.index", since=month.isoformat(), **ledger),
            ),
        ],
        **_last_rows(actor, mine, today),
        "groups": groups,
    }


def _manager(actor: Actor, today: date) -> dict[str, Any]:
    groups = _groups(actor)
    unlawful = [group for group in groups if group.group.severity == "unlawful"]
    expiring = expiring_consents(actor.operator_id, today - timedelta(days=1), today + SOON)
    stale = stale_notes(countries_since(actor.operator_id, today - YEAR), today)
    provisional = provisional_recipients(actor.operator_id, today)
    return {
        "tallies": [
            _tally(Text("違反のある原因", "Causes of breaches"), len(unlawful), _findings_url(severity="unlawful")),
            _tally(Text("未対応の指摘の原因", "Causes to look into"), len(groups), _findings_url()),
            _tally(
                Text("仮登録の提供先", "Provisional recipients"),
                len(provisional),
                _url("recipients.index", state="provisional"),
            ),
            _tally(Text("確認が古い国の情報", "Country notes out of date"), len(stale), _url("countries.index")),
            _tally(
                Text("30 日以内に切れる同意", "Consents that end in 30 days"), len(expiring), _url("consents.index")
            ),
        ],
        "groups": groups[:GROUPS],
        "more_groups": max(len(groups) - GROUPS, 0),
        "findings_url": _findings_url(),
        "expiring": expiring[:LAST_ROWS],
        "names": _names([each.subject_id for each in expiring[:LAST_ROWS]], actor),
        **_last_rows(actor, LedgerFilter(), today),
    }


def _auditor(actor: Actor, today: date) -> dict[str, Any]:
    month = today - SOON
    late = Offers.load(actor, today).books.operator_on(actor.operator_id, today).late_after_days
    recent: dict[str, Any] = {"since": month.isoformat()}
    counted = (
        (Text("直近 30 日の提供", "Provisions in 30 days"), LedgerFilter(from_on=month), recent),
        (Text("違反の指摘があるもの", "With findings of a breach"), LedgerFilter(from_on=month, finding="unlawful"), recent | {"finding": "unlawful"}),
        (Text("記録が遅かったもの", "Recorded late"), LedgerFilter(from_on=month, late_after_days=late), recent | {"late": "1"}),
        (Text("無効にしたもの", "Voided"), LedgerFilter(from_on=month, state="voided"), recent | {"state": "voided"}),
    )  # fmt: skip
    return {
        "tallies": [
            _tally(label, ledger_count(actor.operator_id, chosen), url_for("ledger.index", **query))
            for label, chosen, query in counted
        ],
        "bars": [
            Bar(
                basis_label(basis) if basis else Text("根拠が未入力", "Basis not stated"),
                count,
                url_for("ledger.index", since=month.isoformat(), basis=basis or "none"),
            )
            for basis, count in counts_by_basis(actor.operator_id, month)
        ],
        **_last_rows(actor, LedgerFilter(), today),
        "groups": _groups(actor)[:GROUPS],
        "access_url": _url("access_log.index"),
    }


def _clerk(actor: Actor, _today: date) -> dict[str, Any]:
    lists = made_lists(actor.operator_id)
    return {
        "tallies": [],
        "lists": lists,
        "names": _names([each.subject_id for each in lists], actor),
        "makers": names_of(each.recorded_by for each in lists),
    }


def _administrator(actor: Actor, today: date) -> dict[str, Any]:
    state = installation(actor.operator_id, today, today + SOON)
    return {
        "tallies": [
            _tally(Text("利用者", "Users"), state.user_count, _url("users.index")),
            _tally(
                Text("まだサインインしていない人", "Not signed in yet"), state.not_signed_in_count, _url("users.index")
            ),
            _tally(Text("有効な API トークン", "API tokens in use"), state.token_count, _url("tokens.index")),
            _tally(
                Text("30 日以内に切れるトークン", "Tokens that end in 30 days"),
                state.ending_token_count,
                _url("tokens.index"),
            ),
        ],
        "installation": state,
    }


_PARTS: Final[Mapping[str, Callable[[Actor, date], dict[str, Any]]]] = {
    "recruiter": _recruiter,
    "request_clerk": _clerk,
    "privacy_manager": _manager,
    "auditor": _auditor,
    "administrator": _administrator,
}


def _last_rows(actor: Actor, chosen: LedgerFilter, today: date) -> dict[str, Any]:
    page = ledger_page(actor.operator_id, chosen, limit=LAST_ROWS)
    describe_read(len({row.provision.subject_id for row in page.rows}), action="read_provisions")
    return {"lines": ledger_lines(page.rows, Offers.load(actor, today))}


def _groups(actor: Actor, *, is_own: bool = False) -> list[ShownGroup]:
    """Return the causes of open findings; with `is_own` only of rows that the actor recorded."""
    if not can(actor, "read_findings"):
        return []
    scope = Finding.recorded_by == actor.user_id if is_own else None
    groups = open_groups(actor.operator_id, subject_scope=scope)
    recipients = RecipientBook.load_ids(
        actor.operator_id, {group.recipient_id for group in groups if group.recipient_id}
    )
    names = {entry.id: entry.versions[-1].name for entry in recipients}
    owners = names_of(group.owner_id for group in groups if group.owner_id)
    return [
        ShownGroup(
            group,
            wording_of(group.code, group.document),
            SEVERITIES[group.severity],
            names.get(group.recipient_id, "") if group.recipient_id else "",
            owners.get(group.owner_id, "") if group.owner_id else "",
            _url("findings.group", digest=group.digest.hex()) or None,
        )
        for group in groups
    ]


def _names(subject_ids: Sequence[Any], actor: Actor) -> dict[Any, str]:
    named = people_named(subject_ids, actor.operator_id)
    if named:
        describe_read(len(named), action="read_subject")
    return {subject_id: one.name for subject_id, one in named.items()}


def _tally(label: Text, count: int, url: str) -> Tally:
    return Tally(label, shown_count(count), url)


def _findings_url(**query: str) -> str:
    return _url("findings.index", **query) or url_for("ledger.index", finding=query.get("severity", "any"))


def _url(endpoint: str, **values: Any) -> str:  # noqa: ANN401 values of an address
    """Return the address of a page, '' where this installation has none."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
