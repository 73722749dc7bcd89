"""Lines over time: one with its values told, or several with their names at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.drawing.heading import head, head_height, plain
from bot.drawing.lettering import SIZE, amount, cut, safe
from bot.drawing.palette import GRID, INK, PAPER, QUIET, SERIES
from bot.drawing.ticks import compact, ticks, time_label
from crm.ask.telling.chartspec import ChartSpec, Series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT = 0.68  # inches of the axis's numbers
BELOW = 0.58  # inches of the times
RIGHT = 0.2
NAMES = 1.42  # inches of the names at the lines' ends
NAME = 15  # characters of such a name


def draw_lines(made: Figure, spec: ChartSpec) -> None:
    head(made, spec)
    several = len(spec.series) > 1
    width, height = made.get_figwidth(), made.get_figheight()
    wide = width - LEFT - (NAMES if several else RIGHT)
    high = height - head_height(spec) - BELOW - 0.12
    axes = made.add_axes((LEFT / width, BELOW / height, wide / width, high / height))
    plain(axes)
    values = [value for series in spec.series for value in series.values if value is not None]
    marks = ticks(min(0, *values, 0), max(0, *values, 0), whole=_whole(spec))
    axes.set_ylim(marks[0], marks[-1])
    axes.set_xlim(-0.35, len(spec.labels) - 0.65)
    axes.set_yticks(marks, [safe(compact(mark, spec.unit, marks)) for mark in marks], color=QUIET, fontsize=SIZE - 1)
    for mark in marks:
        axes.axhline(mark, color=QUIET if mark == 0 else GRID, linewidth=1.1 if mark == 0 else 0.8, zorder=1)
    for place, series in enumerate(spec.series):
        _line(axes, spec, series, SERIES[place % len(SERIES)], filled=not several)
    _times(axes, spec)
    if several:
        _end_labels(axes, spec, marks)
    else:
        _tell(axes, spec, spec.series[0], marks)


def _line(axes: Axes, spec: ChartSpec, series: Series, colour: str, *, filled: bool) -> None:
    at = list(range(len(spec.labels)))
    values = [float("nan") if value is None else float(value) for value in series.values]
    sure = len(at) - 1 if spec.partial else len(at)
    dots = {"marker": "o", "markersize": 4.2} if len(at) <= 40 else {}
    axes.plot(at[:sure], values[:sure], color=colour, linewidth=2.2, zorder=3, solid_capstyle="round", **dots)  # type: ignore[arg-type]
    if spec.partial:
        axes.plot(at[-2:], values[-2:], color=colour, linewidth=1.8, linestyle=(0, (2, 2)), zorder=3)
        axes.plot(at[-1:], values[-1:], "o", color=colour, markersize=5, markerfacecolor=PAPER, zorder=4)
    if filled:
        axes.fill_between(at, values, 0, color=colour, alpha=0.10, linewidth=0, zorder=2)


def _times(axes: Axes, spec: ChartSpec) -> None:
    """Short names of times below; the year where it begins."""
    room = 7 if len(spec.series) == 1 else 5
    step = max(1, -(-len(spec.labels) // room))
    shown = [place for place in range(len(spec.labels)) if (len(spec.labels) - 1 - place) % step == 0]
    names, year = [], ""
    for place in shown:
        short, its_year = time_label(spec.labels[place], spec.grain)
        names.append(f"{short}\n{its_year}" if its_year != year else short)
        year = its_year
    axes.set_xticks(shown, [safe(name) for name in names], color=QUIET, fontsize=SIZE - 1)
    if spec.partial:
        axes.get_xticklabels()[-1].set_fontstyle("italic")


def _tell(axes: Axes, spec: ChartSpec, series: Series, marks: Sequence[float]) -> None:
    """The highest, the lowest and the last value, written beside their points where there is room."""
    points = [(place, value) for place, value in enumerate(series.values) if value is not None]
    high, low = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    chosen = [high, points[-1]] + ([low] if low[1] != high[1] else [])
    apart = max(1.0, len(spec.labels) / 5)
    told: list[tuple[int, float]] = []
    for point in chosen:
        if any(abs(point[0] - other[0]) < apart and point != other for other in told) or point in told:
            continue
        told.append(point)
        below = _in_a_dip(series, point) and point[1] - marks[0] > 0.14 * (marks[-1] - marks[0])
        edge = "left" if point[0] < apart / 2 else "right" if point[0] > len(spec.labels) - 1 - apart / 2 else "center"
        axes.annotate(
            safe(amount(point[1], spec)), point, (0, -8 if below else 8), textcoords="offset points",
            ha=edge, va="top" if below else "bottom", fontsize=SIZE, fontweight="bold", color=INK, zorder=5,
            path_effects=_halo(),
        )  # fmt: skip


def _in_a_dip(series: Series, point: tuple[int, float]) -> bool:
    """Whether the line comes down to a point, so that there is room under it."""
    beside = [series.values[place] for place in (point[0] - 1, point[0] + 1) if 0 <= place < len(series.values)]
    known = [value for value in beside if value is not None]
    return bool(known) and all(value > point[1] for value in known)


def _end_labels(axes: Axes, spec: ChartSpec, marks: Sequence[float]) -> None:
    """Each line's name at its end, pushed apart where lines end together."""
    ends: list[tuple[float, Series, str]] = []
    for place, series in enumerate(spec.series):
        last = next((value for value in reversed(series.values) if value is not None), None)
        if last is not None:
            ends.append((float(last), series, SERIES[place % len(SERIES)]))
    ends.sort(key=lambda end: end[0])
    gap = (marks[-1] - marks[0]) * 0.135
    heights: list[float] = []
    for value, _, _ in ends:
        heights.append(max(value, heights[-1] + gap if heights else marks[0]))
    over = max(0.0, heights[-1] - marks[-1])
    for height, (_, series, colour) in zip(heights, ends, strict=True):
        axes.annotate(
            safe(cut(series.name, NAME)), (1.03, height - over), xycoords=("axes fraction", "data"),
            va="center", fontsize=SIZE - 1, fontweight="bold", color=colour, annotation_clip=False,
        )  # fmt: skip


def _halo() -> list[Any]:
    """Lets a number be read where a line runs behind it."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    return [withStroke(linewidth=3, foreground=PAPER)]


def _whole(spec: ChartSpec) -> bool:
    return all(isinstance(value, int) for series in spec.series for value in series.values if value is not None)
