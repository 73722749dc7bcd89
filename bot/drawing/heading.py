"""What stands above and around a picture: its title, what it leaves out, which colour is what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.drawing.lettering import SIZE, THIN, cut, full_label, safe, wrapped
from bot.drawing.palette import FAINT, INK, PAPER, QUIET, REST, SERIES
from crm.ask.telling.charting import OTHERS
from crm.ask.telling.chartspec import ChartSpec, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


MARGIN = 0.18  # inches
TITLE_LINE = 0.25
NOTE_LINE = 0.23
LEGEND_LINE = 0.25
RIGHT = 4.4  # inches from the left
NAME = 24  # characters of a legend's name


def head(made: Figure, spec: ChartSpec) -> None:
    """Title, what the picture leaves out, and which colour is what."""
    at = 0.16
    for line in wrapped(spec.title):
        _write(made, MARGIN, at, line, fontsize=SIZE + 2, fontweight="bold", color=INK)
        at += TITLE_LINE
    if left_out := note(spec):
        _write(made, MARGIN, at, left_out, fontsize=SIZE - 1, color=QUIET)
        at += NOTE_LINE
    for row, left, name, colour in _legend(spec):
        _write(made, left, at + 0.04 + row * LEGEND_LINE, "■", fontsize=SIZE, color=colour)
        _write(made, left + 0.17, at + 0.04 + row * LEGEND_LINE, name, fontsize=SIZE, color=INK)


def head_height(spec: ChartSpec) -> float:
    """The inches that all of it takes."""
    legend = _legend(spec)
    rows = legend[-1][0] + 1 if legend else 0
    return 0.26 + TITLE_LINE * len(wrapped(spec.title)) + NOTE_LINE * bool(note(spec)) + LEGEND_LINE * rows


def _write(made: Figure, left: float, top: float, text: str, **look: Any) -> None:
    """Text so many inches from the upper left corner."""
    made.text(left / made.get_figwidth(), 1 - top / made.get_figheight(), safe(text), va="top", **look)


def note(spec: ChartSpec) -> str:
    """What the picture does not show."""
    shown = len(spec.series) if spec.kind == "line" else len(spec.labels)
    several = spec.kind != "line" or len(spec.series) > 1
    notes = [f"The first {shown} of {spec.total}"] if several and spec.total > shown else []
    if spec.partial:
        notes.append(f"{'week of ' if spec.grain == 'week' else ''}{full_label(spec.labels[-1], spec)} so far")
    return titled(", ".join(notes))


def _legend(spec: ChartSpec) -> list[tuple[int, float, str, str]]:
    """Row, inches from the left, name and colour of each series of bars; lines carry their names themselves."""
    if spec.kind == "line" or len(spec.series) < 2:
        return []
    placed, row, left = [], 0, MARGIN
    for place, series in enumerate(spec.series):
        name = cut(series.name, NAME)
        wide = 0.36 + THIN * len(name)
        if left > MARGIN and left + wide > RIGHT:
            row, left = row + 1, MARGIN
        placed.append((row, left, name, colour_of(spec, place)))
        left += wide
    return placed


def colour_of(spec: ChartSpec, place: int) -> str:
    if spec.kind == "stacked" and place and spec.series[place].name == OTHERS:
        return REST
    return SERIES[place % len(SERIES)]


def frame(made: Figure) -> None:
    """A thin edge, so that the picture ends somewhere on a white page too."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    edge = Rectangle((0.001, 0.002), 0.998, 0.996, transform=made.transFigure, fill=False, edgecolor=FAINT, linewidth=1)
    made.add_artist(edge)


def plain(axes: Axes) -> None:
    axes.set_facecolor(PAPER)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, pad=5)
