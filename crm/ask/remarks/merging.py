"""A remark that was read on its own, merged into the plan before."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.plan import Condition, Group, Having, Measure, Order, QueryPlan, Span
from crm.ask.planning.dating import default_date
from crm.ask.planning.reading import Reading
from crm.ask.remarks.behind import other_rows
from crm.ask.remarks.conversation import NAMED, TALK, Conversation
from crm.errors import RejectedError

BOUNDS = frozenset({"gt", "ge", "lt", "le", "between"})
NEGATIVE = frozenset({"ne", "not_in", "null", "false"})


@dataclass
class Merger:
    """`found` is the reading of the remark, `bare` the plan its noun alone would have."""

    talk: Conversation
    plan: QueryPlan
    found: Reading
    bare: QueryPlan
    added: bool = False
    measured: bool = False

    def merged(self) -> QueryPlan:
        """The plan before with whatever the remark says anew."""
        new = self.found.plan
        if new.mood and self.plan.shape not in TALK:
            return self._moody()
        if self.measured:
            self._measures()
        for condition in new.filters:
            if condition not in self.bare.filters:
                self._condition(condition)
        self._conversation()
        self._exists()
        self._periods()
        self._groups()
        self._order()
        if new.scope != "all":
            self.plan.scope = new.scope
        return self.plan

    @property
    def says(self) -> bool:
        """Whether the remark says anything that could be merged."""
        new, bare = self.found.plan, self.bare
        limits = [each for each in new.filters if each not in bare.filters]
        more = new.exists != bare.exists or new.periods or new.group_by or new.having or new.scope != "all"
        talked = (new.mood, new.about, new.signal) != (bare.mood, bare.about, bare.signal)
        return bool(limits or more or talked or self.measured or new.limit)

    def _condition(self, new: Condition) -> None:
        """In place of one on the same field; else one more."""
        if new.field == "deal.outcome" and self._outcome(new):
            return
        if new.op in BOUNDS and self._limits_groups(new):
            return
        held = [self.plan.filters, *(each.filters for each in self.plan.exists)]
        held += [each.where for each in self.plan.measures if each.kind == "share"]
        for filters in held:
            places = [n for n, each in enumerate(filters) if self._same(each, new)]
            if places:
                filters[places[0]] = new.model_copy(deep=True)
                for place in reversed(places[1:]):
                    del filters[place]
                return
        self.plan.filters.append(new.model_copy(deep=True))

    def _limits_groups(self, new: Condition) -> bool:
        """`Only those over 100k` after figures by group: a limit on the figure."""
        measure = next(iter(self.plan.measures), None)
        if measure is None or self.plan.shape != "table" or not any(each.field in NAMED for each in self.plan.group_by):
            return False
        money = any(item.money for item in self.found.items) or self.found.has("field", "metric")
        if new.field != measure.field and (measure.field or money or new.field != "deal.amount"):
            return False
        values = [float(value) for value in new.values]
        self.plan.having = [*(each for each in self.plan.having if each.measure), Having(op=new.op, values=values)]
        return True

    def _same(self, old: Condition, new: Condition) -> bool:
        same = old.field == new.field
        if not same and old.field.endswith(".name") and new.field.endswith(".name"):
            people = {"user.name", "manager.name"}
            same = {old.field, new.field} == people
        return same and (old.op in NEGATIVE) == (new.op in NEGATIVE)

    def _outcome(self, new: Condition) -> bool:
        """Rates turn to the other outcome; labels follow the outcome they name. True where nothing is left to do."""
        value = str(new.values[0]) if new.values and new.op in {"eq", "in"} else ""
        for measure in self.plan.measures:
            if measure.kind in {"win_rate", "loss_rate"} and value in {"won", "lost"}:
                measure.kind = "win_rate" if value == "won" else "loss_rate"
                measure.label = measure.kind.replace("_", " ")
                return True
            for word in ("won", "lost", "open") if value else ():
                if word in measure.label.split():
                    measure.label = measure.label.replace(word, value, 1)
        return False

    def _conversation(self) -> None:
        new = self.found.plan
        if self.plan.shape not in TALK:
            return
        if new.mood and self.plan.shape != "signal":
            self.plan.mood = new.mood
        if new.about and self.plan.about:
            self.plan.about = new.about
        if new.signal:
            self.plan.signal = new.signal

    def _moody(self) -> QueryPlan:
        """The unhappy ones of those that were shown."""
        plan, new = self.plan, self.found.plan.model_copy(deep=True)
        pins = self.talk.pinned(plan)
        if not pins:
            kept = other_rows(
                self.talk, Reading("", [], self.found.vocabulary, self.talk.now, QueryPlan(subject="account"))
            )
            table = self.talk.rows(kept)
            pins = [Condition(field="account.id", op="in", values=list(table.ids[:200]))]
        new.filters += pins
        new.scope = plan.scope
        return new

    def _exists(self) -> None:
        for exists in self.found.plan.exists:
            if exists in self.bare.exists:
                continue
            if self.found.plan.subject != self.plan.subject and self.plan.shape not in TALK:
                raise RejectedError("I cannot ask that of the rows of the answer before.")
            same = [each for each in self.plan.exists if (each.entity, each.absent) == (exists.entity, exists.absent)]
            self.plan.exists = [each for each in self.plan.exists if each not in same] + [exists]

    def _periods(self) -> None:
        """Other dates in place of those before, of the same kind of date."""
        spans = self.found.plan.periods
        if not spans:
            return
        put_periods(self.talk, self.plan, spans, compared=self.found.has("versus"))

    def _groups(self) -> None:
        groups = self.found.plan.group_by
        if not groups or (self.measured and not self.found.groups):
            return
        put_groups(self.talk, self.plan, [each.model_copy() for each in groups], added=self.added)

    def _measures(self) -> None:
        """Another figure for the same rows."""
        new = self.found.plan
        if self.plan.shape in {*TALK, "timeline"} or new.subject != self.plan.subject:
            turned = other_rows(
                self.talk, Reading("", [], self.found.vocabulary, self.talk.now, QueryPlan(subject=new.subject))
            )
            turned.group_by = [each for each in self.plan.group_by if self._reaches(new.subject, each)]
            self.plan = turned
        rates = any(each.kind in {"win_rate", "loss_rate"} for each in new.measures)
        implied = any("pipeline" in each.label for each in self.plan.measures)
        if rates or implied:
            self.plan.filters = [each for each in self.plan.filters if each.field != "deal.outcome"]
        self.plan.measures = [each.model_copy(deep=True) for each in new.measures]
        self.plan.having, self.plan.columns = new.having, []
        self.plan.order = (
            [Order(measure=0)] if self.plan.group_by and not any(g.grain for g in self.plan.group_by) else []
        )
        self.plan.limit = self.plan.limit if self.plan.group_by else None
        self.plan.shape = "table" if self.plan.group_by else "value"

    def _reaches(self, subject: str, group: Group) -> bool:
        return self.found.vocabulary.path(subject, group.field.split(".")[0]) is not None

    def _order(self) -> None:
        new = self.found.plan
        if new.limit and self.found.has("superlative") and not self.measured:
            self.plan.limit = new.limit
            self.plan.order = new.order or self.plan.order


def put_periods(talk: Conversation, plan: QueryPlan, spans: list[Span], *, compared: bool) -> None:
    """Periods in place of those before, on the same date; or beside them, to compare."""
    if not plan.periods and plan.exists and any(each.periods for each in plan.exists):
        for exists in plan.exists:
            for span in exists.periods[:1]:
                exists.periods = [each.model_copy(update={"field": span.field}) for each in spans]
        return
    field = next((each.field for each in plan.periods), None) or default_date(talk.vocabulary, plan.subject)
    if field is None:
        raise RejectedError(f"The {talk.kinds(plan)} of the answer before have no date that a period could apply to.")
    if compared and not plan.periods:
        raise RejectedError("The question before named no period, so there is nothing to compare with.")
    made = [each.model_copy(update={"field": field}) for each in spans]
    if compared and not plan.measures:
        counted_rows(talk, plan)
    plan.compare_periods = (compared and bool(plan.measures)) or (len(made) > 1 and plan.compare_periods)
    plan.periods = [*plan.periods, *made] if plan.compare_periods and len(made) == 1 else made
    if plan.compare_periods and plan.shape == "value":
        plan.shape = "table"


def put_groups(talk: Conversation, plan: QueryPlan, groups: list[Group], *, added: bool) -> None:
    """Groups in place of those before, or beside them; rows that were listed are counted."""
    if plan.shape in {"signal", "timeline", "passages"}:
        raise RejectedError("That answer is made of single passages; it cannot be broken down.")
    for group in groups:
        if talk.vocabulary.path(plan.subject, group.field.split(".")[0]) is None:
            raise RejectedError(f"The {talk.kinds(plan)} of the answer before are not linked to that.")
        if group.grain:
            dated = next((span.field for span in plan.periods if span.field), None)
            group.field = dated or default_date(talk.vocabulary, plan.subject) or group.field
    if plan.shape == "mood":
        plan.group_by, plan.count_groups = groups[:1], False
        return
    if not plan.measures:
        counted_rows(talk, plan)
    kept = [each for each in plan.group_by if each not in groups] if added else []
    plan.shape, plan.group_by = "table", [*kept, *groups]
    plan.having, plan.limit = [], None
    plan.count_groups = plan.top_per_group = plan.include_empty = False
    plan.order = [] if any(each.grain for each in plan.group_by) else [Order(measure=0)]


def counted_rows(talk: Conversation, plan: QueryPlan) -> None:
    """Rows that were listed, as a number of them."""
    plan.filters += talk.pinned(plan)
    label = f"number of {talk.vocabulary.entity(plan.subject).plural}"
    plan.measures, plan.columns, plan.limit, plan.order = [Measure(kind="count", label=label)], [], None, []
    plan.shape = "value"
