"""Won, lost, open, closed: of deals, and of rows that have an end."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.clauses import Clause
from crm.ask.planning.stating import Stating
from crm.ask.record.commitments import binding

HELD = frozenset({"have", "has", "got", "still", "currently", "had"})
HAPPENED = frozenset({"done", "completed", "finished"})
OUTCOMES = frozenset({"won", "lost", "open"})


@dataclass
class Outcomes(Stating):
    """Outcomes as filters, or as rows that must exist."""

    def _sale(self, item: Item, clause: Clause) -> None:
        item.used = "filter"
        trade = self.reading.vocabulary.trade
        if trade is not None and not self.reading.vocabulary.has_deals:
            clause.entity = clause.entity or (trade.rows if trade.rows != self.subject else None)
            return  # what was sold are rows of its own table
        takings = self.reading.vocabulary.takings
        if takings is not None and self.subject in {takings.rows, takings.lines}:
            bound = binding(self.reading.vocabulary, takings.rows)
            if bound is not None and all(each.field != bound.field for each in self.reading.plan.filters):
                self.reading.plan.filters.append(bound)
            return  # beside orders no won deal says what was sold
        self._won(clause, "won")

    def _won(self, clause: Clause, outcome: str) -> None:
        """A won deal is a filter where deals are counted, and a thing that hangs on all others."""
        condition = Condition(field="deal.outcome", op="in", values=["won", "lost"])
        if outcome != "closed":
            condition = Condition(field="deal.outcome", op="eq", values=[outcome])
            filters = [f for f in self.reading.plan.filters if not (self.closed and f.field == "deal.outcome")]
            self.reading.plan.filters, self.closed = filters, False
        self.closed = self.closed or outcome == "closed"
        if self.reading.reaches(self.subject, "deal") and not (clause.absent and self.subject != "deal"):
            same = next(
                (f for f in self.reading.plan.filters if f.field == "deal.outcome" and f.op in {"eq", "in"}), None
            )
            if same and outcome in OUTCOMES and outcome not in same.values and not clause.absent:
                same.op, same.values = "in", [*same.values, outcome]
            elif same is None:
                if clause.absent:
                    condition.op = "ne" if outcome != "closed" else "not_in"
                    self.clauses.remove(clause)
                    clause.absent = False
                self.reading.plan.filters.append(condition)
            return
        lines = self.reading.vocabulary.lines
        if lines is not None and clause.entity == lines.rows:
            clause.filters.append(condition)  # of the deals that these very lines belong to
            return
        if clause.entity not in {None, "deal"}:
            clause = self._open(Clause(absent=clause.absent))
        clause.entity = "deal"
        merely = Condition(field="deal.outcome", op="in", values=["won", "lost"])
        if outcome != "closed" and merely in clause.filters:
            clause.filters.remove(merely)
        same = next((each for each in clause.filters if each.field == "deal.outcome"), None)
        if same is None:
            clause.filters.append(condition)
        elif outcome in OUTCOMES and outcome not in same.values:
            self._another(clause, same, condition)

    def _another(self, clause: Clause, same: Condition, condition: Condition) -> None:
        """`An open deal and a lost one` are two deals, `won or lost deals` deals of either kind."""
        if " or " in self.reading.text.casefold() and "both" not in self.reading.words():
            same.op, same.values = "in", [*same.values, *condition.values]
            return
        others = [each for each in clause.filters if each is not same]
        self.clauses.append(Clause(entity="deal", absent=clause.absent, filters=[*others, condition]))

    def _outcome(self, at: int, item: Item, clause: Clause) -> None:
        outcome = item.all("outcome")[0].value
        if outcome == "closed" and self._closed_by_someone(at):
            outcome = "won"
        if outcome == "closed" and self._expected(at):
            outcome = "open"
        if outcome == "open" and self._verb(at):
            item.used, self.reading.opened = "date", True
            return
        if self._stated(at, item, clause):
            return
        if self.subject == "interaction" and item.text.casefold() in HAPPENED:
            item.used = "filter"  # what happened is done
            return
        if outcome in OUTCOMES and self.subject == "deal" and self._excluded(at):
            item.used = "filter"
            self.reading.plan.filters.append(Condition(field="deal.outcome", op="ne", values=[outcome]))
            return
        follow = self.reading.items[at + 1] if at + 1 < len(self.reading.items) else None
        other = follow.all("entity")[0].value if follow and follow.has("entity") else self.subject
        if item.text.casefold() in {"active", "current"} and other not in {"deal", "product"}:
            if other != "user":
                self.reading.doubts += 0.25
            item.used = "filter"
        elif self.reading.vocabulary.entities[self.subject].kind is None or clause.entity == "deal":
            item.used = "filter"
            self._won(clause, outcome)

    def _expected(self, at: int) -> bool:
        """`When is it expected to close`: it is open; with a period, the date tells."""
        words = self.reading.words()
        return words[max(0, at - 2) : at] == ["expected", "to"] and not any(item.period for item in self.reading.items)

    def _verb(self, at: int) -> bool:
        """`How many tickets did Acme open`."""
        words = self.reading.words()
        noun = at + 1 < len(words) and self.reading.items[at + 1].has("entity", "kind")
        held = at > 0 and words[at - 1] in HELD  # `how many deals do we have open`
        return words[at] == "open" and bool({"did", "do", "does"} & set(words[:at])) and not noun and not held

    def _closed_by_someone(self, at: int) -> bool:
        """Deals close either way; people who close deals win them."""
        words = self.reading.words()
        someone = (
            words[0] in {"who", "which"}
            and self.reading.head is not None
            and self.reading.head.name in {"user", "manager"}
        )
        did = words[at] in {"close", "closes"} and bool({"did", "does", "do"} & set(words[:at]))
        deals = at > 0 and self.reading.items[at - 1].has("entity")
        by = (
            at + 1 < len(words)
            and words[at + 1] == "by"
            and any(each.ref in {"user.name", "manager.name"} for each in self.chosen)
        )
        return someone or by or (did and not deals)
