"""One contract, kept by every store of vectors: real servers as processes of this run, Pinecone by its documented interface."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hashing import HashingEmbedder
from pinecone_server import KEY, PineconeServer

from benchmarks.vector_processes import ChromaProcess, PgvectorProcess
from crm.clock import FixedClock
from crm.errors import FatalError, RapportError
from crm.model import Interaction
from crm.store import Store
from indexing.indexer import Indexer, Swept
from indexing.searcher import HybridSearcher
from indexing.stores.limits import Limits
from indexing.stores.opening import open_vectors
from indexing.stores.port import State, VectorStore

SPACE, OTHER = "test-space", "other-space"
DIMENSIONS = 48
ROWS = np.random.default_rng(7).normal(size=(260, DIMENSIONS)).astype(np.float32)
ROWS /= np.linalg.norm(ROWS, axis=1, keepdims=True)
LIMITS = Limits(asking=timedelta(seconds=20), writing=timedelta(seconds=30))
KINDS = ["chroma", "chroma-server", "pgvector", "milvus", "pinecone"]
Open = Callable[[], VectorStore]


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    process = ChromaProcess(tmp_path_factory.mktemp("chroma"))
    yield process
    process.stop()


@pytest.fixture(scope="module")
def pgvector_server() -> Iterator[PgvectorProcess]:
    process = PgvectorProcess()
    yield process
    process.stop()
    shutil.rmtree(process.folder)


@pytest.fixture
def pinecone_server() -> Iterator[PineconeServer]:
    server = PineconeServer()
    yield server
    server.close()


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of each kind."""
    name = f"test_{uuid.uuid4().hex[:8]}"
    if request.param == "chroma":
        return f"chroma://{tmp_path / 'vectors'}"
    if request.param == "milvus":
        return f"milvus://{tmp_path / 'milvus' / 'vectors.db'}"
    server = request.getfixturevalue(request.param.replace("-", "_").replace("_server", "") + "_server")
    return str(server.url).replace("NAME", name)


@pytest.fixture
def opened(url: str, store: Store, clock: FixedClock) -> Iterator[Open]:
    """Opens the store anew each time, as another process would after the one before."""
    made: list[VectorStore] = []

    def again() -> VectorStore:
        while made:
            made.pop().close()
        made.append(open_vectors(url, lambda: store, clock, key=KEY, hosts=["127.0.0.1"], limits=LIMITS))
        return made[-1]

    yield again
    while made:
        made.pop().close()


@pytest.fixture
def vectors(opened: Open) -> VectorStore:
    return opened()


def put(vectors: VectorStore, tenant_id: int, quarter: str, places: Any, space: str = SPACE) -> None:
    vectors.upsert(tenant_id, space, quarter, [f"{place}:0" for place in places], ROWS[list(places)])


def nearest(vectors: VectorStore, tenant_id: int, place: int, quarters: list[str], limit: int = 3) -> list[str]:
    [found] = vectors.nearest_each(tenant_id, SPACE, ROWS[[place]], quarters=quarters, limit=limit)
    return [one for one, _ in found]


def test_a_new_one_is_empty(vectors: VectorStore) -> None:
    assert (vectors.tenants(), vectors.quarters(1, SPACE), vectors.counts(1, SPACE)) == ([], [], {})
    assert vectors.ids(1, SPACE, "2026q4") == []
    assert vectors.delete(1, SPACE, "2026q4", ["1:0"]) == 0
    assert vectors.nearest_each(1, SPACE, ROWS[:2], quarters=["2026q4"], limit=3) == [[], []]
    assert vectors.among_each(1, SPACE, ROWS[:2], {"2026q4": ["1:0"]}) == [[], []]
    vectors.drop(404)


def test_nearest_over_the_quarters_asked_for(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q3", range(100))
    put(vectors, 1, "2026q4", range(100, 200))
    assert vectors.quarters(1, SPACE) == ["2026q4", "2026q3"]
    assert vectors.counts(1, SPACE) == {"2026q4": 100, "2026q3": 100}
    queries = ROWS[[5, 150, 230]]
    found = vectors.nearest_each(1, SPACE, queries, quarters=["2026q4", "2026q3", "1999q1"], limit=10)
    for query, pairs in zip(queries, found, strict=True):
        cosines = ROWS[:200] @ query
        assert [one for one, _ in pairs] == [f"{place}:0" for place in np.argsort(-cosines)[:10]]
        assert [cosine for _, cosine in pairs] == pytest.approx(sorted(cosines, reverse=True)[:10], abs=1e-5)
    assert nearest(vectors, 1, 5, ["2026q4"], 1) != ["5:0"]
    assert len(nearest(vectors, 1, 5, ["2026q3"], 500)) == 100


def test_cosines_of_chosen_ids_are_exact(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q3", range(20))
    put(vectors, 1, "2026q4", range(20, 40))
    wanted = {"2026q3": ["3:0", "99:0"], "2026q4": ["30:0", "3:0"], "1999q1": ["1:0"], "2026q2": []}
    found = vectors.among_each(1, SPACE, ROWS[:2], wanted)
    for query, pairs in zip(ROWS[:2], found, strict=True):
        assert dict(pairs) == pytest.approx({"3:0": query @ ROWS[3], "30:0": query @ ROWS[30]}, abs=1e-6)


def test_vectors_come_back_as_they_went_in(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q4", range(20))
    ids, rows = vectors.vectors_of(1, SPACE, "2026q4", ["3:0", "99:0", "7:0"])
    assert sorted(zip(ids, rows.tolist(), strict=True)) == [("3:0", ROWS[3].tolist()), ("7:0", ROWS[7].tolist())]
    assert rows.dtype == np.float32
    assert vectors.vectors_of(1, SPACE, "2020q1", ["3:0"])[0] == []


def test_an_upsert_replaces(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q4", range(30))
    vectors.upsert(1, SPACE, "2026q4", ["3:0"], ROWS[[200]])
    assert vectors.counts(1, SPACE) == {"2026q4": 30}
    assert nearest(vectors, 1, 200, ["2026q4"], 1) == ["3:0"]
    assert vectors.among_each(1, SPACE, ROWS[[3]], {"2026q4": ["3:0"]})[0][0][1] < 0.9


def test_delete_tells_what_was_there(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q4", range(10))
    assert vectors.delete(1, SPACE, "2026q4", ["1:0", "2:0", "77:0"]) == 2
    assert vectors.delete(1, SPACE, "2026q4", ["1:0"]) == 0
    assert sorted(vectors.ids(1, SPACE, "2026q4")) == [f"{place}:0" for place in (0, *range(3, 10))]
    assert "1:0" not in nearest(vectors, 1, 1, ["2026q4"], 10)


def test_tenants_and_spaces_never_meet(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q4", [1])
    put(vectors, 12, "2026q4", [2])
    put(vectors, 1, "2026q4", [3], OTHER)
    assert nearest(vectors, 1, 2, ["2026q4"], 9) == ["1:0"]
    assert vectors.among_each(1, SPACE, ROWS[[2]], {"2026q4": ["2:0", "3:0"]}) == [[]]
    assert vectors.delete(1, SPACE, "2026q4", ["2:0"]) == 0
    assert vectors.tenants() == [1, 12]
    vectors.drop_space(1, SPACE)
    assert (vectors.quarters(1, SPACE), vectors.quarters(1, OTHER)) == ([], ["2026q4"])
    vectors.drop(1)
    assert (vectors.tenants(), vectors.counts(12, SPACE)) == ([12], {"2026q4": 1})
    put(vectors, 1, "2026q4", [4])
    assert vectors.counts(1, SPACE) == {"2026q4": 1}


def test_forgetting_removes_every_passage_of_an_interaction(vectors: VectorStore) -> None:
    for quarter in ("2026q3", "2026q4"):
        vectors.upsert(1, SPACE, quarter, ["5:0", "5:1", "55:0"], ROWS[:3])
    vectors.upsert(1, OTHER, "2026q4", ["5:0"], ROWS[:1])
    put(vectors, 2, "2026q4", [5])
    assert vectors.forget(1, [5, 6]) == 5
    assert vectors.ids(1, SPACE, "2026q3") == vectors.ids(1, SPACE, "2026q4") == ["55:0"]
    assert vectors.ids(1, OTHER, "2026q4") == []
    assert vectors.ids(2, SPACE, "2026q4") == ["5:0"]
    assert nearest(vectors, 1, 0, ["2026q3", "2026q4"], 9) == ["55:0", "55:0"]


def test_what_was_written_outlasts_the_process(opened: Open, tenant_id: int) -> None:
    vectors = opened()
    vectors.hold(tenant_id, SPACE)
    put(vectors, tenant_id, "2026q4", range(260))
    vectors.set_state(tenant_id, State(SPACE, "next", 17))
    again = opened()
    assert again.counts(tenant_id, SPACE) == {"2026q4": 260}
    assert again.state(tenant_id) == State(SPACE, "next", 17)
    assert again.state(404) == State()
    assert nearest(again, tenant_id, 9, ["2026q4"], 1) == ["9:0"]
    again.drop(tenant_id)
    assert opened().state(tenant_id) == State()


def test_vectors_of_a_wrong_size_harm_nothing(vectors: VectorStore) -> None:
    put(vectors, 1, "2026q4", [1])
    with pytest.raises(RapportError):
        vectors.upsert(1, SPACE, "2026q4", ["2:0"], np.ones((1, 3), np.float32))
    assert vectors.counts(1, SPACE) == {"2026q4": 1}
    assert nearest(vectors, 1, 1, ["2026q4"]) == ["1:0"]


def test_many_threads_may_share_it(vectors: VectorStore) -> None:
    def work(place: int) -> list[str]:
        put(vectors, place % 3 + 1, "2026q4", [place])
        return nearest(vectors, place % 3 + 1, place, ["2026q4"], 1)

    with ThreadPoolExecutor(4) as crew:
        assert list(crew.map(work, range(16))) == [[f"{place}:0"] for place in range(16)]
    assert sum(sum(vectors.counts(tenant, SPACE).values()) for tenant in (1, 2, 3)) == 16


def test_only_hosts_that_are_allowed_are_asked(store: Store, clock: FixedClock) -> None:
    with pytest.raises(FatalError, match="RAPPORT_VECTORS_HOSTS"):
        open_vectors("chroma://vectors.example:8000", lambda: store, clock, hosts=["127.0.0.1"])


def test_what_is_indexed_is_found_and_what_is_changed_is_not(
    opened: Open, store: Store, tenant_id: int, clock: FixedClock
) -> None:
    at = {"occurred_at": clock.now(), "created_at": clock.now(), "updated_at": clock.now()}
    texts = ["the rollout is too slow for them", "they praise the new dashboard", "an invoice went astray"]
    with store.write() as session:
        rows = [Interaction(tenant_id=tenant_id, kind="note", source="test", text=text, **at) for text in texts]
        session.add_all(rows)
        session.flush()
        first = rows[0].id
    indexer = Indexer(store, clock, HashingEmbedder("hashing-48", DIMENSIONS), None, vectors := opened())
    searcher = HybridSearcher(store, clock, HashingEmbedder("hashing-48", DIMENSIONS), vectors)
    assert indexer.run_once() == 3
    found = searcher.search(tenant_id, "rollout slow")
    assert (found.hits[0].interaction_id, found.degraded) == (first, None)
    assert found.hits[0].similarity is not None
    with store.write() as session:
        session.get_one(Interaction, first).text = "all is well"
    assert indexer.run_once() == 1
    assert indexer.sweep_all() == Swept(0, 0)
    vectors.drop(tenant_id)
    assert indexer.sweep_all() == Swept(0, 3)


@pytest.mark.parametrize("kind", ["chroma", "pgvector"])
def test_what_is_forgotten_leaves_the_files_of_a_server(
    kind: str, request: pytest.FixtureRequest, store: Store, clock: FixedClock
) -> None:
    server = request.getfixturevalue(f"{kind}_server")
    vectors = open_vectors(server.url.replace("NAME", f"erased_{kind}"), lambda: store, clock, hosts=["127.0.0.1"])
    own = ROWS[:, ::-1].copy()  # no other test writes these
    vectors.upsert(1, SPACE, "2026q3", [f"{place}:0" for place in range(20)], own[:20])
    vectors.upsert(1, SPACE, "2026q4", [f"{place}:0" for place in range(20, 220)], own[20:220])
    vectors.delete(1, SPACE, "2026q4", ["21:0"])
    vectors.upsert(1, SPACE, "2026q4", ["22:0"], own[[250]])
    assert vectors.forget(1, [5, 23]) == 2
    vectors.upsert(2, SPACE, "2026q4", ["1:0", "2:0"], own[230:232])
    vectors.drop(2)
    vectors.close()
    server.settle()
    assert found_in(server, own[[5, 21, 22, 23, 230, 231]]) == []
    assert found_in(server, own[[24, 250]]) == [0, 1]


def found_in(server: Any, rows: np.ndarray) -> list[int]:
    """Which of the rows lie in the server's files, but for PostgreSQL's log of changes, which it recycles in its time."""
    files = [
        path for path in server.folder.rglob("*") if path.is_file() and not {"pg_wal", "installed"} & {*path.parts}
    ]
    left = [path.read_bytes() for path in files]
    return [place for place, row in enumerate(rows) if any(row.tobytes()[:64] in content for content in left)]
