"""The best rows of SQLite's word index, without ranking each row that holds a word.

To rank a row costs twenty-five times as much as to find it, and a word that says little may be in a quarter of all.
Rows that hold one word alone are ranked only where that word is rare enough to lift them among the best: what is found
is the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from sqlalchemy import ColumnElement, TableClause, and_, case, column, func, literal_column, select, table
from sqlalchemy.orm import Session

from crm.model import Interaction

WORDS_TABLE = "interaction_words"
SUBJECT_WEIGHT = 2.0
WIDER = 4  # times as many as wanted are ranked: some of them are not within the conditions
MOST_PHRASES = 8  # of which pairs are made
HIGHEST = 2.2  # times its rarity is what a phrase adds to a rank at most: k1 + 1 of bm25

RANK = -func.bm25(literal_column(WORDS_TABLE), SUBJECT_WEIGHT, 1.0)
ROW: ColumnElement[int] = literal_column(f"{WORDS_TABLE}.rowid")


@dataclass(frozen=True)
class WordRank:
    """`phrases` are FTS5's, `bounds` conditions on its rows, `conditions` those on interactions."""

    session: Session
    phrases: Sequence[str]
    bounds: Sequence[ColumnElement[bool]]
    conditions: Sequence[ColumnElement[bool]]
    limit: int

    def best(self) -> dict[int, float] | None:
        """The rank of each row, best first; None where there may be more than were looked at."""
        found = self._of_several() if 1 < len(self.phrases) <= MOST_PHRASES else None
        found = self._ranked() if found is None else found
        return found if len(found) == self.limit else None

    def _of_several(self) -> dict[int, float] | None:
        """Of rows that hold two of the phrases, and of those with one that may come as high."""
        pairs = [f"({one} AND {other})" for one, other in combinations(self.phrases, 2)]
        found = self._ranked(pairs)
        if len(found) < self.limit:
            return None
        least = min(found.values())
        alone = [phrase for phrase in self.phrases if self._highest(phrase) > least]
        if len(alone) == len(self.phrases):
            return None
        return self._ranked([*pairs, *alone]) if alone else found

    def _highest(self, phrase: str) -> float:
        """More than a row gets that holds nothing but this phrase."""
        rows = self.session.scalar(select(func.count()).select_from(words()).where(holds([phrase]))) or 0
        all_ = self.session.scalar(select(func.max(Interaction.id))) or 0  # at least as many as there are
        return HIGHEST * max(log((all_ + 0.5) / (rows + 0.5)), 1e-6)

    def _ranked(self, only: Sequence[str] = ()) -> dict[int, float]:
        """What stays of the best rows under the conditions; with `only`, of rows that hold any of these."""
        ranked = select(ROW.label("row_"), RANK.label("rank_")).select_from(words())
        ranked = ranked.where(holds(self.phrases), *self.bounds)
        if only:
            rows = select(ROW).select_from(words()).where(holds(only), *self.bounds)
            ranked = ranked.where(literal_column(f"+{WORDS_TABLE}.rowid").in_(rows))  # `+`: one pass, no look-ups
        ahead = ranked.order_by(literal_column("rank_").desc(), ROW.desc()).limit(WIDER * self.limit).subquery()
        # Joined from the left and held to conditions that no index answers: else SQLite begins at the interactions.
        within = case((and_(*self.conditions), 1)) == 1
        joined = select(Interaction.id, ahead.c.rank_).select_from(ahead)
        joined = joined.outerjoin(Interaction, Interaction.id == ahead.c.row_).where(within)
        best = joined.order_by(ahead.c.rank_.desc(), ahead.c.row_.desc()).limit(self.limit)
        return {found: float(rank) for found, rank in self.session.execute(best)}


def words() -> TableClause:
    return table(WORDS_TABLE, column("rowid"))


def holds(phrases: Sequence[str]) -> ColumnElement[bool]:
    return literal_column(WORDS_TABLE).op("MATCH")(" OR ".join(phrases))
