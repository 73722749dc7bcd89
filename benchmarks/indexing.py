"""How fast text becomes searchable: `python -m benchmarks.indexing [--texts 1000] [--data FOLDER]`.

The same texts, in the same run: embedded alone, then taken through the whole chain that a real entry goes through
(redacted, written to the record, split, embedded, read for mood, stored in the vector index, marked). Prints JSON.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import itertools
import json
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert

from crm.clock import FixedClock
from crm.keywords import create_keyword_index
from crm.model import Base, Interaction, Kind, Tenant
from crm.store import Store
from indexing.embedder import MiniLmEmbedder
from indexing.feeling import Feeling
from indexing.indexer import Indexer
from indexing.mood import MoodReader
from indexing.searcher import HybridSearcher
from indexing.vectors import ChromaVectors

DATA = Path(__file__).parents[2] / "shared" / "data"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SLICE = 100  # texts
WORDS = 50  # of a text, about
QUESTIONS = ("Who complained about a late delivery?", "What did they say about the price?", "Any interest in a demo?")


def texts(folder: Path, count: int) -> list[str]:
    """Texts of about 50 words, cut from sales e-mails and conversations; repeated with a number if they run out."""
    words = list(itertools.chain.from_iterable(text.split() for text in _sources(folder)))
    cut = [" ".join(words[start : start + WORDS]) for start in range(0, len(words) - WORDS, WORDS)]
    return [cut[n % len(cut)] if n < len(cut) else f"{cut[n % len(cut)]} ({n})" for n in range(count)]


def measure(some: Sequence[str]) -> dict[str, Any]:
    """Both ways turn by turn over slices of the texts, so that whatever else the machine does slows both alike."""
    embedder = MiniLmEmbedder()
    feeling = Feeling(embedder)
    moods = MoodReader(feeling)
    seconds: dict[str, float] = defaultdict(float)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rapport.db")
        tenant_id = _prepare(store)
        vectors = ChromaVectors(Path(folder) / "vectors")
        indexer = Indexer(store, FixedClock(NOW), feeling, moods, vectors)
        chain = _Chain(store, tenant_id, indexer, _redactor(store), seconds)
        chain.take(some[:16])  # models and indexes are loaded once in a process's life
        seconds.clear()
        for start in range(0, len(some), SLICE):
            part = some[start : start + SLICE]
            begun = time.perf_counter()
            embedder.embed(part)
            seconds["embedder alone"] += time.perf_counter() - begun
            chain.take(part)
        searcher = HybridSearcher(store, FixedClock(NOW), embedder, vectors)
        asked = sorted(_timed(searcher, tenant_id, question) for question in QUESTIONS * 5)
        vectors.close()
        store.close()
    alone = seconds["embedder alone"]
    whole = sum(seconds.values()) - alone
    return {
        "texts": len(some),
        "words_per_text": round(sum(len(text.split()) for text in some) / len(some), 1),
        "embedder_texts_per_s": round(len(some) / alone, 1),
        "chain_texts_per_s": round(len(some) / whole, 1),
        "chain_share_of_embedder": round(alone / whole, 3),
        "seconds": {name: round(spent, 2) for name, spent in seconds.items()},
        "search_ms_median": round(asked[len(asked) // 2], 1),
    }


@dataclass
class _Chain:
    """All that happens to a text from its coming in until it can be found."""

    store: Store
    tenant_id: int
    indexer: Indexer
    redactor: Any
    seconds: dict[str, float]

    def take(self, some: Sequence[str]) -> None:
        if self.redactor is not None:
            begun = time.perf_counter()
            some = [found.text for found in self.redactor.redact(self.tenant_id, some)]
            self.seconds["redact"] += time.perf_counter() - begun
        begun = time.perf_counter()
        _write(self.store, self.tenant_id, some)
        self.seconds["write"] += time.perf_counter() - begun
        begun = time.perf_counter()
        while self.indexer.run_once(self.tenant_id):
            pass
        self.seconds["index"] += time.perf_counter() - begun


def _prepare(store: Store) -> int:
    Base.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        create_keyword_index(connection)
    with store.write() as session:
        tenant = Tenant(name="bench", created_at=NOW)
        session.add(tenant)
        session.flush()
        return tenant.id


def _write(store: Store, tenant_id: int, some: Sequence[str]) -> None:
    rows = [
        {"tenant_id": tenant_id, "kind": Kind.NOTE, "source": "bench", "external_id": str(uuid.uuid4()), "text": text,
         "occurred_at": NOW - timedelta(hours=n % 4000), "created_at": NOW, "updated_at": NOW, "attributes": {}, "version": 1}
        for n, text in enumerate(some)
    ]  # fmt: skip
    with store.write() as session:
        session.execute(insert(Interaction), rows)


def _redactor(store: Store) -> Any:
    """Rapport's own redactor; None in a tree that has none, and then the chain is measured without."""
    if importlib.util.find_spec("privacy.redactor") is None:
        return None
    from privacy.redactor import PresidioRedactor  # noqa: PLC0415

    return PresidioRedactor(store)


def _timed(searcher: HybridSearcher, tenant_id: int, question: str) -> float:
    begun = time.perf_counter()
    searcher.search(tenant_id, question)
    return 1000 * (time.perf_counter() - begun)


def _sources(folder: Path) -> Iterator[str]:
    emails = folder / "sales_emails" / "d2_emails.csv"
    if emails.exists():
        with emails.open(newline="", encoding="utf-8", errors="replace") as file:
            for row in csv.DictReader(file):
                yield max((value for value in row.values() if isinstance(value, str)), key=len, default="")
    talks = folder / "conversations" / "locomo_dev4.json"
    if talks.exists():
        for sample in json.loads(talks.read_text()):
            for session in sample["conversation"].values():
                if isinstance(session, list):
                    yield from (turn["text"] for turn in session)
    yield " ".join(
        f"We spoke about point {n} of the renewal and the price of the pumps they order." for n in range(400)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=1_000)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))  # warnings only
    print(json.dumps(measure(texts(options.data, options.texts)), indent=2))


if __name__ == "__main__":
    main()
