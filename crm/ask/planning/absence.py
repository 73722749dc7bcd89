"""No, not, never: columns that are empty, outcomes turned round, rows that must not be there."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.plan import Condition
from crm.ask.planning.clauses import Clause
from crm.ask.planning.nouns import best_field
from crm.ask.planning.stating import Stating

NOUNS_LACKED = frozenset({"no", "without", "none", "lack", "lacking", "lacks", "missing", "zero", "neither"})


@dataclass
class Absence(Stating):
    """What a word of negation makes of what follows it."""

    def _negation(self, at: int, clause: Clause) -> Clause:
        """`no close date` empties a field, `not won` turns an outcome; otherwise rows are absent."""
        reading = self.reading
        follow = reading.after(at)
        if follow is None:
            return clause
        item = reading.items[follow]
        if self._not_stated(at, follow, clause):
            return clause
        for entity in (self.subject, *(link.target for link in reading.vocabulary.entity(self.subject).links)):
            fields = [sense for sense in item.all("field") if sense.value.startswith(f"{entity}.")]
            if item.has("kind") and entity != self.subject:
                continue  # `no email`: the rep's address is not what is missing
            if item.used is None and fields and not item.has("gap") and reading.reaches(self.subject, entity):
                self._empty_field(at, follow, best_field(item, (entity,)))
                return clause
        if item.used is None and item.has("outcome") and self.subject == "deal":
            outcome = item.all("outcome")[0].value
            if outcome == "closed":
                reading.filter("deal.outcome", "eq", "open")
            else:
                reading.filter("deal.outcome", "ne", outcome)
            reading.use(at, "filter")
            reading.use(follow, "filter")
            return clause
        if item.used is None and item.has("entity") and self._empty_link(item.all("entity")[0].value, at, follow):
            return clause
        reading.use(at, "absence")
        return self._open(self._of_subject(at, clause))

    def _of_subject(self, at: int, clause: Clause) -> Clause:
        """`Has Anna never sold`: it is Anna's rows that are absent, not those of all others who have some of hers."""
        absent = Clause(absent=True, at=at)
        named = next((each for each in self.chosen if each.at == self.reading.before(at)), None)
        verb = self.reading.items[at].text.casefold() not in NOUNS_LACKED
        held = (
            clause.filters
            if named is None or named.ref != "user.name" or self._owned(named.at)
            else self._filters(clause)
        )
        own = next((each for each in held if named and each.field == named.ref), None)
        if verb and own is not None and named is not None and not named.negated:
            held.remove(own)
            absent.filters.append(own)
            absent.entity = clause.entity if not self._rows_follow(at) else None
            clause.entity = clause.entity if clause.filters or clause.periods else None
        return absent

    def _filters(self, clause: Clause) -> list[Condition]:
        """Where what is said of a person was put: rows that hang on the subject, else the subject itself."""
        return clause.filters or (self.reading.plan.filters if self.subject != "deal" else clause.filters)

    def _owned(self, at: int) -> bool:
        """`Accounts of Anna that never …`: hers, whoever else did something."""
        before = self.reading.items[at - 1].text.casefold() if at else ""
        return before in {"of", "by", "for", "from", "s", "under"}

    def _rows_follow(self, at: int) -> bool:
        return any(item.has("entity", "kind", "sale", "outcome", "gap") for item in self.reading.items[at + 1 :])

    def _empty_field(self, at: int, follow: int, ref: str) -> None:
        info = self.reading.field(ref)
        self.reading.filter(ref, "false" if info.type == "boolean" else "null")
        self.reading.use(at, "filter")
        self.reading.use(follow, "filter")

    def _empty_link(self, entity: str, at: int, follow: int) -> bool:
        """`deals without an account`: nothing is named where the link should lead."""
        reading = self.reading
        gap = reading.items[follow].has("gap") and (reading.has("gap") and any(i.period for i in reading.items))
        links = [link for link in reading.vocabulary.entity(self.subject).links if link.target == entity]
        if not links or gap:
            return False
        reading.filter(f"{entity}.id", "null")
        reading.use(at, "filter")
        reading.use(follow, "filter")
        return True
