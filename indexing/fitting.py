"""A small head on vectors that starts from what the shipped reader says and moves only as far as examples push it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crm.ports import MoodLabel

LABELS: tuple[MoodLabel, ...] = ("negative", "neutral", "positive", "mixed")
PRIOR = 1.5  # how strongly the shipped reader's label holds without an example to the contrary
SMOOTH = 0.005  # of the weights' squares: a few examples cannot bend the head far
SURE = 0.45  # how sure the head must be before it overrules the shipped reader
STEPS = 300
RATE = 4.0
FOLDS = 5


@dataclass(frozen=True)
class Examples:
    """Vectors (examples x dimensions), what the shipped reader said, what is right, and what each counts."""

    vectors: np.ndarray
    shipped: np.ndarray  # places in LABELS
    right: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.right)

    def only(self, places: np.ndarray) -> Examples:
        return Examples(self.vectors[places], self.shipped[places], self.right[places], self.weights[places])

    def and_(self, other: Examples) -> Examples:
        pairs = ((getattr(self, name), getattr(other, name)) for name in ("vectors", "shipped", "right", "weights"))
        return Examples(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True)
class Head:
    weights: np.ndarray  # dimensions x labels
    bias: np.ndarray

    def chances(self, vectors: np.ndarray, shipped: np.ndarray) -> np.ndarray:
        """Probabilities of LABELS, one row an example."""
        logits = vectors @ self.weights + self.bias + PRIOR * np.eye(len(LABELS))[shipped]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit(examples: Examples) -> Head:
    """Gradient descent on the weighted cross-entropy; the same examples give the same head."""
    head = Head(np.zeros((examples.vectors.shape[1], len(LABELS))), np.zeros(len(LABELS)))
    total = examples.weights.sum()
    targets = np.eye(len(LABELS))[examples.right]
    for _ in range(STEPS):
        off = (head.chances(examples.vectors, examples.shipped) - targets) * examples.weights[:, None] / total
        head = Head(
            head.weights - RATE * (examples.vectors.T @ off + SMOOTH * head.weights), head.bias - RATE * off.sum(axis=0)
        )
    return head


@dataclass(frozen=True)
class Tried:
    """Parts that are right of corrections held out, by the shipped reader and by the head; and how many of the
    uncorrected ones held out keep their label."""

    shipped: float
    own: float
    kept: float


def cross_validated(corrected: Examples, others: Examples) -> Tried:
    """Each fifth of both held out in turn."""
    own, kept = [], []
    for fold in range(FOLDS):
        out, out_others = _fold(len(corrected), fold), _fold(len(others), fold)
        head = fit(corrected.only(~out).and_(others.only(~out_others)))
        own += list(_read(head, corrected.only(out)) == corrected.right[out])
        kept += list(_read(head, others.only(out_others)) == others.right[out_others])
    shipped = float((corrected.shipped == corrected.right).mean())
    return Tried(shipped, float(np.mean(own)), float(np.mean(kept)) if kept else 1.0)


def places_of(labels: Sequence[str]) -> np.ndarray:
    return np.array([LABELS.index(label) for label in labels], int)


def read(head: Head, vectors: np.ndarray, shipped: np.ndarray) -> np.ndarray:
    """Places in LABELS: the head's where it is sure, else the shipped reader's."""
    chances = head.chances(vectors, shipped)
    return np.where(chances.max(axis=1) >= SURE, chances.argmax(axis=1), shipped)


def _read(head: Head, examples: Examples) -> np.ndarray:
    return read(head, examples.vectors, examples.shipped)


def _fold(count: int, fold: int) -> np.ndarray:
    return np.asarray(np.arange(count) % FOLDS == fold)
