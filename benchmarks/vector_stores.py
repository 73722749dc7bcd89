"""Stores of vectors side by side: the same vectors written, searched and counted in each, with recall against exact search.

Chroma's server, a PostgreSQL with pgvector and Milvus Lite are started by this script; `--vectors URL` adds another address.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.vector_processes import ChromaProcess, PgvectorProcess
from crm.clock import SystemClock
from crm.model import Base
from crm.store import Store
from indexing.stores.opening import open_vectors
from indexing.stores.port import VectorStore

SPACE, DIMENSIONS, PAGE, BEST = "benchmark", 384, 512, 10
QUARTERS = ("2025q4", "2026q1", "2026q2", "2026q3", "2026q4")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--vectors", action="append", default=[], help="an address, as RAPPORT_VECTORS has it")
    chosen = parser.parse_args()
    rows, queries = clustered(chosen.count, chosen.queries)
    folder = Path(tempfile.mkdtemp(prefix="rapport-vector-stores-"))
    try:
        for name, start in starters(folder, chosen.vectors).items():
            url, files, stop = start()
            try:
                found = measured(url, folder, rows, queries)
            finally:
                stop()
            found |= {"disk_mb": round(size(files) / 1e6, 1)} if files else {}
            print(json.dumps({"store": name, "load": round(os.getloadavg()[0], 1)} | found), flush=True)
    finally:
        shutil.rmtree(folder)


def clustered(count: int, queries: int) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around a few hundred themes, as sentences have them; queries from the same."""
    chance = np.random.default_rng(7)
    themes = chance.normal(size=(max(2, count // 50), DIMENSIONS))
    made = themes[chance.integers(len(themes), size=count + queries)]
    made = (made + 0.8 * chance.normal(size=made.shape)).astype(np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return made[:count], made[count:]


Started = tuple[str, Path | None, Callable[[], None]]


def starters(folder: Path, more: list[str]) -> dict[str, Callable[[], Started]]:
    """What starts each store: its address, where its files are, and what stops it."""

    def chroma_server() -> Started:
        process = ChromaProcess(folder / "chroma-server")
        return process.url.replace("NAME", "rapport"), process.folder, process.stop

    def pgvector() -> Started:
        process = PgvectorProcess()

        def stop() -> None:
            process.stop()
            shutil.move(process.folder / "data" / "base", folder / "pgvector")
            shutil.rmtree(process.folder)

        return process.url.replace("NAME", "rapport"), folder / "pgvector", stop

    own = {
        "chroma": lambda: (f"chroma://{folder / 'chroma'}", folder / "chroma", lambda: None),
        "chroma server": chroma_server,
        "pgvector": pgvector,
        "milvus lite": lambda: (f"milvus://{folder / 'milvus.db'}", folder / "milvus.db", lambda: None),
    }
    return own | {url.partition(":")[0] + " (given)": _given(url) for url in more}


def _given(url: str) -> Callable[[], Started]:
    return lambda: (url, None, lambda: None)


def measured(url: str, folder: Path, rows: np.ndarray, queries: np.ndarray) -> dict[str, Any]:
    record = Store(f"sqlite:///{folder / 'record.db'}")
    Base.metadata.create_all(record.engine)
    hosts = ["127.0.0.1", "localhost"]
    key = os.environ.get("RAPPORT_VECTORS_KEY", "")
    vectors = open_vectors(url, lambda: record, SystemClock(), key=key, hosts=hosts)
    try:
        written, processor = timed(lambda: write(vectors, rows))
        vectors.hold(1, SPACE)
        exact = np.argsort(-(queries @ rows.T), axis=1)[:, :BEST]
        return {
            "vectors": len(rows),
            "written_per_s": round(len(rows) / written),
            "written_cpu_s": round(processor, 1),
            "five_quarters_ms": searched(vectors, queries, list(QUARTERS)),
            "one_quarter_ms": searched(vectors, queries, [QUARTERS[-1]]),
            "recall_at_10": recall(vectors, queries, exact),
            "forgetting_one_s": round(timed(lambda: vectors.forget(1, [1]))[0], 2),
        }
    finally:
        vectors.close()
        record.close()


def write(vectors: VectorStore, rows: np.ndarray) -> None:
    for place, quarter in enumerate(QUARTERS):
        own = np.arange(len(rows))[place :: len(QUARTERS)]
        for start in range(0, len(own), PAGE):
            some = own[start : start + PAGE]
            vectors.upsert(1, SPACE, quarter, [f"{one}:0" for one in some], rows[some])


def searched(vectors: VectorStore, queries: np.ndarray, quarters: list[str]) -> dict[str, float]:
    """Milliseconds of a search for the 60 nearest, the list of quarters included, as the searcher asks."""
    took = []
    for query in queries:
        begun = time.perf_counter()
        vectors.quarters(1, SPACE)
        vectors.nearest_each(1, SPACE, query[None, :], quarters=quarters, limit=60)
        took.append(1000 * (time.perf_counter() - begun))
    return {"p50": round(float(np.percentile(took, 50)), 1), "p95": round(float(np.percentile(took, 95)), 1)}


def recall(vectors: VectorStore, queries: np.ndarray, exact: np.ndarray) -> float:
    found = vectors.nearest_each(1, SPACE, queries, quarters=QUARTERS, limit=BEST)
    hits = [
        len({one for one, _ in some} & {f"{place}:0" for place in best})
        for some, best in zip(found, exact, strict=True)
    ]
    return round(sum(hits) / (BEST * len(queries)), 4)


def timed(does: Callable[[], Any]) -> tuple[float, float]:
    """Seconds on the clock, and of this process's processor time."""
    begun, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    does()
    now = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - begun, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def size(folder: Path) -> int:
    files = [folder] if folder.is_file() else [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files)


if __name__ == "__main__":
    main()
