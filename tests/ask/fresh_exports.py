"""Four made-up exports in trades and styles of their own, by name: how each is written and what it holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import fresh_charity
import fresh_freight
import fresh_gym
import fresh_studio

MODULES = {
    "freight": fresh_freight,
    "studio": fresh_studio,
    "charity": fresh_charity,
    "gym": fresh_gym,
}


def exports() -> dict[str, Callable[[Path], None]]:
    """The writers of the folders, by the export's name."""
    return {name: module.write for name, module in MODULES.items()}


def frames(name: str) -> SimpleNamespace:
    """What an export holds, joined, for pandas to answer from."""
    return MODULES[name].frames()
