"""Clauses of a question: rows that hang on the subject, and which of them are meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.ask.plan import Condition, Span
from crm.ask.planning.reading import Reading
from crm.ask.planning.values import Chosen

CLAUSE_WORDS = frozenset({"but", "who", "that", "with", "which", "whose", "where", "without"})
FACTS = ("deal", "interaction", "task", "contact")
OUTCOMES = frozenset({"won", "lost", "open"})


@dataclass
class Clause:
    """Rows that hang on the subject; `entity` stays empty until a word of the clause says which."""

    absent: bool = False
    entity: str | None = None
    filters: list[Condition] = field(default_factory=list)
    periods: list[Span] = field(default_factory=list)
    at: int = 0
    whole: bool = False  # its rows are all of their table
    direct: bool = False  # hanging on the subject itself, not merely on its account


@dataclass
class Clauses:
    """What conditions are gathered in."""

    reading: Reading
    subject: str
    clauses: list[Clause] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    pivot: int | None = None  # of a share: what stands before it is the base, and joins nothing behind it
    origins: list[tuple[Condition, int]] = field(default_factory=list)  # where a condition of a share is said
    broad: list[Condition] = field(default_factory=list)  # states of several values, which a value makes narrower
    barred: list[Condition] = field(default_factory=list)  # what is left out of all rows spoken of
    loose: list[Span] = field(default_factory=list)  # times that no word says whose they are
    closed: bool = False  # the outcome so far is merely that deals are closed

    def _beside(self, condition: Condition, at: int) -> bool:
        """Whether a condition stands on the same side of a share as a place."""
        if self.pivot is None:
            return True
        said = next((place for each, place in self.origins if each is condition), at)
        return (said < self.pivot) == (at < self.pivot)

    def _narrowed(self, condition: Condition, alike: list[Condition]) -> bool:
        """`Closed matters that were abandoned`: one of the values that the state stands for."""
        wide = next((each for each in alike if any(each is other for other in self.broad)), None)
        if wide is None or not set(condition.values) <= set(wide.values):
            return False
        wide.values = list(condition.values)
        self.broad = [each for each in self.broad if each is not wide]
        return True

    def _excluded(self, at: int) -> bool:
        """`Excluding cancelled ones`: what is ticked is left out."""
        before = self.reading.before(at)
        if before is None or not self.reading.items[before].has("exclusion"):
            return False
        self.reading.use(before, "filter")
        return True

    def _open(self, clause: Clause) -> Clause:
        self.clauses.append(clause)
        return clause

    def _child(self, clause: Clause, entity: str) -> None:
        """Settles whose rows a clause speaks of: the nearest that know both the subject and the entity named."""
        if clause.entity:
            return
        vocabulary = self.reading.vocabulary
        facts = [*FACTS, *(name for name, each in vocabulary.entities.items() if each.kind)]
        facts = [*self._named_tables(facts), *facts]
        for fact in [entity, *facts] if entity in facts else facts:
            if vocabulary.path(fact, self.subject) is not None and vocabulary.path(fact, entity) is not None:
                clause.entity = fact
                return
        clause.entity = entity

    def _named_tables(self, facts: list[str]) -> list[str]:
        """`Quayside in an active subscription`: the rows that the question names, unless it is about deals too."""
        reading = self.reading
        if reading.value("entity", "deal") or reading.has("sale") or reading.value("outcome", "won"):
            return []
        return [name for name in facts if name not in {"deal", self.subject} and reading.value("entity", name)]
