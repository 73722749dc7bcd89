"""Pinecone behind the port: its key, its refusals, its limits, and writes that show a moment later."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hashing import HashingEmbedder
from pinecone_server import DIMENSION, KEY, PineconeServer

from crm.clock import FixedClock
from crm.errors import FatalError, RetryableError
from crm.model import Interaction
from crm.store import Store
from indexing.indexer import Indexer, Swept
from indexing.searcher import HybridSearcher
from indexing.stores import faults
from indexing.stores.opening import open_vectors
from indexing.stores.port import VectorStore

SPACE = "test-space"
ROWS = np.eye(DIMENSION, dtype=np.float32)


@pytest.fixture
def server() -> Iterator[PineconeServer]:
    made = PineconeServer()
    yield made
    made.close()


@pytest.fixture
def vectors(server: PineconeServer, store: Store, clock: FixedClock) -> Iterator[VectorStore]:
    made = opened(server, store, clock)
    yield made
    made.close()


def opened(server: PineconeServer, store: Store, clock: FixedClock, key: str = KEY) -> VectorStore:
    return open_vectors(server.url, lambda: store, clock, key=key, hosts=["127.0.0.1"])


def test_a_wrong_key_is_for_an_admin(server: PineconeServer, store: Store, clock: FixedClock) -> None:
    vectors = opened(server, store, clock, key="another")
    with pytest.raises(FatalError, match="RAPPORT_VECTORS_KEY"):
        vectors.tenants()
    vectors.close()


def test_an_index_that_measures_otherwise_is_for_an_admin(store: Store, clock: FixedClock) -> None:
    server = PineconeServer(metric="euclidean")
    vectors = opened(server, store, clock)
    with pytest.raises(FatalError, match="cosine"):
        vectors.upsert(1, SPACE, "2026q4", ["1:0"], ROWS[:1])
    assert server.namespaces == {}
    vectors.close()
    server.close()


def test_what_asks_for_patience_is_asked_again(server: PineconeServer, vectors: VectorStore) -> None:
    vectors.tenants()
    server.refusals = [429, 503]
    vectors.upsert(1, SPACE, "2026q4", ["1:0"], ROWS[:1])
    assert vectors.counts(1, SPACE) == {"2026q4": 1}
    server.refusals = [429] * 3
    with pytest.raises(RetryableError) as caught:
        vectors.upsert(1, SPACE, "2026q4", ["1:0"], ROWS[:1])
    assert str(caught.value) == faults.BUSY
    server.refusals = [500]
    with pytest.raises(RetryableError, match="does not answer"):
        vectors.upsert(1, SPACE, "2026q4", ["1:0"], ROWS[:1])


def test_pages_keep_within_its_limits(server: PineconeServer, vectors: VectorStore) -> None:
    rows = np.tile(ROWS, (50, 1))
    ids = [f"{place}:0" for place in range(len(rows))]
    vectors.upsert(1, SPACE, "2026q4", ids, rows)
    assert server.asked.count("POST /vectors/upsert") == 3
    assert sorted(vectors.ids(1, SPACE, "2026q4")) == sorted(ids)
    assert len(vectors.vectors_of(1, SPACE, "2026q4", ids)[0]) == len(ids)
    assert vectors.delete(1, SPACE, "2026q4", ids) == len(ids)
    assert vectors.quarters(1, SPACE) == []


def test_what_shows_late_is_found_late_and_harms_nothing(
    server: PineconeServer, vectors: VectorStore, store: Store, tenant_id: int, clock: FixedClock
) -> None:
    at = {"occurred_at": clock.now(), "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        session.add(Interaction(tenant_id=tenant_id, kind="note", source="test", text="the rollout drags on", **at))
    embedder = HashingEmbedder("hashing-48", DIMENSION)
    indexer = Indexer(store, clock, embedder, None, vectors)
    searcher = HybridSearcher(store, clock, embedder, vectors)
    server.late = True
    assert indexer.run_once() == 1
    [hit] = searcher.search(tenant_id, "rollout").hits
    assert hit.similarity is None  # by keywords alone
    server.show()
    [hit] = searcher.search(tenant_id, "rollout").hits
    assert hit.similarity is not None
    assert indexer.sweep_all() == Swept(0, 0)
    with store.write() as session:
        session.delete(session.get_one(Interaction, hit.interaction_id))
    assert searcher.search(tenant_id, "rollout").hits == []
    assert indexer.sweep_all() == Swept(1, 0)
