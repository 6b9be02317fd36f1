"""Load the demo through the same operations that pages, API and files use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from transfer_log import migrate
from transfer_log.accounts.actor import Actor
from transfer_log.accounts.console import actor_for_email, service_actor
from transfer_log.accounts.operations import UserDraft, add_user
from transfer_log.accounts.policy import SERVICE
from transfer_log.accounts.queries import user_by_email
from transfer_log.app import database_app
from transfer_log.config import write_demo_secret
from transfer_log.db import NIL_ID, db, transaction, utc_now
from transfer_log.demo.acts import Story
from transfer_log.demo.parties import make_recipients
from transfer_log.demo.people import make_people
from transfer_log.errors import Problem, RuleViolation, Text
from transfer_log.law import japan_date
from transfer_log.organisation.operations import (
    DepartmentDraft,
    OperatorDraft,
    PolicyDraft,
    PurposeDraft,
    save_departments,
    save_operators,
    save_policies,
    save_purposes,
)
from transfer_log.organisation.queries import DepartmentBook, OperatorBook
from transfer_log.provisions.drafts import Recorded
from transfer_log.provisions.happenings import Happening, find_provision, record_happening
from transfer_log.provisions.models import Provision
from transfer_log.provisions.operations import record_provisions
from transfer_log.recipients.operations import save_recipients
from transfer_log.register_saving import accepted
from transfer_log.setup import add_shipped, make_constants
from transfer_log.subjects.consent_events import withdraw_consent
from transfer_log.subjects.consents import record_consents
from transfer_log.subjects.drafts import ConsentRecorded, ScopeDraft, StopDraft
from transfer_log.subjects.operations import save_people
from transfer_log.subjects.queries import resolve_refs
from transfer_log.subjects.stops import stop_provision
from transfer_log.trail.models import Installation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from transfer_log.config import Settings
    from transfer_log.provisions.drafts import Outcome
    from transfer_log.subjects.drafts import PersonDraft

WEEKS: Final = 104
RECIPIENTS: Final = 60
#: Known to everybody who reads this line: an installation with demo data says so, and holds nothing real.
PASSWORD: Final = "mihon-no-aikotoba-2026"  # noqa: S105 the published password of fictional users
SIGN_INS: Final = (
    ("saiyo@mihon.example.jp", "recruiter", "佐倉 はる", "placement"),
    ("madoguchi@mihon.example.jp", "request_clerk", "大森 さき", None),
    ("kanri@mihon.example.jp", "privacy_manager", "見本 京子", None),
    ("kansa@mihon.example.jp", "auditor", "例示 守", None),
    ("admin@mihon.example.jp", "administrator", "架空 治", None),
)
_MAIN: Final = OperatorDraft(
    ref="mihon",
    name="見本人材株式会社",
    name_en="Mihon Jinzai Sample K.K.",
    address="東京都見本区例示町1-2-3",
    representative="代表取締役 見本 太郎",
    desk_name="個人情報お客様窓口",
    desk_address="東京都見本区例示町1-2-3 見本ビル5階",
    desk_phone="03-0000-0000",
    desk_email="privacy@mihon.example.jp",
    desk_hours="10:00～17:00",
    desk_closed_days="土曜・日曜・祝日・年末年始",
    company_holidays=("12-29", "12-30", "12-31", "01-02", "01-03"),
)
_SECOND: Final = OperatorDraft(
    ref="mihon-learning",
    name="見本ラーニング株式会社",
    name_en="Mihon Learning Sample K.K.",
    address="大阪府例示市見本町4-5",
    representative="代表取締役 例示 春子",
    desk_name="個人情報相談窓口",
    desk_phone="06-0000-0000",
    desk_email="privacy@learning.example.jp",
    desk_hours="9:00～17:00",
    desk_closed_days="土曜・日曜・祝日",
)
_PURPOSES: Final = (
    ("P1", "求人企業・職業紹介事業者への紹介", "introduction to job providers and agencies"),
    ("P2", "イベントの運営と案内", "running events"),
    ("P3", "資料の送付・賞品の発送", "sending materials and prizes"),
    ("P4", "委託した業務の遂行", "entrusted work"),
    ("P5", "法令に基づく届出・照会への対応", "notices and inquiries under law"),
)
_DEPARTMENTS: Final = (("placement", "人材紹介部"), ("events", "イベント部"), ("legal", "法務部"))


def load_demo(settings: Settings, *, people: int, provisions: int, seed: int, operator: str | None) -> bool:
    """Load the demo and return whether it was new; loading again changes nothing.

    Without an operator two are made, with users for every role; into an installation that is already set up the data
    goes to the operator named, or the only one.

    :raises RuleViolation: when the installation holds records already, or it is not clear which operator is meant.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if settings.secret_key is None:
        write_demo_secret(settings.data_dir)
    with database_app(settings).app_context():
        migrate.upgrade(db.engine)
        if db.session.get(Installation, "demo") is not None:
            return False
        at = utc_now()
        with transaction():
            actors = _operators(operator, at=at)
            shares = [people] if len(actors) == 1 else [people * 4 // 5, people - people * 4 // 5]
            parts = [provisions] if len(actors) == 1 else [provisions * 4 // 5, provisions - provisions * 4 // 5]
            for number, (actor, share, part) in enumerate(zip(actors, shares, parts, strict=True)):
                _fill(actor, Random(seed + number), "CE"[number], share, part, at=at)
            db.session.add(Installation(name="demo", value=at.isoformat()))
    return True


def _operators(ref: str | None, *, at: datetime) -> list[Actor]:
    """Return who acts for each operator that gets data; both operators of the demo are made in an empty installation."""
    book = OperatorBook.load()
    if len(book) == 0:
        return _new_operators(at=at)
    if db.session.scalar(select(func.count()).select_from(select(Provision.id).limit(1).subquery())):
        text = Text(
            "すでに記録があります。見本データは空の台帳にだけ入れられます。",
            "There are records: the demo fills an empty ledger only.",
        )
        raise RuleViolation([Problem(None, text)])
    chosen = book.by_ref.get(ref) if ref else next(iter(book)) if len(book) == 1 else None
    if chosen is None:
        text = Text("--operator で事業者を選んでください。", "Choose an operator with --operator.")
        raise RuleViolation([Problem("--operator", text, ref, tuple(book.by_ref))])
    actor = service_actor(chosen.id, at=at)
    _furnish(actor, at=at)
    return [actor]


def _new_operators(*, at: datetime) -> list[Actor]:
    make_constants(at=at)
    nobody = Actor(NIL_ID, NIL_ID, SERVICE, None, "")
    begun = japan_date(at) - timedelta(days=1500)
    drafts = [replace(draft, valid_from=begun) for draft in (_MAIN, _SECOND)]
    saved = accepted(save_operators(drafts, actor=nobody, at=at))
    actors = [service_actor(operator.id, at=at) for operator in saved]
    for actor in actors:
        _furnish(actor, at=at)
    add_shipped(at=at)
    ids = {entry.ref: entry.id for entry in DepartmentBook.load(actors[0].operator_id)}
    for email, role, name, department in SIGN_INS:
        draft = UserDraft(
            email=email,
            role=role,
            name=name,
            department_id=ids[department] if department else None,
            ends_on=japan_date(at) + timedelta(days=365) if role == "auditor" else None,
            password=PASSWORD,
        )
        add_user(draft, actor=actors[0], at=at)
    return actors


def _furnish(actor: Actor, *, at: datetime) -> None:
    begun = japan_date(at) - timedelta(days=1500)
    policy = PolicyDraft(
        ref="main",
        label="2024-07",
        title="個人情報保護方針",
        published_on=begun,
        valid_from=begun,
        representative="代表取締役",
        next_review_on=japan_date(at) + timedelta(days=60),
    )
    accepted(save_policies([policy], actor=actor, at=at))
    purposes = [
        PurposeDraft(
            ref=ref, title=title, title_en=english, policy_version="2024-07", covers_provision=True, valid_from=begun
        )
        for ref, title, english in _PURPOSES
    ]
    accepted(save_purposes(purposes, actor=actor, at=at))
    departments = [DepartmentDraft(ref=code, name=name, valid_from=begun) for code, name in _DEPARTMENTS]
    accepted(save_departments(departments, actor=actor, at=at))


def _fill(actor: Actor, random: Random, prefix: str, people: int, provisions: int, *, at: datetime) -> None:
    today = japan_date(at)
    begun = today - timedelta(days=1200)
    recipients = make_recipients(RECIPIENTS, begun)
    accepted(save_recipients(recipients, actor=actor, at=at))
    persons = make_people(random, people, prefix)
    accepted(save_people(persons, actor=actor, at=at))
    story = Story(random, persons, recipients, today)
    consents = [
        one for one in record_consents(story.consents(), actor=actor, at=at) if isinstance(one, ConsentRecorded)
    ]
    _withdraw(consents, actor, today, at=at)
    outcomes: list[Outcome] = []
    recruiter = _recruiter(actor, at=at)
    fridays = [today - timedelta(days=(today.weekday() - 4) % 7 + 7 * week) for week in reversed(range(WEEKS))]
    for number, friday in enumerate(fridays):
        count = provisions * (number + 1) // WEEKS - provisions * number // WEEKS
        evening = min(datetime.combine(friday, time(9, 0), UTC), at)
        drafts = story.week(friday, count)
        # Every third week, and the last month, somebody at a desk records what her department gives; else the ATS does.
        if recruiter and (number % 3 == 0 or number >= WEEKS - 4):
            own = [draft for draft in drafts if draft.department == SIGN_INS[0][3]]
            outcomes += record_provisions(own, actor=recruiter, at=evening, door="page")
            drafts = [draft for draft in drafts if draft.department != SIGN_INS[0][3]]
        outcomes += record_provisions(drafts, actor=actor, at=evening, door="api")
    _later(outcomes, actor, today, at=at)
    _stop(persons, actor, at=at)


def _recruiter(actor: Actor, *, at: datetime) -> Actor | None:
    """Return the recruiter of the demo, None at an operator that has nobody who signs in."""
    email = SIGN_INS[0][0]
    user = user_by_email(email)
    is_here = user is not None and user.operator_id == actor.operator_id
    return actor_for_email(email, actor.operator_id, at=at) if is_here else None


def _withdraw(consents: Sequence[ConsentRecorded], actor: Actor, today: date, *, at: datetime) -> None:
    """Withdraw some consents wholly and some for one kind of recipient."""
    for number, consent in enumerate(consents):
        if number % 23 == 7:
            day = today - timedelta(days=40 + number)
            withdraw_consent(
                consent.subject_id, consent.id, effective_on=day, reason="電話での申し出", actor=actor, at=at
            )
        elif number % 31 == 11:
            scope = ScopeDraft(kinds=("placement_agency",))
            day = today - timedelta(days=100)
            withdraw_consent(consent.subject_id, consent.id, scope=scope, effective_on=day, actor=actor, at=at)


def _later(outcomes: Sequence[Outcome], actor: Actor, today: date, *, at: datetime) -> None:
    """Let some provisions arrive, a few be sent in error or voided, and older viewings end."""
    recorded = [outcome for outcome in outcomes if isinstance(outcome, Recorded)]
    for number, outcome in enumerate(recorded):
        row = find_provision(outcome.subject_id, outcome.id, actor)
        if row.act == "made_available" and row.provided_on < today - timedelta(days=30):
            end = Happening("availability_ended", row.provided_on + timedelta(days=14))
            record_happening(row, end, actor=actor, at=at)
        elif number % 40 == 3:
            record_happening(row, Happening("delivered", row.provided_on), actor=actor, at=at)
        elif number % 700 == 350:
            record_happening(
                row, Happening("sent_in_error", row.provided_on, reason="宛先の選び間違い"), actor=actor, at=at
            )
        elif number % 900 == 450:
            record_happening(row, Happening("voided", row.provided_on, reason="二重の記録"), actor=actor, at=at)


def _stop(people: Sequence[PersonDraft], actor: Actor, *, at: datetime) -> None:
    refs = [person.ref for person in people[9::50]]
    ids: dict[str, UUID] = resolve_refs(actor.operator_id, refs)
    for ref in refs:
        stop_provision(StopDraft(ids[ref], reason="提供の停止の申し出"), actor=actor, at=at)
