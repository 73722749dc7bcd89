"""What becomes of the files in a recorder's folder."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from connecting import connector
from contract import items, last_cursor, looked

from connectors.transcripts.filename import core, told_by
from crm.errors import RejectedError
from crm.intake.event import Broken, Event

WRITTEN = datetime(2026, 11, 3, 17, 40, tzinfo=UTC)
SPOKEN = "WEBVTT\n\n00:01.000 --> 00:31.000\n<v Ann Lee>Hello.\n\n00:31.000 --> 01:31.000\n<v Bob>Hi."
ZOOM = {
    "uuid": "gkABCDEnCkPuA==",
    "topic": "Acme renewal",
    "start_time": "2026-11-02T08:30:00Z",
    "duration": 42,
    "host_email": "Ann@us.example",
    "share_url": "https://zoom.example/rec/1",
    "recording_files": [{"file_type": "TRANSCRIPT", "recording_start": "2026-11-02T08:31:00Z"}],
}


def write(folder: Path, name: str, text: str | bytes, at: datetime = WRITTEN) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(file, (at.timestamp(), at.timestamp()))
    return file


@pytest.fixture
def told(tmp_path, clock):
    def look(cursor=None, **values):
        return looked(connector("transcripts", clock, folder=str(tmp_path), **values), cursor or {})

    return look


def test_a_talk_becomes_a_meeting(tmp_path, told):
    write(tmp_path, "accounts/Acme Corp/GMT20261102-083000_Recording.transcript.vtt", SPOKEN)
    (event,) = items(told(account="accounts/{account}"))
    assert isinstance(event, Event)
    assert (event.kind, event.direction, event.account) == ("meeting", None, "Acme Corp")
    assert event.text == "Ann Lee: Hello.\nBob: Hi."
    assert event.occurred_at == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    assert event.attributes == {"duration_minutes": 1.5}
    assert [(party.role, party.name) for party in event.parties] == [("speaker", "Ann Lee"), ("speaker", "Bob")]


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize("name", ["GMT20261102-083000_Recording.json", "meta.json"])
def test_zooms_json_beside_it_tells_of_the_meeting(tmp_path, told, name, wrapped):
    write(tmp_path, "x/GMT20261102-083000_Recording.transcript.vtt", SPOKEN)
    before = told()
    meeting = {"event": "recording.transcript_completed", "payload": {"object": ZOOM}} if wrapped else ZOOM
    write(tmp_path, f"x/{name}", json.dumps(meeting))
    users = [{"username": "bob", "email_address": "bob@acme.example"}, {"username": "Ann Lee"}]
    write(
        tmp_path,
        "x/GMT20261102-083000_Recording_timeline.json",
        json.dumps({"timeline": [{"ts": "00:00:01.000", "users": users}]}),
    )
    (event,) = items(told(last_cursor(before, {})))
    (first,) = items(before)
    assert event.key == first.key
    assert event.revision != first.revision
    assert (event.subject, event.identity, event.url) == ("Acme renewal", ZOOM["uuid"], ZOOM["share_url"])
    assert event.attributes == {"duration_minutes": 42.0}
    assert ("host", "", "ann@us.example") in {(party.role, party.name, party.address) for party in event.parties}


def test_a_timeline_of_its_name_gives_addresses(tmp_path, told):
    write(tmp_path, "call.vtt", SPOKEN)
    write(tmp_path, "other.vtt", SPOKEN)
    users = [{"username": "bob", "email_address": "bob@acme.example"}, {"username": "Ann Lee"}]
    write(tmp_path, "call.transcript.json", json.dumps({"timeline": [{"ts": "00:00:01.000", "users": users}]}))
    call, other = items(told())
    assert {(party.name, party.address) for party in call.parties} == {("bob", "bob@acme.example"), ("Ann Lee", "")}
    assert {party.address for party in other.parties} == {""}


def test_a_file_of_several_calls_gives_each_its_key(tmp_path, told):
    said = [{"speakerId": 1, "sentences": [{"start": 0, "text": "Hello"}]}]
    write(
        tmp_path,
        "calls.json",
        json.dumps([{"metaData": {"id": n, "started": f"2026-11-0{n}T10:00:00Z"}, "transcript": said} for n in (2, 1)]),
    )
    first, second = items(told())
    assert {first.key, second.key} == {"calls.json#1", "calls.json#2"}
    assert (first.identity, second.identity) == ("1", "2")


def test_what_cannot_be_read_is_broken_and_the_rest_goes_on(tmp_path, told):
    write(tmp_path, "a.vtt", "")
    write(tmp_path, "b.srt", b"\xff\xd8\xff\xe0" * 9)
    write(tmp_path, "c.vtt", SPOKEN + " x" * 600_000)
    write(tmp_path, "d.vtt", SPOKEN)
    write(tmp_path, "e.json", "{}")
    write(tmp_path, "~$f.vtt", SPOKEN)
    write(tmp_path, "g.vtt.part", SPOKEN)
    (tmp_path / "h.vtt").symlink_to(tmp_path / "d.vtt")
    found = {item.key: item for item in items(told(most_megabytes=1))}
    assert {key for key, item in found.items() if isinstance(item, Broken)} == {"a.vtt", "b.srt", "c.vtt", "e.json"}
    assert isinstance(found["d.vtt"], Event)
    assert len(found) == 5
    assert "most_megabytes" in found["c.vtt"].reason


def test_a_changed_file_is_a_new_revision_and_a_touched_name_is_nothing_new(tmp_path, told):
    file = write(tmp_path, "a.vtt", SPOKEN)
    first = told()
    write(tmp_path, "a.vtt", SPOKEN.replace("Hello", "Howdy"), WRITTEN.replace(hour=18))
    second = told(last_cursor(first, {}))
    ((before,), (after,)) = items(first), items(second)
    assert before.key == after.key
    assert before.revision != after.revision
    file.unlink()
    assert told(last_cursor(second, {})) == []


def test_names_no_database_takes_are_cleaned(tmp_path, told):
    (tmp_path / "x").mkdir()
    write(tmp_path, os.fsdecode(b"x/caf\xe9 2026-11-02 \xff.vtt"), SPOKEN)
    (event,) = items(told())
    event.model_dump_json().encode()
    assert event.key.isprintable()


@pytest.mark.parametrize(
    ("name", "at", "title"),
    [
        ("GMT20261102-083000_Recording.transcript.vtt", "2026-11-02T08:30", ""),
        ("Acme renewal-20261102_093000-Meeting Transcript.vtt", "2026-11-02T08:30", "Acme renewal"),
        ("Acme (2026-11-02 at 09:30 GMT-4).srt", "2026-11-02T13:30", "Acme"),
        ("2026-11-02T09-30-00Z acme.vtt", "2026-11-02T09:30", "acme"),
        ("2026-11-02 acme review.vtt", "2026-11-02T11:00", "acme review"),
        ("2026-11-03 acme review.vtt", "2026-11-03T17:40", "acme review"),
        ("acme_review_20261399.vtt", "2026-11-03T17:40", "acme review 20261399"),
        ("1234567890123456.vtt", "2026-11-03T17:40", "1234567890123456"),
    ],
)
def test_what_a_files_name_tells(name, at, title):
    found, named = told_by(name, WRITTEN, ZoneInfo("Europe/Berlin"))
    assert found.strftime("%Y-%m-%dT%H:%M") == at
    assert named == title


def test_files_of_one_recording_share_their_core():
    assert core("GMT1_Recording.transcript.vtt") == core("gmt1_Recording.json") != core("GMT2_Recording.json")


@pytest.mark.parametrize(
    "values",
    [
        {"folder": ""},
        {"folder": "https://x"},
        {"folder": "a::b"},
        {"folder": "talks"},
        {"folder": "./talks"},
        {"folder": "/x", "timezone": "Mars"},
        {"folder": "/x", "account": "a/b"},
        {"folder": "/x", "nonsense": 1},
    ],
)
def test_a_wrong_setting_is_refused(clock, values):
    with pytest.raises(RejectedError, match="not set up right"):
        connector("transcripts", clock, **values)
