"""A line to Slack that is opened anew, over a real socket."""

import time

from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.console.faults import Fault
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.slack.socket import PING, is_open, reopened


def test_a_refusal_of_slacks_ends_nothing_and_the_next_try_connects():
    with Console(Workspace()) as console:
        web = WebClient(base_url=f"{console.url}/api/", retry_handlers=[])
        client = SocketModeClient(app_token=console.app_token, web_client=web)
        try:
            for kind in ("error", "server_error", "garbage"):
                console.faults.add(Fault(kind, "apps.connections.open"))
                assert not reopened(client), kind
            assert reopened(client)
            assert console.wait_connected(20)
        finally:
            client.close()


def test_a_line_that_was_cut_is_known_at_once_and_opened_anew():
    with Console(Workspace()) as console:
        web = WebClient(base_url=f"{console.url}/api/", retry_handlers=[])
        client = SocketModeClient(app_token=console.app_token, web_client=web, auto_reconnect_enabled=False)
        try:
            assert not is_open(client)
            assert reopened(client)
            assert console.wait_connected(20)
            assert is_open(client)
            cut = time.monotonic()
            console.socket.cut()
            while is_open(client):
                assert time.monotonic() - cut < PING, "by silence it is known after four pings"
                time.sleep(0.02)
            assert client.is_connected(), "the client does not know yet"
            assert reopened(client)
            assert is_open(client)
        finally:
            client.close()
