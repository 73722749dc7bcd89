"""Keeps the vectors and the moods in step with the record: whatever changed is read again, embedded and marked."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, cast

import numpy as np
import structlog
from sqlalchemy import ColumnElement, Row, Table, bindparam, select, update

from crm.clock import Clock
from crm.errors import FatalError, HeldElsewhereError, RetryableError
from crm.model import Interaction, MoodSource, Tenant
from crm.ports import Mood, MoodReader
from crm.reading.voices import Team
from crm.store import Store
from indexing.audit import audit
from indexing.batch import Work, grouped, heard, lots, whole_mood, words, words_apart
from indexing.claims import Alone, Claims
from indexing.embedder import Embedder
from indexing.feeling import Feeling
from indexing.lag import Lag, lag_of, lagging
from indexing.own_moods import OwnMoods
from indexing.stores.port import State, VectorStore

AHEAD = 4  # batches of the backlog that are looked at for one that no other process is at
ROWS = cast(Table, Interaction.__table__)
log = structlog.get_logger(__name__)


class Moods(MoodReader, Protocol):
    """A mood reader that can use rows made of the same texts."""

    def moods_of(self, texts: Sequence[str], rows: np.ndarray) -> list[Mood]: ...


@dataclass(frozen=True)
class Swept:
    """What a sweep found: vectors without a row, and rows without their vectors (these are indexed again)."""

    removed: int
    requeued: int


class Indexer:
    """Brings the vector index up to the record.

    Args:
        embedder: makes the vectors; what its rows hold behind their `dimensions` is the mood reader's.
        moods: reads the mood of what is indexed; None leaves moods alone.
        own_moods: what teams' corrections have taught.
        claims: shares a backlog out among processes; None where one process indexes.
        former: embedders that the index may have been made with before; their answers serve until the new one is done.
        moods_share_vectors: whether the mood reader reads this embedder's rows; else it makes its own.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        embedder: Embedder,
        moods: Moods | None,
        vectors: VectorStore,
        *,
        former: Sequence[Embedder] = (),
        moods_share_vectors: bool = True,
        own_moods: OwnMoods | None = None,
        claims: Claims | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._embedder = embedder
        self._moods = moods
        self._vectors = vectors
        self._share = moods_share_vectors
        self._own = own_moods
        self._claims: Claims = claims or Alone()
        self._embedders = {known.name: known for known in [*former, embedder]}
        self._turn = threading.RLock()  # one batch at a time: an older one must not write after a newer one

    def run_once(self, tenant_id: int | None = None, limit: int = 256) -> int:
        """Indexes up to `limit` rows that changed, newest first; returns how many it dealt with (0: all is indexed, or
        other processes are at what is left).

        Raises:
            RetryableError: the embedder, the vectors or the record are down; nothing is marked, call again later.
        """
        with self._turn:
            ids = self._behind(tenant_id, AHEAD * limit)
            if not ids:
                return self._change_over(tenant_id, limit)
            with self._claims.some(ids, limit) as own:
                rows = (
                    self._rows([Interaction.id.in_(own), *lagging(None)], Interaction.id.desc(), limit) if own else []
                )
                for tenant in {row.tenant_id for row in rows}:  # embedding is dear: not where another holds the vectors
                    self._vectors.quarters(tenant, self._embedder.name)
                for work in lots(rows, self._teams(rows)):
                    self._index(work)
            return len(rows)

    def lag(self, tenant_id: int | None = None) -> Lag:
        """The distance between record and index."""
        return lag_of(self._store, self._clock, tenant_id)

    def forget(self, tenant_id: int) -> int:
        """Rebuilds a tenant's vectors in new files, without those of rows that changed; returns how many were left out.

        Nothing is indexed meanwhile, so no vector of an old text is written after it. The rows are indexed again later.
        """
        query = select(Interaction.id).where(*lagging(tenant_id))
        with self._turn:
            with self._store.read() as session:
                changed = session.scalars(query).all()
            return self._vectors.forget(tenant_id, changed)

    def prune(self, tenant_id: int) -> int:
        """As `forget`, and also without the vectors of rows that are gone."""
        with self._turn:
            state = self._vectors.state(tenant_id)
            spaces = {state.active, state.coming, *self._embedders} - {None}
            held = {
                int(one.partition(":")[0])
                for space in sorted(map(str, spaces))
                for quarter in self._vectors.quarters(tenant_id, space)
                for one in self._vectors.ids(tenant_id, space, quarter)
            }
            with self._store.read() as session:
                known = set(session.scalars(select(Interaction.id).where(Interaction.tenant_id == tenant_id)))
                changed = set(session.scalars(select(Interaction.id).where(*lagging(tenant_id))))
            return self._vectors.forget(tenant_id, sorted(held - known | changed))

    def rebuild(self, tenant_id: int) -> None:
        """Throws the tenant's vectors away, and has every row indexed again."""
        with self._turn:
            self._vectors.drop(tenant_id)
            with self._store.write() as session:
                session.execute(update(ROWS).where(ROWS.c.tenant_id == tenant_id).values(indexed_version=0, passages=0))

    def sweep(self, tenant_id: int) -> Swept:
        """Compares the vectors with the record: removes those without a row, has rows without theirs indexed again."""
        with self._turn:
            space = self._vectors.state(tenant_id).active or self._embedder.name
            found = audit(self._store, self._vectors, tenant_id, space)
            removed = sum(
                self._vectors.delete(tenant_id, space, quarter, ids) for quarter, ids in found.surplus.items()
            )
            self._requeue(tenant_id, found.lost)
            return Swept(removed, len(found.lost))

    def heal(self) -> int:
        """Has everything indexed again whose vectors were found damaged; returns how many rows that are."""
        requeued = 0
        for tenant_id in self._vectors.discarded():
            try:
                requeued += self.sweep(tenant_id).requeued
            except HeldElsewhereError:  # whoever holds the index sees to it
                break
            self._vectors.healed(tenant_id)
        return requeued

    def sweep_all(self) -> Swept:
        """Sweeps every tenant, those without any vectors too, and removes the vectors of tenants that are gone."""
        with self._store.read() as session:
            known = set(session.scalars(select(Tenant.id)))
        removed, requeued = 0, 0
        for tenant_id in {*self._vectors.tenants()} - known:
            self._vectors.drop(tenant_id)
        for tenant_id in sorted(known):
            swept = self.sweep(tenant_id)
            removed, requeued = removed + swept.removed, requeued + swept.requeued
        return Swept(removed, requeued)

    def _behind(self, tenant_id: int | None, limit: int) -> list[int]:
        # Sorting by a sum keeps databases on the index of versions; by the id alone they would walk through every row.
        newest = select(Interaction.id).where(*lagging(tenant_id)).order_by((Interaction.id + 0).desc()).limit(limit)
        with self._store.read() as session:
            return list(session.scalars(newest))

    def _teams(self, rows: Sequence[Row[Any]]) -> dict[int, Team]:
        if self._moods is None or not rows:
            return {}
        with self._store.read() as session:
            return {tenant_id: Team.of(session, tenant_id) for tenant_id in {row.tenant_id for row in rows}}

    def _rows(self, conditions: list[ColumnElement[bool]], order: ColumnElement[Any], limit: int) -> list[Row[Any]]:
        wanted = select(
            *(Interaction.id, Interaction.tenant_id, Interaction.version, Interaction.passages),
            *(Interaction.occurred_at, Interaction.subject, Interaction.text, Interaction.mood_source),
            *(Interaction.kind, Interaction.direction),
        )
        with self._store.read() as session:
            return list(session.execute(wanted.where(*conditions).order_by(order).limit(limit)))

    def _index(self, work: list[Work]) -> None:
        """Vectors first, the mark last: whatever stops this in between, the rows are simply taken again."""
        rows = self._embedded(self._embedder, work)
        moods = self._adjusted(work, self._read(work, rows))
        vectors = [row[:, : self._embedder.dimensions] for row in rows]
        for tenant_id, places in grouped(work, lambda one: one.row.tenant_id).items():
            self._keep(tenant_id, [work[place] for place in places], [vectors[place] for place in places])
        self._mark(work, moods)
        log.info("indexed", rows=len(work), passages=sum(len(one.passages) for one in work))

    def _embedded(self, embedder: Embedder, work: list[Work]) -> list[np.ndarray]:
        """What an embedder makes of each row's passages."""
        texts = words(work)
        embed = partial(embedder.embed_hearing, places=heard(work)) if isinstance(embedder, Feeling) else embedder.embed
        try:
            flat = embed(texts)
        except (RetryableError, FatalError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a model raises: the rows stay behind, their texts unlogged
            log.warning("embedding failed", kind=type(error).__name__, texts=len(texts))
            raise RetryableError(
                "The embedding model failed; new entries become searchable by meaning later."
            ) from None
        ends = np.cumsum([len(one.passages) for one in work])
        return np.split(flat, ends[:-1])

    def _read(self, work: list[Work], rows: list[np.ndarray]) -> list[Mood | None]:
        if self._moods is None or not any(one.passages for one in work):
            return [None] * len(work)
        whole = [place for place, one in enumerate(work) if one.heard is None and one.passages]
        texts = words([work[place] for place in whole])
        if self._share and whole:
            shared = self._moods.moods_of(texts, np.concatenate([rows[place] for place in whole]))
        else:
            shared = self._moods.moods(texts) if texts else []
        found = iter(shared)
        apart = words_apart(work)
        others = iter(self._moods.moods(apart) if apart else [])
        return [
            whole_mood([(next(found), len(passage)) for passage in one.passages])
            if one.heard is None
            else whole_mood([(next(others), len(passage)) for passage in one.heard])
            for one in work
        ]

    def _adjusted(self, work: list[Work], moods: list[Mood | None]) -> list[Mood | None]:
        """The moods as each team's corrections have taught them."""
        if self._own is None:
            return moods
        found = list(moods)
        for tenant_id, places in grouped(work, lambda one: one.row.tenant_id).items():
            texts = [work[place].passages if work[place].heard is None else work[place].heard or [] for place in places]
            adjusted = self._own.adjusted(tenant_id, texts, [moods[place] for place in places])
            for place, mood in zip(places, adjusted, strict=True):
                found[place] = mood
        return found

    def _keep(self, tenant_id: int, work: list[Work], vectors: list[np.ndarray]) -> None:
        state = self._state(tenant_id)
        spaces = {self._embedder.name: vectors}
        if state.active != self._embedder.name:  # the former embedder still answers: it learns of the change too
            former = self._embedders.get(state.active or "")
            spaces[state.active or ""] = self._embedded(former, work) if former else [np.empty((0, 0))] * len(work)
        for space, rows in spaces.items():
            for quarter, places in grouped(work, lambda one: one.quarter).items():
                ids = [found for place in places for found in work[place].ids if len(rows[place])]
                if ids:
                    full = np.concatenate([rows[place] for place in places if len(rows[place])])
                    self._vectors.upsert(tenant_id, space, quarter, ids, full)
            self._clear(tenant_id, space, work, {one.row.id for one, row in zip(work, rows, strict=True) if len(row)})

    def _clear(self, tenant_id: int, space: str, work: list[Work], kept: set[int]) -> None:
        """Removes what earlier versions of these rows left: surplus passages, other quarters."""
        changed = [one for one in work if one.row.version > 1 or one.row.passages]
        if not changed:
            return
        for quarter in self._vectors.quarters(tenant_id, space):
            stale = [
                f"{one.row.id}:{place}"
                for one in changed
                for place in range(max(one.row.passages, len(one.passages)))
                if place >= len(one.passages) or one.quarter != quarter or one.row.id not in kept
            ]
            self._vectors.delete(tenant_id, space, quarter, stale)

    def _mark(self, work: list[Work], moods: list[Mood | None]) -> None:
        """A row that changed meanwhile is at another version: its mark misses it, and it stays behind."""
        plain, felt = [], []
        for one, mood in zip(work, moods, strict=True):
            row = {"id_": one.row.id, "version_": one.row.version, "passages_": len(one.passages)}
            if self._moods is None or one.row.mood_source == MoodSource.HUMAN:
                plain.append(row)
            else:
                felt.append(row | _columns(mood))
        same = [ROWS.c.id == bindparam("id_"), ROWS.c.version == bindparam("version_")]
        mark = update(ROWS).where(*same)
        marked: dict[str, Any] = {"indexed_version": bindparam("version_"), "passages": bindparam("passages_")}
        mood_too: dict[str, Any] = {name: bindparam(f"{name}_") for name in ("mood", "mood_score", "mood_source")}
        with self._store.write() as session:
            if plain:
                session.connection().execute(mark.values(marked), plain)
            if felt:
                session.connection().execute(mark.values(marked | mood_too), felt)

    def _state(self, tenant_id: int) -> State:
        state = self._vectors.state(tenant_id)
        if state.active is None:
            state = State(active=self._embedder.name)
            self._vectors.set_state(tenant_id, state)
        return state

    def _change_over(self, tenant_id: int | None, limit: int) -> int:
        """Embeds what is already indexed with a new embedder, a batch a call, until it can take over."""
        for tenant in self._vectors.tenants() if tenant_id is None else [tenant_id]:
            state = self._vectors.state(tenant)
            if state.active in {None, self._embedder.name}:
                continue
            cursor = state.cursor if state.coming == self._embedder.name else 0
            conditions = [Interaction.tenant_id == tenant, Interaction.id > cursor, Interaction.passages > 0]
            rows = self._rows(conditions, Interaction.id.asc(), limit)
            for work in lots(rows):
                vectors = [row[:, : self._embedder.dimensions] for row in self._embedded(self._embedder, work)]
                for quarter, places in grouped(work, lambda one: one.quarter).items():
                    ids = [found for place in places for found in work[place].ids]
                    full = np.concatenate([vectors[place] for place in places])
                    self._vectors.upsert(tenant, self._embedder.name, quarter, ids, full)
            if rows:
                self._vectors.set_state(tenant, State(state.active, self._embedder.name, rows[-1].id))
                return len(rows)
            self._vectors.set_state(tenant, State(self._embedder.name))
            self._vectors.drop_space(tenant, state.active)
            log.info("embedder changed", tenant=tenant, embedder=self._embedder.name)
        return 0

    def _requeue(self, tenant_id: int, lost: list[tuple[int, int]]) -> None:
        if not lost:
            return
        same = [ROWS.c.tenant_id == tenant_id, ROWS.c.id == bindparam("id_"), ROWS.c.version == bindparam("version_")]
        with self._store.write() as session:
            session.connection().execute(
                update(ROWS).where(*same).values(indexed_version=0),
                [{"id_": row_id, "version_": version} for row_id, version in lost],
            )


def _columns(mood: Mood | None) -> dict[str, Any]:
    if mood is None:
        return {"mood_": None, "mood_score_": None, "mood_source_": None}
    return {"mood_": mood.label, "mood_score_": round(mood.score, 4), "mood_source_": MoodSource.MODEL}
