"""Socket Mode and signed HTTP, in good and in bad weather."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from console_apps import build_app, close_clients
from flask import Flask, request
from simple_websocket import Client, ConnectionClosed
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web import WebClient
from werkzeug.serving import WSGIRequestHandler, make_server

from bot.console.server import Console
from crm.errors import RejectedError

Connect = Callable[..., App]


class Listener:
    """A bare Socket Mode client that notes what it gets and acknowledges as told."""

    def __init__(self, console: Console, acknowledge: Callable[[SocketModeRequest], bool] = lambda _: True) -> None:
        self.seen: list[SocketModeRequest] = []
        self._acknowledge = acknowledge
        web = WebClient(base_url=console.url + "/api/")
        self.client = SocketModeClient(app_token=console.app_token, web_client=web, ping_interval=0.5)
        self.client.socket_mode_request_listeners.append(self._take)
        self.client.connect()

    def _take(self, client: Any, received: SocketModeRequest) -> None:
        self.seen.append(received)
        if self._acknowledge(received):
            client.send_socket_mode_response(SocketModeResponse(envelope_id=received.envelope_id))


@pytest.fixture
def listen(console: Console) -> Iterator[Callable[..., Listener]]:
    listeners: list[Listener] = []

    def start(acknowledge: Callable[[SocketModeRequest], bool] = lambda _: True) -> Listener:
        listeners.append(Listener(console, acknowledge))
        assert console.wait_connected(count=len(listeners))
        return listeners[-1]

    yield start
    close_clients(console, [each.client for each in listeners])


def test_event_carries_what_slack_sends(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    console.say("maya", "dm", "hello @daniel")
    assert console.wait_for(lambda: listener.seen)
    body = listener.seen[0].payload
    event = body["event"]
    assert body["type"] == "event_callback"
    assert body["authorizations"][0]["is_bot"] is True
    assert body["is_ext_shared_channel"] is False
    assert (event["type"], event["channel_type"], event["channel"][0]) == ("message", "im", "D")
    assert event["text"] == f"hello <@{console.workspace.person('daniel').id}>"
    assert event["blocks"][0]["elements"][0]["elements"][1]["type"] == "user"
    assert event["event_ts"] == event["ts"]


def test_stranger_in_a_shared_channel(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    console.say("lena", "acme-northwind", "@rapport what do you know about us?")
    assert console.wait_for(lambda: len(listener.seen) == 2)
    for received in listener.seen:
        assert received.payload["is_ext_shared_channel"] is True
        assert received.payload["event"]["user_team"] == console.workspace.person("lena").team_id
        assert received.payload["event"]["user_team"] != console.workspace.team_id
    assert {each.payload["event"]["type"] for each in listener.seen} == {"message", "app_mention"}


def test_event_is_repeated_until_acknowledged(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen(lambda received: received.retry_attempt == 1)
    console.say("maya", "dm", "hello")
    assert console.wait_for(lambda: len(listener.seen) == 2)
    assert console.wait_for(console.delivery.idle)
    first, second = listener.seen
    assert (first.retry_attempt, second.retry_attempt, second.retry_reason) == (0, 1, "timeout")
    assert first.payload["event_id"] == second.payload["event_id"]
    assert first.envelope_id != second.envelope_id
    assert console.delivery.failed == []


def test_event_is_given_up_after_the_last_attempt(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen(lambda _: False)
    console.say("maya", "dm", "hello")
    assert console.wait_for(lambda: console.delivery.failed, 8)
    assert [each.retry_attempt for each in listener.seen] == [0, 1, 2]


def test_event_waits_for_a_connection(console: Console, listen: Callable[..., Listener]) -> None:
    console.say("maya", "dm", "early")
    listener = listen()
    assert console.wait_for(lambda: listener.seen)


def test_command_without_an_app_fails(console: Console) -> None:
    ack = console.command("maya", "/rapport", "help")
    assert (ack.ok, ack.reason) == (False, "no_connection")


def test_duplicates_and_reordering(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    console.faults.add_event_fault("duplicate")
    console.say("maya", "dm", "twice")
    assert console.wait_for(lambda: len(listener.seen) == 2)
    assert len({each.payload["event_id"] for each in listener.seen}) == 1
    listener.seen.clear()
    console.faults.add_event_fault("reorder", 2)
    console.say("maya", "dm", "one")
    time.sleep(0.05)
    assert listener.seen == []
    console.say("maya", "dm", "two")
    assert console.wait_for(lambda: len(listener.seen) == 2)
    assert {each.payload["event"]["text"] for each in listener.seen} == {"one", "two"}


def test_acknowledged_event_may_come_again(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    console.faults.add_event_fault("lose_ack")
    console.say("maya", "dm", "again")
    assert console.wait_for(lambda: len(listener.seen) == 2)


def test_connections_share_the_events(console: Console, listen: Callable[..., Listener]) -> None:
    first, second = listen(), listen()
    for number in range(6):
        console.say("maya", "dm", str(number))
    assert console.wait_for(lambda: len(first.seen) + len(second.seen) == 6)
    assert (len(first.seen), len(second.seen)) == (3, 3)


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_client_renews_itself_when_asked(console: Console, listen: Callable[..., Listener], reason: Any) -> None:
    listener = listen()
    before = listener.client.session_id()
    console.socket.disconnect(reason)
    assert console.wait_for(lambda: listener.client.session_id() != before)
    assert console.wait_for(lambda: console.socket.connections == 1)
    console.say("maya", "dm", "still there?")
    assert console.wait_for(lambda: listener.seen)


def test_cut_line_is_restored(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    before = listener.client.session_id()
    console.socket.cut()
    assert console.wait_for(lambda: listener.client.session_id() != before and console.socket.connections == 1, 8)
    console.say("maya", "dm", "still there?")
    assert console.wait_for(lambda: listener.seen)


def test_long_and_strange_texts_arrive_whole(console: Console, listen: Callable[..., Listener]) -> None:
    listener = listen()
    text = "żółć 你好 🙂 " * 2_000
    console.say("maya", "dm", text)
    assert console.wait_for(lambda: listener.seen)
    assert listener.seen[0].payload["event"]["text"] == text


def test_ticket_lets_in_once(console: Console) -> None:
    address = console.socket.new_address(console.url)
    first = Client.connect(address)
    assert '"hello"' in first.receive(timeout=30)
    second = Client.connect(address)
    with pytest.raises(ConnectionClosed):
        second.receive(timeout=30)
    first.close()


class _Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        pass


@pytest.fixture
def http_app(console: Console) -> Iterator[list[Any]]:
    """The same app behind HTTP; gives the headers of what it was sent."""
    handler, flask, seen = SlackRequestHandler(build_app(console)), Flask("receiver"), []

    @flask.post("/slack/events")
    def receive() -> Any:
        seen.append(dict(request.headers))
        return handler.handle(request)

    server = make_server("127.0.0.1", 0, flask, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    console.deliver_over_http(f"http://127.0.0.1:{server.server_port}/slack/events")
    yield seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_http_conversation_is_signed(console: Console, http_app: list[Any]) -> None:
    ts = console.say("maya", "dm", "over http")
    assert console.wait_for(lambda: console.replies_of_app("maya", since=ts))[0].text == "You said: over http"
    assert http_app[0]["X-Slack-Signature"].startswith("v0=")
    assert console.command("maya", "/rapport", "help").ok
    assert [each.text for each in console.ephemerals("maya")] == ["What I can do"]
    console.command("maya", "/rapport", "open")
    (view,) = console.wait_for(lambda: console.views("maya"))
    console.submit("maya", view.id, {"what": "bad", "stage": "won"})
    assert view.errors == {"what": "Say something better"}


def test_address_is_verified(console: Console, http_app: list[Any]) -> None:
    transport = console.delivery.transport
    assert transport.verify_url()  # type: ignore[attr-defined]


@pytest.mark.parametrize("forgery", ["unsigned", "wrong_secret", "stale", "tampered"])
def test_forgeries_are_refused_by_the_app(console: Console, http_app: list[Any], forgery: Any) -> None:
    ack = console.forge("slash_commands", {"command": "/rapport", "text": "help", "user_id": "U1"}, forgery)
    assert (ack.ok, ack.body) == (False, 401)
    assert console.ephemerals("maya") == []


def test_http_retries_name_their_reason(console: Console) -> None:
    flask, seen = Flask("failing"), []

    @flask.post("/")
    def receive() -> Any:
        seen.append((request.headers.get("X-Slack-Retry-Num"), request.headers.get("X-Slack-Retry-Reason")))
        return ("", 500) if len(seen) < 3 else ("", 200)

    server = make_server("127.0.0.1", 0, flask, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    console.deliver_over_http(f"http://127.0.0.1:{server.server_port}/")
    console.say("maya", "dm", "hello")
    assert console.wait_for(lambda: len(seen) == 3)
    assert seen == [(None, None), ("1", "http_error"), ("2", "http_error")]
    server.shutdown()
    thread.join()
    server.server_close()


def test_forging_needs_http(console: Console) -> None:
    with pytest.raises(RejectedError):
        console.forge("interactive", {}, "unsigned")
