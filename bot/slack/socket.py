"""Socket Mode, with the time from an envelope's arrival to its acknowledgement."""

from __future__ import annotations

from http.client import HTTPException
from time import perf_counter

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.telemetry.metrics import Meter
from crm.right_of_way import RightOfWay

PING = 5  # seconds: a line that fell silent for four of them is opened anew


class MeteredHandler(SocketModeHandler):
    def __init__(self, bolt: App, token: str, caller: WebClient, meter: Meter, way: RightOfWay) -> None:
        super().__init__(bolt, token, web_client=caller, ping_interval=PING)
        self._meter, self._way = meter, way

    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        began = perf_counter()
        with self._way.first():
            super().handle(client, req)
        self._meter.took("slack_ack_seconds", perf_counter() - began, face="socket")


def reopened(client: SocketModeClient) -> bool:
    """Opens a line that is not there anew; False where that came to nothing, for whatever reason: it is tried again."""
    try:
        client.connect_to_new_endpoint()
    except (SlackClientError, OSError, HTTPException):
        return False
    return True
