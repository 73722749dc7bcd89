"""Pinecone's documented data plane on a real socket: keys, namespaces, pages, refusals, and writes that show late."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np

KEY = "pc-test"
DIMENSION = 48
Space = dict[str, list[float]]


class PineconeServer:
    """One serverless index. `refusals` are statuses that the next calls get; while `late`, writes do not show yet."""

    def __init__(self, metric: str = "cosine") -> None:
        self.metric = metric
        self.namespaces: dict[str, Space] = {}
        self.refusals: list[int] = []
        self.late = False
        self.asked: list[str] = []
        self._waiting: list[tuple[str, Space]] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"index": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"pinecone+http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def show(self) -> None:
        """What was written late shows from now on."""
        with self._lock:
            self.late = False
            for name, rows in self._waiting:
                self.namespaces.setdefault(name, {}).update(rows)
            self._waiting.clear()

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: dict[str, Any]) -> tuple[int, Any]:
        with self._lock:
            self.asked.append(f"{method} {path}")
            if self.refusals:
                return self.refusals.pop(0), {"code": 8, "message": "refused", "details": []}
            does = {
                "POST /describe_index_stats": self._stats,
                "POST /vectors/upsert": self._upsert,
                "POST /query": self._query,
                "GET /vectors/fetch": self._fetch,
                "GET /vectors/list": self._list,
                "POST /vectors/delete": self._delete,
                "GET /namespaces": self._namespaces,
            }.get(f"{method} {path}")
            if does is not None:
                return does(body or dict(query))
            return self._namespace(method, unquote(path.removeprefix("/namespaces/")))

    def _stats(self, _: Any) -> tuple[int, Any]:
        spaces = {name: {"vectorCount": len(rows)} for name, rows in self.namespaces.items()}
        return 200, {"dimension": DIMENSION, "metric": self.metric, "indexFullness": 0, "namespaces": spaces}

    def _upsert(self, body: dict[str, Any]) -> tuple[int, Any]:
        rows = {each["id"]: each["values"] for each in body["vectors"]}
        if len(rows) > 1_000 or any(len(values) != DIMENSION for values in rows.values()):
            return 400, {"code": 3, "message": "Vector dimension does not match", "details": []}
        if self.late:
            self._waiting.append((body["namespace"], rows))
        else:
            self.namespaces.setdefault(body["namespace"], {}).update(rows)
        return 200, {"upsertedCount": len(rows)}

    def _query(self, body: dict[str, Any]) -> tuple[int, Any]:
        if len(body["vector"]) != DIMENSION or not 1 <= body["topK"] <= 10_000:
            return 400, {"code": 3, "message": "Query vector dimension does not match", "details": []}
        rows = self.namespaces.get(body["namespace"], {})
        scores = {one: float(np.dot(values, body["vector"])) for one, values in rows.items()}
        best = sorted(scores, key=lambda one: -scores[one])[: body["topK"]]
        matches = [{"id": one, "score": scores[one], "values": []} for one in best]
        return 200, {"matches": matches, "namespace": body["namespace"], "usage": {"readUnits": 5}}

    def _fetch(self, query: dict[str, list[str]]) -> tuple[int, Any]:
        rows = self.namespaces.get(query["namespace"][0], {})
        found = {one: {"id": one, "values": rows[one]} for one in query["ids"] if one in rows}
        return 200, {"vectors": found, "namespace": query["namespace"][0], "usage": {"readUnits": 1}}

    def _list(self, query: dict[str, list[str]]) -> tuple[int, Any]:
        ids = sorted(self.namespaces.get(query["namespace"][0], {}))
        return 200, _page("vectors", [{"id": one} for one in ids], query)

    def _delete(self, body: dict[str, Any]) -> tuple[int, Any]:
        if body["namespace"] not in self.namespaces:
            return 404, {"code": 5, "message": "Namespace not found", "details": []}
        for one in body["ids"]:
            self.namespaces[body["namespace"]].pop(one, None)
        return 200, {}

    def _namespaces(self, query: dict[str, list[str]]) -> tuple[int, Any]:
        told = [{"name": name, "record_count": str(len(self.namespaces[name]))} for name in sorted(self.namespaces)]
        return 200, _page("namespaces", told, query)

    def _namespace(self, method: str, name: str) -> tuple[int, Any]:
        if name not in self.namespaces:
            return 404, {"code": 5, "message": "Namespace not found", "details": []}
        if method == "DELETE":
            del self.namespaces[name]
            return 200, {}
        return 200, {"name": name, "record_count": str(len(self.namespaces[name]))}


class Handler(BaseHTTPRequestHandler):
    index: PineconeServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def do_DELETE(self) -> None:
        self._respond()

    def log_message(self, *_: Any) -> None:
        """Quiet."""

    def _respond(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        if self.headers.get("Api-Key") != KEY:
            self._say(401, b"Unauthorized", "text/plain")
        elif not self.headers.get("X-Pinecone-Api-Version") or len(content) > 2 * 2**20:
            self._say(400, b'{"code": 3, "message": "no version, or more than 2 MB", "details": []}')
        else:
            body = json.loads(content) if content else {}
            status, answer = self.index.answer(self.command, parts.path, parse_qs(parts.query), body)
            self._say(status, json.dumps(answer).encode())

    def _say(self, status: int, content: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _page(what: str, found: list[Any], query: dict[str, list[str]]) -> dict[str, Any]:
    limit = min(int(query.get("limit", ["100"])[0]), 100)
    start = int(query.get("paginationToken", ["0"])[0])
    more = {"pagination": {"next": str(start + limit)}} if start + limit < len(found) else {}
    return {what: found[start : start + limit], **more}
