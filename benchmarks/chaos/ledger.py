"""What Rapport had accepted against what became of it: lost, stale, ahead of the record, done twice."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from sqlalchemy import Row, select

from benchmarks.chaos.codes import codes
from bot.wiring import Rapport
from crm.model import Interaction, ProposedEntry
from indexing.batch import work_of
from indexing.passages import spoken

SAME = 0.99  # cosine of one text's vectors, made twice, one of them kept as bytes; other texts' are far below
LOT = 256


@dataclass
class Ledger:
    """What went out, by its word, and how it was taken. Rows are counted by the words in their texts."""

    rows: set[str] = field(default_factory=set)  # each must be one row
    maybe: set[str] = field(default_factory=set)  # nobody was told: one row or none
    never: set[str] = field(default_factory=set)  # rolled back: no row
    former: set[str] = field(default_factory=set)  # their rows were changed meanwhile: no row
    answers: dict[str, str] = field(
        default_factory=dict
    )  # timestamps of messages that must be answered, and their words
    cards: set[str] = field(default_factory=set)  # words of messages of which one entry must be proposed
    said: Counter[str] = field(default_factory=Counter)  # what Rapport said, by the message it answers
    first_try: int = 0
    calls: dict[str, list[str]] = field(default_factory=dict)  # that were to be logged: what was said to each
    taken: set[str] = field(default_factory=set)  # of those
    sorts: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def untaken(self) -> dict[str, list[str]]:
        """What was said to the calls that were not taken, for whoever looks for the cause."""
        return {word: said for word, said in self.calls.items() if word not in self.taken}

    def settle(self, world_app: Rapport) -> dict[str, Any]:
        """Compares everything with the record and with the index, at rest."""
        with self.lock:
            found, behind = _rows(world_app)
            counted = Counter(word for words in found.values() for word in words)
            entries = _entries(world_app)
            lost = [word for word in self.rows if not counted[word]]
            lost += [word for ts, word in self.answers.items() if not self.said[ts]]
            twice = [word for word in self.rows | self.maybe if counted[word] > 1]
            twice += [word for ts, word in self.answers.items() if self.said[ts] > 1]
            twice += [word for word in self.cards if entries[word] > 1]
            phantom = [word for word in self.never | self.former if counted[word]]
        index = _index(world_app)
        return {
            "lost": len(lost),
            "stale": len(index["stale"]) + behind,
            "ahead": len(phantom) + len(index["surplus"]),
            "twice": len(twice),
            "which": {"lost": lost[:8], "twice": twice[:8], "phantom": phantom[:8], **_some(index)},
            "rows": len(found),
            "passages": index["passages"],
        }


def _some(index: dict[str, Any]) -> dict[str, Any]:
    return {name: index[name][:8] for name in ("stale", "surplus")}


def _rows(app: Rapport) -> tuple[dict[int, list[str]], int]:
    """The words of each row, and how many rows the index has not seen."""
    query = select(
        Interaction.id, Interaction.subject, Interaction.text, Interaction.version, Interaction.indexed_version
    )
    with app.store.read() as session:
        rows = session.execute(query).all()
    words = {row.id: sorted(set(codes(f"{row.subject or ''} {row.text}"))) for row in rows}
    return words, sum(row.version != row.indexed_version for row in rows)


def _entries(app: Rapport) -> Counter[str]:
    with app.store.read() as session:
        texts: Iterable[Any] = session.scalars(select(ProposedEntry.proposal)).all()
    return Counter(word for each in texts for word in set(codes(str(each))))


def _index(app: Rapport) -> dict[str, Any]:
    """Every vector that is held, compared with one made now of the present words of its row."""
    tenant, space = app.tenants.home(), app.embedder.name
    held = {q: set(app.vectors.ids(tenant, space, q)) for q in app.vectors.quarters(tenant, space)}
    columns = (
        Interaction.id,
        Interaction.tenant_id,
        Interaction.version,
        Interaction.passages,
        Interaction.occurred_at,
    )
    more = (Interaction.subject, Interaction.text, Interaction.kind, Interaction.direction, Interaction.mood_source)
    with app.store.read() as session:
        work = [work_of(cast(Row[Any], row)) for row in session.execute(select(*columns, *more))]
    due = {one for each in work for one in each.ids}
    stale = []
    for start in range(0, len(work), LOT):
        lot = [(each, place) for each in work[start : start + LOT] for place in range(len(each.passages))]
        vectors = app.embedder.embed([spoken(each.passages[place]) for each, place in lot])
        for (each, place), vector in zip(lot, np.asarray(vectors), strict=True):
            one = each.ids[place]
            [near] = app.vectors.among_each(tenant, space, vector[None, :], {each.quarter: [one]})
            if not near or near[0][1] < SAME:
                stale.append(one)
    surplus = sorted(one for ids in held.values() for one in ids - due)
    return {"stale": stale, "surplus": surplus, "passages": sum(map(len, held.values()))}
