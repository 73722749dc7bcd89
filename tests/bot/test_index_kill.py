"""An indexing process is killed at random moments while the record goes on changing: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hashing import HashingEmbedder
from kills import KILLS
from sqlalchemy import insert, select

from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import Interaction, Kind
from crm.store import Store
from indexing.indexer import Indexer, Swept
from indexing.lag import Lag
from indexing.searcher import HybridSearcher
from indexing.vectors import ChromaVectors, quarter_of

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SPACE = "hashing-64"
WORDS = "pump turbine price renewal licence delay invoice support meeting contract budget feature".split()  # noqa: SIM905

# One process imports everything once and forks an indexer whenever it is told to.
NURSERY = """
import os, sys
from pathlib import Path
import chromadb, structlog
from crm.clock import SystemClock
from crm.store import Store
from hashing import HashingEmbedder, WordMoods
from indexing.indexer import Indexer
from indexing.vectors import ChromaVectors
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
home = Path(sys.argv[1])
print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        store = Store(f"sqlite:///{home / 'rapport.db'}")
        indexer = Indexer(store, SystemClock(), HashingEmbedder(), WordMoods(), ChromaVectors(home / "vectors"))
        print(os.getpid(), flush=True)
        while True:
            indexer.run_once(limit=24)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def prose(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.choice((8, 20, 20, 450)))) + f" number{rng.randrange(10**9)}"


def grow(store: Store, tenant_id: int, rng: random.Random, rows: int) -> None:
    """New rows, changed rows, moved rows, deleted rows, and a transaction that comes to nothing."""
    shared = {
        "tenant_id": tenant_id,
        "kind": Kind.NOTE,
        "source": "t",
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
    }
    made = [
        shared | {"text": prose(rng), "occurred_at": NOW - timedelta(days=rng.randrange(300)), "attributes": {}}
        for _ in range(rows)
    ]
    with store.write() as session:
        session.execute(insert(Interaction), made)
    with store.write() as session:
        ids = list(session.scalars(select(Interaction.id).order_by(Interaction.id)))
        for row_id in rng.sample(ids, 12):
            row = session.get_one(Interaction, row_id)
            row.text = prose(rng)
            row.occurred_at = NOW - timedelta(days=rng.randrange(300))
        for row_id in rng.sample(ids[:-50], 4):
            session.delete(session.get_one(Interaction, row_id))
    with pytest.raises(RejectedError), store.write() as session:
        session.execute(insert(Interaction), [row | {"text": f"phantom {row['text']}"} for row in made[:10]])
        raise RejectedError("no")


def test_kills_lose_nothing_and_leave_nothing_stale(
    store: Store, tenant_id: int, tmp_path: Path, clock: FixedClock
) -> None:
    rng = random.Random(20261120)
    grow(store, tenant_id, rng, 2_400)
    path = os.pathsep.join((str(Path(__file__).parents[2]), str(Path(__file__).parents[1])))
    nursery = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    with nursery, nursery.stdin, nursery.stdout:
        assert nursery.stdout.readline() == "ready\n"
        for _ in range(KILLS):
            nursery.stdin.write("go\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline())
            grow(store, tenant_id, rng, 40)
            time.sleep(rng.uniform(0.1, 1.0))
            os.kill(child, signal.SIGKILL)
            assert nursery.stdout.readline() == "ended\n"
    grow(store, tenant_id, rng, 40)
    vectors = ChromaVectors(tmp_path / "vectors")
    try:
        check(store, tenant_id, clock, vectors)
    finally:
        vectors.close()


def check(store: Store, tenant_id: int, clock: FixedClock, vectors: ChromaVectors) -> None:
    embedder = HashingEmbedder()
    indexer = Indexer(store, clock, embedder, None, vectors)
    assert 0 < indexer.lag().count < 2_800, "the killed processes did some of the work, and left some"
    while indexer.run_once():
        pass
    searcher = HybridSearcher(store, clock, embedder, vectors)
    with store.read() as session:
        rows = session.execute(
            select(Interaction.id, Interaction.passages, Interaction.occurred_at, Interaction.text)
        ).all()
    alive = {row.id for row in rows}
    phantoms = searcher.search(tenant_id, "phantom", limit=50).hits
    assert {hit.interaction_id for hit in phantoms} <= alive
    assert not any("phantom" in hit.quote for hit in phantoms)
    indexer.sweep(tenant_id)  # deleted rows leave vectors that find nothing, until they are swept up
    assert indexer.lag() == Lag(0, None)
    assert indexer.sweep(tenant_id) == Swept(0, 0)
    held = {quarter: vectors.ids(tenant_id, SPACE, quarter) for quarter in vectors.quarters(tenant_id, SPACE)}
    due = sorted(f"{row.id}:{place}" for row in rows for place in range(row.passages))
    assert sorted(found for ids in held.values() for found in ids) == due
    for row in rows[::25]:
        if row.passages == 1:
            query = np.asarray(embedder.embed([row.text])[0])
            quarter = quarter_of(row.occurred_at)
            [(_, cosine)] = vectors.among(tenant_id, SPACE, query, quarters=[quarter], ids=[f"{row.id}:0"])
            assert cosine == pytest.approx(1.0, abs=1e-3), "the vector is of the row's present words"
