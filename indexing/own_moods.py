"""What a team's corrections teach about moods: a head of its own, kept only where it reads better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import numpy as np
import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.model import Correction, Interaction, MoodSource
from crm.ports import Mood, MoodLabel, MoodReader
from crm.reading.voices import Team, client_words
from crm.store import Store
from indexing.embedder import Embedder
from indexing.fitting import LABELS, Examples, Head, cross_validated, fit, places_of, read
from indexing.learnt import FEWEST, Learnt, learnt, note_of
from indexing.passages import passages, spoken

FEWEST_OF_A_KIND = 5  # of at least two moods
BETTER = 0.05  # by how much the head must be right more often on corrections it has not seen
FAITHFUL = 0.95  # the part of what nobody corrected that must stay as it is
OTHERS = 5  # uncorrected texts for each correction, which hold the head where it is
OTHERS_WEIGHT = 0.3
MOST_CORRECTIONS = 2_000
LATELY = timedelta(days=365)
FELT = {"negative": (-1.0, -0.4), "neutral": (-0.2, 0.2), "positive": (0.4, 1.0), "mixed": (-0.3, 0.3)}
log = structlog.get_logger(__name__)


class OwnMoods:
    """The heads of all tenants.

    Args:
        reader: the shipped reader.
        embedder: makes the vectors that heads are fitted on.
        folder: where heads are kept, one file a tenant.
    """

    def __init__(self, store: Store, clock: Clock, reader: MoodReader, embedder: Embedder, folder: Path) -> None:
        self._store, self._clock, self._reader, self._embedder = store, clock, reader, embedder
        self._folder = folder
        self._heads: dict[int, tuple[float, Head]] = {}

    def learn_all(self) -> None:
        """Learns anew for every tenant with corrections that it has not learnt from."""
        with self._store.read() as session:
            counts = session.execute(
                select(Correction.tenant_id, func.count(func.distinct(Correction.interaction_id)))
                .where(Correction.field == "mood")
                .group_by(Correction.tenant_id)
            ).all()
        for tenant_id, count in counts:
            if min(count, MOST_CORRECTIONS) != self.status(tenant_id).corrections:
                self.learn(tenant_id)

    def learn(self, tenant_id: int) -> Learnt:
        """Fits a head on the corrections; it is used where it reads those it has not seen better.

        Raises:
            RetryableError: a model or the record is not to be had now.
        """
        with self._store.read() as session:
            corrected = _corrected(session, tenant_id)
            others = _others(session, tenant_id, [row.id for row, _ in corrected], self._clock) if corrected else []
            team = Team.of(session, tenant_id)
        version = self.status(tenant_id).version + 1
        labels = [label for _, label in corrected]
        kinds = sum(labels.count(label) >= FEWEST_OF_A_KIND for label in set(labels))
        if len(labels) < FEWEST or kinds < 2:
            return self._keep(tenant_id, Learnt(version, len(labels), kept=False), None)
        told = self._examples([row for row, _ in corrected], labels, team, 1.0)
        rest = self._examples(others, None, team, OTHERS_WEIGHT)
        tried = cross_validated(told, rest)
        better = tried.own >= tried.shipped + BETTER and tried.kept >= FAITHFUL
        found = Learnt(
            version, len(labels), better, round(tried.shipped, 3), round(tried.own, 3), round(tried.kept, 3),
            self._embedder.name,
        )  # fmt: skip
        log.info("moods learnt", tenant=tenant_id, corrections=len(labels), kept=better)
        return self._keep(tenant_id, found, fit(told.and_(rest)) if better else None)

    def forget(self, tenant_id: int) -> None:
        """Removes what was learnt; it is learnt again from the corrections that are there then."""
        for path in (self._path(tenant_id), note_of(self._folder, tenant_id)):
            path.unlink(missing_ok=True)
        self._heads.pop(tenant_id, None)

    def status(self, tenant_id: int) -> Learnt:
        return learnt(self._folder, tenant_id)

    def adjusted(
        self, tenant_id: int, texts: Sequence[Sequence[str]], moods: Sequence[Mood | None]
    ) -> list[Mood | None]:
        """The moods as this team's head has them; as they are where it has none.

        Args:
            tenant_id: whose texts.
            texts: the passages that each mood was read off.
            moods: what the shipped reader says of each, in order.
        """
        head = self._head(tenant_id)
        places = [place for place, mood in enumerate(moods) if mood is not None and texts[place]]
        if head is None or not places:
            return list(moods)
        vectors = self._vectors([texts[place] for place in places])
        shipped = places_of([mood.label for place in places if (mood := moods[place]) is not None])
        found = list(moods)
        for place, label in zip(places, read(head, vectors, shipped), strict=True):
            found[place] = _overruled(moods[place], LABELS[label])
        return found

    def _examples(
        self, rows: Sequence[Interaction], labels: Sequence[str] | None, team: Team, weight: float
    ) -> Examples:
        texts = [_passages(row, team) for row in rows]
        whole = [spoken("\n".join(each)) for each in texts]
        shipped = places_of([mood.label for mood in self._reader.moods(whole)]) if whole else places_of([])
        right = places_of(labels) if labels is not None else shipped
        return Examples(self._vectors(texts), shipped, right, np.full(len(rows), weight))

    def _vectors(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """One vector a text: the middle of its passages'."""
        if not texts:
            return np.zeros((0, self._embedder.embed([" "]).shape[1]))
        flat = self._embedder.embed([spoken(passage) for text in texts for passage in text or [" "]])
        ends = np.cumsum([len(text) or 1 for text in texts])
        middles = np.stack([part.mean(axis=0) for part in np.split(flat, ends[:-1])]).astype(float)
        return np.asarray(middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9))

    def _head(self, tenant_id: int) -> Head | None:
        """Read again when another process has learnt; none where vectors are another model's now."""
        path = self._path(tenant_id)
        if not path.is_file() or self.status(tenant_id).space != self._embedder.name:
            return None
        changed = path.stat().st_mtime
        kept = self._heads.get(tenant_id)
        if kept is None or kept[0] != changed:
            with np.load(path, allow_pickle=False) as file:
                kept = changed, Head(file["weights"], file["bias"])
            self._heads[tenant_id] = kept
        return kept[1]

    def _keep(self, tenant_id: int, found: Learnt, head: Head | None) -> Learnt:
        """Files are written beside and moved into place: a reader sees the old one or the new one, whole."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(tenant_id)
        if head is None:
            path.unlink(missing_ok=True)
        else:
            beside = path.with_suffix(".new.npz")
            np.savez(beside, weights=head.weights, bias=head.bias)
            beside.replace(path)
        told = note_of(self._folder, tenant_id)
        told.with_suffix(".new").write_text(json.dumps(asdict(found)), "utf-8")
        told.with_suffix(".new").replace(told)
        return found

    def _path(self, tenant_id: int) -> Path:
        return self._folder / f"{tenant_id}.npz"


def _overruled(mood: Mood | None, label: MoodLabel) -> Mood | None:
    if mood is None or label == mood.label:
        return mood
    low, high = FELT[label]
    return Mood(label, max(low, min(high, mood.score)))


def _corrected(session: Session, tenant_id: int) -> list[tuple[Interaction, str]]:
    """The newest word on each interaction's mood."""
    query = (
        select(Correction, Interaction)
        .join(Interaction, Interaction.id == Correction.interaction_id)
        .where(Correction.tenant_id == tenant_id, Correction.field == "mood")
        .order_by(Correction.id.desc())
        .limit(MOST_CORRECTIONS)
    )
    newest: dict[int, tuple[Interaction, str]] = {}
    for correction, row in session.execute(query):
        if correction.after in LABELS:
            newest.setdefault(row.id, (row, str(correction.after)))
    return list(newest.values())


def _others(session: Session, tenant_id: int, corrected: Sequence[int], clock: Clock) -> list[Interaction]:
    """Texts of late whose mood nobody corrected."""
    query = select(Interaction).where(
        Interaction.tenant_id == tenant_id,
        Interaction.mood_source == MoodSource.MODEL,
        Interaction.id.not_in(corrected),
        Interaction.occurred_at > clock.now() - LATELY,
    )
    return list(session.scalars(query.order_by(Interaction.id.desc()).limit(OTHERS * len(corrected))))


def _passages(row: Interaction, team: Team) -> list[str]:
    theirs = client_words(row.kind, row.direction, row.text, team)
    return passages(row.subject, theirs) if theirs else []
