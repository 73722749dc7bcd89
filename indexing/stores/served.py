"""Vectors that lie elsewhere: a collection a tenant, quarter and embedder, whatever the store calls a collection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Protocol, TypeVar

import numpy as np

from crm.clock import Clock
from indexing.breaker import Breaker
from indexing.chroma import mark
from indexing.shelf import best_first, cosines_of
from indexing.shelved import Pairs
from indexing.stores.faults import SILENT, MissingError
from indexing.stores.port import State
from indexing.stores.states import States

AT_ONCE = 8  # collections asked side by side: each costs a round trip
NAME = re.compile(r"t_(\d+)_(\d{4}q\d)_([0-9a-f]{8})")
Answer = TypeVar("Answer")


class Collections(Protocol):
    """Collections of ids and vectors by name, as an adapter gives them.

    Raises:
        MissingError: there is none of this name.
        RetryableError: the store does not answer, or not sensibly.
        FatalError: somebody has to act.
    """

    remedy: str

    def names(self) -> list[str]: ...

    def make(self, name: str, dimensions: int) -> None:
        """Makes a collection; one that is there is as good."""

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None: ...

    def near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        """For each query the ids nearest to it, with their cosines, in any order."""

    def read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """Those of the ids that are there, and their vectors."""

    def ids(self, name: str) -> list[str]: ...

    def count(self, name: str) -> int: ...

    def remove(self, name: str, ids: Sequence[str]) -> int:
        """Returns how many were there."""

    def purge(self, name: str) -> None:
        """Has what was removed leave the disk, as far as the store can."""

    def drop(self, name: str) -> None:
        """Removes a collection, its vectors as far as `purge` does; none is as good."""

    def close(self) -> None: ...


class ServedVectors:
    """Implements `VectorStore` over any `Collections`. Where those stay silent nobody asks for a while."""

    def __init__(self, collections: Collections, states: States, clock: Clock) -> None:
        self._collections = collections
        self._states = states
        self._breaker = Breaker(clock, says=SILENT)
        self._crew = ThreadPoolExecutor(AT_ONCE, "vectors")

    @property
    def remedy(self) -> str:
        return self._collections.remedy

    def upsert(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        name = _name(tenant_id, space, quarter)
        full = np.ascontiguousarray(vectors, np.float32)
        try:
            self._collections.put(name, ids, full)
        except MissingError:
            self._collections.make(name, full.shape[1])
            self._collections.put(name, ids, full)

    def delete(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> int:
        if not ids:
            return 0
        try:
            return self._collections.remove(_name(tenant_id, space, quarter), ids)
        except MissingError:
            return 0

    def nearest_each(
        self, tenant_id: int, space: str, queries: np.ndarray, *, quarters: Iterable[str], limit: int
    ) -> list[Pairs]:
        jobs = [partial(self._near, _name(tenant_id, space, quarter), queries, limit) for quarter in quarters]
        found = self._asked(jobs)
        return [best_first([pair for some in found for pair in some[place]])[:limit] for place in range(len(queries))]

    def among_each(
        self, tenant_id: int, space: str, queries: np.ndarray, ids: Mapping[str, Sequence[str]]
    ) -> list[Pairs]:
        jobs = [
            partial(self._far, _name(tenant_id, space, quarter), queries, some) for quarter, some in ids.items() if some
        ]
        found = self._asked(jobs)
        return [[pair for some in found for pair in some[place]] for place in range(len(queries))]

    def quarters(self, tenant_id: int, space: str) -> list[str]:
        found = self._asked([self._names])[0]
        return sorted(
            (quarter for _, owner, quarter, of in found if (owner, of) == (tenant_id, mark(space))), reverse=True
        )

    def ids(self, tenant_id: int, space: str, quarter: str) -> list[str]:
        try:
            return self._collections.ids(_name(tenant_id, space, quarter))
        except MissingError:
            return []

    def vectors_of(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        return self._read(_name(tenant_id, space, quarter), ids)

    def counts(self, tenant_id: int, space: str) -> dict[str, int]:
        return {
            quarter: self._collections.count(_name(tenant_id, space, quarter))
            for quarter in self.quarters(tenant_id, space)
        }

    def tenants(self) -> list[int]:
        return sorted({owner for _, owner, _, _ in self._names()})

    def state(self, tenant_id: int) -> State:
        return self._states.of(tenant_id)

    def set_state(self, tenant_id: int, state: State) -> None:
        self._states.keep(tenant_id, state)

    def hold(self, tenant_id: int, space: str) -> None:
        """Opens the connection: nothing is held in memory, for other processes write there too."""
        self.quarters(tenant_id, space)

    def drop_space(self, tenant_id: int, space: str) -> None:
        for name, owner, _, of in self._names():
            if (owner, of) == (tenant_id, mark(space)):
                self._collections.drop(name)

    def drop(self, tenant_id: int) -> None:
        for name, owner, _, _ in self._names():
            if owner == tenant_id:
                self._collections.drop(name)
        self._states.keep(tenant_id, State())

    def forget(self, tenant_id: int, interaction_ids: Iterable[int] = ()) -> int:
        unwanted = {str(found) for found in interaction_ids}
        left_out = 0
        for name, owner, _, _ in self._names():
            if owner == tenant_id:
                with suppress(MissingError):  # dropped meanwhile
                    left_out += self._forgotten(name, unwanted)
        return left_out

    def discarded(self) -> set[int]:
        """None: what is wrong with its files is the store's own to see."""
        return set()

    def healed(self, tenant_id: int) -> None:
        """Nothing was ever discarded."""

    def was_damaged(self, tenant_id: int) -> bool:  # noqa: ARG002 - so of no tenant
        return False

    def close(self) -> None:
        self._crew.shutdown()
        self._collections.close()

    def _forgotten(self, name: str, unwanted: set[str]) -> int:
        gone = [one for one in self._collections.ids(name) if one.partition(":")[0] in unwanted] if unwanted else []
        left_out = self._collections.remove(name, gone) if gone else 0
        self._collections.purge(name)
        return left_out

    def _asked(self, jobs: Sequence[Callable[[], Answer]]) -> list[Answer]:
        """The answers to a search's questions, asked side by side."""
        with self._breaker.guard():
            if len(jobs) < 2:
                return [job() for job in jobs]
            return list(self._crew.map(lambda job: job(), jobs))

    def _near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        try:
            return self._collections.near(name, queries, limit)
        except MissingError:
            return [[] for _ in queries]

    def _far(self, name: str, queries: np.ndarray, ids: Sequence[str]) -> list[Pairs]:
        there, vectors = self._read(name, ids)
        if not there:
            return [[] for _ in queries]
        return [list(zip(there, row, strict=True)) for row in cosines_of(queries, vectors).tolist()]

    def _read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        try:
            return self._collections.read(name, ids)
        except MissingError:
            return [], np.empty((0, 0), np.float32)

    def _names(self) -> list[tuple[str, int, str, str]]:
        """Our collections with tenant, quarter and mark of the embedder; what else lies there is left alone."""
        found = [(name, NAME.fullmatch(name)) for name in self._collections.names()]
        return [(name, int(parts[1]), parts[2], parts[3]) for name, parts in found if parts]


def _name(tenant_id: int, space: str, quarter: str) -> str:
    return f"t_{tenant_id}_{quarter}_{mark(space)}"
