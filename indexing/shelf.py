"""Vectors of quarters in memory: looked through whole, and quicker than the index they are a copy of."""

from __future__ import annotations

from collections.abc import Collection
from operator import itemgetter
from threading import Lock

import numpy as np

from indexing.shelved import Pairs, Shelved

__all__ = ["MOST_BYTES", "Key", "Pairs", "Shelf", "best_first", "cosines_of"]

MOST_BYTES = 512 * 2**20  # of vectors: 1.2 million of 384 dimensions
Key = tuple[int, str, str]  # tenant, space, quarter


class Shelf:
    """The newest quarters over all tenants, as far as there is room; the oldest makes room first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: dict[Key, Shelved] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """In bytes."""
        with self._lock:
            return self._size()

    def of(self, key: Key) -> Shelved | None:
        return self._held.get(key)

    def add(self, key: Key, shelved: Shelved) -> list[tuple[Key, Shelved]]:
        """Returns what had to go: it may be this one."""
        gone = []
        with self._lock:
            self._held[key] = shelved
            while self._size() > self._most:
                oldest = min(self._held, key=lambda held: held[2])
                gone.append((oldest, self._held.pop(oldest)))
        return gone

    def held(self, tenant_id: int) -> dict[Key, Shelved]:
        return {key: shelved for key, shelved in list(self._held.items()) if key[0] == tenant_id}

    def leave_out(self, tenant_id: int, interactions: Collection[int]) -> None:
        """Takes the passages of interactions out of what is held of a tenant."""
        for shelved in self.held(tenant_id).values():
            shelved.leave_out(interactions)

    def drop(self, tenant_id: int, space: str | None = None) -> None:
        """Lets go of a tenant's vectors, or of those of one embedder."""
        with self._lock:
            for key in [key for key in self._held if key[0] == tenant_id and space in {None, key[1]}]:
                del self._held[key]

    def _size(self) -> int:
        return sum(each.size for each in self._held.values())


def cosines_of(queries: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """By einsum, for BLAS would use every core and, where those are busy, wait for the slowest."""
    return np.asarray(np.einsum("nd,qd->qn", vectors, queries))


def best_first(pairs: Pairs) -> Pairs:
    """By cosine, then by id: two plain sorts are quicker than one by a key of both."""
    return sorted(sorted(pairs, key=itemgetter(0)), key=itemgetter(1), reverse=True)
