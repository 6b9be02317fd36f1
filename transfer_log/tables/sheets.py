"""Open an XLSX file: check the archive against its limits, then read a sheet as CSV text through a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TextIO, cast

from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PACKED_BYTES: Final = 20 << 20
MAX_UNPACKED_BYTES: Final = 200 << 20
MAX_MEMBERS: Final = 1_000
MAX_RATIO: Final = 100

_PROGRAM: Final = Path(__file__).with_name("sheet_process.py")
_NO_SHEET, _ERROR_VALUES, _TOO_BIG = 4, 5, 6


def archive_problems(path: Path) -> list[Problem]:
    """Return what keeps a file from being read as XLSX: kind, sizes, number of members, ratio of packing."""
    packed = path.stat().st_size
    if packed > MAX_PACKED_BYTES:
        return [_over_limit("ファイルの大きさ", "The file", f"{packed >> 20} MiB", f"{MAX_PACKED_BYTES >> 20} MiB")]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return [_no_sheets()]
    unpacked = sum(member.file_size for member in members)
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS:
        return [_over_limit("中のファイルの数", "The number of files inside", str(len(members)), str(MAX_MEMBERS))]
    if unpacked > MAX_UNPACKED_BYTES:
        return [
            _over_limit(
                "展開した大きさ", "What it unpacks to", f"{unpacked >> 20} MiB", f"{MAX_UNPACKED_BYTES >> 20} MiB"
            )
        ]
    if unpacked > MAX_RATIO * packed:
        return [_over_limit("圧縮率", "Its packing ratio", f"{unpacked // max(packed, 1)}", str(MAX_RATIO))]
    if "xl/workbook.xml" not in names:
        return [_no_sheets()]
    return []


class SheetText:
    """Stream a sheet as CSV text; `stream` ends when the sheet does, and `check` tells whether it ended well."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        """Start reading the named sheet of an archive already checked, or its first visible sheet.

        The process gets the file's path and nothing else: no standard input, and of the environment only where to find
        shared libraries.
        """
        arguments: Sequence[str] = [
            sys.executable,
            "-I",
            str(_PROGRAM),
            str(path.absolute()),
            *([sheet] if sheet else []),
        ]
        environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 our own program, no shell
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        self._complaint = cast(IO[bytes], self._process.stderr)
        self.stream: TextIO = io.TextIOWrapper(cast(IO[bytes], self._process.stdout), encoding="utf-8", newline="")

    def check(self) -> None:
        """Wait for the end of the process.

        :raises RuleViolation: when the sheet could not be read, could not be found, or holds error values.
        """
        said = self._complaint.read().decode("utf-8", "replace")
        code = self._process.wait()
        if code:
            raise RuleViolation([_failure(code, said)])

    def close(self) -> None:
        """End the process if it still runs, and let go of its pipes."""
        self._process.kill()
        self.stream.close()
        self._complaint.close()
        self._process.wait()


def _failure(code: int, said: str) -> Problem:
    if code == _NO_SHEET:
        text = Text("その名前のシートがありません。", "There is no sheet of that name.")
    elif code == _ERROR_VALUES:
        text = Text(
            f"エラー値（#N/A など）のセルがあります：{said}。直してから読み込んでください。",
            f"Some cells show an error such as #N/A: {said}. Mend them first.",
        )
    elif code == _TOO_BIG or code < 0:
        text = Text(
            "表が大きすぎて読めません。使っていない行や列を削除するか、CSV で保存してください。",
            "This sheet is too big to read. Delete unused rows and columns, or save it as CSV.",
        )
    else:
        text = Text("Excel ファイル（.xlsx）として読めません。", "This cannot be read as an Excel file (.xlsx).")
    return Problem(field=None, text=text, found=said if code == _ERROR_VALUES else None)


def _no_sheets() -> Problem:
    return Problem(
        field=None,
        text=Text(
            "Excel ブック（.xlsx）ではありません。「Excel ブック (*.xlsx)」として保存し直してください。",
            "This is not an Excel workbook (.xlsx). Save it again as an Excel Workbook (*.xlsx).",
        ),
    )


def _over_limit(what_ja: str, what_en: str, found: str, limit: str) -> Problem:
    return Problem(
        field=None,
        text=Text(f"{what_ja}が上限（{limit}）を超えています。", f"{what_en} is over the limit of {limit}."),
        found=found,
        allowed=(limit,),
    )
