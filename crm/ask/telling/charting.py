"""Which picture an answer makes, if any: pure, from the plan and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crm.ask.answer import Answer
from crm.ask.plan import Grain, Measure, QueryPlan
from crm.ask.rows.backing import backed
from crm.ask.telling.chartspec import ChartSpec, Drawing, Number, Series, titled
from crm.ask.telling.stretch import label_at, stretch
from crm.ask.telling.units import CHANGES

Cells = dict[tuple[str, str], Number]
MOST_BARS = 12  # more cannot be read on a phone
MOST_LINES = 5
MOST_PARTS = 4  # of a stacked bar, the others together apart
FEWEST = 3  # groups that are worth a picture nobody asked for
OTHERS = "Others"
ADDED = frozenset({"count", "sum"})  # kinds of measures whose parts add up to the whole


@dataclass(frozen=True)
class Answered:
    """The parts of an answer that a picture is made of. `today` is the asker's; `year_start` a month."""

    plan: QueryPlan
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    units: Sequence[str]
    today: date
    year_start: int = 1

    @property
    def named(self) -> int:
        """How many columns name a group."""
        return len(self.columns) - len(self.plan.measures)

    @property
    def compares(self) -> bool:
        return self.plan.compare_periods and bool(self.plan.periods)

    @property
    def fills(self) -> bool:
        """Whether a time without rows is a nought, and not an unknown."""
        return all(measure.kind in ADDED for measure in self.plan.measures)


def picture_of(found: Answer, now: datetime) -> ChartSpec | None:
    """The chart of an answer, whether anybody wants it or not."""
    if found.plan is None or found.abstained:
        return None
    plan = QueryPlan.model_validate(found.plan)
    columns, rows = found.columns, found.rows
    if plan.contrast is None and tuple(columns[-2:]) == CHANGES:
        columns, rows = columns[:-2], [row[:-2] for row in rows]
    return chart(Answered(plan, columns, rows, found.units, now.date(), found.year_start))


def chart(answered: Answered) -> ChartSpec | None:
    """The picture of an answer; None where it has none to give."""
    plan = answered.plan
    if plan.shape not in {"table", "value"} or plan.count_groups or not plan.measures or plan.having:
        return None
    if answered.named != len(plan.group_by) + answered.compares or answered.named > 2 or not answered.rows:
        return None
    grains = [group.grain for group in plan.group_by] + [None] * answered.compares
    if answered.named == 0:
        return _figures(answered)
    if answered.named == 1:
        return _trend(answered, grains[0]) if grains[0] else _ranking(answered)
    if len(plan.measures) > 1 and not backed(plan):
        return None
    return _crossed(answered, grains)


def wanted(plan: QueryPlan, spec: ChartSpec | None) -> bool:
    """Whether the picture is drawn at once."""
    return spec is not None and (plan.show == "chart" or (plan.show == "auto" and spec.automatic))


def _figures(answered: Answered) -> ChartSpec | None:
    """Several measures of the whole, side by side."""
    plan, row = answered.plan, answered.rows[0]
    if len(plan.measures) < 2 or len(set(answered.units)) > 1 or any(value is None for value in row):
        return None
    series = (Series(titled(" and ".join(answered.columns)), tuple(row)),)
    labels = tuple(titled(_bare(column)) for column in answered.columns)
    return ChartSpec("bar", labels, series, _title(answered), answered.units[0], total=len(labels))


def _trend(answered: Answered, grain: Grain | None) -> ChartSpec | None:
    """Measures over time, with the times in which nothing was."""
    if grain is None:
        return None
    held = {str(row[0]): row[1:] for row in answered.rows}
    labels, partial = _times(answered, list(held), grain)
    series = tuple(
        Series(titled(_bare(name)), tuple(_at(held, label, place, fills=answered.fills) for label in labels))
        for place, name in enumerate(answered.columns[1:])
        if answered.units[1 + place] == answered.units[1]
    )
    if not _drawable(series):
        return None
    kind: Drawing = "line" if len(labels) > 1 else "bar"
    automatic = len(held) >= FEWEST and len(series) <= MOST_LINES
    return ChartSpec(
        kind, labels, series[:MOST_LINES], _title(answered), answered.units[1], grain, partial, len(held), automatic
    )


def _times(answered: Answered, found: Sequence[str], grain: Grain) -> tuple[tuple[str, ...], bool]:
    """Every label from the first time to the last, and whether the last is still running."""
    spans = answered.plan.periods
    year_start = answered.year_start
    now = label_at(answered.today, grain, year_start)
    first, last = min(found), max(found)
    if len(spans) == 1:
        start, end = spans[0].start, spans[0].end
        first = min(first, label_at(start.date(), grain, year_start)) if start and found else first
        running = now if end is None or answered.today < end.date() else None
        last = max(last, running) if running else last
    return stretch(first, last, grain, year_start), last == now


def _at(held: dict[str, Sequence[Any]], label: str, place: int, *, fills: bool) -> Number | None:
    value = held[label][place] if label in held else None
    return 0 if value is None and fills else value


def _ranking(answered: Answered) -> ChartSpec | None:
    """Bars, the longest first; a comparison of periods stands in the order of time."""
    rows = [row for row in answered.rows if all(value is not None for value in row[1:])]
    places = [place for place in range(1, len(answered.columns)) if answered.units[place] == answered.units[1]]
    if not rows or len(places) > MOST_PARTS:
        return None
    kept = rows[:MOST_BARS]
    series = tuple(
        Series(titled(_bare(answered.columns[place])), tuple(row[place] for row in kept)) for place in places
    )
    if not _drawable(series):
        return None
    share = answered.plan.measures[0].kind == "share" and answered.plan.measures[0].over == "all"
    labels = tuple(str(row[0]) for row in kept)
    automatic = share and len(rows) >= FEWEST
    return ChartSpec("bar", labels, series, _title(answered), answered.units[1], total=len(rows), automatic=automatic)


def _crossed(answered: Answered, grains: Sequence[Grain | None]) -> ChartSpec | None:
    """Two breakdowns: lines over time, or bars of parts."""
    first, second = (1, 0) if grains[1] else (0, 1)
    grain = grains[first]
    cells = {(str(row[first]), str(row[second])): row[2] for row in answered.rows if row[2] is not None}
    outer = list(dict.fromkeys(str(row[first]) for row in answered.rows))
    inner = list(dict.fromkeys(str(row[second]) for row in answered.rows))
    if not cells:
        return None
    if grain:
        return _lines(answered, cells, outer, inner, grain)
    if answered.compares:
        inner = [name for name in _periods_in_order(answered) if name in inner]
        return _grouped(answered, cells, outer, inner)
    return _stacked(answered, cells, outer, inner)


def _lines(
    answered: Answered, cells: Cells, outer: Sequence[str], inner: Sequence[str], grain: Grain
) -> ChartSpec | None:
    labels, partial = _times(answered, outer, grain)
    named = sorted(inner, key=lambda name: -sum(abs(cells.get((label, name), 0)) for label in labels))
    nought = 0 if answered.fills else None
    series = [Series(name, tuple(cells.get((label, name), nought) for label in labels)) for name in named[:MOST_LINES]]
    kind: Drawing = "line" if len(labels) > 1 else "bar"
    if not _drawable(series):
        return None
    automatic = len(outer) >= FEWEST
    return ChartSpec(
        kind, labels, tuple(series), _title(answered), answered.units[2], grain, partial, len(inner), automatic
    )


def _grouped(answered: Answered, cells: Cells, outer: Sequence[str], inner: Sequence[str]) -> ChartSpec | None:
    nought = 0 if answered.fills else None
    kept = outer[: MOST_BARS // 2 if len(outer) > MOST_BARS // 2 + 2 else None]
    series = tuple(Series(titled(name), tuple(cells.get((label, name), nought) for label in kept)) for name in inner)
    if not 1 <= len(series) <= MOST_PARTS or not _drawable(series):
        return None
    return ChartSpec("bar", tuple(kept), series, _title(answered), answered.units[2], total=len(outer))


def _stacked(answered: Answered, cells: Cells, outer: Sequence[str], inner: Sequence[str]) -> ChartSpec | None:
    if not answered.fills or any(value < 0 for value in cells.values()):
        return _grouped(answered, cells, outer, inner)
    labels = sorted(outer, key=lambda label: -sum(cells.get((label, name), 0) for name in inner))[:MOST_BARS]
    named = sorted(inner, key=lambda name: -sum(cells.get((label, name), 0) for label in outer))
    series = [Series(name, tuple(cells.get((label, name), 0) for label in labels)) for name in named[:MOST_PARTS]]
    if len(named) > MOST_PARTS:
        rest = tuple(sum(cells.get((label, name), 0) for name in named[MOST_PARTS:]) for label in labels)
        series.append(Series(OTHERS, rest))
    return ChartSpec("stacked", tuple(labels), tuple(series), _title(answered), answered.units[2], total=len(outer))


def _drawable(series: Sequence[Series]) -> bool:
    values = [value for each in series for value in each.values]
    numbers = all(value is None or (isinstance(value, int | float) and value == value) for value in values)  # noqa: PLR0124
    return numbers and any(value is not None for value in values)


def _periods_in_order(answered: Answered) -> list[str]:
    spans = sorted(answered.plan.periods, key=lambda span: (span.start is not None, str(span.start)))
    return [span.text for span in spans]


def _title(answered: Answered) -> str:
    """`Won revenue by month, this year`."""
    plan = answered.plan
    measures = " and ".join(dict.fromkeys(_measured(measure) for measure in plan.measures))
    groups = " and ".join(answered.columns[: len(plan.group_by)])
    when = (" vs " if answered.compares else " or ").join(span.text for span in plan.periods)
    return titled(f"{measures}{f' by {groups}' if groups else ''}{f', {when}' if when else ''}")


def _measured(measure: Measure) -> str:
    return _bare(measure.label or measure.kind.replace("_", " "))


def _bare(label: str) -> str:
    return label.removeprefix("number of ").removeprefix("total ")
