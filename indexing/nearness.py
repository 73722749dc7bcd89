"""How near words are in meaning, by their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock

import numpy as np

from indexing.embedder import Embedder

KEPT = 8  # vocabularies whose vectors are kept


class WordNearness:
    """Compares a word with the words of a vocabulary, whose vectors are made once, when first asked for."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._making = Lock()
        self._vectors = lru_cache(maxsize=KEPT)(self._embedder.embed)

    def nearest(self, word: str, known: Sequence[str], most: int) -> list[tuple[str, float]]:
        """The known words nearest in meaning, best first, each with its cosine."""
        if not known:
            return []
        with self._making:
            vectors = self._vectors(tuple(known))
        likeness = vectors @ self._embedder.embed([word])[0]
        best = np.argsort(-likeness, kind="stable")[:most]
        return [(known[int(place)], float(likeness[place])) for place in best]
