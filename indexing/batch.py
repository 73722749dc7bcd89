"""A lot of changed rows on its way into the index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Row

from crm.ports import Mood
from crm.reading.voices import Team, client_words
from indexing.passages import passages, spoken
from indexing.stores.port import quarter_of

PASS = 512  # passages embedded and written together
MIXED_SHARE = 0.25  # of a long text: this much good and this much bad together is mixed
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Work:
    """A committed row as it was read, and its passages."""

    row: Row[Any]
    passages: list[str]
    heard: list[str] | None = None  # what of it a mood is read off where that is not the passages; [] for nothing

    @property
    def quarter(self) -> str:
        return quarter_of(self.row.occurred_at)

    @property
    def ids(self) -> list[str]:
        return [f"{self.row.id}:{place}" for place in range(len(self.passages))]


def lots(rows: Iterable[Row[Any]], teams: Mapping[int, Team] | None = None) -> Iterator[list[Work]]:
    """The rows in lots of about as many passages as are embedded together: a long transcript is a lot of its own.

    Args:
        rows: what is to be indexed.
        teams: each tenant's own people; with them moods are read off the client's words alone.
    """
    lot: list[Work] = []
    size = 0
    for row in rows:
        one = work_of(row, (teams or {}).get(row.tenant_id))
        if lot and size + len(one.passages) > PASS:
            yield lot
            lot, size = [], 0
        lot.append(one)
        size += len(one.passages)
    if lot:
        yield lot


def work_of(row: Row[Any], team: Team | None = None) -> Work:
    whole = passages(row.subject, row.text)
    theirs = client_words(row.kind, row.direction, row.text, team) if team is not None else row.text
    if theirs == row.text:
        return Work(row, whole)
    return Work(row, whole, passages(row.subject, theirs) if theirs else [])


def words(work: list[Work]) -> list[str]:
    """What a model reads of these rows, passage by passage."""
    return [spoken(passage) for one in work for passage in one.passages]


def heard(work: list[Work]) -> frozenset[int]:
    """The places in `words` that a mood is read off: not what our own side wrote, nor rows that are read apart."""
    whole = [one.heard is None for one in work for _ in one.passages]
    return frozenset(place for place, wanted in enumerate(whole) if wanted)


def words_apart(work: list[Work]) -> list[str]:
    """What the mood is read off of those rows whose passages are not the client's words alone."""
    return [spoken(passage) for one in work for passage in one.heard or ()]


def grouped(work: list[Work], key: Callable[[Work], Key]) -> dict[Key, list[int]]:
    """The places of the rows in the lot, by a property of theirs."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for place, one in enumerate(work):
        groups[key(one)].append(place)
    return groups


def whole_mood(parts: list[tuple[Mood, int]]) -> Mood | None:
    """The mood of a text out of those of its passages, each weighed by its length."""
    if not parts:
        return None
    total = sum(length for _, length in parts)
    share: dict[str, float] = defaultdict(float)
    for mood, length in parts:
        share[mood.label] += length / total
    score = sum(mood.score * length for mood, length in parts) / total
    if min(share["negative"], share["positive"]) >= MIXED_SHARE:
        return Mood("mixed", score)
    return Mood(max(parts, key=lambda part: share[part[0].label])[0].label, score)
