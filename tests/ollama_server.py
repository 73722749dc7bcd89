"""A server that speaks Ollama's documented HTTP API on a real socket, and fails on demand."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NDJSON, JSON = "application/x-ndjson", "application/json; charset=utf-8"
PIECE = 12  # characters of a piece of a stream


@dataclass
class Reply:
    """What one chat call is answered with."""

    text: str = ""
    thinking: str = ""  # in the field of its own, as a thinking model sends it
    status: int = 200
    error: str = ""  # with a status of 200: an error object in the middle of the stream
    raw: bytes | None = None  # the body as it is, in place of an answer
    content_type: str = ""
    pause: float = 0.0  # seconds before each piece
    hang_after: int | None = None  # pieces, then nothing
    reset_after: int | None = None  # pieces, then the connection is reset
    unfinished: bool = False  # ends politely, without `done`
    done_reason: str = "stop"
    prompt_tokens: int = 26
    answer_tokens: int = 9
    load_ns: int = 5_000_000


class OllamaServer:
    """`replies` are used up one a chat call; the last stays."""

    def __init__(self, port: int = 0) -> None:
        self.replies: list[Reply] = [Reply("{}")]
        self.models = ["tiny:latest", "embed:latest"]
        self.running: list[dict[str, Any]] = []
        self.vectors: Any = None
        self.width = 4
        self.digest = "500a1f067a9f"  # of every model
        self.busy: threading.Event | None = None  # chat calls wait for it
        self.silent = False  # takes connections and says nothing
        self.pulled: list[dict[str, Any]] = []  # lines of a pull; empty for an ordinary one
        self.redirect: str | None = None
        self.load_until: threading.Event | None = None  # a load waits for it
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.released = threading.Event()
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()

    def next_reply(self) -> Reply:
        with self._lock:
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def asked(self, path: str = "/api/chat") -> list[dict[str, Any]]:
        return [body for seen, body in self.seen if seen == path]

    def installed(self, model: str) -> bool:
        return model in self.models or f"{model}:latest" in self.models


def handler(ollama: OllamaServer) -> type[BaseHTTPRequestHandler]:
    class Handler(Exchange):
        fake = ollama

    return Handler


class Exchange(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: OllamaServer

    def do_GET(self) -> None:
        self.fake.seen.append((self.path, {}))
        if self.fake.silent:
            self.fake.released.wait(20)
            self.close_connection = True
        elif self.path == "/api/version":
            self.send(200, {"version": "0.40.12"})
        elif self.path == "/api/tags":
            self.send(200, {"models": [self.model(name) for name in self.fake.models]})
        elif self.path == "/api/ps":
            self.send(200, {"models": self.fake.running})
        else:
            self.send(404, {"error": "not found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        self.fake.seen.append((self.path, body))
        model = str(body.get("model"))
        if self.fake.redirect:
            self.send(307, {}, Location=self.fake.redirect + self.path)
        elif self.path == "/api/pull":
            self.stream(self.fake.pulled or pulling())
        elif not self.fake.installed(model):
            self.send(404, {"error": f"model '{model}' not found"})
        elif self.path == "/api/show":
            self.send(200, {"capabilities": ["completion"], "model_info": {}, "details": {"family": "tiny"}})
        elif self.path == "/api/embed":
            self.embed(body)
        elif self.path == "/api/generate" and not body.get("prompt"):
            if self.fake.load_until is not None:
                self.fake.load_until.wait(20)
            self.send(200, {"model": model, "done": True, "done_reason": "load", "response": ""})
        else:
            if self.fake.busy is not None:
                self.fake.busy.wait(20)
            self.answer(body, self.fake.next_reply())

    def model(self, name: str) -> dict[str, Any]:
        return {"model": name, "name": name, "size": 10, "digest": self.fake.digest}

    def embed(self, body: dict[str, Any]) -> None:
        reply = self.fake.next_reply()
        if reply.status != 200:
            self.send(reply.status, {"error": reply.error})
            return
        rows = [[float(len(text)), *([1.0] * (self.fake.width - 1))] for text in body["input"]]
        self.send(200, {"model": body["model"], "embeddings": rows if self.fake.vectors is None else self.fake.vectors})

    def answer(self, body: dict[str, Any], reply: Reply) -> None:
        if reply.raw is not None:
            self.send_raw(reply.status, reply.raw, reply.content_type or NDJSON)
        elif reply.status != 200:
            self.send(reply.status, {"error": reply.error})
        elif body.get("stream", True):
            self.stream(self.pieces(body, reply), reply)
        else:
            parts = [part for part in self.pieces(body, reply) if "error" not in part]
            self.send(200, merged(parts))

    def pieces(self, body: dict[str, Any], reply: Reply) -> Iterator[dict[str, Any]]:
        chat = self.path == "/api/chat"
        head = {"model": body["model"], "created_at": "2026-11-20T15:00:00Z"}
        said = [("thinking", reply.thinking)] if reply.thinking else []
        said += [("content", reply.text[at : at + PIECE]) for at in range(0, len(reply.text), PIECE)]
        for kind, text in said:
            message = {"role": "assistant", "content": "", kind: text}
            yield {**head, "message": message, "done": False} if chat else {**head, "response": text, "done": False}
        if reply.error:
            yield {"error": reply.error}
        elif not reply.unfinished:
            end = {"message": {"role": "assistant", "content": ""}} if chat else {"response": ""}
            yield {**head, **end, "done": True, "done_reason": reply.done_reason, **figures(reply)}

    def stream(self, parts: Any, reply: Reply | None = None) -> None:
        reply = reply or Reply()
        self.send_response(200)
        self.send_header("Content-Type", reply.content_type or NDJSON)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for place, part in enumerate(parts):
            if reply.reset_after == place:
                self.reset()
                return
            if reply.hang_after == place or self.fake.released.wait(reply.pause):
                self.fake.released.wait(20)
                self.close_connection = True
                return
            if not self.chunk(json.dumps(part).encode() + b"\n"):
                return
        self.chunk(b"")

    def chunk(self, data: bytes) -> bool:
        try:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()
        except OSError:
            return False  # the client has hung up
        return True

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def send(self, status: int, answer: dict[str, Any], **headers: str) -> None:
        self.send_raw(status, json.dumps(answer).encode(), JSON, **headers)

    def send_raw(self, status: int, body: bytes, content_type: str, **headers: str) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True  # reset on demand

    def log_message(self, *args: Any) -> None: ...


def figures(reply: Reply) -> dict[str, int]:
    return {
        "total_duration": reply.load_ns + 120_000_000,
        "load_duration": reply.load_ns,
        "prompt_eval_count": reply.prompt_tokens,
        "prompt_eval_duration": 20_000_000,
        "eval_count": reply.answer_tokens,
        "eval_duration": 100_000_000,
    }


def merged(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """A whole answer, as it comes without streaming."""
    if "response" in parts[-1]:
        return {**parts[-1], "response": "".join(part["response"] for part in parts)}
    text = "".join(part["message"]["content"] for part in parts)
    return {**parts[-1], "message": {"role": "assistant", "content": text}}


def pulling() -> list[dict[str, Any]]:
    layer = {"status": "pulling 8eeb52dfb3bb", "digest": "sha256:8eeb52dfb3bb", "total": 200}
    steps = [{**layer, "completed": done} for done in (50, 200)]
    return [{"status": "pulling manifest"}, *steps, {"status": "verifying sha256 digest"}, {"status": "success"}]
