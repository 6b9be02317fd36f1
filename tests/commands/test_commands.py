"""The command line: what it says, what it leaves behind, and its exit codes."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from python_calamine import CalamineWorkbook

from transfer_log import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., int]

PASSWORD = "a long sentence that nobody guesses"
HEADER = (
    "external_id,subject_ref,subject_name,recipient_ref,provided_on,legal_basis,consent_ref,data_items,method,purpose"
)
RECIPIENTS = (
    "recipient_ref,name,kind,country,address,representative,corporate_number\n"
    "R-1,株式会社見本製作所,contractor,JP,大阪府大阪市北区見本1-1,代表取締役 例示 次郎,\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command with a data folder of this test's own."""
    monkeypatch.setenv("TRANSFER_LOG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TRANSFER_LOG_SECRET_KEY", "a secret that only the tests know")
    monkeypatch.chdir(tmp_path)

    def execute(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        return cli.main(arguments)

    return execute


@pytest.fixture
def ready(run: Run, tmp_path: Path) -> Run:
    """Return the same for an installation with an operator, a purpose and a recipient."""
    admin = ("--admin", "admin@mihon.example.jp", "--password-stdin")
    assert run("init", "--operator", "見本人材株式会社", *admin, stdin=PASSWORD + "\n") == 0
    (tmp_path / "purposes.csv").write_text("purpose_ref,title,policy_version\nP1,職業紹介,\n")
    (tmp_path / "recipients.csv").write_text(RECIPIENTS)
    assert run("import", "purposes", "purposes.csv") == 0
    assert run("import", "recipients", "recipients.csv") == 0
    return run


def provisions(folder: Path, *rows: str, name: str = "provisions.csv") -> str:
    (folder / name).write_text("\n".join((HEADER, *rows)) + "\n")
    return name


GOOD = "X-1,C-1,見本 花子,R-1,2026-10-01,entrustment,,name;age,email,P1"
BAD = "X-2,C-2,見本 次郎,R-404,2026-99-01,entrustment,,name;shoe_size,email,P1"


def test_init_again_says_that_nothing_was_changed(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    admin = ("--admin", "admin@mihon.example.jp", "--password-stdin")
    assert ready("init", "--operator", "見本人材株式会社", *admin, stdin=PASSWORD) == 0
    assert "nothing was changed" in capsys.readouterr().out


def test_a_weak_password_is_refused_and_makes_nobody(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    admin = ("--admin", "admin@mihon.example.jp", "--password-stdin")
    assert run("init", "--operator", "見本", *admin, stdin="short\n") == 2
    assert "password" in capsys.readouterr().err


def test_a_command_before_init_says_what_to_do_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "provisions", "--out", "x.csv") == 2
    assert "transfer-log init" in capsys.readouterr().err


def test_a_wrong_setting_is_named_with_what_is_allowed(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRANSFER_LOG_BASE_URL", "ftp://example.jp")
    assert run("check") == 2
    assert "TRANSFER_LOG_BASE_URL" in capsys.readouterr().err


def test_rows_that_can_be_taken_are_taken_and_the_others_said(
    ready: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ready("import", "provisions", provisions(tmp_path, GOOD, BAD)) == 1
    said = capsys.readouterr()
    assert "1 new, 0 changed, 0 the same, 1 refused" in said.out
    assert "row 3" in said.err
    assert "provided_on" in said.err


def test_the_same_file_again_changes_nothing(ready: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = provisions(tmp_path, GOOD)
    ready("import", "provisions", name)
    capsys.readouterr()
    assert ready("import", "provisions", name) == 0
    assert "0 new, 0 changed, 1 the same" in capsys.readouterr().out


def test_another_content_under_the_same_id_is_refused_with_the_difference(
    ready: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    assert ready("import", "provisions", provisions(tmp_path, GOOD.replace("email", "fax"))) == 1
    assert "method" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(ready: Run, tmp_path: Path) -> None:
    assert ready("import", "provisions", provisions(tmp_path, GOOD), "--dry-run") == 0
    with sqlite3.connect(tmp_path / "data" / "transfer_log.sqlite") as database:
        assert database.execute("SELECT count(*) FROM provisions").fetchone() == (0,)
    database.close()


def test_an_unknown_column_refuses_the_whole_file(
    ready: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.csv").write_text("subject_ref,provided_onn\nC-1,2026-10-01\n")
    assert ready("import", "provisions", "x.csv") == 2
    assert "provided_on" in capsys.readouterr().err


def test_a_missing_file_is_said(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready("import", "provisions", "nowhere.csv") == 2
    assert "nowhere.csv" in capsys.readouterr().err


def test_an_unknown_kind_lists_the_kinds_there_are(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready("import", "provision", "x.csv") == 2
    assert "provisions" in capsys.readouterr().err


def test_what_was_exported_can_be_read_back_with_another_reader(ready: Run, tmp_path: Path) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    assert ready("export", "provisions", "--out", "ledger.csv") == 0
    with (tmp_path / "ledger.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["subject_ref"], row["data_items"], row["legal_basis"]) == ("C-1", "age;name", "entrustment")


def test_an_xlsx_export_holds_the_same_row(ready: Run, tmp_path: Path) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    assert ready("export", "provisions", "--out", "ledger.xlsx") == 0
    header, row = CalamineWorkbook.from_path(str(tmp_path / "ledger.xlsx")).get_sheet_by_index(0).to_python()
    assert dict(zip(header, row, strict=True))["recipient_name"] == "株式会社見本製作所"


def test_an_export_is_an_act_with_the_count_and_the_reason(ready: Run, tmp_path: Path) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    ready("export", "provisions", "--out", "ledger.jsonl", "--reason", "四半期の監査")
    with sqlite3.connect(tmp_path / "data" / "transfer_log.sqlite") as database:
        ((details,),) = database.execute("SELECT details FROM acts WHERE kind = 'exported'").fetchall()
    database.close()
    assert json.loads(details) == {"form": ".jsonl", "kind": "provisions", "reason": "四半期の監査", "rows": 1}


def test_a_filter_chooses_what_is_exported(ready: Run, tmp_path: Path) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    assert ready("export", "provisions", "--out", "none.csv", "--basis", "consent") == 0
    assert len((tmp_path / "none.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


def test_registers_are_exported_in_the_columns_of_their_import(ready: Run, tmp_path: Path) -> None:
    assert ready("export", "recipients", "--out", "r.csv") == 0
    assert ready("import", "recipients", "r.csv") == 0


def test_people_and_consents_are_exported_in_the_columns_of_their_import(ready: Run, tmp_path: Path) -> None:
    (tmp_path / "subjects.csv").write_text(
        "subject_ref,name,kana,email,phone,birth_date,prefecture,class\nC-1,髙﨑 健,タカサキ ケン,,,1988-02-29,千葉県,candidate\n"
    )
    (tmp_path / "consents.csv").write_text(
        "consent_ref,subject_ref,given_on,method,text_version,recipients,recipient_kinds,purposes,data_items,countries,expires_on\n"
        "K-1,C-1,2026-04-01,click,v7,R-1,,P1,age;name,JP;VN,2027-03-31\n"
    )
    for kind in ("subjects", "consents"):
        assert ready("import", kind, f"{kind}.csv") == 0
        assert ready("export", kind, "--out", f"{kind}-out.csv") == 0
        assert (tmp_path / f"{kind}-out.csv").read_text(encoding="utf-8-sig") == (tmp_path / f"{kind}.csv").read_text()


@pytest.mark.parametrize("form", ["pdf", "csv", "json"])
def test_a_persons_list_is_written_in_each_form(ready: Run, tmp_path: Path, form: str) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    assert ready("answer", "--subject", "C-1", "--format", form, "--lang", "en", "--out", f"a.{form}") == 0
    assert (tmp_path / f"a.{form}").stat().st_size > 100


def test_the_list_of_nobody_known_is_no_list(ready: Run, tmp_path: Path) -> None:
    assert ready("answer", "--subject", "C-404", "--format", "csv", "--out", "a.csv") == 2
    assert not (tmp_path / "a.csv").exists()


def test_making_a_list_is_logged_with_who_and_why(ready: Run, tmp_path: Path) -> None:
    ready("import", "provisions", provisions(tmp_path, GOOD))
    ready("answer", "--subject", "C-1", "--format", "csv", "--out", "a.csv", "--reason", "本人からの電話")
    with sqlite3.connect(tmp_path / "data" / "access.sqlite") as log:
        rows = log.execute("SELECT action, reason FROM access_log").fetchall()
    log.close()
    assert ("print_records", "本人からの電話") in rows


def test_a_user_is_added_and_a_token_printed_once(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    role = ("--role", "privacy_manager", "--password-stdin")
    assert ready("user", "add", "kanri@mihon.example.jp", *role, stdin=PASSWORD) == 0
    capsys.readouterr()
    assert ready("token", "issue", "--user", "kanri@mihon.example.jp", "--scope", "provisions:write") == 0
    assert capsys.readouterr().out.startswith("tl_")


def test_an_unknown_role_is_named_with_those_there_are(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready("user", "add", "x@example.jp", "--role", "boss", "--password-stdin", stdin=PASSWORD) == 2
    assert "privacy_manager" in capsys.readouterr().err


def test_each_line_of_facts_is_answered_and_a_bad_one_said(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ['{"id": "a", "input": {"basis": "consent"}}', "{", '{"id": "c", "input": {"baseis": "x"}}']
    (tmp_path / "facts.jsonl").write_text("\n".join(lines))
    assert run("assess", "facts.jsonl") == 1
    answers: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers[0]["output"]["permitted"] is True
    assert ["error" in answer for answer in answers] == [False, True, True]


def test_facts_are_read_from_standard_input_too(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("assess", "-", stdin='{"id": 1, "input": {}}\n') == 0
    assert json.loads(capsys.readouterr().out)["id"] == 1


def test_check_says_one_line_for_each_thing(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert ready("check") == 0
    names = [line.split(":")[0].split()[-1] for line in capsys.readouterr().out.splitlines()]
    assert {"settings", "database", "schema", "disk", "clock", "keys"} <= set(names)


def test_upgrading_an_up_to_date_database_changes_nothing(ready: Run, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert ready("db", "upgrade") == 0
    first, _, second = capsys.readouterr().out.strip().partition(" → ")
    assert first == second
