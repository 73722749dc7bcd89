from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from crm.errors import FatalError
from indexing.embedder import MiniLmEmbedder, unit


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder()


def test_rows_are_unit_vectors_in_order(embedder):
    texts = ["The invoice is wrong.", "Kick-off on Tuesday at ten", "Budget approved for forty seats"]
    vectors = embedder.embed(texts)
    assert vectors.shape == (3, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert vector @ embedder.embed([text])[0] > 0.999


def test_meaning_is_near(embedder):
    bill, same, other = embedder.embed(
        ["The bill has an error", "There is a mistake on our invoice", "We met at the trade fair in spring"]
    )
    assert bill @ same > bill @ other + 0.3


def test_a_vector_does_not_depend_on_its_neighbours(embedder):
    texts = [f"{word} about the renewal of the contract" for word in ("Call", "Mail", "Chat", "Talk")] * 20
    texts += ["A far longer text about quite another matter, with many words in it. " * 12]
    together = embedder.embed(texts)
    alone = np.vstack([embedder.embed([text]) for text in texts[:4]])
    assert np.abs(together[:4] - alone).max() < 1e-3


def test_empty_texts_are_zero(embedder):
    vectors = embedder.embed(["", "word", " \n\t"])
    assert not vectors[[0, 2]].any()
    assert vectors[1].any()
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.embed([""]).shape == (1, 384)


@pytest.mark.parametrize(
    "text", ["\ud83d broken emoji", "\x00", "🙂" * 4000, "x" * 200_000, "日本語のメモ", "a\u0301\u200b", "\ufeff."]
)
def test_odd_texts_do_no_harm(embedder, text):
    vector = embedder.embed([text, "plain"])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector[1]) == pytest.approx(1, abs=1e-5)


def test_long_texts_are_cut(embedder):
    start = "The pump leaks. " * 100
    first, second = embedder.embed([start, start + "Weather is fine. " * 500])
    assert first @ second > 0.999


def test_threads_share_one_model():
    embedder = MiniLmEmbedder(threads=1)
    texts = [f"note number {number} about pricing" for number in range(24)]
    expected = embedder.embed(texts)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.embed(texts), range(8)):
            assert np.allclose(vectors, expected, atol=1e-5)


def test_passes_side_by_side_change_no_vector():
    texts = [f"Note {number}: the pump leaks again. " * (1 + number % 30) for number in range(120)]
    assert np.array_equal(MiniLmEmbedder(threads=4).embed(texts), MiniLmEmbedder(threads=1).embed(texts))


def test_first_use_by_many_threads():
    embedder = MiniLmEmbedder(threads=1)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda text: embedder.embed([text]), ["same text"] * 4))
    assert all(np.allclose(result, results[0]) for result in results)


def test_a_missing_model_is_said_plainly(tmp_path):
    embedder = MiniLmEmbedder(folder=tmp_path)
    assert embedder.name
    with pytest.raises(FatalError, match="install"):
        embedder.embed(["a text"])


def test_unit_keeps_zero_rows():
    assert np.allclose(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0.0, 0.0]])
