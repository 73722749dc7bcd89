"""What stands above and around a picture: its title, what it leaves out, which colour is what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.drawing.lettering import SIZE, cut, full_label, safe, wrapped
from bot.drawing.palette import FAINT, INK, OTHERS, PAPER, QUIET, SERIES
from crm.ask.chartspec import ChartSpec, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def head(made: Figure, spec: ChartSpec, *, legend: bool) -> float:
    """Title, what it leaves out, and which colour is what; the inches they take."""
    height, at = made.get_figheight(), 0.16
    for line in wrapped(spec.title):
        made.text(0.04, 1 - at / height, safe(line), va="top", fontsize=SIZE + 2.5, fontweight="bold", color=INK)
        at += 0.25
    if left_out := note(spec):
        made.text(0.04, 1 - at / height, safe(left_out), va="top", fontsize=SIZE - 1, color=QUIET)
        at += 0.22
    if legend:
        _legend(made, spec, at + 0.05)
        at += 0.3
    return at + 0.1


def title_lines(spec: ChartSpec) -> int:
    return len(wrapped(spec.title)) - 1 + bool(note(spec))


def note(spec: ChartSpec) -> str:
    """What the picture does not show."""
    shown = len(spec.series) if spec.kind == "line" else len(spec.labels)
    several = spec.kind != "line" or len(spec.series) > 1
    notes = [f"The first {shown} of {spec.total}"] if several and spec.total > shown else []
    if spec.partial:
        notes.append(f"{'week of ' if spec.grain == 'week' else ''}{full_label(spec.labels[-1], spec)} so far")
    return titled(", ".join(notes))


def _legend(made: Figure, spec: ChartSpec, at: float) -> None:
    height, left = made.get_figheight(), 0.04
    room = max(8, 66 // len(spec.series))
    for place, series in enumerate(spec.series):
        colour = OTHERS if spec.kind == "stacked" and series.name == "Others" else SERIES[place]
        name = cut(series.name, room)
        made.text(left, 1 - at / height, "■", va="top", fontsize=SIZE, color=colour)
        made.text(left + 0.03, 1 - at / height, safe(name), va="top", fontsize=SIZE, color=INK)
        left += 0.055 + 0.0142 * len(name)


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
