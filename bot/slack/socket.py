"""Socket Mode, with the time from an envelope's arrival to its acknowledgement."""

from __future__ import annotations

import socket
from contextlib import suppress
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

ESTABLISHED = 1  # of the states that TCP_INFO begins with
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

    def close(self) -> None:
        """Whoever waits for the next envelope, for up to three seconds at a time, is told first that none will come."""
        session = self.client.current_session
        line = session.sock if session is not None else None
        if line is not None:
            with suppress(OSError):  # closed meanwhile
                socket.socket.shutdown(line, socket.SHUT_RD)
        super().close()  # type: ignore[no-untyped-call]


def is_open(client: SocketModeClient) -> bool:
    """Whether there is a line. The system knows that the other end hung up; the client learns it by silence, in half a
    minute, and reads from it over and over until then.
    """
    session = client.current_session
    line = session.sock if session is not None else None
    if line is None:
        return False
    if not hasattr(socket, "TCP_INFO"):  # not on Linux
        return True
    try:
        return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == ESTABLISHED
    except OSError:  # closed meanwhile
        return False


def reopened(client: SocketModeClient) -> bool:
    """Opens a line that is not open anew; False where that came to nothing, for whatever reason: it is tried again."""
    try:
        if client.is_connected():
            client.disconnect()
        client.connect_to_new_endpoint()
    except (SlackClientError, OSError, HTTPException):
        return False
    return True
