from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from console_apps import build_app, close_clients
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.console.server import Console
from bot.console.workspace import sample_workspace


@pytest.fixture
def console() -> Iterator[Console]:
    with Console(
        sample_workspace(),
        ack_timeout=1.0,
        retry_delays=(0.0, 0.05),
        commands={"/rapport": "Ask, log and steer"},
        suggestions=("How is Acme doing?", "What did I promise this week?"),
    ) as started:
        yield started


@pytest.fixture
def connect(console: Console) -> Iterator[Callable[..., App]]:
    """Connect an app over Socket Mode; all are closed at the end."""
    handlers: list[SocketModeHandler] = []
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)

    def start(app: App | None = None) -> App:
        app = app or build_app(console)
        handler = SocketModeHandler(app, console.app_token)
        handlers.append(handler)
        handler.connect()
        assert console.wait_connected(count=len(handlers))
        return app

    yield start
    close_clients(console, [handler.client for handler in handlers])


@pytest.fixture
def client(console: Console) -> WebClient:
    return WebClient(token=console.bot_token, base_url=console.url + "/api/")
