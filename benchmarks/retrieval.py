"""How well search finds what was asked for: `python -m benchmarks.retrieval [--data FOLDER] [--cacm]`.

LoCoMo: four conversations over months, a row a turn; recall@10 of the turns that hold the evidence for each question.
CACM: 3,204 abstracts and 52 judged queries; mean average precision over 100 hits. Keywords alone, vectors alone and
both together run through the classes that serve Rapport's own answers.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm import keywords
from crm.clock import FixedClock
from crm.keywords import create_keyword_index
from crm.model import Base, Contact, Interaction, Kind, Tenant, interaction_contacts
from crm.ports import Hit
from crm.store import Store
from indexing.embedder import Embedder, MiniLmEmbedder
from indexing.indexer import Indexer
from indexing.passages import spoken
from indexing.searcher import HybridSearcher
from indexing.vectors import ChromaVectors

DATA = Path(__file__).parents[2] / "shared" / "data"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
ADVERSARIAL = 5  # asks of one what the other said
ANSWERABLE = {1: "multi-hop", 2: "temporal", 3: "open", 4: "single-hop"}


@dataclass
class Bench:
    """A record with its index, filled once, asked three ways."""

    store: Store
    embedder: Embedder
    vectors: ChromaVectors
    indexer: Indexer
    searcher: HybridSearcher
    tenant_id: int = 0
    people: dict[str, int] = field(default_factory=dict)

    def fill(self, name: str, texts: list[tuple[str, datetime]], speakers: list[str] | None = None) -> list[int]:
        """A tenant of its own with a row a text; `speakers` says whose each is."""
        with self.store.write() as session:
            tenant = Tenant(name=name, created_at=NOW)
            session.add(tenant)
            session.flush()
            self.tenant_id = tenant.id
            rows = [
                {"tenant_id": tenant.id, "kind": Kind.NOTE, "source": "bench", "external_id": str(n), "text": text,
                 "occurred_at": at, "created_at": NOW, "updated_at": NOW, "attributes": {}, "version": 1}
                for n, (text, at) in enumerate(texts)
            ]  # fmt: skip
            ids = list(
                session.scalars(insert(Interaction).returning(Interaction.id, sort_by_parameter_order=True), rows)
            )
            self.people = self._people(session, speakers or [], ids)
        while self.indexer.run_once(self.tenant_id):
            pass
        return ids

    def _people(self, session: Session, speakers: list[str], ids: list[int]) -> dict[str, int]:
        people = {}
        for name in dict.fromkeys(speakers):
            contact = Contact(tenant_id=self.tenant_id, name=name, created_at=NOW, updated_at=NOW)
            session.add(contact)
            session.flush()
            people[name] = contact.id
        links = [
            {"interaction_id": row, "contact_id": people[name]} for row, name in zip(ids, speakers, strict=bool(speakers))
        ] if speakers else []  # fmt: skip
        if links:
            session.execute(insert(interaction_contacts), links)
        return people

    def by_person(self, query: str, limit: int) -> list[int]:
        return [hit.interaction_id for hit in self.hits(query, limit)]

    def hits(self, query: str, limit: int) -> list[Hit]:
        """What the one person said whom a question names; what anybody said where it names none or several."""
        named = [contact for name, contact in self.people.items() if re.search(rf"\b{re.escape(name)}\b", query)]
        contacts = named if len(named) == 1 else None
        return self.searcher.search(self.tenant_id, query, limit=limit, contact_ids=contacts).hits

    def by_keyword(self, query: str, limit: int) -> list[int]:
        with self.store.read() as session:
            return [found for found, _ in keywords.find(session, self.tenant_id, query, limit=limit)]

    def by_vector(self, query: str, limit: int) -> list[int]:
        vector = self.embedder.embed([spoken(query)])[0]
        quarters = self.vectors.quarters(self.tenant_id, self.embedder.name)
        near = self.vectors.nearest(self.tenant_id, self.embedder.name, vector, quarters=quarters, limit=limit * 3)
        return list(dict.fromkeys(int(found.partition(":")[0]) for found, _ in near))[:limit]

    def fused(self, query: str, limit: int) -> list[int]:
        return [hit.interaction_id for hit in self.searcher.search(self.tenant_id, query, limit=limit).hits]

    @property
    def ways(self) -> dict[str, Callable[[str, int], list[int]]]:
        ways: dict[str, Callable[[str, int], list[int]]] = {
            "keyword": self.by_keyword, "vector": self.by_vector, "fused": self.fused
        }  # fmt: skip
        return ways | ({"fused, by person": self.by_person} if self.people else {})


@contextmanager
def bench(embedder: Embedder) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/rapport.db")
        Base.metadata.create_all(store.engine)
        with store.engine.begin() as connection:
            create_keyword_index(connection)
        clock = FixedClock(NOW)
        vectors = ChromaVectors(Path(folder) / "vectors")
        indexer = Indexer(store, clock, embedder, None, vectors)
        yield Bench(store, embedder, vectors, indexer, HybridSearcher(store, clock, embedder, vectors))
        vectors.close()
        store.close()


def locomo(made: Bench, file: Path, limit: int = 10) -> dict[str, Any]:
    """Recall@limit of evidence turns, mean over questions, for each way and kind of question."""
    found: dict[str, dict[str, list[float]]] = defaultdict(dict)
    took: dict[str, float] = defaultdict(float)
    near: dict[str, list[float]] = {"answerable": [], "adversarial": []}
    asked = 0
    for sample in json.loads(file.read_text()):
        turns = list(_turns(sample["conversation"]))
        speakers = [text.partition(":")[0] for _, text, _ in turns]
        ids = made.fill(sample["sample_id"], [(text, at) for _, text, at in turns], speakers)
        place = dict(zip((turn for turn, _, _ in turns), ids, strict=True))
        for question in sample["qa"]:
            evidence = {place[turn] for turn in _evidence(question) if turn in place}
            if question["category"] == ADVERSARIAL:
                near["adversarial"].append(_nearest(made, question["question"]))
            if question["category"] not in ANSWERABLE or not evidence:
                continue
            near["answerable"].append(_nearest(made, question["question"]))
            asked += 1
            for way, ask in made.ways.items():
                begun = time.perf_counter()
                hits = set(ask(question["question"], limit))
                took[way] += time.perf_counter() - begun
                recall = len(evidence & hits) / len(evidence)
                for name in ("all", ANSWERABLE[question["category"]]):
                    found[way].setdefault(name, []).append(recall)
    return {
        "questions": asked,
        **{
            way: {name: round(sum(each) / len(each), 3) for name, each in sorted(kinds.items())}
            | {"ms": round(1000 * took[way] / asked, 1)}
            for way, kinds in found.items()
        },
        "abstaining": _abstaining(near),
    }


def _nearest(made: Bench, question: str) -> float:
    """Likeness of the nearest passage of whoever the question is about."""
    return max((hit.similarity or 0.0 for hit in made.hits(question, 10)), default=0.0)


def _abstaining(near: dict[str, list[float]]) -> dict[str, float]:
    """Part of the adversarial questions declined by nearness, where one answerable question in ten is declined too."""
    floor = sorted(near["answerable"])[len(near["answerable"]) // 10]
    return {
        "adversarial questions": len(near["adversarial"]),
        "floor": round(floor, 3),
        "adversarial declined": round(sum(each < floor for each in near["adversarial"]) / len(near["adversarial"]), 3),
        "answerable declined": 0.1,
    }


def cacm(made: Bench, folder: Path, limit: int = 100) -> dict[str, Any]:
    """Mean average precision over the judged queries, for each way."""
    docs = [json.loads(line) for line in (folder / "cacm_docs.jsonl").read_text().splitlines()]
    ids = made.fill("CACM", [(_prose(doc["text"]), NOW - timedelta(days=n % 360)) for n, doc in enumerate(docs)])
    place = dict(zip((doc["id"] for doc in docs), ids, strict=True))
    judged: dict[str, set[int]] = {}
    for line in (folder / "qrels.cacm.txt").read_text().splitlines():
        topic, _, doc_id, good = line.split()
        if good != "0" and doc_id in place:
            judged.setdefault(topic, set()).add(place[doc_id])
    topics = re.findall(r"<DOCNO>\s*(\d+)\s*</DOCNO>(.*?)</DOC>", (folder / "topics.cacm.txt").read_text(), re.DOTALL)
    asked = [(judged[topic], " ".join(query.split())) for topic, query in topics if topic in judged]
    return {
        "queries": len(asked),
        **{
            way: round(sum(_precision(wanted, ask(query, limit)) for wanted, query in asked) / len(asked), 4)
            for way, ask in made.ways.items()
        },
    }


def _precision(wanted: set[int], hits: list[int]) -> float:
    good, total = 0, 0.0
    for rank, hit in enumerate(hits, 1):
        if hit in wanted:
            good += 1
            total += good / rank
    return total / len(wanted)


def _turns(conversation: dict[str, Any]) -> Iterator[tuple[str, str, datetime]]:
    for name, at in conversation.items():
        if not name.endswith("_date_time") or (session := name.removesuffix("_date_time")) not in conversation:
            continue
        moment = datetime.strptime(at, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        for turn in conversation[session]:
            yield turn["dia_id"], f"{turn['speaker']}: {turn['text']}", moment


def _evidence(question: dict[str, Any]) -> list[str]:
    return [part for entry in question.get("evidence", []) for part in re.findall(r"D\d+:\d+", entry)]


def _prose(text: str) -> str:
    """Without the lines of citation numbers, which are a table and no text."""
    return "\n".join(line for line in text.splitlines() if re.search(r"[A-Za-z]", line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cacm", action="store_true", help="CACM too (a minute more)")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))  # warnings only
    with bench(MiniLmEmbedder()) as made:
        result = {"locomo_recall_at_10": locomo(made, options.data / "conversations" / "locomo_dev4.json")}
        if options.cacm:
            result["cacm_map"] = cacm(made, options.data / "retrieval")
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
