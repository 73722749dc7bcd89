"""What the four fresh exports share beyond the parts of the earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random


def pick(chance: Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def money(chance: Random, middle: float, step: int) -> int:
    """An amount with the long tail that amounts have, rounded to a step."""
    return max(step, round(chance.lognormvariate(0, 0.7) * middle / step) * step)
