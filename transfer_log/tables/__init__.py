"""Read and write CSV, XLSX and JSON Lines safely: encodings, limits, formula guard, streaming. Knows no domain.

One door for every file that comes in (`open_table`, `read_rows`) or goes out (`write_csv`, `write_xlsx`, `write_jsonl`).
"""

from __future__ import annotations

from transfer_log.tables.header import Columns
from transfer_log.tables.reading import Row, Table, open_table, read_rows, split_list
from transfer_log.tables.survey import ENCODINGS
from transfer_log.tables.writing import Cell, UnwritableCharacters, join_list, write_csv, write_jsonl, write_xlsx

__all__ = [
    "ENCODINGS",
    "Cell",
    "Columns",
    "Row",
    "Table",
    "UnwritableCharacters",
    "join_list",
    "open_table",
    "read_rows",
    "split_list",
    "write_csv",
    "write_jsonl",
    "write_xlsx",
]
