"""The HTTP face: signed events of other systems, Slack's requests where there is no socket, and a sign of life."""

from __future__ import annotations

import threading
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog

from bot.telemetry.metrics import PrometheusMeter
from bot.telemetry.readiness import Readiness
from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import UnauthorizedError

if TYPE_CHECKING:
    from flask import Flask
    from slack_bolt.adapter.flask import SlackRequestHandler

    from bot.slack.oauth.flow import Flow
    from bot.wiring import Rapport

log = structlog.get_logger()

THREADS = 8
LAST_ANSWERS = 5  # seconds
MOST_BYTES = 8 * 1024 * 1024  # of a request
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
BUSY = {"Retry-After": "10"}
Answer = tuple[dict[str, Any], int] | tuple[dict[str, Any], int, dict[str, str]]


class WebFace:
    """Listens on `RAPPORT_HTTP_HOST`:`RAPPORT_HTTP_PORT`. Where the port is taken the bot goes on without it."""

    def __init__(self, app: Rapport, readiness: Readiness | None = None) -> None:
        self._app = app
        self._readiness = readiness or Readiness({})
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self._channels: dict[int, Any] = {}  # waitress's own: its sockets, by descriptor
        self.port: int | None = None

    def start(self, slack: SlackRequestHandler | None, flow: Flow | None = None) -> None:
        """Listens.

        Args:
            slack: answers Slack's requests; None where Slack talks over a socket.
            flow: takes in workspaces that install Rapport; None where none may.

        Raises:
            FatalError: the port is taken, and Slack would talk to it.
        """
        from waitress.server import create_server  # noqa: PLC0415

        settings = self._app.settings
        try:
            self._server = create_server(
                self._routes(slack, flow),
                host=settings.http_host,
                port=settings.http_port,
                threads=THREADS,
                max_request_body_size=MOST_BYTES,
                clear_untrusted_proxy_headers=False,  # they tell a forwarded request
                map=self._channels,
            )
        except OSError as error:
            if slack is not None or flow is not None:
                raise FatalError("RAPPORT_HTTP_PORT is taken by another program. Choose another port.") from error
            log.warning("http_port_taken", port=settings.http_port)
            return
        self.port = int(self._server.effective_port)
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Requests that are being answered are; then the loop closes its own sockets, for nobody else may."""
        from waitress.wasyncore import close_all  # noqa: PLC0415

        if self._server is None or self._thread is None:
            return
        self._server.task_dispatcher.shutdown(timeout=LAST_ANSWERS)
        trigger = next(each for each in list(self._channels.values()) if hasattr(each, "thunks"))
        with trigger.lock:  # else a loop that is awake already closes the trigger before it is pulled
            trigger.thunks.append(lambda: close_all(self._channels, ignore_all=True))
            trigger.pull_trigger()
        self._thread.join(LAST_ANSWERS)

    def _routes(self, slack: SlackRequestHandler | None, flow: Flow | None) -> Flask:
        from flask import Flask, request  # noqa: PLC0415

        web = Flask("rapport")
        web.add_url_rule("/healthz", "health", lambda: {"ok": True})
        web.add_url_rule("/readyz", "ready", self._ready)
        web.add_url_rule("/events", "default", lambda: self._told("events", request), methods=["POST"])
        web.add_url_rule("/events/<name>", "events", lambda name: self._told(name, request), methods=["POST"])
        if slack is not None:
            web.add_url_rule("/slack/events", "slack", lambda: self._of_slack(slack, request), methods=["POST"])
        meter = self._app.telemetry.meter
        if isinstance(meter, PrometheusMeter):
            from bot.telemetry.gauges import Gauges  # noqa: PLC0415

            meter.registry.register(Gauges(self._app))
            web.add_url_rule("/metrics", "metrics", lambda: self._metrics(meter, request))
        if flow is not None:
            from bot.slack.oauth.flow import add_routes  # noqa: PLC0415

            add_routes(web, flow)
        return web

    def _ready(self) -> Answer:
        """Ready, or the names of what is not; an orchestrator asks, and anybody may."""
        missing = self._readiness.missing()
        return ({"ready": False, "missing": missing}, 503, BUSY) if missing else ({"ready": True}, 200)

    def _of_slack(self, slack: SlackRequestHandler, request: Any) -> Any:
        began = perf_counter()
        with self._app.store.way.first():
            answer = slack.handle(request)
        self._app.telemetry.meter.took("slack_ack_seconds", perf_counter() - began, face="http")
        return answer

    def _metrics(self, meter: PrometheusMeter, request: Any) -> Any:
        """For those on the list, straight from their machine: what a proxy forwards may come from anywhere."""
        forwarded = any(name in request.headers for name in FORWARDED)
        if forwarded or request.remote_addr not in self._app.settings.metrics_hosts:
            return {"error": "not found"}, 404
        body, kind = meter.exposition()
        return body, 200, {"Content-Type": kind}

    def _told(self, name: str, request: Any) -> Answer:
        """Answers only once what was told is committed, so that a sender may forget it."""
        try:
            headers, body = request.headers, request.get_data()
            if (answer := self._app.sync.challenge(name, headers, body)) is not None:
                return dict(answer), 200
            told = self._app.sync.receive(name, headers, body)
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
