"""Words for the state of rows that are no deals: whose state it is, and where the condition goes."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.clauses import CLAUSE_WORDS, Clause, Clauses
from crm.ask.planning.nouns import best_field, noun_at
from crm.ask.record import states

ACTIVE = frozenset({"active", "current", "live", "running"})
TURNING = frozenset({"not", "isn t", "aren t", "wasn t", "weren t", "isnt", "arent", "no longer", "not yet"})
PREPOSITIONS = frozenset("from of for with in by on at to across among per is are was were has have".split())  # noqa: SIM905
REACH = 5  # items a word may stand before the noun it describes


@dataclass
class Stating(Clauses):
    """Open tickets, active subscriptions, overdue invoices."""

    def _state(self, item: Item) -> states.State | None:
        for kind in ("state", "outcome"):
            for sense in item.all(kind):
                if sense.value in {"open", "closed"}:
                    return "active" if item.text.casefold() in ACTIVE else sense.value  # type: ignore[return-value]
                if sense.value == "active":
                    return "active"
        return "overdue" if item.has("overdue") else None

    def _stated(self, at: int, item: Item, clause: Clause) -> bool:
        """Whether the word tells the state of rows with columns for it; the condition is then written."""
        entity = self._whose(at, clause)
        found = self._conditions_of(item, entity)
        if not found:
            return False
        item.used = "filter"
        self.origins += [(each, at) for each in found]
        self._hold(entity, found, clause)
        return True

    def _conditions_of(self, item: Item, entity: str) -> list[Condition]:
        state = self._state(item)
        today = self.reading.now.date()
        return states.conditions(self.reading.vocabulary, entity, state, item.text, today) if state else []

    def _not_stated(self, at: int, follow: int, clause: Clause) -> bool:
        """`Not closed`, `not active`: the state turned round."""
        item = self.reading.items[follow]
        if self.reading.items[at].text.casefold() not in TURNING:
            return False
        entity = self._whose(follow, clause)
        found = self._conditions_of(item, entity) if item.used is None and entity != "deal" else []
        if len(found) != 1:
            return False
        self.reading.use(at, "filter")
        self.reading.use(follow, "filter")
        self._hold(entity, [states.inverse(found[0])], clause)
        return True

    def _whose(self, at: int, clause: Clause) -> str:
        """The noun the word describes: `open Tally renewals`, `tickets still open`."""
        reading = self.reading
        for place in range(at + 1, min(at + 1 + REACH, len(reading.items))):
            item = reading.items[place]
            word = item.text.casefold()
            if word in CLAUSE_WORDS | PREPOSITIONS or item.period or item.has("negation", "grouper"):
                break
            if item.has("entity", "kind") and (noun := noun_at(reading, place)):
                return noun.name.split(".")[0]
            if item.has("field") and not item.has("value"):
                return best_field(item, (self.subject,)).split(".")[0]
        before = reading.before(at)
        if before is not None and reading.items[before].has("entity", "kind"):
            noun = noun_at(reading, before)
            return noun.name.split(".")[0] if noun else self.subject
        return clause.entity or self.subject

    def _told(self, found: list[Condition]) -> None:
        """Adds what a state means, unless it only says which of another state's values is meant."""
        filters = self.reading.plan.filters
        for each in found:
            at = next((place for other, place in self.origins if other is each), 0)
            alike = [other for other in filters if (other.field, other.op) == (each.field, each.op)]
            alike = [other for other in alike if self._beside(other, at)]
            if each.op == "in" and self._narrowed(each, alike):
                continue
            if each not in filters:
                filters.append(each)
                self.broad += [each] if each.op == "in" and len(each.values) > 1 else []

    def _hold(self, entity: str, found: list[Condition], clause: Clause) -> None:
        """Conditions on the subject and what it hangs on are its own; on others they are of rows that must exist."""
        if self.reading.reaches(self.subject, entity) and not (clause.absent and clause.entity):
            if clause.absent and len(found) == 1:
                self.clauses.remove(clause)
                clause.absent, found = False, [states.inverse(found[0])]
            self._told(found)
            return
        if clause.entity not in {None, entity}:
            clause = self._open(Clause(absent=False))
        clause.entity = entity
        clause.filters += found
