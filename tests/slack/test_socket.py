"""A line to Slack that is opened anew, over a real socket."""

from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.console.faults import Fault
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.slack.socket import reopened


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
