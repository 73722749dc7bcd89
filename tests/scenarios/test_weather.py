"""Slack misbehaves: events twice, late, lost, out of order; calls refused, throttled, garbled. Nothing is lost or doubled."""

import json

import pytest

from bot.console.faults import Fault


@pytest.fixture(autouse=True)
def clear(team):
    yield
    team.console.faults.clear()


def asked(team, text="who owns Globex?"):
    ts = team.console.say("dana", "dm", text)
    assert team.console.wait_for(lambda: team.answers("dana", ts), timeout=60)
    return team.answers("dana", ts)


@pytest.mark.parametrize("kind", ["duplicate", "delay", "lose_ack"])
def test_an_event_that_comes_twice_or_late_is_answered_once(team, kind):
    team.console.faults.add_event_fault(kind)
    answers = asked(team)
    asked(team)  # whatever came second has been dealt with by now
    assert len(answers) == 1
    assert "Morgan Hale" in json.dumps(answers[0].blocks)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("rate_limited", "chat.postMessage", retry_after=1),
        Fault("server_error", "chat.postMessage"),
        Fault("garbage", "chat.postMessage"),
        Fault("error", "chat.postMessage", error="internal_error"),
        Fault("error", "users.info", error="internal_error"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)
def test_a_call_that_fails_is_made_again(team, fault):
    team.console.faults.add(fault)
    assert "Morgan Hale" in json.dumps(asked(team)[0].blocks)


def test_a_dropped_socket_is_opened_again(team):
    team.console.socket.disconnect()
    assert team.console.wait_connected(timeout=40)
    assert "Morgan Hale" in json.dumps(asked(team)[0].blocks)
