"""Yes-or-no columns of a question: cancelled orders, accounts that opted out, what is left out altogether."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.language.text import stem
from crm.ask.plan import Condition
from crm.ask.planning.clauses import Clause, Clauses
from crm.ask.planning.nouns import best_field


@dataclass
class Flags(Clauses):
    """Ticked or not, of the rows asked for or of those that hang on them."""

    def _flag(self, at: int, item: Item, clause: Clause) -> None:
        flags = [sense for sense in item.all("field") if self.reading.field(sense).type == "boolean"]
        told = next((s.value for s in item.all("entity") if any(each.entity == s.value for each in self.chosen)), None)
        told = told or next(
            (each.entity for each in self.chosen if stem(item.text.casefold()) in each.entity.split("_")), None
        )
        if stem(item.text.casefold()) in self.subject.split("_"):
            item.used = "entity"
            return
        if told is not None and told != self.subject and not self.reading.reaches(self.subject, told):
            self._child(clause, told)
            item.used = "entity"
            return
        place = (self.subject, *(link.target for link in self.reading.vocabulary.entity(self.subject).links))
        item.senses = flags
        ref = best_field(item, place)
        entity = ref.split(".")[0]
        item.used = "filter"
        unset = item.has("unset") or self._excluded(at)
        if self.reading.reaches(self.subject, entity):
            op = "false" if unset else "true"
            if clause.absent and not clause.entity:
                op = "false" if op == "true" else "true"
                self.clauses.remove(clause)
                clause.absent = False
            self.reading.plan.filters.append(Condition(field=ref, op=op))  # type: ignore[arg-type]
        elif not unset and (rows := self._rows_before(at, clause, entity)) is not None:
            self.clauses.remove(clause)
            rows.filters.append(Condition(field=ref, op="false"))
        else:
            self._child(clause, entity)
            clause.filters.append(Condition(field=ref, op="false" if unset else "true"))
            self.barred += clause.filters[-1:] if unset and not item.has("unset") else []

    def _rows_before(self, at: int, clause: Clause, entity: str) -> Clause | None:
        """`A subscription renewing in May without auto renew`: what is not ticked is one of those spoken of."""
        if not clause.absent or clause.entity or clause.at != self.reading.before(at):
            return None
        earlier = [each for each in self.clauses[: self.clauses.index(clause)] if each.entity]
        held = earlier[-1] if earlier else None
        return held if held is not None and held.entity == entity and not held.absent else None

    def _bar(self) -> None:
        """`Cancelled orders ignored` is said of all rows of the question, not of its last clause alone."""
        for condition in self.barred:
            owner = condition.field.split(".")[0]
            for clause in self.clauses:
                known = clause.entity is not None and self.reading.reaches(clause.entity, owner)
                if known and all(each.field != condition.field for each in clause.filters):
                    clause.filters.append(condition.model_copy(deep=True))
