"""What a message is for: a question, something to log, help, small talk, or nothing that a CRM is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from crm.ports import Intent
from indexing.embedder import Embedder

FOLDER = Path(__file__).parent / "models"
OUTSIDE = "outside"  # name of the intents of other trades, which Rapport declines
RIDGE = 0.003  # keeps the spread of the vectors invertible


@dataclass(frozen=True)
class Intents:
    """Gaussian intents in the space of vectors: one mean each, one spread for all (linear discriminants).

    Args:
        names: of the intents, one a row of `means`.
        means: (intents, dimensions).
        precision: (dimensions, dimensions), the inverse of the spread within intents.
    """

    names: tuple[str, ...]
    means: np.ndarray
    precision: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str], ridge: float = RIDGE) -> Intents:
        names = tuple(sorted(set(labels)))
        rows = np.array([names.index(label) for label in labels])
        means = np.stack([vectors[rows == place].mean(0) for place in range(len(names))])
        rest = vectors - means[rows]
        spread = rest.T @ rest / len(rest) + ridge * np.eye(vectors.shape[1])
        return cls(names, means, np.linalg.inv(spread))

    def nearness(self, vectors: np.ndarray) -> np.ndarray:
        """(texts, intents): minus half the squared Mahalanobis distance to each intent."""
        towards = self.means @ self.precision
        own = np.einsum("ij,jk,ik->i", vectors, self.precision, vectors)
        scores = vectors @ towards.T - 0.5 * np.sum(towards * self.means, axis=1)
        return np.asarray(scores - 0.5 * own[:, None])


class Router:
    """Tells what a message is for, by the encoder that ships with Rapport.

    Args:
        embedder: gives the vectors that `models/routes.npz` was fitted on.
    """

    def __init__(self, embedder: Embedder, folder: Path = FOLDER) -> None:
        self._embedder = embedder
        self._folder = folder

    def route(self, text: str) -> Intent:
        """What the message is for; `outside` where it is nearer to what other trades are asked."""
        intents, floor = self._fitted
        near = intents.nearness(self._embedder.embed([text]))[0]
        ours = np.array([not name.startswith(OUTSIDE) for name in intents.names])
        margin = near[ours].max() - near[~ours].max()
        if margin < floor:
            return "outside"
        best = intents.names[int(np.argmax(np.where(ours, near, -np.inf)))]
        return best.partition("_")[0]  # type: ignore[return-value]

    @cached_property
    def _fitted(self) -> tuple[Intents, float]:
        held = np.load(self._folder / "routes.npz")
        names = tuple(str(name) for name in held["names"])
        return Intents(names, held["means"].astype(np.float32), held["precision"].astype(np.float32)), float(
            held["floor"]
        )
