"""Vectors from an Ollama embedding model, over a real socket."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from ollama_server import OllamaServer, Reply

from crm.clock import FixedClock
from crm.errors import FatalError, RetryableError
from indexing.ollama_embedder import OllamaEmbedder


@pytest.fixture
def embedder(ollama: OllamaServer) -> OllamaEmbedder:
    return OllamaEmbedder("embed", FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC)), host=ollama.url)


def test_unit_rows_in_order(ollama, embedder):
    assert embedder.name == "ollama-embed"
    assert embedder.dimensions == 4
    texts = [*("x" * size for size in range(1, 40)), "  ", ""]
    vectors = embedder.embed(texts)
    assert vectors.shape == (41, 4)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:39], axis=1), 1, atol=1e-5)
    assert (np.diff(vectors[:39, 0]) > 0).all()
    assert not vectors[39:].any()
    assert max(len(body["input"]) for body in ollama.asked("/api/embed")) <= 32


def test_nothing(embedder):
    assert embedder.embed([]).shape == (0, 4)


@pytest.mark.parametrize("vectors", [[], [[]], [[1.0, 2.0], [1.0]], [["a", "b"]], [[float("nan")]], [[1.0]] * 7])
def test_garbage_is_refused(ollama, embedder, vectors):
    ollama.vectors = vectors
    with pytest.raises(RetryableError):
        embedder.embed(["a"])


def test_a_server_error_is_retryable(ollama, embedder):
    ollama.replies = [Reply(status=500, error="secret")]
    with pytest.raises(RetryableError) as caught:
        embedder.embed(["a"])
    assert "secret" not in str(caught.value)


def test_a_changed_width_is_refused(ollama, embedder):
    embedder.embed(["a"])
    ollama.width = 6
    with pytest.raises(RetryableError):
        embedder.embed(["a"])


def test_a_missing_model(ollama):
    with pytest.raises(FatalError, match="ollama pull absent"):
        OllamaEmbedder("absent", FixedClock(datetime(2026, 3, 2, tzinfo=UTC)), host=ollama.url).embed(["a"])


def test_a_host_off_the_list_is_refused():
    with pytest.raises(FatalError, match="allowed"):
        OllamaEmbedder("embed", FixedClock(datetime(2026, 3, 2, tzinfo=UTC)), host="http://models.example.com:11434")
