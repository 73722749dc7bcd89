"""From a filled form to a plan: choices become what they stand for, words are linked, the rest is refused."""

from __future__ import annotations

from crm.ask.language.text import key, tokens
from crm.ask.modelling.choices import Choices
from crm.ask.modelling.form import Demand, Figure, Form, Hangs
from crm.ask.modelling.form_fields import OUTCOMES
from crm.ask.plan import Condition, Exists, Group, Having, Measure, Order, QueryPlan, Span
from crm.ask.planning.dating import default_date
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.errors import RejectedError

SAID = {"sum": "total", "avg": "average", "median": "median", "min": "lowest", "max": "highest"}
UNFIT = "The form names what neither the record nor the question holds."


class FormReader:
    """Reads forms about one question.

    Args:
        vocabulary: of the record.
        choices: of the question.
        text: the question; words that are linked must stand in it.
    """

    def __init__(self, vocabulary: Vocabulary, choices: Choices, text: str) -> None:
        self._vocabulary = vocabulary
        self._choices = choices
        self._words = {token.base for token in tokens(text)}

    def plan(self, form: Form) -> QueryPlan:
        """The plan.

        Raises:
            RejectedError: the form holds what neither the record nor the question does.
        """
        if form.rows not in self._vocabulary.entities:
            raise RejectedError(UNFIT)
        plan = QueryPlan(subject=form.rows)
        plan.filters = [self._condition(test) for test in form.filters]
        plan.measures = [self._measure(figure, form.rows) for figure in form.measures]
        plan.group_by = [Group(field=self._known(by.field), grain=by.grain) for by in form.group_by]
        plan.exists = [self._exists(hangs) for hangs in form.has]
        plan.periods = [self._span(when.period, when.date, form.rows) for when in form.periods]
        plan.compare_periods = form.compare_periods and len(plan.periods) > 1
        plan.having = [Having(op=least.compare, values=self._numbers(least.numbers)) for least in form.having]
        plan.columns = [self._known(ref) for ref in form.columns]
        self._order(plan, form)
        self._shape(plan)
        return plan

    def _shape(self, plan: QueryPlan) -> None:
        if (plan.group_by or plan.compare_periods) and not plan.measures:
            plan.measures = [Measure(kind="count", label=f"number of {self._vocabulary.entity(plan.subject).plural}")]
        if plan.measures:
            plan.shape = "table" if plan.group_by or plan.compare_periods else "value"
        if plan.having and not plan.group_by:
            raise RejectedError(UNFIT)

    def _order(self, plan: QueryPlan, form: Form) -> None:
        """The top one is implied by an order; any other number of rows must be in the question."""
        if form.limit is not None and form.limit != 1 and form.limit not in self._choices.numbers:
            raise RejectedError(UNFIT)
        if form.order == "none":
            plan.limit = form.limit if form.limit in self._choices.numbers else None
            return
        plan.limit = form.limit
        if plan.measures:
            plan.order = [Order(measure=0, descending=form.order == "highest")] if plan.group_by else []
        elif form.order_field is not None:
            plan.order = [Order(field=self._known(form.order_field), descending=form.order == "highest")]
        else:
            raise RejectedError(UNFIT)

    def _condition(self, asked: Demand) -> Condition:
        if asked.name is not None:
            named = self._choices.names.get(asked.name)
            if named is None:
                raise RejectedError(UNFIT)
            return named.model_copy(update={"op": "not_in" if asked.negated else "in"})
        ref = self._known(asked.field or "")
        if asked.values:
            if not set(asked.values) <= set(OUTCOMES.get(ref, self._vocabulary.fields[ref].values)):
                raise RejectedError(UNFIT)
            return Condition(field=ref, op="not_in" if asked.negated else "in", values=list(asked.values))
        if asked.said:
            return Condition(
                field=ref, op="not_in" if asked.negated else "in", values=list(self._linked(ref, asked.said))
            )
        if asked.compare is not None and asked.numbers:
            numbers = self._numbers(asked.numbers)
            if not self._vocabulary.fields[ref].numeric or (asked.compare == "between") != (len(numbers) == 2):
                raise RejectedError(UNFIT)
            return Condition(field=ref, op=asked.compare, values=list(numbers))
        if asked.holds is not None and self._vocabulary.fields[ref].type == "boolean":
            return Condition(field=ref, op="true" if asked.holds else "false")
        if asked.filled is not None:
            return Condition(field=ref, op="not_null" if asked.filled else "null")
        raise RejectedError(UNFIT)

    def _linked(self, ref: str, said: str) -> list[str]:
        """Words of the question as values of a field: exactly, as a part of a name, or a slip of the pen away."""
        if not {token.base for token in tokens(said)} <= self._words:
            raise RejectedError(UNFIT)
        wanted = key(said)
        for known in (wanted, *self._vocabulary.near(said)):
            senses = [*self._vocabulary.senses.get(known, ()), *self._vocabulary.partial.get(known, ())]
            values = [sense.detail for sense in senses if sense.kind == "value" and sense.value == ref]
            if values:
                return list(dict.fromkeys(values))
        raise RejectedError(UNFIT)

    def _measure(self, figure: Figure, rows: str) -> Measure:
        plural = self._vocabulary.entity(rows).plural
        if figure.kind == "count":
            return Measure(kind="count", label=f"number of {plural}")
        if figure.kind in {"win_rate", "loss_rate"}:
            return Measure(kind=figure.kind, label=figure.kind.replace("_", " "))
        if figure.kind == "share":
            where = [self._condition(test) for test in figure.where]
            if not where:
                raise RejectedError(UNFIT)
            return Measure(kind="share", where=where, label=f"share of {plural}")
        info = self._vocabulary.fields[self._known(figure.field or "")]
        label = spoken(info.label)
        if figure.kind == "count_distinct":
            return Measure(kind="count_distinct", field=info.ref, label=f"number of different {label}s")
        if not info.numeric:
            raise RejectedError(UNFIT)
        return Measure(kind=figure.kind, field=info.ref, label=f"{SAID[figure.kind]} {label}")

    def _exists(self, hangs: Hangs) -> Exists:
        if hangs.entity not in self._vocabulary.entities:
            raise RejectedError(UNFIT)
        filters = [self._condition(test) for test in hangs.filters]
        periods = [self._span(period, None, hangs.entity) for period in hangs.periods]
        return Exists(entity=hangs.entity, absent=hangs.absent, filters=filters, periods=periods)

    def _span(self, number: str, date: str | None, entity: str) -> Span:
        span = self._choices.periods.get(number)
        ref = self._known(date) if date else default_date(self._vocabulary, entity)
        if span is None or ref is None:
            raise RejectedError(UNFIT)
        return span.model_copy(update={"field": ref})

    def _numbers(self, numbers: list[float]) -> list[float]:
        if not set(numbers) <= set(self._choices.numbers):
            raise RejectedError(UNFIT)
        return sorted(numbers)

    def _known(self, ref: str) -> str:
        if ref not in self._vocabulary.fields:
            raise RejectedError(UNFIT)
        return ref
