"""Milvus: Milvus Lite in a file of this machine, or a server, through the same client.

Deleted vectors stay in its files until it has reason to merge them, so `purge` makes a collection anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from crm.errors import FatalError, RapportError, RetryableError
from indexing.shelved import Pairs
from indexing.stores.faults import BUSY, NONSENSE, REFUSED, SILENT, UNFIT, MissingError
from indexing.stores.limits import Limits

PAGE = 500  # records a call
EF = 200  # candidates a search looks at
GONE, RATE, DENIED, UNAUTHENTICATED, WRONG = 100, 8, 9, 1800, {6, 1100}  # codes of its errors
NEXT = "_next"  # of a collection that is being copied
CLIENT = 'Vectors in Milvus need a part that is not installed here. Run: pip install "rapport[milvus]"'


class Milvus:
    """Implements `Collections`.

    Args:
        address: `http://host:port`, or the path of a file, which one process at a time may use.
        database: what a server calls one; Rapport's alone.
    """

    remedy = "Start Milvus, or see that no other process uses its file, and check RAPPORT_VECTORS."

    def __init__(self, address: str, database: str = "", key: str = "", limits: Limits | None = None) -> None:
        self._address = address
        self._database = database
        self._key = key
        self._limits = limits or Limits()
        self._client: Any = None
        self._loaded: set[str] = set()
        self._lock = Lock()

    def names(self) -> list[str]:
        with self._asking(self._limits.asking) as (client, limit):
            return list(client.list_collections(timeout=limit))

    def make(self, name: str, dimensions: int) -> None:
        from pymilvus import DataType, MilvusClient, MilvusException  # noqa: PLC0415

        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.VARCHAR, max_length=64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
        index = MilvusClient.prepare_index_params()
        index.add_index("vector", index_type="HNSW", metric_type="IP", params={"M": 16, "efConstruction": 100})
        with self._asking(self._limits.writing) as (client, limit):
            try:
                client.create_collection(
                    name, schema=schema, index_params=index, consistency_level="Strong", timeout=limit
                )
            except MilvusException:
                if not client.has_collection(name, timeout=limit):  # else another was quicker
                    raise

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        rows = [{"id": one, "vector": row} for one, row in zip(ids, vectors, strict=True)]
        with self._within(name, self._limits.writing) as (client, limit):
            for start in range(0, len(rows), PAGE):
                client.upsert(name, rows[start : start + PAGE], timeout=limit)

    def near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        options = {"params": {"ef": max(EF, limit)}}
        with self._within(name, self._limits.asking) as (client, patience):
            full = np.ascontiguousarray(queries, np.float32)
            found = client.search(name, data=full, limit=limit, search_params=options, timeout=patience)
            return [[(str(each["id"]), float(each["distance"])) for each in some] for some in found]

    def read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        found: list[Any] = []
        with self._within(name, self._limits.asking) as (client, limit):
            for start in range(0, len(ids), PAGE):
                some = list(ids[start : start + PAGE])
                found += client.get(name, ids=some, output_fields=["id", "vector"], timeout=limit)
            rows = np.array([each["vector"] for each in found], np.float32)
            return [str(each["id"]) for each in found], rows.reshape(len(found), -1 if found else 0)

    def ids(self, name: str) -> list[str]:
        with self._within(name, self._limits.writing) as (client, limit):
            pages = client.query_iterator(name, batch_size=PAGE, output_fields=["id"], timeout=limit)
            try:
                return [str(each["id"]) for page in iter(pages.next, []) for each in page]
            finally:
                pages.close()

    def count(self, name: str) -> int:
        with self._within(name, self._limits.asking) as (client, limit):
            return int(client.query(name, filter="", output_fields=["count(*)"], timeout=limit)[0]["count(*)"])

    def remove(self, name: str, ids: Sequence[str]) -> int:
        there, _ = self.read(name, ids)
        with self._within(name, self._limits.writing) as (client, limit):
            for start in range(0, len(there), PAGE):
                client.delete(name, ids=there[start : start + PAGE], timeout=limit)
        return len(there)

    def purge(self, name: str) -> None:
        """What another process writes meanwhile is lost, and made anew by a sweep."""
        ids = self.ids(name)
        if ids:
            self._copy(name, ids)
        else:
            self.drop(name)

    def drop(self, name: str) -> None:
        with self._asking(self._limits.writing) as (client, limit):
            client.drop_collection(name, timeout=limit)
            self._loaded.discard(name)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            if self._is_file:
                from milvus_lite.server_manager import server_manager_instance  # noqa: PLC0415

                server_manager_instance.release_server(self._address)
            self._client = None

    @property
    def _is_file(self) -> bool:
        return "://" not in self._address

    def _copy(self, name: str, ids: Sequence[str]) -> None:
        other = name + NEXT
        self.drop(other)
        for start in range(0, len(ids), PAGE):
            some, vectors = self.read(name, ids[start : start + PAGE])
            if not start:
                self.make(other, vectors.shape[1])
            self.put(other, some, vectors)
        self.drop(name)
        with self._asking(self._limits.writing) as (client, limit):
            client.rename_collection(other, name, timeout=limit)
            self._loaded.discard(other)

    @contextmanager
    def _within(self, name: str, budget: timedelta) -> Iterator[tuple[Any, float]]:
        """For one collection: asked of one that is not there, Milvus tries again for as long as it may."""
        with self._asking(budget) as (client, limit):
            if not client.has_collection(name, timeout=limit):
                self._loaded.discard(name)
                raise MissingError
            if name not in self._loaded:
                client.load_collection(name, timeout=limit)
                self._loaded.add(name)
            yield client, limit

    @contextmanager
    def _asking(self, budget: timedelta) -> Iterator[tuple[Any, float]]:
        limit = budget.total_seconds()
        try:
            from grpc import RpcError  # noqa: PLC0415
            from pymilvus import MilvusException  # noqa: PLC0415
        except ImportError as error:
            raise FatalError(CLIENT) from error
        try:
            yield self._opened(limit), limit
        except RapportError:
            raise
        except MilvusException as error:
            raise _translated(error) from error
        except (RpcError, OSError) as error:
            raise RetryableError(SILENT) from error
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise RetryableError(NONSENSE) from error

    def _opened(self, limit: float) -> Any:
        from pymilvus import MilvusClient  # noqa: PLC0415 - three seconds

        with self._lock:
            if self._client is None:
                logging.getLogger("pymilvus").setLevel(logging.CRITICAL)  # it logs what it raises
                if self._is_file:
                    Path(self._address).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._client = MilvusClient(self._address, token=self._key, db_name=self._database, timeout=limit)
            return self._client


def _translated(error: Any) -> RapportError:
    if error.code == GONE:
        return MissingError()
    if error.code in WRONG:
        return FatalError(UNFIT)
    if error.code == UNAUTHENTICATED or "auth" in str(error.message).lower():
        return FatalError(REFUSED)
    return RetryableError(BUSY if error.code in {RATE, DENIED} else SILENT)
