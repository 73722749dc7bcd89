from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hashing import HashingEmbedder
from sqlalchemy import update

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.model import Account, Interaction, Kind, Tenant
from crm.store import Store
from indexing.chroma import DOWN
from indexing.indexer import Indexer
from indexing.quote import Quotes
from indexing.retriever import retriever
from indexing.searcher import EXACT, HybridSearcher, fuse
from indexing.vectors import ChromaVectors

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SPACE = "hashing-64"


def add(store: Store, tenant_id: int, *texts: str, **fields: Any) -> list[int]:
    with store.write() as session:
        rows = [
            Interaction(
                **{"kind": Kind.NOTE, "source": "test", "occurred_at": NOW, "created_at": NOW, "updated_at": NOW}
                | {"tenant_id": tenant_id, "text": text}
                | fields
            )
            for text in texts
        ]
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[ChromaVectors]:
    made = ChromaVectors(tmp_path / "vectors")
    yield made
    made.close()


@pytest.fixture
def indexer(store: Store, clock: FixedClock, embedder: HashingEmbedder, vectors: ChromaVectors) -> Indexer:
    return Indexer(store, clock, embedder, None, vectors)


@pytest.fixture
def searcher(store: Store, clock: FixedClock, embedder: HashingEmbedder, vectors: ChromaVectors) -> HybridSearcher:
    return HybridSearcher(store, clock, embedder, vectors)


def found(searcher: HybridSearcher, tenant_id: int, text: str, **filters: Any) -> list[int]:
    return [hit.interaction_id for hit in searcher.search(tenant_id, text, **filters).hits]


def test_the_best_row_comes_first_with_its_words(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    pumps, _, _ = add(
        store, tenant_id,
        "We talked at length about the weather in the north of the country and had lunch. "
        "Then the pump failed again and they were furious about it, for the third time in a month now. "
        "After that nothing else of note came up, and we said goodbye until the coming week at the fair.",
        "The invoice for the licences is late.", "Lunch was good.",
    )  # fmt: skip
    indexer.run_once()
    result = searcher.search(tenant_id, "Which pump failed?")
    assert result.degraded is None
    best = result.hits[0]
    assert best.interaction_id == pumps
    assert best.quote.startswith("Then the pump failed again")
    assert 0 < best.score <= 1
    assert best.similarity is not None
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)


def test_a_row_is_found_by_its_words_before_it_is_embedded(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher, clock: FixedClock
) -> None:
    add(store, tenant_id, "old talk about pumps")
    indexer.run_once()
    late = add(store, tenant_id, "new talk about turbines", "and another")
    clock.instant = NOW + timedelta(minutes=3)
    result = searcher.search(tenant_id, "turbines")
    assert result.degraded == "2 entries of the last 3 minutes are not searchable by meaning yet."
    assert (result.hits[0].interaction_id, result.hits[0].similarity) == (late[0], None)


def test_vectors_of_changed_and_deleted_rows_find_nothing(  # noqa: PLR0917
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher, vectors: ChromaVectors, embedder: HashingEmbedder
) -> None:  # fmt: skip
    gone, changed, kept = add(store, tenant_id, "pump one", "pump two", "pump three")
    indexer.run_once()
    with store.write() as session:
        session.delete(session.get_one(Interaction, gone))
        session.get_one(Interaction, changed).text = "nothing of the kind"
    vectors.upsert(tenant_id, SPACE, "2026q4", [f"{kept}:5", "987654:0"], embedder.embed(["pump", "pump"]))
    assert found(searcher, tenant_id, "pump") == [kept]


def test_filters_hold_for_keywords_and_vectors_alike(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    with store.write() as session:
        other = Tenant(name="Other", created_at=NOW)
        account = Account(tenant_id=tenant_id, name="Initech", created_at=NOW, updated_at=NOW)
        session.add_all([other, account])
        session.flush()
        other_id, account_id = other.id, account.id
    [mine] = add(store, tenant_id, "pump failed", account_id=account_id)
    [old] = add(store, tenant_id, "pump failed", occurred_at=NOW - timedelta(days=100), kind=Kind.CALL)
    [foreign] = add(store, other_id, "pump failed")
    indexer.run_once()
    assert set(found(searcher, tenant_id, "pump failed")) == {mine, old}
    assert found(searcher, other_id, "pump failed") == [foreign]
    assert found(searcher, tenant_id, "pump failed", account_ids=[account_id]) == [mine]
    assert found(searcher, tenant_id, "pump failed", account_ids=[]) == []
    assert found(searcher, tenant_id, "pump failed", kinds=["call"]) == [old]
    assert found(searcher, tenant_id, "pump failed", end=NOW - timedelta(days=1)) == [old]
    assert found(searcher, tenant_id, "pump failed", start=NOW) == [mine]
    assert found(searcher, 404, "pump failed") == []


def test_many_rows_under_a_filter_are_still_narrowed(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    add(store, tenant_id, *[f"pump story {n}" for n in range(EXACT + 50)], occurred_at=NOW - timedelta(days=1))
    wanted = add(store, tenant_id, "turbine tale", kind=Kind.CALL)
    while indexer.run_once(limit=2_000):
        pass
    assert found(searcher, tenant_id, "turbine tale", start=NOW - timedelta(days=2))[:1] == wanted
    assert set(found(searcher, tenant_id, "a story", start=NOW - timedelta(hours=1))) <= set(wanted)


@pytest.mark.parametrize("failure", [RetryableError("The model is down."), ValueError("customer words")])
def test_without_its_model_search_goes_by_words_and_says_so(  # noqa: PLR0917
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher, embedder: HashingEmbedder, failure: Exception
) -> None:  # fmt: skip
    ids = add(store, tenant_id, "pump failed")
    indexer.run_once()
    embedder.failure = failure
    result = searcher.search(tenant_id, "pump")
    assert [hit.interaction_id for hit in result.hits] == ids
    assert result.degraded == (failure.message if isinstance(failure, RetryableError) else DOWN)
    assert result.hits[0].similarity is None


def test_without_its_vectors_search_goes_by_words_and_says_so(  # noqa: PLR0917
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher, vectors: ChromaVectors, tmp_path: Path
) -> None:  # fmt: skip
    ids = add(store, tenant_id, "pump failed")
    indexer.run_once()
    vectors.close()
    for file in (tmp_path / "vectors" / f"t_{tenant_id}").rglob("*.sqlite3*"):
        file.write_bytes(b"damaged" * 1000)
    result = searcher.search(tenant_id, "pump")
    assert [hit.interaction_id for hit in result.hits] == ids
    assert "keywords still work" in (result.degraded or "")


@pytest.mark.parametrize(
    "text", ["", "  ", "!!!", '"', "\x00", "a" * 20_000, "[person:1]", "<EMAIL_ADDRESS>", "の", "\ud83d"]
)
def test_any_text_can_be_asked(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher, text: str
) -> None:
    add(store, tenant_id, "pump failed")
    indexer.run_once()
    assert len(found(searcher, tenant_id, text)) <= 1


def test_old_answers_serve_while_another_embedder_takes_over(  # noqa: PLR0917
    store: Store, tenant_id: int, clock: FixedClock, embedder: HashingEmbedder, indexer: Indexer, vectors: ChromaVectors
) -> None:  # fmt: skip
    ids = add(store, tenant_id, "pump failed", "sun shone")
    indexer.run_once()
    new = HashingEmbedder("hashing-32", 32)
    with_former = HybridSearcher(store, clock, new, vectors, former=[embedder]).search(tenant_id, "pump")
    assert with_former.hits[0].similarity is not None
    assert with_former.degraded is None
    alone = HybridSearcher(store, clock, new, vectors).search(tenant_id, "pump")
    assert [hit.interaction_id for hit in alone.hits] == ids[:1]
    assert "being rebuilt" in (alone.degraded or "")
    later = Indexer(store, clock, new, None, vectors)
    while later.run_once():
        pass
    done = HybridSearcher(store, clock, new, vectors).search(tenant_id, "pump")
    assert (done.degraded, done.hits[0].interaction_id) == (None, ids[0])


def test_newer_and_less_crowded_rows_win_ties(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    [old] = add(store, tenant_id, "pump failed", occurred_at=NOW - timedelta(days=80))
    [new] = add(store, tenant_id, "pump failed", occurred_at=NOW - timedelta(days=1))
    talk = add(
        store, tenant_id, "pump failed", "pump failed", "pump failed", "pump failed", thread="t1", occurred_at=NOW
    )
    indexer.run_once()
    order = found(searcher, tenant_id, "pump failed")
    assert order.index(new) < order.index(old)
    assert order.index(new) < max(order.index(row_id) for row_id in talk)


def test_a_human_label_written_past_the_orm_needs_no_index(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    ids = add(store, tenant_id, "pump failed")
    indexer.run_once()
    with store.write() as session:
        session.connection().execute(update(Interaction.__table__).values(mood="negative"))
    assert searcher.search(tenant_id, "pump").degraded is None
    assert found(searcher, tenant_id, "pump") == ids


def test_fusing() -> None:
    assert fuse({}, {}) == {}
    assert fuse({1: 4.0, 2: 2.0}, {}) == {1: 1.0, 2: 0.5}
    both = fuse({1: 4.0}, {1: 0.9, 2: 0.5, 3: 0.1})
    assert both[1] == pytest.approx(1.0)
    assert both[2] > both[3]
    assert fuse({}, {7: 0.3})[7] > 0


def test_quotes_go_by_words_then_by_meaning_and_stay_short() -> None:
    embedder = HashingEmbedder()
    quotes = Quotes(embedder, "pump price for [person:17]")
    passages = ["The sun shone all the week long over there. [person:17] asked about prices of the pumps."]
    assert quotes.best([(passages, 0)])[0].startswith("[person:17] asked")
    assert len(quotes.best([(["word " * 900], None)])[0]) <= 400
    assert quotes.best([([], None)]) == [""]
    embedder.failure = RetryableError("down")
    assert quotes.best([(["One thing. Another thing."], 0)]) == ["One thing. Another thing."]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_llama_index_sees_quotes_and_where_they_are_from(
    store: Store, tenant_id: int, indexer: Indexer, searcher: HybridSearcher
) -> None:
    [row_id] = add(store, tenant_id, "pump failed", external_id="m-1", url="https://mail.example/m-1")
    indexer.run_once()
    made = retriever(store, searcher, tenant_id, limit=3)
    [node] = made.retrieve("which pump failed")
    assert node.node.get_content() == "pump failed"
    assert node.node.metadata["interaction_id"] == row_id
    assert node.node.metadata["url"] == "https://mail.example/m-1"
    assert made.degraded is None


def test_who_was_there_is_no_quote_of_what_was_said() -> None:
    talk = "Attendees: Jane Holloway, Yusuf Merriman\nDate: 9 July\nWe looked at the roadmap. The bill doubles for six weeks."
    [quote] = Quotes(None, "licence").best([([talk], 0)])
    assert quote.startswith("We looked")
    [quote] = Quotes(None, "licence").best([(["Attendees: Jane Holloway"], 0)])
    assert quote == "Attendees: Jane Holloway"
