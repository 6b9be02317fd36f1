"""Read the settings once from the environment and check them at start, each wrong value named with what is allowed.

Interfaces that stay fixed: TRANSFER_LOG_DATA_DIR, _DATABASE_URL, _SECRET_KEY, _BASE_URL, _SMTP_URL, _MAIL_FROM.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from transfer_log.errors import Problem, RuleViolation, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "TRANSFER_LOG_"
KNOWN: Final = (
    "DATA_DIR",
    "DATABASE_URL",
    "SECRET_KEY",
    "BASE_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "OWNER_URL",
    "CITUS_URL",
    "TRUSTED_PROXIES",
)
SHORTEST_SECRET: Final = 32
DEMO_SECRET_FILE: Final = "demo.secret"  # noqa: S105 the name of a file
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def resource(name: str) -> Path:
    """Return the folder of `templates`, `country_profiles`, `migrations` or `translations`.

    In a wheel they lie inside the package as `_data/<name>`, in a checkout beside the package.
    """
    package = Path(__file__).resolve().parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold the checked settings. `secret_key` is None where none was given: only the web server needs one."""

    data_dir: Path
    database_url: URL
    owner_url: URL
    base_url: str
    secret_key: str | None
    smtp_url: str | None
    mail_from: str | None
    trusted_proxies: int
    is_demo: bool

    @property
    def is_embedded(self) -> bool:
        """Tell whether the database is the embedded SQLite file."""
        return self.database_url.get_backend_name() == "sqlite"

    @property
    def is_https(self) -> bool:
        """Tell whether people reach us over https: then cookies are `__Host-` and HSTS is sent."""
        return self.base_url.startswith("https://")

    @property
    def access_log_url(self) -> URL:
        """Return where reads are logged: an own SQLite file on the embedded engine, else the same database."""
        if not self.is_embedded:
            return self.database_url
        if self.database_url.database in (None, "", ":memory:"):
            return self.database_url
        return self.database_url.set(database=str(Path(str(self.database_url.database)).with_name("access.sqlite")))


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings found in `environment`.

    :raises RuleViolation: naming every wrong or unknown TRANSFER_LOG_ variable with what is allowed.
    """
    problems: list[Problem] = []
    values = {key.removeprefix(PREFIX): value for key, value in environment.items() if key.startswith(PREFIX)}
    problems += [_unknown(name) for name in values if name not in KNOWN]
    data_dir = Path(values.get("DATA_DIR") or "data").expanduser().absolute()
    if data_dir.exists() and not data_dir.is_dir():
        problems.append(_wrong("DATA_DIR", str(data_dir), Text("フォルダーの場所", "the path of a folder")))
    default_url = URL.create("sqlite", database=str(data_dir / "transfer_log.sqlite"))
    database_url = _url("DATABASE_URL", values, default_url, problems)
    demo_secret = data_dir / DEMO_SECRET_FILE
    is_demo = demo_secret.is_file() and "SECRET_KEY" not in values
    secret = demo_secret.read_text().strip() if is_demo else values.get("SECRET_KEY")
    if secret is not None and len(secret) < SHORTEST_SECRET:
        # The value itself is never shown.
        problems.append(
            _wrong(
                "SECRET_KEY",
                f"{len(secret)} characters",
                Text("32 文字以上の秘密の値", "a secret of 32 or more characters"),
            ),
        )
    settings = Settings(
        data_dir=data_dir,
        database_url=database_url,
        owner_url=_url("OWNER_URL", values, database_url, problems),
        base_url=_base_url(values, problems),
        secret_key=secret,
        smtp_url=_smtp_url(values, problems),
        mail_from=_mail_from(values, problems),
        trusted_proxies=_trusted_proxies(values, problems),
        is_demo=is_demo,
    )
    if problems:
        raise RuleViolation(problems)
    return settings


def write_demo_secret(data_dir: Path) -> None:
    """Write a random secret for demo data, readable by its owner only; an existing one stays."""
    data_dir.mkdir(parents=True, exist_ok=True)
    target = data_dir / DEMO_SECRET_FILE
    if not target.exists():
        target.touch(mode=0o600)
        target.write_text(secrets.token_urlsafe(48) + "\n")


def _wrong(name: str, found: str, allowed: Text) -> Problem:
    return Problem(
        field=PREFIX + name,
        text=Text(
            f"{PREFIX}{name} の値が使えません。使えるもの：{allowed.ja}。",
            f"{PREFIX}{name} cannot be used. Allowed: {allowed.en}.",
        ),
        found=found,
    )


def _unknown(name: str) -> Problem:
    return Problem(
        field=PREFIX + name,
        text=Text(f"{PREFIX}{name} という設定はありません。", f"There is no setting {PREFIX}{name}."),
        allowed=tuple(PREFIX + known for known in KNOWN),
    )


def _url(name: str, values: Mapping[str, str], default: URL, problems: list[Problem]) -> URL:
    raw = values.get(name)
    if not raw:
        return default
    allowed = Text("sqlite:///… または postgresql://…", "sqlite:///… or postgresql://…")
    try:
        url = make_url(raw)
    except ArgumentError:
        # A URL may hold a password: its text is not shown.
        problems.append(_wrong(name, "(not a URL)", allowed))
        return default
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        problems.append(_wrong(name, backend, allowed))
        return default
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def _base_url(values: Mapping[str, str], problems: list[Problem]) -> str:
    raw = (values.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        allowed = Text(
            "https://記録.example.jp のような、経路のないアドレス",
            "an address without a path, such as https://log.example.jp",
        )
        problems.append(_wrong("BASE_URL", raw, allowed))
    return raw


def _smtp_url(values: Mapping[str, str], problems: list[Problem]) -> str | None:
    raw = values.get("SMTP_URL")
    if raw and (urlsplit(raw).scheme not in ("smtp", "smtps") or not urlsplit(raw).hostname):
        problems.append(_wrong("SMTP_URL", "(hidden)", Text("smtp://… または smtps://…", "smtp://… or smtps://…")))
    return raw or None


def _mail_from(values: Mapping[str, str], problems: list[Problem]) -> str | None:
    raw = values.get("MAIL_FROM")
    if raw and "@" not in raw:
        problems.append(_wrong("MAIL_FROM", raw, Text("メールアドレス", "an e-mail address")))
    if values.get("SMTP_URL") and not raw:
        problems.append(
            _wrong("MAIL_FROM", "", Text("SMTP_URL と合わせて差出人のアドレス", "a sender address beside SMTP_URL"))
        )
    return raw or None


def _trusted_proxies(values: Mapping[str, str], problems: list[Problem]) -> int:
    raw = values.get("TRUSTED_PROXIES") or "0"
    if not raw.isdecimal() or int(raw) > 4:  # noqa: PLR2004 more hops than any sane set-up has
        problems.append(_wrong("TRUSTED_PROXIES", raw, Text("0 から 4 の数", "a number from 0 to 4")))
        return 0
    return int(raw)
