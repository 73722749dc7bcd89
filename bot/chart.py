"""A chart as a picture: a PNG that is read on a phone, in dark and in light."""

from __future__ import annotations

import io

from bot.drawing.bars import draw_bars
from bot.drawing.heading import frame, head_height
from bot.drawing.lines import draw_lines
from bot.drawing.palette import PAPER
from crm.ask.answer import Answer
from crm.ask.plan import QueryPlan
from crm.ask.telling.charting import picture_of, wanted
from crm.ask.telling.chartspec import ChartSpec, Series

__all__ = ["NOTHING_TO_DRAW", "at_once", "picture_of", "png", "to_offer", "warm_up"]

WIDTH = 4.5  # inches: a phone is not much wider, so that ten points stay ten
DOTS = 267  # an inch; 1200 pixels in all
TALL = 2.9  # inches of a line chart under its title
BAR = 0.34  # inches of one bar
BELOW = 0.2  # inches under the bars
LEAST = 1.5
NOTHING_TO_DRAW = "There is nothing to draw in this answer: a chart needs figures by group or over time."


def at_once(found: Answer, spec: ChartSpec | None) -> bool:
    """Whether the chart is sent along with the answer."""
    return found.plan is not None and wanted(QueryPlan.model_validate(found.plan), spec)


def to_offer(found: Answer, spec: ChartSpec | None) -> bool:
    """Whether there is a picture that was not sent along: of one bar there is none worth a button."""
    return spec is not None and len(spec.labels) > 1 and not at_once(found, spec)


def warm_up() -> None:
    """Loads what the first picture would otherwise wait for."""
    png(ChartSpec("line", ("2026-01", "2026-02"), (Series("", (1, 2)),), "", grain="month"))


def png(spec: ChartSpec) -> bytes:
    """The picture of a chart."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - takes half a second to load
    from matplotlib.figure import Figure  # noqa: PLC0415

    made = Figure(figsize=(WIDTH, _height(spec)), dpi=DOTS, facecolor=PAPER)
    FigureCanvasAgg(made)
    if spec.kind == "line":
        draw_lines(made, spec)
    else:
        draw_bars(made, spec)
    frame(made)
    out = io.BytesIO()
    made.savefig(out, format="png", facecolor=PAPER, metadata={"Software": None})
    return out.getvalue()


def _height(spec: ChartSpec) -> float:
    above = head_height(spec)
    if spec.kind == "line":
        return above + TALL
    thick = BAR if spec.kind == "stacked" or len(spec.series) == 1 else 0.2 * len(spec.series) + 0.16
    return max(LEAST, above + BELOW + thick * len(spec.labels))
