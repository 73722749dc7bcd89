"""The same app over signed HTTP: what Slack signed is answered, what it did not is refused."""

import json

import pytest
from pydantic import SecretStr
from scene import Team, fill, rows, settings_of, staffed

from bot.console.server import Console
from bot.process import Process
from bot.wiring import Rapport
from crm.model import InboxItem


@pytest.fixture(scope="module")
def wired(tmp_path_factory):
    place = staffed()
    with Console(place) as console:
        settings = settings_of(tmp_path_factory.mktemp("http"), console)
        settings.slack_app_token = SecretStr("")
        settings.slack_signing_secret = SecretStr(console.signing_secret)
        settings.http_port = 0
        app = Rapport(settings)
        fill(app)
        process = Process(app)
        process.start()
        transport = console.deliver_over_http(f"http://127.0.0.1:{process.slack.port}/slack/events")
        yield Team(app, console, process), transport
        process.stop()


def test_slack_can_check_the_address(wired):
    assert wired[1].verify_url()


def test_a_signed_message_is_answered(wired):
    team, _ = wired
    assert "Morgan Hale" in json.dumps(team.says("dana", "who owns Globex?")[0].blocks)


@pytest.mark.parametrize("forgery", ["unsigned", "wrong_secret", "stale", "tampered"])
def test_what_slack_did_not_sign_is_refused(wired, forgery):
    team, _ = wired
    before = rows(team, InboxItem)
    event = {
        "type": "event_callback",
        "team_id": team.console.workspace.team_id,
        "event_id": f"Ev{forgery}",
        "event": {
            "type": "message",
            "channel_type": "im",
            "channel": "D1",
            "user": "U1",
            "text": "who owns Acme?",
            "ts": "1.1",
        },
    }
    ack = team.console.forge("events_api", event, forgery)
    assert not ack.ok
    assert rows(team, InboxItem) == before
