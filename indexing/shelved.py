"""The vectors of one quarter, in memory or in a file of their own."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np

from indexing.codes import Codes

Pairs = list[tuple[str, float]]
PASSAGES = 20  # bits of a key that number the passage; the others are the interaction's id
PARTS = ("values", "scales", "keys")


class Shelved:
    """Cosines here are a little off: see `Codes`."""

    def __init__(self, ids: Sequence[str], vectors: np.ndarray) -> None:
        self._keep(_keys(ids), Codes.of(vectors))

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(part.nbytes for part in (self._values, self._scales, self._keys, self._sorted, self._places))

    def nearest(self, queries: np.ndarray, limit: int) -> list[Pairs]:
        """For each query the ids nearest to it, with their cosines, in no order."""
        cosines = self._codes.cosines(Codes.of(queries))
        if limit >= self._count:
            best = np.tile(np.arange(self._count), (len(queries), 1))
        else:
            best = np.argpartition(cosines, -limit, axis=1)[:, -limit:]
        return [self._pairs(places, row[places]) for row, places in zip(cosines, best, strict=True)]

    def among(self, queries: np.ndarray, ids: Sequence[str]) -> list[Pairs]:
        """For each query the cosines of those of the ids that are here."""
        places = self._places_of(_keys(ids))
        places = places[places >= 0]
        return [self._pairs(places, row) for row in self._codes[places].cosines(Codes.of(queries))]

    def put(self, ids: Sequence[str], vectors: np.ndarray) -> None:
        last = {found: place for place, found in enumerate(ids)}  # of an id told twice the last holds
        keys, codes = _keys(list(last)), Codes.of(vectors[list(last.values())])
        places = self._places_of(keys)
        known, new = places >= 0, places < 0
        if known.any():
            self._values[places[known]], self._scales[places[known]] = codes.values[known], codes.scales[known]
        if new.any():
            self._append(keys[new], codes[new])

    def remove(self, ids: Sequence[str]) -> None:
        gone = self._places_of(_keys(ids))
        stay = np.ones(self._count, bool)
        stay[gone[gone >= 0]] = False
        self._keep_those(stay)

    def leave_out(self, interactions: Collection[int]) -> None:
        """Takes all passages of these interactions out."""
        self._keep_those(~np.isin(self._keys[: self._count] >> PASSAGES, sorted(interactions)))

    def save(self, file: Path) -> None:
        """All of it or nothing."""
        new = file.with_suffix(".new")
        with new.open("wb") as stream:
            np.savez(stream, values=self._codes.values, scales=self._codes.scales, keys=self._keys[: self._count])
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(file)

    @classmethod
    def load(cls, file: Path) -> Self | None:
        """None where there is no such file, or none that is whole."""
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as parts:
                values, scales, keys = (parts[name] for name in PARTS)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None
        if not len(values) == len(scales) == len(keys):
            return None
        loaded = cls.__new__(cls)
        loaded._keep(keys, Codes(values, scales))  # noqa: SLF001 - its own class
        return loaded

    @property
    def _codes(self) -> Codes:
        return Codes(self._values[: self._count], self._scales[: self._count])

    def _keep_those(self, stay: np.ndarray) -> None:
        self._keep(self._keys[: self._count][stay], self._codes[stay])

    def _keep(self, keys: np.ndarray, codes: Codes) -> None:
        self._count = len(keys)
        self._keys, self._values, self._scales = keys, codes.values, codes.scales
        self._places = np.argsort(keys, kind="stable")
        self._sorted = keys[self._places]

    def _append(self, keys: np.ndarray, codes: Codes) -> None:
        room = self._count + len(keys)
        if room > len(self._keys):
            spare = room + room // 8
            self._keys, self._scales = _grown(self._keys, spare), _grown(self._scales, spare)
            wide = self._values if self._count else codes.values[:0]
            self._values = _grown(wide, spare)
        part = slice(self._count, room)
        self._keys[part], self._values[part], self._scales[part] = keys, codes.values, codes.scales
        at = np.searchsorted(self._sorted, keys)
        order = np.argsort(keys, kind="stable")
        self._sorted = np.insert(self._sorted, at[order], keys[order])
        self._places = np.insert(self._places, at[order], np.arange(self._count, room)[order])
        self._count = room

    def _places_of(self, keys: np.ndarray) -> np.ndarray:
        """Where each key is; -1 for those that are not here."""
        at = np.searchsorted(self._sorted, keys)
        inside = at < len(self._sorted)
        there = np.zeros(len(keys), bool)
        there[inside] = self._sorted[at[inside]] == keys[inside]
        found = np.full(len(keys), -1)
        found[there] = self._places[at[there]]
        return found

    def _pairs(self, places: np.ndarray, cosines: np.ndarray) -> Pairs:
        keys = self._keys[places]
        rows, passages = (keys >> PASSAGES).tolist(), (keys & ((1 << PASSAGES) - 1)).tolist()
        return [(f"{row}:{place}", one) for row, place, one in zip(rows, passages, cosines.tolist(), strict=True)]


def _keys(ids: Sequence[str]) -> np.ndarray:
    split = (found.partition(":") for found in ids)
    return np.fromiter(((int(row) << PASSAGES) + int(place) for row, _, place in split), np.int64, len(ids))


def _grown(rows: np.ndarray, room: int) -> np.ndarray:
    grown = np.empty((room, *rows.shape[1:]), rows.dtype)
    grown[: len(rows)] = rows
    return grown
