"""Rows, figures, groups: the shape an answer takes."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Having, Measure, Order
from crm.ask.planning.measures import Wanted
from crm.ask.planning.measuring import Measuring
from crm.ask.planning.ordering import (
    AGES,
    DOWN,
    default_measure,
    read_limit,
    row_order,
    superlative_at,
    usual_limit,
)
from crm.ask.planning.reading import Noun
from crm.ask.planning.thresholds import Threshold, read_thresholds
from crm.ask.record.called import kind_field


class Shaping(Measuring):
    """Lists and tables."""

    def _measures(self, found: tuple[int, Sense] | None, *, head_grouped: bool = True) -> None:
        """Measures, grouped by what they are broken down by and by the head noun that is not measured itself."""
        reading, plan = self.reading, self.plan
        head = reading.head
        plan.shape = "table"
        nouns = list(reading.groups)
        self._ratio(nouns)
        if found and found[1].value in AGES and not nouns and self._latest(found):
            return
        first = self.wanted[0].measure
        divided = bool(found) and (first.kind == "ratio" or first.since is not None)
        ranked = divided and head is not None and head.name == plan.subject
        if head and (ranked or (head_grouped and head.kind != "metric" and self._head_groups(head))):
            nouns.append(head)
        elif not nouns and head_grouped and self._own_rows(head) and self._row_fields(found):
            return
        grouped = bool(nouns) or (head is not None and not self._head_is_measured())
        thresholds = read_thresholds(reading, plan.subject, self.wanted) if grouped else []
        self._read_bounds_of_measures()
        self._quotient()
        self._per(nouns)
        self._add_measures()
        self._thresholds(thresholds)
        self._conditions()
        self._reps_only()
        self._free_rates()
        self.group(nouns)
        if found:
            self.order_measures(found)
        if not plan.group_by and not plan.having:
            plan.shape = "value"

    def _latest(self, found: tuple[int, Sense]) -> bool:
        """`The score at its most recent inspection`: the figure of that row, not the highest there ever was."""
        reading, each, at = self.reading, self.wanted[0], found[0]
        following = [item for item in reading.items[at + 1 : at + 3] if item.has("entity")]
        rows = following and any(sense.value == each.entity for sense in following[0].all("entity"))
        ref = row_order(reading, each.entity, found[1], [])
        if done := not rows and self._done_latest(at, each.entity):
            rows, ref = done, "deal.close_date" if each.entity == "deal" else ref
        if not rows or not each.measure.field or ref is None or (following and following[0].text.endswith("s")):
            return False
        self.plan.columns = [each.measure.field]
        self._list(Noun("entity", each.entity, -1))
        reading.use(at, "order")
        self.plan.order, self.plan.limit = [Order(field=ref, descending=AGES[found[1].value])], 1
        return True

    def _done_latest(self, at: int, entity: str) -> bool:
        """`The deal we won most recently`: the word stands behind what was done with the row."""
        before = self.reading.items[max(0, at - 4) : at]
        named = [item for item in before if any(sense.value == entity for sense in item.all("entity"))]
        done = before[-1:] and before[-1].has("outcome", "sale")
        return bool(done) and bool(named) and not named[-1].text.endswith("s")

    def _own_rows(self, head: Noun | None) -> bool:
        return head is not None and head.kind == "entity" and head.name == self.plan.subject

    def _thresholds(self, thresholds: list[Threshold]) -> None:
        """What a group must come to is shown beside what was asked."""
        for each in thresholds:
            bound = each.bound
            self.plan.having.append(Having(measure=len(self.plan.measures), op=bound.op, values=bound.values))
            self.plan.measures.append(each.measure)

    def _head_groups(self, head: Noun) -> bool:
        if head.kind == "grain":
            return True
        entity = head.name.split(".")[0]
        return entity != self.plan.subject or head.kind == "field"

    def _row_fields(self, found: tuple[int, Sense] | None) -> bool:
        """`products with their price`, `accounts with the most employees`: rows, not sums."""
        reading = self.reading
        fields = [each for each in self.wanted if each.entity == self.plan.subject and each.measure.field]
        aggregated = any(s.value in {"avg", "sum", "median"} for i in reading.items for s in i.all("aggregate"))
        multiplied = any(each.measure.times for each in fields)
        if reading.contrast is not None or not fields or aggregated or multiplied or len(fields) != len(self.wanted):
            return False
        self.plan.columns = [each.measure.field for each in fields if each.measure.field]
        self._list(Noun("entity", self.plan.subject, -1))
        if found:
            at, sense = found
            reading.use(at, "order")
            self.plan.order = [Order(field=self.plan.columns[0], descending=sense.value in DOWN)]
            self.plan.limit = read_limit(reading, at) or usual_limit(reading, at)
        return True

    def _list(self, head: Noun) -> None:
        """Rows of an entity, or the distinct values of a field."""
        reading, plan = self.reading, self.plan
        plan.subject = head.name.split(".")[0]
        plan.shape = "list"
        if head.detail and plan.subject == "interaction":
            reading.filter(kind_field(head.detail), "in", head.detail)
        counted = self._bounds_on_children(plan.subject)
        reading.counted = counted[0][1].name if counted else None
        self._conditions()
        self._reps_only()
        if head.kind == "field" and head.at >= 0:
            plan.shape = "table"
            plan.measures = [Measure(kind="count", label=f"number of {reading.vocabulary.entity(plan.subject).plural}")]
            self.group([head])
            plan.order = [Order(measure=0)]
            for exists in plan.exists:
                exists.grouped = exists.absent  # a region has never won it where none of its reps has
        for bound, entity in counted:
            if entity.name == plan.subject and plan.group_by:
                plan.having.append(Having(measure=0, op=bound.op, values=bound.values))
            else:
                self._children_counted(head, bound, entity)

    def _count_by_default(self) -> None:
        """`deals by sector`: how many; `won or lost by rep`: how many deals."""
        reading = self.reading
        head = reading.head
        if head is None and not reading.groups and not self._any_rows():
            reading.doubts += 0.7
        if head is None and (default := self._versus_names()):
            self.wanted = [default]
            self.plan.subject = default.entity
            self._measures(None, head_grouped=False)
            return
        if head and head.kind == "entity":
            self.plan.subject = head.name
        asked = (
            reading.has("aggregate", "outcome", "sale", "metric", "superlative", "versus")
            or reading.groups
            or reading.plan.exists
        )
        if head is None and not asked:
            reading.doubts += 0.5
        self.wanted = [Wanted(Measure(kind="count", label=""), self.plan.subject, -1)]
        self._measures(superlative_at(reading), head_grouped=bool(head and head.kind != "entity"))

    def _versus_names(self) -> Wanted | None:
        """`Anna vs Kary`: two names side by side are compared by what they sold."""
        named = [s.value for item in self.reading.items for s in item.all("value")]
        alone = not self.reading.has("outcome", "sale", "field", "entity")
        return (
            default_measure(self.reading, named[0].split(".")[0])
            if named and alone and self.reading.has("versus")
            else None
        )

    def _any_rows(self) -> bool:
        return any(item.has("outcome", "sale", "value") for item in self.reading.items)

    def _periods_compared(self) -> bool:
        """`Won deals in Q3 vs Q4`, `won vs lost deals`: how many, side by side."""
        outcomes = {sense.value for item in self.reading.items for sense in item.all("outcome")}
        if self.reading.has("versus") and len(outcomes & {"won", "lost", "open"}) > 1:
            return True
        return self.reading.has("versus") and sum(item.period is not None for item in self.reading.items) > 1
