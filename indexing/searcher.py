"""Search over what people wrote and said: keywords from SQL and nearness from vectors, weighed together.

Whatever an index answers is joined back to the record before it is used: a vector of a deleted, changed or foreign
row finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import numpy as np
import structlog
from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from crm import keywords
from crm.clock import Clock
from crm.errors import RapportError
from crm.model import Interaction
from crm.ports import Hit, SearchResult
from crm.store import Store
from indexing.embedder import Embedder
from indexing.passages import passages, spoken
from indexing.quote import Quotes
from indexing.vectors import DOWN, ChromaVectors, quarter_of

CANDIDATES = 60  # rows each way brings, at least
EXACT = 1_500  # passages: that many or fewer under a filter are all scored, without an approximate search
WIDER = 10  # times more neighbours are asked for when filters in SQL leave too few
MOST_NEIGHBOURS = 2_000
KEYWORD_SHARE = 0.5  # of the score; what keywords and vectors weigh was measured by benchmarks.retrieval
RECENCY = 0.03  # the newest counts this much more than the oldest ...
HALF_LIFE = timedelta(days=90)  # ... and half of that after this long
CROWDED = 0.97  # a third hit of one thread counts a little less, a fourth less again
REBUILDING = "Search by meaning is being rebuilt for another model, so older entries are found by keywords only."
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Near:
    """A passage near to the query: which one of its row, and the cosine."""

    passage: int
    cosine: float


@dataclass(frozen=True)
class _Scope:
    """What one search is held to."""

    tenant_id: int
    start: datetime | None
    end: datetime | None
    account_ids: Sequence[int] | None
    contact_ids: Sequence[int] | None
    kinds: Sequence[str] | None

    @property
    def narrowed(self) -> bool:
        return any(part is not None for part in (self.start, self.end, self.account_ids, self.contact_ids, self.kinds))

    @property
    def filters(self) -> dict[str, Any]:
        return {
            "start": self.start, "end": self.end, "account_ids": self.account_ids,
            "contact_ids": self.contact_ids, "kinds": self.kinds,
        }  # fmt: skip

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        return keywords.narrow(self.tenant_id, **self.filters)

    def quarters(self, there: Sequence[str]) -> list[str]:
        """Those of the quarters that the period touches."""
        first = quarter_of(self.start) if self.start else ""
        last = quarter_of(self.end) if self.end else "9999q9"
        return [quarter for quarter in there if first <= quarter <= last]


class HybridSearcher:
    """Implements `crm.ports.Searcher`.

    Args:
        former: embedders the index may still be made with, while the new one takes over.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        embedder: Embedder,
        vectors: ChromaVectors,
        *,
        former: Sequence[Embedder] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._embedder = embedder
        self._vectors = vectors
        self._embedders = {known.name: known for known in [*former, embedder]}

    def search(
        self,
        tenant_id: int,
        text: str,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        account_ids: Sequence[int] | None = None,
        contact_ids: Sequence[int] | None = None,
        kinds: Sequence[str] | None = None,
        limit: int = 10,
    ) -> SearchResult:
        """The passages nearest to `text`, best first; see `crm.ports.Searcher`."""
        scope = _Scope(tenant_id, start, end, account_ids, contact_ids, kinds)
        if not any(letter.isalnum() for letter in text):
            return SearchResult()
        wanted = max(CANDIDATES, 3 * limit)
        with self._store.read() as session:
            ranks = dict(keywords.find(session, tenant_id, text, **scope.filters, limit=wanted))
            near, notes = self._nearness(session, scope, text, list(ranks), wanted)
            rows = _rows(session, scope, {*ranks, *near})
            notes += self._lag(session, scope)
        near = {found: best for found, best in near.items() if found in rows and _is_current(rows[found], best)}
        best = self._order(rows, ranks, near)[:limit]
        quotes = Quotes(self._embedder if near else None, text)
        hits = [(rows[found], score, near.get(found)) for found, score in best]
        texts = quotes.best([(_passages(row), None if at is None else at.passage) for row, _, at in hits])
        return SearchResult(
            [
                Hit(row.id, quote, round(score, 4), None if at is None else round(at.cosine, 4))
                for (row, score, at), quote in zip(hits, texts, strict=True)
            ],
            " ".join(notes) or None,
        )

    def _nearness(
        self, session: Session, scope: _Scope, text: str, found: list[int], wanted: int
    ) -> tuple[dict[int, _Near], list[str]]:
        """The best passage of each row by meaning, those that keywords found included; and what could not be done."""
        try:
            state = self._vectors.state(scope.tenant_id)
            embedder = self._embedders.get(state.active or "", self._embedder)
            notes = [REBUILDING] if state.active not in {None, embedder.name} else []
            space = _Space(self._vectors, scope, embedder.name, embedder.embed([spoken(text)])[0])
            pairs = space.nearest(session, wanted)
            known = {int(found_id.partition(":")[0]) for found_id, _ in pairs}
            pairs += space.among(_passage_ids(session, scope, [one for one in found if one not in known]))
            return _best(pairs), notes
        except RapportError as error:
            return {}, [error.message]
        except Exception as error:  # noqa: BLE001 - whatever a model raises, keywords still answer; the text stays unlogged
            log.warning("search by meaning failed", kind=type(error).__name__)
            return {}, [DOWN]

    def _order(
        self, rows: dict[int, Row[Any]], ranks: dict[int, float], near: dict[int, _Near]
    ) -> list[tuple[int, float]]:
        fused = fuse(
            {found: rank for found, rank in ranks.items() if found in rows},
            {found: best.cosine for found, best in near.items()},
        )
        now = self._clock.now()
        fresh = {found: score * (1 + RECENCY * _freshness(rows[found], now)) for found, score in fused.items()}
        ordered = sorted(fresh, key=lambda found: (-fresh[found], -found))
        seen: dict[str, int] = defaultdict(int)
        final = {}
        for found in ordered:
            thread = rows[found].thread
            crowd = max(0, seen[thread] - 1) if thread else 0
            seen[thread or ""] += 1
            final[found] = fresh[found] * CROWDED**crowd / (1 + RECENCY)
        return sorted(final.items(), key=lambda pair: (-pair[1], -pair[0]))

    def _lag(self, session: Session, scope: _Scope) -> list[str]:
        waiting = select(func.count(), func.min(Interaction.updated_at)).where(
            *scope.conditions, Interaction.version > Interaction.indexed_version
        )
        count, oldest = session.execute(waiting).one()
        if not count:
            return []
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        verb = "is" if count == 1 else "are"
        return [f"{entries} of the last {_span(self._clock.now() - oldest)} {verb} not searchable by meaning yet."]


@dataclass(frozen=True)
class _Space:
    """The vectors of one search: a tenant's, by one embedder, around one query."""

    vectors: ChromaVectors
    scope: _Scope
    name: str
    query: np.ndarray

    def nearest(self, session: Session, wanted: int) -> list[tuple[str, float]]:
        """The nearest passages within the filters: exactly among few, approximately among many."""
        there = self.scope.quarters(self.vectors.quarters(self.scope.tenant_id, self.name))
        if not there:
            return []
        if not self.scope.narrowed:
            return self._neighbours(there, 2 * wanted)
        few = _few(session, self.scope)
        if few is not None:
            return self.among(few)
        asked = 2 * wanted
        while True:
            pairs = self._neighbours(there, asked)
            allowed = _allowed(session, self.scope, {int(found.partition(":")[0]) for found, _ in pairs})
            if len(allowed) >= wanted or len(pairs) < asked or asked >= MOST_NEIGHBOURS:
                return [pair for pair in pairs if int(pair[0].partition(":")[0]) in allowed]
            asked = min(asked * WIDER, MOST_NEIGHBOURS)

    def among(self, ids: dict[str, list[str]]) -> list[tuple[str, float]]:
        """The exact cosines of these passages, given by quarter."""
        return [
            pair
            for quarter, some in ids.items()
            for pair in self.vectors.among(self.scope.tenant_id, self.name, self.query, quarters=[quarter], ids=some)
        ]

    def _neighbours(self, quarters: list[str], asked: int) -> list[tuple[str, float]]:
        return self.vectors.nearest(self.scope.tenant_id, self.name, self.query, quarters=quarters, limit=asked)


def fuse(ranks: dict[int, float], cosines: dict[int, float]) -> dict[int, float]:
    """One score (0..1) a row out of its keyword rank and its cosine, each stretched over what this search found."""
    top = max(ranks.values(), default=0.0)
    low, high = min(cosines.values(), default=0.0), max(cosines.values(), default=0.0)
    share = KEYWORD_SHARE if cosines else 1.0
    return {
        found: share * (ranks.get(found, 0.0) / top if top > 0 else 0.0)
        + (1 - share) * ((cosines.get(found, low) - low) / (high - low) if high > low else float(found in cosines))
        for found in {*ranks, *cosines}
    }


def _best(pairs: list[tuple[str, float]]) -> dict[int, _Near]:
    best: dict[int, _Near] = {}
    for found, cosine in pairs:
        row_id, _, place = found.partition(":")
        if int(row_id) not in best or best[int(row_id)].cosine < cosine:
            best[int(row_id)] = _Near(int(place), cosine)
    return best


def _rows(session: Session, scope: _Scope, ids: set[int]) -> dict[int, Row[Any]]:
    wanted = select(
        *(Interaction.id, Interaction.version, Interaction.indexed_version, Interaction.passages),
        *(Interaction.occurred_at, Interaction.subject, Interaction.text, Interaction.thread),
    ).where(*scope.conditions, Interaction.id.in_(ids))
    return {row[0]: cast("Row[Any]", row) for row in session.execute(wanted)}


def _allowed(session: Session, scope: _Scope, ids: set[int]) -> set[int]:
    return set(session.scalars(select(Interaction.id).where(*scope.conditions, Interaction.id.in_(ids))))


def _few(session: Session, scope: _Scope) -> dict[str, list[str]] | None:
    """The ids of all passages within the filters, by quarter; None where they are many."""
    total = select(func.coalesce(func.sum(Interaction.passages), 0)).where(*scope.conditions)
    if (session.scalar(total) or 0) > EXACT:
        return None
    return _passage_ids(session, scope, None)


def _passage_ids(session: Session, scope: _Scope, ids: list[int] | None) -> dict[str, list[str]]:
    wanted = select(Interaction.id, Interaction.passages, Interaction.occurred_at).where(*scope.conditions)
    if ids is not None:
        wanted = wanted.where(Interaction.id.in_(ids))
    found: dict[str, list[str]] = defaultdict(list)
    for row_id, count, occurred_at in session.execute(wanted):
        found[quarter_of(occurred_at)] += [f"{row_id}:{place}" for place in range(count)]
    return found


def _is_current(row: Row[Any], near: _Near) -> bool:
    return bool(row.version == row.indexed_version and near.passage < row.passages)


def _passages(row: Row[Any]) -> list[str]:
    return passages(row.subject, row.text)


def _freshness(row: Row[Any], now: datetime) -> float:
    age = max(timedelta(0), now - row.occurred_at)
    return float(0.5 ** (age / HALF_LIFE))


def _span(age: timedelta) -> str:
    minutes = max(1, round(age / timedelta(minutes=1)))
    if minutes < 90:
        return "minute" if minutes == 1 else f"{minutes} minutes"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"
