"""An embedder that remembers what it read lately: queries and sentences come again, and each costs milliseconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock

import numpy as np

from indexing.embedder import Embedder

MOST = 8_192  # vectors kept: 12 MiB of 384 dimensions
LONGEST = 600  # characters; longer texts are passages, which the index keeps


class Remembered:
    """Gives the vectors of another embedder. Texts themselves are not kept, only their digests."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._kept: OrderedDict[bytes, np.ndarray] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        marks = [_mark(text) for text in texts]
        with self._lock:
            known = {mark: self._kept[mark] for mark in marks if mark in self._kept}
            for mark in known:
                self._kept.move_to_end(mark)
        new = {mark: text for mark, text in zip(marks, texts, strict=True) if mark not in known}
        if new:
            known |= dict(zip(new, self._embedder.embed(list(new.values())), strict=True))
            self._keep({mark: known[mark] for mark, text in new.items() if len(text) <= LONGEST})
        return np.stack([known[mark] for mark in marks]) if marks else self._embedder.embed([])

    def _keep(self, found: dict[bytes, np.ndarray]) -> None:
        with self._lock:
            self._kept.update({mark: vector.copy() for mark, vector in found.items()})
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def _mark(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
