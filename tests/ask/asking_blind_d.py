"""Questions over a Zoho export, an analyst's star schema and a database dump, unseen while the planner was written.

Shares, rates and growth are fractions. Days are whole days between the dates in the files. Today is 20 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import blind_cooperage
import blind_ebikes
import blind_marinas
from asking_gold import Question

MODULES = {"cooperage": blind_cooperage, "ebikes": blind_ebikes, "marinas": blind_marinas}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What the golds of an export's questions are computed from."""
    return MODULES[name].frames()


def questions() -> list[Question]:
    import asking_blind_cooperage
    import asking_blind_ebikes
    import asking_blind_marinas

    return [
        *asking_blind_cooperage.QUESTIONS,
        *asking_blind_ebikes.QUESTIONS,
        *asking_blind_marinas.QUESTIONS,
    ]
