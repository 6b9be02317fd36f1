"""Write what matters for security as JSON lines: who, what, when (UTC), from where, with which outcome; no personal value.

Facts are ids, codes and counts. What slips in nevertheless (an address, a token, a password) is masked at the handler,
and of an unexpected error only its type and the lines of code are kept: a message of Python may quote what people typed.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping

Fact = str | int | bool | UUID | None

LOGGER_NAME: Final = "transfer_log"
_MASKS: Final = (
    (re.compile(r"tl_[0-9A-Za-z]{8}_[0-9A-Za-z]+"), "[token]"),
    (re.compile(r"[^\s@\"'<>:,;]+@[^\s@\"'<>:,;]+"), "[e-mail]"),
    (re.compile(r"(?i)\b(password|secret|authorization|cookie)\b\s*[=:]\s*\S+"), r"\1=[masked]"),
)

_logger: Final = logging.getLogger(LOGGER_NAME)


def masked(text: str) -> str:
    """Return `text` without e-mail addresses, API tokens and passwords."""
    for pattern, instead in _MASKS:
        text = pattern.sub(instead, text)
    return text


class JSONFormatter(logging.Formatter):
    """Write one record as one line of JSON; line breaks inside values are escaped, so nobody can forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time in UTC, level, event and its facts."""
        facts: Mapping[str, Fact] = getattr(record, "facts", {})
        line: dict[str, object] = {
            "at": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": record.levelname.lower(),
            "event": masked(record.getMessage()),
        }
        line.update((name, _plain(value)) for name, value in facts.items() if value is not None)
        if record.exc_info is not None and record.exc_info[1] is not None:
            line["error"] = _error_without_values(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def _plain(value: Fact) -> object:
    if isinstance(value, UUID):
        return str(value)
    return masked(value) if isinstance(value, str) else value


def _error_without_values(error: BaseException) -> dict[str, object]:
    """Return the types of an error and of what caused it, and the lines of code, without any message."""
    kinds = []
    cause: BaseException | None = error
    while cause is not None:
        kinds.append(type(cause).__qualname__)
        cause = cause.__cause__ or cause.__context__
    frames = traceback.extract_tb(error.__traceback__)
    return {"types": kinds, "lines": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}


def log_event(event: str, **facts: Fact) -> None:
    """Note something that matters for security, such as `signed_in` or `export`; facts are ids, codes and counts."""
    _logger.info(event, extra={"facts": facts})


def log_refusal(event: str, **facts: Fact) -> None:
    """Note that somebody was refused, such as `sign_in_failed` or `denied`."""
    _logger.warning(event, extra={"facts": facts})


def log_failure(event: str, error: BaseException, **facts: Fact) -> None:
    """Note an unexpected error with the lines of code it came through, without what it says."""
    _logger.error(event, exc_info=error, extra={"facts": facts})


def configure_logging(stream: TextIO | None = None) -> None:
    """Send the product's log as JSON lines to `stream` (default: standard error); calling it again replaces the stream."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JSONFormatter())
    _logger.handlers[:] = [handler]
    _logger.setLevel(logging.INFO)
    _logger.propagate = False
