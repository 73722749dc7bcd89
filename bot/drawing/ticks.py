"""The numbers and times along a picture's edges."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crm.ask.plan import Grain
from crm.ask.telling.stretch import begins
from crm.ask.telling.units import PERCENT, leads

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
FEW = 5  # ticks that an axis has room for
FISCAL = "FY"  # what names of fiscal years begin with
SCALES = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Round numbers from just below the lowest to just above the highest value."""
    if high <= low:
        high = low + 1
    rough = (high - low) / (FEW - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in STEPS if step * power >= rough * 0.999)
    step = max(1.0, step if step != 2.5 else 5.0) if whole and step < 10 else step
    first, last = math.floor(low / step), math.ceil(high * 1.04 / step) if high > 0 else 0
    return [round(place * step, 10) for place in range(first, max(last, first + 1) + 1)]


def compact(value: float, unit: str, beside: Sequence[float]) -> str:
    """`$350k`, `40%`, `1.2m days`; `beside` are the other ticks, whose scale is shared."""
    if unit == PERCENT:
        fine = any(abs(mark * 100 - round(mark * 100)) > 1e-9 for mark in beside)
        return f"{value:.1%}" if fine else f"{value:.0%}"
    most = max((abs(mark) for mark in beside), default=abs(value))
    scale, letter = next(((size, letter) for size, letter in SCALES if most >= size), (1.0, ""))
    text = f"{abs(value) / scale:,.2f}".rstrip("0").rstrip(".")
    sign = "-" if value < 0 else ""
    text = text + (letter if value else "")
    return f"{sign}{unit}{text}" if leads(unit) else f"{sign}{text}"


def time_label(label: str, grain: Grain | None) -> tuple[str, str]:
    """`2026-08` as `Aug` and `2026`; the year is empty where it stands in the label itself."""
    if grain is None or grain == "year":
        return label, ""
    if label.startswith(FISCAL):
        year, _, quarter = label.partition(" ")
        return quarter, year
    day = begins(label, grain)
    if grain == "quarter":
        return f"Q{(day.month + 2) // 3}", str(day.year)
    return (f"{day:%b}" if grain == "month" else f"{day.day} {day:%b}"), str(day.year)
