"""A chart as a picture: a PNG that is read on a phone, in dark and in light."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.palette import FAINT, GRID, INK, OTHERS, PAPER, QUIET, SERIES
from bot.ticks import compact, ticks, time_label
from crm.ask.chartspec import ChartSpec, Series, titled
from crm.ask.units import PERCENT, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 6.0  # inches; with the dots below, 1200 pixels
DOTS = 200  # an inch
TALL = 3.6  # inches of a line chart
BAR = 0.34  # inches of one bar
FRAME = 1.15  # inches around the bars
LABEL = 26  # characters of a bar's name
TITLE = 52  # characters of a line of the title
SIZE = 10.5  # points
LETTER = 0.105  # inches of a bold letter of that size


def png(spec: ChartSpec) -> bytes:
    """The picture of a chart."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second to load
    from matplotlib.figure import Figure  # noqa: PLC0415

    made = Figure(figsize=(WIDTH, _height(spec)), dpi=DOTS, facecolor=PAPER)
    FigureCanvasAgg(made)
    if spec.kind == "line":
        _lines(made, spec)
    else:
        _bars(made, spec)
    _frame(made)
    out = io.BytesIO()
    made.savefig(out, format="png", facecolor=PAPER, metadata={"Software": None})
    return out.getvalue()


def _height(spec: ChartSpec) -> float:
    if spec.kind == "line":
        return TALL + 0.2 * _title_lines(spec)
    thick = BAR if spec.kind == "stacked" or len(spec.series) == 1 else 0.2 * len(spec.series) + 0.16
    legend = 0.3 if len(spec.series) > 1 else 0.0
    return max(1.7, FRAME + legend + 0.2 * _title_lines(spec) + thick * len(spec.labels))


# --- lines ---------------------------------------------------------------------------------------------------------


def _lines(made: Figure, spec: ChartSpec) -> None:
    top = _head(made, spec, legend=False)
    several = len(spec.series) > 1
    height = made.get_figheight()
    left, right = 0.115, 0.74 if several else 0.955
    axes = made.add_axes((left, 0.62 / height, right - left, 1 - (top + 0.62 + 0.1) / height))
    _plain(axes)
    values = [value for series in spec.series for value in series.values if value is not None]
    marks = ticks(min(0, *values, 0), max(0, *values, 0), whole=_whole(spec))
    axes.set_ylim(marks[0], marks[-1])
    axes.set_xlim(-0.35, len(spec.labels) - 0.65)
    axes.set_yticks(marks, [_safe(compact(mark, spec.unit, marks)) for mark in marks], color=QUIET, fontsize=SIZE - 1)
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
    room = 9 if len(spec.series) == 1 else 7
    step = max(1, -(-len(spec.labels) // room))
    shown = [place for place in range(len(spec.labels)) if (len(spec.labels) - 1 - place) % step == 0]
    names, year = [], ""
    for place in shown:
        short, its_year = time_label(spec.labels[place], spec.grain)
        names.append(f"{short}\n{its_year}" if its_year != year else short)
        year = its_year
    axes.set_xticks(shown, [_safe(name) for name in names], color=QUIET, fontsize=SIZE - 1)
    if spec.partial:
        axes.get_xticklabels()[-1].set_fontstyle("italic")


def _tell(axes: Axes, spec: ChartSpec, series: Series, marks: Sequence[float]) -> None:
    """The highest, the lowest and the last value, written beside their points where there is room."""
    points = [(place, value) for place, value in enumerate(series.values) if value is not None]
    high, low = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
    chosen = [high, points[-1]] + ([low] if low[1] != high[1] else [])
    apart = max(1.0, len(spec.labels) / 7)
    told: list[tuple[int, float]] = []
    for point in chosen:
        if any(abs(point[0] - other[0]) < apart and point != other for other in told) or point in told:
            continue
        told.append(point)
        below = point == low and point != high and point[1] - marks[0] > 0.2 * (marks[-1] - marks[0])
        edge = "left" if point[0] < apart / 2 else "right" if point[0] > len(spec.labels) - 1 - apart / 2 else "center"
        axes.annotate(
            _safe(_value(point[1], spec)), point, (0, -8 if below else 8), textcoords="offset points",
            ha=edge, va="top" if below else "bottom", fontsize=SIZE, fontweight="bold", color=INK, zorder=5,
            path_effects=_halo(),
        )  # fmt: skip


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
            _safe(_cut(series.name, 16)), (1.02, height - over), xycoords=("axes fraction", "data"),
            va="center", fontsize=SIZE, fontweight="bold", color=colour, annotation_clip=False,
        )  # fmt: skip


# --- bars ----------------------------------------------------------------------------------------------------------


def _bars(made: Figure, spec: ChartSpec) -> None:
    top = _head(made, spec, legend=len(spec.series) > 1)
    height = made.get_figheight()
    labels = _distinct([_bar_label(label, spec) for label in spec.labels])
    left = 0.05 + min(0.42, 0.0145 * max(len(label) for label in labels) + 0.02)
    axes = made.add_axes((left, 0.22 / height, 0.95 - left, 1 - (top + 0.3) / height))
    _plain(axes)
    _draw_bars(axes, spec)
    axes.set_xlim(*_bar_limits(spec, WIDTH * (0.95 - left)))
    axes.set_ylim(len(spec.labels) - 0.5, -0.5)
    axes.axvline(0, color=QUIET, linewidth=1.0, zorder=4)
    axes.set_xticks([])
    axes.set_yticks(range(len(labels)), [_safe(label) for label in labels], color=INK, fontsize=SIZE)


def _draw_bars(axes: Axes, spec: ChartSpec) -> None:
    if spec.kind == "stacked":
        _stack(axes, spec)
        return
    thick = 0.66 if len(spec.series) == 1 else 0.78 / len(spec.series)
    for place, series in enumerate(spec.series):
        shift = (place - (len(spec.series) - 1) / 2) * thick
        at = [row + shift for row in range(len(spec.labels))]
        axes.barh(at, [value or 0 for value in series.values], thick * 0.92, color=SERIES[place], zorder=3)
        for row, value in zip(at, series.values, strict=True):
            _bar_value(axes, row, value, spec, big=len(spec.series) == 1)


def _stack(axes: Axes, spec: ChartSpec) -> None:
    ends = [0.0] * len(spec.labels)
    for place, series in enumerate(spec.series):
        colour = OTHERS if place == len(spec.series) - 1 and series.name == "Others" else SERIES[place]
        values = [float(value or 0) for value in series.values]
        axes.barh(range(len(values)), values, 0.66, left=ends, color=colour, zorder=3, edgecolor=PAPER, linewidth=0.8)
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    for row, end in enumerate(ends):
        _bar_value(axes, row, end, spec, big=True)


def _bar_value(axes: Axes, row: float, value: float | None, spec: ChartSpec, *, big: bool) -> None:
    held = value or 0
    axes.annotate(
        _safe(_value(value, spec)), (held, row), (4 if held >= 0 else -4, 0), textcoords="offset points",
        ha="left" if held >= 0 else "right", va="center", fontsize=SIZE if big else SIZE - 2,
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
    written = [_value(low, spec), _value(high, spec)]
    written += [_value(value, spec) for series in spec.series for value in series.values]
    text = LETTER * max(len(each) for each in written) + 0.1
    left, right = (text if low < 0 else 0.0), (text if high > 0 else 0.1)
    scale = (high - low) / max(inches - left - right, 0.5)
    return low - left * scale, high + right * scale


def _bar_label(label: str, spec: ChartSpec) -> str:
    return " ".join(part for part in time_label(label, spec.grain) if part) if spec.grain else label


# --- what both have ------------------------------------------------------------------------------------------------


def _head(made: Figure, spec: ChartSpec, *, legend: bool) -> float:
    """Title, what it leaves out, and which colour is what; the inches they take."""
    height, at = made.get_figheight(), 0.16
    for line in _wrapped(spec.title):
        made.text(0.04, 1 - at / height, _safe(line), va="top", fontsize=SIZE + 2.5, fontweight="bold", color=INK)
        at += 0.25
    if note := _note(spec):
        made.text(0.04, 1 - at / height, _safe(note), va="top", fontsize=SIZE - 1, color=QUIET)
        at += 0.22
    if legend:
        _legend(made, spec, at + 0.05)
        at += 0.3
    return at + 0.1


def _note(spec: ChartSpec) -> str:
    """What the picture does not show."""
    shown = len(spec.series) if spec.kind == "line" else len(spec.labels)
    several = spec.kind != "line" or len(spec.series) > 1
    notes = [f"The first {shown} of {spec.total}"] if several and spec.total > shown else []
    if spec.partial:
        notes.append(f"{'week of ' if spec.grain == 'week' else ''}{_bar_label(spec.labels[-1], spec)} so far")
    return titled(", ".join(notes))


def _legend(made: Figure, spec: ChartSpec, at: float) -> None:
    height, left = made.get_figheight(), 0.04
    room = max(8, 66 // len(spec.series))
    for place, series in enumerate(spec.series):
        colour = OTHERS if spec.kind == "stacked" and series.name == "Others" else SERIES[place]
        name = _cut(series.name, room)
        made.text(left, 1 - at / height, "■", va="top", fontsize=SIZE, color=colour)
        made.text(left + 0.03, 1 - at / height, _safe(name), va="top", fontsize=SIZE, color=INK)
        left += 0.055 + 0.0142 * len(name)


def _frame(made: Figure) -> None:
    """A thin edge, so that the picture ends somewhere on a white page too."""
    made.patches.append(_edge(made))


def _edge(made: Figure) -> Any:
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    edge = Rectangle((0.001, 0.002), 0.998, 0.996, transform=made.transFigure, fill=False, edgecolor=FAINT, linewidth=1)
    edge.set_figure(made)
    return edge


def _halo() -> list[Any]:
    """Lets a number be read where a line runs behind it."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    return [withStroke(linewidth=3, foreground=PAPER)]


def _plain(axes: Axes) -> None:
    axes.set_facecolor(PAPER)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, pad=5)


def _value(value: float | None, spec: ChartSpec) -> str:
    """A number beside its bar or point: no cents where there are thousands."""
    if value is None or spec.unit == PERCENT or abs(value) < 1_000:
        return figure(value, spec.unit)
    return figure(round(value), spec.unit) if abs(value) < 1_000_000 else compact(value, spec.unit, ())


def _whole(spec: ChartSpec) -> bool:
    return all(isinstance(value, int) for series in spec.series for value in series.values if value is not None)


def _title_lines(spec: ChartSpec) -> int:
    return len(_wrapped(spec.title)) - 1 + bool(_note(spec))


def _wrapped(title: str) -> list[str]:
    import textwrap  # noqa: PLC0415

    lines = textwrap.wrap(title, TITLE, max_lines=2, placeholder="…")
    return lines or [""]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _distinct(labels: Sequence[str]) -> list[str]:
    """Names cut to length; in the middle, where their beginnings are the same."""
    cut = [_cut(label, LABEL) for label in labels]
    if len(set(cut)) == len(cut):
        return cut
    return [label if len(label) <= LABEL else f"{label[:15].rstrip()}…{label[-10:].lstrip()}" for label in labels]


def _safe(text: str) -> str:
    """Text as the shipped font can draw it; a dollar is a dollar, not mathematics."""
    known = _glyphs()
    drawn = "".join(letter if letter == "\n" or ord(letter) in known else "▯" for letter in text)
    return drawn.replace("$", r"\$")


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    return frozenset(get_font(findfont(FontProperties())).get_charmap())
