"""Search over what people wrote and said: keywords from SQL and nearness from vectors, weighed together.

Whatever an index answers is joined back to the record before it is used: a vector of a deleted, changed or foreign
row finds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from crm import keywords
from crm.clock import Clock
from crm.errors import RapportError
from crm.model import Interaction
from crm.ports import Hit, SearchResult
from crm.spans import spanned
from crm.store import Store
from indexing.chroma import DOWN
from indexing.embedder import Embedder
from indexing.passages import passages, spoken
from indexing.quote import Quotes
from indexing.remembered import Remembered
from indexing.scope import EXACT, Rows, Scope
from indexing.space import Near, Space
from indexing.stores.port import VectorStore

__all__ = ["EXACT", "HybridSearcher", "fuse"]

CANDIDATES = 60  # rows each way brings, at least
KEYWORD_SHARE = 0.5  # of the score; what keywords and vectors weigh was measured by benchmarks.retrieval
RECENCY = 0.03  # the newest counts this much more than the oldest ...
HALF_LIFE = timedelta(days=90)  # ... and half of that after this long
CROWDED = 0.97  # a third hit of one thread counts a little less, a fourth less again
REBUILDING = "Search by meaning is being rebuilt for another model, so older entries are found by keywords only."
log = structlog.get_logger(__name__)


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
        vectors: VectorStore,
        *,
        former: Sequence[Embedder] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._vectors = vectors
        self._embedders: dict[str, Embedder] = {known.name: Remembered(known) for known in [*former, embedder]}
        self._embedder = self._embedders[embedder.name]

    @spanned("search")
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
        wordings: Sequence[str] = (),
        quoted: bool = True,
    ) -> SearchResult:
        """The passages nearest to `text`, best first; see `crm.ports.Searcher`."""
        scope = Scope(tenant_id, start, end, account_ids, contact_ids, kinds)
        texts = [each for each in (text, *wordings) if any(letter.isalnum() for letter in each)]
        if not texts:
            return SearchResult()
        wanted = max(CANDIDATES, 3 * limit)
        with self._store.read() as session:
            ranks = keywords.find_each(session, tenant_id, texts, **scope.filters, limit=wanted)
            known = Rows(session, scope)
            near, notes = self._nearness(known, texts, ranks, wanted)
            rows = known.of(found for each in [*map(set, ranks), *map(set, near)] for found in each)
            notes += self._lag(session, scope)
        best: dict[int, tuple[Hit, int]] = {}
        for place, (rank, close) in enumerate(zip(ranks, near, strict=True)):
            for hit in self._hits(rows, rank, close, limit):
                if hit.interaction_id not in best or _weight(hit) > _weight(best[hit.interaction_id][0]):
                    best[hit.interaction_id] = (hit, place)
        hits = [hit for hit, _ in best.values()]
        if len(texts) > 1:
            hits.sort(key=lambda hit: (-_weight(hit), -hit.interaction_id))
        told = {hit.interaction_id: (texts[place], near[place].get(hit.interaction_id)) for hit, place in best.values()}
        quoting = partial(self._quotes, told)
        if quoted:
            quotes = quoting([hit.interaction_id for hit in hits])
            hits = [replace(hit, quote=quotes.get(hit.interaction_id, "")) for hit in hits]
        return SearchResult(hits, " ".join(notes) or None, quoting)

    def _hits(self, rows: dict[int, Row[Any]], ranks: dict[int, float], near: dict[int, Near], limit: int) -> list[Hit]:
        """The best rows for one wording."""
        current = {found: best for found, best in near.items() if found in rows and _is_current(rows[found], best)}
        hits = []
        for found, score in self._order(rows, ranks, current)[:limit]:
            at = current.get(found)
            hits.append(Hit(found, "", round(score, 4), None if at is None else round(at.cosine, 4)))
        return hits

    def _quotes(self, told: dict[int, tuple[str, Near | None]], ids: Sequence[int]) -> dict[int, str]:
        """The words of these rows that answer the wording each was found by."""
        wanted = select(Interaction.id, Interaction.subject, Interaction.text).where(Interaction.id.in_(ids))
        with self._store.read() as session:
            rows: dict[int, Any] = {row.id: row for row in session.execute(wanted)}
        by_text: dict[str, list[int]] = defaultdict(list)
        for found in ids:
            if found in rows and found in told:
                by_text[told[found][0]].append(found)
        meaning = self._embedder if any(near is not None for _, near in told.values()) else None
        quotes: dict[int, str] = {}
        for text, several in by_text.items():
            hits = [(_passages(rows[found]), _place(told[found][1])) for found in several]
            quotes |= dict(zip(several, Quotes(meaning, text).best(hits), strict=True))
        return quotes

    def _nearness(
        self, rows: Rows, texts: list[str], ranks: list[dict[int, float]], wanted: int
    ) -> tuple[list[dict[int, Near]], list[str]]:
        """The best passage of each row by meaning, those that keywords found included; and what could not be done."""
        try:
            state = self._vectors.state(rows.scope.tenant_id)
            embedder = self._embedders.get(state.active or "", self._embedder)
            notes = [REBUILDING] if state.active not in {None, embedder.name} else []
            queries = embedder.embed([spoken(text) for text in texts])
            space = Space(self._vectors, rows, embedder.name, queries)
            return space.near([list(found) for found in ranks], wanted), notes
        except RapportError as error:
            return [{} for _ in texts], [error.message]
        except Exception as error:  # noqa: BLE001 - whatever a model raises, keywords still answer; the text stays unlogged
            log.warning("search by meaning failed", kind=type(error).__name__)
            return [{} for _ in texts], [DOWN]

    def _order(
        self, rows: dict[int, Row[Any]], ranks: dict[int, float], near: dict[int, Near]
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

    def _lag(self, session: Session, scope: Scope) -> list[str]:
        count, oldest = scope.waiting(session)
        if not count or oldest is None:
            return []
        entries = "1 entry" if count == 1 else f"{count:,} entries"
        verb = "is" if count == 1 else "are"
        return [f"{entries} of the last {_span(self._clock.now() - oldest)} {verb} not searchable by meaning yet."]


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


def _weight(hit: Hit) -> float:
    """How well a hit answers, comparable between wordings."""
    return (hit.score + (hit.similarity or 0.0)) / 2


def _place(near: Near | None) -> int | None:
    return None if near is None else near.passage


def _is_current(row: Row[Any], near: Near) -> bool:
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
