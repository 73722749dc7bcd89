"""Vectors from a local Ollama's embedding model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

import numpy as np

from crm.clock import Clock
from crm.errors import RetryableError
from indexing.deadline import Deadline
from indexing.embedder import unit
from indexing.ollama_host import HOST, NONSENSE, Host
from indexing.ollama_hosts import Hosts
from indexing.ollama_status import ModelStatus, status, together

TIMEOUT = timedelta(seconds=60)
KEEP_ALIVE = "30m"
EMBED_BATCH = 32
EMBED_CHARACTERS = 8192


class OllamaEmbedder:
    """The same face as MiniLmEmbedder. `host` may be several with commas between: the least busy is called.

    Raises:
        FatalError: the host is not allowed.
    """

    def __init__(
        self,
        model: str,
        clock: Clock,
        *,
        host: str = HOST,
        allowed_hosts: Collection[str] = (),
        timeout: timedelta = TIMEOUT,
        keep_alive: str = KEEP_ALIVE,
    ) -> None:
        self.name = f"ollama-{model}"
        self._model = model
        self._hosts = Hosts(host, allowed_hosts, clock, model)
        self._timeout = timeout
        self._keep_alive = keep_alive
        self._dimensions: int | None = None

    @property
    def dimensions(self) -> int:
        """Asked of the model the first time.

        Raises:
            RetryableError: it does not answer.
        """
        if self._dimensions is None:
            self._vectors(["dimensions"])
        return self._dimensions or 0

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """One row of float32 a text, in order, of length 1 (or 0 for a text without a word).

        Raises:
            RetryableError: the model is down or slow.
            FatalError: the model is not installed.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        full = [place for place, text in enumerate(texts) if text.strip()]
        for start in range(0, len(full), EMBED_BATCH):
            places = full[start : start + EMBED_BATCH]
            vectors[places] = self._vectors([texts[place][:EMBED_CHARACTERS] for place in places])
        return vectors

    def status(self) -> ModelStatus:
        """Never raises: what is wrong is in its message."""
        return together(self.statuses())

    def statuses(self) -> list[ModelStatus]:
        """Of each host; never raises."""
        return self._hosts.each(lambda host: status(host, self._model))

    def _vectors(self, texts: list[str]) -> np.ndarray:
        (vectors,) = self._hosts.call(self._timeout, lambda host, deadline: self._asked(host, deadline, texts))
        return vectors

    def _asked(self, host: Host, deadline: Deadline, texts: list[str]) -> Iterator[np.ndarray]:
        with host.client(self._model, deadline) as client:
            answer = client.embed(model=self._model, input=texts, truncate=True, keep_alive=self._keep_alive)
            vectors = np.asarray(answer.embeddings, np.float32)  # rows of unequal length are a ValueError
        wanted = (len(texts), self._dimensions or vectors.shape[-1])
        if vectors.ndim != 2 or vectors.shape != wanted or not vectors.size or not np.isfinite(vectors).all():
            raise RetryableError(NONSENSE)
        self._dimensions = wanted[1]
        yield unit(vectors)
