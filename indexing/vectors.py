"""Vectors in Chroma: ids and vectors only, a folder per tenant, a collection per quarter and embedder.

Chroma is a cache of the record. Whatever goes wrong in it becomes a `RetryableError`: search falls back on keywords,
the indexer catches up later. One process owns the folder (a second one would read stale answers), held by a lock file.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import numpy as np

from crm.errors import FatalError, RapportError, RetryableError
from indexing.shelf import Key, Pairs, Shelf, Shelved

MOST_OPEN = 16  # tenants whose collections are held open at a time
PAGE = 2_000  # records a call to Chroma
STATE = "space.json"
DOWN = "Search by meaning is not available now; keywords still work, and the index catches up by itself."
BUSY = "Search by meaning is in use by another Rapport process on this data folder; keywords still work."


@dataclass(frozen=True)
class State:
    """Which embedder's vectors answer for a tenant, and how far those of the next one have come (an interaction id)."""

    active: str | None = None
    coming: str | None = None
    cursor: int = 0


@dataclass
class _Open:
    client: Any
    lock: threading.RLock = field(default_factory=threading.RLock)
    collections: dict[str, Any] = field(default_factory=dict)
    names: set[str] | None = None  # of all its collections; None: not read yet


class ChromaVectors:
    """The vectors of all tenants under one folder. Nothing is opened before the first call.

    `space` is an embedder's name, `quarter` as of `quarter_of`, an id `<interaction id>:<passage>`.
    Every method raises RetryableError where Chroma fails or another process holds the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tenants: OrderedDict[int, _Open] = OrderedDict()
        self._guard = threading.RLock()
        self._lock_file: IO[str] | None = None
        self._shelf = Shelf()

    def upsert(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        with self._tenant(tenant_id) as tenant:
            collection = _collection(tenant, tenant_id, space, quarter, make=True)
            for start in range(0, len(ids), PAGE):
                collection.upsert(ids=list(ids[start : start + PAGE]), embeddings=vectors[start : start + PAGE])
            if shelved := self._shelf.of((tenant_id, space, quarter)):
                shelved.put(ids, vectors)

    def delete(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> int:
        """Takes those of the ids that are there out; returns how many were."""
        with self._tenant(tenant_id) as tenant:
            collection = _collection(tenant, tenant_id, space, quarter)
            if collection is None or not ids:
                return 0
            there = [
                found
                for start in range(0, len(ids), PAGE)
                for found in collection.get(ids=list(ids[start : start + PAGE]), include=[])["ids"]
            ]
            for start in range(0, len(there), PAGE):
                collection.delete(ids=there[start : start + PAGE])
            if shelved := self._shelf.of((tenant_id, space, quarter)):
                shelved.remove(there)
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
                for pairs, more in zip(found, self._near(tenant, (tenant_id, space, quarter), queries, limit), strict=True):
                    pairs += more
        return [sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit] for pairs in found]

    def among(
        self, tenant_id: int, space: str, vector: np.ndarray, *, quarters: Iterable[str], ids: Sequence[str]
    ) -> list[tuple[str, float]]:
        """Each of the ids that has a vector, with its exact cosine, best first."""
        [found] = self.among_each(tenant_id, space, vector[None, :], dict.fromkeys(quarters, ids))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def among_each(
        self, tenant_id: int, space: str, queries: np.ndarray, ids: Mapping[str, Sequence[str]]
    ) -> list[Pairs]:
        """For each of the vectors the exact cosines of these ids, given by quarter; those without a vector are left out."""
        found: list[Pairs] = [[] for _ in queries]
        with self._tenant(tenant_id) as tenant:
            for quarter, some in ids.items():
                for pairs, more in zip(found, self._far(tenant, (tenant_id, space, quarter), queries, some), strict=True):
                    pairs += more
        return found

    def quarters(self, tenant_id: int, space: str) -> list[str]:
        """The quarters that have a collection, newest first."""
        with self._tenant(tenant_id) as tenant:
            return _quarters(tenant, space)

    def hold(self, tenant_id: int, space: str) -> None:
        """Reads a tenant's vectors into memory, newest first, as far as there is room."""
        with self._tenant(tenant_id) as tenant:
            for quarter in _quarters(tenant, space):
                key = (tenant_id, space, quarter)
                collection = _collection(tenant, *key)
                if collection is None or self._shelf.of(key) is not None:
                    continue
                shelved = _read(collection)
                if not self._shelf.room(shelved.size):
                    break
                self._shelf.add(key, shelved)

    def ids(self, tenant_id: int, space: str, quarter: str) -> list[str]:
        with self._tenant(tenant_id) as tenant:
            collection = _collection(tenant, tenant_id, space, quarter)
            return [] if collection is None else list(collection.get(include=[])["ids"])

    def counts(self, tenant_id: int, space: str) -> dict[str, int]:
        """How many vectors each quarter holds."""
        with self._tenant(tenant_id) as tenant:
            return {
                quarter: _collection(tenant, tenant_id, space, quarter).count() for quarter in _quarters(tenant, space)
            }

    def tenants(self) -> list[int]:
        """The tenants that have a folder here."""
        return sorted(int(path.name[2:]) for path in self._folder.glob("t_*") if path.name[2:].isdigit())

    def state(self, tenant_id: int) -> State:
        file = self._home(tenant_id) / STATE
        try:
            return State(**json.loads(file.read_text())) if file.exists() else State()
        except (OSError, ValueError, TypeError) as error:
            raise RetryableError(DOWN) from error

    def set_state(self, tenant_id: int, state: State) -> None:
        with self._tenant(tenant_id):
            file = self._home(tenant_id) / STATE
            new = file.with_suffix(".new")
            new.write_text(json.dumps(asdict(state)))
            new.replace(file)

    def drop_space(self, tenant_id: int, space: str) -> None:
        """Takes an embedder's collections out; their files go at the next `forget` or `drop`."""
        with self._tenant(tenant_id) as tenant:
            for name in [name for name in _names(tenant) if name.endswith(f"_{_mark(space)}")]:
                tenant.client.delete_collection(name)
                tenant.collections.pop(name, None)
                _names(tenant).discard(name)
            self._shelf.drop(tenant_id, space)

    def drop(self, tenant_id: int) -> None:
        """Removes the tenant's folder, and with it every vector, from the disk."""
        with self._guard, _translated():
            self._own()
            self._close(tenant_id)
            if self._home(tenant_id).exists():
                shutil.rmtree(self._home(tenant_id))

    def forget(self, tenant_id: int, interaction_ids: Iterable[int] = ()) -> int:
        """Copies all vectors but those of these interactions into a new folder and removes the old one.

        Chroma leaves deleted vectors in its files; only a new folder is free of them. Returns how many were left out.
        """
        unwanted = {str(found) for found in interaction_ids}
        home, new = self._home(tenant_id), self._folder / f"new_{tenant_id}"
        with self._guard, self._tenant(tenant_id) as old:  # the guard always comes first
            shutil.rmtree(new, ignore_errors=True)
            left_out = _copy(old.client, new, unwanted)
            if (home / STATE).exists():
                shutil.copy(home / STATE, new / STATE)
            self._close(tenant_id)
            shutil.rmtree(home)
            new.rename(home)
        return left_out

    def close(self) -> None:
        with self._guard:
            for tenant_id in list(self._tenants):
                self._close(tenant_id)
            if self._lock_file is not None:
                self._lock_file.close()
                self._lock_file = None

    def _near(self, tenant: _Open, key: Key, queries: np.ndarray, limit: int) -> list[Pairs]:
        """From memory where the quarter is held, else approximately from Chroma."""
        collection = _collection(tenant, *key)
        if collection is None:
            return [[] for _ in queries]
        if shelved := self._shelved(collection, key, queries):
            return shelved.nearest(queries, limit)
        answer = collection.query(query_embeddings=queries, n_results=limit, include=["distances"])
        return [
            list(zip(ids, (1.0 - gap for gap in gaps), strict=True))
            for ids, gaps in zip(answer["ids"], answer["distances"], strict=True)
        ]

    def _far(self, tenant: _Open, key: Key, queries: np.ndarray, ids: Sequence[str]) -> list[Pairs]:
        collection = _collection(tenant, *key)
        if collection is None or not ids:
            return [[] for _ in queries]
        if shelved := self._shelved(collection, key, queries):
            return shelved.among(queries, ids)
        found: list[Pairs] = [[] for _ in queries]
        for start in range(0, len(ids), PAGE):
            some = collection.get(ids=list(ids[start : start + PAGE]), include=["embeddings"])
            if some["ids"]:
                cosines = queries @ np.asarray(some["embeddings"], np.float32).T
                for pairs, row in zip(found, cosines.tolist(), strict=True):
                    pairs += zip(some["ids"], row, strict=True)
        return found

    def _shelved(self, collection: Any, key: Key, queries: np.ndarray) -> Shelved | None:
        """The quarter in memory, read there if it is asked for again."""
        shelved = self._shelf.of(key)
        if shelved is None and self._shelf.wanted(key, collection.count() * queries.shape[1] * queries.itemsize):
            shelved = _read(collection)
            self._shelf.add(key, shelved)
        return shelved

    @contextmanager
    def _tenant(self, tenant_id: int) -> Iterator[_Open]:
        """The tenant's collections, held for one call; given up on any fault, so that the next call opens afresh."""
        with _translated():
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
                        self._close(tenant_id)

    def _opened(self, tenant_id: int) -> _Open:
        if tenant_id not in self._tenants:
            self._own()
            while len(self._tenants) >= MOST_OPEN:
                self._close(next(iter(self._tenants)))
            self._tenants[tenant_id] = _Open(_client(self._home(tenant_id)))
        self._tenants.move_to_end(tenant_id)
        return self._tenants[tenant_id]

    def _close(self, tenant_id: int) -> None:
        tenant = self._tenants.pop(tenant_id, None)
        self._shelf.drop(tenant_id)
        if tenant is not None:
            with tenant.lock:
                tenant.client.close()

    def _home(self, tenant_id: int) -> Path:
        return self._folder / f"t_{tenant_id}"

    def _own(self) -> None:
        if self._lock_file is not None:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = (self._folder / ".lock").open("w")
        except OSError as error:
            raise FatalError("The folder of the search index cannot be written; please check RAPPORT_HOME.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise RetryableError(BUSY) from error
        self._lock_file = file


def quarter_of(instant: datetime) -> str:
    """The calendar quarter (UTC) an instant is in, such as `2026q4`."""
    return f"{instant.year:04d}q{(instant.month + 2) // 3}"


@contextmanager
def _translated() -> Iterator[None]:
    """Chroma raises its own errors, SQLite's, plain ones and Rust panics: to us they are all one outage."""
    try:
        yield
    except (RapportError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise RetryableError(DOWN) from error


def _client(folder: Path) -> Any:
    from chromadb import PersistentClient  # noqa: PLC0415 - two seconds
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        return PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma remembers by its path what it failed to open, and would hand that out even when the folder is mended.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)  # noqa: SLF001
        raise


def _collection(tenant: _Open, tenant_id: int, space: str, quarter: str, *, make: bool = False) -> Any:
    name = f"t_{tenant_id}_{quarter}_{_mark(space)}"
    if name not in tenant.collections:
        if make:
            tenant.collections[name] = _made(tenant.client, name)
            _names(tenant).add(name)
        elif name in _names(tenant):
            tenant.collections[name] = tenant.client.get_collection(name, embedding_function=None)
    return tenant.collections.get(name)


def _made(client: Any, name: str) -> Any:
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "ip", "ef_search": 200}}
    )


def _names(tenant: _Open) -> set[str]:
    """Listed once: nobody else makes or drops collections while this process holds the folder."""
    if tenant.names is None:
        tenant.names = {collection.name for collection in tenant.client.list_collections(limit=PAGE)}
    return tenant.names


def _quarters(tenant: _Open, space: str) -> list[str]:
    names = [name for name in _names(tenant) if name.endswith(f"_{_mark(space)}")]
    return sorted((name.split("_")[2] for name in names), reverse=True)


def _read(collection: Any) -> Shelved:
    everything = collection.get(include=["embeddings"])
    return Shelved(everything["ids"], np.asarray(everything["embeddings"], np.float32))


def _mark(space: str) -> str:
    return hashlib.sha256(space.encode()).hexdigest()[:8]


def _copy(old: Any, folder: Path, unwanted: set[str]) -> int:
    """All collections of a client into a new folder, less the unwanted interactions; returns how many stayed behind."""
    left_out = 0
    client = _client(folder)
    try:
        for collection in old.list_collections(limit=PAGE):
            source = old.get_collection(collection.name, embedding_function=None)
            target = _made(client, collection.name)
            everything = source.get(include=[])["ids"]
            wanted = [found for found in everything if found.partition(":")[0] not in unwanted]
            left_out += len(everything) - len(wanted)
            for start in range(0, len(wanted), PAGE):
                page = source.get(ids=wanted[start : start + PAGE], include=["embeddings"])
                target.upsert(ids=page["ids"], embeddings=page["embeddings"])
    finally:
        client.close()
    return left_out
