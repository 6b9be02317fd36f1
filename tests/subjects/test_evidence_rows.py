"""Check that consents, stops and links are evidence: each row proves itself by its leaf, and names texts by digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from transfer_log.db import table_of, transaction
from transfer_log.subjects.consent_events import withdraw_consent
from transfer_log.subjects.drafts import ScopeDraft, StopDraft
from transfer_log.subjects.links import link_people
from transfer_log.subjects.models import Consent, ConsentEvent, ConsentTextVersion, Stop, SubjectLink
from transfer_log.subjects.stops import stop_provision
from transfer_log.trail.canonical import canonical
from transfer_log.trail.leaf import leaf_hash, leaf_prefix
from transfer_log.trail.models import LogQueue
from transfer_log.trail.operations import log_id
from transfer_log.trail.queue import unpack

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import scoped_session

    from transfer_log.accounts.actor import Actor
    from transfer_log.subjects.drafts import ConsentRecorded

pytestmark = pytest.mark.engine


@pytest.fixture
def written(
    register: Callable[..., UUID], consent: Callable[..., ConsentRecorded], recruiter: Actor, at: datetime
) -> None:
    """Write one row of each kind."""
    one, other = register("C-1"), register("C-2")
    given = consent(one, scope=ScopeDraft(recipients=("R-1",)), special_items=("health",), evidence_ref="BOX-1")
    with transaction():
        withdraw_consent(one, given.id, scope=ScopeDraft(items=("name",)), actor=recruiter, at=at)
        stop_provision(StopDraft(one, "R-1", reason="本人の希望"), actor=recruiter, at=at)
        link_people(one, other, matched=["email"], actor=recruiter, at=at)


def canonical_values(row: Any, digests: dict[UUID, bytes]) -> dict[str, Any]:
    """Return what the canonical form of a row holds: its columns, texts by their digest, lists as they are written."""
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    if values.get("consent_text_version_id") is not None:
        values["consent_text_version_id"] = digests[values["consent_text_version_id"]]
    if values.get("matched") is not None:
        values["matched"] = '["email"]'
    return {name: value for name, value in values.items() if name not in ("salt", "leaf_hash") and value is not None}


@pytest.mark.parametrize("model", [Consent, ConsentEvent, Stop, SubjectLink])
def test_row_proves_itself_and_waits_for_the_log(written: None, session: scoped_session, model: type[Any]) -> None:
    digests = {version.id: version.digest for version in session.scalars(select(ConsentTextVersion))}
    queued = [leaf for packed in session.scalars(select(LogQueue.leaves)) for leaf in unpack(packed)]
    prefix = leaf_prefix(table_of(model).name, log_id())
    rows = list(session.scalars(select(model)))
    assert rows
    for row in rows:
        assert leaf_hash(prefix, row.id, row.salt, canonical(canonical_values(row, digests))) == row.leaf_hash
        assert (table_of(model).name, row.id, row.leaf_hash) in queued


def test_no_value_of_a_person_stands_in_an_evidence_row(written: None, session: scoped_session) -> None:
    digests = {version.id: version.digest for version in session.scalars(select(ConsentTextVersion))}
    texts = [
        canonical(canonical_values(row, digests)).decode()
        for model in (Consent, ConsentEvent, Stop, SubjectLink)
        for row in session.scalars(select(model))
    ]
    assert not any("山田" in text for text in texts)
