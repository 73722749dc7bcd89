"""The same app over signed HTTP: what Slack signed is answered, what it did not is refused."""

import json
from pathlib import Path

import pytest
from pydantic import SecretStr
from scene import Team, fill, rows, settings_of, staffed
from sqlalchemy import select

from bot.console.server import Console
from bot.process import Process
from bot.wiring import Rapport
from crm.model import InboxItem, InboxState


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
        transport = console.deliver_over_http(f"http://127.0.0.1:{process.web.port}/slack/events")
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


def shapes():
    folder = Path(__file__).parents[3] / "shared" / "data" / "slack" / "payloads"
    if not folder.exists():
        pytest.skip(f"{folder} is not there: the payload shapes are outside data")
    for path in sorted(folder.glob("*.json")):
        body = json.loads(path.read_text("utf-8"))
        yield (
            path.stem,
            "slash_commands" if "command" in body else "events_api" if "event" in body else "interactive",
            body,
        )


def as_dana(team, name, body):
    """The same shape, from somebody the record knows, so that it goes all the way through."""
    workspace = team.console.workspace
    user = workspace.person("dana").id
    given = {"team_id": workspace.team_id, "user_id": user, "event_id": f"Ev{name}", "trigger_id": f"trigger.{name}"}
    body = body | {key: value for key, value in given.items() if key in body or key == "team_id"}
    for key, value in (("team", {"id": workspace.team_id}), ("user", {"id": user})):
        if isinstance(body.get(key), dict):
            body[key] = body[key] | value
    if isinstance(body.get("event"), dict):
        body["event"] = body["event"] | {"user": user}
    return body


@pytest.mark.parametrize("known", [False, True], ids=["blank", "from-a-colleague"])
def test_every_shape_of_payload_is_taken_without_a_traceback(wired, capfd, known):
    """Signed as Slack signs: whatever it is, the app answers, and nothing breaks behind the answer."""
    team, transport = wired
    for name, kind, body in shapes():
        ack = transport.deliver(kind, as_dana(team, name, body) if known else body, 0, "")
        assert ack.ok or ack.body in {200, 404}, (name, ack)
    assert "Morgan Hale" in json.dumps(team.says("dana", "who owns Globex?")[0].blocks)
    with team.app.store.read() as session:
        assert InboxState.PARKED not in session.scalars(select(InboxItem.state)).all()
    written = "".join(capfd.readouterr())
    assert "Traceback" not in written
    assert "slack_item_broke" not in written
