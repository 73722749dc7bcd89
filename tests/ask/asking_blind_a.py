"""Questions over three exports of trades no earlier set comes from; nobody who wrote them had seen how they are answered.

Shares, rates and growth are fractions. Days are whole days between the dates in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import blind_lifts
import blind_roastery
import blind_solar
from asking_gold import Question

MODULES = {"solar": blind_solar, "lifts": blind_lifts, "roastery": blind_roastery}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return MODULES[name].frames()


def questions() -> list[Question]:
    import asking_blind_lifts
    import asking_blind_roastery
    import asking_blind_solar

    return [
        *asking_blind_solar.QUESTIONS,
        *asking_blind_lifts.QUESTIONS,
        *asking_blind_roastery.QUESTIONS,
    ]
