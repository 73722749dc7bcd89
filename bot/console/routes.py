"""The console's addresses: the page, the Web API, the socket, answers and files."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, request, send_from_directory
from flask_sock import Sock
from simple_websocket import Server as WebSocket

from bot.console.acting import Acting
from bot.console.errors import SlackRefusal
from bot.console.faults import Faults
from bot.console.socket_mode import SocketHub
from bot.console.state import State
from crm.errors import RejectedError

HOST = "127.0.0.1"
STATIC = Path(__file__).parent / "static"
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


class Routes:
    """The Flask application of the console.

    Args:
        state: the workspace.
        acting: takes the app's answers to commands and interactions.
        hub: takes the app's WebSockets.
        faults: what goes wrong with files on request, as the method `upload`.
        blueprints: the Web API and the page's own API.
    """

    def __init__(
        self, state: State, acting: Acting, hub: SocketHub, faults: Faults, blueprints: list[Blueprint]
    ) -> None:
        self._state, self._acting, self._hub, self._faults = state, acting, hub, faults
        self.app = self._flask(blueprints)

    def _flask(self, blueprints: list[Blueprint]) -> Flask:
        here = str(STATIC.parent)
        app = Flask("bot.console", static_folder=None, root_path=here, instance_path=here)
        app.config["SOCK_SERVER_OPTIONS"] = {"thread_class": _DaemonThread, "ping_interval": 20}
        app.before_request(_refuse_strangers)
        app.register_error_handler(RejectedError, lambda error: (jsonify({"error": error.message}), 409))
        for blueprint in blueprints:
            app.register_blueprint(blueprint)
        Sock(app).route("/link/")(self._link)
        app.add_url_rule("/", "page", self._page)
        app.add_url_rule("/archives/<path:_rest>", "permalink", self._page)
        app.add_url_rule("/static/<path:name>", "static", lambda name: send_from_directory(STATIC, name))
        app.add_url_rule("/actions/<team>/<token>", "actions", self._answer, methods=["POST"])
        app.add_url_rule("/commands/<team>/<token>", "commands", self._answer, methods=["POST"])
        app.add_url_rule("/upload/v1/<file_id>", "upload", self._upload, methods=["POST"])
        app.add_url_rule("/files/<file_id>", "picture", self._file)
        app.add_url_rule("/files/<file_id>/<name>", "file", self._file)
        return app

    def _link(self, socket: WebSocket) -> None:
        self._hub.serve(socket, request.args.get("ticket", ""))

    def _page(self, _rest: str = "") -> Response:
        response = send_from_directory(STATIC, "index.html")
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    def _answer(self, team: str, token: str) -> tuple[Response | str, int]:
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or team != self._state.workspace.team_id:
            return "invalid_payload", 400
        try:
            self._acting.respond(self._state.tickets.use_response(token), body)
        except SlackRefusal as refusal:
            return jsonify(refusal.as_answer()), 404 if refusal.error.endswith("_url") else 400
        return "ok", 200

    def _upload(self, file_id: str) -> tuple[str, int]:
        fault = self._faults.take("upload")
        if fault is not None and fault.kind == "hang":
            time.sleep(fault.seconds)  # the wire is slow, whatever the clock of the rules says
        elif fault is not None:
            return "Internal Server Error", 500
        upload = self._state.uploads.get(file_id)
        if upload is None or upload.completed:
            return "not found", 404
        content = request.get_data()  # before the form is looked at: urllib calls any body a form
        sent = next(iter(request.files.values()), None)
        content = sent.read() if sent is not None else content
        if len(content) != upload.length:
            return "length mismatch", 400
        upload.content = content
        return f"OK - {len(content)}", 200

    def _file(self, file_id: str, name: str = "") -> Response:
        """A completed file; pictures are shown, everything else is only ever saved."""
        upload = self._state.uploads.get(file_id)
        if upload is None or upload.content is None or name not in ("", upload.name):
            return Response("not found", 404)
        how = "inline" if upload.is_picture else "attachment"
        kind = upload.mimetype if upload.is_picture else "application/octet-stream"
        headers = {"Content-Disposition": how, "X-Content-Type-Options": "nosniff"}
        return Response(upload.content, content_type=kind, headers=headers)


class _DaemonThread(threading.Thread):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, daemon=True, **kwargs)


def _refuse_strangers() -> Response | None:
    """Only this machine's own pages and programs may speak to the console."""
    host = urlsplit(f"//{request.host}").hostname
    if host not in (HOST, "localhost"):
        return Response("wrong host", 403)
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        return Response("wrong origin", 403)
    return None
