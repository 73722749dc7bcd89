"""The layers that were fitted to hear moods, on top of the embedder's lower half: one pass gives vectors and moods."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from crm.errors import FatalError
from indexing.embedder import MIDDLE, MiniLmEmbedder
from indexing.graph import quick
from indexing.runtime import session

LAYERS = Path(__file__).parent / "models" / "mood.int8.onnx"
HEARD = 4  # numbers a text: how negative, neutral and positive it sounds (logits), and its rating before tanh


class Feeling:
    """An embedder whose rows hold the vector (`dimensions` numbers) and behind it what the mood head reads.

    Loads its layers at the first text; may be shared by threads.

    Args:
        embedder: whose pass is shared, and whose vectors these are.
        path: where the layers lie.
    """

    def __init__(self, embedder: MiniLmEmbedder | None = None, path: Path = LAYERS) -> None:
        self._embedder = embedder or MiniLmEmbedder()
        self._path = path
        self._loading = Lock()
        self._session: Any = None

    @property
    def name(self) -> str:
        return self._embedder.name

    @property
    def dimensions(self) -> int:
        return self._embedder.dimensions

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text: its vector, then what is heard in it.

        Raises:
            FatalError: a model is not where it was installed.
        """
        return self._embedder.embed_with(texts, self._hear, HEARD)

    def embed_hearing(self, texts: Sequence[str], places: Container[int]) -> np.ndarray:
        """As `embed`, but only the texts at `places` are listened to, which costs half as much again as a vector.

        Raises:
            FatalError: a model is not where it was installed.
        """
        return self._embedder.embed_with(texts, self._hear, HEARD, places)

    def _hear(self, middle: np.ndarray, mask: np.ndarray) -> np.ndarray:
        self._load()
        return np.asarray(self._session.run(["heard"], {MIDDLE: middle, "attention_mask": mask})[0])

    def _load(self) -> None:
        with self._loading:
            if self._session is not None:
                return
            if not self._path.is_file():
                raise FatalError("The mood model that ships with Rapport is missing. Please install Rapport again.")
            self._session = session(quick(self._path.read_bytes()))
