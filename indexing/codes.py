"""Unit vectors in a byte a dimension: a quarter of the memory, and a quarter of the time to look through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import simsimd

STEPS = 127  # of a signed byte, either way


@dataclass(frozen=True)
class Codes:
    """`values` has a row a vector, int8; a vector is its row times its entry of `scales`, float32.

    A cosine of two of 384 dimensions is off by 0.001 at most (docs/measurements.md).
    """

    values: np.ndarray
    scales: np.ndarray

    @classmethod
    def of(cls, vectors: np.ndarray) -> Self:
        rows = np.asarray(vectors, np.float32)
        highest = np.abs(rows).max(axis=1, initial=0, keepdims=True)
        values = np.rint(rows * (STEPS / np.where(highest == 0, 1, highest))).astype(np.int8)
        lengths = _lengths(values.astype(np.float32))
        return cls(values, _lengths(rows) / np.where(lengths == 0, 1, lengths))  # so that each is as long as it was

    def __len__(self) -> int:
        return len(self.scales)

    def __getitem__(self, places: slice | np.ndarray) -> Codes:
        return Codes(self.values[places], self.scales[places])

    def cosines(self, queries: Codes) -> np.ndarray:
        """Of each query (a row) with each vector; on one core, for what else runs needs the others."""
        if not len(self) or not len(queries):
            return np.zeros((len(queries), len(self)), np.float32)
        products = np.asarray(simsimd.cdist(np.ascontiguousarray(self.values), queries.values, "dot", threads=1))
        products = products.reshape(len(self), len(queries)).T
        cosines: np.ndarray = products * (queries.scales[:, None] * self.scales)
        return cosines.astype(np.float32)


def _lengths(rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.einsum("nd,nd->n", rows, rows)))
