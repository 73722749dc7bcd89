"""A Chroma server (`chroma run`), by its HTTP interface: Chroma's own client waits for ever and loads for two seconds.

Deleting leaves a vector in the server's files, and so does deleting its collection. So vectors are overwritten before
they go, and enough is written behind them to have the server write its index anew: then none of them is there. What
may still lie in unused room of the server's SQLite file, where writes wait for the index, goes by `chroma vacuum`.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import numpy as np

from indexing.shelved import Pairs
from indexing.stores.faults import MissingError, TakenError
from indexing.stores.limits import Limits
from indexing.stores.rest import Rest, sensible

PAGE = 500  # records a call
SYNC = 100  # writes after which the server writes its index to disk
HNSW = {"space": "ip", "ef_search": 200, "sync_threshold": SYNC, "batch_size": SYNC}
BLANK = "blank"  # what overwrites, as an id


class ChromaServer:
    """Implements `Collections`.

    Args:
        address: `http://host:port`.
        database: what Chroma calls one; it has to be Rapport's alone, and is made where it is not there.
    """

    remedy = "Start it (chroma run --path FOLDER --port 8000), and check RAPPORT_VECTORS."

    def __init__(self, address: str, database: str, key: str = "", limits: Limits | None = None) -> None:
        self._rest = Rest(f"{address}/api/v2/tenants/default_tenant", {"x-chroma-token": key} if key else {})
        self._database = database
        self._inside = f"/databases/{quote(database)}/collections"
        self._limits = limits or Limits()
        self._known: dict[str, str] = {}  # ids by name

    def names(self) -> list[str]:
        found: list[str] = []
        while True:
            params = {"limit": PAGE, "offset": len(found)}
            page = self._rest.call("GET", self._inside, self._limits.asking, params=params)
            with sensible():
                found += [str(each["name"]) for each in page]
                if len(page) < PAGE:
                    return found

    def make(self, name: str, dimensions: int) -> None:  # noqa: ARG002 - Chroma takes it off the first vector
        self._make_database()
        body = {"name": name, "get_or_create": True, "configuration": {"hnsw": HNSW}}
        made = self._rest.call("POST", self._inside, self._limits.writing, body)
        with sensible():
            self._known[name] = str(made["id"])

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        for start in range(0, len(ids), PAGE):
            rows = vectors[start : start + PAGE].astype("<f4")
            packed = [base64.b64encode(row.tobytes()).decode() for row in rows]
            self._change(name, "upsert", {"ids": list(ids[start : start + PAGE]), "embeddings": packed})

    def near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        body = {
            "query_embeddings": np.ascontiguousarray(queries, np.float32),
            "n_results": limit,
            "include": ["distances"],
        }
        answer = self._inquire(name, "query", body)
        with sensible():
            return [
                [(str(one), 1.0 - float(gap)) for one, gap in zip(ids, gaps, strict=True)]
                for ids, gaps in zip(answer["ids"], answer["distances"], strict=True)
            ]

    def read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        there: list[str] = []
        vectors: list[Any] = []
        for start in range(0, len(ids), PAGE):
            page = self._inquire(name, "get", {"ids": list(ids[start : start + PAGE]), "include": ["embeddings"]})
            with sensible():
                there += map(str, page["ids"])
                vectors += page["embeddings"]
        with sensible():
            return there, np.array(vectors, np.float32).reshape(len(there), -1 if there else 0)

    def ids(self, name: str) -> list[str]:
        answer = self._change(name, "get", {"include": []})
        with sensible():
            return [str(one) for one in answer["ids"] if not str(one).startswith(BLANK)]

    def count(self, name: str) -> int:
        with sensible():
            return int(self._within(name, "GET", "/count", self._limits.asking))

    def remove(self, name: str, ids: Sequence[str]) -> int:
        there, vectors = self.read(name, ids)
        if there:
            self.put(name, there, _blank(len(there), vectors.shape[1]))
            self._delete(name, there)
        return len(there)

    def purge(self, name: str) -> None:
        found = self._rest.call("GET", f"{self._inside}/{quote(name)}", self._limits.asking)
        with sensible():
            dimensions = int(found["dimension"] or 0)
        if dimensions:
            fill = [f"{BLANK}:{place}" for place in range(SYNC)]
            self.put(name, fill, _blank(SYNC, dimensions))
            self._delete(name, fill)

    def drop(self, name: str) -> None:
        with suppress(MissingError):
            self.remove(name, self.ids(name))
            self.purge(name)
            self._rest.call("DELETE", f"{self._inside}/{quote(name)}", self._limits.writing)
        self._known.pop(name, None)

    def close(self) -> None:
        self._rest.close()

    def _make_database(self) -> None:
        try:
            self._rest.call("GET", f"/databases/{quote(self._database)}", self._limits.asking)
        except MissingError:
            with suppress(TakenError):  # another was quicker
                self._rest.call("POST", "/databases", self._limits.writing, {"name": self._database})

    def _delete(self, name: str, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), PAGE):
            self._change(name, "delete", {"ids": list(ids[start : start + PAGE])})

    def _inquire(self, name: str, what: str, body: dict[str, Any]) -> Any:
        return self._within(name, "POST", f"/{what}", self._limits.asking, body)

    def _change(self, name: str, what: str, body: dict[str, Any]) -> Any:
        return self._within(name, "POST", f"/{what}", self._limits.writing, body)

    def _within(self, name: str, method: str, what: str, budget: timedelta, body: Any = None) -> Any:
        """One call to a collection; one that somebody dropped and made anew has another id."""
        known = self._known.get(name)
        try:
            return self._rest.call(method, f"{self._inside}/{known or self._found(name)}{what}", budget, body)
        except MissingError:
            self._known.pop(name, None)
            if known is None:
                raise
            return self._within(name, method, what, budget, body)

    def _found(self, name: str) -> str:
        answer = self._rest.call("GET", f"{self._inside}/{quote(name)}", self._limits.asking)
        with sensible():
            self._known[name] = str(answer["id"])
        return self._known[name]


def _blank(count: int, dimensions: int) -> np.ndarray:
    return np.full((count, dimensions), dimensions**-0.5, np.float32)
