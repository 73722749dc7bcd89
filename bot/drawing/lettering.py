"""Words and numbers as a picture shows them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import cache

from bot.drawing.ticks import compact, time_label
from crm.ask.telling.chartspec import ChartSpec
from crm.ask.telling.units import PERCENT, figure

LABEL = 22  # characters of a bar's name
TITLE = 38  # characters of a line of the title
SIZE = 10.5  # points
LETTER = 0.105  # inches of a bold letter of that size, at most
THIN = 0.083  # inches of an ordinary one


def amount(value: float | None, spec: ChartSpec) -> str:
    """A number beside its bar or point: no cents where there are thousands."""
    if value is None or spec.unit == PERCENT or abs(value) < 1_000:
        return figure(value, spec.unit)
    return figure(round(value), spec.unit) if abs(value) < 1_000_000 else compact(value, spec.unit, ())


def full_label(label: str, spec: ChartSpec) -> str:
    return " ".join(part for part in time_label(label, spec.grain) if part) if spec.grain else label


def wrapped(title: str) -> list[str]:
    lines = textwrap.wrap(title, TITLE, max_lines=3, placeholder="…")
    return lines or [""]


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def distinct(labels: Sequence[str]) -> list[str]:
    """Names cut to length; in the middle, where their beginnings are the same."""
    short = [cut(label, LABEL) for label in labels]
    if len(set(short)) == len(short):
        return short
    return [label if len(label) <= LABEL else f"{label[:12].rstrip()}…{label[-9:].lstrip()}" for label in labels]


def safe(text: str) -> str:
    """Text as the shipped font can draw it; a dollar is a dollar, not mathematics."""
    known = _glyphs()
    drawn = "".join(letter if letter == "\n" or ord(letter) in known else "▯" for letter in text)
    return drawn.replace("$", r"\$")


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    return frozenset(get_font(findfont(FontProperties())).get_charmap())
