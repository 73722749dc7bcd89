"""A picture of an answer as data, and in words for those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crm.ask.plan import Grain
from crm.ask.telling.units import figure

Number = int | float
Drawing = Literal["line", "bar", "stacked"]
NAMED = 12  # labels and series that are told one by one


@dataclass(frozen=True)
class Series:
    """One value for each label; None is a gap."""

    name: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True)
class ChartSpec:
    """A picture, ready to be drawn. `partial`: the last label's time is not over yet. `total`: groups there were."""

    kind: Drawing
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    title: str
    unit: str = ""
    grain: Grain | None = None
    partial: bool = False
    total: int = 0
    automatic: bool = False  # worth drawing though nobody asked for it


def described(spec: ChartSpec) -> str:
    """What the picture shows, in words: for those who cannot see it."""
    word = {"line": "Line chart", "bar": "Bar chart", "stacked": "Stacked bar chart"}[spec.kind]
    range_ = f"{spec.labels[0]} to {spec.labels[-1]}" if spec.kind == "line" else _few(spec.labels)
    said = [f"{word}: {spec.title}. {range_}."]
    said += [_told(series, spec, lone=len(spec.series) == 1) for series in spec.series[:NAMED]]
    if spec.partial:
        said.append(f"{spec.labels[-1]} is not over yet.")
    return " ".join(said)


def _told(series: Series, spec: ChartSpec, *, lone: bool) -> str:
    points = [(value, label) for value, label in zip(series.values, spec.labels, strict=True) if value is not None]
    if not points:
        return f"{series.name}: no figures."
    high, low = max(points, key=lambda point: point[0]), min(points, key=lambda point: point[0])
    parts = [f"highest {high[1]} at {figure(high[0], spec.unit)}"]
    parts += [f"lowest {low[1]} at {figure(low[0], spec.unit)}"] if len(points) > 1 else []
    if spec.kind == "line":
        parts.append(f"last {points[-1][1]} at {figure(points[-1][0], spec.unit)}")
    text = ", ".join(parts)
    return f"{titled(text)}." if lone else f"{series.name}: {text}."


def _few(labels: Sequence[str]) -> str:
    shown = ", ".join(labels[:NAMED])
    return f"{len(labels)} bars: {shown}" if len(labels) > 1 else shown


def titled(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
