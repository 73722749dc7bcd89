from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hashing import HashingEmbedder, WordMoods
from sqlalchemy import select

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.model import Interaction, Kind
from crm.ports import Mood
from crm.store import Store
from indexing.batch import whole_mood
from indexing.indexer import Indexer, Swept
from indexing.lag import Lag
from indexing.vectors import ChromaVectors

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SPACE = "hashing-64"
LONG = " ".join(f"Point {n} of the plan was gone through slowly and at length." for n in range(60))


def add(store: Store, tenant_id: int, text: str, **fields: Any) -> int:
    with store.write() as session:
        row = Interaction(
            **{"kind": Kind.NOTE, "source": "test", "occurred_at": NOW, "created_at": NOW, "updated_at": NOW}
            | {"tenant_id": tenant_id, "text": text}
            | fields
        )
        session.add(row)
        session.flush()
        return row.id


def change(store: Store, row_id: int, **fields: Any) -> None:
    with store.write() as session:
        row = session.get_one(Interaction, row_id)
        for name, value in fields.items():
            setattr(row, name, value)


def row_of(store: Store, row_id: int) -> Interaction:
    with store.read() as session:
        return session.get_one(Interaction, row_id)


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
    return Indexer(store, clock, embedder, WordMoods(), vectors)


def test_a_batch_on_each_database(
    any_store: Store, any_tenant_id: int, clock: FixedClock, embedder: HashingEmbedder, vectors: ChromaVectors
) -> None:
    ids = [add(any_store, any_tenant_id, f"note {n}, quite angry") for n in range(7)]
    human = add(any_store, any_tenant_id, "angry too", mood="positive", mood_score=0.5, mood_source="human")
    indexer = Indexer(any_store, clock, embedder, WordMoods(), vectors)
    assert [indexer.run_once(any_tenant_id, limit=5) for _ in range(3)] == [5, 3, 0]
    assert vectors.counts(any_tenant_id, SPACE) == {"2026q4": 8}
    row = row_of(any_store, ids[0])
    assert (row.indexed_version, row.version, row.passages) == (1, 1, 1)
    assert (row.mood, row.mood_score, row.mood_source) == ("negative", -0.9, "model")
    assert (row_of(any_store, human).mood, row_of(any_store, human).mood_source) == ("positive", "human")
    assert indexer.lag(any_tenant_id) == Lag(0, None)


def test_a_change_replaces_what_was_there(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors, embedder: HashingEmbedder
) -> None:
    row_id = add(store, tenant_id, LONG)
    indexer.run_once()
    passages = row_of(store, row_id).passages
    assert passages > 2
    change(store, row_id, text="Short now, and glad.", occurred_at=NOW - timedelta(days=200))
    indexer.run_once()
    assert vectors.counts(tenant_id, SPACE) == {"2026q4": 0, "2026q2": 1}
    query = embedder.embed(["Short now, and glad."])[0]
    assert vectors.nearest(tenant_id, SPACE, query, quarters=["2026q2"], limit=1)[0][1] == pytest.approx(1.0)
    assert row_of(store, row_id).mood == "positive"


class Wide(HashingEmbedder):
    """Says more in its rows than the vector: whether a text is loud."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.hstack([super().embed(texts), [[float("!" in text)] for text in texts]])


class Loud(WordMoods):
    """Reads what a wide row says behind the vector."""

    def moods_of(self, texts: Sequence[str], rows: np.ndarray) -> list[Mood]:
        return [Mood("negative", -0.5) if row[64] else Mood("neutral", 0.0) for row in rows]


@pytest.mark.parametrize("former", [False, True])
def test_what_rows_hold_behind_the_vector_is_for_the_moods_alone(
    store: Store, tenant_id: int, clock: FixedClock, vectors: ChromaVectors, former: bool
) -> None:
    old = HashingEmbedder("old")
    if former:
        add(store, tenant_id, "of before")
        Indexer(store, clock, old, None, vectors).run_once()
    loud, calm = add(store, tenant_id, "no answer!"), add(store, tenant_id, "an answer")
    indexer = Indexer(store, clock, Wide(), Loud(), vectors, former=[old])
    while indexer.run_once(tenant_id):
        pass
    assert [row_of(store, row_id).mood for row_id in (loud, calm)] == ["negative", "neutral"]
    query = HashingEmbedder().embed(["an answer"])[0]
    assert vectors.nearest(tenant_id, SPACE, query, quarters=["2026q4"], limit=1)[0][1] == pytest.approx(1.0)


def test_nothing_to_embed_is_marked_and_loses_its_vectors(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors
) -> None:
    empty, full = add(store, tenant_id, ""), add(store, tenant_id, "glad words")
    assert indexer.run_once() == 2
    change(store, full, text="")
    assert indexer.run_once() == 1
    assert vectors.counts(tenant_id, SPACE) == {"2026q4": 0}
    assert [row_of(store, found).passages for found in (empty, full)] == [0, 0]
    assert row_of(store, full).mood is None


def test_placeholders_are_embedded_as_a_plain_word(
    store: Store, tenant_id: int, indexer: Indexer, embedder: HashingEmbedder
) -> None:
    add(store, tenant_id, "[person:17] wrote from <EMAIL_ADDRESS>", subject="Hello [user:3]")
    indexer.run_once()
    assert embedder.texts == ["Hello someone\nsomeone wrote from someone"]


def test_a_change_while_embedding_stays_behind(
    store: Store, tenant_id: int, clock: FixedClock, vectors: ChromaVectors
) -> None:
    row_id = add(store, tenant_id, "first words")

    class Slow(HashingEmbedder):
        def embed(self, texts: Any) -> Any:
            if not self.texts:
                change(store, row_id, text="second words", mood="mixed", mood_source="human")
            return super().embed(texts)

    slow = Slow()
    indexer = Indexer(store, clock, slow, WordMoods(), vectors)
    indexer.run_once()
    row = row_of(store, row_id)
    assert (row.version, row.indexed_version, row.mood) == (2, 0, "mixed")
    indexer.run_once()
    row = row_of(store, row_id)
    assert (row.version, row.indexed_version, row.mood) == (2, 2, "mixed")
    assert slow.texts == ["first words", "second words"]


@pytest.mark.parametrize("failure", [RetryableError("The model is down."), ValueError("angry customer text")])
def test_a_failing_embedder_marks_nothing_and_leaks_nothing(  # noqa: PLR0917
    store: Store, tenant_id: int, indexer: Indexer, embedder: HashingEmbedder, failure: Exception,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    row_id = add(store, tenant_id, "angry customer text", updated_at=NOW - timedelta(minutes=5))
    embedder.failure = failure
    with pytest.raises(RetryableError) as caught:
        indexer.run_once()
    assert "customer" not in str(caught.value) + capsys.readouterr().out
    assert row_of(store, row_id).indexed_version == 0
    assert indexer.lag(tenant_id) == Lag(1, timedelta(minutes=5))
    embedder.failure = None
    assert indexer.run_once() == 1


def test_vectors_that_are_down_are_caught_up_with(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors, tmp_path: Path
) -> None:
    (tmp_path / "vectors").mkdir(exist_ok=True)
    (tmp_path / "vectors" / f"t_{tenant_id}").write_text("in the way")
    row_id = add(store, tenant_id, "words")
    with pytest.raises(RetryableError):
        indexer.run_once()
    assert row_of(store, row_id).indexed_version == 0
    (tmp_path / "vectors" / f"t_{tenant_id}").unlink()
    assert indexer.run_once() == 1
    assert vectors.counts(tenant_id, SPACE) == {"2026q4": 1}


def test_marking_does_not_count_as_a_change(store: Store, tenant_id: int, indexer: Indexer) -> None:
    row_id = add(store, tenant_id, "words")
    indexer.run_once()
    change(store, row_id, attributes={"colour": "red"})
    assert row_of(store, row_id).version == 2
    assert (indexer.run_once(), indexer.run_once()) == (1, 0)
    assert row_of(store, row_id).version == 2


def test_a_sweep_puts_right_what_happened_behind_its_back(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors, embedder: HashingEmbedder
) -> None:
    ids = [add(store, tenant_id, f"note number {n}") for n in range(5)]
    indexer.run_once()
    with store.write() as session:
        session.delete(session.get_one(Interaction, ids[0]))
    vectors.delete(tenant_id, SPACE, "2026q4", [f"{ids[1]}:0"])
    stray = embedder.embed(["stray"])
    vectors.upsert(tenant_id, SPACE, "2020q1", [f"{ids[2]}:0"], stray)
    vectors.upsert(tenant_id, SPACE, "2026q4", [f"{ids[3]}:7"], stray)
    waiting = add(store, tenant_id, "just in")
    assert indexer.sweep(tenant_id) == Swept(removed=3, requeued=1)
    assert indexer.run_once() == 2
    assert indexer.sweep(tenant_id) == Swept(0, 0)
    assert set(vectors.ids(tenant_id, SPACE, "2026q4")) == {f"{found}:0" for found in [*ids[1:], waiting]}


def test_the_folder_of_a_tenant_that_is_gone_goes(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors, embedder: HashingEmbedder
) -> None:
    add(store, tenant_id, "note")
    indexer.run_once()
    vectors.upsert(77, SPACE, "2026q4", ["1:0"], embedder.embed(["of nobody"]))
    vectors.delete(tenant_id, SPACE, "2026q4", vectors.ids(tenant_id, SPACE, "2026q4"))
    assert indexer.sweep_all() == Swept(0, 1)
    assert vectors.tenants() == [tenant_id]


def test_a_lost_folder_is_rebuilt(store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors) -> None:
    add(store, tenant_id, "note")
    indexer.run_once()
    vectors.drop(tenant_id)
    assert indexer.sweep_all() == Swept(0, 1)
    indexer.run_once()
    assert vectors.counts(tenant_id, SPACE) == {"2026q4": 1}
    indexer.rebuild(tenant_id)
    assert indexer.lag().count == 1


def test_another_embedder_takes_over_when_it_is_done(
    store: Store, tenant_id: int, clock: FixedClock, embedder: HashingEmbedder, vectors: ChromaVectors
) -> None:
    ids = [add(store, tenant_id, f"note number {n}") for n in range(5)]
    Indexer(store, clock, embedder, None, vectors).run_once()
    new = HashingEmbedder("hashing-32", 32)
    indexer = Indexer(store, clock, new, None, vectors, former=[embedder])
    assert indexer.run_once(limit=3) == 3
    assert vectors.state(tenant_id).active == SPACE
    late = add(store, tenant_id, "a late note")
    change(store, ids[0], text="changed meanwhile")
    assert indexer.run_once(limit=3) == 2  # what changed goes first, for both embedders
    query = embedder.embed(["changed meanwhile"])[0]
    assert vectors.nearest(tenant_id, SPACE, query, quarters=["2026q4"], limit=1)[0][0] == f"{ids[0]}:0"
    while indexer.run_once(limit=3):
        pass
    assert vectors.state(tenant_id).active == "hashing-32"
    assert vectors.quarters(tenant_id, SPACE) == []
    assert set(vectors.ids(tenant_id, "hashing-32", "2026q4")) == {f"{found}:0" for found in [*ids, late]}
    assert indexer.sweep(tenant_id) == Swept(0, 0)


def test_long_and_short_texts_in_one_call(
    store: Store, tenant_id: int, indexer: Indexer, vectors: ChromaVectors
) -> None:
    for n in range(40):
        add(store, tenant_id, LONG * 12 if n % 4 == 0 else f"short {n}")
    assert indexer.run_once() == 40
    with store.read() as session:
        passages = session.scalars(select(Interaction.passages)).all()
    assert vectors.counts(tenant_id, SPACE) == {"2026q4": sum(passages)}
    assert sum(passages) > 512


def test_the_mood_of_a_long_text() -> None:
    good, bad, flat = Mood("positive", 0.8), Mood("negative", -0.8), Mood("neutral", 0.0)
    assert whole_mood([]) is None
    assert whole_mood([(good, 100), (bad, 100)]) == Mood("mixed", 0.0)
    assert whole_mood([(bad, 300), (flat, 100), (flat, 100)]).label == "negative"
    assert whole_mood([(good, 100), (flat, 900)]).label == "neutral"


HEARD = [
    ({"kind": Kind.EMAIL, "direction": "out", "text": "We are glad to help."}, None),
    ({"kind": Kind.EMAIL, "direction": "in", "text": "I am angry."}, "negative"),
    ({"kind": Kind.MESSAGE, "direction": "out", "text": "Please do not be angry."}, None),
    ({"kind": Kind.MEETING, "text": "[user:1]: so glad!\n[person:2]: we are angry\n[user:1]: glad to hear it"}, "negative"),
    ({"kind": Kind.MEETING, "text": "[user:1]: do not be angry\n[person:2]: we are glad"}, "positive"),
    ({"kind": Kind.MEETING, "text": "Rep: are you angry?\nClient: no opinion"}, "neutral"),
    ({"kind": Kind.CALL, "text": "[user:1]: glad, glad\n[user:1]: nobody there"}, None),
    ({"kind": Kind.CALL, "direction": "out", "text": "Called them, they are angry."}, "negative"),
    ({"kind": Kind.NOTE, "source": "log", "text": "Jane is glad."}, "positive"),
]  # fmt: skip


def test_the_mood_is_that_of_the_clients_words(store: Store, tenant_id: int, indexer: Indexer) -> None:
    ids = [add(store, tenant_id, **fields) for fields, _ in HEARD]
    assert indexer.run_once() == len(HEARD)
    rows = [row_of(store, row_id) for row_id in ids]
    assert [row.mood for row in rows] == [mood for _, mood in HEARD]
    assert all(row.indexed_version == row.version and row.passages for row in rows)
