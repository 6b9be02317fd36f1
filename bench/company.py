"""Make up a placement company of any size, and write it through the product's own operations.

Everything is fictional and comes from a seed: the same figures give the same company on every machine. Each provision is
recorded on its own day and rests on a consent (nine of ten) or an entrustment with its contract, so that next to nothing
is wrong with it: what is measured is the writer, not the findings. `late` makes history of it, which has one a row.
"""

from __future__ import annotations

import csv
import random
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import make_url

from transfer_log.accounts.console import service_actor
from transfer_log.app import database_app
from transfer_log.config import read_settings
from transfer_log.db import db, transaction
from transfer_log.organisation.operations import PurposeDraft, save_purposes
from transfer_log.organisation.queries import OperatorBook
from transfer_log.provisions.drafts import ProvisionDraft
from transfer_log.recipients.drafts import RecipientDraft
from transfer_log.recipients.operations import save_recipients
from transfer_log.register_saving import Rejected, accepted
from transfer_log.setup import FirstOperator, initialise
from transfer_log.subjects.consents import record_consents
from transfer_log.subjects.drafts import ConsentDraft, ConsentRecorded, PersonDraft, ScopeDraft
from transfer_log.subjects.operations import save_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from transfer_log.accounts.actor import Actor
    from transfer_log.config import Settings

AT: Final = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
ADMIN: Final = "admin@mihon.example.jp"
PASSWORD: Final = "only for measuring, a minute long"  # noqa: S105 of a database that lives for a minute
RECIPIENTS: Final = 2_000
PROVISIONS_PER_PERSON: Final = 5
CHUNK: Final = 50_000

_FIRST_DAY: Final = date(2024, 1, 1)
_DAYS: Final = 1_000
_ITEMS: Final = ("name", "age", "prefecture", "work_history", "education", "email", "phone", "activity_history")
_KINDS: Final = ("job_provider", "placement_agency")
_COUNTRIES: Final = ("JP",) * 8 + ("DE", "VN")
_FAMILY_NAMES: Final = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本".split()
_GIVEN_NAMES: Final = "翔 陽菜 蓮 結衣 大和 葵 悠真 凛 湊 美咲 健 花子".split()
FILE_COLUMNS: Final = (
    *("external_id", "subject_ref", "subject_name", "recipient_ref", "provided_on", "legal_basis", "consent_ref"),
    *("data_items", "method", "purpose"),
)


@dataclass(frozen=True, slots=True)
class Company:
    """Be a company in its database, and who writes into it."""

    settings: Settings
    actor: Actor
    person_count: int


@contextmanager
def company(folder: Path, person_count: int, database_url: str = "") -> Iterator[Company]:
    """Set a company up with its registers, people and a consent of each, and open its database until the block ends.

    The database is a SQLite file in `folder`, or the empty one at `database_url`.
    """
    with opened(folder, database_url) as settings:
        initialise(FirstOperator(name="株式会社見本人材", admin_email=ADMIN, admin_password=PASSWORD), at=AT)
        [operator] = OperatorBook.load()
        made = Company(settings, service_actor(operator.id, at=AT), person_count)
        _write_registers(made)
        for people in _chunks(_people(person_count), 10_000):
            with transaction():
                _all_taken(save_people(people, actor=made.actor, at=AT))
                consents = [_consent(person.ref) for person in people]
                _all_taken(record_consents(consents, actor=made.actor, at=AT))
        yield made


@contextmanager
def opened(folder: Path, database_url: str = "") -> Iterator[Settings]:
    """Open the database of an installation in `folder`, or the one at `database_url`, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    url = {"TRANSFER_LOG_DATABASE_URL": database_url} if database_url else {}
    settings = read_settings({"TRANSFER_LOG_DATA_DIR": str(folder), **url})
    with database_app(settings).app_context():
        try:
            yield settings
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def _write_registers(made: Company) -> None:
    rng = random.Random(1)
    recipients = [
        RecipientDraft(
            ref=f"R{number:05}",
            name=f"株式会社見本{number}",
            kind="contractor" if _is_contractor(number) else rng.choice(_KINDS),
            country="JP" if _is_contractor(number) else rng.choice(_COUNTRIES),
            address=f"東京都千代田区見本町{number}",
            representative=f"代表 {number}",
            is_nature_confirmed=True,
            legal_nature="business",
            valid_from=_FIRST_DAY,
        )
        for number in range(RECIPIENTS)
    ]
    purpose = PurposeDraft(ref="P1", title="求人企業への職業紹介のため", covers_provision=True, valid_from=_FIRST_DAY)
    with transaction():
        accepted(save_purposes([purpose], actor=made.actor, at=AT))
        accepted(save_recipients(recipients, actor=made.actor, at=AT))


def _is_contractor(recipient_number: int) -> bool:
    return recipient_number % 10 == 0


def _people(count: int) -> Iterator[PersonDraft]:
    rng = random.Random(2)
    for number in range(count):
        name = f"{rng.choice(_FAMILY_NAMES)} {rng.choice(_GIVEN_NAMES)}"
        born = date(rng.randrange(1960, 2004), rng.randrange(1, 13), rng.randrange(1, 28))
        yield PersonDraft(_person_ref(number), name, email=f"c{number}@example.jp", birth_date=born)


def _person_ref(number: int) -> str:
    return f"C{number:08}"


def _consent(person_ref: str) -> ConsentDraft:
    return ConsentDraft(
        consent_ref=f"K-{person_ref}",
        subject_ref=person_ref,
        given_on=date(2023, 12, 1),
        method="click",
        text_version="v7",
        scope=ScopeDraft(kinds=_KINDS, purposes=("P1",), items=_ITEMS, countries=("JP", "DE", "VN")),
        information_given_on=date(2023, 12, 1),
    )


def provisions(count: int, person_count: int, *, seed: int = 3) -> Iterator[ProvisionDraft]:
    """Yield made-up provisions in the order in which an old system would have them: by no order of people."""
    rng = random.Random(seed)
    for number in range(count):
        person = _person_ref(rng.randrange(person_count))
        day = _FIRST_DAY + timedelta(days=rng.randrange(_DAYS))
        recipient = rng.randrange(RECIPIENTS)
        rests_on_consent = not _is_contractor(recipient)
        yield ProvisionDraft(
            external_id=f"X{seed}-{number:09}",
            subject_ref=person,
            recipient_ref=f"R{recipient:05}",
            provided_on=day,
            recorded_on=day,
            legal_basis="consent" if rests_on_consent else "entrustment",
            consent_ref=f"K-{person}" if rests_on_consent else "",
            evidence=None if rests_on_consent else {"contract_ref": "K-2024", "within_entrusted_work": True},
            data_items=tuple(rng.sample(_ITEMS, 4)),
            method="api",
            purpose="P1",
        )


def late(drafts: Iterable[ProvisionDraft]) -> Iterator[ProvisionDraft]:
    """Yield provisions as recorded today only: history that is taken over, with a finding `recorded_late` each."""
    for draft in drafts:
        yield draft._replace(recorded_on=None)


def write_file(path: Path, drafts: Iterable[ProvisionDraft]) -> None:
    """Write provisions as a file to import, in the ten columns that an older system would have."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(FILE_COLUMNS)
        for draft in drafts:
            cells = draft._asdict() | {"data_items": ";".join(draft.data_items)}
            writer.writerow([cells[name] for name in FILE_COLUMNS])


def _all_taken(outcomes: Sequence[Any]) -> None:
    wrong = [one for one in outcomes if isinstance(one, Rejected) or (hasattr(one, "ref") and not one.ref)]
    assert not wrong, wrong[:3]
    assert all(isinstance(one, ConsentRecorded) or one for one in outcomes)


def _chunks(values: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


_ = make_url
