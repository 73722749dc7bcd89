"""Bars beside each other, on top of each other, or one a row, with their values at their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.drawing.heading import colour_of, head, head_height, plain
from bot.drawing.lettering import LETTER, SIZE, THIN, amount, distinct, full_label, safe
from bot.drawing.palette import INK, PAPER, QUIET
from crm.ask.telling.chartspec import ChartSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_bars(made: Figure, spec: ChartSpec) -> None:
    head(made, spec)
    width, height = made.get_figwidth(), made.get_figheight()
    labels = distinct([full_label(label, spec) for label in spec.labels])
    left = 0.28 + THIN * max(len(label) for label in labels)
    wide, high = width - left - 0.12, height - head_height(spec) - 0.12
    axes = made.add_axes((left / width, 0.12 / height, wide / width, high / height))
    plain(axes)
    _draw_bars(axes, spec)
    axes.set_xlim(*_bar_limits(spec, wide))
    axes.set_ylim(len(spec.labels) - 0.5, -0.5)
    axes.axvline(0, color=QUIET, linewidth=1.0, zorder=4)
    axes.set_xticks([])
    axes.set_yticks(range(len(labels)), [safe(label) for label in labels], color=INK, fontsize=SIZE)


def _draw_bars(axes: Axes, spec: ChartSpec) -> None:
    if spec.kind == "stacked":
        _stack(axes, spec)
        return
    thick = 0.66 if len(spec.series) == 1 else 0.78 / len(spec.series)
    for place, series in enumerate(spec.series):
        shift = (place - (len(spec.series) - 1) / 2) * thick
        at = [row + shift for row in range(len(spec.labels))]
        axes.barh(at, [value or 0 for value in series.values], thick * 0.92, color=colour_of(spec, place), zorder=3)
        for row, value in zip(at, series.values, strict=True):
            _bar_value(axes, row, value, spec, big=len(spec.series) == 1)


def _stack(axes: Axes, spec: ChartSpec) -> None:
    ends = [0.0] * len(spec.labels)
    for place, series in enumerate(spec.series):
        colour = colour_of(spec, place)
        values = [float(value or 0) for value in series.values]
        axes.barh(range(len(values)), values, 0.66, left=ends, color=colour, zorder=3, edgecolor=PAPER, linewidth=0.8)
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    for row, end in enumerate(ends):
        _bar_value(axes, row, end, spec, big=True)


def _bar_value(axes: Axes, row: float, value: float | None, spec: ChartSpec, *, big: bool) -> None:
    held = value or 0
    axes.annotate(
        safe(amount(value, spec)), (held, row), (4 if held >= 0 else -4, 0), textcoords="offset points",
        ha="left" if held >= 0 else "right", va="center", fontsize=SIZE if big else SIZE - 1.5,
        fontweight="bold" if big else "normal", color=INK, zorder=5,
    )  # fmt: skip


def _bar_range(spec: ChartSpec) -> tuple[float, float]:
    rows: list[list[float]] = [[float(value or 0) for value in series.values] for series in spec.series]
    if spec.kind == "stacked":
        rows = [[sum(column) for column in zip(*rows, strict=True)]]
    flat = [value for row in rows for value in row]
    low, high = min(0.0, *flat, 0.0), max(0.0, *flat, 0.0)
    return (low, high) if high > low else (0.0, 1.0)


def _bar_limits(spec: ChartSpec, inches: float) -> tuple[float, float]:
    """The axis's ends, with room for the numbers beside the longest bars."""
    low, high = _bar_range(spec)
    written = [amount(low, spec), amount(high, spec)]
    written += [amount(value, spec) for series in spec.series for value in series.values]
    text = LETTER * max(len(each) for each in written) + 0.1
    left, right = (text if low < 0 else 0.0), (text if high > 0 else 0.1)
    scale = (high - low) / max(inches - left - right, 0.5)
    return low - left * scale, high + right * scale
