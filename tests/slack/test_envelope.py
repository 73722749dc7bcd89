"""Any payload Slack may send is read without a raise."""

import copy
import json
import random
from pathlib import Path

import pytest

from bot.slack import envelope
from bot.slack.desk import place_of
from bot.slack.handlers import handler_of
from bot.slack.members import described, shared_outside

PAYLOADS = Path(__file__).parents[3] / "shared" / "data" / "slack" / "payloads"


def payloads():
    if not PAYLOADS.exists():
        pytest.skip(f"{PAYLOADS} is not there: the payload shapes are outside data")
    return {path.name: json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("*.json"))}


def message(**event):
    plain = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "hi", "ts": "1.1"}
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": plain | event}


def test_every_payload_shape_is_read():
    for name, body in payloads().items():
        read = envelope.read(body)
        assert 0 < len(read.key) <= 191, name
        place_of(read)
        handler_of(read)
        shared_outside(body)


def test_mutilated_payloads_are_read_too():
    chance = random.Random(5)
    junk = [None, 7, "", [], {}, "x", [None], {"id": 3}, True]
    for body in payloads().values():
        for _ in range(30):
            broken = copy.deepcopy(body)
            spots = list(places(broken))
            for holder, key in chance.sample(spots, min(3, len(spots))):
                try:
                    holder[key] = chance.choice(junk)
                except (KeyError, IndexError):
                    continue
            if isinstance(broken, dict):
                read = envelope.read(broken)
                place_of(read)
                handler_of(read)


def places(value):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, inner in list(items):
        yield value, key
        yield from places(inner)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (message(), True),
        (message(thread_ts="1.0"), True),
        (message(bot_id="B1"), False),
        (message(subtype="message_changed"), False),
        (message(subtype="message_deleted"), False),
        (message(channel_type="channel", channel="C1"), False),
        (message(type="app_mention", channel_type="channel"), True),
        (message(type="app_home_opened", tab="home"), True),
        (message(type="reaction_added"), False),
        (message() | {"team_id": None}, False),
        ({"command": "/rapport", "team_id": "T1", "user_id": "U1", "trigger_id": "1.2"}, True),
        ({"type": "block_actions", "team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "9"}, True),
        ({"type": "view_closed", "team": {"id": "T1"}, "user": {"id": "U1"}}, False),
        ({}, False),
    ],
)
def test_only_what_something_comes_of_is_wanted(body, wanted):
    assert envelope.read(body).wanted is wanted


def test_a_redelivery_has_the_same_key_and_another_event_another():
    first, again = envelope.read(message()), envelope.read(message() | {"event_time": 5})
    other = envelope.read(message() | {"event_id": "Ev2"})
    assert first.key == again.key != other.key


def test_a_dm_is_answered_in_its_thread_and_a_channel_only_to_the_asker():
    assert place_of(envelope.read(message())).thread == "1.1"
    assert place_of(envelope.read(message(thread_ts="1.0"))).thread == "1.0"
    mention = place_of(envelope.read(message(type="app_mention", channel="C1", channel_type="channel")))
    assert (mention.private, mention.thread) == (False, None)
    command = {"command": "/rapport", "team_id": "T1", "user_id": "U1", "channel_id": "D1", "trigger_id": "1.2"}
    assert place_of(envelope.read(command)).private is False


@pytest.mark.parametrize(
    "strange",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"deleted": True},
        {"is_bot": True},
        {"team_id": "T2"},
    ],
)
def test_whoever_is_not_plainly_a_colleague_is_outside(strange):
    colleague = {"id": "U1", "team_id": "T1", "tz": "Europe/Berlin", "profile": {"email": "a@example.com"}}
    assert described(colleague, "T1").inside
    assert not described(colleague | strange, "T1").inside
    assert not described({}, "T1").inside
