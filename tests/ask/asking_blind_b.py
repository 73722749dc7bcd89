"""Questions over three further exports, of trades and tools unlike those of `asking_blind_a`, by the same rules.

Shares, rates and growth are fractions. Days are whole days between the dates in the files.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import blind_cleaning
import blind_magazine
import blind_potatoes
from asking_gold import Question

MODULES = {"potatoes": blind_potatoes, "cleaning": blind_cleaning, "magazine": blind_magazine}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return MODULES[name].frames()


def questions() -> list[Question]:
    import asking_blind_cleaning
    import asking_blind_magazine
    import asking_blind_potatoes

    return [
        *asking_blind_potatoes.QUESTIONS,
        *asking_blind_cleaning.QUESTIONS,
        *asking_blind_magazine.QUESTIONS,
    ]
