"""Vectors of the quarters that are asked for, in memory: exact, and quicker than the index they are a copy of."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Sequence
from operator import itemgetter
from threading import Lock
from time import monotonic

import numpy as np

MOST_BYTES = 256 * 2**20  # of vectors: 174,000 of 384 dimensions
VISITS = 2  # a quarter is put here when it is asked for that often: a single question need not wait for it
REST = 2.0  # seconds between two quarters: reading one takes half a second, and no question waits for several
Key = tuple[int, str, str]  # tenant, space, quarter
Pairs = list[tuple[str, float]]


class Shelved:
    """The vectors of one quarter."""

    def __init__(self, ids: Sequence[str], vectors: np.ndarray) -> None:
        self._ids = list(ids)
        self._places = {found: place for place, found in enumerate(ids)}
        self._vectors = np.ascontiguousarray(vectors, np.float32)

    @property
    def size(self) -> int:
        """In bytes."""
        return self._vectors.nbytes

    def nearest(self, queries: np.ndarray, limit: int) -> list[Pairs]:
        """For each query the ids nearest to it, with their cosines, in no order."""
        if not self._ids:
            return [[] for _ in queries]
        cosines = cosines_of(queries, self._vectors[: len(self._ids)])
        if limit >= len(self._ids):
            return [list(zip(self._ids, row.tolist(), strict=True)) for row in cosines]
        best = np.argpartition(cosines, -limit, axis=1)[:, -limit:]
        return [
            list(zip((self._ids[place] for place in places.tolist()), row[places].tolist(), strict=True))
            for row, places in zip(cosines, best, strict=True)
        ]

    def among(self, queries: np.ndarray, ids: Sequence[str]) -> list[Pairs]:
        """For each query the cosines of those of the ids that are here."""
        there = [found for found in ids if found in self._places]
        if not there:
            return [[] for _ in queries]
        cosines = cosines_of(queries, self._vectors[[self._places[found] for found in there]])
        return [list(zip(there, row.tolist(), strict=True)) for row in cosines]

    def put(self, ids: Sequence[str], vectors: np.ndarray) -> None:
        new = [found for found in dict.fromkeys(ids) if found not in self._places]
        count, room = len(self._ids), len(self._ids) + len(new)
        if room > len(self._vectors):
            grown = np.empty((room + room // 8, vectors.shape[1]), np.float32)
            if count:
                grown[:count] = self._vectors[:count]
            self._vectors = grown
        for found in new:
            self._places[found] = len(self._ids)
            self._ids.append(found)
        for found, vector in zip(ids, vectors, strict=True):
            self._vectors[self._places[found]] = vector

    def remove(self, ids: Sequence[str]) -> None:
        """The last one takes the place of each that goes."""
        for found in ids:
            place = self._places.pop(found, None)
            if place is None:
                continue
            last = self._ids.pop()
            if last != found:
                self._ids[place], self._places[last] = last, place
                self._vectors[place] = self._vectors[len(self._ids)]


class Shelf:
    """The quarters asked for of late, over all tenants; those asked for longest ago make room."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[Key, Shelved] = OrderedDict()
        self._visits: Counter[Key] = Counter()
        self._lock = Lock()
        self._rested = 0.0  # when the next quarter may be read

    def of(self, key: Key) -> Shelved | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def wanted(self, key: Key, size: int) -> bool:
        """Whether a quarter of that many bytes, asked for again, is worth reading into memory now."""
        with self._lock:
            self._visits[key] += 1
            if self._visits[key] < VISITS or size > self._most // 4 or monotonic() < self._rested:
                return False
            self._rested = monotonic() + REST
            return True

    def room(self, size: int) -> bool:
        """Whether so many bytes more need nobody to go."""
        with self._lock:
            return sum(each.size for each in self._held.values()) + size <= self._most

    def add(self, key: Key, shelved: Shelved) -> None:
        with self._lock:
            self._held[key] = shelved
            while sum(each.size for each in self._held.values()) > self._most:
                gone, _ = self._held.popitem(last=False)
                self._visits[gone] = 0

    def drop(self, tenant_id: int, space: str | None = None) -> None:
        """Lets go of a tenant's vectors, or of those of one embedder."""
        with self._lock:
            for key in [key for key in {*self._held, *self._visits} if key[0] == tenant_id and space in {None, key[1]}]:
                self._held.pop(key, None)
                self._visits.pop(key, None)


def cosines_of(queries: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """By einsum, for BLAS would use every core and, where those are busy, wait for the slowest."""
    return np.asarray(np.einsum("nd,qd->qn", vectors, queries))


def best_first(pairs: Pairs) -> Pairs:
    """By cosine, then by id: two plain sorts are quicker than one by a key of both."""
    return sorted(sorted(pairs, key=itemgetter(0)), key=itemgetter(1), reverse=True)
