from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hashing import HashingEmbedder

from indexing.remembered import MOST, Remembered
from indexing.shelf import Shelf
from indexing.shelved import Shelved
from indexing.vectors import ChromaVectors

SPACE = "test-space"
RANDOM = np.random.default_rng(7)


def units(count: int) -> np.ndarray:
    vectors = RANDOM.normal(size=(count, 16)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[ChromaVectors]:
    made = ChromaVectors(tmp_path / "vectors")
    yield made
    made.close()


def test_what_is_held_answers_as_what_is_not(vectors: ChromaVectors) -> None:
    ids, rows = [f"{n}:0" for n in range(300)], units(300)
    vectors.upsert(1, SPACE, "2026q3", ids[:200], rows[:200])
    vectors.upsert(1, SPACE, "2026q4", ids[200:], rows[200:])
    ask = {"quarters": ["2026q4", "2026q3"], "limit": 300}
    queries = units(3)
    before = vectors.nearest_each(1, SPACE, queries, **ask)
    some = {"2026q3": ["5:0", "77:0", "999:0"], "2026q4": ["250:0"]}
    among = vectors.among_each(1, SPACE, queries, some)
    vectors.hold(1, SPACE)
    after = vectors.nearest_each(1, SPACE, queries, **ask)
    for some_before, some_after in zip(
        [*before, *among], [*after, *vectors.among_each(1, SPACE, queries, some)], strict=True
    ):
        assert dict(some_after) == pytest.approx(dict(some_before), abs=0.01)
    few = vectors.nearest_each(1, SPACE, queries, quarters=["2026q4", "2026q3"], limit=5)
    assert few == [pairs[:5] for pairs in after]


def test_what_is_held_follows_every_change(vectors: ChromaVectors) -> None:
    rows = units(6)
    vectors.upsert(1, SPACE, "2026q4", ["1:0", "2:0", "3:0"], rows[:3])
    vectors.hold(1, SPACE)
    vectors.upsert(1, SPACE, "2026q4", ["4:0", "2:0", "5:0"], rows[3:])
    vectors.delete(1, SPACE, "2026q4", ["1:0", "5:0"])
    found = vectors.among(1, SPACE, rows[4], quarters=["2026q4"], ids=["1:0", "2:0", "3:0", "4:0", "5:0"])
    assert [each for each, _ in found][:1] == ["2:0"]
    assert {each for each, _ in found} == {"2:0", "3:0", "4:0"}
    assert {each for each, _ in vectors.nearest(1, SPACE, rows[0], quarters=["2026q4"], limit=9)} == {
        "2:0",
        "3:0",
        "4:0",
    }
    vectors.delete(1, SPACE, "2026q4", ["2:0", "3:0", "4:0"])
    assert vectors.nearest(1, SPACE, rows[0], quarters=["2026q4"], limit=9) == []


def test_what_is_dropped_or_forgotten_is_held_no_longer(vectors: ChromaVectors) -> None:
    for tenant_id in (1, 2):
        vectors.upsert(tenant_id, SPACE, "2026q4", ["1:0", "2:0"], units(2))
        vectors.hold(tenant_id, SPACE)
    vectors.forget(1, [1])
    vectors.drop_space(2, SPACE)
    assert [each for each, _ in vectors.nearest(1, SPACE, units(1)[0], quarters=["2026q4"], limit=9)] == ["2:0"]
    assert vectors.nearest(2, SPACE, units(1)[0], quarters=["2026q4"], limit=9) == []
    assert vectors.quarters(2, SPACE) == []
    held = vectors._tiers._shelf.of((1, SPACE, "2026q4"))
    assert held is not None  # the others need not be read again
    assert len(held.nearest(units(1), 9)[0]) == 1


def test_the_shelf_is_bounded_and_keeps_the_newest() -> None:
    one = Shelved(["1:0"], units(1))
    shelf = Shelf(most_bytes=3 * one.size)
    for quarter in ("2026q2", "2026q4", "2026q3"):
        assert shelf.add((1, SPACE, quarter), Shelved(["1:0"], units(1))) == []
    assert shelf.size == 3 * one.size
    [(gone, _)] = shelf.add((2, SPACE, "2027q1"), Shelved(["1:0"], units(1)))
    assert gone == (1, SPACE, "2026q2")
    [(gone, _)] = shelf.add((2, SPACE, "2025q1"), one)
    assert gone == (2, SPACE, "2025q1")
    shelf.drop(1)
    assert shelf.of((1, SPACE, "2026q4")) is None
    assert shelf.of((2, SPACE, "2027q1")) is not None


class Counting(HashingEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def embed(self, texts):
        self.read += texts
        return super().embed(texts)


def test_a_sentence_is_embedded_once() -> None:
    counting = Counting()
    embedder = Remembered(counting)
    first = embedder.embed(["the pump failed", "lunch", "the pump failed"])
    assert counting.read == ["the pump failed", "lunch"]
    again = embedder.embed(["lunch", "the pump failed"])
    assert counting.read == ["the pump failed", "lunch"]
    assert (again == first[[1, 0]]).all()
    assert embedder.embed([]).shape == (0, embedder.dimensions)
    long = "word " * 500
    embedder.embed([long])
    embedder.embed([long])
    assert counting.read.count(long) == 2
    embedder.embed([f"text {n}" for n in range(MOST)])
    embedder.embed(["lunch"])
    assert counting.read.count("lunch") == 2
