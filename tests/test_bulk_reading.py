"""Check that rows read by their keys come back as the values that were written, on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import factories
import pytest

from transfer_log.bulk import insert_columns
from transfer_log.bulk_reading import KeyedQuery
from transfer_log.db import new_id, table_of, transaction
from transfer_log.subjects.models import Subject, SubjectVersion

if TYPE_CHECKING:
    from sqlalchemy.orm import scoped_session

pytestmark = pytest.mark.engine

BORN = date(1990, 4, 1)
AT = datetime(2026, 11, 20, 5, 0, 0, 123456, tzinfo=UTC)
VERSIONS = KeyedQuery(
    "SELECT subject_id, id, name, former_names, birth_date, recorded_at FROM subject_versions "
    "WHERE version_no = ? AND subject_id IN (:keys) ORDER BY id",
    *("key", "id", "plain", "json", "day", "instant"),
)


def test_values_of_every_kind_come_back_as_they_were_written(session: scoped_session) -> None:
    actor = factories.actor(factories.operator())
    subject_id, bare_id = new_id(), new_id()
    version_ids = [new_id(), new_id()]
    tokyo = AT.astimezone(timezone(timedelta(hours=9)))
    columns = {
        "subject_id": [subject_id, bare_id],
        "id": version_ids,
        "version_no": [1, 1],
        "operator_id": [actor.operator_id] * 2,
        "recorded_at": [tokyo] * 2,
        "recorded_by": [actor.user_id] * 2,
        "name": ["山田", "佐藤"],
        "former_names": [["小泉"], None],
        "birth_date": [BORN, None],
        "status": ["registered"] * 2,
    }
    with transaction():
        insert_columns(
            table_of(Subject), ("subject_id", "kind", "created_at"), ([subject_id, bare_id], ["person"] * 2, [AT] * 2)
        )
        insert_columns(table_of(SubjectVersion), tuple(columns), list(columns.values()))
    full, bare = VERSIONS.rows([subject_id, bare_id, new_id()], 1)
    assert full == (subject_id, version_ids[0], "山田", ["小泉"], BORN, AT)
    assert bare == (bare_id, version_ids[1], "佐藤", None, None, AT)
    assert full[-1].tzinfo is UTC or full[-1].utcoffset() == timedelta(0)


def test_no_keys_ask_nothing(session: scoped_session) -> None:
    assert VERSIONS.rows([], 1) == []
