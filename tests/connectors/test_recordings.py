"""Meetings that a recorder posts: signed, fetched from nowhere but its own storage, told once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from connecting import connector
from servers.recorder import SPOKEN, TOKEN, RecorderServer
from servers.vendor import Fault
from standardwebhooks.webhooks import Webhook

from connectors import download
from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import UnauthorizedError

SECRET = "a secret token of the tests"
KEY = "whsec_" + base64.b64encode(b"a secret of the tests alone").decode()


@pytest.fixture
def storage(monkeypatch):
    monkeypatch.setattr(download, "PATIENCE", 1.0)
    monkeypatch.setattr(download, "WHOLE", 1.0)
    server = RecorderServer()
    yield server
    server.close()


@pytest.fixture
def source(clock):
    return connector("recordings", clock, {"RECORDINGS_SECRET": SECRET}, hosts="127.0.0.1")


def event(storage, **changes):
    file = {"id": "t1", "file_type": "TRANSCRIPT", "download_url": f"{storage.url}/rec/download/t1"} | changes
    recording = {
        "uuid": "gkABCDEnCkPuA==", "topic": "Acme renewal", "start_time": "2026-11-02T08:30:00Z", "duration": 42,
        "host_email": "Ann@us.example", "share_url": "https://zoom.example/rec/1",
        "recording_files": [{"id": "v1", "file_type": "MP4", "download_url": "https://zoom.us/v1"}, file],
    }  # fmt: skip
    return {"event": "recording.transcript_completed", "payload": {"object": recording}, "download_token": TOKEN}


def signed(body, clock, *, secret=SECRET, age=timedelta(0)):
    at = str(int((clock.now() - age).timestamp()))
    digest = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"x-zm-request-timestamp": at, "x-zm-signature": f"v0={digest}"}


def told(source, clock, body, **how):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return source.receive(signed(raw, clock, **how), raw).items


def test_a_transcribed_meeting_is_fetched_and_told_with_all_that_the_event_tells(source, clock, storage):
    (meeting,) = told(source, clock, event(storage))
    assert meeting.subject == "Acme renewal"
    assert meeting.text == "Ann Lee: Hello.\nBob: The price worries us."
    assert meeting.occurred_at.isoformat() == "2026-11-02T08:30:00+00:00"
    assert {party.address for party in meeting.parties} >= {"ann@us.example"}
    assert meeting.attributes == {"duration_minutes": 42}
    assert told(source, clock, event(storage))[0].key == meeting.key


@pytest.mark.parametrize("body", [{"event": "meeting.ended", "payload": {"object": {}}}, {"event": 7}, {}])
def test_other_events_are_taken_and_tell_nothing(source, clock, body):
    assert told(source, clock, body) == ()


def test_zoom_is_shown_that_the_address_is_ours(source, clock):
    raw = json.dumps({"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6UYooatFL8Aw"}}).encode()
    wanted = hmac.new(SECRET.encode(), b"qgg8vlvZRS6UYooatFL8Aw", hashlib.sha256).hexdigest()
    answer = source.challenge(signed(raw, clock), raw)
    assert answer == {"plainToken": "qgg8vlvZRS6UYooatFL8Aw", "encryptedToken": wanted}
    assert source.challenge({}, raw) is None
    with pytest.raises(UnauthorizedError):
        source.challenge(signed(raw, clock, secret="another"), raw)


@pytest.mark.parametrize("how", [{"secret": "another"}, {"age": timedelta(minutes=6)}, {"age": -timedelta(minutes=6)}])
def test_what_is_not_signed_is_refused_and_nothing_fetched(source, clock, storage, how):
    with pytest.raises(UnauthorizedError):
        told(source, clock, event(storage), **how)
    assert storage.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:1/rec", "https://zoom.us.evil.example/t1", "file:///etc/passwd", "http://zoom.us/t1", "", "http://[",
        "https://evil.example/?127.0.0.1",
    ],
)  # fmt: skip
def test_no_other_host_is_ever_read_from(source, clock, storage, address):
    with pytest.raises(RejectedError, match="host"):
        told(source, clock, event(storage, download_url=address))


def test_nor_where_the_storage_passes_us_on_to_one(source, clock, storage):
    storage.faults.append(Fault("redirect", "/rec"))
    with pytest.raises(RetryableError):  # the test's redirection leads to a port of this host where nobody listens
        told(source, clock, event(storage))
    elsewhere = connector("recordings", clock, {"RECORDINGS_SECRET": SECRET}, hosts="zoom.us")
    with pytest.raises(RejectedError, match="host"):
        told(elsewhere, clock, event(storage))


@pytest.mark.parametrize("how", [401, 404, 429, 500, 503, "hang", "half", "drip"])
def test_a_storage_that_fails_has_zoom_tell_again(source, clock, storage, how):
    storage.faults.append(Fault(how, "/rec"))
    with pytest.raises(RetryableError) as caught:
        told(source, clock, event(storage))
    assert TOKEN not in caught.value.message


@pytest.mark.parametrize("spoken", [b"", b"<html>We'll be back</html>", b"WEBVTT\n", b"\xff" * 90])
def test_what_is_no_transcript_is_refused_with_a_reason(source, clock, storage, spoken):
    storage.spoken = spoken
    with pytest.raises(RejectedError, match="Nothing was taken"):
        told(source, clock, event(storage))


def test_a_transcript_that_is_too_large_is_refused(clock, storage):
    small = connector("recordings", clock, {"RECORDINGS_SECRET": SECRET}, hosts="127.0.0.1", most_megabytes=1)
    storage.spoken = SPOKEN * 20_000
    with pytest.raises(RejectedError, match="larger"):
        told(small, clock, event(storage))


@pytest.mark.parametrize("body", [b"", b"[]", b"nonsense", b"[" * 100_000])
def test_a_body_that_is_no_event_is_refused(source, clock, body):
    with pytest.raises(RejectedError):
        told(source, clock, body)


@pytest.mark.parametrize(
    "posted",
    [
        SPOKEN,
        json.dumps({
            "calls": [{"metaData": {"id": "77", "title": "Check-in", "started": "2026-11-02T08:30:00Z"},
                       "parties": [{"speakerId": "1", "name": "Ann Lee"}]}],
            "callTranscripts": [{"callId": "77", "transcript": [
                {"speakerId": "1", "sentences": [{"start": 0, "text": "The price worries us."}]}]}],
        }).encode(),
    ],
    ids=["vtt", "gong"],
)  # fmt: skip
def test_any_other_recorder_posts_its_transcript_as_it_is(clock, posted):
    source = connector("recordings", clock, {"RECORDINGS_SECRET": KEY})
    at = datetime.now(UTC)  # the specification's library looks at the machine's clock
    headers = {
        "webhook-id": "msg_1", "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(KEY).sign("msg_1", at, posted.decode()),
    }  # fmt: skip
    (meeting,) = source.receive(headers, posted).items
    assert "The price worries us." in meeting.text
    with pytest.raises(UnauthorizedError):
        source.receive({**headers, "webhook-signature": "v1,AAAA"}, posted)


def test_a_source_without_its_secret_says_so(clock):
    with pytest.raises(FatalError, match="RAPPORT_SECRET_"):
        list(connector("recordings", clock).pages({}))


@pytest.mark.parametrize("hosts", ["", "https://zoom.us", "zoom.us:443", ".us"])
def test_hosts_are_names(clock, hosts):
    with pytest.raises(RejectedError, match="hosts"):
        connector("recordings", clock, {}, hosts=hosts)


def test_the_docs_tell_of_every_setting():
    docs = (Path(__file__).parents[2] / "docs" / "connectors.md").read_text(encoding="utf-8")
    section = docs.partition("## recordings")[2].partition("\n## ")[0]
    assert all(f"`{name}`" in section for name in ("secret", "hosts", "kind", "most_megabytes"))
