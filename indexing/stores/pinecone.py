"""Pinecone, by its documented HTTP interface: a namespace of one serverless index for each collection.

What was written shows after a moment only. Nothing relies on that: hits are joined to the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import numpy as np

from crm.errors import FatalError
from indexing.shelved import Pairs
from indexing.stores.faults import MissingError
from indexing.stores.limits import Limits
from indexing.stores.rest import Rest, sensible

VERSION = "2025-10"
PAGE = 100  # ids of a listing or a fetch, whose ids stand in its address
MOST_RECORDS = 1_000  # of an upsert or a delete
MOST_BYTES = 1_500_000  # of an upsert; Pinecone takes 2 MB
DIGITS = 13  # bytes a number takes at most, about
METRICS = {"cosine", "dotproduct"}
METRIC = "The Pinecone index measures by {}; make one that measures by cosine and set RAPPORT_VECTORS to its host."


class Pinecone:
    """Implements `Collections`.

    Args:
        address: the index's own, `https://<index>-<project>.svc.<region>.pinecone.io`.
    """

    remedy = "Check the index in Pinecone's console, RAPPORT_VECTORS and RAPPORT_VECTORS_KEY, and the way out of here."

    def __init__(self, address: str, key: str, limits: Limits | None = None) -> None:
        self._rest = Rest(address, {"Api-Key": key, "X-Pinecone-Api-Version": VERSION})
        self._limits = limits or Limits()
        self._fit = False

    def names(self) -> list[str]:
        found = self._listed("/namespaces", "namespaces", {}, self._limits.asking)
        with sensible():
            return [str(each["name"]) for each in found if int(each["record_count"])]

    def make(self, name: str, dimensions: int) -> None:
        """A namespace begins with its first vector."""

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        page = min(MOST_RECORDS, max(1, MOST_BYTES // (vectors.shape[1] * DIGITS + 100)))
        for start in range(0, len(ids), page):
            rows = zip(ids[start : start + page], vectors[start : start + page], strict=True)
            body = {"namespace": name, "vectors": [{"id": one, "values": row} for one, row in rows]}
            self._call("POST", "/vectors/upsert", self._limits.writing, body)

    def near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        found: list[Pairs] = []
        for query in np.ascontiguousarray(queries, np.float32):
            body = {"namespace": name, "vector": query, "topK": limit, "includeValues": False, "includeMetadata": False}
            answer = self._call("POST", "/query", self._limits.asking, body)
            with sensible():
                found.append([(str(each["id"]), float(each["score"])) for each in answer["matches"]])
        return found

    def read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        there: dict[str, Any] = {}
        for start in range(0, len(ids), PAGE):
            params = [("namespace", name), *(("ids", one) for one in ids[start : start + PAGE])]
            answer = self._call("GET", "/vectors/fetch", self._limits.asking, params=params)
            with sensible():
                there |= {str(one): found["values"] for one, found in answer["vectors"].items()}
        with sensible():
            rows = np.array(list(there.values()), np.float32)
            return list(there), rows.reshape(len(there), -1 if there else 0)

    def ids(self, name: str) -> list[str]:
        found = self._listed("/vectors/list", "vectors", {"namespace": name}, self._limits.writing)
        with sensible():
            return [str(each["id"]) for each in found]

    def count(self, name: str) -> int:
        answer = self._call("GET", f"/namespaces/{quote(name)}", self._limits.asking)
        with sensible():
            return int(answer["record_count"])

    def remove(self, name: str, ids: Sequence[str]) -> int:
        """All of the ids, for one that was written just now may not show yet."""
        there, _ = self.read(name, ids)
        for start in range(0, len(ids), MOST_RECORDS):
            body = {"namespace": name, "ids": list(ids[start : start + MOST_RECORDS])}
            self._call("POST", "/vectors/delete", self._limits.writing, body)
        return len(there)

    def purge(self, name: str) -> None:
        """Pinecone does that in its own time."""

    def drop(self, name: str) -> None:
        with suppress(MissingError):
            self._call("DELETE", f"/namespaces/{quote(name)}", self._limits.writing)

    def close(self) -> None:
        self._rest.close()

    def _listed(self, path: str, what: str, params: dict[str, Any], budget: timedelta) -> list[Any]:
        return [each for page in self._pages(path, what, params, budget) for each in page]

    def _pages(self, path: str, what: str, params: dict[str, Any], budget: timedelta) -> Iterator[list[Any]]:
        token = ""
        while True:
            more = {"paginationToken": token} if token else {}
            answer = self._call("GET", path, budget, params={"limit": PAGE, **params, **more})
            with sensible():
                page = list(answer.get(what) or ())
                token = str((answer.get("pagination") or {}).get("next") or "")
            yield page
            if not token:
                return

    def _call(self, method: str, path: str, budget: timedelta, body: Any = None, params: Any = None) -> Any:
        if not self._fit:
            stats = self._rest.call("POST", "/describe_index_stats", self._limits.asking, {})
            with sensible():
                metric = stats.get("metric") or "cosine"
            if metric not in METRICS:
                raise FatalError(METRIC.format(metric))
            self._fit = True
        return self._rest.call(method, path, budget, body, params)
