"""Questions over exports of trades and tools unlike each other; nobody who wrote them had seen how they are answered.

Each set was written at one time, committed, and run once before anything was changed for it. Shares, rates and growth are
fractions. Days are whole days between the dates in the files. Today is 20 November 2026.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

from asking_gold import Question

SETS = {
    "blind_a": ("solar", "lifts", "roastery"),
    "blind_b": ("potatoes", "cleaning", "magazine"),
    "blind_c": ("organs", "climbing", "crickets"),
    "blind_d": ("cooperage", "ebikes", "marinas"),
    "blind_e": ("dental", "translation"),
    "blind_f": ("lighting",),
    "blind_g": ("playgrounds", "laundry", "removals"),
    "blind_h": ("fasteners", "sailing"),
    "blind_i": ("rosters", "diggers", "cidery"),
    "blind_j": ("domes", "pollination", "gases"),
    "blind_k": ("weighbridges", "costumes", "cheeses"),
    "blind_l": ("snowguns", "salons", "privies"),
    "blind_m": ("lockers", "aquariums", "spectacles"),
    "blind_n": ("retreads", "portraits", "fireworks"),
}


def made(trade: str) -> ModuleType:
    """The module that writes a trade's files and reads its golds."""
    return importlib.import_module(f"blind_{trade}")


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {trade: made(trade).write for trades in SETS.values() for trade in trades}


def frames(trade: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    found: SimpleNamespace = made(trade).frames()
    return found


def questions_of(trade: str) -> list[Question]:
    found: list[Question] = importlib.import_module(f"asking_blind_{trade}").QUESTIONS
    return found


def questions() -> list[Question]:
    return [each for trades in SETS.values() for trade in trades for each in questions_of(trade)]
