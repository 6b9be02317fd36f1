"""Test the product as others get it: built as a wheel, installed into a fresh environment far from the source, and used.

The environment is a new venv that holds the wheel alone. Its libraries are those of the running environment, linked by
one .pth file: they are what the lock names, and nothing is fetched from a network.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.error import URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.package

ROOT: Final = Path(__file__).resolve().parents[2]
DATA_FOLDERS: Final = ("templates", "country_profiles", "migrations", "translations")
PASSWORD: Final = "a long sentence that nobody guesses"
SECONDS_TO_START: Final = 60

PURPOSES: Final = "purpose_ref,title,policy_version\nP1,求人企業への職業紹介のため,\n"
RECIPIENTS: Final = (
    "recipient_ref,name,kind,country,address,representative,corporate_number\n"
    "R-1,株式会社見本製作所,job_provider,JP,大阪府大阪市北区見本1-1,代表取締役 例示 次郎,\n"
)
SUBJECTS: Final = (
    "subject_ref,name,kana,email,phone,birth_date,prefecture,class\n"
    "C-1,見本 花子,ミホン ハナコ,,,1990-05-05,東京都,candidate\n"
)
CONSENTS: Final = (
    "consent_ref,subject_ref,given_on,method,text_version,recipients,recipient_kinds,purposes,data_items,countries,expires_on\n"
    "K-1,C-1,2026-04-01,click,2026-04,R-1,,,,,\n"
)
PROVISIONS: Final = (
    "external_id,subject_ref,subject_name,recipient_ref,provided_on,legal_basis,consent_ref,data_items,method,purpose\n"
    "E-1,C-1,,R-1,2026-05-11,consent,K-1,name;education,email,P1\n"
)


@dataclass(frozen=True)
class Installed:
    """Be an installation of the wheel: its environment and its data folder."""

    binaries: Path
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Return an environment that knows nothing of the source tree."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TRANSFER_LOG_DATA_DIR": str(self.folder / "data"),
            "TRANSFER_LOG_SECRET_KEY": "a secret that only this test knows",
        }

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command to its end."""
        return subprocess.run(
            [self.binaries / "transfer-log", *arguments],
            input=stdin,
            text=True,
            capture_output=True,
            check=False,
            cwd=self.folder,
            env=self.environment,
        )

    def done(self, *arguments: str, stdin: str = "") -> str:
        """Run the command, which must succeed, and return what it said."""
        result = self.run(*arguments, stdin=stdin)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def import_file(self, kind: str, content: str) -> str:
        """Import a file of this content."""
        path = self.folder / f"{kind}.csv"
        path.write_text(content)
        return self.done("import", kind, str(path))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel into a fresh environment and make an operator with an administrator."""
    folder = tmp_path_factory.mktemp("installed")
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    pip = [venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, wheel], check=True)
    (site_packages,) = venv.glob("lib/python*/site-packages")
    (site_packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    made = Installed(venv / "bin", folder)
    made.done(
        "init",
        "--operator",
        "株式会社見本人材",
        "--admin",
        "admin@mihon.example.jp",
        "--password-stdin",
        stdin=PASSWORD,
    )
    return made


@pytest.fixture(scope="module")
def filled(installed: Installed) -> Installed:
    """Import a purpose, a recipient, a person, a consent and a provision."""
    installed.import_file("purposes", PURPOSES)
    installed.import_file("recipients", RECIPIENTS)
    installed.import_file("subjects", SUBJECTS)
    installed.import_file("consents", CONSENTS)
    installed.import_file("provisions", PROVISIONS)
    return installed


@pytest.fixture
def address(installed: Installed) -> Iterator[str]:
    """Serve from the installation and return the address; told to stop, it ends in order."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [installed.binaries / "transfer-log", "serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"],
        cwd=installed.folder,
        env={**installed.environment, "TRANSFER_LOG_BASE_URL": url},
        start_new_session=True,
    ) as server:
        try:
            _wait_until_ready(url, server)
            yield url
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(SECONDS_TO_START) == 0


@pytest.mark.parametrize("folder", DATA_FOLDERS)
def test_the_wheel_holds_every_file_that_the_product_reads(wheel: Path, folder: str) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if "/__pycache__/" not in name}
    source = {path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert source
    assert not {f"transfer_log/_data/{path.relative_to(ROOT).as_posix()}" for path in source} - packed


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.split("-")[0] for top in tops} == {"transfer_log"}


def test_what_runs_is_the_wheel_and_not_the_source(installed: Installed) -> None:
    ask = "from transfer_log.config import resource; print(resource('templates'))"
    found = subprocess.run(
        [installed.binaries / "python", "-c", ask], capture_output=True, text=True, check=True, cwd=installed.folder
    )
    assert found.stdout.startswith(str(installed.folder))
    assert found.stdout.strip().endswith("transfer_log/_data/templates")


def test_init_again_changes_nothing(installed: Installed) -> None:
    before = (installed.folder / "data" / "transfer_log.sqlite").read_bytes()
    again = ("init", "--operator", "株式会社見本人材", "--admin", "admin@mihon.example.jp", "--password-stdin")
    installed.done(*again, stdin=PASSWORD)
    assert (installed.folder / "data" / "transfer_log.sqlite").read_bytes() == before


def test_what_was_imported_is_in_the_answer_to_the_person(filled: Installed) -> None:
    target = filled.folder / "answer.json"
    filled.done("answer", "--subject", "C-1", "--format", "json", "--lang", "ja", "--out", str(target))
    assert "株式会社見本製作所" in json.dumps(json.loads(target.read_text()), ensure_ascii=False)


def test_the_answer_is_set_as_pdf(filled: Installed) -> None:
    target = filled.folder / "answer.pdf"
    filled.done("answer", "--subject", "C-1", "--format", "pdf", "--lang", "ja", "--out", str(target))
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_sign_in_page_is_served(address: str) -> None:
    with urlopen(f"{address}/sign-in") as page:  # noqa: S310 our own address
        assert 'type="password"' in page.read().decode()


def _wait_until_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/readyz"):  # noqa: S310 our own address
                return
        except URLError:
            time.sleep(0.05)
    pytest.fail("the server did not become ready")
