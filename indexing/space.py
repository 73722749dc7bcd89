"""The vectors around a few queries of one search: a tenant's, by one embedder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indexing.scope import Rows, passages_of
from indexing.shelf import Pairs
from indexing.stores.port import VectorStore

WIDER = 10  # times more neighbours are asked for when filters in SQL leave too few
MOST_NEIGHBOURS = 2_000


class Near(NamedTuple):
    """A passage near to a query: which one of its row, and the cosine."""

    passage: int
    cosine: float


@dataclass(frozen=True)
class Space:
    """`queries` has a row a wording of what is looked for."""

    vectors: VectorStore
    rows: Rows
    name: str
    queries: np.ndarray

    def near(self, found: Sequence[Sequence[int]], wanted: int) -> list[dict[int, Near]]:
        """For each query the best passage of each row near it, and of those that keywords found."""
        pairs = self._nearest(wanted)
        known = [{_row(each) for each, _ in some} for some in pairs]
        missing = [[one for one in ids if one not in there] for ids, there in zip(found, known, strict=True)]
        asked = {one for ids in missing for one in ids}
        if asked:
            for some, ids, more in zip(
                pairs, missing, self._among(passages_of(self.rows.of(asked).values())), strict=True
            ):
                own = set(ids)
                some += [pair for pair in more if _row(pair[0]) in own]
        return [_best(some) for some in pairs]

    def _nearest(self, wanted: int) -> list[Pairs]:
        """The nearest passages within the filters: all of few, else those of the index, widened where few stay."""
        scope = self.rows.scope
        there = scope.quarters(self.vectors.quarters(scope.tenant_id, self.name))
        if not there:
            return [[] for _ in self.queries]
        if not scope.narrowed:
            return self._neighbours(self.queries, there, 2 * wanted)
        few = scope.few(self.rows.session)
        if few is not None:
            return self._among(few)
        done: dict[int, Pairs] = {}
        asked = 2 * wanted
        while True:
            open_ = [place for place in range(len(self.queries)) if place not in done]
            pairs = self._neighbours(self.queries[open_], there, asked)
            allowed = self.rows.of(_row(each) for some in pairs for each, _ in some)
            for place, some in zip(open_, pairs, strict=True):
                kept = [pair for pair in some if _row(pair[0]) in allowed]
                rows = {_row(each) for each, _ in kept}
                if len(rows) >= wanted or len(some) < asked or asked >= MOST_NEIGHBOURS:
                    done[place] = kept
            if len(done) == len(self.queries):
                return [done[place] for place in range(len(self.queries))]
            asked = min(asked * WIDER, MOST_NEIGHBOURS)

    def _among(self, ids: dict[str, list[str]]) -> list[Pairs]:
        return self.vectors.among_each(self.rows.scope.tenant_id, self.name, self.queries, ids)

    def _neighbours(self, queries: np.ndarray, quarters: list[str], asked: int) -> list[Pairs]:
        return self.vectors.nearest_each(self.rows.scope.tenant_id, self.name, queries, quarters=quarters, limit=asked)


def _row(found: str) -> int:
    return int(found.partition(":")[0])


def _best(pairs: Pairs) -> dict[int, Near]:
    best: dict[int, Near] = {}
    for found, cosine in pairs:
        row, _, place = found.partition(":")
        known = best.get(row_id := int(row))
        if known is None or known.cosine < cosine:
            best[row_id] = Near(int(place), cosine)
    return best
