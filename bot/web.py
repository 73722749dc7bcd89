"""The HTTP face: signed events of other systems, Slack's requests where there is no socket, and a sign of life."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import structlog

from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import UnauthorizedError

if TYPE_CHECKING:
    from flask import Flask
    from slack_bolt.adapter.flask import SlackRequestHandler

    from bot.wiring import Rapport

log = structlog.get_logger()

THREADS = 8
MOST_BYTES = 8 * 1024 * 1024  # of a request
BUSY = {"Retry-After": "10"}
Answer = tuple[dict[str, Any], int] | tuple[dict[str, Any], int, dict[str, str]]


class WebFace:
    """Listens on `RAPPORT_HTTP_HOST`:`RAPPORT_HTTP_PORT`. Where the port is taken the bot goes on without it."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._server: Any = None
        self.port: int | None = None

    def start(self, slack: SlackRequestHandler | None) -> None:
        """Listens.

        Args:
            slack: answers Slack's requests; None where Slack talks over a socket.

        Raises:
            FatalError: the port is taken, and Slack would talk to it.
        """
        from waitress.server import create_server  # noqa: PLC0415

        settings = self._app.settings
        try:
            self._server = create_server(
                self._routes(slack),
                host=settings.http_host,
                port=settings.http_port,
                threads=THREADS,
                max_request_body_size=MOST_BYTES,
            )
        except OSError as error:
            if slack is not None:
                raise FatalError("RAPPORT_HTTP_PORT is taken by another program. Choose another port.") from error
            log.warning("http_port_taken", port=settings.http_port)
            return
        self.port = int(self._server.effective_port)
        threading.Thread(target=self._server.run, name="http", daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    def _routes(self, slack: SlackRequestHandler | None) -> Flask:
        from flask import Flask, request  # noqa: PLC0415

        web = Flask("rapport")
        web.add_url_rule("/healthz", "health", lambda: {"ok": True})
        web.add_url_rule("/events", "default", lambda: self._told("events", request), methods=["POST"])
        web.add_url_rule("/events/<name>", "events", lambda name: self._told(name, request), methods=["POST"])
        if slack is not None:
            web.add_url_rule("/slack/events", "slack", lambda: slack.handle(request), methods=["POST"])
        return web

    def _told(self, name: str, request: Any) -> Answer:
        """Answers only once what was told is committed, so that a sender may forget it."""
        try:
            told = self._app.sync.receive(name, request.headers, request.get_data())
        except UnauthorizedError as error:
            return {"error": error.message}, 401
        except RejectedError as error:
            return {"error": error.message}, 400
        except RetryableError as error:
            return {"error": error.message}, 503, BUSY
        except FatalError as error:
            log.warning("source_set_up_wrongly", source=name, reason=error.message)
            return {"error": "This source is not set up yet. Please try later."}, 503, BUSY
        return {"received": told.new, "known": told.known}, 202
