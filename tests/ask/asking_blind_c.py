"""Questions over exports of a Salesforce, a Pipedrive and a HubSpot user in unusual trades, unseen while the planner was written.

Shares, rates and growth are fractions. Days are whole days between the dates in the files. Today is 20 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import blind_climbing
import blind_crickets
import blind_organs
from asking_gold import Question

MODULES = {"organs": blind_organs, "climbing": blind_climbing, "crickets": blind_crickets}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return MODULES[name].frames()


def questions() -> list[Question]:
    import asking_blind_climbing
    import asking_blind_crickets
    import asking_blind_organs

    return [
        *asking_blind_organs.QUESTIONS,
        *asking_blind_climbing.QUESTIONS,
        *asking_blind_crickets.QUESTIONS,
    ]
