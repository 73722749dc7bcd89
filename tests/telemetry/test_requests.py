"""One id from Slack's event to the answer: in every line of the log, and in what a person is told when it fails."""

import json
import logging
import re
import subprocess
import sys

import pytest
import structlog
from sqlalchemy import select
from watched import CANARY

from bot.logs import configure
from bot.telemetry.requests import code_of, find, request_of
from crm.errors import RejectedError
from crm.model import InboxItem

OPEN = []  # a worker may still write to one while its test ends


@pytest.fixture
def logged(tmp_path):
    """The lines of the log, as they would be shipped."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    configure("info", "json")
    file = (tmp_path / "log").open("w")
    OPEN.append(file)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file))
    yield lambda: [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.endswith("}")]
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def newest(watched):
    with watched.app.store.read() as session:
        return session.scalar(select(InboxItem).order_by(InboxItem.id.desc()).limit(1))


def test_every_line_of_a_request_has_its_id(watched, logged):
    watched.says("open deals")
    before = newest(watched).id
    watched.console.say("tom", "dm", f"who owns {CANARY} Works?")  # a guest: the desk notes that it looked away
    assert watched.console.wait_for(lambda: newest(watched).id > before, timeout=30)
    wanted = request_of(1, newest(watched).id)[:12]

    def told():
        return {"slack_received", "outsider_ignored"} <= {
            line["event"] for line in logged() if line.get("request") == wanted
        }

    assert watched.console.wait_for(told, timeout=30)
    assert CANARY not in json.dumps(logged())


def test_whoever_hears_that_it_failed_hears_the_code_that_finds_it(watched, logged, monkeypatch):
    monkeypatch.setitem(watched.app.__dict__, "answers", None)  # whatever breaks in a handler
    said = json.dumps([each.blocks for each in watched.says("open deals")])
    code = re.search(r"\(code ([0-9a-f]{6})\)", said)[1]
    assert "Something went wrong" in said
    item = newest(watched)
    assert code == code_of(1, item.id)
    broke = [line for line in logged() if line["event"] == "slack_item_broke" and line["item"] == item.id]
    assert broke[0]["request"].startswith(code)
    assert broke[0]["error"] == "AttributeError"
    home = str(watched.app.settings.home)
    command = [
        sys.executable,
        "-c",
        "from bot.cli import main; main()",
        "--home",
        home,
        "doctor",
        "--json",
        "--request",
    ]
    told = subprocess.run([*command, f"(code {code})"], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout)["item"] == item.id


@pytest.mark.parametrize("code", ["", "xyz", "12", "7f3a9g", "' OR 1=1", "7f3a9c7f3a9c7f3a9c7f3a9c7f3a9c7f3a9c"])
def test_what_is_no_code_is_told_so(store, code):
    with pytest.raises(RejectedError, match="A code has"):
        find(store, code)


def test_a_code_of_nothing_finds_nothing(store):
    assert find(store, "abcdef") is None


def test_ids_are_the_same_everywhere_and_no_two_alike():
    ids = {request_of(tenant, item) for tenant in range(1, 20) for item in range(1, 200)}
    assert len(ids) == 19 * 199
    assert request_of(1, 7) == request_of(1, 7)
