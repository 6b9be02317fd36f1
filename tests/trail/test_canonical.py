"""Canonical form v1 and the leaf: the published vectors, and an independent implementation as oracle."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from transfer_log.trail.canonical import canonical, canonical_rows
from transfer_log.trail.leaf import commitment, leaf_hash, leaf_prefix
from transfer_log.trail.queue import unpack

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "canonical-v1.vectors.json").read_text(encoding="utf-8"))


def typed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return {"id": UUID, "bytes": bytes.fromhex, "day": date.fromisoformat, "instant": datetime.fromisoformat}[kind](
        text
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_published_vector_is_reproduced(vector: dict[str, Any]) -> None:
    written = canonical({name: typed(value) for name, value in vector["row"].items()})
    salt = bytes.fromhex(vector["salt"])
    assert written.decode() == vector["canonical"]
    assert commitment(salt, written).hex() == vector["commitment"]
    prefix = leaf_prefix(vector["type"], vector["log_id"])
    assert leaf_hash(prefix, UUID(vector["entry_id"]), salt, written).hex() == vector["leaf_hash"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["why"])
def test_leaf_follows_from_the_written_description_alone(vector: dict[str, Any]) -> None:
    inner = sha256(b"tl/commit/v1\n" + bytes.fromhex(vector["salt"]) + vector["canonical"].encode()).digest()
    parts = (b"tl/leaf/v1", vector["type"].encode(), vector["log_id"].encode(), vector["entry_id"].encode(), inner)
    assert sha256(b"\x00" + b"\n".join(parts)).hexdigest() == vector["leaf_hash"]


NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(max_size=40),
    st.uuids(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1000, 1, 1)),  # noqa: DTZ001 hypothesis adds the zone
)


def plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


@given(st.dictionaries(NAMES, VALUES, min_size=1, max_size=8))
def test_canonical_form_is_that_of_an_independent_rfc_8785_writer(row: dict[str, Any]) -> None:
    expected = {name: plain(value) for name, value in row.items() if value is not None}
    assert canonical(row) == rfc8785.dumps(expected)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6))
def test_many_rows_are_written_as_each_alone(rows: list[tuple[Any, Any]]) -> None:
    columns = [[row[place] for row in rows] for place in range(2)]
    assert canonical_rows(("b", "a"), columns) == [canonical({"b": first, "a": second}) for first, second in rows]


def test_a_float_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"score": 0.5})


def test_a_number_that_json_readers_would_round_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"size": 2**53})


def test_a_naive_instant_has_no_canonical_form() -> None:
    with pytest.raises(TypeError):
        canonical({"at": datetime(2026, 11, 20)})  # noqa: DTZ001 the point of the test


def test_packed_leaves_are_read_back() -> None:
    first, second = UUID(int=1), UUID(int=2)
    packed = b"\x04acts" + first.bytes + b"\x01" * 32 + b"\x08consents" + second.bytes + b"\x02" * 32
    assert list(unpack(packed)) == [("acts", first, b"\x01" * 32), ("consents", second, b"\x02" * 32)]
