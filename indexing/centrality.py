"""Which sentences say what the whole text says: their vectors' nearness to the middle of all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crm.errors import FatalError, RetryableError
from indexing.embedder import Embedder
from indexing.passages import spoken


class Centrality:
    """Weighs sentences with an embedder's vectors, those of several texts in one pass."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def central(self, texts: Sequence[Sequence[str]]) -> list[list[float]]:
        """How near each sentence of each text comes to the whole, 0..1, in order.

        Raises:
            RetryableError: the embedder is not to be had now.
        """
        flat = [spoken(sentence) for text in texts for sentence in text]
        if not flat:
            return [[] for _ in texts]
        try:
            vectors = self._embedder.embed(flat)
        except (RetryableError, FatalError):
            raise
        except Exception:  # noqa: BLE001 - whatever a model raises, the words of the sentences stay unlogged
            raise RetryableError("The embedding model failed.") from None
        ends = np.cumsum([len(text) for text in texts])
        return [_nearness(each) for each in np.split(vectors, ends[:-1])]


def _nearness(vectors: np.ndarray) -> list[float]:
    if not len(vectors):
        return []
    middle = vectors.mean(axis=0)
    length = float(np.linalg.norm(middle))
    if not length:
        return [0.0] * len(vectors)
    return [float(max(0.0, min(1.0, near))) for near in vectors @ (middle / length)]
