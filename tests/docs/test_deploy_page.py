"""docs/deploy.md lists every setting there is, and no other; its health endpoints and events are those of the code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docs.manual import DOCS, PAGES, ROOT, section_of, text_of

from transfer_log.config import KNOWN, PREFIX
from transfer_log.duties import DUTIES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PAGE: Final = DOCS / "deploy.md"


def test_every_setting_is_listed_and_no_other() -> None:
    told = set(re.findall(rf"^\| `{PREFIX}(\w+)` \|", section_of(PAGE, "Settings"), re.MULTILINE))
    assert told == set(KNOWN)


def test_no_page_names_a_setting_that_there_is_not() -> None:
    named = {name for path in PAGES.values() for name in re.findall(rf"{PREFIX}(\w+)", text_of(path))}
    assert not named - set(KNOWN)


def test_the_health_endpoints_answer_as_told(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_the_events_worth_an_alarm_are_logged_somewhere() -> None:
    told = re.search(r"Worth an alarm: (.*?)\n-", text_of(PAGE), re.DOTALL)
    assert told is not None
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "transfer_log").rglob("*.py")))
    events = [word for word in re.findall(r"`(\w+)`", told[1]) if word != "error"]
    assert not [event for event in events if f'"{event}"' not in code]


def test_the_duties_come_at_the_minutes_told() -> None:
    assert re.findall(r"at minute (\d+)", text_of(PAGE)) == [duty.minute for duty in DUTIES]
