"""Measure side by side and print ratios: `python bench/run.py [ROWS]`. Works in a temporary folder and cleans it up."""

from __future__ import annotations

import gc
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from company import AT, company, provisions

from transfer_log.db import transaction
from transfer_log.provisions.operations import record_provisions

if TYPE_CHECKING:
    from company import Company

CHUNK: Final = 50_000
ROUNDS: Final = 3
DEFAULT_ROWS: Final = 100_000


def write_with_product(made: Company, rows: int, seed: int) -> float:
    """Record provisions in chunks and return the seconds it took."""
    drafts = provisions(rows, made.person_count, seed=seed)
    started = time.perf_counter()
    while chunk := list(islice(drafts, CHUNK)):
        with transaction():
            record_provisions(chunk, actor=made.actor, at=AT, door="file")
    return time.perf_counter() - started


def write_bare(source: Path, target: Path) -> float:
    """Insert the very rows that the product wrote into the same table and indexes, and return the seconds it took."""
    reading = sqlite3.connect(source)
    rows = reading.execute("SELECT * FROM provisions ORDER BY subject_id").fetchall()
    statements = reading.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'provisions' AND type IN ('table', 'index')"
    )
    schema = [statement for (statement,) in statements if statement]
    reading.close()
    writing = sqlite3.connect(target, isolation_level=None)
    writing.execute("PRAGMA journal_mode=WAL")
    writing.execute("PRAGMA synchronous=FULL")
    for statement in schema:
        writing.execute(statement)
    insert = f"INSERT INTO provisions VALUES ({','.join('?' * len(rows[0]))})"  # noqa: S608 question marks only
    started = time.perf_counter()
    for start in range(0, len(rows), CHUNK):
        writing.execute("BEGIN IMMEDIATE")
        writing.executemany(insert, rows[start : start + CHUNK])
        writing.execute("COMMIT")
    seconds = time.perf_counter() - started
    writing.close()
    return seconds


def main() -> None:
    """Print the writer's share of the bare database's speed, the median of several rounds."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_ROWS
    ratios = []
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with company(folder / "data", rows // 5) as made:
                gc.collect()
                ours = write_with_product(made, rows, seed=number)
            bare = write_bare(folder / "data" / "transfer_log.sqlite", folder / "bare.sqlite")
        ratios.append(bare / ours)
        print(
            f"round {number + 1}: product {ours / rows * 1e6:.1f} µs a row, bare {bare / rows * 1e6:.1f} µs, ratio {bare / ours:.2f}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"writer on SQLite, {rows:,} rows: ratio {statistics.median(ratios):.2f} (median of {ROUNDS}), peak {peak} MiB"
    )


if __name__ == "__main__":
    main()
