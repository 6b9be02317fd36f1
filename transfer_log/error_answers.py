"""Turn every error into an answer, in one place: a page for people, problem+json (RFC 9457) for programs.

Expected errors carry bilingual words and are said as they are. Of an unexpected one the visitor gets a number only; the
log has that number with the lines of code. What is not yours answers exactly as what is not there.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, g, render_template, request
from werkzeug.exceptions import HTTPException, SecurityError

from transfer_log.db import db
from transfer_log.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    RuleViolation,
    Text,
    TooManyAttempts,
    TransferLogError,
)
from transfer_log.i18n import current_language
from transfer_log.schema_messages import problems_of
from transfer_log.security_log import log_failure, log_refusal
from transfer_log.web import wants_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

PROBLEM_JSON: Final = "application/problem+json"
#: The page for each status; any other one of the 400s reads as "could not be read".
PAGES: Final = frozenset({400, 403, 404, 409, 422, 429, 500})

_KINDS: Final[tuple[tuple[type[TransferLogError], int, str], ...]] = (
    (NotSignedIn, 401, "not-signed-in"),
    (NotAllowed, 403, "not-allowed"),
    (NotFound, 404, "not-found"),
    (Conflict, 409, "conflict"),
    (RuleViolation, 422, "rule-violation"),
    (TooManyAttempts, 429, "too-many-attempts"),
)
_NOT_OUR_HOST: Final = Text(
    "このアドレスでは利用できません。管理者から案内されたアドレスを開いてください。",
    "This address is not ours. Open the address that your administrator gave you.",
)
_TITLES: Final = {
    400: Text("読み取れない要求です", "The request could not be read"),
    401: Text("サインインが必要です", "Sign-in is needed"),
    403: Text("権限がありません", "Not allowed"),
    404: Text("見つかりません", "Not found"),
    405: Text("この方法では呼び出せません", "This method is not available here"),
    409: Text("登録済みの内容と食い違っています", "In conflict with what is on record"),
    413: Text("送られたデータが大きすぎます", "What was sent is too large"),
    415: Text("この形式は受け取れません", "This format is not accepted"),
    422: Text("このままでは登録できません", "This cannot be stored as it is"),
    429: Text("試行が多すぎます", "Too many attempts"),
    500: Text("こちらで問題が起きました", "Something went wrong on our side"),
}


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """Hold what is said about one error, whatever the door; `text` is None where the title says it all."""

    status: int
    code: str
    text: Text | None = None
    problems: tuple[Problem, ...] = ()
    differences: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    error_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Text:
        """Return the short name of this kind of error."""
        return _TITLES.get(self.status, _TITLES[400] if self.status < 500 else _TITLES[500])  # noqa: PLR2004 HTTP


def answer_for(error: Exception) -> ErrorAnswer:
    """Return what to say about an error; an unexpected one gets a fresh number and nothing else."""
    if isinstance(error, TransferLogError):
        status, code = next(
            ((status, code) for kind, status, code in _KINDS if isinstance(error, kind)), (400, "refused")
        )
        return ErrorAnswer(
            status,
            code,
            error.text,
            problems=error.problems if isinstance(error, RuleViolation) else (),
            differences=error.differences if isinstance(error, Conflict) else {},
            headers=_headers_of(error),
        )
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:  # noqa: PLR2004 HTTP
        data: Mapping[str, Any] = getattr(error, "data", None) or {}
        allow = getattr(error, "valid_methods", None)
        return ErrorAnswer(
            error.code,
            error.name.lower().replace(" ", "-"),
            problems=problems_of(data.get("messages") or data.get("errors") or {}),
            headers={**({"Allow": ", ".join(sorted(allow))} if allow else {}), **(data.get("headers") or {})},
        )
    return ErrorAnswer(500, "unexpected", error_id=secrets.token_hex(4))


def _headers_of(error: TransferLogError) -> dict[str, str]:
    if isinstance(error, TooManyAttempts):
        return {"Retry-After": str(error.wait_seconds)}
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": 'Bearer realm="transfer-log"'}
    return {}


def problem_document(answer: ErrorAnswer) -> dict[str, object]:
    """Return the RFC 9457 object: the standard members in the reader's language, our own ones in both languages."""
    said = answer.text or answer.title
    document: dict[str, object] = {
        "type": f"urn:transfer-log:problem:{answer.code}",
        "title": answer.title.in_language(current_language()),
        "status": answer.status,
        "detail": said.in_language(current_language()),
        "message_ja": said.ja,
        "message_en": said.en,
    }
    if answer.problems:
        document["errors"] = [problem_entry(problem) for problem in answer.problems]
    if answer.differences:
        document["differences"] = {
            name: {"stored": stored, "sent": sent} for name, (stored, sent) in answer.differences.items()
        }
    if answer.error_id is not None:
        document["error_id"] = answer.error_id
    return document


def problem_entry(problem: Problem) -> dict[str, object]:
    """Return one problem as the API says it: field, both languages, what was found, what is allowed."""
    entry: dict[str, object] = {
        "field": problem.field,
        "message_ja": problem.text.ja,
        "message_en": problem.text.en,
        "found": problem.found,
        "allowed": list(problem.allowed),
    }
    if problem.row is not None:
        entry["row"] = problem.row
    if problem.article is not None:
        entry["article"] = problem.article
    return entry


def problem_json(answer: ErrorAnswer) -> Response:
    """Return the error as problem+json."""
    body = current_app.json.dumps(problem_document(answer))
    said = Response(body, answer.status, content_type=PROBLEM_JSON)
    said.headers.update(answer.headers)
    said.headers["Content-Language"] = current_language()
    return said


def error_page(answer: ErrorAnswer) -> Response:
    """Return the error as a page in the reader's language."""
    page = answer.status if answer.status in PAGES else 400 if answer.status < 500 else 500  # noqa: PLR2004 HTTP
    text = answer.text if answer.text is not None else answer.title if page != answer.status else None
    body = render_template(
        f"errors/{page}.html",
        text=text,
        problems=answer.problems,
        differences=[(name, stored, sent) for name, (stored, sent) in answer.differences.items()],
        error_id=answer.error_id,
    )
    said = Response(body, answer.status, content_type="text/html; charset=utf-8")
    said.headers.update(answer.headers)
    return said


def answer_error(error: Exception) -> Response:
    """Answer any error at either door and note what matters for security."""
    answer = answer_for(error)
    if isinstance(error, SecurityError):
        # Whoever was led here by a name that is not ours gets no page of ours under it.
        return Response(f"{_NOT_OUR_HOST.ja}\n{_NOT_OUR_HOST.en}\n", 400, content_type="text/plain; charset=utf-8")
    who: dict[str, Any] = g.get("who", {})
    if answer.error_id is not None:
        db.session.rollback()
        # What fails after the view is wrapped by Flask.
        cause = getattr(error, "original_exception", None) or error
        log_failure("unexpected_error", cause, error_id=answer.error_id, route=_route(), method=request.method, **who)
    elif answer.status in (401, 403):
        address = request.remote_addr
        log_refusal("denied", route=_route(), method=request.method, code=answer.code, address=address, **who)
    return problem_json(answer) if wants_json() else error_page(answer)


def _route() -> str | None:
    """Return the pattern of the route, which holds no ids, or None where no route matched."""
    return request.url_rule.rule if request.url_rule is not None else None


def init_error_answers(app: Flask) -> None:
    """Answer every error of `app`, after the extensions have registered what they would say."""
    app.register_error_handler(TransferLogError, answer_error)
    app.register_error_handler(HTTPException, answer_error)
    app.register_error_handler(Exception, answer_error)
