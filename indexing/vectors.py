"""Vectors in Chroma: ids and vectors only, a folder per tenant, a collection per quarter and embedder.

Chroma is a cache of the record. Whatever goes wrong in it becomes a `RetryableError`: search falls back on keywords,
the indexer catches up later. One process owns the folder (a second one would read stale answers), held by a lock file.
"""

from __future__ import annotations

import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np

from crm.errors import RetryableError
from indexing.chroma import COLD, DOWN, PAGE, Open, client_of, collection_of, mark, names, quarters_of, translated
from indexing.folders import Folders
from indexing.renewal import renewed
from indexing.shelf import MOST_BYTES, Key, Shelf, best_first, cosines_of
from indexing.shelved import Pairs
from indexing.soundness import STATE, begin, end
from indexing.stores.port import State, quarter_of
from indexing.tiers import Tiers, swept

__all__ = ["ChromaVectors", "State", "quarter_of"]

MOST_OPEN = 16  # tenants whose collections are held open at a time


class ChromaVectors:
    """Implements `VectorStore`: the vectors of all tenants under one folder, a folder of its own for each.

    Every method raises RetryableError where Chroma fails or another process holds the folder.
    """

    remedy = "Then run: rapport index. To rebuild: stop Rapport, remove the folder of vectors, run rapport index."

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folders = Folders(folder)
        self._tenants: OrderedDict[int, Open] = OrderedDict()
        self._guard = threading.RLock()
        self._tiers = Tiers(Shelf(most_bytes), self._tenant)
        self._rebuilding: set[int] = set()
        self._writes: Counter[int] = Counter()  # of each tenant, as far as this process wrote

    def upsert(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        with self._tenant(tenant_id) as tenant:
            self._writes[tenant_id] += 1
            key = (tenant_id, space, quarter)
            self._tiers.writing(key, self._folders.home(tenant_id))
            collection = collection_of(tenant, *key, make=True)
            for start in range(0, len(ids), PAGE):
                collection.upsert(ids=list(ids[start : start + PAGE]), embeddings=vectors[start : start + PAGE])
            self._tiers.put(key, ids, vectors)

    def delete(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> int:
        """Takes those of the ids that are there out; returns how many were."""
        with self._tenant(tenant_id) as tenant:
            self._writes[tenant_id] += 1
            key = (tenant_id, space, quarter)
            collection = collection_of(tenant, *key)
            if collection is None or not ids:
                return 0
            self._tiers.writing(key, self._folders.home(tenant_id))
            there = [
                found
                for start in range(0, len(ids), PAGE)
                for found in collection.get(ids=list(ids[start : start + PAGE]), include=[])["ids"]
            ]
            for start in range(0, len(there), PAGE):
                collection.delete(ids=there[start : start + PAGE])
            self._tiers.remove(key, there)
            return len(there)

    def nearest(
        self, tenant_id: int, space: str, vector: np.ndarray, *, quarters: Iterable[str], limit: int
    ) -> list[tuple[str, float]]:
        """The ids nearest to a unit vector, with their cosine, best first."""
        return self.nearest_each(tenant_id, space, vector[None, :], quarters=quarters, limit=limit)[0]

    def nearest_each(
        self, tenant_id: int, space: str, queries: np.ndarray, *, quarters: Iterable[str], limit: int
    ) -> list[Pairs]:
        """`nearest` for several vectors (a row each) at once."""
        found: list[Pairs] = [[] for _ in queries]
        with self._tenant(tenant_id) as tenant:
            for quarter in quarters:
                _join(found, self._near(tenant, (tenant_id, space, quarter), queries, limit))
        return [best_first(pairs)[:limit] for pairs in found]

    def among(
        self, tenant_id: int, space: str, vector: np.ndarray, *, quarters: Iterable[str], ids: Sequence[str]
    ) -> list[tuple[str, float]]:
        """Each of the ids that has a vector, with its exact cosine, best first."""
        [found] = self.among_each(tenant_id, space, vector[None, :], dict.fromkeys(quarters, ids))
        return best_first(found)

    def among_each(
        self, tenant_id: int, space: str, queries: np.ndarray, ids: Mapping[str, Sequence[str]]
    ) -> list[Pairs]:
        """For each of the vectors the exact cosines of these ids (given by quarter), of those that have a vector."""
        found: list[Pairs] = [[] for _ in queries]
        with self._tenant(tenant_id) as tenant:
            for quarter, some in ids.items():
                _join(found, self._far(tenant, (tenant_id, space, quarter), queries, some))
        return found

    def quarters(self, tenant_id: int, space: str) -> list[str]:
        """The quarters that have a collection, newest first."""
        with self._tenant(tenant_id) as tenant:
            return quarters_of(tenant, space)

    def hold(self, tenant_id: int, space: str) -> None:
        """Makes a tenant's quarters ready: in memory the newest, as far as there is room, in a file each the others."""
        with self._tenant(tenant_id) as tenant:
            keys: list[Key] = [(tenant_id, space, quarter) for quarter in quarters_of(tenant, space)]
            self._tiers.hold(self._folders.home(tenant_id), {key: collection_of(tenant, *key) for key in keys})

    def ids(self, tenant_id: int, space: str, quarter: str) -> list[str]:
        with self._tenant(tenant_id) as tenant:
            collection = collection_of(tenant, tenant_id, space, quarter)
            return [] if collection is None else list(collection.get(include=[])["ids"])

    def vectors_of(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """Those of the ids that have a vector, and the vectors, a row each."""
        found: list[str] = []
        rows: list[np.ndarray] = []
        with self._tenant(tenant_id) as tenant:
            collection = collection_of(tenant, tenant_id, space, quarter)
            for start in range(0, len(ids) if collection is not None else 0, PAGE):
                page = collection.get(ids=list(ids[start : start + PAGE]), include=["embeddings"])
                if page["ids"]:
                    found += page["ids"]
                    rows.append(np.asarray(page["embeddings"], np.float32))
        return found, np.concatenate(rows) if rows else np.empty((0, 0), np.float32)

    def counts(self, tenant_id: int, space: str) -> dict[str, int]:
        """How many vectors each quarter holds."""
        with self._tenant(tenant_id) as tenant:
            return {
                quarter: collection_of(tenant, tenant_id, space, quarter).count()
                for quarter in quarters_of(tenant, space)
            }

    def tenants(self) -> list[int]:
        """The tenants that have a folder here."""
        return self._folders.tenants()

    def state(self, tenant_id: int) -> State:
        file = self._folders.home(tenant_id) / STATE
        try:
            return State(**json.loads(file.read_text())) if file.exists() else State()
        except (OSError, ValueError, TypeError) as error:
            raise RetryableError(DOWN) from error

    def set_state(self, tenant_id: int, state: State) -> None:
        with self._tenant(tenant_id):
            file = self._folders.home(tenant_id) / STATE
            new = file.with_suffix(".new")
            new.write_text(json.dumps(asdict(state)))
            new.replace(file)

    def drop_space(self, tenant_id: int, space: str) -> None:
        """Takes an embedder's collections out; their files go at the next `forget` or `drop`."""
        with self._tenant(tenant_id) as tenant:
            self._writes[tenant_id] += 1
            for name in [name for name in names(tenant) if name.endswith(f"_{mark(space)}")]:
                tenant.client.delete_collection(name)
                tenant.collections.pop(name, None)
                names(tenant).discard(name)
            self._tiers.drop(tenant_id, space)
            for file in (self._folders.home(tenant_id) / COLD).glob(f"*_{mark(space)}.*"):
                file.unlink()

    def drop(self, tenant_id: int) -> None:
        """Removes the tenant's folder, and with it every vector, from the disk."""
        with self._guard, translated():
            self._folders.hold()
            self._close(tenant_id)
            self._writes[tenant_id] += 1
            self._folders.remove(tenant_id)

    def forget(self, tenant_id: int, interaction_ids: Iterable[int] = ()) -> int:
        """Makes new files without the vectors of these interactions, and of what was deleted before; the old ones go.

        Returns how many were left out.
        """
        unwanted = set(interaction_ids)
        self._rebuilding.add(tenant_id)
        try:
            while (left_out := self._rebuilt(tenant_id, unwanted)) is None:
                continue  # something was written meanwhile: made anew
        finally:
            self._rebuilding.discard(tenant_id)
        return left_out

    def _rebuilt(self, tenant_id: int, unwanted: set[int]) -> int | None:
        """Another process makes the new folder, so that searches go on meanwhile; then they change places at once."""
        with self._guard, self._tenant(tenant_id):  # the guard always comes first
            before = self._writes[tenant_id]
            self._shut(tenant_id)  # nothing is under way any more
        try:
            with translated():
                left_out = renewed(self._folders.home(tenant_id), self._folders.new(tenant_id), unwanted)
        except RetryableError:
            if self._writes[tenant_id] == before:
                raise
            return None
        with self._guard, self._tenant(tenant_id):
            if self._writes[tenant_id] != before:
                return None
            self._shut(tenant_id)
            self._tiers.leave_out(tenant_id, unwanted)
            self._folders.change(tenant_id)
        return left_out

    def close(self) -> None:
        with self._guard:
            for tenant_id in list(self._tenants):
                self._tiers.keep(tenant_id, self._folders.home(tenant_id))
                self._close(tenant_id)
            self._folders.let_go()

    def _near(self, tenant: Open, key: Key, queries: np.ndarray, limit: int) -> list[Pairs]:
        """From memory where the quarter is held, else approximately from Chroma."""
        collection = collection_of(tenant, *key)
        if collection is None:
            return [[] for _ in queries]
        if shelved := self._tiers.of(key, self._folders.home(key[0]), collection):
            return shelved.nearest(queries, limit)
        answer = collection.query(query_embeddings=queries, n_results=limit, include=["distances"])
        return [
            list(zip(ids, (1.0 - gap for gap in gaps), strict=True))
            for ids, gaps in zip(answer["ids"], answer["distances"], strict=True)
        ]

    def _far(self, tenant: Open, key: Key, queries: np.ndarray, ids: Sequence[str]) -> list[Pairs]:
        collection = collection_of(tenant, *key)
        if collection is None or not ids:
            return [[] for _ in queries]
        if shelved := self._tiers.of(key, self._folders.home(key[0]), collection):
            return shelved.among(queries, ids)
        found: list[Pairs] = [[] for _ in queries]
        for start in range(0, len(ids), PAGE):
            some = collection.get(ids=list(ids[start : start + PAGE]), include=["embeddings"])
            if some["ids"]:
                cosines = cosines_of(queries, np.asarray(some["embeddings"], np.float32))
                _join(found, [list(zip(some["ids"], row, strict=True)) for row in cosines.tolist()])
        return found

    @contextmanager
    def _tenant(self, tenant_id: int) -> Iterator[Open]:
        """The tenant's collections, held for one call; given up on any fault, so that the next call opens afresh."""
        with translated():
            with self._guard:
                tenant = self._opened(tenant_id)
                tenant.lock.acquire()
            broken = True
            try:
                yield tenant
                broken = False
            finally:
                tenant.lock.release()
                if broken:
                    with self._guard:
                        self._close(tenant_id, suspect=True)

    def _opened(self, tenant_id: int) -> Open:
        if tenant_id not in self._tenants:
            self._folders.hold()
            while len(self._tenants) >= MOST_OPEN:
                self._close(next(iter(self._tenants)))
            if tenant_id not in self._rebuilding:
                self._folders.settle(tenant_id)
            home = self._folders.without_damage(tenant_id)
            swept(home)
            self._tenants[tenant_id] = Open(client_of(home))
            begin(home)
        self._tenants.move_to_end(tenant_id)
        return self._tenants[tenant_id]

    def discarded(self) -> set[int]:
        """The tenants whose vectors were damaged and taken away, by whichever process, until `healed` is called."""
        return set(self._folders.lost())

    def healed(self, tenant_id: int) -> None:
        self._folders.healed(tenant_id)

    def was_damaged(self, tenant_id: int) -> bool:
        return self._folders.was_damaged(tenant_id)

    def _close(self, tenant_id: int, *, suspect: bool = False) -> None:
        """Lets go; what is suspect is tried by another process before it is opened again."""
        self._shut(tenant_id, suspect=suspect)
        self._tiers.drop(tenant_id)

    def _shut(self, tenant_id: int, *, suspect: bool = False) -> None:
        """As `_close`, but what is in memory stays: the files it was read from are not in doubt."""
        tenant = self._tenants.pop(tenant_id, None)
        if tenant is not None:
            with tenant.lock:
                tenant.client.close()
            if not suspect:
                end(self._folders.home(tenant_id))


def _join(found: list[Pairs], more: list[Pairs]) -> None:
    for place, pairs in enumerate(more):
        found[place] += pairs
