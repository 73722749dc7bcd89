"""Words for being in touch: who wrote to whom, and that somebody was spoken to at all."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.clauses import Clause, Clauses

RECEIVED = frozenset({"receive", "received", "receives", "receiving"})


@dataclass
class Touching(Clauses):
    """Interactions that a verb speaks of."""

    def _direction(self, item: Item, clause: Clause) -> bool:
        """Who wrote to whom, where the record keeps that."""
        if "interaction.direction" not in self.reading.vocabulary.observed:
            return False
        if item.text.casefold() in RECEIVED and self.subject != "interaction":
            return True  # gifts are received, with no direction to them
        condition = Condition(field="interaction.direction", op="eq", values=[item.all("direction")[0].value])
        if self.subject == "interaction":
            self.reading.plan.filters += [condition] if condition not in self.reading.plan.filters else []
            return True
        if clause.entity not in {None, "interaction"}:
            return False
        clause.entity = "interaction"
        clause.filters += [condition] if condition not in clause.filters else []
        return True

    def _gap(self, item: Item, clause: Clause) -> bool:
        if self.subject == "interaction" or (item.has("entity") and not clause.absent):
            return False
        if clause.entity not in {None, "interaction"}:
            return False
        clause.entity = "interaction"
        return True
