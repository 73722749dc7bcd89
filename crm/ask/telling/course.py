"""A course of time in one sentence: what it comes to, when it was most, and when there was nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crm.ask.plan import Grain, Measure, QueryPlan
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.sql import Table
from crm.ask.telling.figures import counted, months, names, shown, when
from crm.ask.telling.stretch import label_at, stretch

ADDED = frozenset({"count", "sum"})  # kinds of measures whose parts add up to the whole
NAMED = 3  # empty times that are named one by one


class Course:
    """Rows that stand for times.

    Args:
        width: how many columns name a row; the measures follow.
        noun: what a measure is called.
    """

    def __init__(
        self, plan: QueryPlan, table: Table, width: int, vocabulary: Vocabulary, noun: Callable[[Measure], str]
    ) -> None:
        self._plan, self._width, self._vocabulary, self._noun = plan, width, vocabulary, noun
        self._rows = [row for row in table.rows if isinstance(row[width], int | float)]
        self._grain = next(group.grain for group in plan.group_by if group.grain)

    def told(self) -> str | None:
        """The sentence; None where no time has a figure."""
        if not self._rows:
            return None
        if self._width > 1 or self._plan.measures[0].kind not in ADDED:
            return (
                f"{_capital(self._noun(self._plan.measures[0]))} was highest {self._best()} and lowest {self._worst()}."
            )
        lead, *others = [self._sum(place) for place in range(len(self._plan.measures)) if self._adds(place)]
        parts = [f"{_capital(lead)} in all"]
        if len({row[self._width] for row in self._rows}) > 1:
            parts.append(f"{'most' if self._counts else 'highest'} {self._best()}")
        if empty := self._empty():
            parts.append(f"none {empty}")
        elif len(parts) > 1:
            parts.append(f"{'fewest' if self._counts else 'lowest'} {self._worst()}")
        return f"{'; '.join([', '.join(parts), *others])}."

    @property
    def _counts(self) -> bool:
        return self._plan.measures[0].kind == "count"

    def _adds(self, place: int) -> bool:
        return self._plan.measures[place].kind in ADDED

    def _sum(self, place: int) -> str:
        measure: Measure = self._plan.measures[place]
        total = sum(row[self._width + place] or 0 for row in self._rows)
        if measure.kind == "count":
            return counted(total, self._noun(measure))
        return f"{self._noun(measure)}: {self._shown(total, place)}"

    def _best(self) -> str:
        return self._at(max(self._rows, key=lambda row: row[self._width]))

    def _worst(self) -> str:
        return self._at(min(self._rows, key=lambda row: row[self._width]))

    def _at(self, row: list[Any]) -> str:
        time = next(place for place, group in enumerate(self._plan.group_by) if group.grain)
        others = [str(row[place]) for place in range(self._width) if place != time]
        of = f" for {' / '.join(others)}" if others else ""
        return f"{_during(row[time], self._grain)}{of} ({self._shown(row[self._width], 0)})"

    def _shown(self, value: Any, place: int) -> str:
        return shown(value, place, self._plan, self._vocabulary)

    def _empty(self) -> str:
        """The times without a row, from the first that was asked for to the last that has one."""
        plan, start = self._plan, self._vocabulary.fiscal_year_start
        if plan.having or plan.limit or self._grain is None:
            return ""
        held = {str(row[0]) for row in self._rows}
        first, last = min(held), max(held)
        if len(plan.periods) == 1 and plan.periods[0].start:
            first = min(first, label_at(plan.periods[0].start.date(), self._grain, start))
        try:
            every = stretch(first, last, self._grain, start)
        except (ValueError, IndexError):  # columns that name their time in words
            return ""
        lost = [label for label in every if label not in held]
        if len(lost) > NAMED or self._grain in {"day", "week"}:
            return f"in {len(lost)} of {len(every)} {self._grain}s" if lost else ""
        return f"in {names(months(lost))}" if lost else ""


def _during(label: Any, grain: Grain | None) -> str:
    if grain == "day":
        return f"on {when(label)}"
    return f"in the week of {when(label)}" if grain == "week" else f"in {when(label)}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
