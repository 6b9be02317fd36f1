"""Look through a CSV file once before any row is believed: which encoding it is in, how many lines it has.

The whole file is decoded, not a sample: an encoding that fits the first rows and fails in row 900,000 would otherwise
leave an import half done. Decoding costs a tenth of reading the rows.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK_BYTES: Final = 1 << 20
MAX_LINES: Final = 10_000_000
MAX_LINE_CHARACTERS: Final = 16 << 20

#: What people choose -> Python's codec. cp932 is what Excel in Japan calls Shift_JIS; shift_jis itself lacks 髙 ① ㈱.
ENCODINGS: Final = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "cp932": "cp932", "euc-jp": "euc_jis_2004"}
_ALIASES: Final = {"utf-8-sig": "utf-8", "utf8": "utf-8", "shift_jis": "cp932", "sjis": "cp932", "euc_jp": "euc-jp"}

#: So many bytes beyond the first of a character (two for a kanji), read without a fault, are no accident: the file is
#: UTF-8 with a damaged place. The common kanji and kana of CP932 and EUC-JP begin with bytes that UTF-8 never has there.
_SURE_OF_UTF8: Final = 8
_HALF_WIDTH_KANA: Final = re.compile("[\uff61-\uff9f]")
_SAMPLE_CHARACTERS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Survey:
    """Hold what is known of a CSV file before its rows are read."""

    encoding: str
    line_count: int

    @property
    def codec(self) -> str:
        """Return the name Python knows the encoding by."""
        return ENCODINGS[self.encoding]


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold how far a file could be read in an encoding: `failed_at` is the offset of the first bad byte, or None."""

    encoding: str
    failed_at: int | None = None
    bad_bytes: bytes = b""
    line_count: int = 0
    further_bytes_count: int = 0
    half_width_kana_count: int = 0

    @property
    def reach(self) -> float:
        """Return how far it came, for comparing."""
        return float("inf") if self.failed_at is None else self.failed_at


def survey(path: Path, encoding: str | None = None) -> Survey:
    """Return the encoding and line count of a CSV file.

    Without a chosen `encoding`: a byte order mark decides; else strict UTF-8, then CP932 and EUC-JP, of which the one
    that yields fewer half-width kana is right (EUC-JP read as CP932 turns into them).

    :raises RuleViolation: when no encoding (or not the chosen one) fits, naming the line; when the file has more lines,
        or a longer line, than we read.
    """
    reading = _chosen(path, encoding) if encoding else _guessed(path)
    if reading.failed_at is not None:
        raise RuleViolation([_misfit(path, reading, was_chosen=encoding is not None)])
    if reading.line_count > MAX_LINES:
        raise RuleViolation([_too_many_lines()])
    return Survey(reading.encoding, reading.line_count)


def file_digest(path: Path) -> bytes:
    """Return the SHA-256 of a file's bytes, by which an import knows a file it has seen before."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _chosen(path: Path, encoding: str) -> _Reading:
    name = _ALIASES.get(encoding.lower(), encoding.lower())
    if name not in ENCODINGS:
        raise RuleViolation(
            [
                Problem(
                    field="encoding",
                    text=Text(f"文字コード「{encoding}」は使えません。", f"The encoding {encoding} is not known here."),
                    found=encoding,
                    allowed=tuple(ENCODINGS),
                ),
            ],
        )
    return _read_as(path, name)


def _guessed(path: Path) -> _Reading:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _read_as(path, "utf-16")
    utf8 = _read_as(path, "utf-8")
    if utf8.failed_at is None or utf8.further_bytes_count >= _SURE_OF_UTF8 or start.startswith(codecs.BOM_UTF8):
        return utf8
    japanese = [_read_as(path, "cp932"), _read_as(path, "euc-jp")]
    fitting = [reading for reading in japanese if reading.failed_at is None]
    if fitting:
        return min(fitting, key=lambda reading: reading.half_width_kana_count)
    return max([utf8, *japanese], key=lambda reading: reading.reach)


def _read_as(path: Path, encoding: str) -> _Reading:
    """Decode the file from end to end, strictly."""
    decoder = codecs.getincrementaldecoder(ENCODINGS[encoding])("strict")
    reading = _Reading(encoding)
    line_length = 0
    offset = 0
    for chunk, is_last in _chunks(path):
        try:
            text = decoder.decode(chunk, final=is_last)
        except UnicodeDecodeError as error:
            # The decoder had kept back the bytes of an unfinished character: `object` starts with them.
            kept = len(error.object) - len(chunk)
            good = error.object[: error.start].decode(ENCODINGS[encoding], "ignore")
            return replace(
                reading,
                failed_at=offset - kept + error.start,
                bad_bytes=error.object[error.start : error.end][:4],
                further_bytes_count=reading.further_bytes_count + error.start - len(good),
            )
        offset += len(chunk)
        line_length = _unbroken_length(text, line_length)
        if line_length > MAX_LINE_CHARACTERS:
            raise RuleViolation([_too_long_line(reading.line_count + 1)])
        reading = replace(
            reading,
            line_count=reading.line_count + max(text.count("\n"), text.count("\r")),
            further_bytes_count=reading.further_bytes_count + len(chunk) - len(text),
            half_width_kana_count=reading.half_width_kana_count + _half_width_kana_count(text, encoding),
        )
    return reading


def _chunks(path: Path) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes of a file piece by piece, with whether it is the last piece."""
    with path.open("rb") as file:
        piece = file.read(CHUNK_BYTES)
        while True:
            following = file.read(CHUNK_BYTES)
            yield piece, not following
            if not following:
                return
            piece = following


def _half_width_kana_count(text: str, encoding: str) -> int:
    """Count in a sample; only where two encodings must be told apart."""
    return len(_HALF_WIDTH_KANA.findall(text[:_SAMPLE_CHARACTERS])) if encoding in ("cp932", "euc-jp") else 0


def _unbroken_length(text: str, before: int) -> int:
    """Return how many characters stand since the last line break; a shorter run inside `text` never matters here."""
    last_break = max(text.rfind("\n"), text.rfind("\r"))
    return before + len(text) if last_break < 0 else len(text) - last_break - 1


def _misfit(path: Path, reading: _Reading, *, was_chosen: bool) -> Problem:
    line = _line_of(path, reading)
    tried = reading.encoding if was_chosen else "UTF-8、CP932、EUC-JP"
    found = " ".join(f"0x{byte:02X}" for byte in reading.bad_bytes)
    if was_chosen or reading.further_bytes_count >= _SURE_OF_UTF8:
        name = reading.encoding.upper()
        text = Text(
            f"{line} 行目に {name} として読めない文字があります。ファイルを保存し直すか、文字コードを選んでください。",
            f"Line {line} holds bytes that are not {name}. Save the file again, or choose its encoding.",
        )
    else:
        text = Text(
            f"{line} 行目が {tried} のどれとしても読めません。UTF-8 で保存し直してください。",
            f"Line {line} cannot be read as UTF-8, CP932 or EUC-JP. Save the file as UTF-8.",
        )
    return Problem(field=None, text=text, found=found, allowed=tuple(ENCODINGS), row=line)


def _line_of(path: Path, reading: _Reading) -> int:
    """Return the line of the bad byte, counted from 1."""
    decoder = codecs.getincrementaldecoder(ENCODINGS[reading.encoding])("replace")
    left = reading.failed_at or 0
    line = 1
    for chunk, _ in _chunks(path):
        line += decoder.decode(chunk[:left]).count("\n")
        left -= min(left, len(chunk))
    return line


def _too_long_line(line: int) -> Problem:
    return Problem(
        field=None,
        text=Text(
            f"{line} 行目が長すぎます。CSV ファイルかどうか確かめてください。",
            f"Line {line} is too long. Check that this is a CSV file.",
        ),
        row=line,
    )


def _too_many_lines() -> Problem:
    return Problem(
        field=None,
        text=Text(
            f"1 つのファイルで読めるのは {MAX_LINES:,} 行までです。ファイルを分けてください。",
            f"A file may hold up to {MAX_LINES:,} lines. Split it.",
        ),
    )
