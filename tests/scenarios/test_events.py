"""What another system posts: signed, committed before it is answered, once, and found again by a question."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from scene import Team, fill, rows, settings_of, staffed
from standardwebhooks.webhooks import Webhook

from bot.console.server import Console
from bot.process import Process
from bot.wiring import Rapport
from crm.intake.event import Event
from crm.model import InboxItem, Interaction

KEY = "whsec_" + base64.b64encode(b"a secret of the tests alone").decode()
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
CALL = {
    "key": "call-1", "kind": "call", "occurred_at": "2026-11-19T10:00:00+01:00", "subject": "Check-in",
    "text": "Jane says the zeppelin module is late.", "account": "Acme",
    "parties": [{"role": "host", "address": "dana@northwind.example"}, {"role": "attendee", "name": "Jane Miller"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    with Console(staffed()) as console:
        settings = settings_of(tmp_path_factory.mktemp("events"), console)
        settings.secret = {"events_secret": SecretStr(KEY)}
        app = Rapport(settings)
        fill(app)
        app.sources.add(app.tenants.home(), "events", "webhook", {}, timedelta(hours=1))
        process = Process(app)
        process.start()
        yield Team(app, console, process)
        process.stop()


def post(team, body, *, name="events", key=KEY, at=None, signature=None):
    """Posts as another system would. Returns status and answer."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    at = at or datetime.now(UTC)
    signed = signature or Webhook(key).sign("msg_1", at, raw.decode("utf-8", "replace"))
    headers = {
        "webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed,
        "content-type": "application/json",
    }  # fmt: skip
    request = urllib.request.Request(f"http://127.0.0.1:{team.process.web.port}/events/{name}", raw, headers)
    try:
        with OPENER.open(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error) if "json" in error.headers.get("content-type", "") else None


def test_a_posted_call_becomes_the_record_and_answers_questions(team):
    assert post(team, CALL) == (202, {"received": 1, "known": 0})
    assert post(team, [CALL]) == (202, {"received": 0, "known": 1})
    assert team.console.wait_for(lambda: rows(team, Interaction) and _indexed(team), timeout=30)
    (answer,) = team.says("dana", "what did Jane say about the zeppelin module?")
    assert "zeppelin module is late" in json.dumps(answer.blocks)


def _indexed(team):
    with team.app.store.read() as session:
        row = session.query(Interaction).filter_by(external_id="call-1").one_or_none()
        return row is not None and row.indexed_version >= row.version and bool(row.contacts)


@pytest.mark.parametrize(
    "forged",
    [
        {"signature": "v1,AAAA"}, {"signature": "nonsense"}, {"key": "whsec_" + base64.b64encode(b"other").decode()},
        {"at": datetime.now(UTC) - timedelta(minutes=9)}, {"name": "no-such-source"},
    ],
)  # fmt: skip
def test_what_is_not_signed_as_it_must_be_is_refused_without_a_word_why(team, forged):
    before = rows(team, InboxItem)
    status, answer = post(team, {**CALL, "key": "forged"}, **forged)
    assert status == 401
    assert "signature" in answer["error"]
    assert rows(team, InboxItem) == before


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"not json", "not JSON"), (b"\xff\xfe", "signature"), (b"[" * 100_000, "not JSON"), (b"7", "object"),
        ([CALL, {**CALL, "kind": "seance"}], "[1] kind"), ({**CALL, "occurred_at": "2026-11-19T10:00:00"}, "occurred_at"),
        ({**CALL, "surprise": 1}, "surprise"), ({**CALL, "key": ""}, "key"), ([CALL] * 501, "500"),
        ({**CALL, "text": "x" * 4_000_001}, "text"), ({**CALL, "text": "\ud800"}, "text"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_cannot_be_read_is_refused_whole_with_the_place(team, body, says):
    before = rows(team, InboxItem)
    status, answer = post(team, body)
    assert status in {400, 401}
    assert says in answer["error"]
    assert rows(team, InboxItem) == before


def test_a_body_that_is_too_large_is_refused(team):
    with socket.create_connection(("127.0.0.1", team.process.web.port), timeout=20) as line:
        line.sendall(b"POST /events/events HTTP/1.1\r\nHost: here\r\nContent-Length: 9437184\r\n\r\n")
        assert b" 413 " in line.recv(200)


def test_a_source_without_its_secret_asks_for_patience(team):
    app = team.app
    app.sources.add(app.tenants.home(), "bare", "webhook", {"secret": "NOT_SET"}, timedelta(hours=1))
    status, answer = post(team, CALL, name="bare")
    assert status == 503
    assert "NOT_SET" not in answer["error"]


def test_the_documented_schema_is_the_one_that_is_checked():
    page = Path(__file__).parents[2] / "docs" / "event.schema.json"
    assert json.loads(page.read_text("utf-8")) == Event.model_json_schema()


def test_zooms_check_of_the_address_is_answered(team):
    app = team.app
    app.settings.secret = {**app.settings.secret, "recordings_secret": SecretStr("a token")}
    app.sources.add(app.tenants.home(), "zoom", "recordings", {}, timedelta(hours=1))
    raw = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": "abc"}}).encode()
    at = str(int(app.clock.now().timestamp()))
    proof = hmac.new(b"a token", b"v0:" + at.encode() + b":" + raw, hashlib.sha256).hexdigest()
    headers = {"x-zm-request-timestamp": at, "x-zm-signature": f"v0={proof}", "content-type": "application/json"}
    url = f"http://127.0.0.1:{team.process.web.port}/events/zoom"
    with OPENER.open(urllib.request.Request(url, raw, headers), timeout=20) as answer:
        told = json.load(answer)
    assert (answer.status, told["plainToken"]) == (200, "abc")
    assert told["encryptedToken"] == hmac.new(b"a token", b"abc", hashlib.sha256).hexdigest()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        OPENER.open(urllib.request.Request(url, raw, {**headers, "x-zm-signature": "v0=00"}), timeout=20)
